"""Search through the facade, against a plain scan: over real libraries, and after everything that happens to files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from reader.model import Entry, Sort, View
from reader.parsing.article import NotArticle
from reader.parsing.body import parse_body
from reader.services import sync as syncing
from reader.services.library import Library
from reader.store.search import finding, index
from tests.services.conftest import Folder, sync
from tests.store.search.grammar import holds_for, make_query
from tests.store.search.reference import Said
from tests.store.search.test_results import make_text

CORPORA = Path(os.environ.get("BROADSHEET_CORPORA", ""))
FILES = 60  # of each library
QUERIES = 20


def libraries() -> list[Path]:
    return sorted(path for path in CORPORA.iterdir() if path.is_dir()) if str(CORPORA) != "." else []


def read_all(library: Library) -> list[Said]:
    """Read what the files say, as they are shown."""
    return [read(library, entry) for entry in library.iter_entries(View())]


def read(library: Library, entry: Entry) -> Said:
    listed = entry.article
    article = library._desk.parse(listed.key or "")
    assert not isinstance(article, NotArticle)
    return Said(
        key=listed.key or "",
        title=article.title,
        text=parse_body(article.body, article.kind).text,
        date=None if listed.date is None else int(listed.date.timestamp()),
        authors=listed.authors,
        tags=listed.tags,
        source=listed.source,
        lang=listed.lang,
        url=listed.url,
        categories=listed.categories,
        has=listed.has,
        unread=entry.unread,
        bookmarked=entry.bookmarked,
    )


def assert_finds(library: Library, dice: Random, queries: int) -> None:
    """Ask for what a scan finds too: the first page before the rest, in both orders, and how many."""
    said = read_all(library)
    for _ in range(queries if said else 0):
        text, term = make_query(dice, said)
        view = View(query=text)
        first = [row.key for row in library.rows(view, 0, 5)]
        found = [row.key for row in library.rows(view, 0, 1000)]
        assert set(found) == {one.key for one in said if holds_for(term, one)}, text
        assert (len(found), first) == (library.count(view), found[:5]), text
        oldest = [row.key for row in library.rows(View(query=text, sort=Sort.OLDEST), 0, 1000)]
        assert oldest == found[::-1], text


@pytest.mark.skipif(not libraries(), reason="BROADSHEET_CORPORA names no real libraries")
@pytest.mark.parametrize("root", libraries(), ids=lambda root: root.name)
def test_real_libraries(root: Path, folder: Folder, open_library: Callable[..., Library]) -> None:
    dice = Random(root.name)
    files = sorted(path for path in root.rglob("*") if path.suffix in (".md", ".html", ".mdx"))
    for path in dice.sample(files, min(FILES, len(files))):
        if path.stat().st_size < 60_000:
            folder.raw(path.relative_to(root).as_posix(), path.read_bytes())
    library = open_library()
    sync(library)
    assert_finds(library, dice, QUERIES)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a few files be as much work as thousands are."""
    monkeypatch.setattr(syncing, "BATCH", 3)
    monkeypatch.setattr(index, "STEP", 4)
    monkeypatch.setattr(index, "_FEW", 3)
    monkeypatch.setattr(finding, "WINDOW", 5)


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("seed", range(6))
def test_after_every_kind_of_update(seed: int, folder: Folder, open_library: Callable[..., Library]) -> None:
    """New, changed, moved, copied and removed files, marks, and syncs that are cut off anywhere."""
    dice = Random(seed)
    library = open_library()
    for turn in range(6):
        for number in range(dice.randint(1, 8)):
            change_a_file(folder, dice, f"{turn}-{number}")
        for _ in zip(range(dice.randint(0, 6)), library.sync(), strict=False):  # cut off
            library.count(View(query="a"))
        if dice.random() < 0.5:
            library.close()
            library = open_library()
        sync(library)
        keys = [row.key for row in library.rows(View(), 0, 1000)]
        library.set_read(dice.sample(keys, len(keys) // 4), dice.random() < 0.7)
        library.set_bookmark(dice.sample(keys, len(keys) // 5), dice.random() < 0.7)
        assert_finds(library, dice, 8)


@pytest.mark.usefixtures("small_steps")
@pytest.mark.parametrize("seed", [7, 8, 22, 23])
def test_after_two_syncs_at_once(seed: int, folder: Folder, open_library: Callable[..., Library]) -> None:
    """The syncs of two instances go on by turns, while files change, and either may be cut off."""
    dice = Random(seed)
    libraries = [open_library(), open_library()]
    for turn in range(6):
        running = [library.sync() for library in libraries]
        for step in range(dice.randint(4, 16)):
            if dice.random() < 0.7:
                change_a_file(folder, dice, f"{turn}-{step}")
            next(dice.choice(running), None)
        for left in dice.sample(running, 2):
            if dice.random() < 0.5:
                list(left)
            left.close()
        for library in dice.sample(libraries, 2):
            sync(library)
            assert {row.key for row in library.rows(View(), 0, 1000)} <= files_of(folder)
            assert library.count(View(query="a OR -a")) == library.counts().total
            assert_finds(library, dice, 6)


def files_of(folder: Folder) -> set[str]:
    return {path.relative_to(folder.root).as_posix() for path in folder.root.rglob("*.md")}


def change_a_file(folder: Folder, dice: Random, name: str) -> None:
    there = sorted(files_of(folder))
    step = dice.choice(("write", "write", "write", "rewrite", "move", "copy", "delete")) if there else "write"
    match step:
        case "write":
            write(folder, dice, f"{name}.md")
        case "rewrite":
            write(folder, dice, dice.choice(there))
        case "move":
            folder.move(dice.choice(there), f"moved/{name}.md")
        case "copy":
            folder.copy(dice.choice(there), f"copy/{name}.md")
        case "delete":
            folder.delete(dice.choice(there))


def write(folder: Folder, dice: Random, key: str) -> None:
    header = {
        "date": f"{dice.randint(2015, 2023)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "tags": "[Rust, 新聞]",
        "author": dice.choice(("Zoë Smith", "李雷")),
        "categories": f"[金融, {dice.choice(('新浪', 'x'))}]",
    }
    kept = {name: value for name, value in header.items() if dice.random() < 0.7}
    paragraphs = "\n\n".join(make_text(dice, dice.randint(1, 12)) for _ in range(dice.randint(1, 3)))
    folder.write(key, f'"{make_text(dice, 3)}"'.replace("\n", " "), paragraphs, **kept)
