"""Bodies as files have them: which language, what Markdown makes, and what generators leave in it."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import (
    DefinitionList,
    Document,
    Figure,
    Heading,
    ItemList,
    Mark,
    Media,
    Paragraph,
    Preformatted,
    Quote,
    Table,
    iter_blocks,
    plain,
)
from reader.parsing.body import body_text, detect_kind, parse_body
from reader.parsing.header import parse_header
from reader.parsing.noise import without_noise, without_tags
from reader.parsing.titles import find_heading
from reader.parsing.titles import plain as plain_title


@pytest.mark.parametrize(
    ("body", "suffix", "kind"),
    [
        (
            "<div>   \n\n      <p>one</p>\n\n        <!-- x -->\n<style>.a{}</style>\n  </div>\n",
            ".md",
            "html",
        ),
        ("plain words", ".html", "html"),
        ("<!DOCTYPE html><title>x</title>", ".md", "html"),
        ("plain words", ".md", "markdown"),
        ("# Head\n\n<div>some</div>\n", ".md", "markdown"),
        ("<p align=center>logo</p>\n\n# Head\n\n- a\n- b\n\n**word**\n", ".md", "markdown"),
        ("<pre>\n# one\n# two\n- three\n</pre><p>x</p><p>y</p>", ".md", "html"),
        ("<div>\nwords<br>\n<blockquote> - said <a href=x>y</a></blockquote>\n</div>\n", ".md", "html"),
        ("", ".md", "markdown"),
    ],
)
def test_kind(body: str, suffix: str, kind: str) -> None:
    assert detect_kind(body, suffix) == kind


def test_markdown_gives_the_same_document() -> None:
    markdown = (
        "# Title\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n```python\nx = 1\n```\n\n"
        "Term\n: said\n\nword[^1] ~~gone~~\n\n[^1]: the note\n"
    )
    document = parse_body(markdown, "markdown")
    blocks = document.blocks
    assert [type(block) for block in blocks[:5]] == [Heading, ItemList, Table, Preformatted, DefinitionList]
    tasks, table, code = blocks[1], blocks[2], blocks[3]
    assert isinstance(tasks, ItemList)
    assert [item.marker for item in tasks.items] == ["☑", "☐"]
    assert isinstance(table, Table)
    assert table.rows[1][1].align == "right"
    assert isinstance(code, Preformatted)
    assert (code.language, plain(code.spans)) == ("python", "x = 1")
    assert [link.url for link in document.links] == ["#fn1", "#fnref1"]


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("Term\n\n: what it is", [DefinitionList]),
        ("Term\n\n~ what it is", [DefinitionList]),
        ("Title\n===", [Heading]),
        ("a | b\n--|--\n1 | 2", [Table]),
        ("word\n\n    code", [Paragraph, Preformatted]),
        ("- item\n\n  word\n\nword", [ItemList, Paragraph]),
        ("> word\n\nword\n- item", [Quote, Paragraph, ItemList]),
        ("    code", [Preformatted]),
    ],
)
def test_a_line_that_begins_with_a_letter_is_what_the_next_ones_say(
    markdown: str, blocks: list[type]
) -> None:
    assert [type(block) for block in parse_body(markdown, "markdown").blocks] == blocks


def test_a_page_that_fails_leaves_nothing_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("reader.parsing.text.image_of", lambda _: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            body_text("<pre>one<img src=x>", "html")
    assert body_text("<p>two\nthree", "html") == "two three"


def test_soft_breaks_between_chinese_lines_vanish() -> None:
    for text_of in (body_text, lambda body, kind: parse_body(body, kind).text):
        assert text_of("今天天气\n很好\nand so on\n", "markdown") == "今天天气很好 and so on"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("我们：\n・一\n・二\n今天\n很好", "我们：\n・一\n・二今天很好"),
        ("一、有\n  二、没有\n（3）不知", "一、有\n二、没有\n（3）不知"),
        ("作者：[某](a)\n来源：某处\n他说：好", "作者：某\n来源：某处\n他说：好"),
        ("因为\n他说：好", "因为他说：好"),
        ("here • this\n• that\nand more", "here • this\n• that and more"),
        ("![what](a.png)\n*so*\n![b](b.png)\nmore ![c](c.png)\nthan", "what\nso\nb\nmore c than"),
    ],
)
def test_lines_with_a_mark_stay_lines(markdown: str, text: str) -> None:
    assert body_text(markdown, "markdown") == parse_body(markdown, "markdown").text == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("a {% include x.html %}b{{ site.url }}c", "a bc"),
        ("{% comment %}hidden{% endcomment %}shown", "shown"),
        ("{% raw %}{{ kept }}{% endraw %}", "{{ kept }}"),
        ("{{< note >}}\n**inside**\n{{< /note >}}", "inside"),
        ('{{% alert title="Mind" %}}\n\nthis\n\n{{% /alert %}}', "Mind\nthis"),
        ('# Head {#id}\n\ntext\n{: .lead #x}\n\n1. one\n{:align="center"}', "Head\ntext\none"),
        ("[TOC]\n\n* TOC\n{:toc}\n\ntext", "text"),
        ("* this list of a whole sentence goes when the contents come\n{:toc}\n\ntext", "text"),
        (
            "import A from './a'\n\nexport const x = {\n}\n\n<T items={['a', 'b']}>\n\n**in**\n\n</T>",
            "in",
        ),
        ("{/* a comment */}text", "text"),
        ("* <{{ release.url }}>\n* word", "word"),
        ("Vec<T> and {:ok, pid}", "Vec<T> and {:ok, pid}"),
        ("$$\\text{a}_{{b}}$$", "$$\\text{a}_{{b}}$$"),
        ('[see]({{< ref "p.md" >}})', "see"),
        ("one\n<!-- more -->\ntwo", "one\ntwo"),
        ("one\n\n<!-- more -->**two**\n", "one\ntwo"),
        ('<Note title="So">it is</Note>', "So: it is"),
        ("a <Big x={1}>word</Big> <i style={{color: 'red'}}>b</i>", "a word b"),
        ("<img src={require('./a.png').default} alt=\"so\" />", "so"),
        ('[a](b){.c .d\ndata-e="f"} word', "a word"),
        ('<div class="a" markdown="1">\n**one**\n</div>\ntwo', "one\ntwo"),
        ("*[HTML]: a language\n\nHTML :(fab fa-github fa-fw): and so", "HTML and so"),
        ('![a](b.png){:\n.icon width="7"} word {: .open\nline', "a word\nline"),
    ],
)
def test_noise_goes_and_words_stay(markdown: str, text: str) -> None:
    assert "".join(parse_body(markdown, "markdown").text.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "markdown",
    [
        "`{% raw %}` and ``{{ x }}``",
        "```\n{% x %} {{ y }} {: .z}\n<Tabs a={1}>\nimport a from 'b'\n```",
        "para\n\n    {{ y }}\n    {% z %}\n",
        "<pre>{{ x }} {% y %}</pre>",
        "~~~\n[TOC]\nunclosed",
        '```\n<div markdown="1">\n**a**\n</div>\n```',
    ],
)
def test_code_is_never_touched(markdown: str) -> None:
    assert without_noise(markdown) == markdown


def test_generators_code_blocks_are_code() -> None:
    for source in (
        "{% highlight ruby linenos %}\nputs {{x}}\n{% endhighlight %}",
        "{{< highlight ruby >}}\nputs {{x}}\n{{< /highlight >}}",
    ):
        (code,) = parse_body(source, "markdown").blocks
        assert isinstance(code, Preformatted)
        assert (code.language, plain(code.spans)) == ("ruby", "puts {{x}}")
    for source in (
        "{% mermaid %}\nA --> B\n{% endmermaid %}",
        '{{< mermaid class="x" >}}\nA --> B\n{{< /mermaid >}}',
    ):
        (code,) = parse_body(source, "markdown").blocks
        assert isinstance(code, Preformatted)
        assert plain(code.spans) == "A --> B"
    (code,) = parse_body("{{< code-toggle file=hugo >}}\n[a]\nb = 1\n{{</ code-toggle >}}", "markdown").blocks
    assert isinstance(code, Preformatted)
    assert (code.language, plain(code.spans)) == ("", "[a]\nb = 1")


def test_generators_pictures_and_videos_are_shown() -> None:
    document = parse_body('{{< figure src="a.png" caption="A & b" >}}\n\n{{< youtube abc >}}\n', "markdown")
    figure, video = document.blocks
    assert isinstance(figure, Figure)
    assert plain(figure.caption) == "A & b"
    assert isinstance(video, Media)
    assert [link.url for link in document.links] == ["a.png", "https://www.youtube.com/watch?v=abc"]


def test_html_of_jekyll_loses_its_tags_only_outside_code() -> None:
    html = "<p>{% if x %}one{% endif %}</p><code>{% raw %}</code>"
    assert without_tags(html) == "<p>one</p><code>{% raw %}</code>"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"{}%<>[]`#:-\n \"'=|*_aA中", "{{<", "{%", "{:", "import ", "raw", "```"]),
        max_size=40,
    )
)
def test_any_markdown_gives_a_document_and_its_text(pieces: list[str]) -> None:
    markdown = "".join(pieces)
    text = parse_body(markdown, "markdown").text
    assert "".join(body_text(markdown, "markdown").split()) == "".join(text.split())


CORPORA = os.environ.get("BROADSHEET_CORPORA")


@pytest.mark.skipif(not CORPORA, reason="BROADSHEET_CORPORA names no folder of real libraries")
def test_the_index_holds_the_words_of_real_pages() -> None:
    root = Path(CORPORA or "")
    for library in sorted(path for path in root.iterdir() if path.is_dir()):
        files = (
            path
            for path in sorted(library.rglob("*"))
            if path.suffix in (".md", ".html", ".markdown", ".mdx")
        )
        for path in islice((path for path in files if path.stat().st_size < 20_000), 3):
            body = parse_header(path.read_bytes().decode("utf-8", "replace")).body
            kind = detect_kind(body, path.suffix)
            words = parse_body(body, kind).text.split()
            assert body_text(body, kind).split() == words, path


@pytest.mark.parametrize(
    ("markdown", "strong"),
    [
        ("**中文**字", "中文"),
        ("前**“引用”**后", "“引用”"),
        ("これは**「強調」**です", "「強調」"),
        ("**注意：**请看", "注意："),
        ("请看**[链接](/x)**后", "链接"),
        ("**한국어(Korean)**는", "한국어(Korean)"),
        ("a**“b”**c", ""),
        ("2**3**4", "3"),
        ("__中文__字", ""),
    ],
)
def test_emphasis_begins_and_ends_between_chinese_characters(markdown: str, strong: str) -> None:
    spans = parse_body(f"前言。{markdown}", "markdown").blocks[0]
    assert isinstance(spans, Paragraph)
    assert plain(tuple(span for span in spans.spans if span.marks & Mark.STRONG)) == strong


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        (r"so $a_1*b*c_2 \{x\}$ is", r"so $a_1*b*c_2 \{x\}$ is"),
        (r"so \(x_1 * y_1\) is", r"so \(x_1 * y_1\) is"),
        (r"so \(as they say\) is", "so (as they say) is"),
        ("$$\na_1\n- b < c\n$$", "$$\na_1\n- b < c\n$$"),
        (
            "so\n\n\\begin{align*}\na_1 &= b*c*d \\\\\n\\end{align*}\nand",
            "so\n\\begin{align*}\na_1 &= b*c*d \\\\\n\\end{align*}\nand",
        ),
        ("\\[\n\\begin{a}\nb_1 \\\\\n\\end{a}\n\\]", "\\[ \\begin{a} b_1 \\\\ \\end{a} \\]"),
        ("\\begin{this} is *that*\n\n\\end{this}", "\\begin{this} is that\n\\end{this}"),
        ("from $5 to $10 *each*", "from $5 to $10 each"),
        ("^_^ 10~20 ==", "^_^ 10~20 =="),
    ],
)
def test_formulas_stay_as_written(markdown: str, text: str) -> None:
    assert parse_body(markdown, "markdown").text == text
    assert body_text(markdown, "markdown") == text


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("> [!NOTE]\n> Read *this*.", ["Note", "Read this."]),
        ("> [!warning]- Mind `it`\n> a\n>\n> b", ["Mind it", "a", "b"]),
        ("> [!TIP]\n>\n> text", ["Tip", "text"]),
        ("> [!NOTE](x) text", ["!NOTE text"]),
    ],
)
def test_an_alert_is_a_quote_that_opens_with_its_kind(markdown: str, lines: list[str]) -> None:
    (quote,) = parse_body(markdown, "markdown").blocks
    assert isinstance(quote, Quote)
    assert [plain(block.spans) for block in quote.blocks if isinstance(block, Paragraph)] == lines


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('[caption id="a" width="3"]<img src=a.png alt=one> two[/caption]', "one\ntwo"),
        ('[caption caption="two"]<a href=b><img src=a.png alt=one></a>[/caption]three', "one\ntwothree"),
        ('[caption id="a"]<img src=a.png alt="one"> one[/caption]', "one"),
        ("[youtube=https://www.youtube.com/watch?v=a&w=6]", "video: youtube.com"),
        ("[embed]https://vimeo.com/1[/embed]", "video: vimeo.com"),
        ('[sourcecode language="c"]\na &lt; b\n[/sourcecode]', "a < b"),
        ('one[gallery ids="1,2"]', "one"),
        ("<code>[gallery ids=1]</code>", "[gallery ids=1]"),
    ],
)
def test_what_exports_of_wordpress_leave_is_shown_as_meant(source: str, text: str) -> None:
    assert parse_body(source, "html").text == body_text(source, "html") == text
    assert parse_body(source, "markdown").text == body_text(source, "markdown") == text


def test_wordpress_in_markdown_may_be_escaped() -> None:
    markdown = (
        r"\[caption id=\"a\"\][![one](a.png)](b.png) *two*\[/caption\] [embed](c) [video][c]" + "\n\n[c]: d"
    )
    document = parse_body(markdown, "markdown")
    assert document.text == body_text(markdown, "markdown") == "one\ntwo embed video"
    assert [link.url for link in document.links] == ["b.png", "c", "d"]


OPENINGS = (
    "{% raw %}", "{% highlight x %}", "{% comment %}", "{%", "{{<", "{{</*", "{/*", "{::comment}", "`", "~", "$$ a\n",
    "<pre>", "[caption ", "[sourcecode]", "<textarea", "<!--", "<template>", "<A {{", "<A", "import a,\n", "<h1>",
    "<title>", "<rp>", "[",
)  # fmt: skip


@pytest.mark.parametrize("opening", OPENINGS)
def test_openings_that_nothing_closes_hide_nothing_from_one_reader_alone(opening: str) -> None:
    """At this length a look back from every opening would cost minutes: the suite would stand still."""
    text = "words before\n\n" + opening * (100_000 // len(opening))
    without_noise(text)
    find_heading(text, "html")
    detect_kind(f"<p>{text}", ".md")
    plain_title(text)
    page = "".join(parse_body(text, "html").text.split())
    assert page.startswith("wordsbefore")
    assert page == "".join(body_text(text, "html").split())


@pytest.mark.parametrize(
    ("markdown", "urls"),
    [
        ("see http://a.org/x_y_z?b=1&c=2.", ["http://a.org/x_y_z?b=1&c=2"]),
        ("(https://a.org/b_(c)), **http://d.org/**", ["https://a.org/b_(c)", "http://d.org/"]),
        ("网址：https://a.cn/b。见https://c.cn文", ["https://a.cn/b", "https://c.cn"]),
        ("WWW.a.org or www. or x@www.b.org", ["http://WWW.a.org"]),
        ("[http://a.org](b) <a href=c>http://d.org</a> <http://e.org>", ["b", "c", "http://e.org"]),
        ("`http://a.org` http:// https://. http://...", []),
        ("| u |\n|---|\n| http://a.org/\\_ |", ["http://a.org/"]),
        ("http://a.org/" + ")" * 5000, ["http://a.org/"]),
    ],
)
def test_bare_addresses_are_links(markdown: str, urls: list[str]) -> None:
    document = parse_body(markdown, "markdown")
    assert [link.url for link in document.links] == urls
    assert "".join(body_text(markdown, "markdown").split()) == "".join(document.text.split())


@pytest.mark.parametrize(
    ("markdown", "rows"),
    [
        ("| a | | *b* |\n| c | d | `e` |\n{:.wide}\n", [["a", "", "b"], ["c", "d", "e"]]),
        ("|---+---|\n| a | b |\n|===+===|\n| c |\n", [["a", "b"], ["c"]]),
        ("> | a | b\\|c |\n> | d | e |\n", [["a", "b|c"], ["d", "e"]]),
    ],
)
def test_rows_between_bars_are_a_table_without_a_head(markdown: str, rows: list[list[str]]) -> None:
    (table,) = (
        block for block in iter_blocks(parse_body(markdown, "markdown").blocks) if isinstance(block, Table)
    )
    assert table.header_rows == 0
    assert [[Document(cell.blocks).text for cell in row] for row in table.rows] == rows


@pytest.mark.parametrize(
    "markdown", ["| one | row |\n", "|a|\n|b|\n", "words\n| a | b |\n| c | d |\n", "a | b\nc | d\n"]
)
def test_bars_alone_make_no_table(markdown: str) -> None:
    (paragraph,) = parse_body(markdown, "markdown").blocks
    assert isinstance(paragraph, Paragraph)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("words\n##Let us *go*\nmore", ["words", "2 Let us go", "more"]),
        ("###FTP是什么？###\n", ["3 FTP是什么？"]),
        ("> ##said\n\n#tag\n\n#######seven\n", ["2 said", "#tag", "#######seven"]),
        ("    ##code\n\n```\n##code\n```\n", ["##code", "##code"]),
    ],
)
def test_close_headings_are_headings(markdown: str, shown: list[str]) -> None:
    blocks = iter_blocks(parse_body(markdown, "markdown").blocks)
    texts = ((block, Document((block,)).text) for block in blocks if not isinstance(block, Quote))
    assert [f"{block.level} {text}" if isinstance(block, Heading) else text for block, text in texts] == shown


def test_a_definition_whose_address_a_template_gives_spoils_no_other() -> None:
    markdown = "[log] [next] [last]\n\n[log]: {{log}}\n[next]: {{ site.url }}/next\n[last]: <{{% url %}}>\n"
    document = parse_body(markdown, "markdown")
    assert document.text == "log next last"
    assert [link.url for link in document.links] == ["/next"]
