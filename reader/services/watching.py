"""Watches a library's folder, and tells when files may have come, changed or gone.

The system says so where it can (`reader.services.inotify`; watchfiles: FSEvents, ReadDirectoryChangesW). A network
folder does not tell what others write into it, and a watch may be refused (inotify has a limit): there the caller is
asked to look through the folder now and then, so seldom that it costs next to nothing.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from reader.files import SUFFIXES

if TYPE_CHECKING:
    from reader.services.inotify import Watch

QUIET: Final = 300  # milliseconds without a change after which many are one
LONGEST: Final = 10_000  # milliseconds that many changes are waited for
IDLE: Final = 49  # times as long as a look took nothing is done: 2 % of a core
LEAST: Final = 10.0  # seconds between two looks
MOST: Final = 600.0

_MOUNTS: Final = Path("/proc/self/mounts")
_ESCAPE: Final = re.compile(r"\\([0-7]{3})")  # as getmntent(3) writes blanks
# Filesystems that others write to unseen; so is every one that a program of its own serves (FUSE).
_REMOTE: Final = frozenset(
    {"9p", "afs", "ceph", "cifs", "drvfs", "glusterfs", "nfs", "nfs4", "smb3", "smbfs", "vboxsf", "virtiofs"}
)


def iter_changes(
    root: Path, stop: Event, took: Callable[[], float], exclude: Sequence[str] = ()
) -> Iterator[None]:
    """Yield whenever files below `root` may have changed, many at once as one, until `stop` is set.

    `took` gives the seconds of the last look through the folder, for where the caller has to look by itself; `exclude`
    is what a walk leaves out.
    """
    if not is_remote(root):
        told = iter_told(root, stop, exclude) if sys.platform == "linux" else iter_told_elsewhere(root, stop)
        yield from told
    while not stop.wait(pause_after(took())):
        yield


def iter_told(root: Path, stop: Event, exclude: Sequence[str] = ()) -> Iterator[None]:
    """Yield what Linux tells, as long as it does."""
    from reader.services.inotify import Watch

    try:
        watch = Watch(root, exclude, may_matter)
    except OSError:
        return
    with closing(watch):
        Thread(target=_end_with, args=(watch, stop), name="broadsheet-watch", daemon=True).start()
        try:
            yield from _iter_heard(watch, stop)
        except OSError:  # what broke the watch is news too
            if not stop.is_set():
                yield


def _iter_heard(watch: Watch, stop: Event) -> Iterator[None]:
    """Yield what a watch hears while it stands, many changes as one."""
    while watch.stands():
        if watch.hears():
            end = time.monotonic() + LONGEST / 1000
            while watch.stands() and watch.hears(QUIET) and time.monotonic() < end:
                pass
            if not stop.is_set():
                yield


def _end_with(watch: Watch, stop: Event) -> None:
    """End a watch when it is told to: it need not wake up to see whether it is."""
    stop.wait()
    watch.end()


def iter_told_elsewhere(root: Path, stop: Event) -> Iterator[None]:
    """Yield what other systems tell, as long as they do."""
    from watchfiles import watch
    from watchfiles._rust_notify import WatchfilesRustInternalError

    top = os.path.realpath(root)
    try:
        for _ in watch(
            top,
            watch_filter=lambda _, path: may_matter(top, path),
            debounce=LONGEST,
            step=QUIET,
            stop_event=stop,
            raise_interrupt=False,
            force_polling=False,  # its polling costs more than looking now and then
            ignore_permission_denied=True,
        ):
            yield
    except (OSError, WatchfilesRustInternalError):
        return


def may_matter(root: str, path: str) -> bool:
    """Tell whether a change of a path can change a library: hidden files and pictures cannot, folders can."""
    inside = path.removeprefix(root) if path.startswith(root) else f"{os.sep}{Path(path).name}"
    if f"{os.sep}." in inside:
        return False
    return path.lower().endswith(SUFFIXES) or not Path(path).is_file()


def pause_after(seconds: float) -> float:
    """Give the seconds to let pass after a look that took so long."""
    return min(max(LEAST, IDLE * seconds), MOST)


def is_remote(root: Path) -> bool:
    """Tell whether others may write to a folder without the system's knowing; only Linux says."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    return is_remote_kind(find_kind(os.path.realpath(root), lines))


def find_kind(path: str, mounts: list[str]) -> str:
    """Find the kind of the filesystem that holds a path; `mounts` are lines of fstab(5), the later ones above."""
    found, length = "", -1
    for line in mounts:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        top = _ESCAPE.sub(lambda code: chr(int(code[1], 8)), fields[1])
        if len(top) >= length and f"{path}/".startswith(f"{top.rstrip('/')}/"):
            found, length = fields[2], len(top)
    return found


def is_remote_kind(kind: str) -> bool:
    """Tell whether a kind of filesystem is one that others write to unseen."""
    return kind in _REMOTE or kind.startswith("fuse.")
