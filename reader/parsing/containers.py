"""Boxes that writers of Markdown put round blocks: `::: tip` to `:::`, and `!!! note` over indented lines.

VuePress, VitePress, Docusaurus, Zenn, Qiita and Pandoc write the first, MkDocs and Hexo the second. A box of
which the page says what kind it is (a note, a warning) stands beside the text, what opens and closes is a
disclosure; any other is for the look of the page alone, and only what stands in it is shown.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from reader.parsing.rules import words

_OPENING: Final = re.compile(
    r":{3,}[ \t]*(?:(?P<kind>[A-Za-z][\w-]*)|\{[ ]*\.?(?:callout-)?(?P<class>[A-Za-z][\w-]*)(?P<more>[^{}\n]*)\}"
    r"|(?=[{[]))(?P<rest>[^\n]*)"
)
_CLOSING: Final = re.compile(r":{3,}[ \t]*")
_FENCE: Final = re.compile(r"`{3,}|~{3,}")
_ATTRIBUTES: Final = re.compile(r"\{(?P<inside>[^{}\n]*)\}[ \t]*\Z")
_TITLE: Final = re.compile(r"""\b(?:title|summary|label)[ ]*=[ ]*(?:"([^"]*)"|'([^']*)')""")
_ADMONITION: Final = re.compile(
    r"(?P<mark>!!!|\?\?\?\+?)[ \t]+(?P<kind>[A-Za-z][\w-]*)(?:[ \t]+(?:inline|end))*(?P<rest>[^\n]*)"
)

_NOTES: Final = words(
    "abstract alert attention bug caution check danger error example fail failure faq hint important info message "
    "note notice question quote seealso success summary tip todo warn warning 提示 注意 警告"
)
_DISCLOSURES: Final = words("details collapse collapsible fold folding spoiler toggle expander")
_DEEPEST: Final = 12  # levels of blocks: each box is looked through for its end
_NAMELESS: Final = words("message")
"""Notes whose kind is nothing a reader was meant to read."""
_VARIANTS: Final = words("alert info warn warning danger error success tip note open close closed")
"""Words behind a kind that say which look it has, and are no title."""


def containers(parser: MarkdownIt) -> None:
    """Read both forms of boxes, wherever a block may begin."""
    begins: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("fence", "container", _read_container, begins)
    parser.block.ruler.before("fence", "admonition", _read_admonition, begins)


def _read_container(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _match(_OPENING, state, start)
    if found is None or silent:
        return found is not None
    last = _find_end(state, start + 1, end)
    named = _TITLE.search(found["more"] or "")
    title = _title(found["rest"]) or (named[1] or named[2] if named else "")
    _write(state, (found["kind"] or found["class"] or "").lower(), title, start + 1, last)
    state.line = min(last + 1, end)
    return True


def _find_end(state: StateBlock, line: int, end: int) -> int:
    """Give the line that closes a container, or where its parent ends; containers nest, code is skipped."""
    boxes, fence = [_colons(_text(state, line - 1))], ""
    while line < end:
        text = _text(state, line)
        if fence:
            fence = "" if text.startswith(fence) and not text.strip(fence[0] + " \t") else fence
        elif text[:1] in "`~" and (mark := _FENCE.match(text)):
            fence = mark[0]
        elif text.startswith(":::"):
            if _CLOSING.fullmatch(text):
                _close(boxes, _colons(text))
            elif _OPENING.fullmatch(text):
                boxes.append(_colons(text))
            if not boxes:
                break
        elif text and state.sCount[line] < state.blkIndent:
            break
        line += 1
    return line


def _colons(text: str) -> int:
    return len(text) - len(text.lstrip(":"))


def _close(boxes: list[int], colons: int) -> None:
    """Close the innermost box of as many colons, and what is open in it; else the innermost of fewer."""
    for fits in (int.__eq__, int.__le__):
        for at in range(len(boxes) - 1, -1, -1):
            if fits(boxes[at], colons):
                del boxes[at:]
                return


def _read_admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    found = _match(_ADMONITION, state, start)
    if found is None:
        return False
    rest = found["rest"].strip()
    quoted = rest.startswith('"') and rest.endswith('"')
    inner = state.sCount[start] + 4
    last = start + 1
    while last < end and (state.isEmpty(last) or state.sCount[last] >= inner):
        last += 1
    while last > start + 1 and state.isEmpty(last - 1):
        last -= 1
    if last == start + 1 and not quoted:  # nothing is indented below, and the line may well be an outcry
        return False
    if silent:
        return True
    kind = "details" if found["mark"][0] == "?" else found["kind"].lower()
    title = rest.strip('"') if rest else found["kind"].capitalize()
    indent, state.blkIndent = state.blkIndent, inner
    _write(state, kind if kind in _DISCLOSURES else "message", title, start + 1, last)
    state.blkIndent = indent
    state.line = last
    return True


def _match(pattern: re.Pattern[str], state: StateBlock, line: int) -> re.Match[str] | None:
    begin = state.bMarks[line] + state.tShift[line]
    opens = state.src.startswith((":::", "!!!", "???"), begin)
    if not opens or state.level > _DEEPEST or state.is_code_block(line):
        return None
    return pattern.fullmatch(state.src, begin, state.eMarks[line])


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _title(rest: str) -> str:
    """Give the title that follows a kind: `[so]`, `so`, or `{title="so"}`."""
    rest = rest.strip().rstrip(":").rstrip()
    if attributes := _ATTRIBUTES.search(rest):
        named = _TITLE.search(attributes["inside"])
        rest = rest[: attributes.start()].strip() or (named[1] or named[2] if named else "")
    elif named := _TITLE.fullmatch(rest):
        rest = named[1] or named[2]
    if rest.startswith("[") and rest.endswith("]"):
        rest = rest[1:-1].strip()
    return "" if rest.lower() in _VARIANTS else rest


def _write(state: StateBlock, kind: str, title: str, start: int, end: int) -> None:
    """Write a box with its title and the blocks of some lines."""
    disclosure = kind in _DISCLOSURES
    tag = "details" if disclosure else "aside" if kind in _NOTES else ""
    label = title or ("" if kind in _NAMELESS or not tag else kind.capitalize())
    if not tag and " " not in title and title.isascii():
        label = ""  # an argument of what is no box of words: `::: columns 2`
    if tag:
        _html(state, f"<{tag}>\n")
    if label:
        name = "summary" if disclosure else "p"
        state.push(f"{name}_open", name, 1)
        strong = not disclosure
        token = state.push("inline", "", 0)
        token.map, token.children = [start - 1, start], []
        token.content = f"<strong>{label}</strong>" if strong else label
        state.push(f"{name}_close", name, -1)
    parent, state.parentType = state.parentType, "container"
    last, state.lineMax = state.lineMax, end
    state.level += 1
    state.md.block.tokenize(state, start, end)
    state.level -= 1
    state.parentType, state.lineMax = parent, last
    if tag:
        _html(state, f"</{tag}>\n")


def _html(state: StateBlock, source: str) -> None:
    state.push("html_block", "", 0).content = source
