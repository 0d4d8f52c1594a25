"""Articles out of files: each below `corpus/articles` with what its `.json` says, and what can be no pair."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import astuple
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.files import iter_files, load_text, path_of
from reader.model import Article
from reader.parsing.article import NotArticle, lists_are_paths, parse_article, reading_minutes
from reader.parsing.links import find_origin
from reader.parsing.titles import parse_title

CORPUS = Path(__file__).parents[1] / "corpus" / "articles"
SHANGHAI = timezone(timedelta(hours=8))
CASES = sorted(path for path in CORPUS.rglob("*") if path.is_file() and path.suffix != ".json")


def parse(text: str, key: str = "note.md") -> Article:
    article = parse_article(text, key=key, zone=SHANGHAI, library="Home")
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_an_article_is_what_its_file_says(path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))
    key = path.relative_to(CORPUS).as_posix()
    article = parse_article(load_text(path).text, key=key, zone=SHANGHAI, library="Home")
    if isinstance(article, NotArticle):
        assert expected == {"reason": article.reason}
        return
    assert {name: plain(getattr(article, name)) for name in expected} == expected


def plain(value: object) -> object:
    """Give a field of an article as JSON holds it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return json.loads(json.dumps(value, default=astuple))


def test_every_pair_is_whole() -> None:
    expectations = sorted(CORPUS.rglob("*.json"))
    assert [path.with_name(f"{path.name}.json") for path in CASES] == expectations


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("a &amp;lt; b", "a &lt; b"),
        ("  two\n   lines\u200b ", "two lines"),
        ("#include <stdio.h>", "#include <stdio.h>"),
        ("<ruby>开源<rp>(</rp><rt>Open Source</rt><rp>)</rp></ruby>", "开源(Open Source)"),
        ("one<br>two", "one two"),
        ("5 * 3 * 2 and C*-algebras", "5 * 3 * 2 and C*-algebras"),
        ("__init__ and snake_case", "__init__ and snake_case"),
        ("see [the docs](https://e.org/a_(b)) `now`", "see the docs now"),
        ('"Quoted" by whom', '"Quoted" by whom'),
    ],
)
def test_a_title_is_plain_text(value: str, title: str) -> None:
    assert parse_title(value, "") == title


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ('<p>原文：<a href="https://e.org/1">题</a></p><p>后文</p>', "https://e.org/1"),
        ('<p>x</p>Link: <a href="https://e.org/?a=1&amp;b=2"> T </a>', "https://e.org/?a=1&b=2"),
        ('<div><p>x</p><a href="https://e.org/last">Title</a></div>  ', "https://e.org/last"),
        ('<p>a</p><p>Источник: <a href="https://e.org/1">Э</a></p><p>x</p>', "https://e.org/1"),
        ('<p>a</p><p>Quelle: <a href="https://e.org/1">E</a></p><p>x</p>', "https://e.org/1"),
        ('<p>a</p><p><b>المصدر:</b> <a href="https://e.org/1">E</a></p><p>x</p>', "https://e.org/1"),
        ("<p>a</p><p>ที่มา: https://e.org/1</p><p>x</p>", "https://e.org/1"),
        ('<p>die Quelle <a href="https://e.org/1">E</a></p><p>x</p>', ""),
        ('<p>follow this link <a href="https://e.org/1">here</a> and go on</p>', ""),
        ('<p>x, as <a href="https://e.org/1">they say</a></p>', ""),
        ('<p><a href="javascript:void(0)">阅读原文</a></p>', ""),
        ('<p>x</p><p><a href="https://e.org/big.jpg">big</a></p>', ""),
    ],
)
def test_the_origin_is_a_link_of_the_body(body: str, url: str) -> None:
    assert find_origin(body, "html") == url


@pytest.mark.parametrize(
    ("key", "title"),
    [("how-to-clone-a-branch.md", "how to clone a branch"), ("git-clone.md", "A part"), ("克隆.md", "克隆")],
)
def test_a_late_heading_is_no_title_where_the_name_says_more(key: str, title: str) -> None:
    assert parse("Words come first.\n\n## A part\n", key).title == title
    assert parse("## A part\n\nWords.\n", key).title == "A part"


def test_a_page_of_the_articles_own_site_has_no_origin_in_its_body() -> None:
    text = "---\npermalink: /2020/01/a\n---\nText.\n\n[More](https://e.org/more)\n"
    assert parse(text).url == ""
    assert parse(text.replace("permalink", "slug")).url == "https://e.org/more"


def test_unknown_keys_are_kept_as_written() -> None:
    assert parse("---\nMyKey: [1, 2]\ntitle: x\n---\n").metadata["MyKey"] == [1, 2]


