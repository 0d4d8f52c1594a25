"""What happens to articles: shown, read, marked, left, found again."""

from __future__ import annotations

import pytest

from reader.document import Document, Fold, Link, Paragraph, Quote, Span
from reader.model import LastView, Progress, Shelf, View
from reader.ui import newsroom
from reader.ui.syncing import Follower
from tests.ui.fake_library import FakeLibrary, article, page
from tests.ui.screens import reading


def library(count: int = 12) -> FakeLibrary:
    return FakeLibrary([article(number) for number in range(count)])


async def test_a_resting_cursor_previews_and_does_not_mark() -> None:
    async with reading(library()) as reader:
        await reader.press("j")
        await reader.until(lambda: ("open", "a/1.md") in reader.library.calls)
        await reader.opens("a/1.md")
        assert reader.screen.at == "list"
        assert not reader.library.read


async def test_over_ssh_nothing_is_opened_by_resting(monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(library(), preview=False, remote=True) as reader:
        await reader.press("j", "j")
        await reader.until(lambda: reader.screen.key == "a/2.md")
        assert "rest" not in reader.screen._waits


async def test_where_nothing_is_opened_by_resting_the_key_is_said() -> None:
    fake = FakeLibrary([])
    fake.arriving = [[article(0), article(1)]]
    async with reading(fake, preview=False, remote=True) as reader:
        await reader.shows("Title 1")
        await reader.shows("Enter opens the article.")
        assert "Looking for articles" not in reader.text
        await reader.press("j")
        await reader.shows("Enter opens the article.")
        await reader.press("enter")
        await reader.opens("a/1.md")


async def test_an_opened_article_that_stays_becomes_read() -> None:
    async with reading(library()) as reader:
        await reader.press("enter")
        await reader.until(lambda: "a/0.md" in reader.library.read)
        await reader.until(lambda: reader.screen.list.row and not reader.screen.list.row.unread)
        assert reader.screen.at == "article"


async def test_scrolling_an_opened_article_marks_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newsroom, "STAY", 1000)
    async with reading(library()) as reader:
        await reader.press("enter")
        await reader.until(lambda: reader.screen.asked)
        await reader.press("space")
        await reader.until(lambda: "a/0.md" in reader.library.read)


async def test_bookmarks_and_marks_are_kept_and_undone() -> None:
    async with reading(library()) as reader:
        await reader.press("b")
        await reader.until(lambda: "●★ Title 0" in reader.text)
        await reader.press("m")
        await reader.until(lambda: "★  Title 0" in reader.text)
        await reader.press("u")
        await reader.shows("Undone: Marked 1 articles read.")
        assert not reader.library.read
        assert "a/0.md" in reader.library.bookmarks


async def test_n_goes_across_feeds() -> None:
    fake = library(4)
    fake.last = LastView(View(category=("News", "Feed B")), "a/0.md")
    fake.read = {"a/2.md": 1.0}
    async with reading(fake) as reader:
        await reader.until(lambda: reader.screen.key == "a/0.md")
        await reader.press("n")
        await reader.until(lambda: reader.screen.view.category == ("News", "Feed A"))
        await reader.until(lambda: reader.screen.list.row and reader.screen.list.row.key == "a/1.md")
        assert reader.screen.at == "article"


async def test_going_on_to_the_unread_moves_the_cursor_and_not_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(newsroom, "STAY", 1000)
    fake = library(40)
    fake.read = {f"a/{number}.md": 1.0 for number in (2, 3, 4)}
    async with reading(fake) as reader:
        cursors = []
        for key in ("j", "n", "n", "n", "p"):
            await reader.press(key)
            cursors.append(reader.screen.list.cursor)
            assert reader.screen.list.top == 0
        assert cursors == [1, 5, 6, 7, 6]


async def test_next_and_previous_article_from_inside_one() -> None:
    async with reading(library()) as reader:
        await reader.press("enter", "J", "J", "K")
        await reader.opens("a/1.md")
        assert reader.screen.at == "article"
        assert reader.screen.list.cursor == 1


