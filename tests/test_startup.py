"""The start: the collector rests until a verb begins, and again until there is a list, or word that there is none."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from types import ModuleType

import pytest

from reader import startup
from reader.cli import main
from tests.ui.fake_library import FakeLibrary, article
from tests.ui.screens import reading


@pytest.fixture(autouse=True)
def _collects_again() -> Iterator[None]:
    callbacks = gc.callbacks.copy()
    yield
    gc.callbacks[:] = callbacks
    gc.unfreeze()
    gc.enable()


def test_what_was_loaded_is_never_looked_through_again() -> None:
    startup.hold_collector()
    assert not gc.isenabled()
    startup.release_collector()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0


def test_what_is_loaded_later_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    startup.hold_collector()
    startup.release_collector()
    gc.collect()
    frozen = gc.get_freeze_count()
    kept = [[number] for number in range(1000)]
    gc.collect()
    assert gc.get_freeze_count() == frozen
    monkeypatch.setitem(sys.modules, "reader.loaded_later", ModuleType("loaded_later"))
    gc.collect()
    assert gc.get_freeze_count() >= frozen + len(kept)


def test_a_collector_that_was_not_held_keeps_everything_in_view() -> None:
    frozen = gc.get_freeze_count()
    startup.release_collector()
    assert gc.get_freeze_count() == frozen


def test_no_verb_works_without_the_collector() -> None:
    startup.hold_collector()
    assert main(["list", "--help"]) == 0
    assert gc.isenabled()


async def test_the_screen_collects_from_its_first_list_on() -> None:
    startup.hold_collector()
    async with reading(FakeLibrary([article(0)])) as reader:
        await reader.until(gc.isenabled)
