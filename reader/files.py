"""Walk a library, stat and read its files; no parsing here.

A file is known by its key: its path from the library's root, `/` between the parts. Nothing here writes.
"""

from __future__ import annotations

import errno
import fnmatch
import marshal
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG
from typing import Final, NamedTuple

from reader.decoding import LIMIT, Decoded, decode
from reader.errors import ArticleGone, Unreadable
from reader.model import Fault, FileFault, Seen, SourceFile

SUFFIXES: Final = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".html", ".htm", ".txt")
_MOST: Final = 1 << 18  # bytes that most files do not have
_KEPT: Final = (1 << 63) - 1  # by a database: clocks may be ages ahead, and some disks number with 64 bits
_BY_NUMBER: Final = os.scandir in os.supports_fd
_GONE: Final = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)  # what a dead link says

_GENERATED: Final = frozenset({"node_modules", "_site"})
# A `public` folder beside one of these is what the generator made of the articles, not another library.
_GENERATORS: Final = frozenset(
    {"_config.yml", "_config.yaml"}
    | {f"{stem}.{suffix}" for stem in ("hugo", "config") for suffix in ("toml", "yaml", "yml", "json")}
)


# -- walking


class Folder(NamedTuple):
    """A folder's own files that may hold articles, in any order; `prefix` is how their keys begin."""

    prefix: str
    found: list[Seen]  # most folders are as they were: nobody asks for their files
    hidden: list[str]  # keys of files that are there or may be, but nothing can be known of them

    @property
    def files(self) -> list[SourceFile]:
        """The files."""
        return list(map(SourceFile._make, self.found))

    @property
    def digest(self) -> str:
        """What tells these files from those that were here before: 32 hexadecimal digits.

        A folder whose files come in another order counts as another one, which costs a closer look, and no system does
        it for nothing: to sort them would take a tenth of a walk.
        """
        said = marshal.dumps(self.found, 2)  # quicker than to write them out, and never read again
        return blake2b(said, digest_size=16).hexdigest()


def iter_files(
    root: Path, *, exclude: Sequence[str] = (), faults: list[FileFault] | None = None
) -> Iterator[SourceFile]:
    """Yield every file below `root` that may hold an article, folder by folder, by name."""
    for folder in iter_folders(root, exclude=exclude, faults=faults):
        yield from sorted(folder.files)


def iter_folders(
    root: Path, *, exclude: Sequence[str] = (), faults: list[FileFault] | None = None, look: bool = True
) -> Iterator[Folder]:
    """Yield every folder from `root` down with its files that may hold an article.

    Hidden files and folders, generated sites and what globs of `exclude` match are left out: one without `/`
    is held against every name, one with `/` against the whole key. Symlinks are followed; a folder is
    entered once, under its own path where it has one. Unreadable folders and dead links go into `faults`.
    Without a `look` at the files the folders are empty, and known in a fifth of the time.
    """
    walk = _Walk(root, _Excluded(exclude) if exclude else None, [] if faults is None else faults, look)
    while walk.folders or walk.links:
        # Linked folders wait until the library's own are walked, so that these keep their paths.
        path, prefix = walk.folders.pop() if walk.folders else walk.links.pop(0)
        yield walk.enter(path, prefix)