async def test_marking_many_read_asks_first() -> None:
    async with reading(library(30)) as reader:
        await reader.press("A")
        await reader.shows("Mark all 30 unread articles of All read?")
        await reader.press("n")
        assert not reader.library.read
        await reader.press("A")
        await reader.shows("Mark all 30")
        await reader.press("y")
        await reader.until(lambda: len(reader.library.read) == 30)


async def test_the_question_does_not_say_unread_twice() -> None:
    async with reading(library(30)) as reader:
        await reader.press("U", "A")
        await reader.shows("Mark all 30 unread articles of All read?")


async def test_marking_few_read_does_not_ask() -> None:
    async with reading(library(20)) as reader:
        await reader.press("A")
        await reader.until(lambda: len(reader.library.read) == 20)


async def test_what_is_read_stays_in_unread_until_the_view_is_left() -> None:
    fake = library(4)
    fake.last = LastView(View(Shelf.UNREAD))
    async with reading(fake) as reader:
        await reader.press("m")
        await reader.until(lambda: "a/0.md" in fake.read)
        await reader.until(lambda: reader.screen.list.row and not reader.screen.list.row.unread)
        assert reader.screen.list.count == 4


async def test_the_place_is_kept_and_found_again() -> None:
    fake = library()
    async with reading(fake) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("space")
        place = reader.screen.article.place
        assert place > 0
    assert fake.places == {"a/0.md": place}
    assert fake.last.key == "a/0.md"
    assert fake.last.reading
    async with reading(fake) as reader:
        await reader.until(lambda: reader.screen.article.page is not None)
        assert reader.screen.article.place == place
        assert reader.screen.at == "list"


async def test_a_place_survives_another_width() -> None:
    async with reading(library()) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("space")
        place = reader.screen.article.place
        await reader.pilot.resize_terminal(50, 20)
        await reader.until(
            lambda: reader.screen.article.page and reader.screen.article.page.setting.width == 46
        )
        assert reader.screen.article.place == place


async def test_a_window_that_grows_and_shrinks_again_shows_what_it_showed() -> None:
    words = "so many words that a line of them is never the same in two widths "
    document = Document(tuple(Paragraph((Span(f"{n}. {words * 3}"),)) for n in range(20)))
    fake = FakeLibrary([article(0)], {"a/0.md": document})
    async with reading(fake, size=(140, 24)) as reader:
        await reader.press("enter", "space", "space", "j")
        pane = reader.screen.article
        top = pane.top
        for size in ((60, 20), (100, 80), (46, 12), (230, 90), (140, 60), (140, 24)):
            await reader.resize(*size)
            await reader.until(lambda: pane.page and pane.page.setting.width == pane.measure)
        await reader.until(lambda: pane.top == top)


async def test_setting_a_page_anew_moves_no_line_of_it() -> None:
    async with reading(library()) as reader:
        await reader.press("enter")
        for top in range(8):
            assert reader.screen.article.top == top
            await reader.press("number_sign")
            await reader.until(
                lambda: reader.screen.article.page and reader.screen.article.page.setting.numbers
            )
            assert reader.screen.article.top == top
            await reader.press("number_sign")
            await reader.until(
                lambda: reader.screen.article.page and not reader.screen.article.page.setting.numbers
            )
            assert reader.screen.article.top == top
            await reader.press("j")


async def test_a_file_that_is_gone_is_said_where_it_would_stand() -> None:
    fake = library()
    fake.gone = {"a/0.md"}
    async with reading(fake) as reader:
        await reader.press("enter")
        await reader.shows("a/0.md is not there any more")


def rewrite(fake: FakeLibrary, paragraphs: int) -> None:
    fake.documents = dict.fromkeys(fake.articles, page(paragraphs))
    fake.arriving = [[article(20)]]
    fake.stirring = True


