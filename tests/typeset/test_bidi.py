from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import Document, Mark, Span
from reader.typeset.bidi import is_rtl, reorder
from reader.typeset.layout import typeset
from tests.typeset.pictures import paragraph
from tests.typeset.strategies import texts

OPENED = str.maketrans(")]}>»›≥", "([{<«‹≤")
CONTROLS = dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
# As in the conformance tests, capitals stand for letters that run from right to left.
HEBREW = str.maketrans("ABCDEFGHIJKLMNOPQRSTUV", "אבגדהוזחטיכלמנסעפצקרשת")


@pytest.mark.parametrize(
    ("logical", "rtl", "visual"),
    [
        ("abc", False, "abc"),
        ("ABC", True, "CBA"),
        ("abc DEF ghi", False, "abc FED ghi"),
        ("ABC def GHI", True, "IHG def CBA"),
        ("ABC 12-34 DEF", True, "FED 12-34 CBA"),
        ("ABC (DEF)", True, "(FED) CBA"),
        ("abc (DEF) ghi", False, "abc (FED) ghi"),
        ("ABC (def)", True, "(def) CBA"),
        ("ABC < DEF", True, "FED > CBA"),
        ("ABC.", True, ".CBA"),
    ],
)
def test_order(logical: str, rtl: bool, visual: str) -> None:
    assert reorder(logical.translate(HEBREW), rtl)[0] == visual.translate(HEBREW)


def test_marks_stay_on_their_letters() -> None:
    assert reorder("שָׁלוֹם", True)[0] == "םוֹלשָׁ"


def test_base_direction_is_that_of_the_first_strong_character() -> None:
    assert is_rtl("12 (שלום) abc")
    assert not is_rtl("abc שלום")


def test_links_follow_their_words() -> None:
    (line,) = typeset(Document((paragraph("שלום ", Span("עולם", Mark.STRONG, link=0), " abc"),)), 13)
    words = [(span.text, span.link) for span in line.spans if span.text]
    assert words == [("abc ", None), ("םלוע", 0), (" םולש", None)]


@given(texts, st.booleans())
def test_nothing_is_lost(text: str, rtl: bool) -> None:
    visual, origins = reorder(text, rtl)
    assert len(visual) == len(origins)
    assert sorted(visual.translate(OPENED)) == sorted(text.translate(OPENED | CONTROLS))
