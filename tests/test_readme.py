"""The README says what is so: its commands, its keys, its settings, its verbs."""

from __future__ import annotations

import re
from pathlib import Path

import click

from reader.cli.program import broadsheet
from reader.config import Config, LibraryConfig
from reader.ui.actions import ACTIONS, keys_of
from tests.cli.test_verbs import FIELDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FOUND = {"folders", "remote", "faults"}  # no settings: what the program finds by itself


def section(title: str) -> str:
    return README.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_column(text: str) -> list[str]:
    return [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| `")]


def test_the_two_commands_that_set_everything_up() -> None:
    first = "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/broadsheet"
    second = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest"
    assert re.findall(r"^python3 .*$", README, re.MULTILINE) == [first, second]
    assert f'"{second}"' in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_every_setting() -> None:
    rows = {row.split("`")[1] for row in first_column(section("Settings"))}
    settings = set(Config._fields) - FOUND
    inner = {f"libraries.NAME.{name}" for name in LibraryConfig._fields} - {"libraries.NAME.name"}
    assert rows == settings | inner


def test_every_verb_and_every_option_of_it() -> None:
    rows = "\n".join(line for line in section("The command line").splitlines() if line.startswith("| `"))
    for name, verb in broadsheet.commands.items():
        assert name == "open" or f"broadsheet {name} " in rows
        options = [option for one in verb.params if isinstance(one, click.Option) for option in one.opts]
        shared = {"-l", "--library", "--log"}
        assert [option for option in options if option not in shared and option not in rows] == []


def test_every_field_of_the_json() -> None:
    assert ", ".join(FIELDS) in " ".join(section("The command line").split())


def test_every_key() -> None:
    said = set(re.findall(r"`([^`]+)`", section("Keys"))) | {"↓", "↑", "←", "→"}
    for action in ACTIONS:
        assert set(keys_of(action, {})) <= said, action.id
