"""Which library is meant: a configured name, a folder, or the demo that comes with the program."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import reader
from reader.config import Config, LibraryConfig
from reader.errors import NotAFolder, UnknownLibrary


def find_library(text: str, config: Config) -> LibraryConfig:
    """Find the library that a text names; an empty one names the demo. A configured name goes before a
    folder.

    Raises:
        NotAFolder: the text is the path of a file.
        UnknownLibrary: it is neither a folder nor a configured name.
    """
    if not text:
        return LibraryConfig(find_demo())
    if text in config.libraries:
        return config.libraries[text]
    path = Path(text).expanduser()
    if path.is_dir():
        named = (one for one in config.libraries.values() if _is_same(one.path.expanduser(), path))
        unnamed = LibraryConfig(path, "", config.categories, config.exclude, config.drafts)
        return next(named, unnamed)
    if path.exists():
        raise NotAFolder(f"{text} is a file, not a folder.")
    raise UnknownLibrary(f"{text} is neither a folder nor the name of a configured library.")


def other_libraries(seen: Iterable[tuple[str, Path]], here: Path, config: Config) -> list[LibraryConfig]:
    """Give the libraries that a reader can go to from `here`: those of the settings, those `seen` before
    that are still there, and the demo.
    """
    offered = list(config.libraries.values())
    folders = [root for name, root in seen if not name]
    for folder in (*folders, find_demo()):
        if folder.is_dir() and not any(_is_same(one.path.expanduser(), folder) for one in offered):
            offered.append(find_library(str(folder), config))
    return [one for one in offered if not _is_same(one.path.expanduser(), here)]


def find_demo() -> Path:
    """Give the folder of the demo library: inside the package as installed, beside it in a checkout.

    Raises:
        NotAFolder: it is in neither place.
    """
    package = Path(reader.__file__).parent
    for folder in (package / "demo", package.parent / "assets" / "demo"):
        if folder.is_dir():
            return folder
    raise NotAFolder("The demo library was not installed; name a folder of articles.")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
