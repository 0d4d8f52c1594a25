"""Settings: TOML file < environment < flags. The only reader of `os.environ`.

Every setting stands in `Config` with its default; the README documents each. A wrong or unknown setting is
reported with its line and does not stop the program.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

from reader.errors import ConfigError

CategoryForm: TypeAlias = Literal["auto", "path", "flat"]
Language: TypeAlias = Literal["en", "zh"]


class LibraryConfig(NamedTuple):
    """A library: a folder, under a name of its own when the configuration gives one."""

    path: Path
    name: str = ""
    categories: CategoryForm = "auto"
    exclude: tuple[str, ...] = ()
    drafts: bool = False


class Folders(NamedTuple):
    """Where Broadsheet keeps its own files (never the library's)."""

    config: Path
    cache: Path
    data: Path


class Config(NamedTuple):
    """All settings, after file, environment and flags.

    `categories`, `exclude` and `drafts` hold for every folder that the file does not name as a library.
    """

    folders: Folders
    library: str = ""  # what `broadsheet` opens: a folder or a configured name; empty: the demo
    libraries: Mapping[str, LibraryConfig] = MappingProxyType({})
    categories: CategoryForm = "auto"
    exclude: tuple[str, ...] = ()
    drafts: bool = False
    zone: tzinfo | None = None  # the system's own, as datetime has it
    language: Language = "en"  # of times and dates
    theme: Literal["auto", "dark", "light"] = "auto"
    color: Literal["auto", "always", "never"] = "auto"  # of what the commands print
    measure: int = 80  # cells
    preview: bool = True
    ambiguous_width: Literal[1, 2] = 1
    terminal_bidi: bool = False  # the terminal reorders right-to-left text by itself
    han_latin_space: bool = False  # a space between Han and Latin characters
    text_colors: bool = False  # words in the colours that their author gave them
    watch: bool = True  # new files appear by themselves
    wire: bool = True  # send the terminal only the cells that changed
    search_variants: bool = True  # traditional and simplified characters find each other
    search_kana: bool = False  # Katakana and Hiragana find each other
    searches: Mapping[str, str] = MappingProxyType({})  # queries kept by their names
    keymap: Mapping[str, str] = MappingProxyType({})
    remote: bool = False  # over SSH
    faults: tuple[str, ...] = ()  # what was wrong in the file, each with its line


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings file and the environment; never raises: what is wrong stands in `Config.faults`.

    The file is the one that `BROADSHEET_CONFIG` names, else `config.toml` in the user's configuration folder.
    """
    environ = os.environ if environ is None else environ
    folders = _find_folders()
    named = environ.get("BROADSHEET_CONFIG", "")
    path = Path(named).expanduser() if named else folders.config / "config.toml"
    settings, faults = _load_file(path, required=bool(named))
    remote = bool(environ.get("SSH_CONNECTION"))
    if settings.get("preview", "auto") == "auto":
        settings["preview"] = not remote
    if settings.get("language", "auto") == "auto":
        settings["language"] = _find_language(environ)
    if environ.get("NO_COLOR"):  # https://no-color.org: set and not empty
        settings["color"] = "never"
    if environ.get("BROADSHEET_LIBRARY"):
        settings["library"] = environ["BROADSHEET_LIBRARY"]
    return Config(folders, remote=remote, faults=tuple(faults))._replace(**settings)


def _find_folders() -> Folders:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("broadsheet", appauthor=False)
    return Folders(dirs.user_config_path, dirs.user_cache_path, dirs.user_data_path)


def _find_language(environ: Mapping[str, str]) -> Language:
    """Take the language of dates from the first locale variable that is set (POSIX, XBD 8.2)."""
    locale = next(filter(None, (environ.get(name) for name in ("LC_ALL", "LC_TIME", "LANG"))), "")
    return "zh" if locale.startswith("zh") else "en"


# -- the file


def _load_file(path: Path, *, required: bool) -> tuple[dict[str, Any], list[str]]:
    """Give the settings of a file that are right, and a sentence for each that is not."""
    try:
        source = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}, [f"{path}: there is no such file"] if required else []
    except OSError as error:
        return {}, [f"{path}: cannot be read: {error.strerror}"]
    except UnicodeDecodeError as error:
        return {}, [f"{path}: cannot be read: {error}"]
    import tomllib

    try:
        table = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        number = re.match(r"line (\d+)", place)
        line = int(number[1]) if number else len(source.splitlines())  # else "end of document"
        return {}, [f"{path}:{line}: this is no TOML: {reason}"]
    reading = _Reading(path, source, [])
    return reading.take(table, _SETTINGS), reading.faults


Check: TypeAlias = Callable[["_Reading", tuple[str, ...], object], object]


class _Reading(NamedTuple):
    """A settings file while it is read."""

    file: Path
    source: str
    faults: list[str]

    def take(self, table: Mapping[str, object], checks: Mapping[str, Check], *above: str) -> dict[str, Any]:
        """Give what passes its check, report what does not; `above` names the tables around it."""
        taken = {}
        for name, value in table.items():
            setting = (*above, name)
            try:
                if name not in checks:
                    raise ConfigError("there is no such setting" + _nearest(name, checks))
                taken[name] = checks[name](self, setting, value)
            except ConfigError as error:
                self.report(setting, str(error))
        return taken

    def report(self, setting: tuple[str, ...], text: str) -> None:
        self.faults.append(f"{self.file}:{_find_line(self.source, setting)}: {'.'.join(setting)}: {text}")


def _nearest(name: str, names: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    return "".join(f"; do you mean {near}?" for near in get_close_matches(name, names, n=1))


def _find_line(source: str, setting: tuple[str, ...]) -> int:
    """Find the line, from 1, that sets a setting, else the nearest table or setting that encloses it.

    tomllib tells no lines. A line of a multi-line string that looks like the setting may be taken for it.
    """
    setting = _split_key(".".join(setting))
    above: tuple[str, ...] = ()
    best, found = 0, 1
    for number, line in enumerate(source.splitlines(), 1):
        text = line.strip()
        if text.startswith("["):
            here = above = _split_key(text.strip("[").partition("]")[0])
        else:
            here = (*above, *_split_key(text.partition("=")[0]))
        if here == setting[: len(here)] and len(here) > best:
            best, found = len(here), number
    return found


def _split_key(text: str) -> tuple[str, ...]:
    return tuple(part.strip(" \t\"'") for part in text.split("."))


# -- what a setting may be


def _text(_reading: _Reading, _setting: tuple[str, ...], value: object) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"must be a text in quotes; it is {value!r}")
    return value


def _flag(_reading: _Reading, _setting: tuple[str, ...], value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"must be true or false; it is {value!r}")
    return value


def _texts(_reading: _Reading, _setting: tuple[str, ...], value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ConfigError(f"must be a list of texts; it is {value!r}")
    return tuple(value)


def _one_of(*choices: object) -> Check:
    def check(_reading: _Reading, _setting: tuple[str, ...], value: object) -> object:
        if not any(value == choice and type(value) is type(choice) for choice in choices):
            *most, last = (repr(one).lower() if isinstance(one, bool) else repr(one) for one in choices)
            raise ConfigError(f"must be {', '.join(most)} or {last}; it is {value!r}")
        return value

    return check


def _cells(_reading: _Reading, _setting: tuple[str, ...], value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 20 <= value <= 250:
        raise ConfigError(f"must be a number of cells from 20 to 250; it is {value!r}")
    return value


def _zone(_reading: _Reading, _setting: tuple[str, ...], value: object) -> tzinfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: "Europe" is a folder of zones
        raise ConfigError(f"must name a time zone, such as Asia/Shanghai; it is {value!r}") from error


def _folder(reading: _Reading, setting: tuple[str, ...], value: object) -> Path:
    return reading.file.parent / Path(_text(reading, setting, value)).expanduser()


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(f"must be a table; it is {value!r}")
    return value


def _keymap(reading: _Reading, setting: tuple[str, ...], value: object) -> dict[str, str]:
    """Take `"list.down" = "j"`, and the same written with TOML's dotted keys: `list.down = "j"`."""
    taken: dict[str, str] = {}
    for name, key in _table(value).items():
        if isinstance(key, dict):
            inner = _keymap(reading, (*setting, name), key)
            taken |= {f"{name}.{rest}": keys for rest, keys in inner.items()}
        else:
            taken |= reading.take({name: key}, {name: _text}, *setting)
    return taken


def _named_texts(reading: _Reading, setting: tuple[str, ...], value: object) -> dict[str, str]:
    return {
        name: text
        for name, one in _table(value).items()
        for text in reading.take({name: one}, {name: _text}, *setting).values()
    }


def _libraries(reading: _Reading, setting: tuple[str, ...], value: object) -> dict[str, LibraryConfig]:
    taken = {}
    for name, table in _table(value).items():
        try:
            settings = reading.take(_table(table), _LIBRARY_SETTINGS, *setting, name)
            if "path" not in settings:
                raise ConfigError("has no path")
            taken[name] = LibraryConfig(name=name, **settings)
        except ConfigError as error:
            reading.report((*setting, name), str(error))
    return taken


_LIBRARY_SETTINGS: Mapping[str, Check] = {
    "path": _folder,
    "categories": _one_of("auto", "path", "flat"),
    "exclude": _texts,
    "drafts": _flag,
}

_SETTINGS: Mapping[str, Check] = {
    "library": _text,
    "libraries": _libraries,
    "categories": _LIBRARY_SETTINGS["categories"],
    "exclude": _LIBRARY_SETTINGS["exclude"],
    "drafts": _LIBRARY_SETTINGS["drafts"],
    "zone": _zone,
    "language": _one_of("auto", "en", "zh"),
    "theme": _one_of("auto", "dark", "light"),
    "color": _one_of("auto", "always", "never"),
    "measure": _cells,
    "preview": _one_of("auto", True, False),
    "ambiguous_width": _one_of(1, 2),
    "terminal_bidi": _flag,
    "han_latin_space": _flag,
    "text_colors": _flag,
    "watch": _flag,
    "wire": _flag,
    "search_variants": _flag,
    "search_kana": _flag,
    "searches": _named_texts,
    "keymap": _keymap,
}


# -- the terminal

_TERMINAL_VARIABLES = (
    *("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "TMUX", "STY", "SSH_CONNECTION"),
    *("LC_ALL", "LC_CTYPE", "LANG"),
)


def describe_terminal(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give what the environment says of the terminal, by the names of its variables, those that are set."""
    environ = os.environ if environ is None else environ
    size = shutil.get_terminal_size()
    said = {name: environ[name] for name in _TERMINAL_VARIABLES if environ.get(name)}
    return {"size": f"{size.columns}x{size.lines}"} | said
