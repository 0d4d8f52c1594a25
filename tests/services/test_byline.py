from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.config import Config, Folders
from reader.model import Article
from reader.services.byline import facts_of

CONFIG = Config(Folders(Path(), Path(), Path()), zone=UTC)
ARTICLE = Article(
    "a.md",
    "Title",
    date=datetime(2021, 12, 22, 18, 39, tzinfo=UTC),
    categories=(("金融", "新浪财经", "国內"), ("编程",)),
    authors=("陈琳", "李墨轩"),
    source="新浪财经",
    minutes=4,
)


def test_all_the_facts_in_order() -> None:
    assert facts_of(ARTICLE, CONFIG) == ["新浪财经", "陈琳, 李墨轩", "22 Dec 2021 18:39", "国內", "4 min"]


@pytest.mark.parametrize(
    ("article", "facts"),
    [
        (Article(None, "Title"), []),
        (ARTICLE._replace(authors=("新浪财经",)), ["新浪财经", "22 Dec 2021 18:39", "国內", "4 min"]),
        (ARTICLE._replace(authors=(), date=None, categories=(("新浪财经",),)), ["新浪财经", "4 min"]),
    ],
)
def test_what_is_not_known_is_left_out_and_nothing_is_said_twice(article: Article, facts: list[str]) -> None:
    assert facts_of(article, CONFIG) == facts