@pytest.mark.parametrize(
    ("header", "path", "flat"),
    [("", "A", "Home"), ("source: S\n", "S", "S"), ("site: https://www.e.org\n", "e.org", "e.org")],
)
def test_the_source_follows_from_what_the_list_is(header: str, path: str, flat: str) -> None:
    article = parse(f"---\ncategories: [A, B]\n{header}---\n")
    assert article.source == path
    assert article.with_lists_as("flat").source == flat
    assert article.with_lists_as("flat").with_lists_as("path").source == path


def test_a_file_outside_any_library_has_no_key() -> None:
    article = parse_article("Text.", key=None, name="a title.md", zone=UTC)
    assert isinstance(article, Article)
    assert (article.key, article.title, article.categories) == (None, "a title", ())


def test_absurd_values_are_bounded() -> None:
    name = "x" * 1_000_000
    items = ", ".join(f"n{number}" for number in range(1000))
    article = parse(
        f"---\ntitle: {name}\nauthor: {name}\ntags: [{items}]\ncategories: [{items}]\n---\n{name}"
    )
    assert len(article.title) <= 2000
    assert len(article.author) <= 4000
    assert len(article.tags) <= 256
    assert len(article.categories) <= 256


def test_a_long_list_is_no_path() -> None:
    items = ", ".join(f"n{number}" for number in range(20))
    assert parse(f"---\ntitle: x\ncategories: [{items}]\n---\n").categories[:2] == (("n0",), ("n1",))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("", 0), ("a", 1), ("字" * 1500, 3), ("word " * 460, 2), ("字" * 500 + "a " * 230, 2)],
)
def test_reading_time(text: str, minutes: int) -> None:
    assert reading_minutes(text) == minutes


def test_lists_whose_names_change_their_depth_are_sets() -> None:
    paths = [("金融", "新浪", "国內"), ("金融", "新浪", "证券"), ("编程", "掘金"), ("金融", "掘金")] * 5
    sets = [("Announcements", "Events"), ("Events", "Packages"), ("Announcements", "Packages")] * 5
    assert lists_are_paths(Counter(paths))
    assert lists_are_paths({})
    assert lists_are_paths({("a", "b"): 1, ("b", "a"): 1})
    assert not lists_are_paths(Counter([*sets, *(tuple(reversed(names)) for names in sets)]))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["a.md", "b/c.html", ".md", "2020-01-02-x/index.md", "d.txt"]))
def test_any_text_is_an_article_or_has_a_reason(text: str, key: str) -> None:
    for written in (text, f"---\ntitle: {text}\n---\n{text}", f"<p>{text}</p><a href='{text}'>{text}</a>"):
        article = parse_article(written, key=key, zone=UTC)
        if isinstance(article, NotArticle):
            assert article.reason
            continue
        assert article.title.strip()
        shown = [
            article.title,
            article.source,
            article.url,
            *article.authors,
            *article.tags,
            *sum(article.categories, ()),
        ]
        assert all(
            char.isprintable() or char in "\u200c\u200d" or char > "\u0300" for line in shown for char in line
        )


def test_syncing_articles_imports_neither_beautifulsoup_nor_textual() -> None:
    code = (
        "import sys; from datetime import UTC; from reader.decoding import decode; "
        "from reader.parsing.article import parse_article; "
        "parse_article('---\\ntitle: x\\n---\\n<p>x</p>', key='a.html', zone=UTC); "
        "parse_article('<div><h1>x</h1><title>y</title></div>', key='b.html', zone=UTC); "
        "print(*{'bs4', 'textual', 'click', 'sqlite_utils', 'chardet'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


# -- real libraries


def library(name: str) -> list[Article | NotArticle]:
    root = Path(os.environ["BROADSHEET_CORPORA"]) / name
    return [
        parse_article(load_text(path_of(root, file.key)).text, key=file.key, zone=UTC, library=name)
        for file in iter_files(root)
    ]


real = pytest.mark.skipif(
    "BROADSHEET_CORPORA" not in os.environ, reason="BROADSHEET_CORPORA names no real libraries"
)


@real
@pytest.mark.parametrize(
    ("name", "paths"),
    [("rsshub-sample", True), ("hexo-daichangya", True), ("hebrew-writer", False), ("rails-blog", False)],
)
def test_real_libraries_read_their_lists_as_they_mean_them(name: str, paths: bool) -> None:
    articles = [article for article in library(name) if isinstance(article, Article)]
    lists = [path for article in articles if article.list_form for path in article.categories]
    assert lists_are_paths(Counter(lists)) is paths


@real
@pytest.mark.parametrize(
    ("name", "fewest"), [("rsshub-sample", 26), ("pelican-mawenbao", 137), ("jekyll-news", 79)]
)
def test_real_files_become_articles(name: str, fewest: int) -> None:
    articles = [article for article in library(name) if isinstance(article, Article)]
    assert len(articles) >= fewest
    assert all(article.title != "(untitled)" for article in articles)
