"""Which library a text names."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config import Config, LibraryConfig
from reader.errors import NotAFolder, UnknownLibrary
from reader.services.libraries import find_demo, find_library


@pytest.fixture
def named(config: Config, tmp_path: Path) -> Config:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one = LibraryConfig(tmp_path / "one", "news", categories="flat")
    return config._replace(libraries={"news": one}, exclude=("*.txt",), drafts=True)


def test_nothing_names_the_demo(config: Config) -> None:
    assert find_library("", config).path == find_demo()
    assert list(find_demo().rglob("*.md"))


def test_a_name_goes_before_a_folder(named: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_library("news", named).path == tmp_path / "one"
    assert find_library("./news", named).path == Path("news")


def test_a_folder_that_is_configured_has_its_settings(named: Config, tmp_path: Path) -> None:
    assert find_library(str(tmp_path / "one"), named) is named.libraries["news"]
    unnamed = find_library(str(tmp_path / "two"), named)
    assert (unnamed.name, unnamed.exclude, unnamed.drafts) == ("", ("*.txt",), True)


def test_what_is_neither_says_so(named: Config, tmp_path: Path) -> None:
    with pytest.raises(UnknownLibrary, match="nope is neither"):
        find_library("nope", named)
    (tmp_path / "file").write_text("")
    with pytest.raises(NotAFolder, match="is a file"):
        find_library(str(tmp_path / "file"), named)
