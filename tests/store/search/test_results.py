"""What a query finds, against a plain scan."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.search.conftest import Shelf
from tests.store.search.grammar import Term, holds_for, make_query
from tests.store.search.reference import Said, characters, days_after, says

# -- what the rules name: a text, a query, whether it is found

EXAMPLES = [
    ("政府采购改革", "采购", True),
    ("政府采购改革", "改", True),
    ("政府采，购改革", "采购", False),
    ("政府采 购改革", "采购", False),
    ("政府采 购改革", '"采 购"', True),
    ("政府采，购改革", '"采 购"', False),
    ("政府采購改革", "采购", True),
    ("政府采购改革", "採購", True),
    ("a reader reads", "read", True),
    ("a thread", "read", False),
    ("a reader", '"read"', False),
    ("they read it", '"read"', True),
    ("Ägypten", "agypten", True),
    ("agypten", "ÄGYPTEN", True),
    ("ПРИВЕТ, мир", "привет", True),
    ("İSTANBUL", "istanbul", True),
    ("ıspanak", "ISPANAK", True),
    ("Straße", "STRASSE", True),
    ("strasse", "straße", True),
    ("ＡＩ時代", "AI", True),
    ("AI时代", "ＡＩ", True),
    ("在AI裁判面前", "AI裁判", True),
    ("AI 裁判", "AI裁判", False),
    ("裁判与AI", "AI 裁判", True),
    ("买5G手机", "5G手机", True),
    ("在北京2022年", "北京2022", True),
    ("ｶﾞｷﾞ", "ガギ", True),
    ("ガ", "カ", False),
    ("か\u3099", "が", True),
    ("ประเทศไทย", "ไทย", True),
    ("ประเทศไทย", "ทศ", True),
    ("대한민국", "한국", False),
    ("대한민국", "한민", True),
    ("한국어", "\u1112\u1161\u11ab국", True),
    ("C++ and C", "C++", True),
    ("C and C", "C++", False),
    ("written in node.js", "node.js", True),
    ("written in node js", "node.js", False),
    ("written in node.json", '"node.js"', False),
    ("AT&T", "at&t", True),
    ("AT T", "at&t", False),
    ("up 98.5%", "98.5%", True),
    ("up 198.5%", "98.5%", False),
    ("98.5", "98.5%", False),
    ("at 12:30", "12:30", True),
    ("at 12 30", "12:30", False),
    ("Re:Zero", "re:zero", True),
    ("Re: Zero", "re:zero", False),
    ("see https://example.com/a?b=1#c", "https://example.com/a", True),
    ("😀 fun", "😀", True),
    ("😁 fun", "😀", False),
    ("🇯🇵", "🇯🇵", True),
    ("🇨🇳", "🇯🇵", False),
    ("❤️", "❤", True),
    ("👨‍👩‍👧", "👩", True),
    ("my_name", "name", False),
    ("my_name", "my_na", True),
    ("well-known", "well-known", True),
    ("well known", "well-known", False),
    ("he said “yes” twice", "“yes”", True),
    ("he said yes twice", "“yes”", False),
    ("「東京」", "「東京」", True),
    ("f(x) = 1", "f(x)", True),
    ("a (note", "(note", True),
    ("a note", "(note", False),
    ("one - two", "-", True),
    ("one two", "-", False),
    ("one-two", '"one-two', True),
    ("foo, bar", '"foo, bar"', True),
    ("foo ,bar", '"foo, bar"', False),
    ("foo\nbar", '"foo bar"', True),
    ("title: of it", "title: of", True),
    ("after:rubbish", "after:rubbish", True),
    ("after rubbish", "after:rubbish", False),
    ("one two", "one　two", True),
    ("one two", "one －two", False),
    ("don't", "don't", True),
    ("x²", "x2", True),
    ("½", "1⁄2", True),
    ("שָׁלוֹם", "שלום", True),
    ("العَرَبِيَّة", "العربية", True),
    ("हिन्दी", "हिन्द", True),
    ("हिन्दी", "हन", False),
    ("ΟΔΟΣ", "οδός", True),
    ("~/.config", "~/.config", True),
    ("a*b", "a*b", True),
    ('5" disk', '5"', True),
    ("back\\slash", "back\\slash", True),
    ("^caret^ {x} | `y`", "^caret^ {x} | `y`", True),
    ("NEAR(a b)", "NEAR(a", True),
    ("a AND b NOT c", "AND NOT", True),
    ("nbsp\u00a0here", '"nbsp here"', True),
    ("￥100", "¥100", True),
    ("①②", "12", True),
    ("中美🇨🇳🇺🇸", "🇺🇸", True),
    ("中美🇨🇳🇺🇸", "🇳🇺", False),
    ("Đà Nẵng", "da nang", True),
    ("الســلام", "السلام", True),
    ("word", "wor*", False),
]


@pytest.mark.parametrize(("text", "query", "found"), EXAMPLES)
def test_the_rules(shelf: Shelf, text: str, query: str, found: bool) -> None:
    shelf.put(
        Said("body.md", "–", text), Said("title.md", text.replace("\n", " "), "–"), Said("none.md", "–", "–")
    )
    assert set(shelf.find(query)) == ({"body.md", "title.md"} if found else set())


def test_an_empty_query_and_one_that_says_nothing_give_everything(shelf: Shelf) -> None:
    shelf.put(Said("a.md", "a", "a"), Said("b.md", "b", "b"))
    for query in ('""', '"', "\u200d", '-""', "\u3000", '" "'):
        assert len(shelf.find(query)) == 2, query


def test_a_search_at_midnight(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(Said("a.md", "a", "a"))
    days = count(date(2021, 12, 22).toordinal())
    monkeypatch.setattr(shelf.results, "_today", lambda: date.fromordinal(next(days)))
    monkeypatch.setattr(shelf.pages, "_today", lambda: date.fromordinal(next(days)))
    assert shelf.find("a") == ["a.md"]


@pytest.mark.parametrize("query", ["-is:read ", "(date:2021 OR a) ", "-x "])
def test_a_query_may_be_as_long_as_one_likes(shelf: Shelf, query: str) -> None:
    shelf.put(Said("a.md", "a", "a"), Said("b.md", "b", "b"))
    assert "a.md" in shelf.find(f"{query * 1100} a")


# -- generated: articles of all scripts, and every query that the language has

FRAGMENTS = [
    "采购",
    "採購",
    "政府",
    "改革",
    "政府采购",
    "裁判",
    "AI",
    "AI裁判",
    "5G手机",
    "北京2022",
    "2022",
    "ＡＩ",
    "東京",
    "东京",
    "タワー",
    "たわー",
    "ﾀﾜｰ",
    "ガ",
    "が",
    "한국",
    "국어",
    "reader",
    "read",
    "thread",
    "Reading",
    "Ägypten",
    "agypten",
    "İstanbul",
    "ıspanak",
    "Straße",
    "strasse",
    "ПРИВЕТ",
    "привет",
    "мир",
    "C++",
    "C",
    "node.js",
    "js",
    "AT&T",
    "98.5%",
    "5",
    "12:30",
    "re:zero",
    "https://x.org/a-b",
    "a",
    "b",
    "my_name",
    "name",
    "well-known",
    "ไทย",
    "ประเทศ",
    "😀",
    "🇯🇵",
    "🇨🇳",
    "❤️",
    "“",
    "”",
    "「東京」",
    "(",
    ")",
    "-",
    ",",
    ".",
    "，",
    "。",
    "：",
    "don't",
    "½",
    "²",
    "été",
    "हिन्दी",
    "שָׁלוֹם",
    "العَرَبِية",
    "x",
]
JOINTS = ("", "", " ", " ", "，", "\n", "\u3000", ", ")


def make_text(chance: random.Random, length: int) -> str:
    return "".join(chance.choice(FRAGMENTS) + chance.choice(JOINTS) for _ in range(length)).strip()


def make_said(number: int, chance: random.Random) -> Said:
    return Said(
        key=f"{number}.md",
        title=make_text(chance, 4).replace("\n", " "),
        text=make_text(chance, chance.randint(1, 30)),
        date=chance.choice((None, chance.randrange(1_500_000_000, 1_700_000_000))),
        authors=tuple(chance.sample(("Zoë Smith", "李雷", "K. Müller"), chance.randint(0, 2))),
        tags=tuple(chance.sample(("Rust", "新聞", "c++"), chance.randint(0, 2))),
        source=chance.choice(("", "新浪财经", "Daily News")),
        lang=chance.choice(("", "en", "en-US", "zh_CN")),
        url=chance.choice(("", f"https://example.com/{number}", "http://News.org/Été")),
        categories=chance.choice(
            ((), (("金融", "新浪财经"),), (("金融",), ("A/B", "C")), (("Tech", "金融", "x"),))
        ),
        has=frozenset(chance.sample(("image", "link", "code", "table"), chance.randint(0, 3))),
        unread=chance.random() < 0.5,
        bookmarked=chance.random() < 0.3,
    )


class Stock:
    """Articles, and the cache that holds them."""

    def __init__(self, shelf: Shelf, said: list[Said]) -> None:
        self.shelf = shelf
        self.said = said


def field_terms() -> st.SearchStrategy[tuple[str, Term]]:
    def named(field: str, *values: str) -> st.SearchStrategy[tuple[str, Term]]:
        return st.sampled_from(values).map(lambda value: (f'{field}:"{value}"', (field, value)))

    days = st.sampled_from(("2018-01-01", "2019-06-15", "2021-12-22", "2023-10-01"))
    return st.one_of(
        named("author", "smith", "ZOE", "李", "ü", "nobody"),
        named("tag", "rust", "新闻", "C++", "c"),
        named("source", "新浪", "daily"),
        named("url", "example.com/1", "news.org/ete"),
        named("lang", "en", "zh", "zh-cn", "en-us"),
        named("category", "金融", "金融/新浪财经", "tech", "a/b/c", "B/C", "新浪"),
        named("has", "image", "code"),
        named("is", "unread", "read", "bookmarked"),
        days.map(lambda day: (f"after:{day}", ("date", day, ""))),
        days.map(lambda day: (f"before:{day}", ("date", "", day))),
        days.map(lambda day: (f"date:{day}..{days_after(day, 90)}", ("date", day, days_after(day, 91)))),
        st.sampled_from((2018, 2021)).map(
            lambda year: (f"date:{year}", ("date", f"{year}-01-01", f"{year + 1}-01-01"))
        ),
    )


def text_terms() -> st.SearchStrategy[tuple[str, Term]]:
    words = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=3).map("".join)
    plain = words.filter(lambda word: word[0] != "-" and not set("()") & set(word) and word != "OR")
    phrases = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map(" ".join)
    fields = st.sampled_from(("", "", "title", "body"))
    return st.one_of(
        st.tuples(fields, plain).map(lambda t: (f"{t[0]}:{t[1]}" if t[0] else t[1], ("text", *t, False))),
        st.tuples(fields, phrases).map(
            lambda t: (f'{t[0]}:"{t[1]}"' if t[0] else f'"{t[1]}"', ("text", *t, True))
        ),
    )


def join(sides: list[tuple[str, Term]], kind: str) -> tuple[str, Term]:
    joint = " OR " if kind == "or" else " "
    return f"({joint.join(text for text, _ in sides)})", (kind, *(term for _, term in sides))


QUERIES = st.recursive(
    st.one_of(text_terms(), text_terms(), field_terms()),
    lambda inner: st.one_of(
        inner.map(lambda one: (f"-{one[0]}", ("not", one[1])) if one[0][0] != "-" else one),
        st.tuples(st.lists(inner, min_size=2, max_size=3), st.sampled_from(("or", "and"))).map(
            lambda made: join(*made)
        ),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stock]:
    chance = random.Random(5)
    said = [make_said(number, chance) for number in range(120)]
    shelf = Shelf(tmp_path_factory.mktemp("library") / "cache.db")
    shelf.put(*said[:60])
    shelf.put(*said[60:])
    yield Stock(shelf, said)
    shelf.cache.close()


@settings(max_examples=400, deadline=None, derandomize=True)
@given(query=st.lists(QUERIES, min_size=1, max_size=3))
def test_found_is_what_a_plain_scan_finds(stock: Stock, query: list[tuple[str, Term]]) -> None:
    shelf, said = stock.shelf, stock.said
    text = " ".join(one for one, _ in query)
    expected = {one.key for one in said if all(holds_for(term, one) for _, term in query)}
    assert set(shelf.find(text)) == expected, text


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data())
def test_every_piece_of_a_text_is_found(stock: Stock, data: st.DataObject) -> None:
    shelf, said = stock.shelf, stock.said
    one = data.draw(st.sampled_from(said))
    said_characters = characters(one.text)
    start = data.draw(st.integers(0, len(said_characters) - 1))
    piece = "".join(said_characters[start : start + data.draw(st.integers(1, 6))]).replace('"', "")
    expected = {other.key for other in said if says(other, piece, whole=True)}
    assert set(shelf.find(f'"{piece}"')) == expected


@pytest.mark.parametrize("seed", range(300))
def test_queries_made_of_what_articles_say(stock: Stock, seed: int) -> None:
    shelf, said = stock.shelf, stock.said
    text, term = make_query(random.Random(seed), said)
    assert set(shelf.find(text)) == {one.key for one in said if holds_for(term, one)}, text
