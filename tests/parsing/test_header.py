"""Headers: every pair in tests/corpus/header, what hostile text may cost, and what any text gives."""

from __future__ import annotations

import json
import os
import re
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parsing.header import parse_header

CORPUS = Path(__file__).parents[1] / "corpus" / "header"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_pair(path: Path) -> None:
    """Each file reads as the .json beside it says; dates stand there as text."""
    header = parse_header(path.read_bytes().decode())
    found = {
        "metadata": json.loads(json.dumps(header.metadata, default=str)),
        "body": header.body,
        "body_line": header.body_line,
        "fault_lines": [fault.line for fault in header.faults],
    }
    assert found == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_scalars_keep_their_types() -> None:
    metadata = parse_header("---\nday: 2021-03-21\nat: 2021-03-21 10:00:00\nn: 755\nyes: on\n---\n").metadata
    assert metadata == {"day": date(2021, 3, 21), "at": datetime(2021, 3, 21, 10), "n": 755, "True": True}  # noqa: DTZ001


@pytest.mark.parametrize("before", ["\ufeff", "\n\n \n", "\u200b\n", "\ufeff\r\n", "\n" * 200])
def test_invisible_text_before_the_fence(before: str) -> None:
    header = parse_header(f"{before}---\ntitle: x\n---\nBody")
    assert (header.metadata, header.body) == ({"title": "x"}, "Body")


@pytest.mark.parametrize("fence", ["---", "------", "---  ", "+++", ";;;"])
def test_empty_header(fence: str) -> None:
    header = parse_header(f"{fence}\n{fence}\nBody")
    assert (header.metadata, header.body, header.body_line) == ({}, "Body", 3)


def test_byte_order_mark_is_no_text() -> None:
    assert parse_header("\ufeffText").body == "Text"


@pytest.mark.parametrize(
    "rule", ["", "=", "x---", "--", "--- ---", "- - -", "***", "---foo", "---------name-----"]
)
def test_no_fence(rule: str) -> None:
    text = f"{rule}\nkey: value\n---\nText\n"
    assert parse_header(text).body == text


def _nested_merges() -> str:
    lines = ["a: &a {k: v}"]
    lines += [f"{name}: &{name} {{<<: [{', '.join([f'*{of}'] * 9)}]}}" for of, name in pairwise("abcdefghi")]
    return "\n".join(lines)


HOSTILE = {
    "flow lists": "a: " + "[" * 100_000,
    "flow maps": "a: " + "{a: " * 30_000,
    "dashes": "- " * 30_000,
    "question marks": "? " * 30_000,
    "indents": "\n".join(" " * depth + "a:" for depth in range(1000)),
    "alias bomb": "\n".join(f"{b}: &{b} [{', '.join(['*' + a] * 9)}]" for a, b in pairwise("zabcdefghi")),
    "merge bomb": _nested_merges(),
    "endless alias": "a: &a [*a]",
    "many keys": "a: b\n" * 20_000,
    "long line": "cover: data:image/png;base64," + "A" * 500_000,
    "huge number": "a: " + "9" * 10_000,
    "surrogate": "a: \ud800",
    "controls": "a: \x1b]0;x\x07\x00",
    "python object": "a: !!python/object/apply:os.system ['exit 1']",
    "bad tags": "a: !!int ''\nb: !!bool x\nc: !!timestamp y\nd: !!binary _",
    "odd keys": "? [a]\n: b\n{{ x }}: y",
}


@pytest.mark.parametrize("block", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize(
    "dressed", ["---\ntitle: x\n{}\n---\n", "---\n{}\n", "{}", "+++\n{}\n+++\n", '{{"a": {}}}']
)
def test_hostile_text(dressed: str, block: str) -> None:
    """Whatever stands there: an answer, small enough to be written out. (A slow one would stop the suite.)"""
    header = parse_header(dressed.format(block))
    assert len(repr(header.metadata)) < 5_000_000


@pytest.mark.parametrize("block", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_line_costs_no_other(block: str) -> None:
    header = parse_header(f"---\ntitle: x\ndate: 2021-03-21\nlast: 1\n{block}\n---\nBody")
    assert header.metadata["title"] == "x"
    assert str(header.metadata["date"]) == "2021-03-21"
    assert header.body.endswith("Body")


LINES = st.sampled_from(
    [
        *(
            "---",
            "+++",
            ";;;",
            "...",
            "{",
            "}",
            "<!--",
            "-->",
            "",
            "\t",
            "# h",
            "text",
            "  b",
            "- a",
            "? x",
            "%",
        ),
        *("title: x", "date: 2021-13-45", "tags:", "key: [", '"a": 1', "a = 1", "[#]: a: (b)", ".. a: b"),
        *("&a *a", "\ufeff", "\x00", "'", '"'),
    ]
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Lines that could stand in a header, ended in one of three ways."""
    return draw(st.sampled_from(["\n", "\r\n", "\r"])).join(draw(st.lists(LINES | st.text(), max_size=12)))


@given(st.text() | files())
def test_any_text(text: str) -> None:
    """Any text gives a header; its body is the end of the text, and the line it says is where that begins."""
    header = parse_header(text)
    assert text.endswith(header.body)
    above = text.removesuffix(header.body).replace("\r\n", "\n").replace("\r", "\n")
    assert header.body_line == above.count("\n") + 1
    assert all(isinstance(key, str) for key in header.metadata)
    assert all(fault.line >= 1 and fault.text for fault in header.faults)


@given(st.text())
def test_text_without_a_fence_is_all_body(text: str) -> None:
    if not re.search(r"---|\+\+\+|;;;|:|\{", text):
        assert parse_header(text).body == text.removeprefix("\ufeff")


def test_real_libraries() -> None:
    root = os.environ.get("BROADSHEET_CORPORA")
    if not root:
        pytest.skip("BROADSHEET_CORPORA names no folder of real libraries")
    bare = {"fcc-chinese", "lctt", "pypy-blog", "ruanyf-weekly"}  # most of their files have no header
    silent = [
        path
        for path in Path(root).rglob("*.md")
        if path.relative_to(root).parts[0] not in bare
        and not path.relative_to(root).parts[0].startswith(("fixtures", "jekyll-fixtures"))
        and not parse_header(path.read_text(encoding="utf-8", errors="replace")).metadata
    ]
    assert silent == []
