"""Libraries of realistic articles: mostly Chinese, of heavy-tailed sizes, in a tree of three levels, 150 feeds.

The same number and seed give the same bytes in the same files, and a larger library begins with a smaller one. A file
is as old as its article, as an archiver leaves it.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

SECTIONS = ("时政", "财经", "科技", "文化", "体育", "国际", "Technology", "生活")
FEEDS = 150
PER_FOLDER = 2000  # files of a feed in one folder, as archivers that shard them have it
NEWEST = datetime(2024, 3, 1, 12, tzinfo=UTC)

_WORDS = """
城市 经济 发展 研究 报告 市场 公司 新闻 记者 表示 认为 技术 数据 系统 用户 产品 服务 增长 下降 政策 部门 计划
项目 学生 教育 医院 健康 环境 能源 汽车 电池 网络 安全 平台 内容 读者 作者 文章 历史 文化 电影 音乐 比赛 球队
今年 去年 上半年 目前 已经 可以 需要 进行 开始 继续 提高 减少 超过 其中 以及 因为 所以 但是 同时 此外 根据
""".split()  # noqa: SIM905 - one could not read them as a list
_LATIN = "the release adds support for new readers and fixes a number of problems with long tables in print".split()  # noqa: SIM905
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
    return f"第{number}号：" + "".join(dice.choices(_WORDS, k=dice.randint(4, 12)))


def date_of(number: int) -> datetime:
    """Give an article's date."""
    return NEWEST - timedelta(minutes=7 * number)


def writes_html(number: int) -> bool:
    """Tell an article of HTML from one of Markdown: a feed writes one or the other."""
    return number % FEEDS % 10 < 7


class _Writer:
    """Writes articles from a stock of sentences."""

    def __init__(self, seed: int) -> None:
        dice = Random(seed)
        self._seed = seed
        self._sentences = [_sentence(dice) for _ in range(4000)]

    def article(self, number: int) -> str:
        dice = Random(f"{self._seed} {number}")
        feed = number % FEEDS
        date = date_of(number) - timedelta(minutes=dice.randrange(7))
        body = self._html(dice) if writes_html(number) else self._markdown(dice)
        return (
            f"---\ntitle: '{title_of(number)}'\ndate: {date:%Y-%m-%d %H:%M:%S}\n"
            f"categories:\n - {SECTIONS[feed % len(SECTIONS)]}\n - 来源{feed:03}\n"
            f"tags: [{', '.join(dice.sample(_WORDS, 3))}]\nauthor: 记者{dice.randrange(400)}\n"
            f"link: https://news.example.org/{feed}/{number}\n---\n\n{body}"
        )

    def _html(self, dice: Random) -> str:
        parts = [
            f'<p><img src="https://img.example.org/{dice.randrange(10**6)}.jpg" alt="图">{text}</p>'
            if not dice.randrange(5)
            else f"<p>{text}</p>"
            for text in self._paragraphs(dice)
        ]
        return "<div>\n" + "\n".join(parts) + "\n</div>\n"

    def _markdown(self, dice: Random) -> str:
        parts = [
            f"## {dice.choice(_WORDS)}\n\n{text}" if not dice.randrange(6) else text
            for text in self._paragraphs(dice)
        ]
        return "\n\n".join(parts) + "\n\n[原文](https://news.example.org)\n"

    def _paragraphs(self, dice: Random) -> list[str]:
        """Give paragraphs: the median article has about a thousand characters, one in a hundred thirty thousand."""
        count = min(int(dice.paretovariate(1.1) * 6), 2000)
        return ["".join(dice.choices(self._sentences, k=dice.randint(2, 5))) for _ in range(count)]


def _sentence(dice: Random) -> str:
    if not dice.randrange(12):
        return " ".join(dice.choices(_LATIN, k=dice.randint(6, 16))).capitalize() + ". "
    clauses = ["".join(dice.choices(_WORDS, k=dice.randint(3, 8))) for _ in range(dice.randint(1, 4))]
    return (
        "".join(clause + dice.choice(_PAUSES) for clause in clauses[:-1]) + clauses[-1] + dice.choice(_STOPS)
    )
