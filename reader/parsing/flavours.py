"""What writers of Markdown use beyond CommonMark and its usual plugins.

Alerts, formulas, lines with a mark, bare addresses, tables without a head, close headings, emphasis beside CJK.

Each is a plugin of markdown-it-py; none changes what plain CommonMark means elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.dollarmath import dollarmath_plugin

from reader.parsing.inline import is_cjk

LONGEST_FORMULA: Final = 2000  # characters between brackets

LONGEST_ENVIRONMENT: Final = 200  # lines

_ALERT: Final = re.compile(r"\[!(?P<kind>[A-Za-z]{2,20})\][+-]?(?:[ \t]+(?P<title>[^\n]*))?(?:\n|\Z)")
# An address ends before other scripts and their punctuation: they follow it without a space.
_ADDRESS: Final = re.compile(
    r"(?<![\w/.@=-])(?P<scheme>https?://(?=[^\W_]|\[)|www\.(?=[^\W_][\w-]*\.))"
    r"[^\s\xa0<>\"`{}|\\^\u0590-\U0010ffff]{1,2000}",
    re.ASCII | re.IGNORECASE,
)
_CLOSE_HEADING: Final = re.compile(r"#{2,6}(?=[^#\s])")
_ROW: Final = re.compile(r"\|.*\|")
_ROW_RULE: Final = re.compile(r"[|:+=\- ]+")
_ENVIRONMENT: Final = re.compile(r"\\begin\{([A-Za-z]+\*?)\}")
_TEX: Final = re.compile(r"[\\^_{=]")
_MARKED_LINE: Final = re.compile(
    r"[\u2022\u2023\u25a0-\u25ff\u2605\u2606\u2713-\u2718\u27a1\u27a4\u30fb\u203b\u2460-\u24ff\u2776-\u2793]"
    r"|(?:\d{1,2}|[０-９]{1,2}|[一二三四五六七八九十]{1,3})[、．]|(?:\d{1,2}|[一二三四五六七八九十]{1,3})）"
    r"|（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）"
)
_NAMED_LINE: Final = re.compile(r"[^\s：:，。、！？]{1,8}：")
_MARKS: Final = re.compile(rf"!\[|<img |\n[ \t]*(?:{_MARKED_LINE.pattern}|{_NAMED_LINE.pattern})")
_BRACKETS: Final = {"(": "\\)", "[": "\\]"}


def cjk_friendly(parser: MarkdownIt) -> None:
    """Let emphasis begin and end between punctuation and a character of scripts written without spaces.

    `**「引用」**後` and `**“引用”**后` are strong, as the CommonMark CJK-friendly amendments have it.
    """
    rules = parser.inline
    parser.inline = _Inline()
    parser.inline.ruler, parser.inline.ruler2 = rules.ruler, rules.ruler2


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if src and not self.terminator_re.search(src):  # nothing but words, which no rule is asked about
            tokens.append(Token("text", "", 0, content=src))
            return tokens
        state = (StateInline if src.isascii() else _State)(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _State(StateInline):
    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the parser's names
        """Tell whether a run of marks can open and close (CommonMark 0.31, section 6.2, as amended)."""
        end, marker = start, self.src[start]
        while end < self.posMax and self.src[end] == marker:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        opens = _may_touch(after, before)
        closes = _may_touch(before, after)
        return Scanned(
            opens and (canSplitWord or not closes or _is_mark(before)),
            closes and (canSplitWord or not opens or _is_mark(after)),
            end - start,
        )


def _may_touch(inner: str, outer: str) -> bool:
    """Tell whether marks may stand between what they embrace and what stands outside."""
    if isWhiteSpace(ord(inner)):
        return False
    if _is_cjk(inner) or not _is_mark(inner):
        return True
    return isWhiteSpace(ord(outer)) or _is_mark(outer) or _is_cjk(outer)


def _is_cjk(char: str) -> bool:
    return is_cjk(char) or "\uac00" <= char <= "\ud7a3"  # Hangul: its particles follow without a space


def _is_mark(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)


def formulas(parser: MarkdownIt) -> None:
    r"""Leave `$...$`, `$$...$$`, `\(...\)` and `\[...\]` as they are written, if they hold TeX."""
    parser.use(
        dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True
    )
    parser.add_render_rule("math_inline", _show_formula)
    parser.add_render_rule("math_inline_double", _show_formula)
    parser.add_render_rule("math_block", _show_formula)
    parser.inline.ruler.before("escape", "formula", _read_formula)


def environments(parser: MarkdownIt) -> None:
    """Take what LaTeX calls environments as written, too."""
    parser.block.ruler.before("paragraph", "environment", _read_environment)


def _show_formula(self: object, tokens: Sequence[Token], index: int, options: object, env: EnvType) -> str:
    token = tokens[index]
    content = escape(token.content)
    if token.type == "math_block":
        return "<p>$$<br>{}<br>$$</p>\n".format(content.strip().replace("\n", "<br>"))
    return f"{token.markup}{content}{token.markup}"


def _read_formula(state: StateInline, silent: bool) -> bool:
    start = state.pos
    closing = _BRACKETS.get(state.src[start + 1 : start + 2]) if state.src[start] == "\\" else None
    if closing is None:
        return False
    end = state.src.find(closing, start + 2, min(state.posMax, start + LONGEST_FORMULA))
    if end < 0 or not _TEX.search(state.src, start + 2, end):
        return False
    if not silent:
        state.push("text", "", 0).content = state.src[start : end + 2]
    state.pos = end + 2
    return True


def _read_environment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    r"""Read lines from `\begin{equation}` to its end as they are: MathJax needs no dollars around them."""
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("\\begin{", begin) or state.is_code_block(start):
        return False
    found = _ENVIRONMENT.match(state.src, begin, state.eMarks[start])
    if found is None:
        return False
    closing = f"\\end{{{found[1]}}}"
    last, end = start, min(end, start + LONGEST_ENVIRONMENT)
    while last < end and closing not in state.src[state.bMarks[last] : state.eMarks[last]]:
        if state.isEmpty(last):
            return False
        last += 1
    if last == end:
        return False
    if not silent:
        lines = state.getLines(start, last + 1, state.blkIndent, False).strip().split("\n")
        shown = "<br>".join(escape(line.strip()) for line in lines)
        state.push("html_block", "", 0).content = f"<p>{shown}</p>\n"
        state.line = last + 1
    return True


def alerts(parser: MarkdownIt) -> None:
    """Make the first line of a quote that says its kind (`> [!NOTE]`, `> [!tip] Title`) a strong one."""
    parser.core.ruler.before("inline", "alert", _read_alerts)


def _read_alerts(state: StateCore) -> None:
    tokens = state.tokens
    for at in range(len(tokens) - 1, 1, -1):
        if tokens[at].type != "inline" or tokens[at - 2].type != "blockquote_open":
            continue
        if found := _ALERT.match(tokens[at].content):
            opening, text, closing = tokens[at - 1 : at + 2]
            label = (found["title"] or "").strip() or found["kind"].capitalize()
            head = text.copy(content=f"<strong>{label}</strong>", children=[])
            text.content = text.content[found.end() :]
            rest = [opening, text, closing] if text.content else []
            tokens[at - 1 : at + 2] = [opening.copy(), head, closing.copy(), *rest]


def marked_lines(parser: MarkdownIt) -> None:
    """Let a line begin where its writer has marked one: a picture's, `• this`, `２．それ`, `一、这`, `作者：谁`."""
    parser.core.ruler.push("marked_lines", _keep_lines)