async def test_a_file_that_is_rewritten_shows_so_where_its_reader_is() -> None:
    async with reading(library()) as reader:
        await reader.press("enter", "space")
        top = reader.screen.article.top
        assert "Paragraph 60" not in reader.text
        rewrite(reader.library, 90)
        await reader.until(lambda: reader.screen.article.page and len(reader.screen.article.page.lines) > 180)
        assert reader.screen.article.top == top
        assert reader.screen.at == "article"


async def test_what_came_while_the_first_sync_went_on_is_looked_for_after_it() -> None:
    """Nobody watched meanwhile."""
    fake = library()
    fake.seconds = 60.0
    fake.after_sync = [[article(20)]]
    async with reading(fake) as reader:
        await reader.until(lambda: "a/20.md" in reader.library.articles)


async def test_a_first_sync_that_fails_is_made_up_for_when_files_change() -> None:
    fake = library()
    fake.failures = 1
    async with reading(fake) as reader:
        await reader.shows("The disk is full.")
        rewrite(fake, 90)
        await reader.until(lambda: "a/20.md" in reader.library.articles)


async def test_what_is_being_read_stays_when_its_file_is_gone() -> None:
    async with reading(library()) as reader:
        await reader.press("enter")
        await reader.shows("Paragraph 0")
        reader.library.gone.add("a/0.md")
        before = len(reader.library.calls)
        rewrite(reader.library, 90)
        await reader.until(lambda: ("open", "a/0.md") in reader.library.calls[before:])
        await reader.until(lambda: reader.screen.list.count == 13)
        assert "Paragraph 0" in reader.text


async def test_a_file_that_comes_back_is_shown() -> None:
    fake = library()
    fake.gone.add("a/0.md")
    async with reading(fake) as reader:
        await reader.shows("a/0.md is not there any more")
        fake.gone.clear()
        rewrite(fake, 3)
        await reader.shows("Paragraph 2")


async def test_a_folder_that_comes_back_unchanged_is_shown_at_the_next_sync() -> None:
    fake = library()
    fake.gone.add("a/0.md")
    async with reading(fake) as reader:
        await reader.shows("a/0.md is not there any more")
        fake.gone.clear()
        await reader.press("r")
        await reader.shows("Paragraph 0")


async def test_an_article_without_text_says_so() -> None:
    fake = FakeLibrary([article(0), article(1, url="")], {key: Document(()) for key in ("a/0.md", "a/1.md")})
    async with reading(fake) as reader:
        await reader.press("enter")
        await reader.shows("This article has no text. o opens its address.")
        await reader.press("J")
        await reader.opens("a/1.md")
        assert "This article has no text.  " in reader.text


async def test_a_stale_answer_is_dropped() -> None:
    async with reading(library()) as reader:
        await reader.press("enter", "J", "J", "J")
        await reader.opens("a/3.md")
        await reader.pilot.pause()
        assert reader.screen.article.page
        assert reader.screen.article.page.key == "a/3.md"


async def test_articles_that_arrive_move_neither_cursor_nor_page() -> None:
    fake = library(6)
    async with reading(fake) as reader:
        await reader.press("j", "j", "enter")
        await reader.opens("a/2.md")
        newer = [article(-number)._replace(key=f"new/{number}.md") for number in range(1, 4)]
        fake.arriving = [newer]
        await reader.press("r")
        await reader.until(lambda: reader.screen.list.count == 9)
        assert reader.screen.list.row
        assert reader.screen.list.row.key == "a/2.md"
        assert reader.screen.article.page
        assert reader.screen.article.page.key == "a/2.md"


async def test_a_library_never_seen_fills_while_it_is_read() -> None:
    fake = FakeLibrary([])
    fake.arriving = [[article(number) for number in range(3, 8)], [article(number) for number in range(3)]]
    async with reading(fake) as reader:
        await reader.until(lambda: reader.screen.list.count == 8)
        assert reader.screen.list.row
        assert reader.screen.list.row.key == "a/0.md"


