"""A file's bytes as text, whatever encoding they are in."""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from reader.errors import Unreadable
from reader.model import Fault

LIMIT: Final = 64 << 20  # bytes read of one file: more is no article, and memory is finite


class Decoded(NamedTuple):
    """A file's text, its line ends made LF; `encoding` as Python names it, `guessed` if none vouches."""

    text: str
    encoding: str = "utf-8"
    guessed: bool = False
    cut: bool = False

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What the reader of the file should be told."""
        found = []
        if self.guessed:
            found.append(Fault(0, f"not UTF-8: read as {self.encoding}, which is a guess"))
        if self.cut:
            found.append(Fault(0, f"only the first {LIMIT >> 20} MB are read"))
        return tuple(found)


def decode(data: bytes) -> Decoded:
    """Decode a file's bytes: by its byte order mark, as UTF-8, as its markup declares, else by a detector.

    What cannot be decoded becomes U+FFFD.

    Raises:
        Unreadable: the bytes are no text.
    """
    if cut := len(data) > LIMIT:
        data = data[:LIMIT]
    text, encoding, guessed = _decode(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, encoding, guessed, cut)


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _decode(data: bytes) -> tuple[str, str, bool]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        if wide := _find_wide(data, 0.01):
            return data.decode(wide, "replace"), wide, False
        _refuse_binary(data, 0.05)
        return _decode_legacy(data)
    if "\x1b$" in text and (japanese := _try(data, "iso2022_jp_2")) is not None:
        return japanese, "iso2022_jp_2", False
    if "\0" in text[:4096]:
        if wide := _find_wide(data, 0.5):
            return data.decode(wide, "replace"), wide, False
        _refuse_binary(data, 0.3)
    return text, "utf-8", False


def _find_wide(data: bytes, share: float) -> str | None:
    """Find which UTF-16 or UTF-32 bytes without a mark are: rightly read, they hold ASCII and no NUL."""
    sample = data[:4096]
    if b"\0" not in sample:
        return None
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        plain = sum("\t" <= char <= "~" for char in text)
        if text and "\0" not in text and plain >= share * len(text) and plain:
            return encoding
    return None


_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\f\r\b\x1b"))


def _refuse_binary(data: bytes, share: float) -> None:
    sample = data[:4096]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > share * len(sample):
        raise Unreadable("The file holds no text.")


# -- encodings other than Unicode

_DECLARED: Final = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE
)
_MOSTLY_UTF8: Final = re.compile(rb"(?:[\xe1-\xef][\x80-\xbf]{2}){3}")
# What the web means by a label is its superset (WHATWG Encoding Standard, section 4.2).
_SUPERSETS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_MULTIBYTE: Final = ("utf-8", "gb18030", "big5hkscs", "cp932", "euc-jp", "cp949")
_FOREIGN_WORD: Final = re.compile(rb"[^\s<>]*[\x80-\xff][^\s<>]*")
_QUOTES: Final = re.compile("[\u2010-\u2026\u3000-\u303f\uff00-\uffef]")  # quotation marks and their kin
_SAMPLE: Final = 64 << 10  # bytes that the detector looks at


def _decode_legacy(data: bytes) -> tuple[str, str, bool]:
    if declared := _DECLARED.search(data[:4096]):
        encoding = _find_codec(declared[1].decode("ascii", "replace"))
        if encoding and encoding != "utf-8" and (text := _try(data, encoding)) is not None:
            return text, encoding, False
    if any(_is_utf8(line) for line in data.splitlines()):
        return _decode_mixed(data)
    encoding = _detect(data)
    return data.decode(encoding, "replace"), encoding, True


def _decode_mixed(data: bytes) -> tuple[str, str, bool]:
    """Decode UTF-8 with foreign lines: in another encoding where they are many, else damaged."""
    foreign = b"".join(line for line in data.splitlines(True) if _try(line, "utf-8") is None)
    many = len(foreign.translate(None, bytes(range(128)))) >= 16
    encoding = _detect(foreign) if many and not _MOSTLY_UTF8.search(foreign) else "utf-8"
    if encoding == "utf-8" or not _is_plausible(foreign, encoding):
        return data.decode("utf-8", "replace"), "utf-8", True
    lines = (_try(line, "utf-8") or line.decode(encoding, "replace") for line in data.splitlines(True))
    return "".join(lines), f"utf-8 and {encoding}", True


def _is_utf8(line: bytes) -> bool:
    """Tell whether a line is UTF-8 beyond doubt: eight characters do not fit it by chance."""
    if line.isascii() or (text := _try(line, "utf-8")) is None:
        return False
    return sum(char > "\x7f" for char in text) >= 8


def _detect(data: bytes) -> str:
    """Guess an encoding: one of the web's, from the lines that are not ASCII (else markup drowns them).

    Where that gives no words (a few Chinese names in English text), the foreign words alone are asked about.
    """
    import chardet
    from chardet.enums import EncodingEra

    lines = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    guess = chardet.detect(lines, encoding_era=EncodingEra.MODERN_WEB)["encoding"]
    first = _find_codec(guess or "") or "utf-8"
    if _is_plausible(lines, first):
        return first
    words = b"\n".join(_FOREIGN_WORD.findall(lines))
    guess = chardet.detect(words, include_encodings=_MULTIBYTE, no_match_encoding="utf-8")["encoding"]
    second = _find_codec(guess or "") or "utf-8"
    return second if second != "utf-8" and _is_plausible(words, second) else first


def _is_plausible(sample: bytes, encoding: str) -> bool:
    """Tell whether a guess gives letters and quotation marks, not the signs that a wrong one gives."""
    foreign = [char for char in sample.decode(encoding, "replace") if char > "\x7f"]
    sensible = sum(char.isalpha() or _QUOTES.match(char) is not None for char in foreign)
    return sensible >= 0.75 * len(foreign) and "\ufffd" not in foreign


def _find_codec(label: str) -> str | None:
    try:
        codec = codecs.lookup(label)
    except LookupError:
        return None
    return _SUPERSETS.get(codec.name, codec.name) if codec._is_text_encoding else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