def _keep_lines(state: StateCore) -> None:
    for block in state.tokens:
        if block.children and "\n" in block.content and _MARKS.search(block.content):
            _keep_breaks(block.children)


def _keep_breaks(tokens: list[Token]) -> None:
    """Make the breaks around marked lines forced ones."""
    ends = [at for at, token in enumerate(tokens) if token.type in ("softbreak", "hardbreak")]
    lines = [tokens[start + 1 : end] for start, end in pairwise([-1, *ends, len(tokens)])]
    for at, (line, after) in zip(ends, pairwise(lines), strict=True):
        first = after[0].content if after and after[0].type == "text" else ""
        if (
            any(len(one) == 1 and _is_picture(one[0]) for one in (line, after))
            or _MARKED_LINE.match(first)
            or (_NAMED_LINE.match(first) and line and _NAMED_LINE.match(line[0].content))
        ):
            tokens[at].type = "hardbreak"


def _is_picture(token: Token) -> bool:
    return token.type == "image" or (token.type == "html_inline" and token.content.startswith("<img "))


def addresses(parser: MarkdownIt) -> None:
    """Make links of web addresses that stand in the text as they are, as GFM, Hugo and Hexo do."""
    parser.core.ruler.push("addresses", _link_addresses)


def _link_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.children and ("://" in block.content or "www." in block.content):
            block.children = list(_iter_linked(block.children))