async def test_a_sync_that_brought_nothing_yet_is_not_looked_at() -> None:
    async with reading(library(3)) as reader:
        before = reader.screen._refreshed
        reader.screen.show_synced(Follower.Synced(Progress(0, 0)))
        assert reader.screen._refreshed == before
        reader.screen.show_synced(Follower.Synced(Progress(50, 100)))
        assert reader.screen._refreshed > before


async def test_files_that_stir_appear_by_themselves_and_move_nothing() -> None:
    fake = library(6)
    async with reading(fake) as reader:
        await reader.opens("a/0.md")
        await reader.until(lambda: not reader.screen.syncing)
        for turn in range(1, 3):
            fake.arriving = [[article(-turn)._replace(key=f"new/{turn}.md")]]
            fake.stirring = True
            await reader.until(lambda turn=turn: reader.screen.list.count == 6 + turn)  # type: ignore[misc]
            assert reader.screen.list.row
            assert reader.screen.list.row.key == "a/0.md"
            assert reader.screen.list.cursor == turn
        assert reader.screen.article.page
        assert reader.screen.article.page.key == "a/0.md"


async def test_nothing_an_article_says_is_markup() -> None:
    fake = FakeLibrary([article(0, title="[/] [@click=app.quit]x[/] [bold]y", source="[red]s")])
    fake.gone = {"a/0.md"}
    async with reading(fake) as reader:
        await reader.shows("[/] [@click=app.quit]x")
        await reader.press("enter")
        await reader.shows("a/0.md is not there")


async def test_a_fold_opened_at_the_foot_shows_how_it_begins() -> None:
    paragraphs = [Paragraph((Span(f"Paragraph {number}."),)) for number in range(10)]
    inside = tuple(Paragraph((Span(f"Folded {number}."),)) for number in range(30))
    document = Document((*paragraphs, Fold("Share", inside)))
    async with reading(FakeLibrary([article(0)], {"a/0.md": document}), size=(140, 28)) as reader:
        await reader.press("enter")
        await reader.shows("x opens")
        assert "x opens" in reader.text.splitlines()[-2]
        await reader.press("x")
        await reader.shows("Folded 3.")
        assert "Share" in reader.text
        await reader.press("x")
        await reader.shows("x opens")


async def test_what_a_sync_has_to_say_is_said() -> None:
    fake = library()
    fake.notice = "This library has moved [/]; its marks came along."
    async with reading(fake) as reader:
        await reader.shows("This library has moved [/]")


async def test_what_every_sync_has_to_say_is_said_once() -> None:
    fake = library()
    fake.notice = "/nowhere cannot be read."
    async with reading(fake) as reader:
        await reader.shows("cannot be read")
        for _ in range(3):
            await reader.press("r")
            await reader.until(lambda: not reader.screen.syncing)
        assert reader.text.count("cannot be read") == 1
        fake.notice = ""
        await reader.press("r")
        await reader.until(lambda: not reader.screen.syncing)
        fake.notice = "/nowhere cannot be read."
        await reader.press("r")
        await reader.until(lambda: reader.text.count("cannot be read") == 2)


async def test_of_a_long_article_the_beginning_comes_first_and_what_is_read_stays() -> None:
    fake = FakeLibrary([article(0)], {"a/0.md": page(400)})
    fake.beginnings = {"a/0.md": page(60)}
    fake.may_open.clear()
    async with reading(fake) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("space")
        place = reader.screen.article.place
        assert place
        await reader.press("G", "number_sign")
        assert reader.screen.article.place == place
        fake.may_open.set()
        await reader.shows("Paragraph 399")
        await reader.press("g")
        await reader.shows("the source[1]")


async def test_a_link_that_goes_over_lines_of_a_quotation_has_one_letter() -> None:
    fake = library(1)
    spans = (Span("long " * 40, link=0), Span("and "), Span("next", link=1))
    quote = Quote((Paragraph(spans),))
    fake.documents["a/0.md"] = Document((quote,), (Link("https://example.org/", "long"), Link("b", "next")))
    async with reading(fake) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("f")
        await reader.shows("and sext")
