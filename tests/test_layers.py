"""The rules of the house, as the docstring of `reader` draws it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import reader

ROOT = Path(reader.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

# No module imports from a room of a higher rank, nor from another room of its own.
RANKS = {
    "errors": 0,
    "span": 0,
    "model": 1,
    "document": 1,
    "config": 1,
    "startup": 1,
    "decoding": 2,
    "files": 3,
    "parsing": 4,
    "typeset": 5,
    "store": 5,
    "services": 6,
    "ui": 7,
    "cli": 7,
    "__main__": 8,
}
# The one doorway: the command line runs the screen, once there is a terminal to put it on.
DOORWAYS = {("cli", "reader.ui.app")}

# One heavy package lives in one room.
HOMES = {
    "bs4": {"parsing"},
    "lxml": {"parsing"},
    "frontmatter": {"parsing"},
    "yaml": {"parsing"},
    "markdown_it": {"parsing"},
    "mdit_py_plugins": {"parsing"},
    "dateutil": {"parsing"},
    "chardet": {"decoding"},
    "icu4py": {"typeset"},
    "wcwidth": {"typeset"},
    "pygments": {"typeset"},
    "bidi": {"typeset"},
    "opencc": {"store"},
    "sqlite3": {"store"},
    "sqlite_utils": {"store"},
    "inotify_simple": {"services"},
    "watchfiles": {"services"},
    "textual": {"ui"},
    "rich": {"ui", "typeset"},  # typeset measures with the table that Textual paints with
    "click": {"cli"},
    "platformdirs": {"config"},
    "tomllib": {"config", "parsing"},
}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def iter_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name_of(path)}: relative import"
            assert node.module
            yield node.module
            if node.module == "reader":
                yield from (f"reader.{alias.name}" for alias in node.names if alias.name in RANKS)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_articles_flow_one_way(path: Path) -> None:
    room = room_of(path)
    for imported in iter_imports(path):
        package, _, rest = imported.partition(".")
        other = rest.partition(".")[0]
        if package != "reader" or not other or other == room or (room, imported) in DOORWAYS:
            continue
        if room == "__init__":
            pytest.fail(f"the package itself imports {imported}")
        assert RANKS[other] < RANKS[room] or RANKS[room] <= 1, f"{room} imports {imported}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_heavy_package_lives_in_one_room(path: Path) -> None:
    for imported in iter_imports(path):
        package = imported.partition(".")[0]
        if package in sys.stdlib_module_names and package not in HOMES:
            continue
        assert package == "reader" or room_of(path) in HOMES[package], f"{imported} has no home here"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    if room_of(path) != "config":
        assert not {"environ", "getenv"} & {
            node.attr
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Attribute)
        }


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_and_says_what_belongs_in_it(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert ast.get_docstring(tree)
    assert "from __future__ import annotations" in source or len(tree.body) == 1
    assert len(source.splitlines()) <= 400
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"


def test_every_room_is_known() -> None:
    assert {room_of(path) for path in MODULES} - {"__init__"} <= RANKS.keys()


# -- what a command loads


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "one.md").write_text("---\ntitle: One\ndate: 2021-12-22\n---\nText.\n", encoding="utf-8")
    return folder


ROOMS = sorted(path for path in ROOT.rglob("__init__.py") if path.parent != ROOT)


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.parent.name)
def test_a_room_says_where_everything_is(room: Path) -> None:
    """Its docstring is the map by which a newcomer finds where a change belongs."""
    said = set(re.findall(r"\w+", ast.get_docstring(ast.parse(room.read_text(encoding="utf-8"))) or ""))
    there = {path.stem for path in room.parent.glob("*.py")} - {"__init__"}
    assert there <= said, there - said


def loaded_by(code: str, tmp_path: Path) -> set[str]:
    """Run code in a fresh interpreter and give the packages it loaded."""
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules), file=sys.stderr)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
    environment |= {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT.parent)}
    environment |= {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "CACHE", "DATA")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stderr.split())


HEAVY = {
    "textual",
    "inotify_simple",
    "watchfiles",
    "bs4",
    "lxml",
    "sqlite_utils",
    "markdown_it",
    "icu4py",
    "pygments",
    "chardet",
}


@pytest.mark.parametrize("arguments", [["--help"], ["list", "--help"], ["--version"]])
def test_help_loads_nothing_but_the_command_line(arguments: list[str], tmp_path: Path) -> None:
    loaded = loaded_by(f"from reader.cli import main; main({arguments})", tmp_path)
    assert not loaded & (HEAVY | {"sqlite3", "frontmatter", "dateutil", "platformdirs", "rich"})


@pytest.mark.parametrize("verb", ["sync", "list", "categories", "doctor", "open"])
def test_no_verb_loads_the_screen(verb: str, library: Path, tmp_path: Path) -> None:
    code = f"import sys; sys.stdin = open({str(library / 'one.md')!r}); from reader.cli import main"
    loaded = loaded_by(f"{code}; assert main([{verb!r}, {str(library)!r}]) == 0", tmp_path)
    assert "reader.services.library" in loaded
    assert not loaded & {"textual", "rich"}


def test_a_second_list_parses_nothing(library: Path, tmp_path: Path) -> None:
    code = f"from reader.cli import main; assert main(['list', {str(library)!r}]) == 0"
    loaded_by(code, tmp_path)
    assert not loaded_by(code, tmp_path) & {
        "bs4",
        "lxml",
        "frontmatter",
        "markdown_it",
        "sqlite_utils",
        "icu4py",
    }


def test_the_first_screen_waits_for_no_page(tmp_path: Path) -> None:
    loaded = loaded_by("import reader.ui.app", tmp_path)
    assert "reader.ui.main_screen" in loaded
    pages = {"reader.document", "reader.typeset.layout", "reader.parsing.article", "reader.services.sync"}
    others = {"wcwidth", "frontmatter", "yaml", "dateutil", "tomllib", "bidi", "reader.ui.dialogs"}
    others |= {"reader.ui.search_line", "reader.typeset.linebreak"}
    assert not loaded & (HEAVY - {"textual"} | pages | others)
