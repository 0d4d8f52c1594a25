"""Texts and documents that nobody would write, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from reader.document import (
    Cell,
    Definition,
    DefinitionList,
    Details,
    Document,
    Figure,
    Fold,
    Heading,
    Image,
    Item,
    ItemList,
    Link,
    Mark,
    Media,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Span,
    Table,
)

WORDS = (
    *("word", "a", "well-known", "1,234.56", "12%", "https://example.com/a/b_c?d=e&f=g"),
    *("aVeryLongIdentifierThatFitsNoLine", "北京深化，", "（政府）", "“采购”", "ひらがな", "カタカナー"),
    *("한국어", "단어를", "สวัสดีชาวโลก", "שלום", "(עולם)", "نص عربي", "नमस्ते", "👨‍👩‍👧‍👦", "🇩🇪", "e\u0301"),
    *("\xa0", "\xad", "\u200b", "—", "…", "\u3000", "℃"),
)

# What clean text may hold: no controls, no surrogates, no line or paragraph separators.
characters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=20).map("".join),
    st.text(characters, max_size=40),
)
images = st.builds(
    Image,
    url=st.sampled_from(("https://img.example.com/a.png", "a.png", "", "http://[broken")),
    alt=texts,
    title=st.sampled_from(("", "title")),
    width=st.sampled_from((None, 16, 640)),
    height=st.sampled_from((None, 16, 480)),
    link=st.sampled_from((None, 0)),
)
marks = st.sampled_from((Mark.NONE, Mark.STRONG, Mark.CODE, Mark.SUPER, Mark.SUB, Mark.READING, Mark.SMALL))
spans = st.lists(
    st.builds(
        Span,
        text=st.one_of(texts, st.just("first\nsecond")),
        marks=marks,
        link=st.sampled_from((None, 0, 1)),
        anchor=st.sampled_from(("", "here")),
        tint=st.sampled_from(("", "keyword", "#ff0000")),
        image=st.one_of(st.none(), st.none(), images),
    ),
    max_size=4,
).map(tuple)
code = st.lists(st.one_of(texts, st.sampled_from(("\tif x:", "    return", ""))), max_size=6).map("\n".join)

leaves = st.one_of(
    st.builds(
        Paragraph,
        spans=spans,
        indent=st.booleans(),
        align=st.sampled_from(("", "center", "right")),
        direction=st.sampled_from(("", "ltr", "rtl")),
    ),
    st.builds(Heading, level=st.integers(1, 6), spans=spans, anchor=st.sampled_from(("", "head"))),
    st.builds(
        Preformatted,
        spans=code.map(lambda text: (Span(text),)),
        language=st.sampled_from(("", "python", "none such")),
    ),
    st.builds(Picture, image=images),
    st.builds(Media, kind=st.just("video"), label=texts, link=st.sampled_from((None, 0))),
    st.just(Rule()),
)


def _containers(blocks: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[object]:
    cells = st.builds(
        Cell,
        blocks=blocks,
        header=st.booleans(),
        align=st.sampled_from(("", "right", "center")),
        colspan=st.sampled_from((1, 1, 2, 99)),
        rowspan=st.sampled_from((1, 1, 2, 9)),
    )
    items = st.builds(Item, blocks=blocks, marker=st.sampled_from(("", "1.", "xviii.", "☑")))
    return st.one_of(
        st.builds(Quote, blocks=blocks, aside=st.booleans()),
        st.builds(ItemList, items=st.lists(items, max_size=4).map(tuple), loose=st.booleans()),
        st.builds(
            DefinitionList,
            definitions=st.lists(
                st.builds(
                    Definition,
                    terms=st.lists(spans, max_size=2).map(tuple),
                    descriptions=st.lists(blocks, max_size=2).map(tuple),
                ),
                max_size=2,
            ).map(tuple),
        ),
        st.builds(
            Table,
            rows=st.lists(st.lists(cells, max_size=4).map(tuple), max_size=4).map(tuple),
            header_rows=st.integers(0, 2),
            caption=spans,
        ),
        st.builds(Figure, blocks=blocks, caption=spans),
        st.builds(Details, summary=spans, blocks=blocks),
        st.builds(Fold, label=texts, blocks=blocks),
    )


blocks = st.recursive(
    st.lists(leaves, max_size=3).map(tuple),
    lambda inner: st.lists(st.one_of(leaves, _containers(inner)), max_size=3).map(tuple),
    max_leaves=12,
)
documents = st.builds(
    Document,
    blocks=blocks,
    links=st.just((Link("https://example.com/", "one"), Link("#here", "two"))),
    lang=st.sampled_from(("", "zh", "en", "he")),
)
widths = st.one_of(st.integers(1, 12), st.integers(1, 250))
