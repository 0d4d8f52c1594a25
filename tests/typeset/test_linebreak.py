from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from reader.typeset.linebreak import (
    BLANKS,
    LONG,
    break_lines,
    break_long,
    find_breaks,
    find_plain_break,
    is_good,
    wrap,
)
from reader.typeset.width import cells, iter_clusters
from tests.typeset.strategies import characters, texts, widths

CASES = {
    "words at spaces": ("the quick brown fox jumps", 10, ["the quick", "brown fox", "jumps"]),
    "exactly full": ("12345 67890", 5, ["12345", "67890"]),
    "blanks hang over the end": ("12345     67890", 5, ["12345", "67890"]),
    "Han anywhere": ("敏捷的棕色狐狸跳过了懒狗", 10, ["敏捷的棕色", "狐狸跳过了", "懒狗"]),
    "no closing mark at a start": ("敏捷的棕色，狐狸", 10, ["敏捷的棕", "色，狐狸"]),
    "no opening mark at an end": ("敏捷的棕（色狐狸）", 10, ["敏捷的棕", "（色狐狸）"]),
    "no small kana at a start": ("ちょっとまって", 6, ["ちょっ", "とまっ", "て"]),
    "Korean words stay whole": ("다람쥐 헌 쳇바퀴에 타고파", 11, ["다람쥐 헌", "쳇바퀴에", "타고파"]),
    "Thai by dictionary": ("สวัสดีชาวโลก", 6, ["สวัสดี", "ชาวโลก"]),
    "URLs at joints": ("https://example.com/first/second", 14, ["https://", "example.com/", "first/second"]),
    "identifiers at humps": ("aVeryLongIdentifier", 10, ["aVeryLong", "Identifier"]),
    "words no line holds": ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    "words that fit one are never cut": ("ab (identifier)", 12, ["ab", "(identifier)"]),
    "soft hyphens show where used": ("Donau\xaddampf\xadschiff", 11, ["Donaudampf-", "schiff"]),
    "soft hyphens need a cell": ("Donau\xaddampf\xadschiff", 10, ["Donau-", "dampf-", "schiff"]),
    "soft hyphens in a row need one too": ("0\xad\xad0", 1, ["0", "0"]),
    "no-break spaces hold": ("a b\xa0c", 3, ["a", "b c"]),
    "zero-width spaces part": ("abc\u200bdef", 4, ["abc", "def"]),
    "families stay together": ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3, ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"]),
    "flags stay whole": ("🇩🇪🇫🇷", 3, ["🇩🇪", "🇫🇷"]),
    "accents stay on": ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
    "a sign wider than the line": ("甲", 1, ["甲"]),
    "nothing": ("", 10, [""]),
    "blanks alone": ("  ", 1, [""]),
    "blanks are no first line": (" \u0308ab", 2, ["\u0308ab"]),
}


@pytest.mark.parametrize(("text", "width", "lines"), CASES.values(), ids=CASES.keys())
def test_lines(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


PROSE = (
    "well-known, ",
    "政府采购（改革）。",
    "สวัสดีชาวโลก",
    "한국어 ",
    "https://example.com/a ",
    "👨‍👩‍👧‍👦",
    "\n",
)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.sampled_from(PROSE), min_size=1, max_size=8), st.integers(1, 3), st.integers(10, 120))
def test_long_paragraphs_break_alike_piece_by_piece(parts: list[str], pieces: int, width: int) -> None:
    prose = "".join(parts)
    text = prose * (pieces * LONG // len(prose) + 1)
    whole = list(break_lines(text, width - 4, width))
    assert list(break_long(text, width - 4, width)) == whole


SIGNS = (
    "aZéж中國あっカ한ก1 \xa0\u3000,.;:!?)(]“”‘’'\"«»…—-–/%$€"
    "，。、「」《》（）～々ー\u0301\u200b\u2060\xad\u200d🇩👍🏽"
)


@settings(deadline=None, max_examples=400)
@given(st.text(st.sampled_from(SIGNS), min_size=1, max_size=12), st.data())
def test_plain_breaks_are_those_of_the_breaker(text: str, data: st.DataObject) -> None:
    edge = data.draw(st.integers(0, len(text) - 1))
    start = data.draw(st.integers(0, edge))
    if found := find_plain_break(text, start, edge):
        within = [at for at in find_breaks(text) if start < at <= edge and is_good(text, at)]
        assert within[-1:] == [found]


@pytest.mark.parametrize(
    ("text", "edge", "found"),
    [
        ("政府采购", 2, 2),
        ("two words", 6, 4),
        ("here, there", 9, 6),
        ("it isn’t", 7, 3),
        ("well-known", 7, 0),
        ("the “word”", 7, 0),
        ("采购。改革", 2, 0),
        ("version 3", 8, 0),
        ("다람쥐 헌 쳇바퀴", 8, 6),
        ("éa한", 2, 0),
    ],
)
def test_what_is_plain_to_see(text: str, edge: int, found: int) -> None:
    assert find_plain_break(text, 0, edge) == found


def _inked(text: str) -> str:
    return "".join(letter for letter in text if not letter.isspace() and letter not in "\xad\u200b-")


@given(texts, widths)
def test_nothing_is_lost_or_added(text: str, width: int) -> None:
    assert _inked("".join(wrap(text, width))) == _inked(text)


@given(texts, widths)
def test_no_line_is_too_wide(text: str, width: int) -> None:
    widest = max(map(cells, iter_clusters(text)), default=0)
    for line in wrap(text, width):
        assert max(cells(line), wcswidth(line)) <= max(width, widest)


@given(texts, widths)
def test_no_cluster_is_cut(text: str, width: int) -> None:
    whole = {cluster for cluster in iter_clusters(text) if not set(cluster) & set(BLANKS)}
    joined = "\n".join(wrap(text, width))
    for cluster in whole - {"\xad", "\u200b", "\xa0"}:
        assert joined.count(cluster) >= 1 or "\xa0" in cluster or "\xad" in cluster or "\u200b" in cluster


@given(characters)
def test_every_character_can_be_set(character: str) -> None:
    assert len(wrap(character * 3, 2)) <= 3
