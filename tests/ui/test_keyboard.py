"""Keys typed ahead of the screen: none is lost, each goes where the ones before it lead."""

from __future__ import annotations

import pytest

from reader.model import LastView, View
from reader.ui import keyboard
from reader.ui.desk import Desk
from tests.ui.fake_library import FakeLibrary, article
from tests.ui.screens import Reader, reading


def library(count: int = 12) -> FakeLibrary:
    return FakeLibrary([article(number) for number in range(count)])


async def left_at(reader: Reader, key: str, top: int) -> None:
    await reader.opens(key)
    await reader.until(lambda: reader.screen.article.top == top)
    assert reader.screen.list.row
    assert reader.screen.list.row.key == key


async def test_enter_and_then_down_scrolls_the_article_and_not_the_list() -> None:
    async with reading(library()) as reader:
        reader.type_ahead("enter", "j", "j", "j")
        await left_at(reader, "a/0.md", 3)


async def test_moves_wait_for_a_page_that_is_long_in_coming() -> None:
    fake = library()
    async with reading(fake) as reader:
        await reader.opens("a/0.md")
        fake.may_open.clear()
        await reader.press("j", "enter", "j", "j")
        await reader.until(lambda: ("open", "a/1.md") in fake.calls)
        fake.may_open.set()
        await left_at(reader, "a/1.md", 2)


async def test_what_is_switched_meanwhile_does_not_bring_the_old_page_back() -> None:
    fake = library()
    async with reading(fake) as reader:
        await reader.opens("a/0.md")
        fake.may_open.clear()
        await reader.press("j", "enter", "number_sign")
        fake.may_open.set()
        await reader.opens("a/1.md")
        await reader.shows("the source[1]")


async def test_a_page_that_the_reader_left_before_it_came_is_not_shown() -> None:
    fake = library()
    async with reading(fake) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        fake.may_open.clear()
        await reader.press("J")
        await reader.until(lambda: ("open", "a/1.md") in fake.calls)
        await reader.press("K", "j")
        fake.may_open.set()
        await left_at(reader, "a/0.md", 1)
        await reader.press("J")
        await left_at(reader, "a/1.md", 0)


async def test_going_back_puts_away_what_was_typed_for_the_page() -> None:
    fake = library()
    async with reading(fake) as reader:
        await reader.opens("a/0.md")
        fake.may_open.clear()
        await reader.press("j", "enter", "space", "q", "j")
        fake.may_open.set()
        await reader.opens("a/2.md")
        assert (reader.screen.at, reader.screen.article.top) == ("list", 0)


async def test_next_unread_twice_goes_two_articles_on() -> None:
    async with reading(library()) as reader:
        reader.type_ahead("n", "n", "j")
        await left_at(reader, "a/2.md", 1)


async def test_a_bookmark_set_twice_is_none() -> None:
    fake = library()
    async with reading(fake) as reader:
        reader.type_ahead("b", "b", "j", "b")
        await reader.until(lambda: list(fake.bookmarks) == ["a/1.md"])


async def test_the_answer_to_a_question_is_no_other_key() -> None:
    fake = library(30)
    async with reading(fake) as reader:
        reader.type_ahead("A", "y", "j")
        await reader.until(lambda: len(fake.read) == 30)
        await reader.until(lambda: reader.screen.list.cursor == 1)


async def test_from_the_tree_through_the_list_into_an_article() -> None:
    fake = library()
    fake.last = LastView(View(), "a/0.md")
    async with reading(fake) as reader:
        reader.type_ahead("h", "G", "enter", "j", "enter", "j")
        await left_at(reader, "a/2.md", 1)


async def test_the_palette_takes_what_is_typed_after_it_was_asked_for() -> None:
    fake = library()
    async with reading(fake) as reader:
        reader.type_ahead("colon", *"bookmark", "enter", "j")
        await reader.until(lambda: "a/0.md" in fake.bookmarks)
        await reader.until(lambda: reader.screen.list.cursor == 1)


async def test_q_q_steps_back_and_leaves() -> None:
    async with reading(library()) as reader:
        reader.type_ahead("enter", "q", "q")
        await reader.until(lambda: reader.pilot.app._exit)


async def test_answers_in_a_row_let_only_one_key_through() -> None:
    async with reading(library()) as reader:
        reader.screen.desk.owes += 1
        reader.type_ahead("j", "h", "G", "enter")
        await reader.until(lambda: len(reader.app.keyboard._held) == 3)
        for _ in range(3):
            reader.screen.post_message(Desk.Answered())
        reader.screen.desk.owes += 2
        await reader.until(lambda: reader.screen.view.category == ("News", "Feed B"))


async def test_an_answer_that_never_comes_holds_keys_only_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyboard, "PATIENCE", 0.02)
    async with reading(library()) as reader:
        reader.screen.desk.owes += 1
        reader.type_ahead("j", "j", "j", "j")
        await reader.until(lambda: reader.screen.list.cursor == 4)
