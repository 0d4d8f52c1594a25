"""Sheets: help, palette and pickers, seen whole in every window."""

from __future__ import annotations

import pytest

from tests.ui.fake_library import FakeLibrary, article
from tests.ui.screens import reading

SIZES = [(140, 40), (80, 24), (60, 12), (40, 8), (24, 6)]


def library() -> FakeLibrary:
    return FakeLibrary([article(number) for number in range(12)])


@pytest.mark.parametrize("size", SIZES)
async def test_the_end_of_the_help_can_be_reached(size: tuple[int, int]) -> None:
    async with reading(library(), size=size) as reader:
        await reader.press("question_mark")
        await reader.shows("Keys")
        assert ("Space goes on" in reader.text) is (size[1] < 40)
        await reader.press("G")
        await reader.shows("quit")


@pytest.mark.parametrize("size", SIZES)
async def test_the_cursor_of_a_picker_is_always_seen(size: tuple[int, int]) -> None:
    async with reading(library(), size=size) as reader:
        await reader.press("colon")
        for _ in range(30):
            await reader.press("down")
            assert "▌" in reader.text.partition("type to narrow")[2]
        assert "▌ step back" in reader.text


async def test_a_picker_says_when_nothing_is_left_to_choose() -> None:
    async with reading(library()) as reader:
        await reader.press("colon", *"xyzzy")
        await reader.shows("Nothing is called so.")
        await reader.press("enter")
        at = next(y for y, line in enumerate(reader.text.splitlines()) if "Nothing is called so." in line)
        await reader.pilot.click(offset=(5, at))
        await reader.shows("Nothing is called so.")
        await reader.press(*["backspace"] * 5)
        await reader.shows("▌ read the article")


@pytest.mark.parametrize("word", ["sort", "help", "quit", "sync", "search", "copy", "undo", "link"])
async def test_an_action_is_found_by_the_word_that_readers_have_for_it(word: str) -> None:
    async with reading(library()) as reader:
        await reader.press("enter", "colon", *word)
        await reader.shows(word)
        assert "Nothing is called so." not in reader.text


async def test_a_sheet_takes_the_room_that_a_window_has_by_now() -> None:
    async with reading(library(), size=(80, 40)) as reader:
        await reader.press("colon", *["down"] * 30)
        await reader.pilot.resize_terminal(80, 12)
        await reader.until(lambda: reader.text.count("\n") == 11 and "▌ step back" in reader.text)
        assert reader.text.startswith(" Broadsheet")


@pytest.mark.parametrize("width", [60, 40, 32])
async def test_a_narrow_help_says_what_keys_do_in_several_lines(width: int) -> None:
    async with reading(library(), size=(width, 120)) as reader:
        await reader.press("question_mark")
        await reader.shows("Keys")
        lines = reader.text.partition(" Keys ")[2].splitlines()[1:]
        assert not any("…" in line for line in lines)
        said = " ".join(" ".join(lines).split())
        assert "S sort: newest, oldest, title, best match r" in said


async def test_on_a_wide_screen_a_choice_and_its_key_stay_together() -> None:
    async with reading(library(), size=(200, 40)) as reader:
        await reader.press("colon")
        await reader.shows("mark all in view read")
        line = next(line for line in reader.text.splitlines() if "mark all in view read" in line)
        assert len(line.rstrip()) <= 80
        assert line.rstrip().endswith(" A")