class _Walk:
    """A walk under way: the folders still to enter, each with the beginning of its keys."""

    def __init__(self, root: Path, excluded: _Excluded | None, faults: list[FileFault], look: bool) -> None:
        self.excluded, self.faults, self.look = excluded, faults, look
        self.folders: list[tuple[str, str]] = [(os.fspath(root), "")]
        self.links: list[tuple[str, str]] = []
        self.seen: set[tuple[int, int]] = set()

    def enter(self, path: str, prefix: str) -> Folder:
        """Give a folder with its files, and note the folders in it."""
        folder = Folder(prefix, [], [])
        try:
            with _open_folder(path) as handle:
                status = os.stat(handle)  # noqa: PTH116 - a Path takes no number
                if (status.st_dev, status.st_ino) not in self.seen:
                    self.seen.add((status.st_dev, status.st_ino))
                    self._look_through(handle, path, folder)
        except OSError as error:
            fault = Fault(0, f"{'the folder' if prefix else path} cannot be read: {error.strerror}")
            self.faults.append(FileFault(prefix.rstrip("/"), fault))
        return folder

    def _look_through(self, handle: int | str, path: str, folder: Folder) -> None:
        with os.scandir(handle) as scan:
            entries: list[os.DirEntry[str]] = list(scan)
        below: list[tuple[str, str]] = []
        files: list[os.DirEntry[str]] = []
        for entry in entries:
            name = entry.name
            if name[0] == "." and name.lower() not in SUFFIXES:  # a bare extension is no hidden file
                continue
            if self.excluded and self.excluded(folder.prefix + key_of(name), name):
                continue
            if entry.is_file(follow_symlinks=False):
                if name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES):
                    files.append(entry)
            elif entry.is_dir(follow_symlinks=False):
                if not _is_generated(name, entries):
                    below.append((f"{path}{os.sep}{name}", f"{folder.prefix}{key_of(name)}/"))
            elif _leads_to_folder(entry):
                self.links.append((f"{path}{os.sep}{name}", f"{folder.prefix}{key_of(name)}/"))
            elif name.lower().endswith(SUFFIXES):
                files.append(entry)
        if self.look:
            self._look_at(files, folder)
        self.links.sort()
        self.folders += sorted(below, reverse=True)

    def _look_at(self, files: list[os.DirEntry[str]], folder: Folder) -> None:
        """See how files are: nearly all the time of a walk goes by here."""
        for entry in files:
            name = entry.name
            key = folder.prefix + (name if name.isascii() else key_of(name))  # to call it takes its time
            try:
                status = entry.stat()
            except OSError as error:
                self.faults.append(FileFault(key, Fault(0, f"the file cannot be read: {error.strerror}")))
                if error.errno not in _GONE:
                    folder.hidden.append(key)
                continue
            if not S_ISREG(status.st_mode):
                self.faults.append(FileFault(key, Fault(0, "no file, but a device, a socket or a pipe")))
                continue
            written, inode = status.st_mtime_ns, status.st_ino
            if not (-_KEPT <= written <= _KEPT and inode <= _KEPT):  # a hundred thousand times it is not so
                written, inode = max(-_KEPT, min(written, _KEPT)), inode & _KEPT
            folder.found.append((key, status.st_size, written, inode))


@contextmanager
def _open_folder(path: str) -> Iterator[int | str]:
    """Give what a folder is looked through by: a number where there are some, so that to look at a file the system
    need not find its folder again, which is a good part of a walk.
    """
    if not _BY_NUMBER:
        yield path
        return
    number = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:  # a loop
        return False


def _is_generated(name: str, beside: list[os.DirEntry[str]]) -> bool:
    return name in _GENERATED or (name == "public" and any(entry.name in _GENERATORS for entry in beside))


class _Excluded:
    """The exclude globs of a library, compiled."""

    def __init__(self, globs: Sequence[str]) -> None:
        globs = [glob.strip("/") if glob.endswith("/") else glob.lstrip("/") for glob in globs]
        names = [fnmatch.translate(glob) for glob in globs if "/" not in glob]
        paths = [fnmatch.translate(glob) for glob in globs if "/" in glob]
        self._names = re.compile("|".join(names)) if names else None
        self._paths = re.compile("|".join(paths)) if paths else None

    def __call__(self, key: str, name: str) -> bool:
        return bool((self._names and self._names.match(name)) or (self._paths and self._paths.match(key)))


# -- keys

# A byte that is no UTF-8 arrives as U+DC80..U+DCFF (PEP 383), which no database can store: it stands as
# U+F780..U+F7FF. A name that really holds one of these is written by its bytes too: both ways are exact.
_ESCAPED: Final = re.compile("[\uf780-\uf7ff]")
_UNSTORABLE: Final = re.compile("[\udc80-\udcff\uf780-\uf7ff]")
_SHIFT: Final = 0xF780 - 0xDC80


def key_of(path: str) -> str:
    """Give the key of a path from the library's root, as the file system spells it."""
    if os.sep != "/":
        path = path.replace(os.sep, "/")
    return path if path.isascii() else _UNSTORABLE.sub(_escape, path)


def folder_of(key: str) -> str:
    """Give the prefix of the folder that a file is in."""
    return key[: key.rfind("/") + 1]


def path_of(root: Path, key: str) -> Path:
    """Give the file that a key stands for."""
    return root / (key if key.isascii() else _ESCAPED.sub(lambda match: chr(ord(match[0]) - _SHIFT), key))


def _escape(match: re.Match[str]) -> str:
    return "".join(chr(0xF700 + byte) for byte in match[0].encode("utf-8", "surrogateescape"))


# -- reading


def load_text(path: Path) -> Decoded:
    """Read and decode a file.

    Raises:
        ArticleGone: there is no such file.
        Unreadable: it cannot be read, or holds no text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MOST)  # room is made for all that is asked for, which takes its time
            data += file.read(LIMIT + 1 - _MOST) if len(data) == _MOST else b""
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise ArticleGone("The file is not there any more.") from error
    except OSError as error:
        raise Unreadable(f"The file cannot be read: {error.strerror}.") from error
    return decode(data)
