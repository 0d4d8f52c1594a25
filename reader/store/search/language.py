"""The query language: what a person types becomes a tree of conditions.

    words are ANDed      "a phrase"      -not      a OR b      (brackets)
    title: body: author: category: tag: lang: url: source:      is: has:      date: after: before:

Quotes, brackets, minus signs and fields mean something where a word begins; inside a word, and wherever they make no
sense, they are text. AND binds closer than OR. A full-width colon or minus sign counts as the plain one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, NamedTuple, TypeAlias, cast

from reader.errors import QueryError
from reader.parsing.clean import clean_line
from reader.store.search.periods import NoPeriodError, find_period, parse_period

TextField: TypeAlias = Literal["", "title", "body"]
NameField: TypeAlias = Literal["author", "category", "tag", "lang", "url", "source"]
State: TypeAlias = Literal["unread", "read", "bookmarked"]
Thing: TypeAlias = Literal["image", "link", "code", "table"]

TEXT_FIELDS: Final = ("title", "body")
NAME_FIELDS: Final = ("author", "category", "tag", "lang", "url", "source")
STATES: Final = ("unread", "read", "bookmarked")
THINGS: Final = ("image", "link", "code", "table")
DEEPEST: Final = 32  # brackets; what is deeper is text


@dataclass(frozen=True, slots=True)
class Text:
    """Words to find: in quotes as they stand, else the last may go on. `field` is empty for title and body."""

    value: str
    quoted: bool = False
    field: TextField = ""


@dataclass(frozen=True, slots=True)
class Name:
    """What the header names: who wrote it, where it stands."""

    field: NameField
    value: str


@dataclass(frozen=True, slots=True)
class Is:
    """What the reader did."""

    state: State


@dataclass(frozen=True, slots=True)
class Has:
    """What the page holds."""

    thing: Thing


@dataclass(frozen=True, slots=True)
class Dated:
    """From a day (None: ever) until before another one."""

    first: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    node: Node


@dataclass(frozen=True, slots=True)
class All:
    """What must all hold; nothing holds always."""

    nodes: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """Of which one must hold."""

    nodes: tuple[Node, ...]


Node: TypeAlias = Text | Name | Is | Has | Dated | Not | All | Any
EVERYTHING: Final = All()


class Token(NamedTuple):
    """A piece of a query: a bracket, `OR`, or a condition as written, with its place (characters from 0)."""

    kind: Literal["open", "close", "or", "word"]
    at: int
    negated: bool = False
    field: str = ""
    value: str = ""
    value_at: int = 0
    quoted: bool = False


def parse_query(text: str, today: date) -> Node:
    """Parse a query; dates like `7d` count from `today`.

    Raises:
        QueryError: an unknown value after `is:` or `has:`, an impossible date after `date:`, a stray `OR`.
    """
    return _build(text, _lex(text), today)


def join_queries(one: str, other: str) -> str:
    """Give a query that finds what two find both."""
    if not one.strip() or not other.strip():
        return one if one.strip() else other
    return f"{_close(one)} {_close(other)}"


def _close(query: str) -> str:
    """Close what would reach beyond a query's end: a quote, and an OR."""
    tokens = _lex(query)
    last = tokens[-1]
    if last.quoted and last.value_at + 1 + len(last.value) == len(query):
        query += _QUOTE
    return f"({query})" if any(token.kind == "or" for token in tokens) else query


# -- from text to tokens

_FIELD: Final = re.compile(r"([A-Za-z]+)[:：]")
_FIELDS: Final = frozenset({*TEXT_FIELDS, *NAME_FIELDS, "is", "has", "date", "after", "before"})
_MINUS: Final = "-－"
_QUOTE: Final = '"'


def _lex(text: str) -> list[Token]:
    """Cut a query into tokens; brackets that have no partner, or nothing between them, are text."""
    literal: set[int] = set()
    while True:
        tokens = list(_Lexer(text, literal).run())
        lone = _find_lone(tokens)
        if not lone:
            return tokens
        literal |= lone


def _find_lone(tokens: list[Token]) -> set[int]:
    """Find the opening brackets that are never closed, or at once."""
    opened: list[int] = []
    lone: set[int] = set()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.kind == "open":
            opened.append(token.at)
        elif token.kind == "close":
            at = opened.pop()
            if before and before.kind == "open":
                lone.add(at)
    return lone | set(opened)


