"""Queries made by chance of what articles say, each with what it means; the plain scan tells whether that holds.

A query and its meaning are made together, so nothing of the parser is needed to know what should be found.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from random import Random
from typing import TypeAlias

from tests.store.search.reference import Said, characters, days_after, fold, is_dated, is_in, says

Term: TypeAlias = tuple[object, ...]
Made: TypeAlias = tuple[str, Term]

LONGEST = 12  # characters of a piece
BLANKS = (" ", " ", "  ", "\u3000", "\n")
_SAYS_MORE = re.compile(r'[-－("]|OR$|[a-z]+[:：]', re.IGNORECASE)


def holds_for(term: Term, said: Said) -> bool:
    match term:
        case ("text", field, value, quoted):
            return says(said, str(value), whole=bool(quoted), field=str(field))
        case ("not", tuple(inner)):
            return not holds_for(inner, said)
        case ("or", *sides):
            return any(holds_for(side, said) for side in sides if isinstance(side, tuple))
        case ("and", *sides):
            return all(holds_for(side, said) for side in sides if isinstance(side, tuple))
        case ("author", value):
            return any(fold(str(value)) in fold(author) for author in said.authors)
        case ("tag", value):
            return fold(str(value)) in map(fold, said.tags)
        case ("source", value):
            return fold(str(value)) in fold(said.source)
        case ("called", value):
            return fold(str(value)) == fold(said.source)
        case ("url", value):
            return fold(str(value)) in fold(said.url)
        case ("lang", value):
            lang = said.lang.lower().replace("_", "-")
            return lang == value or lang.startswith(f"{value}-")
        case ("category", value):
            return is_in(said, str(value))
        case ("has", value):
            return value in said.has
        case ("is", value):
            return {"unread": said.unread, "read": not said.unread, "bookmarked": said.bookmarked}[str(value)]
        case ("date", first, end):
            return is_dated(said, str(first), str(end))
    raise AssertionError(term)


def make_query(dice: Random, stock: list[Said]) -> Made:
    """Make a query of one to three conditions that must all hold."""
    return _join([_make(dice, stock, 3) for _ in range(dice.randint(1, 3))], "and", dice)


def _make(dice: Random, stock: list[Said], depth: int) -> Made:
    if depth and dice.random() < 0.35:
        kind = dice.choice(("and", "or"))
        text, term = _join([_make(dice, stock, depth - 1) for _ in range(dice.randint(2, 3))], kind, dice)
        text = f"({text})"
    else:
        text, term = _leaf(dice, dice.choice(stock))
    if dice.random() < 0.25:
        return f"{dice.choice('--－')}{text}", ("not", term)
    return text, term


def _join(made: list[Made], kind: str, dice: Random) -> Made:
    joint = dice.choice(BLANKS) + ("OR" + dice.choice(BLANKS) if kind == "or" else "")
    return joint.join(text for text, _ in made), (kind, *(term for _, term in made))


def _leaf(dice: Random, said: Said) -> Made:
    if dice.random() < 0.3:
        return dice.choice(_named(dice, said))
    field, said_there = dice.choice(
        (("", said.text), ("", said.title), ("title", said.title), ("body", said.text))
    )
    before = f"{field}{dice.choice(':：')}" if field else ""
    said_characters = characters(said_there)
    start = dice.randrange(max(1, len(said_characters)))
    piece = "".join(said_characters[start : start + dice.choice((1, 1, 2, 3, 4, 6, LONGEST))]).replace(
        '"', ""
    )
    if not fold(piece):
        piece = "–"
    words = [
        word for word in piece.split() if not _SAYS_MORE.match(word) and ")" not in word and "(" not in word
    ]
    if words and dice.random() < 0.6:
        word = dice.choice(words)
        return before + word, ("text", field, word, False)
    return f'{before}"{piece}"', ("text", field, piece, True)


def _named(dice: Random, said: Said) -> list[Made]:
    """Give conditions on what stands beside an article's words, most of which hold for it."""
    state = dice.choice(("unread", "read", "bookmarked"))
    thing = dice.choice(("image", "link", "code", "table"))
    made: list[Made] = [(f"is:{state}", ("is", state)), (f"has:{thing}", ("has", thing))]
    for author in said.authors:
        start = dice.randrange(len(author))
        made += _quoted("author", author[start : start + 4].strip())
    for tag in said.tags:
        made += _quoted("tag", tag)
    for path in said.categories:
        start = dice.randrange(len(path)) if path else 0
        made += _quoted("category", "/".join(path[start : start + 2]))
    made += [(text, ("called", said.source)) for text, _ in _quoted("source", said.source)]
    made += _quoted("lang", said.lang.lower().replace("_", "-"))
    made += _quoted("url", said.url[dice.randrange(len(said.url)) :] if said.url else "")
    if said.date is not None:
        made += _dated(f"{datetime.fromtimestamp(said.date, UTC):%Y-%m-%d}")
    return made


def _quoted(field: str, value: str) -> list[Made]:
    shown = value.replace('"', "")
    return [(f'{field}:"{shown}"', (field, shown))] if fold(shown).strip("/ ") and shown == value else []


def _dated(day: str) -> list[Made]:
    year, month = int(day[:4]), int(day[5:7])
    following = f"{year + month // 12}-{month % 12 + 1:02}"
    return [
        (f"date:{day}", ("date", day, days_after(day, 1))),
        (f"date:{day[:7]}", ("date", f"{day[:7]}-01", f"{following}-01")),
        (f"date:{year}", ("date", f"{year}-01-01", f"{year + 1}-01-01")),
        (f"date:..{day}", ("date", "", days_after(day, 1))),
        (f"date:{year - 1}..{day[:7]}", ("date", f"{year - 1}-01-01", f"{following}-01")),
        (f"after:{day}", ("date", day, "")),
        (f"before:{day[:7]}", ("date", "", f"{day[:7]}-01")),
    ]
