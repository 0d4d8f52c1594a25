"""An article's text as it travels from the process that parsed it to the index: small, and ready to be indexed."""

from __future__ import annotations

from typing import NamedTuple

from reader.store import packing
from reader.store.search.folding import Folding


class Tokens(NamedTuple):
    """What is indexed of an article: its tokens, and how its words begin."""

    title: str
    beginnings: str
    text: str


class Held(NamedTuple):
    """An article's title and text: `packed` to be shown again, `tokens` to be indexed."""

    packed: bytes
    tokens: Tokens


def hold(folding: Folding, title: str, text: str, sample: str = "") -> Held:
    """Make ready what the index needs of an article; its text is packed after a sample of others."""
    return Held(packing.pack(f"{title}\n{text}", sample), tokens_of(folding, title, text))


def tokens_of(folding: Folding, title: str, text: str) -> Tokens:
    """Give what is indexed of a title and a text."""
    (said, begun), (written, begun_too) = folding.cut(title), folding.cut(text)
    return Tokens(said, " ".join(sorted(begun | begun_too)), written)


def unpack(packed: bytes, sample: str = "") -> tuple[str, str]:
    """Give a title and a text again."""
    title, _, text = packing.unpack(packed, sample).partition("\n")
    return title, text
