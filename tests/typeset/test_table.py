from __future__ import annotations

from reader.document import Cell, Document, Link, Paragraph, Span, Table
from reader.typeset.layout import typeset
from tests.typeset.pictures import page, paragraph, picture, spans, table


def test_columns_are_as_wide_as_their_content() -> None:
    assert page(table(("Name", "Amount"), ("甲", "12"), ("Bob", "1,200"), head=1)) == picture("""
        ─────┬───────
        Name │ Amount
        ─────┼───────
        甲   │     12
        Bob  │  1,200
        ─────┴───────""")


def test_cells_wrap_where_columns_do_not_fit() -> None:
    assert page(table(("a", "one two three four five"), ("b", "six")), width=16) == picture("""
        ──┬─────────────
        a │ one two
          │ three four
          │ five
        ──┼─────────────
        b │ six
        ──┴─────────────""")


ROWS = [("Name", "Colour", "What is said"), ("Apple", "green", "it is round"), ("Pear", "yellow", "")]


def test_column_rules_stand_alone_where_rows_fit_one_line_then() -> None:
    assert page(table(*ROWS, head=1), width=26) == picture("""
        ─────┬──────┬────────────
        Name │Colour│What is said
        ─────┼──────┼────────────
        Apple│green │it is round
        Pear │yellow│
        ─────┴──────┴────────────""")


def test_column_rules_stand_alone_where_words_fit_then() -> None:
    assert page(table(*ROWS, head=1), width=18) == picture("""
        ─────┬──────┬─────
        Name │Colour│What
             │      │is
             │      │said
        ─────┼──────┼─────
        Apple│green │it is
             │      │round
        ─────┼──────┼─────
        Pear │yellow│
        ─────┴──────┴─────""")


def test_too_many_columns_become_records() -> None:
    assert page(table(*ROWS, head=1), width=17) == picture("""
        Name: Apple
        Colour: green
        What is said:
          it is round
        ────────
        Name: Pear
        Colour: yellow""")


def test_short_texts_are_not_broken() -> None:
    rows = [("名称", "数量", "备注"), ("苹果", "10", "新鲜"), ("香蕉", "200", "进口，产地菲律宾")]
    assert page(table(*rows, head=1), width=18) == picture("""
        ────┬────┬────────
        名称│数量│备注
        ────┼────┼────────
        苹果│  10│新鲜
        ────┼────┼────────
        香蕉│ 200│进口，产
            │    │地菲律宾
        ────┴────┴────────""")


def test_column_rules_stand_alone_where_cells_are_less_tall_then() -> None:
    rows = [("a", "one two three four five six"), ("b", "seven")]
    assert page(table(*rows), width=12) == picture("""
        ─┬──────────
        a│one two
         │three four
         │five six
        ─┼──────────
        b│seven
        ─┴──────────""")
    assert " │ " in page(table(*rows), width=10)  # no less tall


def test_what_would_stand_tall_in_close_columns_becomes_records() -> None:
    rows = [("Apple", "green", "it is round as an apple"), ("Pear", "yellow", "")]
    assert page(table(*rows), width=18) == picture("""
        Apple
        green
        it is round as an
        apple
        ────────
        Pear
        yellow""")


def test_columns_that_hold_nothing_vanish() -> None:
    both = Cell((paragraph("both"),), colspan=2)
    assert page(table(("", "a", "", "b", ""), ("", "c", "", "d"))) == picture("""
        ──┬──
        a │ b
        c │ d
        ──┴──""")
    assert page(table(("", "a", "", "b"), ("", both, "d"))) == picture("""
        ─────┬──
        a    │ b
        both │ d
        ─────┴──""")


def test_records_say_the_headings_of_empty_columns_first() -> None:
    rows = [("Name", "Colour", "What is said"), ("Apple", "", "it is round"), ("Pear", "", "")]
    assert page(table(*rows, head=1), width=14) == picture("""
        Colour
        ────────
        Name: Apple
        What is said:
          it is round
        ────────
        Name: Pear""")


def test_headings_with_nothing_under_them_are_the_record() -> None:
    assert page(table(("Name", "Colour", "What is said"), ("", "", ""), head=1), width=14) == picture("""
        Name
        Colour
        What is said""")


