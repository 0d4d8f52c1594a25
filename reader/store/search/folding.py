r"""What counts as the same when searching: one fold for texts and queries, and the tokens that the index holds of it.

Folded text is NFKC without case, without the diacritics of spaced scripts (strokes through Latin letters too), with
Turkish dotless i as i and with traditional Chinese characters as simplified ones; a flag is one character, white space
is single blanks. A *word* is a run of letters, digits
and `_` of a script that puts blanks between words. Every other character is a token of its own ("solo"): those of
Chinese, Japanese, Korean, Thai and its kin, punctuation, symbols. So is the blank, except where it parts two words
(they would be one token without it). A run of tokens is therefore found where, and only where, the folded text is.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from opencc import OpenCC

BLANK: Final = (
    "\xa0"  # the token of a blank: no folded text holds it, and FTS5's ascii tokenizer takes it for a letter
)
_EDGE: Final = "\x02"  # stands around solo characters while a text is cut into tokens
# Where a word begins and ends, and a blank, in a text that is mostly of solo ones.
_OPEN, _CLOSE, _GAP = "\x01", "\x02", "\x03"
_BEGUN: Final = re.compile(rf"{_OPEN}(\w[^{_CLOSE}]{{0,2}})")
_LOST: Final = "\ufffd"

# Scripts written without blanks between words: East Asian ones, and those of line breaking class SA (UAX #14).
_UNSPACED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1100, 0x11FF),  # Hangul letters
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19FF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x2E80, 0x312F),  # radicals, kana, bopomofo
    (0x3130, 0xA4CF),  # Hangul letters, ideographs, Yi
    (0xA960, 0xA97F),  # Hangul letters
    (0xA9E0, 0xA9FF),  # Myanmar
    (0xAA60, 0xAADF),  # Myanmar, Tai Viet
    (0xAC00, 0xD7FF),  # Hangul
    (0xF900, 0xFAFF),  # ideographs
    (0x11700, 0x1174F),  # Ahom
    (0x16FE0, 0x1B2FF),  # Tangut, Khitan, kana, Nushu
    (0x20000, 0x3FFFF),  # ideographs
)
_STARTS: Final = [first for first, _ in _UNSPACED]
_HAN: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
_IDEOGRAPHS: Final = "\u4e00\u9fff"  # the first and the last of most of them
_KATAKANA: Final = range(0x30A1, 0x30F7)  # as far as Hiragana has the same letters, 0x60 below
_KANA_STEP: Final = 0x60
_DOTLESS_I: Final = "ı"
_STROKED: Final = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH (?:\w+ )?STROKE$")
_UNSEEN: Final = "\u034f\u0640"  # the grapheme joiner, and what stretches Arabic words

# Canonical combining classes (UAX #44, section 5.7.4) of marks that a spaced script can be read without: overlays,
# Hebrew and Arabic points, accents. Vowel signs, viramas, nuktas, tone marks of Thai and voiced kana have others.
_ACCENTS: Final = frozenset({1, *range(10, 37), *range(200, 241)})

# What composes with the character before it only after a compatibility mapping, or otherwise than one by one.
_COMPOSING: Final = re.compile(
    "[\u1100-\u11ff\u3099\u309a\u3131-\u318e\ua960-\ua97c\ud7b0-\ud7fb\uff9e-\uffdc\U0001f1e6-\U0001f1ff]"
)
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")  # as UAX #29 pairs them (rules GB12 and GB13)
_FLAG_A: Final = 0x1F1E6
_FLAGS: Final = 0x10FC00  # of private use: from here on flags are put, each as one character
_FOREIGN: Final = re.compile("[^\0-\x7f]+")
_DENSE: Final = 1.4  # bytes a character from which a text is hardly ASCII
_LENGTHY: Final = 32  # characters that are worth a list of their numbers
_PLANE: Final = 0x10000  # characters of the basic plane
_NUMBERING: Final = f"utf-16-{sys.byteorder[0]}e"
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-^`{-~])")  # of ASCII


# These two take a millisecond and a half to compile, and most syncs cut no text.
@cache
def _beginning() -> re.Pattern[str]:
    """Match a word's first letters behind a blank."""
    return re.compile(
        rf" ([^\W{''.join(f'{chr(first)}-{chr(last)}' for first, last in _UNSPACED)}][^ ]{{0,2}})"
    )


