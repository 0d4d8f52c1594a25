from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from reader.document import Mark
from reader.typeset.head import typeset_head
from reader.typeset.width import cells
from tests.typeset.pictures import draw, picture
from tests.typeset.strategies import texts, widths

FACTS = ("新浪财经", "22 Dec 2021 18:39", "国內", "4 min")


def test_the_head() -> None:
    lines = typeset_head("北京深化政府采购改革，实现同城同质同价", FACTS, 30)
    assert (
        draw(lines)
        == picture("""
        北京深化政府采购改革，实现同城
        同质同价
        新浪财经 · 22 Dec 2021 18:39
        国內 · 4 min
        ──────────────────────────────
        """)
        + "\n"
    )
    assert lines[0].spans[0].marks & Mark.STRONG
    assert lines[2].spans[0].marks == Mark.DIM


def test_facts_stay_whole_where_a_line_holds_them() -> None:
    lines = draw(typeset_head("霧の朝", ("やさしい新聞", "17 Nov 2026 21:00", "くらし", "1 min"), 38)).split(
        "\n"
    )
    assert lines[1:3] == ["やさしい新聞 · 17 Nov 2026 21:00", "くらし · 1 min"]


def test_facts_do_not_pull_each_other_across() -> None:
    facts = ("Letters", "רות כהן", "9 Nov 2021", "4 min")
    assert draw(typeset_head("Title", facts, 50)).split("\n")[1] == "Letters · ןהכ תור · 9 Nov 2021 · 4 min"
    lines = draw(typeset_head("שנה", facts, 50)).split("\n")
    assert lines[1].strip() == "4 min · 9 Nov 2021 · ןהכ תור · Letters"
    assert draw(typeset_head("שנה", ("a", "1"), 9)).split("\n")[1] == "    a · 1"


def test_no_dot_is_left_at_the_end_of_a_line() -> None:
    lines = draw(typeset_head("לקראת", ("Letters", "רות כהן", "9 Nov 2021", "4 min"), 20)).split("\n")
    assert [line.strip() for line in lines[1:3]] == ["ןהכ תור · Letters", "4 min · 9 Nov 2021"]
    assert draw(typeset_head("A", ("A long source", "B"), 15)).split("\n")[1:3] == ["A long source", "B"]


def test_what_is_not_known_leaves_no_trace() -> None:
    assert draw(typeset_head("Title", ("", " "), 6)) == "Title\n──────\n"


@given(texts, st.lists(texts, max_size=4), widths)
@example("", ["a \xad", "word"], 2)  # a soft hyphen where the line ends anyway
def test_any_head_fits(title: str, facts: list[str], width: int) -> None:
    for line in typeset_head(title, facts, width):
        assert cells("".join(span.text for span in line.spans)) <= width
