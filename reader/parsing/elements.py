"""What each element does to the page in the making: it opens a box, sets a look, or writes words.

An opener takes the converter, tag and attributes of an element that begins, and gives what to do at its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from reader.document import Image, Link, Mark, Rule
from reader.parsing import boxes
from reader.parsing.blocks import Close, Converter, Opener
from reader.parsing.clean import clean_line
from reader.parsing.images import alt_of, image_of
from reader.parsing.inline import BREAK, fold
from reader.parsing.lists import ItemBox, ListBox, whole
from reader.parsing.quotation import quote_marks
from reader.parsing.rules import (
    BLOCKS,
    PREFORMATTED,
    Attributes,
    link_target,
    look_of,
    read_colour,
)
from reader.parsing.tables import CellBox, TableBox


def _open_block(page: Converter, tag: str, attributes: Attributes) -> Close:
    page.flush()
    return page.flush


def _open_paragraph(page: Converter, tag: str, attributes: Attributes) -> Close:
    if isinstance(page.box, ItemBox):
        page.box.loose = True
    return _open_block(page, tag, attributes)


def _open_center(page: Converter, tag: str, attributes: Attributes) -> Close:
    page.flush()
    page.state = page.state._replace(align="center")
    return page.flush


def _open_heading(page: Converter, tag: str, attributes: Attributes) -> Close:
    page.flush()
    page.heading = int(tag[1])

    def close() -> None:
        page.flush()
        page.heading = 0

    return close


def _open_pre(page: Converter, tag: str, attributes: Attributes) -> Close:
    page.flush()
    page.pre = 1
    page.code_language = ""
    page.marks |= Mark.LITERAL
    return page.close_pre


def _open_list(page: Converter, tag: str, attributes: Attributes) -> Close:
    close = page.enter(ListBox(tag, attributes))
    page.state = page.state._replace(align="")  # its markers stand at the margin
    return close


def _open_quote(page: Converter, tag: str, attributes: Attributes) -> Close:
    return page.enter(boxes.QuoteBox(aside=tag == "aside"))


def _open_rows(page: Converter, tag: str, attributes: Attributes) -> Close:
    page.flush()
    table = page.box
    if not isinstance(table, TableBox):
        return page.flush
    if tag == "tr":
        table.begin_row()
        return page.flush
    table.in_head = True

    def close() -> None:
        page.flush()
        table.in_head = False

    return close


def _open_cell(page: Converter, tag: str, attributes: Attributes) -> Close:
    if not isinstance(page.box, TableBox):
        return _open_block(page, tag, attributes)
    align = look_of(attributes).align or attributes.get("align", "").lower()
    return page.enter(CellBox(tag, attributes, align if align in ("left", "center", "right") else ""))


def _open_link(page: Converter, tag: str, attributes: Attributes) -> Close | None:
    target = link_target(attributes.get("href", ""))
    if not target or page.link is not None:
        return None
    index = len(page.links)
    url = page.resolve(target)
    page.links.append(Link(url, ""))
    page.link_words = []
    page.link = index
    if attributes.get("id", "").startswith("footnote-anchor-"):  # Substack's, raised by its style sheet
        page.marks |= Mark.SUPER

    def close() -> None:
        words = " ".join(fold("".join(page.link_words)).replace(BREAK, " ").split())
        used = bool(page.link_words)
        if used or index < len(page.links) - 1:
            page.links[index] = Link(url, words)
        else:
            page.links.pop()

    return close


def _open_quotation(page: Converter, tag: str, attributes: Attributes) -> Close:
    opening, closing = quote_marks(attributes.get("lang") or page.state.lang, page.quotes)
    page.quotes += 1
    page.write(opening)

    def close() -> None:
        page.quotes -= 1
        page.write(closing)

    return close


def _open_reading(page: Converter, tag: str, attributes: Attributes) -> None:
    page.bracket = False
    page.marks = Mark.READING


def _open_bracket(page: Converter, tag: str, attributes: Attributes) -> Close:
    page.bracket = True

    def close() -> None:
        page.bracket = False

    return close


def _open_font(page: Converter, tag: str, attributes: Attributes) -> None:
    if colour := read_colour(attributes.get("color", "")):
        page.state = page.state._replace(tint=colour)


def _open_math(page: Converter, tag: str, attributes: Attributes) -> None:
    page.formula = len(page.runs)
    if said := clean_line(attributes.get("alttext", "")):
        page.write(said)
        page.hidden = 1


def _open_annotation(page: Converter, tag: str, attributes: Attributes) -> None:
    if "tex" in attributes.get("encoding", "").lower():
        del page.runs[page.formula :]
    else:
        page.hidden = 1


def _hide(page: Converter, tag: str, attributes: Attributes) -> None:
    page.hidden = 1


def _rebase(page: Converter, tag: str, attributes: Attributes) -> None:
    base = page.resolve(link_target(attributes.get("href", "")))
    if "//" in base:
        page.base_url = base


def _break(page: Converter, tag: str, attributes: Attributes) -> None:
    page.write(BREAK)


def _rule(page: Converter, tag: str, attributes: Attributes) -> None:
    page.flush()
    page.box.add(Rule())


def _pixels(attributes: Attributes, name: str) -> int | None:
    size = attributes.get(name, "")
    return None if "%" in size else whole(size)


def _image(page: Converter, tag: str, attributes: Attributes) -> None:
    found = image_of(attributes)
    if found is None:
        return
    words, source = found
    if not source:
        page.write(words)
        return
    url = page.resolve(source)
    image = Image(
        url,
        alt_of(attributes),
        clean_line(attributes.get("title", "")),
        _pixels(attributes, "width"),
        _pixels(attributes, "height"),
        page.link,
        leads=page.link is not None,
    )
    if page.link is None and not image.is_sign and link_target(url):
        page.links.append(Link(url, words))
        image = replace(image, link=len(page.links) - 1)
    page.write(words, image)


OPENERS: Final[Mapping[str, Opener]] = {
    **dict.fromkeys(BLOCKS, _open_block),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _open_heading),
    **dict.fromkeys(PREFORMATTED, _open_pre),
    **dict.fromkeys(("ul", "ol", "dir", "menu"), _open_list),
    **dict.fromkeys(("td", "th"), _open_cell),
    **dict.fromkeys(("thead", "tr"), _open_rows),
    **dict.fromkeys(("blockquote", "aside"), _open_quote),
    **dict.fromkeys(("caption", "figcaption"), lambda page, tag, attributes: page.enter(boxes.CaptionBox())),
    "p": _open_paragraph,
    "center": _open_center,
    "li": lambda page, tag, attributes: page.enter(ItemBox(attributes)),
    "table": lambda page, tag, attributes: page.enter(TableBox(attributes)),
    "figure": lambda page, tag, attributes: page.enter(boxes.FigureBox()),
    "details": lambda page, tag, attributes: page.enter(boxes.DetailsBox()),
    "summary": lambda page, tag, attributes: page.enter(boxes.SummaryBox()),
    "dl": lambda page, tag, attributes: page.enter(boxes.DefinitionsBox()),
    "dt": lambda page, tag, attributes: page.enter(boxes.TermBox()),
    "dd": lambda page, tag, attributes: page.enter(boxes.DescriptionBox()),
    "a": _open_link,
    "base": _rebase,
    "br": _break,
    "hr": _rule,
    "img": _image,
    "image": _image,
    "q": _open_quotation,
    "rt": _open_reading,
    "rp": _open_bracket,
    "math": _open_math,
    "annotation": _open_annotation,
    "annotation-xml": _hide,
    "font": _open_font,
}
