"""An article's text as it travels from the process that parsed it to the index: small, and ready to be indexed."""

from __future__ import annotations

import zlib
from typing import Final, NamedTuple

from reader.store.search.folding import Folding, find_beginnings

# UTF-8 spends three bytes on a Chinese character, GB 18030 two, and each can say all of Unicode.
_ENCODINGS: Final = {b"u": "utf-8", b"g": "gb18030"}


class Tokens(NamedTuple):
    """What is indexed of an article: its tokens, and how its words begin."""

    title: str
    beginnings: str
    text: str


class Held(NamedTuple):
    """An article's title and text: `packed` to be shown again, `tokens` to be indexed, both deflated."""

    packed: bytes
    tokens: bytes


def hold(folding: Folding, title: str, text: str) -> Held:
    """Make ready what the index needs of an article."""
    tokens = "\n".join(tokens_of(folding, title, text))
    return Held(_pack(f"{title}\n{text}"), zlib.compress(tokens.encode("utf-8", "replace"), 1))


def tokens_of(folding: Folding, title: str, text: str) -> Tokens:
    """Give what is indexed of a title and a text."""
    said, written = folding.tokens(title), folding.tokens(text)
    return Tokens(said, " ".join(sorted(find_beginnings(f"{said} {written}"))), written)


def unpack(packed: bytes) -> tuple[str, str]:
    """Give a title and a text again."""
    encoding = _ENCODINGS[packed[:1]]
    title, _, text = zlib.decompress(packed[1:]).decode(encoding).partition("\n")
    return title, text


def unpack_tokens(tokens: bytes) -> Tokens:
    """Give the tokens again."""
    return Tokens(*zlib.decompress(tokens).decode().split("\n", 2))


def _pack(text: str) -> bytes:
    written = {sign: text.encode(encoding, "replace") for sign, encoding in _ENCODINGS.items()}
    shortest = min(written, key=lambda sign: len(written[sign]))
    return shortest + zlib.compress(written[shortest], 4)
