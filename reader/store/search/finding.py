"""A plan carried out: the numbers that it finds, in the order of a list, and how many there are."""

from __future__ import annotations

import json
import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from reader.model import Sort
from reader.store.search.index import LATE
from reader.store.search.plan import Plan

Span: TypeAlias = tuple[int, int]  # of numbers, from one until before another

HEAD: Final = 500  # rows that are read without looking for all
END: Final = 2 * LATE
_WEIGHTS: Final = "1.0, 8.0, 0.0"  # of body, title and names
WINDOW: Final = 4000  # numbers that are looked through before all others


class _Select(NamedTuple):
    """The tables, the condition and the values of a SELECT."""

    tables: str
    where: str
    values: tuple[object, ...]


def count(connection: sqlite3.Connection, plan: Plan, low: int, high: int) -> int:
    """Count what a plan finds among the numbers from `low` until before `high`."""
    first, end = plan.span
    parts = [(max(low, first), high)]
    if end < LATE:  # there is something between them and the late ones
        parts = [(max(low, first), min(high, end)), (max(low, LATE), high)]
    return sum(_count(connection, _select(plan, *part)) for part in parts if part[0] < part[1])


def load(connection: sqlite3.Connection, plan: Plan, low: int, high: int) -> list[int]:
    """Give all numbers that a plan finds from `low` until before `high`, but the late ones.

    One long text comes out of SQLite faster than many rows.
    """
    tables, where, values = _select(plan, max(low, plan.span[0]), min(high, plan.span[1]))
    (text,) = connection.execute(
        f"SELECT json_group_array(f.rowid) FROM {tables} WHERE {where}", values
    ).fetchone()
    numbers: list[int] = json.loads(text)
    return sorted(numbers)


def find_whole(connection: sqlite3.Connection) -> Span:
    """Find between which numbers all but the late ones are."""
    first, last = connection.execute(
        "SELECT (SELECT min(id) FROM docs WHERE id < ?1), (SELECT max(id) FROM docs WHERE id < ?1)", (LATE,)
    ).fetchone()
    return (first, last + 1) if first else (0, 0)


def find_middle(connection: sqlite3.Connection) -> int:
    """Find the number that parts all but the late ones in two halves."""
    return sum(find_whole(connection)) // 2


def find_spans(connection: sqlite3.Connection, plan: Plan, sort: Sort) -> tuple[Span, Span]:
    """Give the numbers where a list that is ordered by date begins, and all others."""
    first, end = find_whole(connection)
    low, high = max(plan.span[0], first), min(plan.span[1], end)
    if sort is Sort.OLDEST:
        middle = min(low + WINDOW, high)
        return (low, middle), (middle, high)
    middle = max(high - WINDOW, low)
    return (middle, high), (low, middle)


def load_first(
    connection: sqlite3.Connection, plan: Plan, sort: Sort, limit: int, low: int, high: int
) -> list[int]:
    """Give the first numbers that a plan finds from `low` until before `high`."""
    tables, where, values = _select(plan, low, high)
    order = "ASC" if sort is Sort.OLDEST else "DESC"
    rows = connection.execute(
        f"SELECT f.rowid FROM {tables} WHERE {where} ORDER BY f.rowid {order} LIMIT ?", (*values, limit)
    )
    return [number for (number,) in rows.fetchall()]


def find_sorted(connection: sqlite3.Connection, plan: Plan, sort: Sort, limit: int | None) -> Sequence[int]:
    """Give the first numbers (None: all) of a list that is ordered by relevance or title."""
    tables, where, values = _select(plan, 0, END)
    low, high = plan.span
    order = f"bm25(found, {_WEIGHTS}), f.rowid DESC"
    if sort is Sort.TITLE:
        tables += " CROSS JOIN docs d ON d.id = f.rowid CROSS JOIN articles a ON a.id = d.article"
        order = "a.sorting, a.id"
    rows = connection.execute(
        f"SELECT f.rowid FROM {tables} WHERE {where}"
        f" AND (f.rowid >= {low} AND f.rowid < {high} OR f.rowid >= {LATE}) ORDER BY {order} LIMIT ?",
        (*values, -1 if limit is None else limit),
    )
    return array("q", [number for (number,) in rows.fetchall()])


def arrange(
    connection: sqlite3.Connection, plan: Plan, sort: Sort, numbers: Sequence[int], limit: int | None = None
) -> Sequence[int]:
    """Put the late ones that are found between rising numbers, and all in the order of a list."""
    late = _load_late(connection, plan, sort is Sort.OLDEST, limit)
    arranged = _place(connection, numbers, late) if late else array("q", numbers)
    if sort is not Sort.OLDEST:
        arranged.reverse()
    return arranged[:limit]


def _select(plan: Plan, low: int, high: int) -> _Select:
    parts = [f"{plan.table} MATCH ?", f"f.rowid >= {low}", f"f.rowid < {high}"]
    if plan.where:
        parts.append(plan.where.format(low=low, high=high))
    return _Select(f"{plan.table} f", " AND ".join(parts), (plan.match, *plan.values))


def _count(connection: sqlite3.Connection, select: _Select) -> int:
    found = connection.execute(f"SELECT count(*) FROM {select.tables} WHERE {select.where}", select.values)
    return int(found.fetchone()[0])


def _load_late(
    connection: sqlite3.Connection, plan: Plan, ascending: bool, limit: int | None
) -> list[tuple[int, int]]:
    """Give moment and number of the late ones that are found, the oldest first."""
    tables, where, values = _select(plan, LATE, END)
    order = "ASC" if ascending else "DESC"
    rows = connection.execute(
        f"SELECT d.moment, d.id FROM {tables} CROSS JOIN docs d ON d.id = f.rowid WHERE {where}"
        f" ORDER BY d.moment {order}, d.id {order} LIMIT ?",
        (*values, -1 if limit is None else limit),
    )
    return sorted(rows.fetchall())


def _place(connection: sqlite3.Connection, numbers: Sequence[int], late: list[tuple[int, int]]) -> array[int]:
    """Put late ones where their moments belong among rising numbers."""
    moments = _load_moments(connection, numbers)
    placed, begin = array("q"), 0
    for moment, number in late:
        end = bisect_right(moments, moment, begin)
        placed.extend(numbers[begin:end])
        placed.append(number)
        begin = end
    placed.extend(numbers[begin:])
    return placed


def _load_moments(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[int]:
    """Give the moments of rising numbers, which rise as well."""
    (text,) = connection.execute(
        "SELECT json_group_array(d.moment) FROM json_each(?) n CROSS JOIN docs d ON d.id = n.value",
        (json.dumps(list(numbers)),),
    ).fetchone()
    return sorted(json.loads(text))
