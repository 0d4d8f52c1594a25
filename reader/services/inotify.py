"""What Linux tells of a library: inotify(7) watches the folders that a walk enters, and those that come later.

watchfiles does that too, but looks at every file below a folder before it watches, and holds the interpreter
meanwhile: no key is answered for a third of a second at 100,000 files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from inotify_simple import INotify, flags

from reader.files import iter_folders, path_of

_TOLD: Final = (
    flags.CREATE | flags.MODIFY | flags.ATTRIB | flags.CLOSE_WRITE | flags.DELETE | flags.MOVED_FROM | flags.MOVED_TO
    | flags.DELETE_SELF | flags.MOVE_SELF | flags.ONLYDIR
)  # fmt: skip
_COMES: Final = flags.CREATE | flags.MOVED_TO
_GOES: Final = flags.IGNORED | flags.UNMOUNT | flags.DELETE_SELF


class Watch:
    """A watch over a library's folders."""

    def __init__(self, root: Path, exclude: Sequence[str], matters: Callable[[str, str], bool]) -> None:
        """Watch from now on; `matters` tells of the root and a path below whether its change does.

        Raises:
            OSError: the system allows no more watches, or the root is not there.
        """
        self._top = os.path.realpath(root)
        self._exclude = exclude
        self._matters = matters
        self._told = INotify()
        self._folders: dict[int, str] = {}  # by the numbers of their watches
        try:
            self._root = self._told.add_watch(self._top, _TOLD)
            self._add(self._top)
        except OSError:
            self.close()
            raise

    def stands(self) -> bool:
        """Tell whether the library's own folder is still where it was."""
        return self._root in self._folders

    def hears(self, milliseconds: int | None = None) -> bool:
        """Wait so long, or until something is told; gives whether that may have changed the library.

        Raises:
            OSError: the system allows no more watches.
        """
        heard = False
        for event in self._told.read(timeout=milliseconds):
            folder = self._folders.get(event.wd, "")
            if event.mask & flags.Q_OVERFLOW:  # something was not told
                self._add(self._top)
                heard = True
            elif event.mask & _GOES or (event.mask & flags.MOVE_SELF and event.wd == self._root):
                heard |= self._folders.pop(event.wd, None) is not None
            elif folder and self._matters(self._top, path := f"{folder}{os.sep}{event.name}"):
                if event.mask & _COMES and Path(path).is_dir():
                    self._add(path)
                heard = True
        return heard

    def _add(self, path: str) -> None:
        """Watch a folder and all below it; once more where some were new, for what came before they were watched."""
        known = -1
        while known < len(self._folders):
            known = len(self._folders)
            for folder in iter_folders(Path(path), exclude=self._exclude, look=False):
                self._add_one(os.fspath(path_of(Path(path), folder.prefix.rstrip("/"))))

    def _add_one(self, path: str) -> None:
        # It may be gone again, or nobody can see into it.
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            self._folders[self._told.add_watch(path, _TOLD)] = path

    def end(self) -> None:
        """Have whoever waits, in another thread, be told that this stands no longer."""
        with suppress(OSError, ValueError):  # it stands no longer, or was closed
            self._told.rm_watch(self._root)

    def close(self) -> None:
        """Watch no longer."""
        self._told.close()
