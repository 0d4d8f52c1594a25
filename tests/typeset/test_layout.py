from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth

from reader.document import (
    Block,
    Cell,
    Definition,
    DefinitionList,
    Details,
    Document,
    Figure,
    Fold,
    Heading,
    Image,
    Line,
    Mark,
    Media,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Span,
)
from reader.typeset.layout import Options, iter_lines, typeset
from reader.typeset.width import NARROW, WIDE
from tests.typeset.pictures import draw, listed, page, paragraph, picture, spans, table
from tests.typeset.strategies import documents, widths

ZH = "政府采购已成为助力企业发展的重要市场。北京市将陆续推出改革举措。"


def test_paragraphs_part_by_one_blank_line() -> None:
    assert page(paragraph("one two three"), paragraph(""), paragraph("four"), width=8) == picture("""
        one two
        three

        four""")


def test_chinese_paragraphs_are_indented_by_two_em() -> None:
    assert page(Paragraph(spans(ZH), indent=True), Paragraph(spans("第二段。"), indent=True)) == picture("""
        |    政府采购已成为助力企业发展的重要市
        |场。北京市将陆续推出改革举措。
        |
        |    第二段。""")


def test_other_articles_are_not() -> None:
    assert page(Paragraph(spans("English, by habit"), indent=True)) == "English, by habit"


def test_line_breaks_are_kept() -> None:
    assert page(paragraph("one\ntwo")) == "one\ntwo"


def test_lists_hang() -> None:
    inner = listed(paragraph("deep"), paragraph("deeper"))
    assert page(listed(paragraph("one two three four"), (paragraph("five"), inner)), width=14) == picture("""
        • one two
          three four
        • five
          ◦ deep
          ◦ deeper""")


def test_numbers_align_at_the_right() -> None:
    assert page(listed(paragraph("a"), paragraph("b"), marker=("9.", "10."))) == picture("""
        | 9. a
        |10. b""")


def test_loose_lists_have_air() -> None:
    assert page(listed(paragraph("a"), paragraph("b"), loose=True)) == "• a\n\n• b"


def test_a_list_keeps_its_marker_where_nothing_fits_beside_it() -> None:
    assert page(listed(paragraph("ab"), marker=("xviii.",)), width=4) == picture("""
        xvii
        i.
        ab""")


def test_bullets_count_lists_alone() -> None:
    assert page(Quote((listed((paragraph("a"), listed(paragraph("b")))),))) == "▎ • a\n▎   ◦ b"


def test_quotation_bars_continue() -> None:
    quote = Quote((paragraph("one two three"), paragraph("four"), Quote((paragraph("five"),))))
    assert page(quote, width=12) == picture("""
        ▎ one two
        ▎ three
        ▎
        ▎ four
        ▎
        ▎ ▎ five""")


def test_headings_differ_by_weight_and_rule() -> None:
    lines = typeset(Document((Heading(2, spans("Top")), Heading(3, spans("Below")), paragraph("text"))), 10)
    assert draw(lines) == picture("""
        Top
        ──────────

        Below

        text""")
    assert lines[0].spans[0].marks == Mark.HEADING | Mark.STRONG


def test_headings_of_one_level_need_no_rule() -> None:
    assert page(Heading(2, spans("One")), paragraph("text"), Heading(2, spans("Two"))) == "One\n\ntext\n\nTwo"


def test_definitions() -> None:
    block = DefinitionList((Definition((spans("Term"), spans("Other")), ((paragraph("said of it"),),)),))
    assert page(block) == "Term\nOther\n    said of it"
    more = DefinitionList((Definition((spans("Term"),), ((paragraph("first"), paragraph("then")),)),))
    assert page(more) == "Term\n    first\n\n    then"


def test_pictures() -> None:
    named = Picture(Image("https://www.example.com/a.png", "A cat", width=640, height=480))
    silent = Picture(Image("https://www.example.com/b.png"))
    assert page(named, silent, silent, paragraph("text")) == picture("""
        ▨ A cat · 640×480 · example.com

        ▨ ▨

        text""")


def test_a_caption_speaks_for_a_silent_picture() -> None:
    silent, named = Picture(Image("a.png")), Picture(Image("a.png", "A cat"))
    assert page(Figure((silent,), spans("A cat sleeping"))) == "▨ A cat sleeping"
    assert page(Figure((named,), spans("A cat sleeping"))) == "▨ A cat\n  A cat sleeping"


def test_pictures_can_be_opened() -> None:
    image = Image("https://example.com/a.png", "A cat", link=0)
    (line,) = typeset(Document((Picture(image),)), 40)
    assert (line.spans[0].image, line.spans[0].link) == (image, 0)


def test_media_disclosures_and_rules() -> None:
    details = Details(spans("Summary"), (paragraph("body"),))
    assert page(Media("video", "A film", 0), details, Rule(), width=12) == picture("""
        ▶ A film

        ▾ Summary
          body

        ────────────""")


