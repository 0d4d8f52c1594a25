"""Texts packed small: in the encoding that says them in fewer bytes, and deflated after a sample of their like.

A short text repeats little of itself, but much of what others of its library say: their author, their phrases, their
boilerplate. A deflater that has seen a sample of them points back into it (a preset dictionary, RFC 1950, section
2.2); what was packed after a sample is unpacked with the same one only.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from zlib import _Compress

# UTF-8 spends three bytes on a Chinese character, GB 18030 two, and each can say all of Unicode.
_ENCODINGS: Final = {b"u": "utf-8", b"g": "gb18030"}
_LEVEL: Final = 4  # the next one takes a quarter longer, for a hundredth less
_SMALLEST, _LARGEST = 9, 15  # windows, in powers of two
_REACH: Final = (1 << _LARGEST) - 262  # bytes that a deflater looks back


class Samples(NamedTuple):
    """What a library's texts are alike in, and what its headers are; empty where it is not known yet."""

    texts: str = ""
    fields: str = ""


def make_sample(texts: Iterable[str], length: int, each: int) -> str:
    """Make a sample of at most `length` characters, of the beginnings of texts."""
    sample = ""
    for text in texts:
        if len(sample) >= length:
            break
        sample += text[:each]
    return sample[:length]


def pack(text: str, sample: str = "") -> bytes:
    """Pack a text; what no encoding can say becomes a question mark."""
    written = {sign: text.encode(encoding, "replace") for sign, encoding in _ENCODINGS.items()}
    sign = min(written, key=lambda sign: len(written[sign]))
    deflater = _deflater(_ENCODINGS[sign], sample).copy()
    return (sign.upper() if sample else sign) + deflater.compress(written[sign]) + deflater.flush()


def unpack(packed: bytes, sample: str = "") -> str:
    """Give a text again."""
    sign = packed[:1]
    encoding = _ENCODINGS[sign.lower()]
    before = _preset(encoding, sample) if sign.isupper() else b""
    return zlib.decompressobj(-_LARGEST, zdict=before).decompress(packed[1:]).decode(encoding)


@lru_cache(8)
def _deflater(encoding: str, sample: str) -> _Compress:
    """Give a deflater that has read a sample, to be copied: a small window is copied sooner."""
    before = _preset(encoding, sample)
    window = max(_SMALLEST, min(len(before).bit_length(), _LARGEST)) if before else _LARGEST
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, -window, zdict=before)


@lru_cache(8)
def _preset(encoding: str, sample: str) -> bytes:
    return sample.encode(encoding, "replace")[-_REACH:]
