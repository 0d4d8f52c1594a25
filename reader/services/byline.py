"""What stands under a headline: where it is from, who wrote it, when, in which section, how long it takes."""

from __future__ import annotations

from reader.config import Config
from reader.model import Article
from reader.services.dateline import say_full


def facts_of(article: Article, config: Config) -> list[str]:
    """Give the facts under a headline, in order; what is not known is left out, nothing is said twice."""
    facts = [
        article.source,
        article.author,
        say_full(article.date, config.zone, config.language) if article.date else "",
        article.categories[0][-1] if article.categories else "",
        f"{article.minutes} min" if article.minutes else "",
    ]
    return list(dict.fromkeys(filter(None, facts)))