def test_folds_are_marked() -> None:
    fold = Fold("QR code", (paragraph("b"), paragraph("c")))
    lines = typeset(Document((paragraph("a"), fold, paragraph("d"))), 40)
    assert [(line.plain, line.fold, line.fold_head) for line in lines] == [
        ("a", 0, False),
        ("", 0, False),
        ("… QR code folded · x opens", 1, True),
        ("▾ QR code", 1, False),
        ("b", 1, False),
        ("", 1, False),
        ("c", 1, False),
        ("", 0, False),
        ("d", 0, False),
    ]


def test_anchors_stand_on_their_lines() -> None:
    text = paragraph("one two ", Span("three", anchor="word"))
    lines = typeset(Document((Heading(1, spans("Head"), "head"), text)), 8)
    assert [line.anchors for line in lines] == [("head",), (), (), ("word",)]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((Span("x"), Span("10", Mark.SUPER)), "x¹⁰"),
        ((Span("x"), Span("y", Mark.SUPER)), "x^y"),
        ((Span("word"), Span("1", Mark.SUPER, link=0)), "word[1]"),
        ((Span("1"), Span("st", Mark.SUPER)), "1st"),
        ((Span("H"), Span("2", Mark.SUB), Span("O")), "H₂O"),
        ((Span("A"), Span("b", Mark.SUB)), "A_b"),
        ((Span("U"), Span("max", Mark.SUB)), "U_max"),
        ((Span("a"), Span("\nb\n", Mark.SUPER), Span("c")), "a\nb\nc"),
        ((Span("명령"), Span("imperative", Mark.SUB)), "명령(imperative)"),
        ((Span("漢"), Span("かん", Mark.READING)), "漢(かん)"),
        ((Span("a "), Span("sign", image=Image("s.png", "sign"))), "a ▨ sign"),
        ((Span("a "), Span("☺", image=Image("s.png", "☺", width=16, height=16))), "a ☺"),
    ],
)
def test_what_has_no_letters_of_its_own(parts: tuple[Span, ...], text: str) -> None:
    assert page(paragraph(*parts)) == text


def test_invisible_marks_leave_blanks_between_pieces_alone() -> None:
    strong = Span("Schiff\xadfahrt", Mark.STRONG)
    assert page(paragraph("1\xa0m and ", strong, " go"), width=16) == "1 m and Schiff-\nfahrt go"


def test_a_reading_stays_with_its_base() -> None:
    water, truth = Span("みず", Mark.READING), Span("ほんとう", Mark.READING)
    assert page(paragraph("日本の水", water, "は本当", truth, "にきれい"), width=10) == picture("""
        日本の
        水(みず)は
        本当(ほん
        とう)にき
        れい""")
    assert page(paragraph("日本の水", water, "は本当", truth, "にきれい"), width=20) == picture("""
        日本の水(みず)は
        本当(ほんとう)にきれ
        い""")


def test_a_note_does_not_begin_a_line() -> None:
    signs = (Span("[①]", Mark.SUPER, link=0), Span("[2]", link=0), Span("1", Mark.SUPER, link=0))
    for sign in signs:
        assert page(paragraph("占比已达百分之59%", sign, "，"), width=19).startswith("占比已达百分之\n59%[")
    numbered = paragraph("占比已达百分之", Span("五十", link=0))
    assert page(numbered, width=18, options=Options(link_numbers=True)) == "占比已达百分之五\n十[1]"


def test_links_are_numbered_on_demand() -> None:
    linked = paragraph(
        "see ", Span("this", link=0), Span(" page", Mark.STRONG, link=0), " or ", Span("that", link=1)
    )
    assert page(linked, options=Options(link_numbers=True)) == "see this page[1] or that[2]"


def test_readings_can_be_left_out() -> None:
    ruby = paragraph("漢", Span("かん", Mark.READING), "字", Span("じ", Mark.READING))
    assert page(ruby) == "漢(かん)字(じ)"
    assert page(ruby, options=Options(readings=False)) == "漢字"


def test_a_space_may_stand_between_han_and_latin() -> None:
    mixed = paragraph("用", Span("Python", Mark.STRONG), "写了3个，", Span("a变量b", Mark.CODE))
    assert page(mixed) == "用Python写了3个，a变量b"
    assert page(mixed, options=Options(han_latin_space=True)) == "用 Python 写了 3 个，a变量b"


def test_tildes_stand_around_what_is_struck_out() -> None:
    struck = [Span("旧价", Mark.STRIKE), Span(" 100", Mark.STRIKE | Mark.STRONG)]
    options = Options(strike_signs=True)
    assert page(paragraph("Now ", *struck, " 80"), options=options) == "Now ~~旧价 100~~ 80"
    assert page(paragraph("一二三四五", struck[0]), width=12, options=options).split() == [
        "一二三四五",
        "~~旧价~~",
    ]
    assert page(paragraph(*struck)) == "旧价 100"


