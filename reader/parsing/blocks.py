"""Elements and text, as they come, to blocks: one pass, no recursion, whatever the nesting.

`Converter` takes the events of a parser in balanced order (`start`, `data`, `end`) and builds the Document.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import urljoin

from reader.document import (
    Document,
    Fold,
    Heading,
    Image,
    Link,
    Mark,
    Media,
    Paragraph,
    Picture,
    Preformatted,
    Rule,
    Spans,
    plain,
)
from reader.parsing import boxes
from reader.parsing.boxes import Box
from reader.parsing.clean import clean, clean_line
from reader.parsing.inline import BREAK, Run, fold, fold_runs, spans_of, split_at_gaps, take_indent
from reader.parsing.lists import ItemBox, ListBox, whole
from reader.parsing.rules import (
    BLOCKS,
    EMPTY_MEDIA,
    HIDDEN,
    MARKS,
    MEDIA,
    PLAIN,
    PREFORMATTED,
    READING_BRACKETS,
    Attributes,
    Look,
    fold_label,
    image_of,
    link_target,
    look_of,
    media_of,
    quote_marks,
)
from reader.parsing.tables import CellBox, TableBox

_DEEPEST: Final = 48
"""Boxes inside boxes beyond which the page is too narrow for any of them: deeper ones are plain blocks."""

_SUBHEAD: Final = 60
_SENTENCE_ENDS: Final = (".", "。", ",", "，", ";", "；", "、", "…")


class _State(NamedTuple):
    """What an element inherits."""

    marks: Mark = Mark.NONE
    link: int | None = None
    tint: str = ""
    align: str = ""
    direction: str = ""
    language: str = ""
    lines: bool = False


Close: TypeAlias = Callable[[], None]


class Converter:
    """Builds a Document; `targets` are the ids that links of the document point at."""

    def __init__(self, targets: frozenset[str] = frozenset(), base_url: str | None = None) -> None:
        self.targets = targets
        self.base_url = base_url or ""
        self.lang = ""
        self.box = Box()
        self.outer: list[Box] = []
        self.open: list[tuple[_State, Close | None]] = []
        self.state = _State()
        self.runs: list[Run] = []
        self.links: list[Link] = []
        self.link_words: list[str] = []
        self.anchor = ""
        self.hidden = 0
        self.media: tuple[str, Attributes, list[str]] | None = None
        self.pre = 0
        self.code_language = ""
        self.heading = 0
        self.section = 1
        self.quotes = 0
        self.formula = 0
        self.bracket = False
        self._openers: dict[str, Callable[[str, Attributes], Close | None]] = {
            **dict.fromkeys(BLOCKS, self._open_block),
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._open_heading),
            **dict.fromkeys(PREFORMATTED, self._open_pre),
            **dict.fromkeys(("ul", "ol", "dir", "menu"), self._open_list),
            **dict.fromkeys(("td", "th"), self._open_cell),
            **dict.fromkeys(("thead", "tr"), self._open_rows),
            **dict.fromkeys(("blockquote", "aside"), self._open_quote),
            **dict.fromkeys(("caption", "figcaption"), lambda tag, attributes: self._enter(boxes.CaptionBox())),
            "p": self._open_paragraph,
            "center": self._open_center,
            "li": lambda tag, attributes: self._enter(ItemBox(attributes)),
            "table": lambda tag, attributes: self._enter(TableBox(attributes)),
            "figure": lambda tag, attributes: self._enter(boxes.FigureBox()),
            "details": lambda tag, attributes: self._enter(boxes.DetailsBox()),
            "summary": lambda tag, attributes: self._enter(boxes.SummaryBox()),
            "dl": lambda tag, attributes: self._enter(boxes.DefinitionsBox()),
            "dt": lambda tag, attributes: self._enter(boxes.TermBox()),
            "dd": lambda tag, attributes: self._enter(boxes.DescriptionBox()),
            "a": self._open_link,
            "br": self._break,
            "hr": self._rule,
            "img": self._image,
            "image": self._image,
            "q": self._open_quotation,
            "rt": self._open_reading,
            "rp": self._open_bracket,
            "math": self._open_math,
            "annotation": self._open_annotation,
            "annotation-xml": self._hide,
            "font": self._open_font,
        }

    # Events

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if self.hidden:
            self.hidden += 1
            if self.media and tag == "source":
                self.media[2].append(attributes.get("src", ""))
            return
        look = look_of(attributes) if attributes else PLAIN
        if tag in EMPTY_MEDIA and not look.hidden:
            self._end_media(tag, attributes, [])
        elif tag in HIDDEN or look.hidden or tag in MEDIA:
            self.hidden = 1
            if tag in MEDIA and not look.hidden:
                self.media = (tag, attributes, [])
            elif tag == "input" and isinstance(self.box, ItemBox) and attributes.get("type") == "checkbox":
                self.box.box = self.box.box or ("☑" if "checked" in attributes else "☐")
            return
        state = self.state
        close: Close | None = None
        if self.pre and tag in BLOCKS:
            self._break_code()
            close = self._break_code
        elif opener := self._openers.get(tag):
            close = opener(tag, attributes)
        if self.hidden:  # the opener found that there is nothing to show
            return
        self.open.append((state, self._look(tag, attributes, look, close)))

    def end(self, tag: str) -> None:
        """Take the end of the element that began last."""
        if self.hidden:
            self.hidden -= 1
            if not self.hidden and self.media:
                self._end_media(*self.media)
            return
        state, close = self.open.pop()
        if close:
            close()
        self.state = state

    def data(self, text: str) -> None:
        """Take text."""
        if self.hidden:
            return
        text = clean(text)
        if self.pre:
            if text[:1] == "\n" and self.runs and self.runs[-1].text == BREAK:
                text = text[1:]
        elif not self.runs and text.isspace() and not text.strip("\n\t "):
            return
        elif self.state.lines:
            text = text.replace("\n", BREAK)
        if self.bracket:
            text = text.strip(READING_BRACKETS)
        if text:
            self._write(text)

    def document(self) -> Document:
        """Give the document, after the last event."""
        self._flush()
        for box in reversed(self.outer):
            self.box.finish(box)
            self.box = box
        return Document(tuple(self.box.blocks), tuple(self.links), self.lang)

    # Elements

    def _look(self, tag: str, attributes: Attributes, look: Look, close: Close | None) -> Close | None:
        """Apply what a tag and its attributes say beside opening boxes; give what closes it all."""
        marks = self.state.marks | MARKS.get(tag, Mark.NONE) | look.marks
        if look is not PLAIN:
            marks &= ~look.unmarks
            if look.language:
                if self.pre:
                    self.code_language = look.language
                elif tag in BLOCKS:
                    self.state = self.state._replace(language=look.language)
            if look.align or look.tint or look.lines:
                self.state = self.state._replace(
                    align=look.align or self.state.align,
                    tint=look.tint or self.state.tint,
                    lines=look.lines or self.state.lines,
                )
            if not self.pre and (look.caption or look.fold) and not isinstance(self.box, boxes.CaptionBox):
                close = self._both(
                    self._enter(boxes.CaptionBox() if look.caption else boxes.FoldBox(look.fold)), close
                )
        if marks != self.state.marks and not self.state.marks & Mark.READING:
            self.state = self.state._replace(marks=marks)
        if attributes:
            self._note(tag, attributes)
        return close

    def _note(self, tag: str, attributes: Attributes) -> None:
        """Note ids that links point at, language and direction."""
        if self.targets:
            name = attributes.get("id") or (attributes.get("name") if tag == "a" else None)
            if name in self.targets and name != self.anchor:
                if self.anchor:
                    self.runs.append(Run("", anchor=self.anchor))
                self.anchor = clean_line(name or "")
        if "dir" in attributes and attributes["dir"].lower() in ("ltr", "rtl"):
            self.state = self.state._replace(direction=attributes["dir"].lower())
        lang = attributes.get("lang", "")
        if self.pre:
            self.code_language = self.code_language or clean_line(lang or attributes.get("data-lang", ""))
        elif lang and not self.lang:
            self.lang = clean_line(lang)

    @staticmethod
    def _both(first: Close | None, second: Close | None) -> Close:
        def close() -> None:
            if first:
                first()
            if second:
                second()

        return close

    def _enter(self, box: Box) -> Close:
        self._flush()
        if len(self.outer) >= _DEEPEST:
            return self._flush
        self.outer.append(self.box)
        self.box = box
        return self._leave

    def _leave(self) -> None:
        self._flush()
        box, self.box = self.box, self.outer.pop()
        box.finish(self.box)

    def _open_block(self, tag: str, attributes: Attributes) -> Close:
        self._flush()
        return self._flush

    def _open_paragraph(self, tag: str, attributes: Attributes) -> Close:
        if isinstance(self.box, ItemBox):
            self.box.loose = True
        return self._open_block(tag, attributes)

    def _open_center(self, tag: str, attributes: Attributes) -> Close:
        self._flush()
        self.state = self.state._replace(align="center")
        return self._flush

    def _open_heading(self, tag: str, attributes: Attributes) -> Close:
        self._flush()
        self.heading = int(tag[1])

        def close() -> None:
            self._flush()
            self.heading = 0

        return close

    def _open_pre(self, tag: str, attributes: Attributes) -> Close:
        self._flush()
        self.pre = 1
        self.code_language = ""
        self.state = self.state._replace(marks=self.state.marks | Mark.LITERAL)
        return self._close_pre

    def _close_pre(self) -> None:
        self.pre = 0
        runs, self.runs = _trim_code(self.runs), []
        if any(not run.image and run.text.strip() for run in runs):
            self.box.add(Preformatted(spans_of(runs), self.code_language or self.state.language))
        else:
            self._add_pictures(runs)

    def _break_code(self) -> None:
        if self.runs and not self.runs[-1].text.endswith(("\n", BREAK)):
            self._write("\n")

    def _open_list(self, tag: str, attributes: Attributes) -> Close:
        return self._enter(ListBox(tag, attributes))

    def _open_quote(self, tag: str, attributes: Attributes) -> Close:
        return self._enter(boxes.QuoteBox(aside=tag == "aside"))

    def _open_rows(self, tag: str, attributes: Attributes) -> Close:
        self._flush()
        table = self.box
        if not isinstance(table, TableBox):
            return self._flush
        if tag == "tr":
            table.begin_row()
            return self._flush
        table.in_head = True

        def close() -> None:
            self._flush()
            table.in_head = False

        return close

    def _open_cell(self, tag: str, attributes: Attributes) -> Close:
        if not isinstance(self.box, TableBox):
            return self._open_block(tag, attributes)
        align = look_of(attributes).align or attributes.get("align", "").lower()
        return self._enter(CellBox(tag, attributes, align if align in ("left", "center", "right") else ""))

    def _open_link(self, tag: str, attributes: Attributes) -> Close | None:
        target = link_target(attributes.get("href", ""))
        if not target or self.state.link is not None:
            return None
        index = len(self.links)
        url = self._resolve(target)
        self.links.append(Link(url, ""))
        self.link_words = []
        self.state = self.state._replace(link=index)

        def close() -> None:
            words = " ".join(fold("".join(self.link_words)).replace(BREAK, " ").split())
            used = bool(self.link_words)
            if used or index < len(self.links) - 1:
                self.links[index] = Link(url, words)
            else:
                self.links.pop()

        return close

    def _open_quotation(self, tag: str, attributes: Attributes) -> Close:
        opening, closing = quote_marks(attributes.get("lang") or self.lang, self.quotes)
        self.quotes += 1
        self._write(opening)

        def close() -> None:
            self.quotes -= 1
            self._write(closing)

        return close

    def _open_reading(self, tag: str, attributes: Attributes) -> None:
        self.bracket = False
        self.state = self.state._replace(marks=Mark.READING)

    def _open_bracket(self, tag: str, attributes: Attributes) -> Close:
        self.bracket = True

        def close() -> None:
            self.bracket = False

        return close

    def _open_font(self, tag: str, attributes: Attributes) -> None:
        colour = attributes.get("color", "").lower()
        if len(colour) == 7 and colour[0] == "#":
            self.state = self.state._replace(tint=clean_line(colour))

    def _open_math(self, tag: str, attributes: Attributes) -> None:
        self.formula = len(self.runs)
        if said := clean_line(attributes.get("alttext", "")):
            self._write(said)
            self.hidden = 1

    def _open_annotation(self, tag: str, attributes: Attributes) -> None:
        if "tex" in attributes.get("encoding", "").lower():
            del self.runs[self.formula :]
        else:
            self.hidden = 1

    def _hide(self, tag: str, attributes: Attributes) -> None:
        self.hidden = 1

    def _break(self, tag: str, attributes: Attributes) -> None:
        self._write(BREAK)

    def _rule(self, tag: str, attributes: Attributes) -> None:
        self._flush()
        self.box.add(Rule())

    def _image(self, tag: str, attributes: Attributes) -> None:
        found = image_of(attributes)
        if found is None:
            return
        words, source = found
        if not source:
            self._write(words)
            return
        url = self._resolve(source)
        image = Image(
            url,
            clean_line(attributes.get("alt", "")),
            clean_line(attributes.get("title", "")),
            whole(attributes.get("width", "").removesuffix("px")),
            whole(attributes.get("height", "").removesuffix("px")),
            self.state.link,
        )
        self._write(words, image)

    def _end_media(self, tag: str, attributes: Attributes, sources: list[str]) -> None:
        self.media = None
        made = media_of(tag, attributes, sources)
        if made is None:
            return
        kind, label, source = made
        self._flush()
        link: int | None = None
        if source:
            url = self._resolve(source)
            link = len(self.links)
            self.links.append(Link(url, label))
        self.box.add(Media(kind, label, link))

    # Text

    def _resolve(self, url: str) -> str:
        if not self.base_url or url.startswith("#"):
            return url
        try:
            return urljoin(self.base_url, url)
        except ValueError:
            return url

    def _write(self, text: str, image: Image | None = None) -> None:
        state = self.state
        self.runs.append(Run(text, state.marks, state.link, self.anchor, state.tint, image))
        self.anchor = ""
        if state.link is not None:
            self.link_words.append(text)

    def _flush(self) -> None:
        """Make a block of the text since the last one."""
        if not self.runs:
            return
        if self.pre:
            return
        runs, self.runs = self.runs, []
        for part in split_at_gaps(fold_runs(runs)):
            self._add_text(part)

    def _add_text(self, runs: list[Run]) -> None:
        if not any(run.text.strip() for run in runs if run.image is None):
            self._add_pictures(runs)
            return
        runs, indented = take_indent(runs)
        spans = spans_of(runs)
        if self.heading:
            self._add_heading(self.heading, spans)
            self.section, self.heading = self.heading, 0
            return
        paragraph = Paragraph(spans, indented, self.state.align, self.state.direction)
        if label := fold_label(text := plain(spans).strip()):
            self.box.add(Fold(label, (paragraph,)))
        elif self._is_subhead(spans, text):
            self._add_heading(min(self.section + 1, 6), spans)
        else:
            self.box.add(paragraph)

    def _add_heading(self, level: int, spans: Spans) -> None:
        anchor = next((span.anchor for span in spans if span.anchor), "")
        self.box.add(Heading(level, spans, anchor))

    def _is_subhead(self, spans: Spans, text: str) -> bool:
        """Tell whether a paragraph is only strong and short: people make headings that way."""
        return (
            len(text) <= _SUBHEAD
            and type(self.box) in (Box, boxes.FoldBox, boxes.DetailsBox)
            and all(span.marks & Mark.STRONG or not span.text.strip() for span in spans)
            and not text.endswith(_SENTENCE_ENDS)
            and "\n" not in text
            and any(map(str.isalnum, text))
            and all(span.link is None for span in spans)
        )

    def _add_pictures(self, runs: list[Run]) -> None:
        for run in runs:
            if run.anchor and not self.anchor:
                self.anchor = run.anchor
            if run.image:
                self.box.add(Picture(run.image))


def _trim_code(runs: list[Run]) -> list[Run]:
    """Take the empty lines off both ends of preformatted text."""
    while runs and not runs[0].image and not runs[0].text.strip(f" \t\n{BREAK}"):
        if "\n" not in runs[0].text and BREAK not in runs[0].text and len(runs) > 1:
            break
        runs = runs[1:]
    while runs and not runs[-1].image and not runs[-1].text.strip(f" \t\n{BREAK}"):
        runs = runs[:-1]
    if runs:
        first = runs[0].text.replace(BREAK, "\n")
        blank = first[: len(first) - len(first.lstrip(" \t\n"))]
        runs = [runs[0]._replace(text=first[blank.rfind("\n") + 1 :]), *runs[1:]]
        runs = [*runs[:-1], runs[-1]._replace(text=runs[-1].text.rstrip(f" \t\n{BREAK}"))]
    return runs
