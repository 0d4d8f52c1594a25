"""What whole pages say of themselves; pages as people save them are pairs in `corpus/articles/saved`."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.parsing.body import is_page
from reader.parsing.head import SEARCHED, parse_head


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("<title>Tea | The Site</title><meta property=og:site_name content='The Site'>", {"title": "Tea"}),
        ("<title>The Site</title><meta property=og:site_name content='The Site'>", {"title": "The Site"}),
        (
            "<title>Not The Site</title><meta property=og:site_name content='The Site'>",
            {"title": "Not The Site"},
        ),
        ("<title>index.html</title>", {"title": None}),
        ("<META NAME='DC.Date.Issued' CONTENT='2020-01-02'>", {"date": "2020-01-02"}),
        ("<link rel='shortlink' href='/1'><link rel='canonical' href='/a'>", {"url": None}),
        ("<link rel='canonical' href='//e.org/a'>", {"url": "https://e.org/a", "site": "https://e.org/a"}),
        ("<meta name=author content='https://e.org/ann'><meta name=author content=Ann>", {"author": ["Ann"]}),
        ("<script type=application/ld+json>[{'broken'</script>", {"date": None}),
        (
            '<script type=application/ld+json>[{"headline": "Tea", "datePublished": "2020", "author": "A"}]</script>',
            {"title": "Tea", "date": "2020", "author": ["A"]},
        ),
    ],
)
def test_a_page_says_what_it_is(head: str, found: dict[str, object]) -> None:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>Text.</body></html>"
    said = parse_head(page)
    assert is_page(page)
    assert {name: said.get(name) for name in found} == found


@pytest.mark.parametrize(
    "body", ["", "<div><title>x</title></div>", "Text.", "<!-- a -->\n<p><meta name=author>"]
)
def test_a_fragment_says_nothing(body: str) -> None:
    assert not is_page(body)


PIECES = st.one_of(
    st.sampled_from([
        "<title>", "</title>", "<meta name=author content=x>", "<meta property='og:title' content='", "'>",
        "<script type='application/ld+json'>", '{"datePublished": 1, "author": [{}, null]}', "[" * 2000,
        "</script>", "<link rel=canonical href='http://[x'>", "<time datetime=", "<!--", "-->", "\0", "<html lang=",
        "saved from url=(1)x",
    ]),
    st.text(max_size=8),
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_anything_can_be_asked(head: str) -> None:
    said = parse_head(f"<html><head>{head}")
    assert all(said.values())


def test_pages_of_wechat_say_by_script_when_they_came_and_by_whom() -> None:
    page = (
        "<!DOCTYPE html><meta property='og:site_name' content='微信公众平台'>"
        "<meta property='og:url' content='https://mp.weixin.qq.com/s/x'>"
        '<span><a href="javascript:" id="js_name">\n 某号 </a></span>'
        + "x" * SEARCHED
        + """<script>var ct = "1600000000"; var oriCreateTime = '1500000000';</script>"""
    )
    said = parse_head(page)
    assert (said["site"], said["date"]) == ("某号", "1600000000")
