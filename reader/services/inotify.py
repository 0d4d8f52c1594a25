"""What Linux tells of a library: inotify(7) watches the folders that a walk enters, and those that come later.

watchfiles does that too, but looks at every file below a folder before it watches, and holds the interpreter
meanwhile: no key is answered for a third of a second at 100,000 files.
"""

from __future__ import annotations

import errno
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
_COMES: Final = flags.CREATE | flags.MOVED_TO | flags.ATTRIB  # it may be readable only now
_GOES: Final = flags.IGNORED | flags.UNMOUNT | flags.DELETE_SELF
_NO_MORE: Final = (errno.ENOSPC, errno.ENOMEM, errno.EMFILE, errno.ENFILE)  # what a limit says


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
        self._over = False
        try:
            self._root = self._told.add_watch(self._top, _TOLD)
            self._renew()
        except OSError:
            self.close()
            raise

    def stands(self) -> bool:
        """Tell whether the library's own folder is still where it was, and nobody has ended this."""
        return not self._over and self._root in self._folders

    def hears(self, milliseconds: int | None = None) -> bool:
        """Wait so long, or until something is told; gives whether that may have changed the library.

        Raises:
            OSError: the system allows no more watches.
        """
        heard = moved = False
        for event in self._told.read(timeout=milliseconds):
            folder = self._folders.get(event.wd, "")
            if event.mask & flags.Q_OVERFLOW:  # something was not told
                heard = moved = True
            elif event.mask & _GOES or (event.mask & flags.MOVE_SELF and event.wd == self._root):
                heard |= self._folders.pop(event.wd, None) is not None
            elif folder and self._matters(self._top, path := f"{folder}{os.sep}{event.name}"):
                heard = True
                moved |= bool(event.mask & flags.MOVE_SELF or (event.mask & _COMES and Path(path).is_dir()))
        if moved and self.stands():
            self._renew()
        return heard

    def _renew(self) -> None:
        """Watch the folders that a walk enters, and no others; once more where some were new, for what came before
        they were watched.
        """
        known = -1
        while known < len(self._folders):
            known = len(self._folders)
            before, self._folders = self._folders, {}
            for folder in iter_folders(Path(self._top), exclude=self._exclude, look=False):
                self._add(os.fspath(path_of(Path(self._top), folder.prefix.rstrip("/"))))
            for number in before.keys() - self._folders.keys():
                with suppress(OSError):  # it has gone by itself
                    self._told.rm_watch(number)

    def _add(self, path: str) -> None:
        try:
            self._folders.setdefault(self._told.add_watch(path, _TOLD), path)  # links come last
        except OSError as error:  # it is gone again, or nobody can see into it, or its path is too long
            if error.errno in _NO_MORE:
                raise

    def end(self) -> None:
        """Have whoever waits, in another thread, be told that this stands no longer."""
        self._over = True
        with suppress(OSError, ValueError):  # it stands no longer, or was closed
            self._told.rm_watch(self._root)

    def close(self) -> None:
        """Watch no longer."""
        self._told.close()
