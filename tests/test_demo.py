"""The demo library is what a newcomer sees first: it is complete, sound, and shows what it promises."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import frontmatter
import pytest
from bs4 import BeautifulSoup, Tag

DEMO = Path(__file__).parents[1] / "assets" / "demo"
POSTS = DEMO / "source" / "_posts"
IMAGES = DEMO / "source" / "images"
FILES = sorted(POSTS.rglob("*.md"))
MANUALS = (
    POSTS / "Start Here" / "Broadsheet" / "English" / "How to read Broadsheet.md",
    POSTS / "Start Here" / "Broadsheet" / "中文" / "怎样读 Broadsheet.md",
)
LAST_DAY = datetime(2026, 11, 20, 23, 59, tzinfo=UTC)

# Script: how many articles are written in it, at least. The name is how Unicode's character names begin.
SCRIPTS = {
    "CJK": 12, "HIRAGANA": 3, "LATIN": 10, "HANGUL": 1, "THAI": 1, "DEVANAGARI": 1, "CYRILLIC": 1, "GREEK": 1,
    "ARABIC": 1, "HEBREW": 1,
}  # fmt: skip
TRADITIONAL = re.compile("[這個們說為與麼裡]")
SIMPLIFIED = re.compile("[这个们说为与么里]")
SELECTORS = (
    "h1 h2 h3 h4 h5 h6 strong em b i del ins mark small sub sup kbd code samp abbr q dfn font ruby rp bdi "
    "ul ol[type=a] ol[type=i] ol[start] ol[reversed] li[value] dl blockquote>blockquote aside hr address "
    "table caption td[rowspan] th[colspan] [align=right] pre figure figcaption details summary "
    "img video audio iframe input[type=checkbox] a[href^='#'] a[href^='mailto:'] a[href^='javascript:']"
)


@dataclass(frozen=True)
class Post:
    """A demo article, read without any of Broadsheet's own code."""

    file: Path
    metadata: dict[str, Any]
    body: str

    @property
    def title(self) -> str:
        return str(self.metadata["title"])

    @property
    def date(self) -> datetime:
        date = self.metadata["date"]
        if isinstance(date, datetime):
            return date
        return parsedate_to_datetime(date) if "," in date else datetime.fromisoformat(date)

    @cached_property
    def html(self) -> BeautifulSoup:
        return BeautifulSoup(self.body, "lxml")

    @cached_property
    def script(self) -> str:
        """The script that most letters of the prose are in; kana make it Japanese."""
        texts = self.html.find_all(string=True)
        prose = (text for text in texts if not text.find_parent(["style", "pre", "code"]))
        names = (unicodedata.name(letter, "?").split()[0] for letter in filter(str.isalpha, "".join(prose)))
        counts = Counter(names)
        return "HIRAGANA" if counts["HIRAGANA"] > 100 else counts.most_common(1)[0][0]

    @property
    def addresses(self) -> Iterator[str]:
        """Every address that is meant to lead to a file of the demo."""
        yield from (str(self.metadata[name]) for name in ("headimg", "thumbnail") if self.metadata.get(name))
        for tag in self.html.select("[src], [href]"):
            yield str(tag.get("src") or tag.get("href"))
        yield from re.findall(r"\]\(([^)\s]+)\)", self.body)


def read(file: Path) -> Post:
    text = file.read_text(encoding="utf-8")
    if text.startswith("+++"):
        _, header, body = text.split("+++\n", 2)
        return Post(file, tomllib.loads(header), body)
    metadata, body = frontmatter.parse(text)
    return Post(file, metadata, body)


@pytest.fixture(scope="module")
def posts() -> list[Post]:
    return [read(file) for file in FILES]


def test_there_is_enough_to_read(posts: list[Post]) -> None:
    assert len(posts) >= 26
    assert len({post.title for post in posts}) == len(posts)


def test_every_header_dialect_it_promises_is_there() -> None:
    starts = [file.read_text(encoding="utf-8")[:5] for file in FILES]
    assert sum(start == "\n---\n" for start in starts) >= 26, "the archive's own shape: a blank line first"
    assert {"---", "+++", "{\n "} <= {start[:3] for start in starts}


def test_the_tree_has_three_levels(posts: list[Post]) -> None:
    paths = {tuple(post.metadata["categories"]) for post in posts}
    assert {len(path) for path in paths} == {3}
    sections, sources, channels = ({path[:depth] for path in paths} for depth in (1, 2, 3))
    assert (len(sections), len(sources), len(channels)) == (5, 10, 14)


def test_an_article_lies_where_its_categories_say(posts: list[Post]) -> None:
    for post in posts:
        assert list(post.file.parent.relative_to(POSTS).parts) == post.metadata["categories"], post.file


def test_dates_spread_over_five_years_and_stop_before_the_future(posts: list[Post]) -> None:
    dates = sorted(post.date for post in posts)
    assert dates[0].year == 2021
    assert {date.year for date in dates} == set(range(2021, 2027))
    assert dates[-1] <= LAST_DAY


