"""Boxes that Markdown puts round blocks: notes stand beside the text, disclosures open, others leave no trace."""

from __future__ import annotations

import pytest

from reader.document import Block, Details, Document, ItemList, Paragraph, Preformatted, Quote, plain
from reader.parsing.body import body_text, parse_body


def shown(markdown: str) -> list[str]:
    """Tell each block of a page by its kind and its words, and see that the index holds the same."""
    document = parse_body(markdown, "markdown")
    assert "".join(body_text(markdown, "markdown").split()) == "".join(document.text.split())
    return [_told(block) for block in document.blocks]


def _told(block: Block) -> str:
    words = " | ".join(Document((block,)).text.split("\n"))
    match block:
        case Quote(aside=True):
            return f"aside: {words}"
        case Details(summary=summary):
            return f"details {plain(summary)}: {words}"
        case ItemList():
            return f"list: {words}"
        case Preformatted():
            return f"code: {words}"
    assert isinstance(block, Paragraph)
    return words


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("::: tip 提示\n这是*一*条\n:::\n后文", ["aside: 提示 | 这是一条", "后文"]),
        ("前文\n:::warning\nMind the gap\n:::", ["前文", "aside: Warning | Mind the gap"]),
        (":::message alert\n気をつけて\n:::", ["aside: 気をつけて"]),
        (":::details 詳しく\n- a\n:::", ["details 詳しく: 詳しく | a"]),
        (":::info[So it is]\n\ntext\n\n:::", ["aside: So it is | text"]),
        (':::note{title="Mind"}\ntext\n:::', ["aside: Mind | text"]),
        ('::: {.callout-tip title="Mind"}\ntext\n:::', ["aside: Mind | text"]),
        ("::: {.section .section--body #x}\ntext\n:::", ["text"]),
        (":::{note}\ntext\n:::", ["aside: Note | text"]),
        (":::: columns 2\n::: {.column}\nleft\n:::\n::: column\nright\n:::\n::::", ["left", "right"]),
        ("::: tip\n::: tip\na\n:::\nb\n:::\nc", ["aside: Tip | Tip | a | b", "c"]),
        (":::: info\na\n::: right\nb\n::::\nc", ["aside: Info | a | b", "c"]),
        ("::: code-group\n```sh [npm]\nnpm i\n```\n:::", ["code: npm i"]),
        ("::: tip\n```\n:::\n```\na\n:::\nb", ["aside: Tip | ::: | a", "b"]),
        ("- one\n  ::: tip\n  two\n  :::\n- three", ["list: one | Tip | two | three"]),
        ("::: tip\nnothing closes it\n\nso", ["aside: Tip | nothing closes it | so"]),
    ],
)
def test_colons_make_a_box(markdown: str, blocks: list[str]) -> None:
    assert shown(markdown) == blocks


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ('words\n!!! note "So"\n    one\n\n    two\nthree', ["words", "aside: So | one | two", "three"]),
        ("!!! tip\n\n    text", ["aside: Tip | text"]),
        ('!!! info inline end ""\n    text', ["aside: text"]),
        ('???+ question "Why?"\n    so', ["details Why?: Why? | so"]),
    ],
)
def test_exclamation_marks_make_a_box_of_indented_lines(markdown: str, blocks: list[str]) -> None:
    assert shown(markdown) == blocks


@pytest.mark.parametrize(
    "markdown", ["::::", "a ::: tip", "`::: tip`", "!!! wow", "What!!! note this", "??? really"]
)
def test_marks_alone_make_no_box(markdown: str) -> None:
    assert shown(markdown) == [markdown.strip("`")]


@pytest.mark.parametrize("piece", [":::a\n", "> ::: a\n", "- ::: a\n", "!!! a\n    ", "??? a\n\n    b\n"])
def test_boxes_that_nothing_closes_take_no_long_time(piece: str) -> None:
    body_text(piece * 10_000, "markdown")