def _iter_linked(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens of a line of text; in a link, written either way, an address is just its words."""
    inside = 0
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            inside += token.nesting
        elif token.type == "html_inline":
            tag = token.content[:3].lower()
            inside += (tag in ("<a ", "<a>")) - (tag == "</a")
        if token.type == "text" and inside <= 0:
            yield from _iter_parts(token)
        else:
            yield token


def _iter_parts(token: Token) -> Iterator[Token]:
    text, done = token.content, 0
    for found in _ADDRESS.finditer(text):
        shown = _without_end(found[0])
        if len(shown) == len(found["scheme"]):
            continue
        url = shown if "://" in found["scheme"] else f"http://{shown}"
        yield token.copy(content=text[done : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": url})
        yield token.copy(content=shown)
        yield Token("link_close", "a", -1)
        done = found.start() + len(shown)
    yield token.copy(content=text[done:]) if done else token


def _without_end(address: str) -> str:
    """Give an address without what follows it: punctuation, a bracket that it does not open."""
    while address:
        last = address[-1]
        opening = {")": "(", "]": "["}.get(last)
        if last not in "?!.,:;*_~'\"" and not (opening and address.count(last) > address.count(opening)):
            break
        address = address[:-1]
    return address


def headless_tables(parser: MarkdownIt) -> None:
    """Make a table of lines that are rows between bars with no head over them, as kramdown does."""
    parser.block.ruler.after("table", "headless", _read_rows)


def _read_rows(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    rows: list[tuple[int, list[str]]] = []
    line = start
    while line < end and not state.is_code_block(line) and state.sCount[line] >= state.blkIndent:
        if state.src.find("|", state.bMarks[line], state.eMarks[line]) < 0:
            break
        text = state.getLines(line, line + 1, state.blkIndent, False).strip()
        if not _ROW.fullmatch(text):
            break
        if not _ROW_RULE.fullmatch(text):
            rows.append((line, escapedSplit(text)[1:-1]))
        line += 1
    if len(rows) < 2 or max(len(cells) for _, cells in rows) < 2:
        return False
    if not silent:
        state.push("table_open", "table", 1)
        for line_of, cells in rows:
            state.push("tr_open", "tr", 1)
            for cell in cells:
                state.push("td_open", "td", 1)
                token = state.push("inline", "", 0)
                token.map, token.content, token.children = [line_of, line_of + 1], cell.strip(), []
                state.push("td_close", "td", -1)
            state.push("tr_close", "tr", -1)
        state.push("table_close", "table", -1)
        state.line = line
    return True


def plain_paragraphs(parser: MarkdownIt) -> None:
    """Read what most blocks are before anything else: a line that begins with a letter, and no line after it.

    No other rule would take it, and to ask all of them takes three times as long as to read the line.
    """
    parser.block.ruler.before("table", "plain", _read_plain)


def _read_plain(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _first_character(state, start).isalpha() or state.is_code_block(start):
        return False
    after = start + 1
    if after < state.lineMax:
        if not state.isEmpty(after):
            return False
        after = state.skipEmptyLines(after)
        if after < state.lineMax and _first_character(state, after) in ":~":  # what defines a term
            return False
    return paragraph(state, start, end, silent)


def _first_character(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line]]


def close_headings(parser: MarkdownIt) -> None:
    """Make a heading of `##Title` too, which older Markdown took for one; `#word` is a tag today."""
    parser.block.ruler.after(
        "heading", "close_heading", _read_close_heading, {"alt": ["paragraph", "reference", "blockquote"]}
    )


def _read_close_heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    found = _CLOSE_HEADING.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if found is None:
        return False
    if not silent:
        tag = f"h{len(found[0])}"
        words = state.src[found.end() : state.eMarks[start]].rstrip(" \t#")
        state.push("heading_open", tag, 1).markup = found[0]
        token = state.push("inline", "", 0)
        token.map, token.content, token.children = [start, start + 1], words, []
        state.push("heading_close", tag, -1).markup = found[0]
        state.line = start + 1
    return True
