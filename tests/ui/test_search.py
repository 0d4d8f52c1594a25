"""Searching on the screen: the line, what it finds, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual import events

from reader.config import Config, Folders, LibraryConfig
from reader.document import Document, Fold, Paragraph, Span
from reader.errors import QueryError
from reader.model import Shelf, Sort, View
from reader.services.library import Library
from reader.ui.desk import Desk
from tests.ui.fake_library import FakeLibrary, article
from tests.ui.screens import Reader, reading

TITLES = ("北京深化政府采购改革", "Procurement in brief", "ＡＩ 篮球裁判火了", "Zstd 1.5.1", "Harbour news")


def library(count: int = 40) -> FakeLibrary:
    made = [
        article(
            number,
            title=f"{TITLES[number % 5]} {number}",
            text=f"The text of {number} says harbour and 采购.",
        )
        for number in range(count)
    ]
    page = Document(tuple(Paragraph((Span(f"Line {n} of the harbour, 政府采购。"),)) for n in range(60)))
    return FakeLibrary(made, {one.key or "": page for one in made})


def where(reader: Reader) -> tuple[object, ...]:
    screen = reader.screen
    page = screen.article.page
    return (
        screen.view, screen.shown, screen.key, screen.at, screen.list.cursor, screen.list.top, screen.list.count,
        page and page.key, screen.article.top, screen.sidebar.place, screen.alone, reader.text,
    )  # fmt: skip


async def found(reader: Reader, query: str) -> None:
    """Wait until the list shows what a query finds, with its excerpts."""
    screen = reader.screen
    await reader.until(lambda: screen.shown and screen.shown.query == query and screen.exact)
    await reader.until(lambda: None not in screen.list._glimpses.values())


def paste(reader: Reader, text: str) -> None:
    reader.screen.line.box.post_message(events.Paste(text))


@pytest.mark.parametrize("size", [(140, 30), (100, 30), (46, 20)])
async def test_results_come_as_one_types_and_escape_leads_back(size: tuple[int, int]) -> None:
    async with reading(library(), size=size) as reader:
        await reader.press(*"jjjjjjjjjjjj")
        await reader.until(lambda: not reader.screen._waits)
        before = where(reader)
        await reader.press("slash", *"zstd")
        await found(reader, "zstd")
        assert reader.screen.list.count == 8
        assert "/ zstd" in reader.text.splitlines()[0]
        assert "1/8" in reader.text.splitlines()[-1]
        await reader.press("escape")
        await reader.until(lambda: not reader.screen._waits)
        assert where(reader) == before


async def test_words_are_marked_in_titles_and_pieces_of_the_text() -> None:
    async with reading(library()) as reader:
        await reader.press("slash", *"harbour")
        await found(reader, "harbour")
        marked = [
            segment.text
            for y in range(6)
            for segment in reader.screen.list.render_line(y)
            if segment.style and segment.style.reverse
        ]
        assert marked == ["harbour"] * 3  # a blank line or a day's name, then a title and a piece for each
        assert "says harbour and 采购." in reader.text


async def test_stale_results_never_overwrite_newer_ones() -> None:
    fake = library()
    async with reading(fake) as reader:
        fake.may_search.clear()
        await reader.press("slash", *"harbour")
        assert reader.screen.line.text == "harbour"  # no key waited for a search
        for _ in range(3):
            await reader.press("backspace")
        await reader.press(*"xyz")
        fake.may_search.set()
        await found(reader, "harbxyz")
        await reader.shows("Nothing is found.")
        assert reader.screen.list.count == 0


async def test_enter_goes_to_the_results_and_escape_back_through_them() -> None:
    async with reading(library()) as reader:
        await reader.press("j", "j")
        await reader.until(lambda: not reader.screen._waits)
        before = where(reader)
        await reader.press("slash", *"procurement", "enter")
        await found(reader, "procurement")
        await reader.press("j", "enter")
        await reader.opens("a/6.md")
        assert reader.screen.at == "article"
        await reader.press("escape")
        assert reader.screen.at == "list"
        assert "/ procurement" in reader.text
        await reader.press("escape")
        await reader.until(lambda: not reader.screen._waits)
        assert where(reader)[:-1] == before[:-1]
        await reader.press("escape")
        assert reader.pilot.app._exit


async def test_deleting_everything_shows_what_was_there() -> None:
    async with reading(library()) as reader:
        await reader.press("slash", *"zst")
        await found(reader, "zst")
        await reader.press("backspace", "backspace", "backspace")
        assert reader.screen.list.count == 40
        assert reader.screen.line.display
        await reader.press("enter")
        assert not reader.screen.line.display
        assert reader.screen.list.has_focus


async def test_a_fault_is_said_under_its_place() -> None:
    async with reading(library()) as reader:
        await reader.press("slash")
        paste(reader, "采购 is:lost")
        await reader.shows("There is no such state.")
        line, caret = reader.text.splitlines()[:2]
        before = line[: line.index("is:")]
        assert caret.index("^") == sum(2 if one in "采购" else 1 for one in before)
        await reader.press(*["backspace"] * 7)
        await found(reader, "采购 ")
        assert "^" not in reader.text.splitlines()[1]


async def test_a_fault_of_what_was_typed_before_is_not_said() -> None:
    async with reading(library()) as reader:
        await reader.press("slash", *"zstd")
        await found(reader, "zstd")
        late = QueryError("There is no such state.", "is:los", 0)
        reader.screen.post_message(Desk.Misunderstood(late))
        await reader.pilot.pause()
        assert late.args[0] not in reader.text


@pytest.mark.parametrize("width", [46, 24])
async def test_a_fault_is_said_whole_on_a_narrow_screen(width: int) -> None:
    async with reading(library(), size=(width, 20)) as reader:
        reader.library.complaint = "After is: comes unread, read or bookmarked, not “lost”."
        await reader.press("slash")
        paste(reader, "采购 is:lost")
        await reader.shows("“lost”.")
        lines = reader.text.splitlines()
        assert lines[1].strip() == "^"
        said = " ".join(line.strip() for line in lines[2:6])
        assert said.startswith(reader.library.complaint)
        await reader.press(*["backspace"] * 7)
        await found(reader, "采购 ")
        assert "^" not in reader.text


async def test_wide_characters_and_what_is_pasted() -> None:
    async with reading(library()) as reader:
        await reader.press("slash")
        paste(reader, "政府采购\x1b[2J\u202e[bold]\x07")
        await reader.until(lambda: reader.screen.line.text)
        assert reader.screen.line.text == "政府采购[2J[bold]"
        assert "政府采购[2J[bold]" in reader.text
        assert reader.screen.line.box.cursor_screen_offset == (3 + 8 + 9, 0)
        await reader.press(*["left"] * 9, "backspace")
        assert reader.screen.line.text == "政府采[2J[bold]"
        assert reader.screen.line.box.cursor_screen_offset == (3 + 6, 0)


async def test_what_is_pasted_from_several_lines_is_one() -> None:
    async with reading(library()) as reader:
        await reader.press("slash")
        paste(reader, "  a phrase of two\r\n  lines  apart\n\n")
        await reader.until(lambda: reader.screen.line.text)
        assert reader.screen.line.text == "a phrase of two lines  apart"
        paste(reader, "\n")
        await reader.pilot.pause()
        assert reader.screen.line.text == "a phrase of two lines  apart"


async def test_a_category_is_narrowed() -> None:
    async with reading(library()) as reader:
        await reader.press("h", "G", "enter")
        await reader.until(lambda: reader.screen.list.count == 20)
        await reader.press("F", *"zstd")
        await found(reader, "zstd")
        assert reader.screen.list.count == 4
        assert "Feed B /" in reader.text.splitlines()[0]
        await reader.press("escape")
        assert reader.screen.list.count == 20
        assert reader.screen.sidebar.place == ("News", "Feed B")


async def test_results_sort_by_date_or_relevance() -> None:
    async with reading(library()) as reader:
        await reader.press("slash", *"zstd", "enter", "S")
        await reader.shows("Best matches first.")
        await reader.until(lambda: reader.screen.shown and reader.screen.shown.sort is Sort.RELEVANCE)
        await reader.press("S")
        await reader.until(lambda: reader.screen.shown and reader.screen.shown.sort is Sort.NEWEST)


async def test_what_is_found_stays_narrowed_to_the_unread_while_one_types_on() -> None:
    fake = library()
    fake.read = {f"a/{number}.md": 1.0 for number in range(0, 40, 2)}
    async with reading(fake) as reader:
        await reader.press("slash", *"harbour", "enter")
        await found(reader, "harbour")
        await reader.press("U")
        await reader.until(lambda: reader.screen.list.count == 20)
        await reader.press("slash", "space", "1")
        await found(reader, "harbour 1")
        assert reader.screen.list.count == fake.count(View(query="harbour 1", unread_only=True))
        assert reader.screen.list.count < fake.count(View(query="harbour 1"))


async def test_hits_are_walked_in_the_article() -> None:
    async with reading(library()) as reader:
        await reader.press("slash", *"zstd", "enter", "enter")
        await reader.opens("a/3.md")
        await reader.press("slash")
        paste(reader, "采购")
        await reader.until(lambda: reader.screen.article.walked == "1/60")
        await reader.press("enter", "n", "n")
        assert reader.screen.article.walked == "3/60"
        assert "n N hits" in reader.text.splitlines()[-1]
        await reader.press("N", "N", "N")
        assert reader.screen.article.walked == "60/60"
        assert "Line 59" in reader.text
        await reader.press("escape")
        await reader.until(lambda: reader.screen.article.walked != "60/60")
        assert reader.screen.at == "article"
        await reader.press("escape", "escape")
        assert reader.screen.view.shelf is Shelf.ALL
        assert not reader.screen.view.query


async def test_hits_in_a_closed_fold_are_counted_and_open_it_when_walked_to() -> None:
    inside = tuple(Paragraph((Span(f"Folded {number} in the harbour."),)) for number in range(30))
    last = Paragraph((Span("The last of the harbour."),))
    document = Document((Paragraph((Span("The harbour."),)), Fold("Share", inside), last))
    async with reading(FakeLibrary([article(0)], {"a/0.md": document}), size=(100, 24)) as reader:
        pane = reader.screen.article
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("slash", *"harbour")
        await reader.until(lambda: pane.walked == "1/32")
        await reader.press("enter")
        assert "x opens" in reader.text
        await reader.press("N")
        assert pane.walked == "32/32"
        assert "x opens" in reader.text
        await reader.press("N")
        assert pane.walked == "31/32"
        assert "Folded 29 in the harbour." in reader.text
        await reader.press("n", "n", "n")
        assert pane.walked == "2/32"
        assert "Folded 0 in the harbour." in reader.text
        await reader.press("x")
        assert "x opens" in reader.text
        assert pane.walked == "2/32"


async def test_the_title_is_searched_with_the_article_and_the_facts_below_it_are_not() -> None:
    async with reading(library()) as reader:
        await reader.press("j", "j", "j", "j", "enter", "slash")
        await reader.opens("a/4.md")
        assert " Feed · " in reader.text
        paste(reader, "feed")
        await reader.shows("not found")
        reader.screen.say_position()  # as whatever else comes in meanwhile has it said
        await reader.pilot.pause()
        assert "not found" in reader.text
        await reader.press("ctrl+u")
        paste(reader, "harbour")
        await reader.until(lambda: reader.screen.article.walked == "1/61")
        await reader.press("enter", "N")
        assert reader.screen.article.walked == "61/61"


async def test_a_search_of_an_article_ends_where_the_reader_goes_on_to_another() -> None:
    async with reading(library()) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("slash", *"nowhere", "enter")
        await reader.shows("not found")
        await reader.press("J")
        await reader.opens("a/1.md")
        assert "not found" not in reader.text
        await reader.press("escape")
        assert reader.screen.at == "list"


async def test_an_article_may_be_searched_before_it_is_there() -> None:
    async with reading(library()) as reader:
        reader.type_ahead("j", "enter", "slash", *"harbour")
        await reader.until(lambda: reader.screen.article.walked == "1/60")
        assert reader.screen.key == "a/1.md"
        await reader.press("enter", "n", "n")
        assert reader.screen.article.walked == "3/60"


async def test_what_is_said_on_a_narrow_screen_takes_the_whole_line() -> None:
    async with reading(library(), size=(46, 20)) as reader:
        await reader.press("ctrl+s")
        await reader.shows("There is no search to keep.")
        await reader.press("j")
        await reader.until(lambda: reader.text.splitlines()[-1].endswith(" 2/40 "))


async def test_without_hits_n_is_next_unread() -> None:
    async with reading(library()) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("n")
        await reader.opens("a/1.md")


async def test_leaving_the_line_in_an_article_leads_back_to_the_line_read() -> None:
    async with reading(library()) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("j", "j", "j")
        await reader.press("slash", *"50")
        await reader.until(lambda: reader.screen.article.top > 3)
        await reader.press("escape")
        assert reader.screen.article.top == 3
        assert not reader.screen.article.hits
        await reader.press("slash", *"nowhere")
        await reader.shows("not found")
        await reader.press("escape")
        assert "not found" not in reader.text


async def test_a_place_in_the_tree_ends_the_search() -> None:
    async with reading(library()) as reader:
        await reader.press("slash", *"zstd", "enter", "h", "G", "enter")
        await reader.until(lambda: reader.screen.shown and reader.screen.shown.category == ("News", "Feed B"))
        assert reader.screen.list.count == 20
        assert not reader.screen.line.display


async def test_earlier_searches_come_back() -> None:
    async with reading(library()) as reader:
        for query in ("zstd", "harbour"):
            await reader.press("slash", *query, "enter")
            await found(reader, query)
            await reader.press("escape")
        assert reader.library.searches.asked == ["harbour", "zstd"]
        await reader.press("slash", "x", "up", "up", "up")
        assert reader.screen.line.text == "zstd"
        await found(reader, "zstd")
        await reader.press("down", "down")
        assert reader.screen.line.text == "x"


async def test_a_search_is_kept_as_a_folder_and_let_go() -> None:
    fake = library()
    async with reading(fake) as reader:
        await reader.press("slash", *"zstd", "ctrl+s")
        await reader.shows("Keep this search as")
        await reader.press(*"Packing", "enter")
        await reader.shows("Packing")
        assert fake.searches.named == {"Packing": "zstd"}
        await reader.press("escape")
        await reader.shows(" Saved")
        await reader.press("h", "G")
        await reader.until(lambda: reader.screen.shown and reader.screen.shown.query == "zstd")
        await reader.until(lambda: "  Packing" in reader.text and "8" in reader.text)
        assert " Saved" in reader.text
        await reader.press("X")
        await reader.until(lambda: not fake.searches.named)
        await reader.until(lambda: "Saved" not in reader.text)
        await reader.until(lambda: reader.screen.shown and not reader.screen.shown.query)
        assert reader.screen.list.count == 40


async def test_a_name_that_is_taken_is_not_lost_without_a_word() -> None:
    fake = library()
    fake.searches.named = {"Fixed": "harbour", "Packing": "brief"}
    async with reading(fake) as reader:
        await reader.shows("Packing")
        await reader.press("slash", *"zstd", "enter", "ctrl+s", *"Packing", "enter")
        await reader.shows("Kept as Packing, in place of brief.")
        assert fake.searches.named["Packing"] == "zstd"
        await reader.press("ctrl+s", *"Fixed", "enter")
        await reader.shows("Fixed stands in the settings file; another name is needed.")
        assert fake.searches.named["Fixed"] == "harbour"


async def test_searches_of_the_settings_stay_and_faulty_ones_say_so() -> None:
    fake = library()
    fake.searches.named = {"Fixed": "zstd", "Faulty": "is:lost"}
    async with reading(fake) as reader:
        await reader.shows("Faulty")
        await reader.press("h", "G", "k", "X")
        await reader.shows("This search stands in the settings file.")
        await reader.press("j")
        await reader.shows("There is no such state.")


async def test_a_list_is_narrowed_to_a_month() -> None:
    async with reading(library()) as reader:
        await reader.press("j", "s")
        await reader.shows("Narrow to")
        assert "2023" in reader.text
        await reader.press("escape")
        assert reader.screen.search is None
        reader.screen.narrow_to("zstd")
        await found(reader, "zstd")
        reader.screen.narrow_to("1.5")
        await found(reader, "zstd 1.5")
        await reader.press("escape")
        assert reader.screen.list.cursor == 1


async def test_a_library_of_files(tmp_path: Path) -> None:
    texts = {
        "one.md": "# 政府採購改革\n\n北京的采购，[/bold] \\[@click=app.exit]。\n",
        "two.md": "# Harbour\n\nThe Ägypten line.\n\nA long paragraph about ships"
        + " and ships" * 40
        + ".\n",
        "three.md": "# 采，购\n\nNothing here.\n",
    }
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    folders = Folders(tmp_path / "config", tmp_path / "cache", tmp_path / "data")
    real = Library(LibraryConfig(folder), Config(folders, searches={"Ships": "ships"}))
    async with reading(cast(FakeLibrary, real)) as reader:
        await reader.shows("Ships")
        await reader.press("slash")
        paste(reader, "採购")
        await found(reader, "採购")
        assert reader.screen.list.count == 1
        await reader.press("enter", "enter")
        await reader.until(lambda: reader.screen.article.walked == "1/2")
        assert "[/bold] [@click=app.exit]" in reader.text
        await reader.press("escape", "slash", *["backspace"] * 2, *"agypten", "enter")
        await found(reader, "agypten")
        await reader.shows("The Ägypten line.")
        await reader.press("escape", "h", "G", "enter")
        await found(reader, "ships")
        assert reader.screen.list.count == 1
    again = Library(LibraryConfig(folder), Config(folders))
    assert "採购" in again.searches.earlier()
    again.close()
