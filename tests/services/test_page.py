"""The page of an article: its first blocks before the rest, and no title twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.document import Document
from reader.model import Article
from reader.services import page
from reader.services.library import Library
from reader.services.page import make_beginning, make_page
from tests.services.conftest import LONG, Folder, sync

Opener = Callable[..., Library]


def body(kind: str, paragraphs: int = 40) -> str:
    if kind == "html":
        parts = [f'<p id="p{n}">Paragraph {n} <a href="#p3">back</a>. {LONG}</p>' for n in range(paragraphs)]
        return "\n".join(["<h2>One</h2>", *parts, "<ul><li>end</li></ul>"])
    parts = [f"Paragraph {n}, [see][There {n}] and a note[^{n}]. {LONG}" for n in range(paragraphs)]
    links = [f"[there {n}]: https://example.org/{n}" for n in range(paragraphs)]
    notes = [f"[^{n}]: Note {n}." for n in range(paragraphs)]
    code = "```\n\n[there 1]: https://example.org/wrong\n\n```"
    return "\n\n".join(["## One", "~~~\nblank\n\nline\n~~~", *parts, code, *links, *notes, "- end"])


@pytest.mark.parametrize("kind", ["html", "markdown"])
@pytest.mark.parametrize("length", [300, 1000, 1777, 4000])
def test_the_beginning_is_the_first_blocks_of_the_whole(
    monkeypatch: pytest.MonkeyPatch, kind: str, length: int
) -> None:
    monkeypatch.setattr(page, "LONG", 5000)
    monkeypatch.setattr(page, "BEGINNING", length)
    article = Article(key="a", title="Something", kind=kind, body=body(kind))  # type: ignore[arg-type]
    whole, beginning = make_page(article), make_beginning(article)
    assert beginning
    assert 0 < len(beginning.blocks) < len(whole.blocks)
    assert beginning.blocks == whole.blocks[: len(beginning.blocks)]
    assert whole.text.startswith(beginning.text)
    assert beginning.links == whole.links[: len(beginning.links)]


def test_a_short_article_and_a_single_block_have_no_beginning() -> None:
    assert make_beginning(Article(key="a", title="t", body=body("markdown", 3))) is None
    assert make_beginning(Article(key="a", title="t", body="word " * 40_000)) is None


@pytest.mark.parametrize(
    "heading",
    ["How to Rebase", "# How to rebase!", "  <h1>“How  to re<b>base</b>”</h1>", "How to rebase\n==="],
)
def test_a_heading_that_says_the_title_again_is_not_shown(heading: str) -> None:
    opening = heading if heading.startswith((" ", "#")) or "=" in heading else f"# {heading}"
    document = make_page(
        Article(key="a", title="How to rebase", body=f"{opening}\n\nText.\n\n# How to rebase\n")
    )
    assert document.text == "Text.\nHow to rebase"


@pytest.mark.parametrize("title", ["How to rebase it", "C", "…", ""])
def test_any_other_heading_stays(title: str) -> None:
    assert texts(make_page(Article(key="a", title=title, body="# C++\n\nText."))) == ["C++", "Text."]
    assert texts(make_page(Article(key="a", title=title, body="# ?!\n\nText."))) == ["?!", "Text."]


def test_a_long_article_opens_at_its_beginning_unless_it_was_left_further_down(
    folder: Folder, library: Library
) -> None:
    folder.write("long.md", "Long", "\n\n".join(f"{n} {LONG}" for n in range(1000)), tags="[x]")
    folder.write("short.md", "Short")
    sync(library)
    opened, whole = library.open_beginning("long.md"), library.open("long.md")
    assert opened
    assert len(opened.document.text) < len(whole.document.text) / 3
    assert opened.entry.article.tags == ("x",)
    assert (opened.file, opened.place) == (whole.file, 0)
    assert library.open_beginning("short.md") is None
    assert library.open_beginning("no such.md") is None
    library.save_place("long.md", 150_000)
    assert library.open_beginning("long.md") is None


def texts(document: Document) -> list[str]:
    return document.text.split("\n")
