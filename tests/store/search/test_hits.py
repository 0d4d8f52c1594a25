"""Where the words are: ranges to mark, how many, and the piece around the first."""

from __future__ import annotations

from datetime import date

import pytest

from reader.store.search.folding import Folding
from reader.store.search.hits import LENGTH, Words, find_excerpt
from reader.store.search.language import parse_query

FOLDING = Folding()


def marked(query: str, text: str, field: str = "body") -> list[str]:
    words = Words(parse_query(query, date(2021, 12, 22)), field, FOLDING)
    return [text[start:end] for start, end in words.find(text)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("read", "A reader reads a thread", ["read", "read"]),
        ('"read"', "A reader, they read", ["read"]),
        ("采购", "政府採購与采购", ["採購", "采购"]),
        ("strasse", "Die Straße.", ["Straße"]),
        ("stras", "Die Straße.", ["Straß"]),
        ("agypten", "nach A\u0308gypten", ["A\u0308gypten"]),
        ("❤", "I ❤️ you", ["❤️"]),
        ("ガ", "ｶﾞｷﾞ", ["ｶﾞ"]),
        ("foo bar", "bar foo", ["bar", "foo"]),
        ('"foo bar"', "foo\n bar", ["foo\n bar"]),
        ("ab -cd", "ab cd", ["ab"]),
        ("a OR (b c)", "a b c", ["a", "b", "c"]),
        ("采购 购改", "采购改革", ["采购改"]),
        ("tag:a is:unread a", "a", ["a"]),
        ('""', "a", []),
        ("---x", "no such", []),
    ],
)
def test_what_is_marked(query: str, text: str, found: list[str]) -> None:
    assert marked(query, text) == found


def test_fields_are_marked_where_they_look() -> None:
    assert marked("title:a b", "a b", "body") == ["b"]
    assert marked("title:a b", "a b", "title") == ["a", "b"]
    assert marked("title:a body:b", "a b") == ["b"]


def excerpt(query: str, title: str, text: str) -> tuple[str, list[str], int]:
    found = find_excerpt(parse_query(query, date(2021, 12, 22)), title, text, FOLDING)
    return found.text, [found.text[start:end] for start, end in found.marks], found.hits


def test_an_excerpt_stands_around_the_first_hit() -> None:
    text = "Ein Wort. " * 100 + "Die\nStraße hier.\n" + "Und mehr. " * 100 + "strasse"
    piece, marks, hits = excerpt("strasse", "Straße", text)
    assert "Die Straße hier. Und mehr." in piece
    assert len(piece) <= LENGTH + 2
    assert piece.startswith(("…Ein", "…Wort"))
    assert piece.endswith(("mehr.…", "Und…"))
    assert (marks, hits) == (["Straße"], 3)


def test_an_excerpt_says_where_it_was_cut_and_gives_up_no_more_than_a_word_for_that() -> None:
    han = "一二三四五六七八九十" * 30
    piece, marks, _ = excerpt("x", "", f"{han[:280]} {han[:30]}x{han}")
    assert (piece[0], piece[-1]) == ("…", "…")
    assert (piece.index("x"), marks) == (61, ["x"])
    assert excerpt("x", "", "\n\n the x\n\n")[0] == "the x"
    assert excerpt("x", "", f"x {han}")[0] == f"x {han}"[:LENGTH] + "…"


def test_an_excerpt_without_a_hit_in_the_text_is_its_beginning() -> None:
    assert excerpt("title:cat", "The cat", "One.\nTwo.") == ("One. Two.", [], 1)
    assert excerpt("is:unread", "The cat", "One.") == ("One.", [], 0)
    assert excerpt("cat", "The cat", "") == ("", [], 1)


def test_a_hit_after_lines_that_fold_to_nothing_is_found() -> None:
    assert excerpt("x", "", "\u200b\n\ufe0f\nab\nthe x")[1:] == (["x"], 1)
