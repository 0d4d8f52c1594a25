"""Searches that are remembered and kept."""

from __future__ import annotations

from pathlib import Path

from reader.model import KeptSearch
from reader.services.searches import REMEMBERED, Searches
from reader.store.state import State


def searches(folder: Path, **fixed: str) -> Searches:
    return Searches(State(folder, Path("/nowhere"), ""), fixed)


def test_what_is_kept_is_there_the_next_time(tmp_path: Path) -> None:
    first = searches(tmp_path)
    first.keep("采购", "采购 is:unread")
    first.keep("Old", "before:2000")
    first.forget("Old")
    assert searches(tmp_path).kept() == [KeptSearch("采购", "采购 is:unread")]


def test_those_of_the_settings_come_first_and_stay(tmp_path: Path) -> None:
    kept = searches(tmp_path, Fixed="a")
    kept.keep("Mine", "b")
    kept.keep("Fixed", "c")
    kept.forget("Fixed")
    assert kept.kept() == [KeptSearch("Fixed", "a", fixed=True), KeptSearch("Mine", "b")]


def test_the_latest_are_remembered_once_each(tmp_path: Path) -> None:
    kept = searches(tmp_path)
    for number in range(REMEMBERED + 5):
        kept.remember(str(number))
    kept.remember("20")
    earlier = searches(tmp_path).earlier()
    assert len(earlier) == REMEMBERED
    assert earlier[:2] == ("20", str(REMEMBERED + 4))
    assert earlier.count("20") == 1


def test_what_another_hand_wrote_is_nothing(tmp_path: Path) -> None:
    state = State(tmp_path, Path("/nowhere"), "")
    for written in ("[]", "{", '{"named": 3}', "null"):
        state.save_searches(written)
        assert Searches(state, {}).kept() == []
        assert Searches(state, {}).earlier() == ()
