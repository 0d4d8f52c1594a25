"""Walk a library, stat, read and decode its files; no parsing here.

A file is known by its key: its path from the library's root, `/` between the parts. Nothing here writes.
"""

from __future__ import annotations

import codecs
import fnmatch
import marshal
import os
import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG
from typing import Final, NamedTuple

from reader.errors import ArticleGone, Unreadable
from reader.model import Fault, FileFault, SourceFile

SUFFIXES: Final = (".md", ".markdown", ".mdown", ".mkd", ".mdx", ".html", ".htm", ".txt")
LIMIT: Final = 64 << 20  # bytes read of one file: more is no article, and memory is finite
_MOST: Final = 1 << 18  # bytes that most files do not have
_KEPT: Final = (1 << 63) - 1  # by a database: clocks may be ages ahead, and some disks number with 64 bits

_GENERATED: Final = frozenset({"node_modules", "_site"})
# A `public` folder beside one of these is what the generator made of the articles, not another library.
_GENERATORS: Final = frozenset(
    {"_config.yml", "_config.yaml"}
    | {f"{stem}.{suffix}" for stem in ("hugo", "config") for suffix in ("toml", "yaml", "yml", "json")}
)


class Decoded(NamedTuple):
    """A file's text, its line ends made LF; `encoding` as Python names it, `guessed` if none vouches."""

    text: str
    encoding: str = "utf-8"
    guessed: bool = False
    cut: bool = False

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What the reader of the file should be told."""
        found = []
        if self.guessed:
            found.append(Fault(0, f"not UTF-8: read as {self.encoding}, which is a guess"))
        if self.cut:
            found.append(Fault(0, f"only the first {LIMIT >> 20} MB are read"))
        return tuple(found)


# -- walking


class Folder(NamedTuple):
    """A folder's own files that may hold articles, in any order; `prefix` is how their keys begin."""

    prefix: str
    found: list[tuple[str, int, int, int]]  # most folders are as they were: nobody asks for their files
    hidden: list[str]  # keys of files that are there or may be, but nothing can be known of them

    @property
    def files(self) -> list[SourceFile]:
        """The files."""
        return [SourceFile(*one) for one in self.found]

    @property
    def digest(self) -> str:
        """What tells these files from those that were here before: 32 hexadecimal digits."""
        said = marshal.dumps(sorted(self.found), 2)  # quicker than to write them out, and never read again
        return blake2b(said, digest_size=16).hexdigest()


def iter_files(
    root: Path, *, exclude: Sequence[str] = (), faults: list[FileFault] | None = None
) -> Iterator[SourceFile]:
    """Yield every file below `root` that may hold an article, folder by folder, by name."""
    for folder in iter_folders(root, exclude=exclude, faults=faults):
        yield from sorted(folder.files)


def iter_folders(
    root: Path, *, exclude: Sequence[str] = (), faults: list[FileFault] | None = None
) -> Iterator[Folder]:
    """Yield every folder from `root` down with its files that may hold an article.

    Hidden files and folders, generated sites and what globs of `exclude` match are left out: one without `/`
    is held against every name, one with `/` against the whole key. Symlinks are followed; a folder is
    entered once, under its own path where it has one. Unreadable folders and dead links go into `faults`.
    """
    walk = _Walk(root, _Excluded(exclude) if exclude else None, [] if faults is None else faults)
    while walk.folders or walk.links:
        # Linked folders wait until the library's own are walked, so that these keep their paths.
        path, prefix = walk.folders.pop() if walk.folders else walk.links.pop(0)
        yield walk.enter(path, prefix)


