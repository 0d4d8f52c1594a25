from __future__ import annotations

from reader.document import Preformatted, Span
from reader.typeset.code import iter_code
from reader.typeset.layout import Options
from tests.typeset.pictures import spans


def code(text: str, room: int = 40, language: str = "") -> list[str]:
    block = Preformatted(spans(text), language)
    return ["".join(span.text for span in line) for _, line in iter_code(block, room, Options())]


def test_white_space_counts() -> None:
    assert code("if x:\n\n    return") == ["if x:", "", "    return"]


def test_tabs_reach_the_next_stop() -> None:
    assert code("\ta\nx\tb\n北\tc") == ["        a", "x       b", "北      c"]
    assert code("\ta", language="go") == ["    a"]


def test_long_lines_wrap_with_a_mark() -> None:
    assert code("call(first, second)", 12) == ["call(first,", "↪ second)"]
    assert code("abcdefghijklmnop", 10) == ["abcdefghij", "↪ klmnop"]


def test_words_no_line_holds_wrap_at_joints() -> None:
    assert code("/usr/local/sbin:/usr/local/bin", 20) == ["/usr/local/sbin:", "↪ /usr/local/bin"]


def test_lines_wrap_before_a_comments_sign() -> None:
    assert code("value = 1  # 这是一个说明", 20) == ["value = 1", "↪ # 这是一个说明"]
    assert code("# 这是一个很长很长的说明", 20) == ["# 这是一个很长很长的", "↪ 说明"]


def test_tokens_are_tinted() -> None:
    block = Preformatted(spans('def f():\n    return "x"  # why'), "python")
    tokens = [span for _, line in iter_code(block, 40, Options()) for span in line]
    tints = {token.text: token.tint for token in tokens if token.tint}
    assert tints == {
        "def": "keyword",
        "f": "function",
        "return": "keyword",
        '"x"': "string",
        "# why": "comment",
    }


def test_what_the_source_marked_stays() -> None:
    block = Preformatted((Span("see "), Span("this", link=0)), "python")
    ((_, line),) = iter_code(block, 40, Options())
    assert [(span.text, span.link) for span in line] == [("see ", None), ("this", 0)]
