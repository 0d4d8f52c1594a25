"""Searches that are remembered and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from reader.model import KeptSearch
from reader.services.searches import REMEMBERED, Searches
from reader.store.state import State


@pytest.fixture
def open_searches(tmp_path: Path) -> Iterator[Callable[..., Searches]]:
    """Give what opens the searches beside those that the settings fix."""
    with ExitStack() as opened:

        def open_(**fixed: str) -> Searches:
            state = opened.enter_context(closing(State(tmp_path, Path("/nowhere"), "")))
            return Searches(state, fixed)

        yield open_


def test_what_is_kept_is_there_the_next_time(open_searches: Callable[..., Searches]) -> None:
    first = open_searches()
    first.keep("采购", "采购 is:unread")
    first.keep("Old", "before:2000")
    first.forget("Old")
    assert open_searches().kept() == [KeptSearch("采购", "采购 is:unread")]


def test_those_of_the_settings_come_first_and_stay(open_searches: Callable[..., Searches]) -> None:
    kept = open_searches(Fixed="a")
    kept.keep("Mine", "b")
    kept.keep("Fixed", "c")
    kept.forget("Fixed")
    assert kept.kept() == [KeptSearch("Fixed", "a", fixed=True), KeptSearch("Mine", "b")]


def test_the_latest_are_remembered_once_each(open_searches: Callable[..., Searches]) -> None:
    kept = open_searches()
    for number in range(REMEMBERED + 5):
        kept.remember(str(number))
    kept.remember("20")
    earlier = open_searches().earlier()
    assert len(earlier) == REMEMBERED
    assert earlier[:2] == ("20", str(REMEMBERED + 4))
    assert earlier.count("20") == 1


def test_what_another_hand_wrote_is_nothing(tmp_path: Path) -> None:
    with closing(State(tmp_path, Path("/nowhere"), "")) as state:
        for written in ("[]", "{", '{"named": 3}', "null"):
            state.save_searches(written)
            assert Searches(state, {}).kept() == []
            assert Searches(state, {}).earlier() == ()
