"""The verb search."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.services.library import Library
from tests.cli.conftest import Run

NEWS = "source"


def test_a_line_an_article_and_the_words_around_the_hit(run: Run, library: Path) -> None:
    ran = run("search", "北京市", "-l", library)
    assert ran.status == 0
    assert "北京深化政府采购改革" in ran.lines[0]
    assert ran.lines[1].strip() == "12月22日，北京市。"


def test_json_has_the_fields_of_list_and_two_more(run: Run, library: Path) -> None:
    (listed,) = [one for one in run("list", library, "--json").objects if one["key"] == "code/one.md"]
    (found,) = run("search", "bold", "-l", library, "--json").objects
    assert {name: found[name] for name in listed} == listed
    assert found["excerpt"] == "Head See here and bold."
    assert found["hits"] == 1


def test_words_are_joined_and_order_and_number_can_be_said(run: Run, library: Path) -> None:
    assert run("search", "政府", "採購", "-l", library, "--paths").lines == ["金融/新浪财经/采购.md"]
    assert run("search", "category:code OR title:Two", "-l", library, "--count").out == "3\n"
    assert run("search", "-l", library, "--count").out == "4\n"
    assert len(run("search", "-l", library, "--paths", "--limit", "2").lines) == 2
    assert run("search", "two", "--sort", "relevance", "-l", library, "--paths").lines == ["code/two.md"]


def test_after_two_minus_signs_a_minus_is_the_query_s(run: Run, library: Path) -> None:
    found = run("search", "-l", library, "--paths", "--", "-category:code", "-broken").lines
    assert found == ["金融/新浪财经/采购.md"]


@pytest.mark.parametrize("form", [[], ["--json"], ["--paths"]])
def test_nothing_found(run: Run, library: Path, form: list[str]) -> None:
    ran = run("search", "nowhere", "-l", library, *form)
    assert (ran.status, ran.out) == (1, "")
    ran = run("search", "nowhere", "-l", library, "--count")
    assert (ran.status, ran.out) == (1, "0\n")


def test_a_mistake_is_explained_with_a_caret_before_anything_is_read(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "sync", lambda self: pytest.fail("the library was read"))
    ran = run("search", "采购 is:new", "-l", library)
    assert (ran.status, ran.out) == (2, "")
    said, query, caret = ran.err.splitlines()
    assert "unread" in said
    assert query == "  采购 is:new"
    assert caret == " " * len("  xxyy is:") + "^"
