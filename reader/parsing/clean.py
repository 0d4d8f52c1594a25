"""Make outside text safe: the one place where control and format characters are taken out of what files say.

What a terminal could obey, what turns the writing direction behind the back and what nobody can see goes;
what shapes letters (joiners, variation selectors) and the plain direction marks stay.
"""

from __future__ import annotations

import re
from typing import Final

_REMOVED: Final = (
    (0x00, 0x08),  # C0 controls around tab and line feed
    (0x0E, 0x1F),
    (0x7F, 0x9F),  # DEL and the C1 controls, NEL apart (below)
    (0xAD, 0xAD),  # soft hyphen
    (0x180E, 0x180E),  # Mongolian vowel separator
    (0x200B, 0x200B),  # zero-width space
    (0x202A, 0x202E),  # bidi embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators, bidi isolates, deprecated format characters
    (0xD800, 0xDFFF),  # lone surrogates
    (0xFDD0, 0xFDEF),  # noncharacters
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xE0000, 0xE007F),  # tag characters; those of a flag are kept by hand
)
_LINE_ENDS: Final = (0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029)

_TABLE: Final[dict[int, int | None]] = {
    **{code: None for first, last in _REMOVED for code in range(first, last + 1)},
    **{plane + code: None for plane in range(0, 0x110000, 0x10000) for code in (0xFFFE, 0xFFFF)},
    **dict.fromkeys(_LINE_ENDS, 0x0A),
}
_LINE_TABLE: Final[dict[int, int | None]] = {**_TABLE, 0x200E: None, 0x200F: None, 0x061C: None}

# Most texts hold nothing to take out, and looking is ten times faster than translating. Coarse above the BMP.
# What is printable to Python is none of it: that is seen twice as fast.
_SUSPECT: Final = re.compile(
    "["
    + "".join(f"{chr(first)}-{chr(last)}" for first, last in _REMOVED[:-1])
    + "".join(map(chr, _LINE_ENDS))
    + "\u061c\u200e\u200f\ufffe\uffff\U0001fffe-\U0001ffff\U0002fffe-\U0010ffff]"
)

# An emoji tag sequence: a black flag, its region, the end (UTS #51, section 1.4.6).
_FLAG: Final = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f")
_TAG: Final = re.compile("[\U000e0000-\U000e007f]")


def clean(text: str) -> str:
    r"""Give a text that is safe to show: line ends become "\n", tabs stay, controls and invisible junk go."""
    return _clean(text, _TABLE)


def clean_line(text: str) -> str:
    """Give a text as one safe line: cleaned, without direction marks, white space folded and stripped."""
    return " ".join(_clean(text, _LINE_TABLE).split())


def _clean(text: str, table: dict[int, int | None]) -> str:
    if text.replace("\n", "").isprintable() or not _SUSPECT.search(text):
        return text
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if "\U0001f3f4" not in text or not _TAG.search(text):
        return text.translate(table)
    pieces, end = [], 0
    for flag in _FLAG.finditer(text):
        pieces += [text[end : flag.start()].translate(table), flag.group()]
        end = flag.end()
    return "".join([*pieces, text[end:].translate(table)])