def test_words_keep_their_colours_on_demand() -> None:
    document = Document((paragraph(Span("red", tint="#c00000"), " ink"),))
    for wanted in (False, True):
        (line,) = typeset(document, 20, Options(text_colors=wanted))
        assert line.spans[0].tint == ("#c00000" if wanted else "")


def test_where_ambiguous_characters_are_wide_the_page_adds_none() -> None:
    fold, named = Fold("QR code", (paragraph("text"),)), Picture(Image("a.png", "A cat", width=64, height=48))
    aside = Quote((listed((paragraph("a"), listed(paragraph("b")))),), aside=True)
    grid = table(("a", "“b”"), ("c", Cell((paragraph("d e"),))), head=1)
    blocks = (fold, named, Quote((aside,)), Details(spans("More"), (paragraph("x"),)), grid, Rule())
    assert page(*blocks, width=20, options=Options(ambiguous_wide=True)) == picture("""
        ... QR code folded -
        x opens
        v QR code
        text

        # A cat - 64x48

        || : * a
        || :   - b

        v More
          x

        --+------
        a | “b”
        --+------
        c | d e
        --+------

        --------------------""")


def test_a_point_stands_for_a_sign_wider_than_the_page() -> None:
    assert page(paragraph("ª"), width=1, options=Options(ambiguous_wide=True)) == "."


def test_wide_ambiguous_characters_are_counted_in_columns() -> None:
    ambiguous = Options(ambiguous_wide=True)
    rows = table(("“b”", "c"), ("d", "e"))
    assert page(rows, options=ambiguous) == "------+--\n“b” | c\nd     | e\n------+--"
    assert page(Paragraph(spans("“b”"), align="right"), width=8, options=ambiguous) == "   “b”"


def test_a_terminal_may_reorder_by_itself() -> None:
    chosen = Options(terminal_bidi=True)
    assert page(paragraph("שלום (עולם)"), width=16, options=chosen) == "שלום (עולם)"
    assert page(table(("שם", "a"), ("יום", "b")), options=chosen).split("\n")[1] == "שם  │ a"


def test_right_to_left_paragraphs_stand_at_the_right() -> None:
    assert page(paragraph("שלום (עולם)"), width=16) == "     (םלוע) םולש"
    assert page(listed(paragraph("שלום"), marker=("1.",)), width=16) == "         םולש .1"


def test_code_stands_on_its_ground() -> None:
    lines = typeset(Document((paragraph("a"), Preformatted(spans("b\n\n\tc")))), 40)
    assert [(line.plain, line.ground) for line in lines] == [
        ("a", ""),
        ("", ""),
        ("  b", "code"),
        ("", "code"),
        ("          c", "code"),
    ]


def test_a_place_survives_another_width() -> None:
    document = Document((paragraph(ZH), listed(paragraph(ZH)), paragraph("end")))
    wide, narrow = typeset(document, 60), typeset(document, 20)
    assert wide[-1].offset == narrow[-1].offset == len(ZH) * 2 + 2
    assert {line.offset for line in wide if line.plain} <= {0, *range(len(ZH) * 3)}
    assert narrow[1].offset == 10


def nested(count: int, block: Block) -> Block:
    for _ in range(count):
        block = Quote((block,))
    return block


def test_deep_nesting_leaves_room_for_the_text() -> None:
    (line,) = typeset(Document((nested(5000, paragraph("still here")),)), 40)
    assert line.plain.endswith("still here")


def test_the_first_lines_do_not_wait_for_the_rest() -> None:
    def endless() -> tuple[Block, ...]:
        return tuple(paragraph(ZH) for _ in range(10_000))

    lines = iter_lines(Document(endless()), 80)
    assert next(lines).plain.startswith("政府采购")


options = st.builds(
    Options,
    ambiguous_wide=st.booleans(),
    readings=st.booleans(),
    link_numbers=st.booleans(),
    terminal_bidi=st.booleans(),
    han_latin_space=st.booleans(),
    strike_signs=st.booleans(),
    text_colors=st.booleans(),
)


@settings(deadline=None, max_examples=100)
@given(documents, widths, options)
def test_any_document_at_any_width(document: Document, width: int, chosen: Options) -> None:
    lines = typeset(document, width, chosen)
    measure = WIDE if chosen.ambiguous_wide else NARROW
    for line in lines:
        text = "".join(span.text for span in line.spans)
        assert measure.cells(text) <= width
        assert max(cell_len(text), wcswidth(text)) <= width
        assert not any(unicodedata.category(character) == "Cc" for character in text)
    assert _offsets(lines) == sorted(_offsets(lines))


def _offsets(lines: list[Line]) -> list[int]:
    return [line.offset for line in lines]


@settings(deadline=None, max_examples=30)
@given(documents, st.integers(10, 120))
def test_all_lines_at_once_are_all_lines_one_by_one(document: Document, width: int) -> None:
    assert list(iter_lines(document, width)) == typeset(document, width)
