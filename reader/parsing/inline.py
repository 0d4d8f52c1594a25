"""Runs of text on their way to spans: white space folded, forced breaks kept, neighbours joined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

from reader.span import Image, Span, Spans

BREAK: Final = "\x1e"
"""A forced line break inside a run: a character that no cleaned text holds."""

# Scripts written without spaces, and their punctuation: a line break of the source between two is no space.
_CJK: Final = (
    "\u1100-\u11ff\u2e80-\u2fdf\u2ff0-\u303f\u3041-\u3130\u3190-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
_CJK_CHARACTER: Final = re.compile(f"[{_CJK}]")
# The same as "[ \t]*\n[ \t\n]*", found in a third of the time: it says with which characters it begins.
_LINE_BREAK: Final = re.compile("[ \t\n](?:(?<=\n)|[ \t]*\n)[ \t\n]*")
_AROUND_BREAK: Final = re.compile(f"[ \\t\\n]*{BREAK}[ \\t\\n]*")
_BLANKS: Final = re.compile(r"[ \t\n]+")
_KEPT: Final = re.compile(r"(?<=\n)[ \t]+|[ \t]{2,}|\t")
_TAB: Final = "    "
_MARK: Final = "\x1f"  # stands for the mark of a picture without words
_INDENT: Final = re.compile("^[\u3000\xa0\u2002\u2003 ]*(?:\u3000|\xa0\xa0|\u2003)[\u3000\xa0\u2002\u2003 ]*")


Run: TypeAlias = Span
"""A span in the making: its white space is as the source has it, and forced breaks are `BREAK`."""


def is_cjk(text: str) -> bool:
    """Tell whether a text holds a character of the scripts that are written without spaces."""
    return _CJK_CHARACTER.search(text) is not None


def opens_with(caption: str, said: str) -> bool:
    """Tell whether a caption says the words of its picture, and after them nothing or another phrase."""
    rest = caption[len(said) :].lstrip()
    return caption.startswith(said) and (not rest[:1].isalnum() or is_cjk(rest[0]))


def keep_space(text: str, space: str) -> str:
    """Write white space that counts (see `Look.space`) so that folding leaves it.

    Line breaks become forced ones, spaces no-break ones but for the last between two words.
    """
    if space == "pre":
        text = _KEPT.sub(_kept, text)
    return text if space == "normal" else text.replace("\n", BREAK)


def _kept(found: re.Match[str]) -> str:
    blank = found[0].replace("\t", _TAB).replace(" ", "\xa0")
    begins_line = found.string[found.start() - 1 : found.start()] == "\n"
    return blank if begins_line else blank[:-1] + " "


def fold(text: str) -> str:
    """Fold white space as HTML does, except that a line break between two CJK characters vanishes."""
    if "\n" in text:
        text = _LINE_BREAK.sub(_soft, text)
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    return text


def _soft(found: re.Match[str]) -> str:
    """Give what a line break of the source comes to: nothing between two CJK characters, else a blank."""
    text, start, end = found.string, found.start(), found.end()
    between = start > 0 and end < len(text) and text[end] > "\u10ff"
    return (
        "" if between and _CJK_CHARACTER.match(text, start - 1) and _CJK_CHARACTER.match(text, end) else " "
    )


def fold_runs(runs: Iterable[Run]) -> list[Run]:
    """Fold white space over runs, as if they were one text: no blank at either end or beside a break.

    The words of a picture do not run into those beside it.
    """
    folded: list[Run] = []
    waiting = ""  # white space seen and not yet written: it is written before the next word, if any comes
    last = BREAK
    before = Run("")
    for run in runs:
        words = run.text.strip(" \t\n")
        if not words and not run.image:
            waiting += run.text
            if run.anchor:
                before = run._replace(text="")
                folded.append(before)
            continue
        start = run.text.find(words)
        waiting += run.text[:start]
        if (run.image or before.image) and not waiting and _run_together(last, words, run.image):
            waiting = " "
        blank = _blank(waiting, last, words) if waiting else ""
        if blank and _shares(before, run):
            folded[-1] = _with_text(before, folded[-1].text + blank)
            blank = ""
        elif blank and not _shares(run, before):
            folded.append(_shared(blank, before, run))
            blank = ""
        if BREAK in words:
            words = _AROUND_BREAK.sub(BREAK, words)
        folded.append(_with_text(run, blank + fold(words)))
        before, last, waiting = run, words[-1:] or _MARK, run.text[start + len(words) :]
    return folded


def _with_text(run: Run, text: str) -> Run:
    return run if text == run.text else Run(text, *run[1:])  # _replace costs five times as much


def _shares(run: Run, other: Run) -> bool:
    """Tell whether what two runs share of their looks is all that one has."""
    return (
        run.marks & other.marks == run.marks
        and (run.link is None or run.link == other.link)
        and (not run.tint or run.tint == other.tint)
        and run.image is None
        and not run.anchor
    )


def _run_together(last: str, words: str, picture: Image | None) -> bool:
    """Tell whether a picture, or what follows it, would look like one word with what stands before.

    A silent picture between characters of scripts without spaces may be one of them.
    """
    first = words[:1] or _MARK
    if _MARK in (last, first):
        other = first if last == _MARK else last
        return other.isalnum() and not is_cjk(other)
    return last.isalnum() and (first.isalnum() or (picture is not None and not picture.is_sign))


def _blank(waiting: str, last: str, words: str) -> str:
    """Give the one blank, or none, that white space between two words comes to."""
    if BREAK in (last, words[:1]):
        return ""
    if "\n" in waiting and _CJK_CHARACTER.match(last) and _CJK_CHARACTER.match(words):
        return ""
    return " "


def _shared(blank: str, before: Run, after: Run) -> Run:
    """Give a blank between two runs the look that both have, so that no link or mark hangs over its words."""
    return Run(
        blank,
        before.marks & after.marks,
        before.link if before.link == after.link else None,
        tint=before.tint if before.tint == after.tint else "",
    )


def spans_of(runs: Iterable[Run]) -> Spans:
    """Make spans of folded runs: breaks become line feeds, neighbours of one look become one span."""
    spans: list[Span] = []
    pieces: list[str] = []
    first: Run | None = None
    for run in runs:
        if first and run[1:] == first[1:] and run.image is None and not run.anchor:
            pieces.append(run.text)
        elif run.text or run.image or run.anchor:
            if first:
                spans.append(_joined(pieces, first))
            pieces, first = [run.text], run
    if first:
        spans.append(_joined(pieces, first))
    return tuple(spans)


def _joined(pieces: list[str], first: Run) -> Span:
    text = "".join(pieces).replace(BREAK, "\n")
    return first if text == first.text else Span(text, *first[1:])  # _replace costs five times as much


def split_at_gaps(runs: list[Run]) -> list[list[Run]]:
    """Split runs where two forced breaks or more meet (that is a blank line), dropping breaks at the ends."""
    if BREAK not in "".join([run.text for run in runs]):
        return [runs]
    parts: list[list[Run]] = [[]]
    breaks = 0
    for run in runs:
        for piece in re.split(f"({BREAK})", run.text) if run.text else [""]:
            if piece == BREAK:
                breaks += 1
                continue
            if not piece and not run.image and not (run.anchor and not run.text):
                continue
            if breaks and parts[-1]:
                if breaks > 1:
                    parts.append([])
                else:
                    parts[-1].append(Run(BREAK))
            breaks = 0
            parts[-1].append(run._replace(text=piece))
    return parts


def take_indent(runs: list[Run]) -> tuple[list[Run], bool]:
    """Take the two-em indent of Chinese and Japanese print off a paragraph, and say whether there was one."""
    first = 0
    while first + 1 < len(runs) and not runs[first].text:
        first += 1
    indent = _INDENT.match(runs[first].text)
    if not indent:
        return runs, False
    rest = runs[first].text[indent.end() :]
    following = rest or next((run.text for run in runs[first + 1 :] if run.text), "")
    if not is_cjk(following[:24]):
        return runs, False
    return [*runs[:first], runs[first]._replace(text=rest), *runs[first + 1 :]], True


def trim_code(runs: list[Run]) -> list[Run]:
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
