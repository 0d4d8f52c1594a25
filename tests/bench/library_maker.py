"""Libraries of realistic articles: mostly Chinese, their words as frequent as Zipf's law has them, of heavy-tailed
sizes, most of them HTML as it is scraped, in a tree of three levels, 150 feeds.

The same number and seed give the same bytes in the same files, and a larger library begins with a smaller one. A file
is as old as its article, as an archiver leaves it.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import NamedTuple

SECTIONS = ("时政", "财经", "科技", "文化", "体育", "国际", "Technology", "生活")
FEEDS = 150
PER_FOLDER = 2000  # files of a feed in one folder, as archivers that shard them have it
NEWEST = datetime(2024, 3, 1, 12, tzinfo=UTC)

COMMON = 3755  # characters of daily use: level 1 of GB 2312, which stands from its row 16 on
WORDS = 6000
SENTENCES = 20_000
_LATIN = "the release adds support for new readers and fixes a number of problems with long tables in print".split()  # noqa: SIM905
_STYLES = (  # of paragraphs, as editors of web pages leave them
    "<p>{}</p>",
    '<p style="text-indent: 2em; line-height: 1.75em;">{}</p>',
    '<p style="margin: 0px 0px 24px; padding: 0px; max-width: 100%; box-sizing: border-box !important; overflow-wrap:'
    ' break-word !important; clear: both; min-height: 1em; text-align: justify;"><span style="font-size: 15px;'
    " letter-spacing: 1px; color: rgb(63, 63, 63); font-family: -apple-system-font, BlinkMacSystemFont, Arial,"
    ' sans-serif;">{}</span></p>',
    '<section class="rich_media_content" data-role="paragraph" data-tools="editor" data-id="93542" style="max-width:'
    ' 100%; box-sizing: border-box;"><!-- text begins --><p><strong>&nbsp;</strong>{}</p></section>',
)
_PAUSES = ("，", "，", "，", "、", "；")
_STOPS = ("。", "。", "。", "！", "？")


class Made(NamedTuple):
    """A library that was made: its folder, how many articles it holds, the title of the newest."""

    folder: Path
    articles: int
    newest: str


def make_library(folder: Path, articles: int, seed: int = 1) -> Made:
    """Make a library of that many articles, in at most one minute for 100,000."""
    writer = _Writer(seed)
    made: set[Path] = set()
    for number in range(articles):
        path = folder / path_of(number)
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(writer.article(number), encoding="utf-8")
        os.utime(path, (date_of(number).timestamp(),) * 2)
    return Made(folder, articles, title_of(0))


def path_of(number: int) -> str:
    """Say where an article lies: section / feed / shard."""
    feed = number % FEEDS
    shard = number // FEEDS // PER_FOLDER
    return f"{SECTIONS[feed % len(SECTIONS)]}/feed-{feed:03}/{shard}/{number:07}.md"


def title_of(number: int) -> str:
    """Give an article's title; article 0 is the newest."""
    dice = Random(f"title {number}")
    return f"第{number}号：" + _VOCABULARY.text(dice, dice.randint(4, 12))


def date_of(number: int) -> datetime:
    """Give an article's date."""
    return NEWEST - timedelta(minutes=7 * number)


def writes_html(number: int) -> bool:
    """Tell an article of HTML from one of Markdown: a feed writes one or the other."""
    return number % FEEDS % 10 < 9


class _Vocabulary:
    """Words of one to three characters, few of them frequent and most of them rare (Zipf's law)."""

    def __init__(self) -> None:
        dice = Random("words")
        characters = [bytes((0xB0 + at // 94, 0xA1 + at % 94)).decode("gb2312") for at in range(COMMON)]
        dice.shuffle(characters)
        weights = _fall(COMMON)
        lengths = dice.choices((1, 2, 3), (1, 8, 1), k=WORDS)
        self.words = ["".join(dice.choices(characters, cum_weights=weights, k=length)) for length in lengths]
        self._weights = _fall(WORDS)

    def text(self, dice: Random, count: int) -> str:
        """Give some words in a row."""
        return "".join(dice.choices(self.words, cum_weights=self._weights, k=count))


def _fall(count: int) -> list[float]:
    """Give weights that fall with the rank, added up."""
    return list(accumulate(1 / (rank + 10) for rank in range(count)))


_VOCABULARY = _Vocabulary()


class _Writer:
    """Writes articles from a stock of sentences."""

    def __init__(self, seed: int) -> None:
        dice = Random(seed)
        self._seed = seed
        self._sentences = [_sentence(dice) for _ in range(SENTENCES)]

    def article(self, number: int) -> str:
        dice = Random(f"{self._seed} {number}")
        feed = number % FEEDS
        date = date_of(number) - timedelta(minutes=dice.randrange(7))
        body = self._html(dice) if writes_html(number) else self._markdown(dice)
        return (
            f"---\ntitle: '{title_of(number)}'\ndate: {date:%Y-%m-%d %H:%M:%S}\n"
            f"categories:\n - {SECTIONS[feed % len(SECTIONS)]}\n - 来源{feed:03}\n"
            f"tags: [{', '.join(dice.sample(_VOCABULARY.words, 3))}]\nauthor: 记者{dice.randrange(400)}\n"
            f"link: https://news.example.org/{feed}/{number}\n---\n\n{body}"
        )

    def _html(self, dice: Random) -> str:
        style = dice.choice(_STYLES)
        parts = [
            f'<p><img src="https://img.example.org/{dice.randrange(10**6)}.jpg" alt="图">{text}</p>'
            if not dice.randrange(5)
            else style.format(text)
            for text in self._paragraphs(dice)
        ]
        return "<div>\n" + "\n".join(parts) + "\n</div>\n"

    def _markdown(self, dice: Random) -> str:
        parts = [
            f"## {_VOCABULARY.text(dice, 3)}\n\n{text}" if not dice.randrange(6) else text
            for text in self._paragraphs(dice)
        ]
        return "\n\n".join(parts) + "\n\n[原文](https://news.example.org)\n"

    def _paragraphs(self, dice: Random) -> list[str]:
        """Give paragraphs: the median article has about a thousand characters, one in a hundred thirty thousand."""
        count = min(int(dice.paretovariate(1.1) * 7), 2500)
        return ["".join(dice.choices(self._sentences, k=dice.randint(1, 3))) for _ in range(count)]


def _sentence(dice: Random) -> str:
    if not dice.randrange(12):
        return " ".join(dice.choices(_LATIN, k=dice.randint(6, 16))).capitalize() + ". "
    clauses = [_VOCABULARY.text(dice, dice.randint(3, 8)) for _ in range(dice.randint(1, 4))]
    return (
        "".join(clause + dice.choice(_PAUSES) for clause in clauses[:-1]) + clauses[-1] + dice.choice(_STOPS)
    )
