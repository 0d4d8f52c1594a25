from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.cli import main

ARTICLES = {
    "金融/新浪财经/采购.md": (
        "\n---\ntitle: '北京深化政府采购改革'\ncategories:\n - 金融\n - 新浪财经\n - 国內\n\n"
        "author: 新浪财经\ndate: Wed, 22 Dec 2021 10:39:43 GMT\nheadimg: x.png\n---\n\n"
        "<div><p>　　12月22日，北京市。</p></div>\n"
    ),
    "code/one.md": (
        "---\ntitle: One\ndate: 2021-12-23 08:00:00 +0000\ncategories: [code, news]\ntags: [a, b]\n"
        "url: https://example.org/one\nlang: en\n---\n"
        "# Head\n\nSee [here](https://example.org/there) and **bold**.\n"
    ),
    "code/two.md": "---\ntitle: Two\ncategories: [code, news]\n---\nNo date at all.\n",
    "code/broken.md": "---\ntitle: 'Broken' news\ndate: 2020-01-01\n---\nIts header is no YAML.\n",
    "README.md": "# About this folder\n",
}


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def objects(self) -> list[Any]:
        return [json.loads(line) for line in self.lines]


Run = Callable[..., Ran]


def write_articles(folder: Path, articles: dict[str, str]) -> Path:
    for name, text in articles.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = write_articles(tmp_path / "library", ARTICLES)
    os.utime(folder / "code/two.md", (0, 0))  # without a date the file's time orders it
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person without settings, in Greenwich."""
    for name in ("BROADSHEET_LIBRARY", "BROADSHEET_CONFIG", "NO_COLOR", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for kind in ("CONFIG", "CACHE", "DATA"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / "home" / kind))
    settings = tmp_path / "home" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text('zone = "UTC"\nlanguage = "en"\n', encoding="utf-8")
    monkeypatch.setenv("BROADSHEET_CONFIG", str(settings))
    return settings.parent


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line; stdin, stdout and stderr are no terminals."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Ran(status, *capsys.readouterr())

    return run
