"""From a query's tree to SQL: one FTS5 expression for all that the index knows, conditions for the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from math import inf
from typing import NamedTuple

from reader.store.cache import APART
from reader.store.search.folding import Folding, find_beginnings, is_word
from reader.store.search.index import (
    DATED,
    EVERY,
    LATE,
    category_name,
    iter_names,
    name_tokens,
    title_tokens,
)
from reader.store.search.language import All, Any, Dated, Has, Is, Name, Node, Not, Text
from reader.store.search.sieve import (
    Condition,
    has_address,
    is_bookmarked,
    is_dated,
    is_found,
    is_unread,
    join,
    negate,
    unless_late,
)

_NEVER = "never"  # a name that no article bears
_FIRST_LETTER = "0"  # of those that words are made of, in the order of their bytes
_BEHIND_LETTERS = "\U0010ffff"
_RARE = 20  # one article in so many


class Plan(NamedTuple):
    """A whole query: `match` in `table` drives, `where` sifts what it gives.

    Late articles apart, all numbers are in `span`.
    """

    table: str
    match: str
    where: str
    values: tuple[object, ...]
    span: tuple[int, int]


class Planner:
    """Makes plans; `zone` is whose days are meant, `since` as in `View`, `ranked` whether relevance is asked for,
    `brief` whether only the first hits are.

    A few letters mostly begin too many words to gather them all: such a word is looked up among the beginnings, which
    know of no relevance.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        folding: Folding,
        zone: tzinfo | None,
        since: float,
        *,
        ranked: bool = False,
        brief: bool = False,
    ) -> None:
        """Look names up in a cache."""
        self._brief = brief
        self._ranked = ranked
        self._connection = connection
        self._folding = folding
        self._zone = zone
        self._since = since

    def plan(self, node: Node) -> Plan:
        """Plan a query."""
        nodes = node.nodes if isinstance(node, All) else (node,)
        dated = [one for one in nodes if isinstance(one, Dated)]
        begun = {one: found for one in nodes if isinstance(one, Text) and (found := self._beginning(one))}
        matches, wheres = self._sort(one for one in nodes if one not in dated and one not in begun)
        if dated:  # the numbers know the day of all that are not late
            matches.append(named(DATED))
            wheres += (unless_late(self._dated(one)) for one in dated)
        table, match = "found", _and(matches) or named(EVERY)
        if begun:
            beginnings = _and(begun.values())
            if matches:
                wheres.append(is_found(beginnings, "begun"))
            else:
                table, match = "begun", beginnings
        where = join(wheres, "AND")
        return Plan(table, match, where.where, where.values, self._span(dated))

    # -- a node

    def _condition(self, node: Node) -> Condition | None:
        """Give the condition of a node; None where it asks for nothing."""
        match node:
            case Text():
                return self._text(node)
            case Name(field="url", value=value):
                return has_address(self._folding.fold(value))
            case Name(field=field, value=value):
                return Condition(named(*self._find_names(field, self._folding.fold(value))))
            case Has(thing=thing):
                return Condition(named(thing))
            case Is(state=state):
                return self._state(state)
            case Dated():
                return self._dated(node)
            case Not(node=inner):
                return self._not(inner)
            case All(nodes=nodes):
                return self._all(nodes)
            case Any(nodes=nodes):
                return self._any(nodes)

    def _text(self, node: Text) -> Condition | None:
        tokens = self._folding.tokens(node.value)
        if not tokens:
            return None
        if beginning := self._beginning(node):
            return is_found(beginning, "begun")
        columns = {"body": tokens, "title": title_tokens(tokens)}
        phrases = [
            quote(column) + (" *" if not node.quoted and self._goes_on(column) else "")
            for field, column in columns.items()
            if not node.field or node.field == field
        ]
        return Condition(f"({' OR '.join(phrases)})")

    def _goes_on(self, tokens: str) -> bool:
        """Tell whether words of the index go on after the last of some tokens: to gather them takes FTS5 long even
        where there is but one.
        """
        last = tokens.rpartition(" ")[2]
        longer = (f"{last}{_FIRST_LETTER}", f"{last}{_BEHIND_LETTERS}")
        return is_word(last[-1]) and bool(
            self._connection.execute(
                "SELECT 1 FROM words WHERE term >= ? AND term < ? LIMIT 1", longer
            ).fetchone()
        )

    def _beginning(self, node: Text) -> str:
        """Give the expression for a word of so few letters that it is looked up among the beginnings."""
        tokens = self._folding.tokens(node.value)
        if node.quoted or node.field or self._ranked or tokens not in find_beginnings(tokens):
            return ""
        return "" if self._is_rare(quote(tokens)) else quote(tokens)

    def _is_rare(self, beginning: str) -> bool:
        """Tell whether the words with a beginning are so few that they are soon gathered."""
        (total,) = self._connection.execute("SELECT total FROM categories WHERE id = 0").fetchone()
        enough = total // _RARE
        (found,) = self._connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM begun WHERE begun MATCH ? LIMIT ?)", (beginning, enough)
        ).fetchone()
        return bool(found < enough)

    def _state(self, state: str) -> Condition:
        if state == "bookmarked":
            return is_bookmarked(self._since)
        if state == "unread":
            return is_unread(self._connection, self._since, brief=self._brief)
        return negate(is_unread(self._connection, inf, brief=self._brief))

    def _dated(self, node: Dated) -> Condition:
        first, end = (None if day is None else self._instant(day) for day in (node.first, node.end))
        return is_dated(first, end)

    def _instant(self, day: date) -> float:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp()

    # -- several

    def _not(self, inner: Node) -> Condition | None:
        condition = self._condition(inner)
        if condition is None:
            return None
        if condition.where:
            return negate(condition)
        return Condition(f"({named(EVERY)} NOT ({condition.match}))")

    def _sort(self, nodes: Iterable[Node]) -> tuple[list[str], list[Condition]]:
        """Part conditions into those of the index and the others; what the index must not find is taken off."""
        matches: list[str] = []
        refused: list[str] = []
        wheres: list[Condition] = []
        for node in nodes:
            inner = node.node if isinstance(node, Not) else None
            condition = self._condition(inner or node)
            if condition is None:
                continue
            if condition.where:
                wheres.append(negate(condition) if inner else condition)
            else:
                (refused if inner else matches).append(condition.match)
        if refused:
            taken = " OR ".join(f"({one})" for one in refused)
            matches = [f"({_and(matches) or named(EVERY)} NOT ({taken}))"]
        return matches, wheres

    def _all(self, nodes: tuple[Node, ...]) -> Condition | None:
        matches, wheres = self._sort(nodes)
        if not wheres:
            return Condition(f"({_and(matches)})") if matches else None
        if matches:
            wheres.append(is_found(_and(matches)))
        return join(wheres, "AND")

    def _any(self, nodes: tuple[Node, ...]) -> Condition | None:
        conditions = [condition for node in nodes if (condition := self._condition(node))]
        if len(conditions) < len(nodes):
            return None  # one side asks for nothing: everything will do
        if not any(condition.where for condition in conditions):
            return Condition(f"({' OR '.join(condition.match for condition in conditions)})")
        matches = [condition.match for condition in conditions if condition.match]
        wheres = [condition for condition in conditions if condition.where]
        if matches:
            wheres.append(is_found(" OR ".join(matches)))
        return join(wheres, "OR")

    # -- names and dates

    def _find_names(self, field: str, value: str) -> list[str]:
        """Find the names that a value means."""
        if field == "category":
            return self._find_categories(value)
        found = iter_names(self._connection, field)
        if field == "tag":
            return [str(number) for number, _, folded in found if folded == value]
        if field == "lang":
            value = value.replace("_", "-")
            return [
                str(number)
                for number, _, folded in found
                if f"{folded.replace('_', '-')}-".startswith(f"{value}-")
            ]
        known = list(found)
        if field == "source" and any(folded == value for _, _, folded in known):
            known = [
                name for name in known if name[2] == value
            ]  # it is called so: the others contain its name
        return [str(number) for number, _, folded in known if value in folded]

    def _find_categories(self, value: str) -> list[str]:
        """Find the categories whose path ends with some steps: what stands above these may be left out."""
        wanted = _steps(value)
        rows = self._connection.execute("SELECT id, path FROM categories WHERE id > 0")
        return [
            category_name(number)
            for number, path in rows
            if wanted and _steps(self._folding.fold(path.replace(APART, "/")))[-len(wanted) :] == wanted
        ]

    def _span(self, dated: list[Dated]) -> tuple[int, int]:
        """Give the numbers between which articles of some days are."""
        low, high = 0, LATE
        for one in dated:
            for day, sign, order in ((one.first, ">=", "ASC"), (one.end, "<", "DESC")):
                if day is None:
                    continue
                row = self._connection.execute(
                    f"SELECT id FROM docs WHERE moment {sign} ? AND id < ? ORDER BY moment {order}, id {order} LIMIT 1",
                    (self._instant(day), LATE),
                ).fetchone()
                number = row[0] if row else (LATE if sign == ">=" else 0)
                low, high = (max(low, number), high) if sign == ">=" else (low, min(high, number + 1))
        return low, high


def quote(tokens: str) -> str:
    """Give tokens as an FTS5 phrase (https://sqlite.org/fts5.html, section 3.1)."""
    return '"{}"'.format(tokens.replace('"', '""'))


def named(*names: str) -> str:
    """Give the expression for articles that bear any of some names."""
    return f"({' OR '.join(quote(name_tokens(name)) for name in names or (_NEVER,))})"


def _and(matches: Iterable[str]) -> str:
    return " AND ".join(matches)


def _steps(path: str) -> list[str]:
    return [step for part in path.split("/") if (step := part.strip())]
