"""An article's text as it travels from the process that parsed it to the index: small, and ready to be indexed."""

from __future__ import annotations

import zlib
from typing import NamedTuple

from reader.store.search.folding import Folding


class Held(NamedTuple):
    """An article's title and text: `packed` to be shown again, `tokens` to be indexed, both deflated."""

    packed: bytes
    tokens: bytes


def hold(folding: Folding, title: str, text: str) -> Held:
    """Make ready what the index needs of an article."""
    return Held(_deflate(f"{title}\n{text}", 6), _deflate("\n".join(tokens_of(folding, title, text)), 1))


def tokens_of(folding: Folding, title: str, text: str) -> tuple[str, str]:
    """Give the tokens of a title and of a text."""
    return folding.tokens(title), folding.tokens(text)


def unpack(deflated: bytes) -> tuple[str, str]:
    """Give a title and a text again, or the tokens of both."""
    title, _, text = zlib.decompress(deflated).decode().partition("\n")
    return title, text


def _deflate(text: str, level: int) -> bytes:
    return zlib.compress(text.encode("utf-8", "replace"), level)