def test_the_newest_article_is_the_manual(posts: list[Post]) -> None:
    newest = sorted(posts, key=lambda post: post.date, reverse=True)
    assert tuple(post.file for post in newest[:2]) == MANUALS


@pytest.mark.parametrize(("script", "articles"), SCRIPTS.items())
def test_the_scripts_it_promises(posts: list[Post], script: str, articles: int) -> None:
    assert sum(post.script == script for post in posts) >= articles


def test_both_forms_of_chinese(posts: list[Post]) -> None:
    chinese = [post.html.get_text() for post in posts if post.script == "CJK"]
    assert sum(len(TRADITIONAL.findall(text)) > len(SIMPLIFIED.findall(text)) for text in chinese) >= 3
    assert sum(len(TRADITIONAL.findall(text)) < len(SIMPLIFIED.findall(text)) for text in chinese) >= 6


@pytest.mark.parametrize("selector", SELECTORS.split())
def test_everything_a_page_can_hold_is_shown(posts: list[Post], selector: str) -> None:
    assert any(post.html.select_one(selector) for post in posts)


@pytest.mark.parametrize(
    "sample",
    ["》’”", "“‘", "——", "……", "\u200d", "🇯🇵", "$$", "- [x]", "[^", "\n: ", "```rust", "<!--more-->", "<!-- ",
     "<style>", "hljs", "&#123;", "<stdio.h>", "二维码", "\t"],
)  # fmt: skip
def test_everything_a_source_can_hold_is_there(sample: str) -> None:
    assert any(sample in file.read_text(encoding="utf-8") for file in FILES)


def test_what_is_pointed_at_exists(posts: list[Post]) -> None:
    for post in posts:
        for address in post.addresses:
            parts = urlsplit(address)
            if parts.scheme or not address:
                continue
            if parts.path:
                assert (post.file.parent / unquote(parts.path)).is_file(), (post.file, address)
            else:
                assert post.html.find(id=parts.fragment), (post.file, address)


def test_images_are_small_and_all_are_used(posts: list[Post]) -> None:
    images = sorted(IMAGES.iterdir())
    assert {image.suffix for image in images} == {".png", ".svg"}
    assert max(image.stat().st_size for image in images) < 10_000
    used = {Path(address).name for post in posts for address in post.addresses if "/images/" in address}
    assert used == {image.name for image in images}


def test_nothing_is_loaded_from_elsewhere(posts: list[Post]) -> None:
    for post in posts:
        for tag in post.html.select("img[src]"):
            assert isinstance(tag, Tag)
            assert not urlsplit(str(tag["src"])).scheme, post.file


@pytest.mark.parametrize("manual", MANUALS, ids=lambda manual: manual.stem)
def test_the_manuals_say_how_to_open_a_folder_and_name_every_key(manual: Path) -> None:
    from reader.ui.actions import ACTIONS, keys_of

    text = manual.read_text(encoding="utf-8")
    assert "broadsheet ~/blog/source/_posts" in text
    taught = set(re.findall(r"`([^`\n]+)`", text)) | {"↑", "↓", "←", "→"}
    assert {key for action in ACTIONS for key in keys_of(action, {})} <= taught


@pytest.mark.parametrize("manual", MANUALS, ids=lambda manual: manual.stem)
def test_the_manuals_settings_are_settings(manual: Path, tmp_path: Path) -> None:
    from reader.config import load_config

    sample = re.findall(r"```toml\n(.*?)```", manual.read_text(encoding="utf-8"), re.S)
    assert len(sample) == 1
    file = tmp_path / "config.toml"
    file.write_text(sample[0], encoding="utf-8")
    assert load_config({"BROADSHEET_CONFIG": str(file)}).faults == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_broadsheet_reads_it_without_a_fault(file: Path) -> None:
    from reader.model import Article
    from reader.parsing.article import parse_article

    post = read(file)
    key = file.relative_to(DEMO).as_posix()
    article = parse_article(file.read_text(encoding="utf-8"), key=key, zone=UTC)
    assert isinstance(article, Article)
    assert article.faults == ()
    assert (article.title, article.date, article.author) == (post.title, post.date, post.metadata["author"])
    assert article.with_lists_as("path").categories == (tuple(post.metadata["categories"]),)
    assert article.kind == ("html" if "<div>   " in post.body else "markdown")
    assert not article.draft
    assert not article.hidden


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_broadsheet_sets_it_in_any_column(file: Path) -> None:
    from wcwidth import wcswidth

    from reader.parsing.body import detect_kind, parse_body
    from reader.typeset.layout import typeset

    body = read(file).body
    document = parse_body(body, detect_kind(body, file.suffix))
    for width in (40, 80, 120):
        assert max(wcswidth(line.plain) for line in typeset(document, width)) <= width
