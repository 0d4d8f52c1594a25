"""What the commands write: data on stdout, messages on stderr, nothing that a terminal would obey."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reader.model import Article, Entry, Progress, SyncReport

_logger = logging.getLogger(__name__)

# What JSON lets through and a terminal may obey or hide: DEL and C1, marks of direction, line and byte order,
# and halves of surrogate pairs, which no encoding carries.
_UNSAFE: Final = (
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)
_DEPTH: Final = 20


def prepare_streams() -> None:
    """Make the streams take every character: UTF-8 into pipes and files, `?` where a terminal has none."""
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty():
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # typeshed: any TextIO
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def write(line: str = "") -> None:
    """Write a line of data, already clean, to stdout."""
    sys.stdout.write(line + "\n")


def write_json(value: object) -> None:
    """Write one value as one line of JSON that is readable and safe on any terminal."""
    write(format_json(value))


def one_line(text: str) -> str:
    """Give a key or a path as one safe line whose spaces stay, so that it can be copied."""
    from reader.parsing.clean import clean

    return clean(text).replace("\n", " ").replace("\t", " ")


def say(message: str) -> None:
    """Say something to the person, on stderr, as one clean line."""
    from reader.parsing.clean import clean_line

    sys.stderr.write(f"broadsheet: {clean_line(message)}\n")


def format_json(value: object) -> str:
    """Give a value as JSON on one line: letters of every script as they are, controls of any kind escaped."""
    text = json.dumps(_jsonable(value), ensure_ascii=False, allow_nan=False)
    return re.sub(_UNSAFE, lambda unsafe: f"\\u{ord(unsafe[0]):04x}", text)


def _jsonable(value: object, depth: int = 0) -> object:
    """Give what JSON can say of a value of front matter: anything, itself inside itself too."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if depth < _DEPTH:
        if isinstance(value, Mapping):
            return {str(key): _jsonable(inner, depth + 1) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [_jsonable(inner, depth + 1) for inner in value]
    return _instant(value) if isinstance(value, datetime) and value.tzinfo else str(value)


def _instant(instant: datetime | None) -> str | None:
    """Give an instant as ISO 8601 in UTC, to the second."""
    return f"{instant.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z" if instant else None


def article_record(article: Article) -> dict[str, object]:
    """Give the fields of an article that `list` and `show` share."""
    return {
        "key": article.key,
        "path": article.key,
        "title": article.title,
        "author": article.author,
        "authors": article.authors,
        "source": article.source,
        "date": _instant(article.date),
        "date_source": article.date_source,
        "updated": _instant(article.updated),
        "categories": article.categories,
        "tags": article.tags,
        "url": article.url,
        "lang": article.lang,
    }


def entry_record(entry: Entry) -> dict[str, object]:
    """Give the fields of `list`."""
    state = {"unread": entry.unread, "bookmarked": entry.bookmarked, "duplicates": entry.duplicates}
    return article_record(entry.article) | state


def follow(progress: Iterable[Progress]) -> SyncReport:
    """Run a sync to its end, with a bar on stderr where that is a terminal, and give its report."""
    from reader.model import SyncReport

    report = None
    for step in _with_bar(progress) if sys.stderr.isatty() else progress:
        report = step.report
        if step.notice:
            say(step.notice)
    _logger.info("sync: %s", report)
    return report or SyncReport()


def _with_bar(progress: Iterable[Progress]) -> Iterator[Progress]:
    import click

    with ExitStack() as bars:
        bar = None
        for step in progress:
            if bar is None and (step.done or step.total):  # where nothing is new there is nothing to show
                bar = bars.enter_context(
                    click.progressbar(length=0, label="Syncing", file=sys.stderr, show_pos=True)
                )
            if bar is not None:
                bar.length = step.total or None
                bar.update(step.done - bar.pos)
            yield step