def test_a_heading_that_is_a_link_can_be_followed_from_a_record() -> None:
    linked = Cell((Paragraph((Span("What is said", link=0),)),))
    grid = table(("Name", "Colour", linked), ("Apple", "green", "it is round"), head=1)
    lines = typeset(Document((grid,), (Link("https://example.com/", "said"),)), 17)
    assert [span.text for line in lines for span in line.spans if span.link == 0] == ["What is said"]


def test_spans() -> None:
    both, tall = Cell((paragraph("both"),), colspan=2), Cell((paragraph("tall"),), rowspan=2)
    assert page(table((tall, "b", "c"), ("d", "e"), ("x", both))) == picture("""
        ─────┬───┬──
        tall │ b │ c
             ├───┼──
             │ d │ e
        ─────┼───┴──
        x    │ both
        ─────┴──────""")


def test_spans_beyond_the_table_end_with_it() -> None:
    wide = Cell((paragraph("wide"),), colspan=99, rowspan=99)
    assert page(table((wide,), ("a", "b"))).count("wide") == 1


def test_cells_that_reach_below_the_table_are_whole() -> None:
    tall = Cell((paragraph("one two three"),), rowspan=9)
    assert page(table((tall, "b")), width=10) == picture("""
        ───────┬──
        one    │ b
        two    │
        three  │
        ───────┴──""")


def test_cells_that_meet_do_not_overlap() -> None:
    tall, wide = Cell((paragraph("tall"),), rowspan=2), Cell((paragraph("wide"),), colspan=2)
    assert page(table(("a", tall, "c"), (wide, "d"))) == picture("""
        ─────┬──────┬──
        a    │ tall │ c
        ─────┤      ├──
        wide │      │ d
        ─────┴──────┴──""")


def test_alignment() -> None:
    aligns = (("l", ""), ("c", "center"), ("r", "right"))
    cells = [Cell((paragraph(text),), align=align) for text, align in aligns]
    assert page(table(("left", "centre", "right"), cells)) == picture("""
        ─────┬────────┬──────
        left │ centre │ right
        l    │   c    │     r
        ─────┴────────┴──────""")


def test_paragraphs_in_cells_are_aligned_once() -> None:
    middle = Paragraph(spans("c"), align="center")
    both = Cell((middle,), align="center"), Cell((middle,)), Cell((Paragraph(spans("r"), align="right"),))
    assert page(table(("first", "second", "third"), both)) == picture("""
        ──────┬────────┬──────
        first │ second │ third
          c   │   c    │     r
        ──────┴────────┴──────""")


def test_right_to_left_tables_begin_at_the_right() -> None:
    tall = Cell((paragraph("גבוה"),), rowspan=2)
    rows = ("שם", "סכום", "ימים"), (tall, "12", "abc"), ("1,200", "יום")
    assert page(table(*rows, head=1), width=24) == picture("""
        |     ─────┬───────┬─────
        |     םימי │  םוכס │   םש
        |     ─────┼───────┼─────
        |      abc │    12 │ הובג
        |     ─────┼───────┤
        |      םוי │ 1,200 │
        |     ─────┴───────┴─────""")
    assert page(table(("1", "2"), ("a", "שלום"))).startswith("──")


def test_right_to_left_words_stand_where_their_column_begins() -> None:
    assert page(table(("Hebrew", "x"), ("יד", "y"))).split("\n")[2] == "די     │ y"


def test_right_to_left_records() -> None:
    assert page(table(("שם", "צבע"), ("תפוח", "ירוק"), head=1), width=8) == picture("""
        |חופת :םש
        |    :עבצ
        |  קורי""")


def test_tables_in_cells() -> None:
    inner = Cell((table(("1", "2")),))
    assert page(table((inner, "x"))) == picture("""
        ──────┬──
        ──┬── │ x
        1 │ 2 │
        ──┴── │
        ──────┴──""")


def test_captions_and_empty_rows() -> None:
    rows = table(("a", "b"), ("", ""), ("c", "d")).rows
    assert page(Table(rows, caption=spans("Caption"))) == picture("""
        Caption
        ──┬──
        a │ b
        c │ d
        ──┴──""")


def test_nothing_in_it_is_nothing() -> None:
    assert page(table(("", ""))) == ""
    assert page(Table(())) == ""
