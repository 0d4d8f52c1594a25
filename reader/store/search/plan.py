"""From a query's tree to SQL: one FTS5 expression for all that the index knows, conditions for the rest."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import NamedTuple

from reader.store.cache import APART
from reader.store.search.folding import Folding, find_beginnings, is_word
from reader.store.search.index import EVERY, LATE, category_token, iter_names, name_token, thing_token
from reader.store.search.language import All, Any, Dated, Has, Is, Name, Node, Not, Text

NEVER = "\xa0never"  # a name that no article bears
NOTHING = f'names : "{NEVER}"'
EVERYTHING = f'names : "{EVERY}"'

# What was so when the list was entered stays in it.
UNREAD = "(a.read IS NULL OR a.read > ?)"
BOOKMARKED = "(a.bookmarked IS NOT NULL OR ifnull(a.dropped, 0) > ?)"
IN_FOUND = "d.id IN (SELECT rowid FROM found WHERE found MATCH ?)"
IN_BEGUN = "d.id IN (SELECT rowid FROM begun WHERE begun MATCH ?)"


class Condition(NamedTuple):
    """What must hold: an FTS5 expression, or SQL over docs `d` and articles `a` with its values."""

    match: str = ""
    where: str = ""
    values: tuple[object, ...] = ()


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
    """Makes plans; `zone` is whose days are meant, `since` as in `View`, `ranked` whether relevance is asked for.

    One or two letters begin too many words to gather them all: such a word is looked up among the beginnings,
    which know of no relevance.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        folding: Folding,
        zone: tzinfo,
        since: float,
        *,
        ranked: bool = False,
    ) -> None:
        """Look names up in a cache."""
        self._ranked = ranked
        self._connection = connection
        self._folding = folding
        self._zone = zone
        self._since = since

    def plan(self, node: Node) -> Plan:
        """Plan a query."""
        if isinstance(node, Text) and (beginning := self._beginning(node)):
            return Plan("begun", beginning, "", (), (0, LATE))
        condition = self._condition(node) or Condition(EVERYTHING)
        nodes = node.nodes if isinstance(node, All) else (node,)
        span = self._span([one for one in nodes if isinstance(one, Dated)])
        if isinstance(node, All):
            matches, wheres = self._sort(node.nodes)
            where, values = _join(wheres)
            return Plan("found", _and(matches) or EVERYTHING, where, values, span)
        if condition.where:
            return Plan("found", EVERYTHING, condition.where, condition.values, span)
        return Plan("found", condition.match, "", (), span)

    # -- a node

    def _condition(self, node: Node) -> Condition | None:
        """Give the condition of a node; None where it asks for nothing."""
        match node:
            case Text():
                return self._text(node)
            case Name(field="url", value=value):
                return Condition("", "instr(d.url, ?) > 0", (self._folding.fold(value),))
            case Name(field=field, value=value):
                return Condition(_any_name(self._find_names(field, self._folding.fold(value))))
            case Has(thing=thing):
                return Condition(_any_name([thing_token(thing)]))
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
            return Condition("", IN_BEGUN, (beginning,))
        phrase = quote(tokens)
        if not node.quoted and is_word(tokens[-1]):
            phrase += " *"
        return Condition(f"{node.field} : {phrase}" if node.field else phrase)

    def _beginning(self, node: Text) -> str:
        """Give the expression for a word of so few letters that it is looked up among the beginnings."""
        tokens = self._folding.tokens(node.value)
        if node.quoted or node.field or self._ranked or tokens not in find_beginnings(tokens):
            return ""
        return quote(tokens)

    def _state(self, state: str) -> Condition:
        if state == "unread":
            return Condition("", UNREAD, (self._since,))
        if state == "read":
            return Condition("", "a.read IS NOT NULL")
        return Condition("", BOOKMARKED, (self._since,))

    def _dated(self, node: Dated) -> Condition:
        parts, values = ["a.date IS NOT NULL"], []
        for sign, day in ((">=", node.first), ("<", node.end)):
            if day is not None:
                parts.append(f"a.date {sign} ?")
                values.append(self._instant(day))
        return Condition("", f"({' AND '.join(parts)})", tuple(values))

    def _instant(self, day: date) -> float:
        return datetime(day.year, day.month, day.day, tzinfo=self._zone).timestamp()

    # -- several

    def _not(self, inner: Node) -> Condition | None:
        condition = self._condition(inner)
        if condition is None:
            return None
        if condition.where:
            return Condition("", f"NOT {condition.where}", condition.values)
        return Condition(f"({EVERYTHING} NOT ({condition.match}))")

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
                wheres.append(condition._replace(where=f"NOT {condition.where}") if inner else condition)
            else:
                (refused if inner else matches).append(condition.match)
        if refused:
            taken = " OR ".join(f"({one})" for one in refused)
            matches = [f"({_and(matches) or EVERYTHING} NOT ({taken}))"]
        return matches, wheres

    def _all(self, nodes: tuple[Node, ...]) -> Condition | None:
        matches, wheres = self._sort(nodes)
        if not wheres:
            return Condition(f"({_and(matches)})") if matches else None
        if matches:
            wheres.append(_as_where(Condition(_and(matches))))
        where, values = _join(wheres)
        return Condition("", f"({where})", values)

    def _any(self, nodes: tuple[Node, ...]) -> Condition | None:
        conditions = [condition for node in nodes if (condition := self._condition(node))]
        if len(conditions) < len(nodes):
            return None  # one side asks for nothing: everything will do
        if not any(condition.where for condition in conditions):
            return Condition(f"({' OR '.join(condition.match for condition in conditions)})")
        matches = [condition.match for condition in conditions if condition.match]
        wheres = [condition for condition in conditions if condition.where]
        if matches:
            wheres.append(_as_where(Condition(" OR ".join(matches))))
        values = tuple(value for condition in wheres for value in condition.values)
        return Condition("", f"({' OR '.join(condition.where for condition in wheres)})", values)

    # -- names and dates

    def _find_names(self, field: str, value: str) -> list[str]:
        """Find the names that a value means, as tokens."""
        if field == "category":
            return self._find_categories(value)
        found = iter_names(self._connection, field)
        if field == "tag":
            return [name_token(number) for number, _, folded in found if folded == value]
        if field == "lang":
            value = value.replace("_", "-")
            return [
                name_token(number)
                for number, _, folded in found
                if f"{folded.replace('_', '-')}-".startswith(f"{value}-")
            ]
        named = list(found)
        if field == "source" and any(folded == value for _, _, folded in named):
            named = [
                name for name in named if name[2] == value
            ]  # it is called so: the others contain its name
        return [name_token(number) for number, _, folded in named if value in folded]

    def _find_categories(self, value: str) -> list[str]:
        """Find the categories whose path ends with some steps: what stands above these may be left out."""
        wanted = _steps(value)
        rows = self._connection.execute("SELECT id, path FROM categories WHERE id > 0")
        return [
            category_token(number)
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


def _any_name(tokens: list[str]) -> str:
    return f"names : ({' OR '.join(map(quote, tokens))})" if tokens else NOTHING


def _and(matches: list[str]) -> str:
    return " AND ".join(matches)


def _join(wheres: list[Condition]) -> tuple[str, tuple[object, ...]]:
    values = tuple(value for condition in wheres for value in condition.values)
    return " AND ".join(condition.where for condition in wheres), values


def _as_where(condition: Condition) -> Condition:
    return Condition("", IN_FOUND, (condition.match,))


def _steps(path: str) -> list[str]:
    return [step for part in path.split("/") if (step := part.strip())]
