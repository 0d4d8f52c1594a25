"""The article's head: its title, one line of facts, a hairline."""

from __future__ import annotations

from collections.abc import Sequence

from reader.document import Document, Heading, Line, Mark, Paragraph, Span
from reader.typeset.bidi import has_rtl, is_rtl
from reader.typeset.layout import Options, typeset
from reader.typeset.linebreak import WORD_JOINER
from reader.typeset.width import Measure, iter_clusters


def typeset_head(
    title: str,
    facts: Sequence[str],
    width: int,
    options: Options = Options(),  # noqa: B008 - frozen
) -> list[Line]:
    """Set the head in `width` cells: the title in bold, the facts dim, a hairline, a blank line."""
    glyphs = options.glyphs
    lines: list[Line] = []
    if title.strip():
        lines += typeset(Document((Heading(1, (Span(title.strip()),)),)), width, options)
    dot = f" {glyphs.dot} "
    known = [_whole(fact.strip()) for fact in facts if fact.strip()]
    if any(map(has_rtl, known)):  # no fact draws its neighbours across (UAX #9, 2.4)
        known = [f"\u2068{fact}\u2069" for fact in known]
    if known:
        back = not options.terminal_bidi and is_rtl(title)
        line = Paragraph(
            spans=(Span(_join(known, dot, width, options.measure), Mark.DIM),),
            align="right" if back else "",
            direction="rtl" if back else "ltr",
        )
        lines += typeset(Document((line,), lang="und"), width, options)
    lines.append(Line((Span(glyphs.rule * max(width, 1), Mark.DIM),)))
    lines.append(Line())
    return lines


def _join(facts: Sequence[str], dot: str, room: int, measure: Measure) -> str:
    """Set facts in lines: a dot parts two on one line, none is left at a line's end."""
    lines = [facts[0]]
    for fact in facts[1:]:
        longer = f"{lines[-1]}{dot}{fact}"
        lines[-1:] = [longer] if measure.cells(longer) <= room else [lines[-1], fact]
    return "\n".join(lines)


def _whole(fact: str) -> str:
    """Keep a fact on one line where a line can hold it."""
    return WORD_JOINER.join(iter_clusters(fact.replace(" ", "\xa0")))
