"""Settings: TOML file < environment < flags. The only reader of `os.environ`.

Every setting stands in `Config` with its default; the README documents each. A wrong or unknown setting is
reported with its line and does not stop the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Literal

from dateutil.tz import tzlocal


@dataclass(frozen=True, slots=True)
class LibraryConfig:
    """A library: a folder, under a name of its own when the configuration gives one."""

    path: Path
    name: str = ""
    categories: Literal["auto", "path", "flat"] = "auto"
    exclude: tuple[str, ...] = ()
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Folders:
    """Where Broadsheet keeps its own files (never the library's)."""

    config: Path
    cache: Path
    data: Path


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, after file, environment and flags."""

    folders: Folders
    library: str = ""  # what `broadsheet` opens: a folder or a configured name; empty: the demo
    libraries: Mapping[str, LibraryConfig] = field(default_factory=dict)
    zone: tzinfo = field(default_factory=tzlocal)
    theme: Literal["auto", "dark", "light"] = "auto"
    measure: int = 80  # cells
    preview: bool = True
    ambiguous_width: Literal[1, 2] = 1
    keymap: Mapping[str, str] = field(default_factory=dict)
    remote: bool = False  # over SSH
    faults: tuple[str, ...] = ()  # what was wrong in the file, each with its line
