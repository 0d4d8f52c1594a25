"""What the tags of Hexo's themes, Jekyll's includes and Hugo's shortcodes show of what they say."""

from __future__ import annotations

import pytest

from reader.document import Media, Picture, Quote
from reader.parsing.body import body_text, parse_body


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("{% folding blue, 点这里 %}\n正文\n{% endfolding %}", ["点这里", "正文"]),
        ("{% folding red::启动（器） %}\n正文\n{% endfolding %}", ["启动（器）", "正文"]),
        ("{% folding open:true 说明 %}\n正文\n{% endfolding %}", ["说明", "正文"]),
        ("{% hideToggle 看步骤,bg,color %}\n正文\n{% endhideToggle %}", ["看步骤", "正文"]),
        ("问{% hideInline 答,查看,#f00 %}了", ["问答了"]),
        ("{% note info, 一句 话 %}", ["一句 话"]),
        ("{% note warning no-icon So it is %}\n文\n{% endnote %}", ["So it is", "文"]),
        ("{% note blue 'fas fa-bullhorn' flat %}\n文\n{% endnote %}", ["文"]),
        ("{% note info flat %}\n文\n{% endnote %}", ["文"]),
        ("{% noteblock, 标题 %}\n文\n{% endnoteblock %}", ["标题", "文"]),
        ("{% timeline 2022,green %}\n<!-- timeline 01-02 -->\n改\n<!-- endtimeline -->\n", ["2022", "01-02", "改"]),
        ("{% timenode 2021 [v1](https://a.org) %}\n文\n{% endtimenode %}", ["2021 v1", "文"]),
        ("{% tabs t %}\n<!-- tab One@icon -->\n1\n<!-- endtab -->\n<!-- tab 二 -->\n2", ["One", "1", "二", "2"]),
        ("<!-- tab one -->\nwords", ["words"]),
        ("a {% label primary@one %} {% label @two %} {% label 三个 字 red %}", ["a one two 三个 字"]),
        ("{% u 下划 %}{% p red, 红 %}{% span center large, Big one %}{% checkbox checked, 是 %}", ["下划红Big one是"]),
        ("{% post_link a-b '[Day 1] See' %} {% post_link c-d %} {% post_link e 14 天 %}", ["[Day 1] See c-d 14 天"]),
        ("{% btn /x/,去看,fa fa-home %} {% btn 样子::https://a.org %}", ["去看 样子"]),
        ("{% link 手册,官方,https://a.org %} {% link 手册 https://a.org true %}", ["手册 手册"]),
        ('{{< admonition tip "为什么" >}}\n文\n{{< /admonition >}}', ["为什么", "文"]),
        ('{{< admonition type=tip title="So" open=true >}}\n文\n{{< /admonition >}}', ["So", "文"]),
        ('{{< details "More of it" >}}\n文\n{{< /details >}}', ["More of it", "文"]),
        ("{% galleryGroup '墙' '好看' '/wall' https://a.org/b.png %}", ["墙: 好看"]),
        (r'{{< figure src="a.png" caption="<span class=\"n\">Figure 1: </span>so" >}}', ["Figure 1: so"]),
        ('{{< note "action" >}}\n文\n{{< /note >}}', ["文"]),
        ('{{< button href="https://a.org" text="Get it, now" >}}', ["Get it, now"]),
        ('{% image "a.png" "w-40" "What it shows" %}{.left}', ["What it shows"]),
        ('<Callout title="So">\ntext\n</Callout>', ["So", "text"]),
    ],
)  # fmt: skip
def test_tags_show_the_words_they_hold(markdown: str, lines: list[str]) -> None:
    assert parse_body(markdown, "markdown").text.split("\n") == lines
    assert "".join(body_text(markdown, "markdown").split()) == "".join("".join(lines).split())


@pytest.mark.parametrize(
    ("tag", "url"),
    [
        ("{% include embed/youtube.html id='ab-C' %}", "https://www.youtube.com/watch?v=ab-C"),
        ('{% include video id="abC" provider="vimeo" %}', "https://vimeo.com/abC"),
        ("{{< bilibili BV1x >}}", "https://www.bilibili.com/video/BV1x"),
        ("{% youtube https://youtu.be/abC %}", "https://youtu.be/abC"),
        ("{% gist 12ab file.rs %}", "https://gist.github.com/12ab"),
        ("{% gist 1234 %}", "https://gist.github.com/1234"),
        ("{{< gist someone 1234 >}}", "https://gist.github.com/someone/1234"),
        ('{{< tweet user="a" id="12" >}}', "https://x.com/a/status/12"),
        ("{% embed https://a.org/b?c=d %}", "https://a.org/b?c=d"),
        ("{% pdf https://a.org/b.pdf %}", "https://a.org/b.pdf"),
    ],
)
def test_tags_show_where_their_content_is(tag: str, url: str) -> None:
    document = parse_body(tag, "markdown")
    assert [type(block) for block in document.blocks] == [Media]
    assert [link.url for link in document.links] == [url]


@pytest.mark.parametrize(
    ("tag", "alt", "url"),
    [
        ("{% asset_img a.jpg What it shows %}", "What it shows", "a.jpg"),
        ('{% asset_img a.jpg 300 200 "so" %}', "so", "a.jpg"),
        ("{% image https://a.org/b.png, alt=描述, width=400px %}", "描述", "https://a.org/b.png"),
        ('{{< figure src="a.png" alt="so" >}}', "so", "a.png"),
        ('{% include image.html file="/a.png" alt="so" %}', "so", "/a.png"),
        ('{% include figure url="/a.png?b" %}', "", "/a.png?b"),
    ],
)
def test_tags_show_pictures_with_their_words(tag: str, alt: str, url: str) -> None:
    (picture,) = parse_body(tag, "markdown").blocks
    assert isinstance(picture, Picture)
    assert (picture.image.alt, picture.image.url) == (alt, url)


@pytest.mark.parametrize(
    ("how", "by"),
    [
        ("Ada Byron https://a.org/b Notes on *it*", "— Ada Byron, Notes on it"),
        ("Ada Byron, Notes", "— Ada Byron, Notes"),
        ("", ""),
    ],
)
def test_a_quotation_says_whose_it_is(how: str, by: str) -> None:
    markdown = f"{{% blockquote {how} %}}\nOne *line*\n{{% endblockquote %}}\nafter"
    document = parse_body(markdown, "markdown")
    assert isinstance(document.blocks[0], Quote)
    assert document.text.split("\n") == [line for line in ("One line", by, "after") if line]
    assert [link.url for link in document.links] == ["https://a.org/b"] * ("//" in how)