@cache
def _joined() -> re.Pattern[str]:
    """Match a character with what may compose with it."""
    return re.compile(
        "[\U0001f1e6-\U0001f1ff]{2}|"
        "[\u1100-\u115f\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\uffa0-\uffdc]"
        "[\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\ud7b0-\ud7fb\uffa0-\uffdc\u0300-\u036f]+"
        "|.[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0f71-\u0fbc\u1b34\u1b35\u3099\u309a"
        "\uff9e\uff9f]+",
        re.DOTALL,
    )


@cache
def _cluster() -> re.Pattern[str]:
    """Match a character with everything that may compose with it, which may be nothing."""
    return re.compile(f"{_joined().pattern}|.", re.DOTALL)


class Folding:
    """One way to fold: `han` makes traditional and simplified characters equal, `kana` Katakana and Hiragana."""

    def __init__(self, *, han: bool = True, kana: bool = False) -> None:
        """Begin with empty tables, which fill as characters come."""
        self.han = han
        self.kana = kana
        self._folded = _Table(self._fold_character)
        self._parted = _Table(self._part_character)
        self._worded = _Table(self._word_character)

    @property
    def way(self) -> str:
        """What tells this way to fold from others."""
        return f"han={_find_dictionaries() if self.han else False}, kana={self.kana}"

    def __reduce__(self) -> tuple[Callable[[bool, bool], Folding], tuple[bool, bool]]:
        """Travel to another process as settings: the tables fill there."""
        return _make, (self.han, self.kana)

    def fold(self, text: str) -> str:
        """Give the folded text, blanks single and none at the ends."""
        return " ".join(_translate(_compose(text), self._folded).split())

    def tokens(self, text: str) -> str:
        """Give the tokens of a text, parted by blanks."""
        return self.cut(text)[0]

    def cut(self, text: str) -> tuple[str, set[str]]:
        """Give the tokens of a text, parted by blanks, and how its words begin (`find_beginnings`)."""
        composed = _compose(text)
        if _is_dense(composed):  # most characters are solo, so it is the words that are marked
            marked = self._worded.translate(composed).replace(f"{_CLOSE}{_OPEN}", "")
            return _join_words(marked), _shorten(set(_BEGUN.findall(marked)))
        parted = _EDGE.join(_PUNCTUATION.split(composed))
        tokens = _mark_blanks(" ".join(_translate(parted, self._parted).split()))
        return tokens, find_beginnings(tokens)

    def fold_with_offsets(self, text: str) -> tuple[str, list[int]]:
        """Give the folded text, and for each of its characters (and its end) where in the text that begins.

        Blanks are single, but may stand at the ends.
        """
        pieces = list(map(self._folded.__getitem__, text))
        for cluster in _joined().finditer(text):
            start, end = cluster.span()
            whole = _translate(_compose(cluster.group()), self._folded)
            pieces[start:end] = [whole, *[""] * (end - start - 1)]
        offsets = [at for at, piece in enumerate(pieces) for _ in piece]
        return _leave_single_blanks("".join(pieces), [*offsets, len(text)])

    # -- one character

    def _fold_character(self, character: str) -> str:
        if _is_ideograph(character):
            return self._fold_variant(character)
        category = unicodedata.category(character)
        if character.isspace():
            return " "
        if category == "Cs":
            return _LOST
        if _is_ignorable(character, category):
            return ""
        bare = "".join(one for one in unicodedata.normalize("NFKD", character) if not _is_accent(one))
        if bare.isspace():  # a spacing accent: compatible with one that stands on a blank
            return unicodedata.normalize("NFC", character)
        folded = unicodedata.normalize("NFC", bare.casefold().lower()).replace(_DOTLESS_I, "i")
        return "".join(self._fold_variant(_take_stroke(one)) for one in folded)

    def _fold_variant(self, character: str) -> str:
        code = ord(character)
        if self.han and (_is_ideograph(character) or any(first <= code <= last for first, last in _HAN)):
            return _simplify(character)
        if self.kana and code in _KATAKANA:
            return chr(code - _KANA_STEP)
        return character

    def _part_character(self, character: str) -> str:
        """Fold a character and set edges around what is solo."""
        folded = self._fold_character(character)
        if _is_ideograph(character):
            return f"{_EDGE}{folded}{_EDGE}"
        return "".join(
            f"{_EDGE}{one}{_EDGE}" if (one > "\x7f" or _PUNCTUATION.match(one)) and is_solo(one) else one
            for one in folded
        )

    def _word_character(self, character: str) -> str:
        """Fold a character, set a blank before what is solo, and marks around the letters of words."""
        folded = self._fold_character(character)
        if _is_ideograph(character):
            return f" {folded}"
        return "".join(
            _GAP if one.isspace() else f" {one}" if is_solo(one) else f"{_OPEN}{one}{_CLOSE}"
            for one in folded
        )