class _Walk:
    """A walk under way: the folders still to enter, each with the beginning of its keys."""

    def __init__(self, root: Path, excluded: _Excluded | None, faults: list[FileFault]) -> None:
        self.excluded, self.faults = excluded, faults
        self.folders: list[tuple[str, str]] = [(os.fspath(root), "")]
        self.links: list[tuple[str, str]] = []
        self.seen: set[tuple[int, int]] = set()

    def enter(self, path: str, prefix: str) -> Folder:
        """Give a folder with its files, and note the folders in it."""
        entries = self._load(path, prefix)
        folder = Folder(prefix, [], [])
        below: list[tuple[str, str]] = []
        for entry in entries:
            name = entry.name
            if name[0] == "." and name.lower() not in SUFFIXES:  # a bare extension is no hidden file
                continue
            if self.excluded and self.excluded(prefix + key_of(name), name):
                continue
            if entry.is_file(follow_symlinks=False):
                if name.endswith(SUFFIXES) or name.lower().endswith(SUFFIXES):
                    self._find(entry, folder)
            elif entry.is_dir(follow_symlinks=False):
                if not _is_generated(name, entries):
                    below.append((entry.path, f"{prefix}{key_of(name)}/"))
            elif _leads_to_folder(entry):
                self.links.append((entry.path, f"{prefix}{key_of(name)}/"))
            elif name.lower().endswith(SUFFIXES):
                self._find(entry, folder)
        self.links.sort()
        self.folders += sorted(below, reverse=True)
        return folder

    def _load(self, path: str, prefix: str) -> list[os.DirEntry[str]]:
        try:
            status = os.stat(path)  # noqa: PTH116 - a Path a folder is a tenth of the walk
            if (status.st_dev, status.st_ino) in self.seen:
                return []
            self.seen.add((status.st_dev, status.st_ino))
            with os.scandir(path) as scan:
                return list(scan)
        except OSError as error:
            fault = Fault(0, f"{'the folder' if prefix else path} cannot be read: {error.strerror}")
            self.faults.append(FileFault(prefix.rstrip("/"), fault))
            return []

    def _find(self, entry: os.DirEntry[str], folder: Folder) -> None:
        key = folder.prefix + key_of(entry.name)
        try:
            status = entry.stat()
        except OSError as error:
            self.faults.append(FileFault(key, Fault(0, f"the file cannot be read: {error.strerror}")))
            folder.hidden.extend([] if isinstance(error, FileNotFoundError | NotADirectoryError) else [key])
            return
        if S_ISREG(status.st_mode):
            written = max(-_KEPT, min(status.st_mtime_ns, _KEPT))
            folder.found.append((key, status.st_size, written, status.st_ino & _KEPT))
        else:
            self.faults.append(FileFault(key, Fault(0, "no file, but a device, a socket or a pipe")))


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


def decode(data: bytes) -> Decoded:
    """Decode a file's bytes: by its byte order mark, as UTF-8, as its markup declares, else by a detector.

    What cannot be decoded becomes U+FFFD.

    Raises:
        Unreadable: the bytes are no text.
    """
    if cut := len(data) > LIMIT:
        data = data[:LIMIT]
    text, encoding, guessed = _decode(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, encoding, guessed, cut)


_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the other
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _decode(data: bytes) -> tuple[str, str, bool]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        if wide := _find_wide(data, 0.01):
            return data.decode(wide, "replace"), wide, False
        _refuse_binary(data, 0.05)
        return _decode_legacy(data)
    if "\x1b$" in text and (japanese := _try(data, "iso2022_jp_2")) is not None:
        return japanese, "iso2022_jp_2", False
    if "\0" in text[:4096]:
        if wide := _find_wide(data, 0.5):
            return data.decode(wide, "replace"), wide, False
        _refuse_binary(data, 0.3)
    return text, "utf-8", False


def _find_wide(data: bytes, share: float) -> str | None:
    """Find which UTF-16 or UTF-32 bytes without a mark are: rightly read, they hold ASCII and no NUL."""
    sample = data[:4096]
    if b"\0" not in sample:
        return None
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        plain = sum("\t" <= char <= "~" for char in text)
        if text and "\0" not in text and plain >= share * len(text) and plain:
            return encoding
    return None


_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\f\r\b\x1b"))


