from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli.output import entry_record, format_json, one_line
from reader.model import Article, Entry

HIDDEN = "\x1b\x07\x7f\x85\x9b\u200e\u202e\u2066\u2028\ufeff\ud800"


def test_letters_stay_and_controls_are_escaped() -> None:
    text = format_json({"title": f"新浪财经 é{HIDDEN}"})
    assert "新浪财经 é" in text
    assert text.isprintable()
    assert json.loads(text) == {"title": f"新浪财经 é{HIDDEN}"}


@given(
    st.recursive(
        st.text() | st.integers() | st.none() | st.floats(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_front_matter_is_one_line_of_safe_json(value: object) -> None:
    text = format_json(value)
    json.loads(text, parse_constant=pytest.fail)
    assert not any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text)
    assert not set(text) & set(HIDDEN)


def test_what_json_has_no_word_for() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert json.loads(format_json({1: date(2021, 12, 22), None: float("nan"), "set": {"a"}})) == {
        "1": "2021-12-22",
        "None": "nan",
        "set": ["a"],
    }
    assert "..." in format_json(endless)


def test_a_record_says_instants_in_utc_and_paths_as_lists() -> None:
    instant = datetime(2021, 12, 22, 18, 39, 43, 500, tzinfo=timezone(timedelta(hours=8)))
    article = Article("a/b.md", "Title", date=instant, categories=(("金融", "新浪财经"),), authors=("A", "B"))
    record = json.loads(
        format_json(entry_record(Entry(article, unread=True, bookmarked=False, duplicates=("c.md",))))
    )
    assert record == {
        "key": "a/b.md",
        "path": "a/b.md",
        "title": "Title",
        "author": "A, B",
        "authors": ["A", "B"],
        "source": "",
        "date": "2021-12-22T10:39:43Z",
        "date_source": "none",
        "updated": None,
        "categories": [["金融", "新浪财经"]],
        "tags": [],
        "url": "",
        "lang": "",
        "unread": True,
        "bookmarked": False,
        "duplicates": ["c.md"],
    }
    assert datetime.fromisoformat(record["date"]).astimezone(UTC) == instant.replace(microsecond=0)


def test_a_key_keeps_its_spaces_and_nothing_a_terminal_obeys() -> None:
    assert one_line("00_35      Cardano\x1b[2J\nx\t.md") == "00_35      Cardano[2J x .md"