class _Table(dict[str, str]):
    """What characters become, filled as they come; for long texts in a list by their numbers as well, which is read
    in half the time.
    """

    def __init__(self, rule: Callable[[str], str]) -> None:
        self._rule = rule
        self._numbered: list[Any] = [None] * _PLANE
        self._has_everyday = False

    def __missing__(self, character: str) -> str:
        found = self[character] = self._rule(character)
        return found

    def translate(self, text: str) -> str:
        """Put what each character becomes in its place; three times as long takes `str.translate`."""
        if len(text) < _LENGTHY:
            return "".join(map(self.__getitem__, text))
        numbers = array("H", text.encode(_NUMBERING, "surrogatepass"))
        if len(numbers) > len(text):  # some are beyond the basic plane
            return "".join(map(self.__getitem__, text))
        try:
            return "".join(map(self._numbered.__getitem__, numbers))
        except TypeError:  # some are met for the first time
            for character in self._meet(text):
                self._numbered[ord(character)] = self[character]
            return "".join(map(self._numbered.__getitem__, numbers))

    def _meet(self, text: str) -> set[str]:
        """Give what to look up for a text: with the first Chinese one all that most of them are made of, or nearly each
        of the next hundred would be gone through twice for a character that is new.
        """
        met = set(text)
        if not self._has_everyday and any(map(_is_ideograph, met)):
            self._has_everyday = True
            met.update(_everyday())
        return met


def _make(han: bool, kana: bool) -> Folding:
    return Folding(han=han, kana=kana)


def _compose(text: str) -> str:
    """Give a text whose characters can be folded one by one."""
    if text.isascii():
        return text
    if not _COMPOSING.search(text):
        return unicodedata.normalize("NFC", text)
    # What stands beside is no affair of NFKC: a lone accent would become a blank and a mark.
    return _FLAG.sub(_join_flag, _cluster().sub(_compose_cluster, text))


def _compose_cluster(found: re.Match[str]) -> str:
    cluster = found.group()
    return unicodedata.normalize("NFKC" if _COMPOSING.search(cluster) else "NFC", cluster)


def _join_flag(flag: re.Match[str]) -> str:
    first, second = (ord(letter) - _FLAG_A for letter in flag.group())
    return chr(_FLAGS + 26 * first + second)


def _is_dense(text: str) -> bool:
    """Tell whether most of a text is not ASCII."""
    return not text.isascii() and len(text.encode("utf-8", "replace")) > _DENSE * len(text)


def _translate(text: str, table: _Table) -> str:
    """Fold character by character; where most is ASCII only case has to go there, which spares the table."""
    if _is_dense(text):
        return table.translate(text)
    return _FOREIGN.sub(lambda run: table.translate(run.group()), text).lower()


