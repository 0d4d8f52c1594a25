"""The programs that are run and measured: ours, and floors that do only what cannot be left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("Hello, world")
Hello().run()
"""

WALK = """
import os, sys
def walk(folder):
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                walk(entry.path)
            else:
                entry.stat()
walk(sys.argv[1])
"""

# One process: read, header with PyYAML's C loader, text with lxml, row and search text in one transaction. With
# a third argument FTS5 could find Chinese words: it takes a run of them for one, unless blanks part the characters.
INTAKE = """
import os, re, sqlite3, sys, yaml
from lxml import etree
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
database = sqlite3.connect(sys.argv[2])
database.execute("CREATE TABLE article (id INTEGER PRIMARY KEY, path, title, date)")
database.execute("CREATE VIRTUAL TABLE search USING fts5(title, text)")
parser = etree.HTMLParser(encoding="utf-8")
unspaced = re.compile("([\u2e80-\u9fff\uac00-\uffef])")
part = (lambda text: unspaced.sub(r" \\1 ", text)) if sys.argv[3:] else str
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        path = os.path.join(folder, name)
        with open(path, "rb") as file:
            _, header, body = file.read().split(b"---\\n", 2)
        meta = yaml.load(header, Loader)
        root = etree.fromstring(body, parser)
        text = "" if root is None else " ".join(root.itertext())
        values = (path, meta["title"], str(meta["date"]))
        row = database.execute("INSERT INTO article VALUES (NULL, ?, ?, ?)", values)
        values = (row.lastrowid, part(meta["title"]), part(text))
        database.execute("INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)", values)
database.commit()
"""


class Home(NamedTuple):
    """Where the measured program keeps its own files."""

    folder: Path

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
        own = {f"XDG_{kind}_HOME": str(self.folder / kind.lower()) for kind in ("CACHE", "DATA", "CONFIG")}
        return {**kept, **own, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}

    def forget_reader(self) -> None:
        """Forget what was read and where, so that a library opens at its newest article."""
        shutil.rmtree(self.folder / "data", ignore_errors=True)

    def cache_bytes(self) -> int:
        return sum(file.stat().st_size for file in (self.folder / "cache").rglob("*") if file.is_file())


class Run(NamedTuple):
    """What a program took: seconds from exec to exit, and the bytes of its largest process."""

    seconds: float
    peak: int


def run_program(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a program to its end.

    Raises:
        CalledProcessError: it failed.
    """
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Run(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def sync_arguments(folder: Path) -> list[str]:
    """Give what syncs a library from the command line."""
    return ["-m", "reader", "sync", str(folder)]
