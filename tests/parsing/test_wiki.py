"""What notebooks and editors write inside a line: wiki links, marked words, embedded things, loose addresses."""

from __future__ import annotations

import pytest

from reader.document import Mark, Paragraph, Picture, plain
from reader.parsing.body import body_text, parse_body
from reader.parsing.fields import Fields


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("see [[Some note]], [[Some note|words]] and [[a\\|b]]", "see Some note, words and b"),
        ("参见[[笔记]]和[[笔记#一节]]，[[#本节]] [[a b#^1f2e3d]]", "参见笔记和笔记 > 一节，本节 a b"),
        ("![[Other note]]", "Other note"),
        ("[[Prototype]] x[[a b]] [[1]] [[ ]] `[[a b]]`", "[[Prototype]] x[[a b]] [[1]] [[ ]] [[a b]]"),
        ("[[doc of it]](https://a.org) [[Bug 1]]\n\n[Bug 1]: https://b.org", "[doc of it] [Bug 1]"),
        ("one\n\n%% not for you %%\n\n%%\nnor\n\nthis\n%%\n\ntwo 5%% three", "one\ntwo 5%% three"),
        ("a == b, c==d && e==f, 用==比较。用==好", "a == b, c==d && e==f, 用==比较。用==好"),
        ("运算符==和equals不同,而==比较地址", "运算符==和equals不同,而==比较地址"),
        ("[[Bug #12]]", "[[Bug #12]]"),
        ("@[someone](https://a.org)", "@someone"),
        ("<pre>\n![a](b.png)</pre>", "![a](b.png)"),
        ("[see](a b) [see](./a b.md)", "[see](a b) see"),
    ],
)
def test_lines_of_notebooks(markdown: str, text: str) -> None:
    assert parse_body(markdown, "markdown").text == text
    assert body_text(markdown, "markdown") == text


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("so ==this *is* it== now", "this is it"),
        ("前==高亮==后", "高亮"),
        ("==整句。==", "整句。"),
        ("`==a==`", ""),
    ],
)
def test_marked_words(markdown: str, words: str) -> None:
    (paragraph,) = parse_body(markdown, "markdown").blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(tuple(span for span in paragraph.spans if span.marks & Mark.HIGHLIGHT)) == words


@pytest.mark.parametrize(
    ("markdown", "alt", "url"),
    [
        ("![[Pasted image 1.png]]", "", "Pasted%20image%201.png"),
        ("![[a.png|300]]", "", "a.png"),
        ("![[a.png|What it is]]", "What it is", "a.png"),
        ("![words|300](a.png)", "words", "a.png"),
        ("![words | center | 340x363](a.png)", "words", "a.png"),
        ("![words](my image (1).png 'so')", "words", "my%20image%20(1).png"),
        ("![words](/a.png =250x)", "words", "/a.png"),
        ("<div align=center>![words](a.png 'so')</div>", "words", "a.png"),
        ("![](img\\a b.png)", "", "img/a%20b.png"),
    ],
)
def test_pictures_of_editors(markdown: str, alt: str, url: str) -> None:
    (picture,) = parse_body(markdown, "markdown").blocks
    assert isinstance(picture, Picture)
    assert (picture.image.alt, picture.image.url) == (alt, url)


@pytest.mark.parametrize(
    ("markdown", "url"),
    [
        ("@[card](https://a.org/b)", "https://a.org/b"),
        ("words\n@[youtube](abC)", "https://www.youtube.com/watch?v=abC"),
        ("[see](./a b.md)", "./a%20b.md"),
        ("<center>[![words](a.png)](/b)</center>", "/b"),
    ],
)
def test_embedded_things_are_links(markdown: str, url: str) -> None:
    document = parse_body(markdown, "markdown")
    assert [link.url for link in document.links] == [url]
    assert "@" not in document.text


def test_names_that_clippers_link_are_names() -> None:
    fields = Fields({"author": ["[[Ada Byron]]", "[[people/Bo|Bo]]"], "tags": ["[[so]]", "[[a]] and [[b]]"]})
    assert fields.people(["author"], ["authors"]) == ("Ada Byron", "Bo")
    assert fields.words(["tags"]) == ("so", "[[a]] and [[b]]")


def test_names_in_maps_are_names() -> None:
    fields = Fields(
        {"authors": [{"name": "Ada"}, {"key": "bo"}], "tags": ["a", {"label": "b", "permalink": "/b"}]}
    )
    assert fields.people(["author"], ["authors"]) == ("Ada", "bo")
    assert fields.words(["tags"]) == ("a", "b")
