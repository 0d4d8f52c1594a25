"""Any sequence of what happens to files, against a plain account of what must be listed and marked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.config import Config, Folders, LibraryConfig
from reader.model import Shelf, View
from reader.services.library import Library
from tests.services.conftest import Folder, sync

STEPS = ("add", "copy", "move", "rewrite", "edit", "delete", "restore", "mark", "forget the cache")


class Account:
    """A library, and what is known of it: which text lies under which key, and which texts are bookmarked."""

    def __init__(self, home: Path) -> None:
        self.folder = Folder(home / "news")
        self.config = Config(Folders(home / "config", home / "cache", home / "data"))
        self.library = Library(LibraryConfig(self.folder.root), self.config)
        self.texts: dict[str, int] = {}
        self.gone: dict[str, int] = {}
        self.bookmarked: set[int] = set()
        self.names = 0

    def name(self) -> str:
        self.names += 1
        return f"{'sub/' if self.names % 2 else ''}{self.names}.md"

    def write(self, key: str, text: int) -> None:
        self.folder.write(key, f"Text {text}", categories=f"[{key[:3]}]", headimg=self.folder.clock)
        self.texts[key] = text

    def do(self, step: str, pick: int) -> None:
        keys = sorted(self.texts)
        key = keys[pick % len(keys)] if keys else ""
        if step == "add":
            self.write(self.name(), 1000 + self.names)
        elif step == "restore" and self.gone:
            self.write(*self.gone.popitem())
        elif step == "forget the cache":
            self.library.close()
            shutil.rmtree(self.config.folders.cache)
            self.library = Library(LibraryConfig(self.folder.root), self.config)
        elif key:
            self.change(step, key)

    def change(self, step: str, key: str) -> None:
        text = self.texts[key]
        if step == "copy":
            self.write(self.name(), text)
        elif step == "move":
            to = self.name()
            self.folder.move(key, to)
            self.texts[to] = self.texts.pop(key)
        elif step == "rewrite":
            self.write(key, text)
        elif step == "edit" and list(self.texts.values()).count(text) == 1 and text not in self.gone.values():
            self.write(key, 1000 + self.names + len(self.texts) * 100_000 + self.folder.clock)
            if text in self.bookmarked:
                self.bookmarked = self.bookmarked - {text} | {self.texts[key]}
        elif step == "delete":
            self.folder.delete(key)
            self.gone[key] = self.texts.pop(key)
        elif step == "mark":
            self.library.set_bookmark([key], True)
            self.bookmarked.add(text)

    def check(self, cut: int = 0) -> None:
        with closing(self.library.sync()) as cut_off:
            for _ in islice(cut_off, cut):
                pass
        sync(self.library)
        present = set(self.texts.values())
        listed = [f"Text {text}" for text in present]
        for query in ("", "text"):
            found = self.library.rows(View(query=query), 0, 99)
            assert sorted(row.title for row in found) == sorted(listed)
        for text in {*present, *self.gone.values()}:
            assert self.library.count(View(query=f"title:{text}")) == (text in present)
        marked = self.library.rows(View(shelf=Shelf.BOOKMARKS), 0, 99)
        assert {row.title for row in marked} == {f"Text {text}" for text in self.bookmarked & present}
        for key, text in self.texts.items():
            entry = self.library.entry(key)
            assert entry
            paths = {one for one, says in self.texts.items() if says == text}
            assert {entry.article.key, *entry.duplicates} == paths
        counts = self.library.counts()
        assert (counts.total, counts.unread) == (len(present), len(present))
        for category in self.library.categories():
            assert category.total == len(self.library.rows(View(category=category.path), 0, 99))


def run(check: Callable[[Account], None]) -> None:
    home = Path(mkdtemp())
    account = Account(home)
    try:
        check(account)
    finally:
        account.library.close()
        shutil.rmtree(home)


@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9), st.integers(0, 4)), max_size=12))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_sequence(steps: list[tuple[str, int, int]]) -> None:
    """After each step a sync may be cut off where it says how far it is, and another one goes on."""

    def check(account: Account) -> None:
        for number in range(2):
            account.do("add", number)
        account.check()
        for step, pick, cut in steps:
            account.do(step, pick)
            account.check(cut)

    run(check)
