from __future__ import annotations

import sys
from itertools import accumulate

import pytest
from hypothesis import given
from icu4py.breakers import LineBreaker
from rich.cells import cell_len
from wcwidth import wcswidth, wcwidth

from reader.typeset.width import (
    FILLER,
    NARROW,
    WIDE,
    Measure,
    cells,
    cut,
    find_cluster_ends,
    find_ends,
    is_agreed,
    is_simple,
    iter_clusters,
    pad,
)
from tests.typeset.strategies import texts, widths


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc", 3), ("北京", 4), ("e\u0301", 1), ("👨‍👩‍👧‍👦", 2), ("🇩🇪", 2), ("", 0), ("ｶﾞ", 2), ("☎\ufe0f", 2)],
)
def test_cells(text: str, expected: int) -> None:
    assert cells(text) == expected


@pytest.mark.parametrize(("text", "ends"), [("one 三四", [4, 5, 6]), ("🙂 one 三", [2, 6, 7]), ("", [])])
def test_ends_are_places_in_the_text(text: str, ends: list[int]) -> None:
    assert find_ends(LineBreaker(text, "")) == ends


def test_ambiguous_characters_are_wide_where_the_terminal_says_so() -> None:
    assert (NARROW.cells("—“”"), WIDE.cells("—“”")) == (3, 6)
    assert (NARROW.cells("α\u0301"), WIDE.cells("α\u0301")) == (1, 2)


@given(texts)
def test_filled_texts_are_painted_with_the_cells_they_take(text: str) -> None:
    filled = WIDE.fill(text)
    assert sum(map(cell_len, iter_clusters(filled))) == WIDE.cells(text)
    assert filled.replace(FILLER, "") == text


@given(texts)
def test_both_measures_fit(text: str) -> None:
    assert cells(text) >= max(cell_len(text), wcswidth(text))


@given(texts)
def test_columns_end_at_the_width(text: str) -> None:
    columns = NARROW.columns(text)
    assert len(columns) == len(text) + 1
    assert columns[-1] == cells(text)


SIMPLE = "".join(filter(is_simple, map(chr, range(0x10000))))


def test_simple_characters_are_clusters_of_their_own() -> None:
    assert find_cluster_ends(SIMPLE) == list(range(1, len(SIMPLE) + 1))


@pytest.mark.parametrize("measure", [NARROW, WIDE])
def test_characters_of_one_width_are_counted_as_they_measure(measure: Measure) -> None:
    assert measure.columns(SIMPLE) == list(accumulate(map(measure.of_character, SIMPLE), initial=0))


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("北京深化", 5, "北京…"),
        ("北京深化", 4, "北…"),
        ("ab", 1, "…"),
        ("a", 0, ""),
    ],
)
def test_cut(text: str, room: int, short: str) -> None:
    assert cut(text, room) == short


def test_cut_where_ambiguous_characters_take_two_cells() -> None:
    assert (cut("①②", 3, WIDE), cut("①", 1, WIDE)) == ("…", ".")


@given(texts, widths)
def test_padded_texts_align(text: str, room: int) -> None:
    assert cells(pad(text, room)) == room


def test_who_agrees_need_not_be_asked() -> None:
    characters = (chr(code) for code in range(0x20, sys.maxunicode) if not 0xD800 <= code < 0xE000)
    asked = [character for character in characters if is_agreed(character)]
    assert len(asked) > 100_000
    assert [character for character in asked if wcwidth(character) != cell_len(character)] == []
