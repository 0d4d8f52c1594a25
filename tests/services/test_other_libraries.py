"""Which libraries a reader can go to."""

from __future__ import annotations

from pathlib import Path

from reader.config import Config, Folders, LibraryConfig
from reader.services.libraries import find_demo
from reader.services.library import Library


def test_those_of_the_settings_those_seen_and_the_demo(tmp_path: Path) -> None:
    roots = {name: tmp_path / name for name in ("configured", "first", "second", "gone", "here")}
    for root in roots.values():
        root.mkdir()
    configured = LibraryConfig(roots["configured"], "Papers")
    folders = Folders(tmp_path / "config", tmp_path / "cache", tmp_path / "data")
    config = Config(folders, libraries={"Papers": configured})
    for one in (configured, *(LibraryConfig(roots[name]) for name in ("first", "second", "gone"))):
        Library(one, config).close()
    roots["gone"].rmdir()
    library = Library(LibraryConfig(roots["here"]), config)
    offered = [one.path for one in library.others()]
    library.close()
    assert offered == [roots["configured"], roots["second"], roots["first"], find_demo()]
