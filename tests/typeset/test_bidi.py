from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import Document, Mark, Paragraph, Preformatted, Quote, Span
from reader.typeset.bidi import is_rtl, reorder
from reader.typeset.layout import typeset
from reader.typeset.options import Options
from tests.typeset.pictures import listed, page, paragraph, picture, spans
from tests.typeset.strategies import texts

OPENED = str.maketrans(")]}>»›≥", "([{<«‹≤")
CONTROLS = dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
# As in the conformance tests, capitals stand for letters that run from right to left.
HEBREW = str.maketrans("ABCDEFGHIJKLMNOPQRSTUV", "אבגדהוזחטיכלמנסעפצקרשת")


@pytest.mark.parametrize(
    ("logical", "rtl", "visual"),
    [
        ("abc", False, "abc"),
        ("ABC", True, "CBA"),
        ("abc DEF ghi", False, "abc FED ghi"),
        ("ABC def GHI", True, "IHG def CBA"),
        ("ABC 12-34 DEF", True, "FED 12-34 CBA"),
        ("ABC (DEF)", True, "(FED) CBA"),
        ("abc (DEF) ghi", False, "abc (FED) ghi"),
        ("ABC (def)", True, "(def) CBA"),
        ("ABC < DEF", True, "FED > CBA"),
        ("ABC.", True, ".CBA"),
    ],
)
def test_order(logical: str, rtl: bool, visual: str) -> None:
    assert reorder(logical.translate(HEBREW), rtl)[0] == visual.translate(HEBREW)


def test_marks_stay_on_their_letters() -> None:
    assert reorder("שָׁלוֹם", True)[0] == "םוֹלשָׁ"


def test_base_direction_is_that_of_the_first_strong_character() -> None:
    assert is_rtl("12 (שלום) abc")
    assert not is_rtl("abc שלום")


def test_links_follow_their_words() -> None:
    (line,) = typeset(Document((paragraph("שלום ", Span("עולם", Mark.STRONG, link=0), " abc"),)), 13)
    words = [(span.text, span.link) for span in line.spans if span.text]
    assert words == [("abc ", None), ("םלוע", 0), (" םולש", None)]


def test_code_keeps_its_signs_in_order() -> None:
    code = Span("<a>/b?c=<d>", Mark.CODE)
    text = paragraph("ABC ".translate(HEBREW), code, " DEF.".translate(HEBREW))
    assert page(text, width=20) == drawn(".FED <a>/b?c=<d> CBA")
    assert page(paragraph("ABC ".translate(HEBREW), Span("--all", Mark.CODE)), width=9) == drawn("--all CBA")
    assert page(paragraph("a ", Span("ABC!", Mark.CODE), " b".translate(HEBREW)), width=8) == "a ABC! b"


def drawn(text: str) -> str:
    return picture(text).translate(HEBREW)


def test_a_quotation_has_its_bar_where_its_text_begins() -> None:
    first, second = (paragraph(text.translate(HEBREW)) for text in ("ABC DEF GHI", "JKL"))
    code = Preformatted((Span("code"),))
    assert page(Quote((first, code, paragraph("so be it"), second)), width=12) == drawn("""
        |   FED CBA ▎
        |       IHG ▎
        |           ▎
        |  code     ▎
        |           ▎
        |  so be it ▎
        |           ▎
        |       LKJ ▎""")
    assert page(Quote((paragraph("so"), first)), width=20) == drawn("""
        |▎ so
        |▎
        |▎        IHG FED CBA""")


def test_the_bar_stands_where_the_source_says_and_left_where_the_terminal_reorders() -> None:
    words = "ABC".translate(HEBREW)
    assert page(Quote((Paragraph(spans(words), direction="ltr"),)), width=12) == f"▎ {words[::-1]}"
    assert page(Quote((Paragraph(spans("abc"), direction="rtl"),)), width=12) == "       abc ▎"
    assert page(Quote((paragraph(words),)), width=12, options=Options(terminal_bidi=True)) == f"▎ {words}"


def test_markers_stand_where_the_text_begins() -> None:
    words, more = (paragraph(text.translate(HEBREW)) for text in ("ABC DEF", "GHI"))
    inner = listed(paragraph("abc"), more)
    numbered = listed((words, inner), paragraph("abc"), marker=("9.", "10."))
    assert [line.rstrip() for line in page(numbered, width=16).split("\n")] == drawn("""
        |     FED CBA .9
        |       abc ◦
        |       IHG ◦
        |         abc .10""").split("\n")
    assert page(listed(paragraph("abc"), words), width=14) == drawn("""
        |• abc
        |     FED CBA •""")
    assert page(Quote((listed(words, paragraph("abc")),)), width=14) == drawn("""
        |   FED CBA • ▎
        |       abc • ▎""")


@given(texts, st.booleans())
def test_nothing_is_lost(text: str, rtl: bool) -> None:
    visual, origins = reorder(text, rtl)
    assert len(visual) == len(origins)
    assert sorted(visual.translate(OPENED)) == sorted(text.translate(OPENED | CONTROLS))


@given(texts, st.booleans(), st.integers(0, 20), st.integers(1, 20))
def test_nothing_is_lost_of_what_stands_apart(text: str, rtl: bool, begin: int, length: int) -> None:
    start, end = min(begin, len(text)), min(begin + length, len(text))
    visual, origins = reorder(text, rtl, [(start, end)] if start < end else [])
    assert sorted(visual.translate(OPENED)) == sorted(text.translate(OPENED | CONTROLS))
    assert all(0 <= at < len(text) for at in origins)
