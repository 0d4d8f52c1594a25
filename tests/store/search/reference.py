"""Search without an index: a plain scan over what articles say, with a fold of its own made of the standard library.

Written from the rules, not from the code: what `reader.store.search` finds must be what this finds.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache

from opencc import OpenCC

_CONVERTER = OpenCC("t2s")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3005-\u3007\u3100-\u312f"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
)
_ALIKE = str.maketrans("ıđøłħŧƀɨƶǥ", "idolhtbizg")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_POINTS = {1, *range(10, 37), *range(200, 241)}


@dataclass(frozen=True)
class Said:
    """What an article says."""

    key: str
    title: str
    text: str
    date: int | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    source: str = ""
    lang: str = ""
    url: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    has: frozenset[str] = field(default_factory=frozenset)
    unread: bool = True
    bookmarked: bool = False


@cache
def fold(text: str) -> str:
    marks = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text))
    bare = "".join(c for c in marks if unicodedata.combining(c) not in _POINTS)
    text = unicodedata.normalize("NFC", bare.casefold().translate(_ALIKE))
    text = "".join(
        _CONVERTER.convert(c) for c in text if unicodedata.category(c) != "Cf" and c not in "\ufe0f\u0640"
    )
    text = _FLAG.sub(r"⟦\g<0>⟧", text)  # no flag is found across two
    return " ".join(text.split())


def characters(text: str) -> list[str]:
    """Give the characters of a text, each flag as one."""
    return re.findall(f"{_FLAG.pattern}|.", text, re.DOTALL)


def is_word(character: str) -> bool:
    kind = unicodedata.category(character)
    return (kind[0] in "LN" or kind in ("Mn", "Mc") or character == "_") and not _UNSPACED.match(character)


def holds(folded: str, needle: str, *, whole: bool) -> bool:
    """Tell whether a text holds a needle: not from within a word, and not up to within one where it is `whole`."""
    at = folded.find(needle)
    while at >= 0:
        end = at + len(needle)
        within = is_word(needle[0]) and at > 0 and is_word(folded[at - 1])
        goes_on = whole and is_word(needle[-1]) and end < len(folded) and is_word(folded[end])
        if not within and not goes_on:
            return True
        at = folded.find(needle, at + 1)
    return False


def says(said: Said, text: str, *, whole: bool = False, field: str = "") -> bool:
    needle = fold(text)
    fields = {"title": [said.title], "body": [said.text], "": [said.title, said.text]}[field]
    return not needle or any(holds(fold(one), needle, whole=whole) for one in fields)


def is_in(said: Said, category: str) -> bool:
    wanted = [step for part in category.split("/") if (step := fold(part))]
    for path in said.categories:
        steps = [step for name in path for part in name.split("/") if (step := fold(part))]
        if any(steps[at : at + len(wanted)] == wanted for at in range(len(steps))):
            return True
    return False


def is_dated(said: Said, first: str, end: str) -> bool:
    """Tell whether an article's day is from `first` (a day, or empty) until before `end`."""
    if said.date is None:
        return False
    day = datetime.fromtimestamp(said.date, UTC).date()
    return (not first or day >= date.fromisoformat(first)) and (not end or day < date.fromisoformat(end))


def days_after(day: str, count: int) -> str:
    return (date.fromisoformat(day) + timedelta(count)).isoformat()
