"""Runs of spans as one text that can be measured and broken, and cut into the spans of lines again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from reader.document import Image, Mark, Span, Spans
from reader.typeset.bidi import reorder
from reader.typeset.linebreak import BLANKS, SOFT_HYPHEN, line_text, visible
from reader.typeset.options import Options
from reader.typeset.width import is_plain

_WORDED = Mark.READING | Mark.SUB | Mark.SUPER  # said in other characters
_SUPERIORS = str.maketrans("0123456789+-−=()nix", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱˣ")
_INFERIORS = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_ORDINALS = frozenset(("st", "nd", "rd", "th", "e", "er", "re", "ère", "ème", "es", "o", "a", "TM", "®", "*"))
_SHIFTED = "ⁱⁿˣₐ-ₜᵢ-ᵥⱼ"  # letters of which no word is made
_WORD_END = re.compile(rf"[^\W\d_{_SHIFTED}]{{3,}}\W*$|[.,;:!?…。，”’\"]$|[\u2e80-\ua4cf\uac00-\ud7a3]$")
_HAN = "\u3400-\u9fff\U00020000-\U0003ffff"
_HAN_MEETS_LATIN = re.compile(f"(?<=[{_HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_HAN}])")
_BASE = re.compile(f"[{_HAN}]{{1,4}}$")  # what a ruby reading is about
_NOTE = re.compile(r"\[[^\[\]\s]{1,3}\]")  # a link that is a note's sign
_STRUCK = "~~"  # around struck text, as Markdown has it


class Run(NamedTuple):
    """A text with the looks of its pieces.

    `ends` are where the pieces end, `looks` spans whose text and anchor do not matter, `sources` where each
    piece begins in the document's own text (which has no numbers or marks of the page's), `length` the length
    of that. `bonds` are places where no line ends if it can end elsewhere; `ids` are what begins at which place.
    A `plain` text is shown as it stands.
    """

    text: str
    ends: Sequence[int]
    looks: Sequence[Span]
    sources: Sequence[int]
    length: int
    bonds: Collection[int] = ()
    ids: Sequence[tuple[int, str]] = ()
    plain: bool = False

    def source(self, at: int) -> int:
        """Give the place in the document's own text of a place in this one."""
        if len(self.ends) == 1:
            return at if at < self.length else self.length
        index = min(bisect_right(self.ends, at), len(self.ends) - 1)
        start = self.ends[index - 1] if index else 0
        following = self.sources[index + 1] if index + 1 < len(self.sources) else self.length
        return min(self.sources[index] + at - start, following)

    def anchors(self, start: int, end: int) -> tuple[str, ...]:
        """Give the ids that begin in a part of the text."""
        return tuple(name for at, name in self.ids if start <= at < max(end, start + 1))

    def line(self, start: int, end: int) -> Spans:
        """Cut a line, without the blanks at its end."""
        text, looks = self.text, self.looks
        shown = text[start:end].rstrip(BLANKS) if self.plain else line_text(text, start, end)
        if len(looks) == 1:
            return (_dressed(shown, looks[0]),) if shown else ()
        if self.plain or text.startswith(shown, start):
            return tuple(self._pieces(start, start + len(shown)))
        stop = start + len(self.text[start:end].rstrip(BLANKS))
        pieces = [_dressed(visible(piece.text), piece) for piece in self._pieces(start, stop)]
        if shown.endswith("-") and self.text[stop - 1] == SOFT_HYPHEN:
            pieces.append(_dressed("-", pieces[-1]))
        return tuple(pieces)

    def visual_line(self, start: int, end: int, rtl: bool) -> tuple[Spans, Sequence[int]]:
        """Cut a line and bring it into the order of the eye; give with it where each character came from."""
        logical = self.line(start, end)
        text = "".join(span.text for span in logical)
        shown, origins = reorder(text, rtl, _iter_code(logical))
        if len(logical) == 1:
            return (_dressed(shown, logical[0]),), origins
        owners = [span for span in logical for _ in span.text]
        spans: list[Span] = []
        begin = 0
        for at in range(1, len(shown) + 1):
            if at == len(shown) or owners[origins[at]] is not owners[origins[begin]]:
                spans.append(_dressed(shown[begin:at], owners[origins[begin]]))
                begin = at
        return tuple(spans), origins

    def _pieces(self, start: int, end: int) -> list[Span]:
        text, ends, looks = self.text, self.ends, self.looks
        index = bisect_right(ends, start)
        pieces = []
        while ends[index] < end:
            stop = ends[index]
            if stop > start:
                pieces.append(_dressed(text[start:stop], looks[index]))
            start = stop
            index += 1
        if end > start:
            pieces.append(_dressed(text[start:end], looks[index]))
        return pieces


def _iter_code(spans: Spans) -> Iterator[tuple[int, int]]:
    """Yield where code stands in a line: what a program reads is read in one direction."""
    at = 0
    for coded, run in groupby(spans, lambda span: bool(span.marks & Mark.CODE)):
        start, at = at, at + sum(len(span.text) for span in run)
        if coded and at > start:
            yield start, at


