from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.typeset.field import set_field
from reader.typeset.options import Options
from tests.typeset.strategies import texts

# As in the conformance tests, capitals stand for letters that run from right to left.
HEBREW = str.maketrans("ABCDEFGHIJKLMNOPQRSTUV", "אבגדהוזחטיכלמנסעפצקרשת")


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("plain", 9, "plain"),
        ("too long", 5, "too …"),
        ("中文标题", 5, "中文…"),
        ("ABC DEF", 9, "FED CBA"),
        ("ABC DEF", 5, "… CBA"),
        ("see ABC DEF", 11, "see FED CBA"),
        ("ABC 12 (DEF)", 12, "(FED) 12 CBA"),
        ("ABC", 0, ""),
    ],
)
def test_cut_where_the_text_ends_and_shown_in_the_order_of_the_eye(text: str, room: int, shown: str) -> None:
    field = set_field(text.translate(HEBREW), room, Options())
    assert field.text == shown.translate(HEBREW)


def test_a_terminal_that_reorders_by_itself_gets_what_was_written() -> None:
    text = "ABC DEF".translate(HEBREW)
    assert set_field(text, 9, Options(terminal_bidi=True)).text == text


def test_where_ambiguous_characters_are_wide_less_has_room() -> None:
    wide = Options(ambiguous_wide=True)
    assert set_field("“so”", 6, wide)[:2] == ("“so”", 6)
    assert set_field("“so”", 5, wide)[:2] == ("“s…", 5)
    assert set_field("so long", 1, wide)[:2] == (".", 1)


@pytest.mark.parametrize(
    ("text", "room", "marked"),
    [
        ("one [two] three", 20, "one [two] three"),
        ("one [two three]", 10, "one [two t]…"),
        ("one [two three]", 4, "one…"),
        ("ABC [DEF] GHI", 20, "IHG [FED] CBA"),
        ("ABC [DEF GHI]", 8, "…[FED] CBA"),
        ("see ABC [DEF x] y", 20, "see [FED] CBA[ x] y"),
    ],
)
def test_marks_stay_on_their_characters(text: str, room: int, marked: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    field = set_field(text.replace("[", "").replace("]", "").translate(HEBREW), room, Options())
    shown = field.text
    for first, last in reversed(list(field.places([(start, end)]))):
        shown = f"{shown[:first]}[{shown[first:last]}]{shown[last:]}"
    assert shown == marked.translate(HEBREW)


@given(texts, st.integers(0, 30), st.builds(Options, st.booleans(), terminal_bidi=st.booleans()))
def test_it_fits_and_what_is_shown_of_it_stands_within(text: str, room: int, options: Options) -> None:
    field = set_field(text, room, options)
    assert options.measure.cells(field.text) == field.cells <= room
    places = [at for start, end in field.places([(0, len(text))]) for at in range(start, end)]
    assert places == sorted(set(places))
    assert set(places) <= set(range(len(field.text)))