def _leave_single_blanks(folded: str, offsets: list[int]) -> tuple[str, list[int]]:
    """Leave out the blanks behind a blank, and where they begin."""
    kept: list[int] = []
    at = 0
    for run in re.finditer("  +", folded):
        kept += offsets[at : run.start() + 1]
        at = run.end()
    return re.sub("  +", " ", folded), kept + offsets[at:]


def _mark_blanks(parted: str) -> str:
    """Make tokens of the blanks beside solo characters."""
    parted = parted.replace(f"{_EDGE}{_EDGE}", _EDGE)
    for edge in (f"{_EDGE} {_EDGE}", f"{_EDGE} ", f" {_EDGE}"):
        parted = parted.replace(edge, f" {BLANK} ")
    return parted.replace(_EDGE, " ").strip(" ")


def _join_words(marked: str) -> str:
    """Take the marks off words, and make tokens of the blanks beside solo characters."""
    marked = marked.strip(_GAP)
    if _GAP + _GAP in marked:
        marked = re.sub(f"{_GAP}+", _GAP, marked)
    marked = marked.replace(f"{_CLOSE}{_GAP}{_OPEN}", " ").replace(_CLOSE, "").replace(_OPEN, " ")
    return marked.replace(_GAP, f" {BLANK}").lstrip(" ")


def find_beginnings(tokens: str) -> set[str]:
    """Find the one to three letters with which the words among some tokens begin."""
    return _shorten(set(_beginning().findall(f" {tokens}")))


def _shorten(found: set[str]) -> set[str]:
    """Add shorter beginnings to those of three letters."""
    return found | {start[:2] for start in found} | {start[0] for start in found}


def is_solo(character: str) -> bool:
    """Tell whether a folded character is a token by itself; a blank is not asked about."""
    if character == "_" or character == " ":
        return False
    if unicodedata.category(character)[0] not in "LN" and unicodedata.category(character) not in ("Mn", "Mc"):
        return True
    code = ord(character)
    at = bisect_right(_STARTS, code) - 1
    return at >= 0 and code <= _UNSPACED[at][1]


def is_word(character: str) -> bool:
    """Tell whether a folded character is part of a word."""
    return character != " " and not is_solo(character)


def _is_ideograph(character: str) -> bool:
    """Tell whether a character is one of most ideographs: it has neither case nor compositions, and is solo."""
    return _IDEOGRAPHS[0] <= character <= _IDEOGRAPHS[1]


def _everyday() -> str:
    """Give the 3,755 characters of everyday Chinese: level 1 of GB 2312, rows 16 to 55."""
    cells = bytes(byte for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for byte in (row, cell))
    return cells.decode("gb2312", "ignore")


def _take_stroke(character: str) -> str:
    """Take the stroke off a Latin letter, which does not decompose as those with other diacritics do."""
    if character < "\x80":
        return character
    stroked = _STROKED.match(unicodedata.name(character, ""))
    return stroked[1].lower() if stroked else character


def _is_accent(character: str) -> bool:
    return unicodedata.combining(character) in _ACCENTS


def _is_ignorable(character: str, category: str) -> bool:
    """Tell what nobody reads: format characters (the tags of flags apart), variation selectors, lone accents."""
    if category == "Cf":
        return not 0xE0020 <= ord(character) <= 0xE007F
    if character in _UNSEEN:
        return True
    return category == "Mn" and (
        "VARIATION SELECTOR" in unicodedata.name(character, "") or _is_accent(character)
    )


def _simplify(character: str) -> str:
    simplified: str = _converter().convert(character)
    return simplified


@cache
def _find_dictionaries() -> str:
    """Tell which version of the dictionaries there is, by the name of its folder: `importlib.metadata` takes longer."""
    found = find_spec("opencc")
    beside = Path(found.origin).parents[1] if found and found.origin else Path()
    return " ".join(sorted(path.stem for path in beside.glob("[Oo]pen[Cc][Cc]-*.dist-info")))


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
