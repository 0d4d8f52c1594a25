"""What a reader sees of an article's HTML, shape by shape as real feeds carry it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import (
    Block,
    Details,
    Figure,
    Fold,
    Heading,
    ItemList,
    Link,
    Mark,
    Media,
    Paragraph,
    Picture,
    Preformatted,
    Quote,
    Rule,
    Table,
    iter_blocks,
    plain,
)
from reader.parsing.html import parse_html
from reader.parsing.text import html_shown


def kinds(html: str) -> list[str]:
    return [type(block).__name__ for block in parse_html(html).blocks]


def only(html: str) -> Block:
    (block,) = parse_html(html).blocks
    return block


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>   \n…  \n</div>\n            ", "…"),
        ("bare text, no tag", "bare text, no tag"),
        ("watched 5-D <br> Total: 74", "watched 5-D\nTotal: 74"),
        ("<p> </p><p><br></p><br><br>  <br><p></p>one<p>&nbsp;</p>two", "one\ntwo"),
        ("<p>today\n   it\train s</p>", "today it rain s"),
        ("<p>今天天气\n  很好，\n去公园</p>", "今天天气很好，去公园"),
        ("<p>中文\nand English\n中文</p>", "中文 and English 中文"),
        ("<p>今天<b>\n天气</b>\n很好</p>", "今天天气很好"),
        ("foo<span> </span>bar", "foo bar"),
        (
            "<ruby>最近<rt>さいきん</rt></ruby>の<ruby>耳<rp>(</rp><rt>みみ</rt><rp>)</rp></ruby>",
            "最近(さいきん)の耳(みみ)",
        ),
        ("<ruby>漢<rp>(<rt>kan<rp>)</ruby>", "漢(kan)"),
        ("<q>an <q>inner</q> word</q>", "“an ‘inner’ word”"),
        ("<p lang=ja><q>はい</q></p><q>yes</q>", "「はい」\n“yes”"),
        ("<div lang=de><q>ja</q> <i lang=fr><q>oui</q></i> <q lang=en>yes</q></div>", "„ja“ «oui» “yes”"),
        ("&#20013;&hellip;<code>1 <= n</code>", "中…1 <= n"),
        ("&<mark></mark>lrm<mark></mark>;", "&lrm;"),
        ("[史低] [object Object]", "[史低] [object Object]"),
        ("soldiers.We recognize", "soldiers.We recognize"),
        (
            "<math><mi>a</mi><mi>b</mi><annotation encoding='application/x-tex'>a/b</annotation></math>",
            "a/b",
        ),
        ("<math alttext='x^2'><mi>x</mi><mn>2</mn></math>", "x^2"),
        ("&#27;[31m&#x202e;red&#7;", "[31mred"),
        ("<b>a</b><p>b<i>c</p>d", "a\nbc\nd"),
        ("<details>0<summary>中", "0\n中"),
        ("<figure><img src=a alt='A cat'><figcaption>A cat, asleep</figcaption></figure>", "A cat, asleep"),
        (
            "<figure><img src=a alt='A cat'><figcaption>A cat asleep</figcaption></figure>",
            "A cat\nA cat asleep",
        ),
        ("<figure><img src=a title='A cat'><figcaption>A cat</figcaption></figure>", "A cat"),
        ("<img src=a alt='猫'><p class=img_descr>猫在睡觉</p>", "猫在睡觉"),
        ("<video src=//v.example.org/1.mp4></video>", "video: v.example.org"),
        ("<audio src=//v.example.org/1 title=Song></audio>", "Song"),
        ("<video></video>", ""),
        ("<textarea>draft</textarea><button>Go</button>", "draftGo"),
        ("<p>one<svg><g>art</g><p>two<table><tr><td>three</table>", "one\ntwo\nthree"),
        ("<svg><q>art<p>said <q>so</q></p></q></svg>", "said “so”"),
        ("<svg><p>one<video><br>two</video>three", "one\nthree"),
        ("<svg><foreignObject><p>art</p></foreignObject></svg>text", "text"),
        ("<div style='height:0;padding-bottom:56%;overflow:hidden'>film</div>", "film"),
        (
            "<div class='rich_media_content x' style='visibility: hidden; opacity: 0; '><p>all</p></div>",
            "all",
        ),
        (
            "<p style='white-space: pre-wrap'>for all:\n  say  it\n\tnow</p>",
            "for all:\n\xa0\xa0say\xa0 it\n\xa0\xa0\xa0\xa0now",
        ),
        (
            "<b style='display: block'>one</b><i style='color:red;display:flex'>two</i>three",
            "one\ntwo\nthree",
        ),
        (
            "<h2><i style='display:block'>Part 1</i><i style='display:block'>Title</i></h2>x",
            "Part 1\nTitle\nx",
        ),
        ("<b style='display:inline-block'>one</b><b style='display:table-cell'>two</b>", "onetwo"),
        ("<p>so<img style='display:block' src=a.png alt='a cat'>sat</p>", "so\na cat\nsat"),
        ("<p style='white-space:pre-line'>one   two\n   three</p>", "one two\nthree"),
        ("<div style='white-space:pre'>a\nb<p style='white-space:normal'>c\nd</p></div>", "a\nb\nc d"),
        ("<img src=a alt=a><img src=b alt=b>", "a\nb"),
        ("<img src=a alt=a><img src=b alt=b>c", "a b c"),
        ("<p>端末ウ\n  ィンドウ\nis\n新", "端末ウィンドウ is 新"),
        ("<p>端末<b>ウ</b>\n<i>ィ</i>ンドウ<br>\n新", "端末ウィンドウ\n新"),
        ("<pre>端末\nウィンドウ</pre>", "端末\nウィンドウ"),
        (
            "<p style='white-space:pre-line'>端末\nウィン<b style='white-space:normal'>ド\nウ",
            "端末\nウィンドウ",
        ),
    ],
)
def test_text(html: str, text: str) -> None:
    assert parse_html(html).text == text
    assert html_shown(html).text.split() == text.split()


@pytest.mark.parametrize(
    "html",
    [
        "<script>x()</script><style>.a&#123;b&#125;</style><template><p>x</p></template>",
        "<!-- note --><!--[if IE]><p>x</p><![endif]--><!--mce[&#123;x&#125;]-->",
        "<p style='color:red;DISPLAY : none'>x</p><div hidden>x</div>",
        "<div style='height: 0px; overflow: hidden'>x</div><p style='max-height:0;overflow-y:hidden'>x</p>",
        "<span class='ssrcss-1-VisuallyHidden'>x</span><span class='sr-only'>x</span>",
        "<noscript><img src=a.png alt=x></noscript><select hidden><option>x</select>",
        "<img src=a.gif width=1 height=1 alt=x><img><img src=''>",
        "<img src='https://feeds.feedburner.com/~r/x/~4/y'>",
        "<iframe></iframe><embed type=x><iframe src='about:blank'></iframe>",
        "<svg><title>x</title><text>x</text></svg>",
        "<h1><a></a></h1><h4 style='x'> </h4><mark></mark><ul><li></li></ul><table><tr></tr></table>",
        "<input type=checkbox checked><input value=x>",
    ],
)
def test_hidden_things_leave_nothing(html: str) -> None:
    document = parse_html(html)
    assert document.blocks == ()
    assert html_shown(html).text == ""


def test_chinese_indent_becomes_a_property() -> None:
    paragraph = only("<p cms-style='font-L'>　　12月22日，北京</p>")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.indent
    assert plain(paragraph.spans) == "12月22日，北京"
    strong = only("<p>　　<b> 今天</b>天气很好</p>")
    assert isinstance(strong, Paragraph)
    assert (strong.indent, plain(strong.spans)) == (True, "今天天气很好")
    western = only("<p>&nbsp;&nbsp;Indented</p>")
    assert isinstance(western, Paragraph)
    assert not western.indent


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <b>word</b></p>",
        "<p>a <font cms-style='font-L strong-Bold'><font cms-style='strong-Bold'>word</font></font></p>",
        "<p>a <span style='FONT-WEIGHT: 700'>word</span></p>",
    ],
)
def test_strong_however_it_is_written(html: str) -> None:
    paragraph = only(html)
    assert isinstance(paragraph, Paragraph)
    assert [(span.text, span.marks) for span in paragraph.spans] == [("a ", Mark.NONE), ("word", Mark.STRONG)]


@pytest.mark.parametrize(
    ("html", "spans"),
    [
        ("plain <b>bold</b> plain", [("plain ", 0), ("bold", Mark.STRONG), (" plain", 0)]),
        ("<b>bold </b>plain", [("bold", Mark.STRONG), (" plain", 0)]),
        ("<b>bold </b><i> thin</i>", [("bold", Mark.STRONG), (" ", 0), ("thin", Mark.EMPHASIS)]),
        ("<b>one</b>\n<b>two</b>,", [("one two", Mark.STRONG), (",", 0)]),
        ("<b>one <i>two</i></b> three", [("one ", 1), ("two", Mark.STRONG | Mark.EMPHASIS), (" three", 0)]),
        ("an <i id=n> </i> <a href='#n'>end</a>", [("an", 0), ("", Mark.EMPHASIS), (" ", 0), ("end", 0)]),
    ],
)
def test_a_blank_has_what_its_neighbours_share(html: str, spans: list[tuple[str, int]]) -> None:
    paragraph = only(f"<p>{html}</p>")
    assert isinstance(paragraph, Paragraph)
    assert [(span.text, span.marks) for span in paragraph.spans] == spans


def test_short_strong_paragraphs_are_subheads() -> None:
    html = (
        "<h2>Top</h2><p><b>A word on method</b></p><p><b>This one is a sentence.</b></p><p><b>Why</b> not</p>"
    )
    levels = [(type(block).__name__, getattr(block, "level", 0)) for block in parse_html(html).blocks]
    assert levels == [("Heading", 2), ("Heading", 3), ("Paragraph", 0), ("Paragraph", 0)]


def test_links() -> None:
    html = (
        "<a href='javascript:void(0)'>dict</a> <a href=''>none</a> <a href='#'>top</a> <a href='#n1'>note</a>"
        "<a href=' ../b c.html '> two\n words </a><a href='mailto:a@b.c'>mail</a>"
        "<p id=n1>target</p><a href=x></a>"
    )
    document = parse_html(html, base_url="https://example.org/a/x/")
    assert [tuple(getattr(link, name) for name in ("url", "text")) for link in document.links] == [
        ("#n1", "note"),
        ("https://example.org/a/b c.html", "two words"),
        ("mailto:a@b.c", "mail"),
    ]
    target = document.blocks[-1]
    assert isinstance(target, Paragraph)
    assert target.spans[0].anchor == "n1"


def test_addresses_resolve_against_what_the_page_says() -> None:
    html = "<base href='../pages/'><a href=x.html>x</a><img src=y.png><a href='#z'>z</a>"
    urls = [link.url for link in parse_html(html, base_url="https://example.org/a/b/").links]
    assert urls == ["https://example.org/a/pages/x.html", "https://example.org/a/pages/y.png", "#z"]
    assert [link.url for link in parse_html(html).links] == ["x.html", "y.png", "#z"]


def test_a_link_may_hold_blocks() -> None:
    document = parse_html("<a href='/x'><h3>Head</h3><p>body</p></a>")
    assert [type(block) for block in document.blocks] == [Heading, Paragraph]
    assert document.links == (Link("/x", "Head body"),)


@pytest.mark.parametrize(
    ("image", "url"),
    [
        ("src=load.gif data-original=real.png", "real.png"),
        ("src=load.gif data-src=real.png", "real.png"),
        ("src=data:image/gif;base64,R0 srcset='s.png 300w, l.png 460w'", "l.png"),
        ("srcset='data:image/gif;base64,R0' src=real.png", "real.png"),
        ("src='https://x.org/th?id=a.jpg&rf=b.jpg'", "https://x.org/th?id=a.jpg&rf=b.jpg"),
    ],
)
def test_image_addresses(image: str, url: str) -> None:
    picture = only(f"<p><img {image}></p>")
    assert isinstance(picture, Picture)
    assert picture.image.url == url


@pytest.mark.parametrize(
    "alt", ["在这里插入图片描述", "image-20210104202804015", "image.png", "Pasted image 20240101120000.png"]
)
def test_words_that_editors_give_a_picture_are_none(alt: str) -> None:
    picture = only(f"<img src=a.png alt='{alt}'>")
    assert isinstance(picture, Picture)
    assert picture.image.alt == ""
    assert html_shown(f"<img src=a.png alt='{alt}'>").text == ""


def test_images_alone_and_in_text() -> None:
    assert kinds("<img src=1><br><br><img src=2><br><br><img src=3>") == ["Picture"] * 3
    paragraph = only("<p>see <img src=a.png alt='a cat' width=40> here</p>")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.spans[1].image is not None
    assert plain(paragraph.spans) == "see a cat here"
    assert kinds("<p>so <img class=emoji alt=😀 src=x.svg></p>") == ["Paragraph"]


def test_pictures_can_be_followed_where_nothing_else_can() -> None:
    document = parse_html(
        "<a href=page><img src=a.png alt='in a link'></a><img src=b.png alt='itself'>"
        "<p>so <img src=c.png alt=sign width=16 height=16></p><img src='data:image/png;base64,R0' alt=whole>"
    )
    assert document.links == (Link("page", "in a link"), Link("b.png", "itself"))
    pictures = [block.image for block in document.blocks if isinstance(block, Picture)]
    assert [(image.alt, image.link, image.leads) for image in pictures] == [
        ("in a link", 0, True),
        ("itself", 1, False),
        ("whole", None, False),
    ]


@pytest.mark.parametrize(
    ("html", "text", "found"),
    [
        ("<p><img src=a.png alt='A cat'>The text", "A cat The text", "A cat The text"),
        ("<p>E<img src=a.png alt='=mc²'>.", "E =mc².", "E=mc²."),
        ("<p>中文<img src=a.png alt=图>后", "中文 图 后", "中文 图 后"),
        ("<p>后面<img src=a.png>好", "后面好", "后面好"),
        ("<p>now<img src=a.png alt=☺ width=16 height=16>and", "now☺and", "now☺and"),
        ("<p>now<img src=a.png alt=x width=16 height=16>and", "now x and", "now x and"),
    ],
)
def test_words_of_pictures_run_into_no_others(html: str, text: str, found: str) -> None:
    assert parse_html(html).text == text
    assert html_shown(html).text == found


def test_a_silent_picture_stands_apart_from_words() -> None:
    paragraph = only("<p>one<img src=a.png>two</p>")
    assert isinstance(paragraph, Paragraph)
    assert [span.text for span in paragraph.spans] == ["one ", "", " two"]


@pytest.mark.parametrize(
    ("html", "lang"),
    [
        ("<html lang=zh-CN><p lang=en>x</p>", "zh-CN"),
        ("<article lang=ja><div lang=en>x</div></article>", "ja"),
        ("<p><span lang=EN-US>2021</span>年<i lang=fr>mot</i></p>", ""),
        ("<blockquote><p lang=en>tweet</p></blockquote>", ""),
    ],
)
def test_the_language_is_that_of_what_may_hold_the_article(html: str, lang: str) -> None:
    assert parse_html(html).lang == lang


def test_captions_are_said_once() -> None:
    twice = "<img src=a alt=b><figcaption><img src=a alt=b></figcaption>"
    assert parse_html(twice).text == html_shown(twice).text == "b"
    within = "<figcaption><img src=a alt=b><figcaption>c</figcaption></figcaption>"
    assert parse_html(within).text == html_shown(within).text == "b\nc"
    deeper = "<figcaption><figure>b<figcaption>c</figcaption></figure></figcaption>"
    assert parse_html(deeper).text == html_shown(deeper).text == "b\nc"
    box = "<div class=img_wrapper><img src=a.png alt='{}'><span class=img_descr>供图</span></div>"
    figure = only(box.format("市场"))
    assert isinstance(figure, Figure)
    assert plain(figure.caption) == "供图"
    assert isinstance(only(box.format("供图")), Picture)
    assert html_shown(box.format("供图")).text == "供图"
    captioned = only(
        "<figure><img src=a.png><figcaption>People hold…<!-- --> <!-- -->(Reuters)</figcaption></figure>"
    )
    assert isinstance(captioned, Figure)
    assert plain(captioned.caption) == "People hold… (Reuters)"


def test_a_gist_that_a_script_would_bring_is_a_link() -> None:
    document = parse_html(
        'a<script src="https://gist.github.com/a/12ab.js?file=b"></script><script src=b></script>'
    )
    assert [link.url for link in document.links] == ["https://gist.github.com/a/12ab"]
    assert document.text == "a\ngist.github.com"


def test_media_are_labelled_links() -> None:
    document = parse_html(
        "<iframe src='https://player.bilibili.com/p?a=1&b=2'></iframe><video id=v></video>"
        "<audio><source src=a.oga>fallback</audio><iframe title='My Page' src='https://x.org/e'></iframe>"
    )
    assert document.blocks == (
        Media("video", "video: player.bilibili.com", 0),
        Media("video", "", None),
        Media("audio", "", 1),
        Media("embed", "My Page", 2),
    )
    assert [link.url for link in document.links] == [
        "https://player.bilibili.com/p?a=1&b=2",
        "a.oga",
        "https://x.org/e",
    ]


def test_code_keeps_its_text_and_language() -> None:
    html = (
        '<pre><code class="hljs language-objc copyable" lang="objc"><span>// main.m</span>\n'
        "#import <UIKit/UIKit.h>\nList<String> x = &#123;&#125;;"
        "<span class=copy-code-btn>复制代码</span></code></pre>"
    )
    block = only(html)
    assert isinstance(block, Preformatted)
    assert block.language == "objc"
    assert plain(block.spans) == "// main.m\n#import <UIKit/UIKit.h>\nList<String> x = {};"


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ("<pre># title<br>\ndocker pull<br>\n</pre><br>", "# title\ndocker pull"),
        ("<pre>\n  two\n\n    four\n</pre>", "  two\n\n    four"),
        ("<pre><div>a</div><div>b</div></pre>", "a\nb"),
        (
            "<div class=x><table><tr><td class=gutter><pre>1\n2</pre><td><pre>x\ny</pre></table></div>",
            "x\ny",
        ),
        ("<pre><code>a</code><code><b>b</b></code></pre>", "a\nb"),
    ],
)
def test_code_lines(html: str, code: str) -> None:
    block = only(html)
    assert isinstance(block, Preformatted)
    assert plain(block.spans) == code


def test_marks_survive_in_code() -> None:
    block = only("<pre><strong>Input:</strong> nums</pre>")
    assert isinstance(block, Preformatted)
    assert block.spans[0].marks == Mark.STRONG | Mark.LITERAL


@pytest.mark.parametrize(
    ("html", "aligns"),
    [
        ("<center><p>a</p><div style='text-align: justify'>b</div><p align=left>c</p></center>", ["center", "", ""]),
        ("<div style='text-align:right'>a<p style='text-align:start'>b</p></div>", ["right", ""]),
        ("<center>a<ul><li>b</ul>c</center>", ["center", "", "center"]),
    ],
)  # fmt: skip
def test_what_is_centred_and_what_is_not(html: str, aligns: list[str]) -> None:
    blocks = iter_blocks(parse_html(html).blocks)
    assert [block.align for block in blocks if isinstance(block, Paragraph)] == aligns


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2><a class=header-anchor href=#a><span>A title</span></a></h2>", "A title"),
        ("<h2><a class=header-anchor href=#a aria-hidden=true>#</a> A title</h2>", "A title"),
        ("<h2>A title <a class=header-anchor href=#a><span>#</span></a></h2>", "A title"),
    ],
)
def test_headings_that_are_links_to_themselves(html: str, text: str) -> None:
    assert parse_html(html).text == html_shown(html).text == text


def test_marks_of_notes_are_raised() -> None:
    paragraph = only("<p>Word<a id=footnote-anchor-1 class=footnote-anchor href=#footnote-1>1</a> next</p>")
    assert isinstance(paragraph, Paragraph)
    assert [span.marks & Mark.SUPER for span in paragraph.spans] == [0, Mark.SUPER, 0]


def test_powers_keep_their_marks() -> None:
    paragraph = only("10<sup>100</sup> H<sub>2</sub>O")
    assert isinstance(paragraph, Paragraph)
    assert [span.marks for span in paragraph.spans] == [Mark.NONE, Mark.SUPER, Mark.NONE, Mark.SUB, Mark.NONE]


@pytest.mark.parametrize(
    ("html", "markers"),
    [
        ("<ul><li>a<li>b</ul>", ["", ""]),
        ("<ol><li>a<li value=7>b<li>c</ol>", ["1.", "7.", "8."]),
        ("<ol type=a start=26><li>a<li>b</ol>", ["z.", "aa."]),
        ("<ol type=I start=9><li>a</ol>", ["IX."]),
        ("<ol reversed><li>a<li>b<li>c</ol>", ["3.", "2.", "1."]),
        ("<ol start=-1><li>a<li>b</ol>", ["-1.", "0."]),
        ("<ol start=' +3.7'><li>a<li value='9th'>b</ol>", ["3.", "9."]),
        ("<ol start=99999999999999><li value=x>a</ol>", ["1."]),
        ("<ol type=i start=0><li>a</ol>", ["0."]),
        ("<ol style='list-style-type: lower-alpha'><li>a</ol>", ["a."]),
        ("<ul><li><input type=checkbox checked> a<li><input type=checkbox> b</ul>", ["☑", "☐"]),
        ("<ol><li>a<li><li>c</ol>", ["1.", "3."]),
        ("<li>a<li>b", ["", ""]),
    ],
)
def test_markers(html: str, markers: list[str]) -> None:
    block = only(html)
    assert isinstance(block, ItemList)
    assert [item.marker for item in block.items] == markers


def test_lists_nest_where_the_source_forgets_the_item() -> None:
    block = only("<ul><li>a</li><ul><li>b</li></ul><a href=x>stray</a></ul>")
    assert isinstance(block, ItemList)
    assert [type(inner) for inner in block.items[0].blocks] == [Paragraph, ItemList, Paragraph]


def test_tables_of_data() -> None:
    block = only(
        "<table><caption>Cap</caption><thead><tr><th>a<th>b</thead>"
        "<tr><td colspan=2 align=right>1 <br> <img src=x></td></tr></table>"
    )
    assert isinstance(block, Table)
    assert (block.header_rows, plain(block.caption)) == (1, "Cap")
    assert (block.rows[1][0].colspan, block.rows[1][0].align) == (2, "right")


@pytest.mark.parametrize(
    "html",
    [
        "<table><tbody><tr><td class=sites-layout-tile><div dir=ltr><p>one</p><p>two</p></div></table>",
        "<table><tr><td>one<tr><td>two</table>",
        "<table role=presentation><tr><td>one<td>two</table>",
    ],
)
def test_layout_tables_are_unrolled(html: str) -> None:
    assert kinds(html) == ["Paragraph", "Paragraph"]


def test_layout_tables_with_media_are_unrolled() -> None:
    assert kinds(
        "<table><tr><td width=80><em>t</em><td><iframe src='https://youtu.be/x'></iframe></table>"
    ) == [
        "Paragraph",
        "Media",
    ]


def test_quotes_details_and_rules() -> None:
    document = parse_html(
        "one<br><blockquote> - <a href=x>@a</a>: two</blockquote><aside>by</aside><hr>"
        "<details><summary>More</summary>inside</details>"
    )
    assert [type(block) for block in document.blocks] == [Paragraph, Quote, Quote, Rule, Details]
    assert document.text == "one\n- @a: two\nby\nMore\ninside"


def test_definitions() -> None:
    text = parse_html("<dl><dt>Coffee<dd>black<dd>hot<dt>Milk<dd>white</dl>").text
    assert text == "Coffee\nblack\nhot\nMilk\nwhite"


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<div class=appendQr_wrap><div>尽在新浪财经APP</div></div>", "QR code"),
        ("<ul class='share-buttons'><li>Weibo</ul>", "sharing"),
        ("<p>点击展开全文</p>", "expand"),
        ("<p><a href='/x'>阅读全文</a></p>", "expand"),
        ("<p>点赞、收藏、转发，一键三连</p>", "sharing"),
        ("<p>如果觉得文章不错，欢迎点赞、在看、转发！</p>", "sharing"),
        ("<p>扫码关注公众号</p><p>长按二维码关注</p>", "follow us"),
        ("<div class='subscription-widget-wrap'><p>Thanks for reading!</p></div>", "follow us"),
    ],
)
def test_boilerplate_is_folded_never_lost(html: str, label: str) -> None:
    block = only(html)
    assert isinstance(block, Fold)
    assert block.label == label
    assert parse_html(html).text


def test_shortened_addresses_show_as_their_author_shows_them() -> None:
    document = parse_html(
        "<a href='https://law.com/cant-sue'><span class=invisible>https://</span>law.com/cant-"
        "<span class=invisible>sue</span></a>"
    )
    assert document.text == "law.com/cant-"
    assert document.links[0].url == "https://law.com/cant-sue"


def test_outline_keeps_levels_as_written() -> None:
    document = parse_html("<h3 id=a>Intro</h3><a href='#a'>up</a><h4><div>Deep</div></h4>")
    assert [(head.level, head.anchor, plain(head.spans)) for head in document.outline] == [
        (3, "a", "Intro"),
        (4, "", "Deep"),
    ]


def test_depth_and_length_cost_no_stack() -> None:
    deep = "<blockquote><ul><li>" * 2000 + "end"
    assert parse_html(deep).text == "end"
    assert html_shown("<div>" * 5000 + "end").text == "end"
    assert len(parse_html("word " * 200_000).text) == 999_999


SOUP = """
<p> </p> <b> </i> <ul> <li> </ul> <table> <tr> <td> </table> <pre> </pre> <code> <br> <a_href=#x> </a>
<img_src=a_alt=b> <figure> <figcaption> <ruby> <rt> <rp>( <q> </q> <math>
<dl> <dt> <dd> <details> <summary>
<svg> </svg> <foreignobject> <title> <h2> <blockquote> <script> &#27; &#x202e; \x1e \x00 中 文 x <T> <!-- --> <video>
<source_src=v> <sup_id=x>
"""
PIECES = st.sampled_from([*(piece.replace("_", " ") for piece in SOUP.split()), "\n", "\t", " "]) | st.text(
    max_size=5
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_html_gives_a_safe_document(html: str) -> None:
    document = parse_html(html)
    assert not set(document.text) & {*map(chr, range(9)), *map(chr, range(11, 32)), "\x7f", "\x9b", "\u202e"}
    assert all("\x1e" not in link.text + link.url for link in document.links)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_the_index_holds_the_words_of_the_page(html: str) -> None:
    def words(text: str) -> str:
        """Leave brackets out: a block inside a reading parts it, and each part then has its own."""
        return "".join(text.split()).replace("(", "").replace(")", "")

    assert words(html_shown(html).text) == words(parse_html(html).text)


@pytest.mark.parametrize(
    ("markup", "tint"),
    [
        ('<span style="color: #c00">up</span>', "#cc0000"),
        ('<span style="background-color: #0f0; color:RED !important">up</span>', "#ff0000"),
        ('<span style="color: rgb(200, 16, 999)">up</span>', "#c810ff"),
        ('<font color="#AA0000">up</font>', "#aa0000"),
        ('<font color="#zzzzzz">up</font>', ""),
        ('<span style="background-color: red">up</span>', ""),
        ('<span style="color: inherit">up</span>', ""),
    ],
)
def test_colours(markup: str, tint: str) -> None:
    (block,) = parse_html(f"<p>{markup}</p>").blocks
    assert isinstance(block, Paragraph)
    assert [span.tint for span in block.spans] == [tint]
