"""What holds for any document at any width."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.document import Blocks, Document, Figure, Picture, Span, iter_blocks, plain
from reader.typeset.layout import Options, typeset
from tests.typeset.strategies import documents

BRACKETS = str.maketrans("([{<«‹≤", ")]}>»›≥")
UNSEEN = frozenset("\xad\u200b\u2060\u061c\u200e\u200f\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e")


def inked(texts: Iterable[str]) -> Counter[str]:
    """Count the letters that are seen, whichever way they are turned or raised."""
    joined = "".join(texts).translate(BRACKETS)
    letters = (letter for one in joined if one not in UNSEEN for letter in unicodedata.normalize("NFKD", one))
    return Counter(letter for letter in letters if not letter.isspace())


def repeats_itself(blocks: Blocks) -> bool:
    """Say whether a caption repeats its picture's words: then they are said once."""
    return any(
        picture.image.alt == plain(block.caption).strip()
        for block in iter_blocks(blocks)
        if isinstance(block, Figure)
        for picture in block.blocks
        if isinstance(picture, Picture)
    )


@settings(deadline=None, max_examples=100)
@given(documents, st.integers(10, 250))
def test_nothing_is_lost(document: Document, width: int) -> None:
    assume(not repeats_itself(document.blocks))
    page = inked(span.text for line in typeset(document, width) for span in line.spans)
    assert not inked([document.text]) - page


@settings(deadline=None, max_examples=100)
@given(documents, st.integers(10, 250), st.booleans())
def test_every_link_with_words_can_be_followed(document: Document, width: int, numbers: bool) -> None:
    linked = {span.link for span in _spans(document.blocks) if span.link is not None and inked([span.text])}
    lines = typeset(document, width, Options(link_numbers=numbers))
    assert linked <= {span.link for line in lines for span in line.spans}


def _spans(blocks: Blocks) -> Iterable[Span]:
    for block in iter_blocks(blocks):
        yield from getattr(block, "spans", ())
        yield from getattr(block, "caption", ())
        yield from getattr(block, "summary", ())
