"""What the index of words does not know, as SQL over the number of a hit (`f.rowid`).

`{low}` and `{high}` stand for the numbers between which hits are looked for: a set of few is soon made.
"""

from __future__ import annotations

import sqlite3
from typing import Final, NamedTuple

from reader.store.search.index import LATE

_MARKED: Final = "SELECT d.id FROM articles a CROSS JOIN docs d ON d.article = a.id WHERE"
_HERE: Final = "SELECT 1 FROM docs d CROSS JOIN articles a ON a.id = d.article WHERE d.id = f.rowid AND"
_BETWEEN: Final = "rowid >= {low} AND rowid < {high}"
_RARE: Final = 20  # one article in so many


class Condition(NamedTuple):
    """What must hold: an FTS5 expression, or SQL over `f.rowid` with its values."""

    match: str = ""
    where: str = ""
    values: tuple[object, ...] = ()


def is_unread(connection: sqlite3.Connection, since: float, *, brief: bool) -> Condition:
    """Be unread now, or have been so at an instant (seconds since the epoch).

    Where read or unread ones are few, or all hits are asked for, the fewer of both are gathered to look hits up among
    them. For the first hits (`brief`) it is less work to look at each.
    """
    total, unread = connection.execute("SELECT total, unread FROM categories WHERE id = 0").fetchone()
    if brief and min(unread, total - unread) > total // _RARE:
        return Condition("", f"EXISTS ({_HERE} (a.read IS NULL OR a.read > ?))", (since,))
    if unread > total // 2:
        return Condition("", f"+f.rowid NOT IN ({_MARKED} a.read <= ?)", (since,))
    return Condition("", f"+f.rowid IN ({_MARKED} a.read IS NULL UNION ALL {_MARKED} a.read > ?)", (since,))


def is_bookmarked(since: float) -> Condition:
    """Be bookmarked now, or have been so at an instant."""
    return Condition(
        "", f"+f.rowid IN ({_MARKED} a.bookmarked IS NOT NULL UNION ALL {_MARKED} a.dropped > ?)", (since,)
    )


def is_dated(first: float | None, end: float | None) -> Condition:
    """Have a date, from an instant until before another (None: ever)."""
    bounds = [(f"a.date {sign} ?", value) for sign, value in ((">=", first), ("<", end)) if value is not None]
    holds = " AND ".join(["a.date IS NOT NULL", *(bound for bound, _ in bounds)])
    return Condition("", f"EXISTS ({_HERE} {holds})", tuple(value for _, value in bounds))


def has_address(part: str) -> Condition:
    """Have an address with a folded text in it."""
    return Condition("", f"+f.rowid IN (SELECT id FROM docs WHERE {_BETWEEN} AND instr(url, ?))", (part,))


def is_found(match: str, table: str = "found") -> Condition:
    """Be found by an FTS5 expression of its own."""
    where = f"+f.rowid IN (SELECT rowid FROM {table} WHERE {table} MATCH ? AND {_BETWEEN})"
    return Condition("", where, (match,))


def unless_late(condition: Condition) -> Condition:
    """Hold for late articles; of the others it is known already."""
    return condition._replace(where=f"(f.rowid < {LATE} OR {condition.where})")


def negate(condition: Condition) -> Condition:
    """Hold where a condition of SQL does not."""
    return condition._replace(where=f"NOT ({condition.where})")


def join(conditions: list[Condition], joint: str) -> Condition:
    """Hold where all ("AND") or any ("OR") of some conditions of SQL do; halved, as SQLite minds deep ones."""
    if len(conditions) < 2:
        return conditions[0] if conditions else Condition()
    middle = len(conditions) // 2
    one, other = join(conditions[:middle], joint), join(conditions[middle:], joint)
    return Condition("", f"({one.where} {joint} {other.where})", one.values + other.values)
