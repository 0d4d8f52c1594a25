"""What a query means, and where it is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.store.search.language import (
    EVERYTHING,
    All,
    Any,
    Dated,
    Has,
    Is,
    Name,
    Node,
    Not,
    Text,
    join_queries,
    parse_query,
)

TODAY = date(2021, 12, 22)


def words(*values: str) -> Node:
    return All(tuple(Text(value) for value in values))


def day(text: str) -> date:
    return date.fromisoformat(text)


MEANINGS: list[tuple[str, Node]] = [
    # words, whatever parts them
    ("", EVERYTHING),
    (" \t\u3000\n", EVERYTHING),
    ("a b", words("a", "b")),
    ("a\u3000b\tc\nd\u00a0e", words("a", "b", "c", "d", "e")),
    # quotes
    ('"a phrase"', Text("a phrase", quoted=True)),
    ('"a  phrase', Text("a phrase", quoted=True)),
    ('a "b c', All((Text("a"), Text("b c", quoted=True)))),
    ('"a""b"c', All((Text("a", quoted=True), Text("b", quoted=True), Text("c")))),
    ('a"b', Text('a"b')),
    ('5" disk', words('5"', "disk")),
    ("“a b”", words("“a", "b”")),
    ("「a b」", words("「a", "b」")),
    ('""', EVERYTHING),
    ('a ""', Text("a")),
    # minus
    ("-a", Not(Text("a"))),
    ("－a", Not(Text("a"))),
    ('-"a b"', Not(Text("a b", quoted=True))),
    ("e-mail", Text("e-mail")),
    ("a-", Text("a-")),
    ("-", Text("-")),
    ("a - b", words("a", "-", "b")),
    ("--force", Text("--force")),
    ("–a", Text("–a")),
    # OR and brackets
    ("a OR b", Any((Text("a"), Text("b")))),
    ("a b OR c", Any((words("a", "b"), Text("c")))),
    ("(a OR b) c", All((Any((Text("a"), Text("b"))), Text("c")))),
    ("((a))", Text("a")),
    ("-(a b)", Not(words("a", "b"))),
    ("(a)(b)", words("a", "b")),
    ("a OR -b", Any((Text("a"), Not(Text("b"))))),
    ("a or b", words("a", "or", "b")),
    ('"OR"', Text("OR", quoted=True)),
    ("ORANGE", Text("ORANGE")),
    ("a OR (b", Any((Text("a"), Text("(b")))),
    ("(a", Text("(a")),
    ("a)", Text("a)")),
    ("(", Text("(")),
    (")", Text(")")),
    ("()", Text("()")),
    ("main()", Text("main()")),
    ("f(x) y", words("f(x)", "y")),
    ("(f(x) OR y)", Any((Text("f(x)"), Text("y")))),
    ("((a)", words("(", "a")),
    ("(a))", words("a", ")")),
    ('(a "b) c"', All((Text("(a"), Text("b) c", quoted=True)))),
    ("（a）", Text("（a）")),
    # fields
    ("title:a", Text("a", field="title")),
    ('body:"a b"', Text("a b", quoted=True, field="body")),
    ("title：a", Text("a", field="title")),
    ("Title:a", Text("a", field="title")),
    ("-title:a", Not(Text("a", field="title"))),
    ("title:a:b", Text("a:b", field="title")),
    ("title:", Text("title:")),
    ("title: a", words("title:", "a")),
    ('author:"Ann Lee"', Name("author", "Ann Lee")),
    ("category:a/b", Name("category", "a/b")),
    ("tag:c++ lang:en", All((Name("tag", "c++"), Name("lang", "en")))),
    ("url:https://x.org/?a=1", Name("url", "https://x.org/?a=1")),
    ("source:新浪", Name("source", "新浪")),
    ("is:unread is:READ", All((Is("unread"), Is("read")))),
    ("has:image -has:code", All((Has("image"), Not(Has("code"))))),
    # what is no field
    ("re:zero", Text("re:zero")),
    ("12:30", Text("12:30")),
    ("https://example.com/a(b)", Text("https://example.com/a(b)")),
    ("a:title:b", Text("a:title:b")),
    ("C++ node.js AT&T 98.5% 😀 🇯🇵 _x", words("C++", "node.js", "AT&T", "98.5%", "😀", "🇯🇵", "_x")),
    # days
    ("date:2021-12", Dated(day("2021-12-01"), day("2022-01-01"))),
    ("date:2021", Dated(day("2021-01-01"), day("2022-01-01"))),
    ("date:2021-12-01..2021-12-22", Dated(day("2021-12-01"), day("2021-12-23"))),
    ("date:2020..2021-02", Dated(day("2020-01-01"), day("2021-03-01"))),
    ("date:2021..", Dated(day("2021-01-01"), None)),
    ("date:..2021", Dated(None, day("2022-01-01"))),
    ("date：２０２１－１２", Dated(day("2021-12-01"), day("2022-01-01"))),
    ("after:2021-12", Dated(day("2021-12-01"), None)),
    ("before:2021-12", Dated(None, day("2021-12-01"))),
    ("after:7d", Dated(day("2021-12-15"), None)),
    ("after:2w", Dated(day("2021-12-08"), None)),
    ("after:1m", Dated(day("2021-11-22"), None)),
    ("after:1y", Dated(day("2020-12-22"), None)),
    ("after:yesterday", Dated(day("2021-12-21"), None)),
    ("date:today", Dated(day("2021-12-22"), day("2021-12-23"))),
    ("date:yesterday", Dated(day("2021-12-21"), day("2021-12-22"))),
    ("after:rubbish", Text("after:rubbish")),
    ("before:2021-13", Text("before:2021-13")),
    ("-after:2021-02-30", Not(Text("after:2021-02-30"))),
    ("after:999999d", Text("after:999999d")),
]


@pytest.mark.parametrize(("query", "node"), MEANINGS)
def test_what_a_query_means(query: str, node: Node) -> None:
    assert parse_query(query, TODAY) == node


MISTAKES = [
    ("is:new", 3),
    ("a 采购 is:new", 8),
    ('has:"two words"', 4),
    ("－is：new", 4),
    ("date:2021-02-30", 5),
    ("date:2021-13", 5),
    ("date:rubbish", 5),
    ("a date:2022..2021", 7),
    ("date:2021..rubbish", 11),
    ("采 date:2021-12-01..2021-13 x", 19),
    ("date:2021-13..2021-12", 5),
    ('date:"2021..２０２１-13"', 5),
    ("OR", 0),
    ("OR a", 0),
    ("a OR", 2),
    ("a OR OR b", 5),
    ("(a OR) b", 3),
    ("(OR a)", 1),
]


@pytest.mark.parametrize(("query", "column"), MISTAKES)
def test_a_mistake_is_said_with_its_place(query: str, column: int) -> None:
    with pytest.raises(QueryError) as raised:
        parse_query(query, TODAY)
    assert (raised.value.query, raised.value.column) == (query, column)
    assert str(raised.value).endswith(".")


BRACKETS = set("()")
QUERIES = st.text(alphabet=st.one_of(st.sampled_from('ab ()"-－:：\u3000OR采'), st.characters()), max_size=40)


@given(QUERIES)
def test_any_text_means_something_or_is_a_mistake_at_a_place(query: str) -> None:
    column = 0
    try:
        parse_query(query, TODAY)
    except QueryError as error:
        column = error.column
    assert 0 <= column <= len(query)


def test_brackets_without_end_are_text() -> None:
    assert parse_query("(" * 5000, TODAY) == Text("(" * 5000)
    deep = parse_query("(a " * 300 + ")" * 300, TODAY)
    assert isinstance(deep, All)


JOINED = [
    ("", "a", "a"),
    ("a", " ", "a"),
    (" ", "a", "a"),
    ("a OR b", "date:2021", "(a OR b) date:2021"),
    ('a "b c', "d OR", 'a "b c" (d OR)'),
    ('"a OR b"', "c", '"a OR b" c'),
    ('5" disk', "date:2021", '5" disk date:2021'),
    ('title:"a', '"b"', 'title:"a" "b"'),
]


@pytest.mark.parametrize(("one", "other", "joined"), JOINED)
def test_two_queries_in_one(one: str, other: str, joined: str) -> None:
    assert join_queries(one, other) == joined


@given(QUERIES, QUERIES)
def test_what_is_joined_means_both(one: str, other: str) -> None:
    assume(not BRACKETS & set(one + other))  # a lone one is text, and may find its partner
    try:
        both = [parse_query(query, TODAY) for query in (one, other)]
    except QueryError:
        return
    conditions = [node.nodes if isinstance(node, All) else (node,) for node in both]
    joined = parse_query(join_queries(one, other), TODAY)
    assert (joined.nodes if isinstance(joined, All) else (joined,)) == (*conditions[0], *conditions[1])
