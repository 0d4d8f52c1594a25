from __future__ import annotations

import pytest

from reader.cli.ansi import paint
from reader.document import Image, Line, Link, Mark, Span


def painted(*spans: Span, links: tuple[Link, ...] = ()) -> str:
    return paint(Line(spans), links).replace("\x1b", "^")


def test_plain_text_stays_plain_and_loses_trailing_blanks() -> None:
    assert painted(Span("政府采购 "), Span("改革"), Span("   ")) == "政府采购 改革"


def test_looks_become_sgr_and_end_with_their_run() -> None:
    assert painted(Span("a"), Span("b", Mark.STRONG | Mark.EMPHASIS), Span("c")) == "a^[1;3mb^[0mc"


@pytest.mark.parametrize(
    ("tint", "code"), [("#ff0080", "38;2;231;0;116"), ("string", "32"), ("string.doc", "32"), ("other", "")]
)
def test_tints(tint: str, code: str) -> None:
    assert painted(Span("x", tint=tint)) == (f"^[{code}mx^[0m" if code else "x")


def test_a_link_is_underlined_and_clickable_only_where_links_are_given() -> None:
    span = Span("here", link=0)
    assert painted(span) == "^[4mhere^[0m"
    address = "^]8;;https://example.org/%E4%B8%AD?a=b#c^\\"
    assert painted(span, links=(Link("https://example.org/中?a=b#c", "here"),)) == (
        f"{address}^[4mhere^[0m^]8;;^\\"
    )


def test_a_picture_is_clickable_and_underlined_only_in_a_link() -> None:
    links = (Link("https://example.org/a.png", ""),)
    picture = Span("▨", link=0, image=Image("https://example.org/a.png"))
    assert painted(picture, links=links) == "^]8;;https://example.org/a.png^\\▨^]8;;^\\"
    inside = picture._replace(image=Image("https://example.org/a.png", leads=True))
    assert painted(inside, links=links) == "^]8;;https://example.org/a.png^\\^[4m▨^[0m^]8;;^\\"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://[", "data:text/html,x"])
def test_addresses_that_do_more_than_show_are_no_links(url: str) -> None:
    assert "]8;;" not in painted(Span("x", link=0), links=(Link(url, "x"),))


def test_an_address_cannot_end_its_escape_sequence() -> None:
    url = "https://example.org/\x1b\\\x07\x9c\x1b[2J"
    assert paint(Line((Span("x", link=0),)), (Link(url, "x"),)).count("\x1b") == 6