def _dressed(text: str, look: Span) -> Span:
    _, marks, link, _, tint, image = look
    return tuple.__new__(Span, (text, marks, link, "", tint, image))  # half of what its own __new__ takes


def compose(spans: Spans, options: Options, marks: int = Mark.NONE) -> Run:
    """Join spans to one text: readings, raised and lowered text, pictures and link numbers as words."""
    texts, ends, looks, sources = [], [], [], []
    bonds: set[int] = set()
    ids: list[tuple[int, str]] = []
    at = source = 0
    before = ""
    spaced, numbered, struck = options.han_latin_space, options.link_numbers, options.strike_signs
    for index, span in enumerate(spans):
        text = span.text
        length = len(text)
        if span.image is not None:
            text = _picture(text, span.image, options.glyphs.picture)
            span = Span(text, *span[1:])
        if span.marks & _WORDED:
            text = _worded(span, before, options)
            length += 2 if span.marks & Mark.READING else 0
            bonds.update(_bonds(span, text, at, before))
        if spaced and not span.marks & (Mark.LITERAL | Mark.CODE):
            text = _HAN_MEETS_LATIN.sub(" ", before[-1:] + text)[len(before[-1:]) :]
        if span.link is not None:
            if _NOTE.fullmatch(text):
                bonds.add(at)
            if numbered and _ends_link(spans, index):
                bonds.add(at + len(text))
                text += f"[{span.link + 1}]"
        if struck and span.marks & Mark.STRIKE:
            opening = "" if index and spans[index - 1].marks & Mark.STRIKE else _STRUCK
            closing = "" if spans[index + 1 : index + 2] and spans[index + 1].marks & Mark.STRIKE else _STRUCK
            bonds.update((at + len(opening), at + len(opening + text)))
            text = opening + text + closing
        if span.anchor:
            ids.append((at, span.anchor))
        at += len(text)
        texts.append(text)
        ends.append(at)
        looks.append(_look(span, marks, options) if marks or span.tint or span.marks & _WORDED else span)
        sources.append(source)
        source += length
        before = (before + text)[-16:]
    whole = "".join(texts)
    return Run(whole, ends, looks, sources, source, bonds, ids, is_plain(whole))


def _look(span: Span, marks: int, options: Options) -> Span:
    """Give a span's look on the page, with `marks` and without what other characters say."""
    tint = "" if span.tint.startswith("#") and not options.text_colors else span.tint
    return Span("", (span.marks & ~_WORDED) | marks, span.link, "", tint, span.image)


def _bonds(span: Span, text: str, at: int, before: str) -> Iterable[int]:
    """Hold raised and lowered text to what stands before it, and a reading to its base and in itself."""
    if span.marks & Mark.READING and text:
        base = _BASE.search(before)
        return range(at + 1 - len(base[0]) if base else at, at + len(text))
    return (at,)


def _ends_link(spans: Spans, index: int) -> bool:
    return index + 1 == len(spans) or spans[index + 1].link != spans[index].link


def _worded(span: Span, before: str, options: Options) -> str:
    if span.marks & Mark.READING:
        return f"({span.text})" if options.readings else ""
    if span.marks & Mark.SUPER:
        return _raised(span, before)
    return _lowered(span.text, before)


def _picture(words: str, image: Image, mark: str) -> str:
    if words and image.is_sign:
        return words
    return f"{mark} {words}" if words else mark


def _raised(span: Span, before: str) -> str:
    """Set a superscript: a note's number in brackets, ordinals as they are, a power as a power."""
    text = span.text
    if not text.strip() or text.startswith(("[", "(", "^")) or text in _ORDINALS or not before.strip():
        return text
    if text.isdigit() and (span.link is not None or _WORD_END.search(before)):
        return f"[{text}]"
    return _shifted(text, _SUPERIORS, "^", before)


def _lowered(text: str, before: str) -> str:
    """Set a subscript: an index that can be read, or after a whole word a number in brackets."""
    if not text.strip() or text.startswith(("[", "(", "_")) or not before.strip():
        return text
    if text.isdigit() and _WORD_END.search(before):
        return f"[{text}]"
    return _shifted(text, _INFERIORS, "_", before)


def _shifted(text: str, letters: dict[int, int], sign: str, before: str) -> str:
    """Shift a text up or down where that can be read, set a gloss in brackets, else write the sign for it."""
    if all(ord(character) in letters for character in text) and (len(text) < 3 or not text.isalpha()):
        return text.translate(letters)
    if len(text) > 2 and text[0].isalpha() and _WORD_END.search(before):
        return f"({text})"
    if len(text) > 12 or " " in text.strip() or "\n" in text:
        return text
    return f"{sign}{text}" if text.isalnum() else f"{sign}({text})"
