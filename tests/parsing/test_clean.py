"""What outside text may bring in, and what is left of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parsing.clean import clean, clean_line
from reader.parsing.source import smuggles

SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("plain text, as it came", "plain text, as it came"),
        ("red\x1b[31m alert\x07", "red[31m alert"),
        ("C1 \x9b31m and \x90", "C1 31m and "),
        ("a\tb\nc", "a\tb\nc"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("one\u2028two\u2029three\x85four\x0bfive\x0csix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("\u202eexe.txt\u202c \u2066iso\u2069", "exe.txt iso"),
        ("zero\u200bwidth\ufeff and\u2060 soft\xadhyphen", "zerowidth and softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U0001f468\u200d\U0001f469 ❤\ufe0f", "\U0001f468\u200d\U0001f469 ❤\ufe0f"),
        ("lone \ud83d half", "lone  half"),
        ("non\ufffe\uffff\U0001fffe\ufdd0characters", "noncharacters"),
        (f"flag {SCOTLAND}!", f"flag {SCOTLAND}!"),
        (f"\x00{SCOTLAND}\x00", SCOTLAND),
        ("secret\U000e0041\U000e0042", "secret"),
        ("שלום\u200f!", "שלום\u200f!"),
    ],
)
def test_clean(raw: str, safe: str) -> None:
    assert clean(raw) == safe


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("  two\n   lines\t of　text\xa0", "two lines of text"),
        ("李焕英\u200e (2021)", "李焕英 (2021)"),
        ("\ufeff", ""),
    ],
)
def test_clean_line(raw: str, line: str) -> None:
    assert clean_line(raw) == line


@given(st.text(st.characters()))
def test_nothing_dangerous_is_left(text: str) -> None:
    safe = clean(text)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") or c in "\t\n" for c in safe)
    assert clean(safe) == safe
    assert not set(clean_line(text)) & set("\n\t\u202e")


def test_no_character_passes_because_it_comes_alone() -> None:
    assert [one for one in map(chr, range(0x10000)) if clean(one) != clean("\0" + one)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("no reference & none &", False),
        ("&amp; &lt;&nbsp;&#39;&#x27; &hellip;&#8217;&eacute &AMP &unknown;", False),
        ("a&#8203;b", True),
        ("a&#x200B;b", True),
        ("a&#27;[31m", True),
        ("a&#155;", True),
        ("&shy;", True),
        ("soft&shyphen", True),
        ("&ZeroWidthSpace;", True),
        ("&#0000000007;", True),
        ("&#1_0;", True),
        (f"&#{'0' * 50}65;", True),
        ("&#13;", True),
        ("&#xD800;&#x110000;", True),
    ],
)
def test_what_references_smuggle_in(source: str, found: bool) -> None:
    assert smuggles(source) == found