class _Lexer:
    """One pass over a query; `literal` are the places of opening brackets known to be text."""

    def __init__(self, text: str, literal: set[int]) -> None:
        self.text = text
        self.literal = literal
        self.at = 0
        self.depth = 0
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        while self.at < len(self.text):
            if self.text[self.at].isspace():
                self.at += 1
            elif self.text[self.at] == ")" and self.depth:
                self.tokens.append(Token("close", self.at))
                self.depth -= 1
                self.at += 1
            else:
                self._take_condition()
        return self.tokens

    def _take_condition(self) -> None:
        """Take a word, a phrase, a field with either, or an opening bracket; each may be negated."""
        start = self.at
        negated = self._is_negation()
        self.at += negated
        if self.text[self.at] == "(" and self.at not in self.literal and self.depth < DEEPEST:
            self.tokens.append(Token("open", self.at, negated))
            self.depth += 1
            self.at += 1
            return
        field = _FIELD.match(self.text, self.at)
        name = field[1].lower() if field else ""
        value_at = field.end() if field and name in _FIELDS else self.at
        if value_at > self.at and not self._has_value(value_at):
            name, value_at = "", self.at
        elif value_at == self.at:
            name = ""
        self.at = value_at
        quoted = self.text[self.at] == _QUOTE
        value = self._take_phrase() if quoted else self._take_word()
        if (value, negated, name, quoted) == ("OR", False, "", False):
            self.tokens.append(Token("or", start))
        else:
            self.tokens.append(Token("word", start, negated, name, value, value_at, quoted))

    def _is_negation(self) -> bool:
        """Tell whether a minus sign stands here and has something to deny."""
        if self.text[self.at] not in _MINUS:
            return False
        after = self.text[self.at + 1 : self.at + 2]
        return (
            bool(after) and not after.isspace() and after not in _MINUS and not (after == ")" and self.depth)
        )

    def _has_value(self, at: int) -> bool:
        after = self.text[at : at + 1]
        return bool(after) and not after.isspace() and not (after == ")" and self.depth)

    def _take_phrase(self) -> str:
        """Take what stands in quotes; without closing ones it goes on to the end."""
        end = self.text.find(_QUOTE, self.at + 1)
        end = len(self.text) if end < 0 else end
        phrase = self.text[self.at + 1 : end]
        self.at = end + 1
        return phrase

    def _take_word(self) -> str:
        """Take what stands until white space, or until the bracket around it closes."""
        start, inner = self.at, 0
        while self.at < len(self.text) and not self.text[self.at].isspace():
            if self.text[self.at] == "(":
                if self.at > start and self.at - 1 in self.literal and self.at not in self.literal:
                    break  # a lone bracket before one that has a partner
                inner += 1
            elif self.text[self.at] == ")":
                if not inner and self.depth and self.at > start:
                    break
                inner = max(0, inner - 1)
            self.at += 1
        return self.text[start : self.at]


# -- from tokens to a tree


class _Group:
    """A bracket while it is open: the alternatives before the last OR, and the conditions since."""

    def __init__(self, negated: bool) -> None:
        self.negated = negated
        self.sides: list[list[Node]] = []
        self.nodes: list[Node] = []
        self.empty = True  # nothing since the bracket or the last OR
        self.or_at = -1

    def add(self, node: Node | None, negated: bool) -> None:
        self.empty = False
        if node is not None:
            self.nodes.append(Not(node) if negated else node)

    def turn(self, text: str, at: int) -> None:
        """Begin another alternative."""
        if self.empty:
            raise _stray(text, at)
        self.sides.append(self.nodes)
        self.nodes, self.empty, self.or_at = [], True, at

    def close(self, text: str) -> Node | None:
        if self.empty and self.or_at >= 0:
            raise _stray(text, self.or_at)
        sides = [_join(nodes) for nodes in (*self.sides, self.nodes) if nodes]
        if not sides:
            return None
        return sides[0] if len(sides) == 1 else Any(tuple(sides))


def _join(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else All(tuple(nodes))


def _build(text: str, tokens: list[Token], today: date) -> Node:
    groups = [_Group(negated=False)]
    for token in tokens:
        match token.kind:
            case "open":
                groups.append(_Group(token.negated))
            case "close":
                group = groups.pop()
                groups[-1].add(group.close(text), group.negated)
            case "or":
                groups[-1].turn(text, token.at)
            case "word":
                groups[-1].add(_condition(text, token, today), token.negated)
    return groups[0].close(text) or EVERYTHING


def _condition(text: str, token: Token, today: date) -> Node | None:
    """Give the condition that a token states; None where it says nothing."""
    value = clean_line(token.value)
    if not value:
        return None
    match token.field:
        case "" | "title" | "body":
            return Text(value, token.quoted, token.field)
        case "is":
            return Is(cast(State, _choose(text, token, value, STATES)))
        case "has":
            return Has(cast(Thing, _choose(text, token, value, THINGS)))
        case "date":
            return _parse_dated(text, token, value, today)
        case "after" | "before":
            period = find_period(value, today)
            if period is None:
                return Text(clean_line(text[_start_of(token) : token.value_at] + value), token.quoted)
            return Dated(period[0], None) if token.field == "after" else Dated(None, period[0])
        case name:
            return Name(cast(NameField, name), value)


def _start_of(token: Token) -> int:
    return token.at + token.negated


def _choose(text: str, token: Token, value: str, choices: tuple[str, ...]) -> str:
    if value.lower() in choices:
        return value.lower()
    *most, last = choices
    known = f"{', '.join(most)} or {last}"
    raise QueryError(f"After {token.field}: comes {known}, not “{value}”.", text, token.value_at)


def _parse_dated(text: str, token: Token, value: str, today: date) -> Dated:
    try:
        return Dated(*parse_period(value, today))
    except NoPeriodError as error:
        at = text.find(error.part, token.value_at, token.value_at + token.quoted + len(token.value))
        raise QueryError(str(error), text, token.value_at if at < 0 else at) from error


def _stray(text: str, at: int) -> QueryError:
    return QueryError("OR has nothing on one of its sides; in quotes it is a word.", text, at)
