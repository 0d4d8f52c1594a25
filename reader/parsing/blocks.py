"""Elements and text, as they come, to blocks: one pass, no recursion, whatever the nesting.

`Converter` takes the events of a parser in balanced order (`start`, `data`, `end`) and builds the Document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    Spans,
)
from reader.parsing import boxes
from reader.parsing.boxes import Box
from reader.parsing.clean import clean, clean_line
from reader.parsing.inline import (
    BREAK,
    Run,
    fold_runs,
    keep_space,
    spans_of,
    split_at_gaps,
    take_indent,
    trim_code,
)
from reader.parsing.lists import ItemBox
from reader.parsing.rules import (
    BLOCKS,
    EMPTY_MEDIA,
    HIDDEN,
    HOLDS_HTML,
    LEAVES_DRAWING,
    MARKS,
    MEDIA,
    PLAIN,
    READING_BRACKETS,
    WHOLES,
    Attributes,
    Look,
    fold_label,
    look_of,
    media_of,
)

_DEEPEST: Final = 48
"""Boxes inside boxes beyond which the page is too narrow for any of them: deeper ones are plain blocks."""

_UNREAD: Final = HIDDEN | MEDIA.keys()
_READING: Final = Mark.READING
_STRONG: Final = Mark.STRONG
_SHORT: Final = 60
"""The longest text, in characters, that may be a subhead or something that feeds carry."""
_SENTENCE_ENDS: Final = (".", "。", ",", "，", ";", "；", "、", "…")


class _State(NamedTuple):
    """What an element inherits beside marks and link, and few elements change."""

    tint: str = ""
    align: str = ""
    direction: str = ""
    language: str = ""
    space: str = ""
    lang: str = ""


Close: TypeAlias = Callable[[], None]
Opener: TypeAlias = Callable[["Converter", str, Attributes], Close | None]
"""Takes an element that begins, and gives what to do at its end."""


class Converter:
    """Builds a Document.

    `openers` say what elements do (`reader.parsing.elements`), `targets` are the ids that the links point at,
    `references` tells whether the source has character references that bring in what was cleaned away.
    """

    def __init__(
        self,
        openers: Mapping[str, Opener],
        targets: frozenset[str],
        base_url: str | None,
        *,
        references: bool,
    ) -> None:
        self.openers = openers
        self.references = references
        self.targets = targets
        self.base_url = base_url or ""
        self.lang = ""
        self.box = Box()
        self.outer: list[Box] = []
        self.open: list[tuple[int, int | None, _State, Close | None]] = []
        self.marks = 0
        self.link: int | None = None
        self.state = _State()
        self.pieces: list[str] = []
        self.runs: list[Run] = []
        self.links: list[Link] = []
        self.link_words: list[str] = []
        self.anchor = ""
        self.hidden = 0
        self.drawing = False
        self.media: tuple[str, Attributes, list[str]] | None = None
        self.pre = 0
        self.code_language = ""
        self.heading = 0
        self.section = 1
        self.quotes = 0
        self.formula = 0
        self.bracket = False

    # Events

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if self.hidden and not (self.drawing and tag in LEAVES_DRAWING):
            self.hidden += 1
            self.drawing = self.drawing and tag not in HOLDS_HTML
            if self.media and tag == "source":
                self.media[2].append(attributes.get("src", ""))
            return
        while self.hidden:  # an open drawing: what follows is shown, and the ends of its elements are to come
            self.open.append((self.marks, self.link, self.state, None))
            self.hidden -= 1
        if self.pieces:
            self._take_text()
        if attributes:
            look = look_of(attributes)
        else:
            look, attributes = PLAIN, {}  # what lxml gives for none is slow to ask
        if tag in EMPTY_MEDIA and not look.hidden:
            self._end_media(tag, attributes, [])
        elif tag in _UNREAD or look.hidden:
            self.hidden, self.drawing = 1, tag == "svg"
            if tag in MEDIA and not look.hidden:
                self.media = (tag, dict(attributes), [])
            elif tag == "input" and isinstance(self.box, ItemBox) and attributes.get("type") == "checkbox":
                self.box.box = self.box.box or ("☑" if "checked" in attributes else "☐")
            return
        if look.block and tag not in BLOCKS:
            self._end_line()
        marks, link, state = self.marks, self.link, self.state
        close: Close | None = None
        if self.pre and tag in BLOCKS:
            self.break_code()
            close = self.break_code
        elif opener := self.openers.get(tag):
            close = opener(self, tag, attributes)
        if self.hidden:  # the opener found that there is nothing to show
            return
        if attributes:
            close = self._look(tag, attributes, look, close)
        elif (own := MARKS.get(tag)) and not self.marks & _READING:
            self.marks |= own
        self.open.append((marks, link, state, close))

    def end(self, tag: str) -> None:
        """Take the end of the element that began last."""
        if self.hidden:
            self.hidden -= 1
            if not self.hidden and self.media:
                self._end_media(*self.media)
            return
        if self.pieces:
            self._take_text()
        marks, link, state, close = self.open.pop()
        if close:
            close()
        self.marks, self.link, self.state = marks, link, state

    def data(self, text: str) -> None:
        """Take a piece of text: a character reference parts it."""
        if not self.hidden:
            self.pieces.append(text)

    def _take_text(self) -> None:
        """Write the text between two tags."""
        text = "".join(self.pieces)
        self.pieces.clear()
        if self.references:
            text = clean(text)
        if self.pre:
            if text[:1] == "\n" and self.runs and self.runs[-1].text == BREAK:
                text = text[1:]
        elif not self.runs and text.isspace() and not text.strip("\n\t "):
            return
        elif self.state.space:
            text = keep_space(text, self.state.space)
        if self.bracket:
            text = text.strip(READING_BRACKETS)
        if text:
            self.write(text)

    def close(self) -> Document:
        """Give the document, after the last event."""
        self._take_text()
        self.flush()
        for box in reversed(self.outer):
            self.box.finish(box)
            self.box = box
        return Document(tuple(self.box.blocks), tuple(self.links), self.lang)

    # Elements

    def _look(self, tag: str, attributes: Attributes, look: Look, close: Close | None) -> Close | None:
        """Apply what a tag and its attributes say beside opening boxes; give what closes it all."""
        marks = self.marks | MARKS.get(tag, 0) | look.marks
        if look is not PLAIN:
            marks &= ~look.unmarks
            if look.block and tag not in BLOCKS:
                close = self._both(close, self._end_line)
            if look.language:
                if self.pre:
                    self.code_language = look.language
                elif tag in BLOCKS:
                    self.state = self.state._replace(language=look.language)
            if look.align or look.tint or look.space:
                self.state = self.state._replace(
                    align=look.align.removeprefix("left") if look.align else self.state.align,
                    tint=look.tint or self.state.tint,
                    space=look.space or self.state.space,
                )
            if not self.pre and (look.caption or look.fold) and not isinstance(self.box, boxes.CaptionBox):
                close = self._both(
                    self.enter(boxes.CaptionBox() if look.caption else boxes.FoldBox(look.fold)), close
                )
        if not self.marks & _READING:
            self.marks = marks
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
        if lang := clean_line(attributes.get("lang", "")):
            self.state = self.state._replace(lang=lang)
            if tag in WHOLES:
                self.lang = self.lang or lang
        if self.pre:
            self.code_language = self.code_language or lang or clean_line(attributes.get("data-lang", ""))

    def _end_line(self) -> None:
        """End a line as an inline element does that its style makes a block; a heading stays one."""
        if not self.heading:
            self.flush()
        elif self.runs and not self.runs[-1].text.endswith(BREAK):
            self.write(BREAK)

    @staticmethod
    def _both(first: Close | None, second: Close | None) -> Close:
        def close() -> None:
            if first:
                first()
            if second:
                second()

        return close

    def enter(self, box: Box) -> Close:
        """Begin a box, unless there are too many around it; give what ends it."""
        self.flush()
        if len(self.outer) >= _DEEPEST:
            return self.flush
        self.outer.append(self.box)
        self.box = box
        return self._leave

    def _leave(self) -> None:
        self.flush()
        box, self.box = self.box, self.outer.pop()
        box.finish(self.box)

    def _end_media(self, tag: str, attributes: Attributes, sources: list[str]) -> None:
        self.media = None
        made = media_of(tag, attributes, sources)
        if made is None:
            return
        kind, label, source = made
        self.flush()
        link: int | None = None
        if source:
            url = self.resolve(source)
            link = len(self.links)
            self.links.append(Link(url, label))
        self.box.add(Media(kind, label, link))

    # Text

    def close_pre(self) -> None:
        """End preformatted text."""
        self.pre = 0
        runs, self.runs = trim_code(self.runs), []
        if any(not run.image and run.text.strip() for run in runs):
            self.box.add(Preformatted(spans_of(runs), self.code_language or self.state.language))
        else:
            self._add_pictures(runs)

    def break_code(self) -> None:
        """End a line of preformatted text, where one is open."""
        if self.runs and not self.runs[-1].text.endswith(("\n", BREAK)):
            self.write("\n")

    def resolve(self, url: str) -> str:
        """Make an address absolute, as far as that can be done."""
        if not self.base_url or url.startswith("#"):
            return url
        try:
            return urljoin(self.base_url, url)
        except ValueError:
            return url

    def write(self, text: str, image: Image | None = None) -> None:
        """Write words in the look of the elements that are open."""
        link = image.link if image else self.link
        self.runs.append(Run(text, self.marks, link, self.anchor, self.state.tint, image))
        self.anchor = ""
        if self.link is not None:
            self.link_words.append(f" {text} " if image else text)

    def flush(self) -> None:
        """Make a block of the text since the last one."""
        if not self.runs:
            return
        if self.pre:
            return
        if self.link is not None:
            self.link_words.append(" ")
        runs, self.runs = self.runs, []
        for part in split_at_gaps(fold_runs(runs)):
            self._add_text(part)

    def _add_text(self, runs: list[Run]) -> None:
        words = "".join([run.text for run in runs if run.image is None]).strip()
        if not words:
            self._add_pictures(runs)
            return
        runs, indented = take_indent(runs)
        spans = spans_of(runs)
        if self.heading:
            self._add_heading(self.heading, spans)
            self.section, self.heading = self.heading, 0
            return
        paragraph = Paragraph(spans, indented, self.state.align, self.state.direction)
        if len(words) > _SHORT:
            self.box.add(paragraph)
            return
        text = "".join([run.text for run in runs]).strip()
        if len(text) > _SHORT:
            self.box.add(paragraph)
        elif label := fold_label(text):
            self.box.add(Fold(label, (paragraph,)))
        elif self._is_subhead(runs, text):
            self._add_heading(min(self.section + 1, 6), spans)
        else:
            self.box.add(paragraph)

    def _add_heading(self, level: int, spans: Spans) -> None:
        anchor = next((span.anchor for span in spans if span.anchor), "")
        self.box.add(Heading(level, spans, anchor))

    def _is_subhead(self, runs: list[Run], text: str) -> bool:
        """Tell whether a paragraph is only strong and short: people make headings that way."""
        return (
            type(self.box) in (Box, boxes.FoldBox, boxes.DetailsBox)
            and all(not run.leads and (run.marks & _STRONG or not run.text.strip()) for run in runs)
            and not text.endswith(_SENTENCE_ENDS)
            and BREAK not in text
            and any(map(str.isalnum, text))
        )

    def _add_pictures(self, runs: list[Run]) -> None:
        for run in runs:
            if run.anchor and not self.anchor:
                self.anchor = run.anchor
            if run.image:
                self.box.add(Picture(run.image))