def _refuse_binary(data: bytes, share: float) -> None:
    sample = data[:4096]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > share * len(sample):
        raise Unreadable("The file holds no text.")


# -- encodings other than Unicode

_DECLARED: Final = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE
)
_MOSTLY_UTF8: Final = re.compile(rb"(?:[\xe1-\xef][\x80-\xbf]{2}){3}")
# What the web means by a label is its superset (WHATWG Encoding Standard, section 4.2).
_SUPERSETS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_MULTIBYTE: Final = ("utf-8", "gb18030", "big5hkscs", "cp932", "euc-jp", "cp949")
_FOREIGN_WORD: Final = re.compile(rb"[^\s<>]*[\x80-\xff][^\s<>]*")
_QUOTES: Final = re.compile("[\u2010-\u2026\u3000-\u303f\uff00-\uffef]")  # quotation marks and their kin
_SAMPLE: Final = 64 << 10  # bytes that the detector looks at


def _decode_legacy(data: bytes) -> tuple[str, str, bool]:
    if declared := _DECLARED.search(data[:4096]):
        encoding = _find_codec(declared[1].decode("ascii", "replace"))
        if encoding and encoding != "utf-8" and (text := _try(data, encoding)) is not None:
            return text, encoding, False
    if any(_is_utf8(line) for line in data.splitlines()):
        return _decode_mixed(data)
    encoding = _detect(data)
    return data.decode(encoding, "replace"), encoding, True


def _decode_mixed(data: bytes) -> tuple[str, str, bool]:
    """Decode UTF-8 with foreign lines: in another encoding where they are many, else damaged."""
    foreign = b"".join(line for line in data.splitlines(True) if _try(line, "utf-8") is None)
    many = len(foreign.translate(None, bytes(range(128)))) >= 16
    encoding = _detect(foreign) if many and not _MOSTLY_UTF8.search(foreign) else "utf-8"
    if encoding == "utf-8" or not _is_plausible(foreign, encoding):
        return data.decode("utf-8", "replace"), "utf-8", True
    lines = (_try(line, "utf-8") or line.decode(encoding, "replace") for line in data.splitlines(True))
    return "".join(lines), f"utf-8 and {encoding}", True


def _is_utf8(line: bytes) -> bool:
    """Tell whether a line is UTF-8 beyond doubt: eight characters do not fit it by chance."""
    if line.isascii() or (text := _try(line, "utf-8")) is None:
        return False
    return sum(char > "\x7f" for char in text) >= 8


def _detect(data: bytes) -> str:
    """Guess an encoding: one of the web's, from the lines that are not ASCII (else markup drowns them).

    Where that gives no words (a few Chinese names in English text), the foreign words alone are asked about.
    """
    import chardet
    from chardet.enums import EncodingEra

    lines = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE]
    guess = chardet.detect(lines, encoding_era=EncodingEra.MODERN_WEB)["encoding"]
    first = _find_codec(guess or "") or "utf-8"
    if _is_plausible(lines, first):
        return first
    words = b"\n".join(_FOREIGN_WORD.findall(lines))
    guess = chardet.detect(words, include_encodings=_MULTIBYTE, no_match_encoding="utf-8")["encoding"]
    second = _find_codec(guess or "") or "utf-8"
    return second if second != "utf-8" and _is_plausible(words, second) else first


def _is_plausible(sample: bytes, encoding: str) -> bool:
    """Tell whether a guess gives letters and quotation marks, not the signs that a wrong one gives."""
    foreign = [char for char in sample.decode(encoding, "replace") if char > "\x7f"]
    sensible = sum(char.isalpha() or _QUOTES.match(char) is not None for char in foreign)
    return sensible >= 0.75 * len(foreign) and "\ufffd" not in foreign


def _find_codec(label: str) -> str | None:
    try:
        codec = codecs.lookup(label)
    except LookupError:
        return None
    return _SUPERSETS.get(codec.name, codec.name) if codec._is_text_encoding else None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
