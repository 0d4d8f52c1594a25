"""Every key comes from one registry."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widget import Widget

from reader.config import Folders, LibraryConfig
from reader.document import Document, Image, Link, Picture
from reader.ui.actions import ACTIONS, HINTS, find_action, find_clashes, help_lines, keys_of
from reader.ui.article_list import ArticleList
from reader.ui.main_screen import MainScreen
from reader.ui.reading_pane import ReadingPane
from reader.ui.search_line import QueryBox
from reader.ui.sidebar import Sidebar
from tests.ui.fake_library import FakeLibrary, article
from tests.ui.screens import reading

OWNERS: dict[str, type[Widget]] = {
    "tree": Sidebar,
    "list": ArticleList,
    "article": ReadingPane,
    "search": QueryBox,
    "anywhere": MainScreen,
}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_has_a_method_and_a_binding(action: object) -> None:
    found = find_action(action.id)  # type: ignore[attr-defined]
    owner = OWNERS[found.where]
    assert callable(getattr(owner, f"action_{found.command}"))
    assert any(isinstance(one, Binding) and one.id == found.id for one in owner.BINDINGS)


def test_ids_are_unique_and_no_key_means_two_things() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    for where in ("tree", "list", "article"):
        keys = [key for one in ACTIONS if one.where in (where, "anywhere") for key in one.keys.split(",")]
        assert len(keys) == len(set(keys))


def test_the_keys_that_were_promised() -> None:
    promised = {*"jkgGhlnpJKbmAuUSzoyrL?:#ftRix/FN", "Esc", "q", "Enter", "Tab", "Space", "Ctrl-d", "Ctrl-p"}
    groups = [rows for where in HINTS for _, rows in help_lines({}, where)]
    taught = {key for rows in groups for keys, _ in rows for key in keys.split()}
    assert promised <= taught


def test_five_hints_for_every_place() -> None:
    assert {len(HINTS[where]) for where in ("tree", "list", "article")} == {5}


def test_a_keymap_is_applied_and_checked() -> None:
    assert keys_of(find_action("list.down"), {"list.down": "ctrl+n,w"}) == ("Ctrl-n", "w")
    assert find_clashes({}) == []
    assert find_clashes({"list.dwon": "x"}) == ["keymap: there is no action 'list.dwon'."]
    assert find_clashes({"article.bookmark": "m"}) == ["keymap: m is both article.bookmark and article.read."]


async def test_a_remapped_key_works_and_is_taught() -> None:
    fake = FakeLibrary([article(0), article(1)])
    async with reading(fake, keymap={"article.bookmark": "w"}) as reader:
        assert "w bookmark" in reader.text
        await reader.press("w")
        await reader.until(lambda: fake.bookmarks)


async def test_help_and_palette() -> None:
    async with reading(FakeLibrary([article(0)])) as reader:
        await reader.press("question_mark")
        await reader.shows("half a page down")
        await reader.press("escape", "colon")
        await reader.shows("Actions")
        await reader.press(*"bookmark", "enter")
        await reader.until(lambda: reader.library.bookmarks)


@pytest.mark.parametrize("word", ["everything", "shows"])
async def test_the_palette_opens_the_search_line(word: str) -> None:
    async with reading(FakeLibrary([article(0)])) as reader:
        reader.type_ahead("colon", *word, "enter", *"title")
        await reader.until(lambda: reader.screen.typing and reader.screen.line.text == "title")


async def test_the_palette_quits_with_the_keys_that_editors_have_for_it() -> None:
    async with reading(FakeLibrary([article(0)])) as reader:
        await reader.press("enter", "colon", "q", "enter")
        assert reader.app._exit


async def test_an_address_over_ssh_is_shown_whole() -> None:
    async with reading(FakeLibrary([article(0)]), remote=True) as reader:
        await reader.press("o")
        await reader.shows("https://example.org/0")


@pytest.mark.parametrize("size", [(200, 30), (120, 30), (46, 20)])
async def test_a_long_address_is_shown_whole_in_every_window(size: tuple[int, int]) -> None:
    url = "https://example.org/" + "/".join(f"part{number}" for number in range(30))
    async with reading(FakeLibrary([article(0, url=url)]), size=size, remote=True) as reader:
        await reader.press("o")
        await reader.shows("The address")
        assert url in "".join(reader.text.split())


async def test_an_address_that_is_none_is_not_opened() -> None:
    async with reading(FakeLibrary([article(0, url="javascript:alert(1)")])) as reader:
        await reader.press("o")
        await reader.shows("This is no address for a browser")


async def test_no_address() -> None:
    async with reading(FakeLibrary([article(0, url="")])) as reader:
        await reader.press("y")
        await reader.shows("This article names no address.")


async def test_copying_goes_through_the_terminal() -> None:
    async with reading(FakeLibrary([article(0)])) as reader:
        await reader.press("y")
        await reader.shows("sent to the terminal: https://example.org/0")
        assert reader.pilot.app.clipboard == "https://example.org/0"


async def test_a_link_is_followed_by_its_letter() -> None:
    async with reading(FakeLibrary([article(0)]), remote=True) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("f")
        await reader.shows("See ahe source.")
        await reader.shows("A letter follows its link, any other key leaves.")
        await reader.press("a")
        await reader.shows("https://example.org/source")


@pytest.mark.parametrize("place", ["tree", "list"])
async def test_a_key_of_articles_says_elsewhere_where_it_works(place: str) -> None:
    async with reading(FakeLibrary([article(0)])) as reader:
        reader.screen.go(place)
        for key, said in (("f", "f"), ("number_sign", "#"), ("J", "J")):
            await reader.press(key)
            await reader.shows(f" {said} works in an article; Enter in the list opens one.")
        await reader.press("j")
        assert "works in" not in reader.text
        await reader.press("slash", "f")
        assert "works in" not in reader.text
        await reader.press("escape", "colon", "f")
        assert "works in" not in reader.text


async def test_a_picture_is_opened_by_its_letter() -> None:
    fake = FakeLibrary([article(0)])
    urls = [f"https://example.org/{name}.png" for name in ("cat", "dog")]
    pictures = [Picture(Image(url, "A pet", link=number)) for number, url in enumerate(urls)]
    fake.documents["a/0.md"] = Document(tuple(pictures), tuple(Link(url, "A pet") for url in urls))
    async with reading(fake, remote=True) as reader:
        await reader.press("enter")
        await reader.opens("a/0.md")
        await reader.press("f")
        await reader.shows("s A pet · example.org")
        await reader.press("s")
        await reader.shows("https://example.org/dog.png")


async def test_sorting_and_unread_only() -> None:
    fake = FakeLibrary([article(number) for number in range(5)])
    fake.read = {"a/0.md": 1.0}
    async with reading(fake) as reader:
        await reader.press("U")
        await reader.shows("Unread only.")
        await reader.until(lambda: reader.screen.list.count == 4)
        await reader.shows("1/4 ● ")
        await reader.press("S")
        await reader.shows("Oldest first.")
        await reader.press("j")
        await reader.shows("● oldest first")  # it is said as long as it is so
        await reader.until(lambda: reader.screen.shown == reader.screen.view)
        await reader.press("U")
        await reader.shows("Read ones too.")
        await reader.shows("/5 ")
        assert "/5 ●" not in reader.text


async def test_switching_readings_says_so_even_where_there_are_none() -> None:
    async with reading(FakeLibrary([article(0)])) as reader:
        await reader.press("enter", "R")
        await reader.shows("Readings are off.")
        await reader.press("R")
        await reader.shows("Readings are on.")


async def test_going_to_other_libraries_and_on(tmp_path: Path) -> None:
    fake = FakeLibrary([article(0)])
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(f"# Of {name}\n\nWords of {name}.\n", encoding="utf-8")
        fake.elsewhere.append(LibraryConfig(tmp_path / name, name))
    folders = Folders(tmp_path / "config", tmp_path / "cache", tmp_path / "data")
    libraries = {one.name: one for one in fake.elsewhere}
    async with reading(fake, folders=folders, libraries=libraries) as reader:
        for name in ("one", "two", "one"):
            await reader.press("L", *name)
            await reader.shows("Libraries")
            await reader.press("enter")
            await reader.shows(f"Words of {name}.")
            assert len(reader.app.screen_stack) == 1
            await reader.press("enter", "escape", "question_mark", "escape")
            assert f"Of {name}" in reader.text
        assert fake.closed


async def test_a_library_at_home_is_offered_with_a_short_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/reader")
    fake = FakeLibrary([article(0)])
    fake.elsewhere = [LibraryConfig(Path("/home/reader/news/of the harbour"))]
    async with reading(fake, size=(46, 16)) as reader:
        await reader.press("L")
        await reader.shows("▌ of the harbour        ~/news/of the harbour")


async def test_other_libraries_are_offered() -> None:
    fake = FakeLibrary([article(0)])
    fake.elsewhere = [LibraryConfig(Path("/nowhere/news"), "news"), LibraryConfig(Path("/nowhere/seen [/]"))]
    async with reading(fake) as reader:
        await reader.press("L")
        await reader.shows("/nowhere/news")
