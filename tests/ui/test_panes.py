"""Where the panes stand, and how a reader goes between them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.model import LastView, Shelf, Sort, View
from tests.ui.fake_library import FakeLibrary, article
from tests.ui.screens import reading


def library(count: int = 12) -> FakeLibrary:
    return FakeLibrary([article(number) for number in range(count)])


@pytest.mark.parametrize(("width", "panes"), [(200, 3), (120, 3), (119, 2), (80, 2), (79, 1), (40, 1)])
async def test_as_many_panes_as_there_is_room_for(width: int, panes: int) -> None:
    async with reading(library(), size=(width, 24)) as reader:
        screen = reader.screen
        shown = [pane for pane in (screen.sidebar, screen.list, screen.article) if pane.display]
        assert len(shown) == panes
        assert screen.list.has_focus


async def test_a_window_too_small_says_so() -> None:
    async with reading(library(), size=(20, 5)) as reader:
        await reader.shows("This window is")
        await reader.pilot.resize_terminal(80, 24)
        await reader.shows("? keys")
        await reader.press("j")
        assert reader.screen.list.cursor == 1


@pytest.mark.parametrize("size", [(140, 30), (100, 30), (46, 20)])
async def test_there_and_back_again(size: tuple[int, int]) -> None:
    async with reading(library(), size=size) as reader:
        await reader.press("h")
        assert reader.screen.at == "tree"
        assert reader.screen.sidebar.has_focus
        await reader.press("enter")
        assert reader.screen.at == "list"
        await reader.press("l")
        assert reader.screen.at == "article"
        await reader.shows("Paragraph 1 says something.")
        await reader.press("escape")
        assert reader.screen.at == "list"


async def test_q_steps_back_and_then_quits() -> None:
    async with reading(library()) as reader:
        await reader.press("enter", "q")
        assert reader.screen.at == "list"
        await reader.press("q")
        assert reader.pilot.app._exit
    assert reader.library.closed


@pytest.mark.parametrize("place", ["tree", "list", "article"])
async def test_at_eighty_columns_every_key_is_taught_with_words(place: str) -> None:
    async with reading(library(), size=(80, 24)) as reader:
        reader.screen.go(place)
        reader.screen.footer.show(position="1,000,000/1,000,000")
        await reader.shows("? keys")
        assert reader.text.splitlines()[-1].endswith((" 1,000,000/1,000,000 ", "% "))


@pytest.mark.parametrize("place", ["tree", "list", "article"])
@pytest.mark.parametrize("width", [40, 24])
async def test_however_narrow_the_key_that_shows_all_others_is_taught(place: str, width: int) -> None:
    async with reading(library(), size=(width, 24)) as reader:
        reader.screen.go(place)
        await reader.until(lambda: " ? " in reader.text.splitlines()[-1])


async def test_many_wrong_settings_are_counted_rather_than_heaped_over_the_page() -> None:
    faults = tuple(f"config.toml:{line}: there is no such setting" for line in range(1, 9))
    async with reading(library(), size=(80, 24), faults=faults, keymap={"no.such": "e"}) as reader:
        await reader.shows("6 more settings are wrong")
        assert all(one in " ".join(reader.text.split()) for one in ("no.such", "toml:1:", "toml:2:"))
        assert "toml:3:" not in reader.text


@pytest.mark.parametrize("ambiguous_width", [1, 2])
@pytest.mark.parametrize("width", [200, 100, 60])
async def test_no_hairline_stands_at_the_edge_of_the_window(width: int, ambiguous_width: int) -> None:
    async with reading(library(), size=(width, 24), ambiguous_width=ambiguous_width) as reader:
        for key in ("enter", "z"):
            assert {line[0] for line in reader.text.splitlines()[1:-1]} <= {" ", "▌", ">"}
            await reader.press(key)
            await reader.opens("a/0.md")
        assert {line[0] for line in reader.text.splitlines()[1:-1]} <= {" ", "▌", ">"}


async def test_tab_goes_round() -> None:
    async with reading(library()) as reader:
        seen = []
        for _ in range(3):
            await reader.press("tab")
            seen.append(reader.screen.at)
        assert seen == ["article", "tree", "list"]


async def test_the_tree_unfolds_folds_and_leads_to_lists() -> None:
    async with reading(library()) as reader:
        await reader.press("h", "G")
        assert reader.screen.sidebar.place == ("News", "Feed B")
        await reader.until(lambda: reader.screen.list.count == 6)
        await reader.press("h")
        assert reader.screen.sidebar.place[-1:] == ("News",)
        await reader.press("h")
        assert "▸ News" in reader.text
        assert "Feed A" not in reader.text.split("│")[0]
        await reader.press("l")
        await reader.shows("▾ News")
        await reader.press("l")
        assert reader.screen.at == "list"


async def test_the_article_alone() -> None:
    async with reading(library()) as reader:
        await reader.press("enter", "z")
        assert not reader.screen.sidebar.display
        assert not reader.screen.list.display
        await reader.press("z")
        assert reader.screen.sidebar.display


async def test_a_long_list_is_fetched_in_pages_and_moves_by_half_a_pane() -> None:
    async with reading(library(2000), size=(140, 14)) as reader:
        await reader.press("G")
        await reader.shows("Title 1999")
        assert reader.screen.list.row
        assert reader.screen.list.row.key == "a/1999.md"
        await reader.press("g")
        await reader.until(lambda: reader.screen.list.row and reader.screen.list.row.key == "a/0.md")
        tops = set()
        for _ in range(20):
            await reader.press("j")
            tops.add(reader.screen.list.top)
        assert len(tops) <= 5
        asked = [call[2] for call in reader.library.calls if call[0] == "rows"]
        assert all(isinstance(count, int) and count <= 512 for count in asked)


@pytest.mark.parametrize("height", range(10, 16))
async def test_no_row_stands_under_the_day_of_another(height: int) -> None:
    days = [article(number, date=datetime(2023 - number, 6, 1, tzinfo=UTC)) for number in range(12)]
    async with reading(FakeLibrary(days), size=(40, height)) as reader:
        lines = [line for line in reader.text.splitlines()[1:-1] if line.strip()]
        rows = [at for at, line in enumerate(lines) if "Title" in line]
        assert len(rows) > 1
        assert all("Title" not in lines[at - 1] for at in rows)


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.TITLE])
async def test_no_day_is_named_where_a_list_is_not_in_the_order_of_days(sort: Sort) -> None:
    fake = FakeLibrary([article(0), article(1, date=None), article(2)])
    fake.last = LastView(View(sort=sort))
    async with reading(fake) as reader:
        assert reader.screen.list.count == 3
        assert ("No date" in reader.text) is (sort is Sort.NEWEST)


async def test_the_mouse_highlights_and_opens() -> None:
    async with reading(library()) as reader:
        await reader.pilot.click("#list", offset=(8, 4))
        await reader.pilot.pause()
        assert reader.screen.list.cursor == 3
        await reader.pilot.click("#list", offset=(8, 4))
        await reader.until(lambda: reader.screen.at == "article")


async def test_the_mouse_follows_links_and_folds_the_tree() -> None:
    async with reading(library(), remote=True) as reader:
        await reader.press("enter")
        await reader.shows("See the source.")
        row = reader.text.splitlines().index(next(x for x in reader.text.splitlines() if "See the" in x))
        column = reader.text.splitlines()[row].index("source")
        await reader.pilot.click(offset=(column, row))
        await reader.shows("https://example.org/source")
        await reader.press("escape")
        await reader.pilot.click("#sidebar", offset=(1, 5))
        await reader.shows("▸ News")


async def test_the_wheel_scrolls_what_is_under_it() -> None:
    async with reading(library(100)) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        reader.screen.article.on_mouse_scroll_down()
        assert reader.screen.article.top == 3
        reader.screen.list.on_mouse_scroll_down()
        assert (reader.screen.list.top, reader.screen.list.cursor) == (3, 0)


async def test_only_two_lines_change_when_the_cursor_moves() -> None:
    async with reading(library()) as reader:
        before = list(reader.screen.list._lines)
        await reader.press("j")
        after = reader.screen.list._lines
        assert sum(was != now for was, now in zip(before, after, strict=True)) == 2


async def test_an_empty_library_says_what_helps() -> None:
    async with reading(FakeLibrary([])) as reader:
        await reader.shows("There are no articles in this folder.")


@pytest.mark.parametrize("width", [140, 100, 40])
async def test_what_helps_is_said_whole(width: int) -> None:
    async with reading(FakeLibrary([]), size=(width, 24)) as reader:
        await reader.shows("There are no articles")
        said = " ".join(reader.text.replace("│", " ").split())
        assert "L opens another library." in said


async def test_the_way_back_is_said_where_the_tree_is_hidden() -> None:
    async with reading(library(), size=(46, 20)) as reader:
        assert "‹ All" in reader.text
        await reader.pilot.click("#list", offset=(2, 0))
        await reader.pilot.pause()
        assert reader.screen.at == "tree"


async def test_a_list_that_was_hidden_stands_where_it_stood() -> None:
    async with reading(library(40), size=(46, 20)) as reader:
        await reader.press("j", "j", "j", "enter")
        await reader.opens("a/3.md")
        await reader.press("J")
        await reader.opens("a/4.md")
        await reader.press("escape")
        assert (reader.screen.list.top, reader.screen.list.cursor) == (0, 4)
        await reader.press("enter", *"J" * 20)
        await reader.opens("a/24.md")
        await reader.press("escape")
        await reader.until(lambda: "▌" in reader.text)
        assert reader.screen.list.cursor == 24


async def test_a_tree_that_is_shown_late_begins_with_its_first_entry() -> None:
    fake = library()
    fake.last = LastView(View(Shelf.UNREAD), "a/1.md")
    async with reading(fake, size=(46, 8)) as reader:
        await reader.press("h")
        assert (reader.screen.sidebar.top, reader.screen.sidebar.cursor) == (0, 1)


async def test_no_fold_hides_the_category_that_the_reader_comes_back_to() -> None:
    fake = library()
    fake.last = LastView(View(category=("News", "Feed B")))
    async with reading(fake, size=(46, 8)) as reader:
        await reader.press("h")
        await reader.shows("▌    Feed B")
