from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.search.folding import Folding
from reader.store.search.packing import hold, unpack

FOLDING = Folding()


@given(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"])), st.text())
def test_whatever_is_packed_comes_back(title: str, text: str) -> None:
    assert unpack(hold(FOLDING, title, text).packed) == (title, text)


@pytest.mark.parametrize("text", ["政府采购改革" * 40, "다람쥐 헌 쳇바퀴에 타고파 " * 40, "한中ไทย🇩🇪" * 9])
def test_texts_of_any_script_come_back(text: str) -> None:
    assert unpack(hold(FOLDING, "题", text).packed) == ("题", text)


def test_half_of_a_pair_is_lost_and_nothing_else() -> None:
    held = hold(FOLDING, "a\ud800", "b")
    assert unpack(held.packed) == ("a?", "b")
    assert held.tokens.text == "b"
