"""What notebooks and editors write inside a line: `[[note|words]]`, `![[picture.png]]`, `==marked==`, `![a](b c.png)`.

Obsidian, Typora, Zenn and wikis read these; CommonMark leaves them as they are. Each is a rule of markdown-it-py.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from reader.parsing.tags import shown

_WIKI: Final = re.compile(r"!?\[\[(?P<target>[^\[\]|\n]{0,300})(?P<alias>\|[^\[\]\n]{0,300})?\]\](?![(\[\]])")
_PICTURE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|bmp|avif)$", re.IGNORECASE)
_SIZE: Final = re.compile(r"\d+(?:x\d+)?")
_SIZE_IN_WORDS: Final = re.compile(r"(?:\s*\|\s*(?:center|left|right))?\s*\|\s*\d+(?:x\d+)?\s*$")
_IDENTIFIER: Final = re.compile(r"[\w.:$@-]*", re.ASCII)
_HIGHLIGHT: Final = re.compile(
    r"==(?=[^\s=])(?P<marked>[^=\n。！？；]{1,300}[。！？；]?)(?<=\S)==(?![=\w(])", re.ASCII
)
_OPERATOR: Final = re.compile(r"equals|operator|运算符|操作符|運算子|演算子", re.IGNORECASE)
_LOOSE: Final = re.compile(
    r"!?\[(?P<words>[^\[\]\n]{0,300})\]\([ \t]*(?P<url>[^\s()<>\"'](?:[^\n()<>\"]|\([^\n()]*\)){0,500}?)"
    r"(?:[ \t]+=\d*%?x?\d*%?\*?)?(?:[ \t]+(?:\"(?P<title>[^\"\n]*)\"|'[^'\n]*'))?[ \t]*\)"
)
_ADDRESS: Final = re.compile(r"https?://|\.{0,2}/|.*\.[A-Za-z]\w{1,4}$")
_WITHIN: Final = re.compile(
    r"(?P<open>\[)?!\[(?P<words>[^\[\]\n]{0,300})\]\([ \t]*(?P<url>[^\s()<>\"']+)[^()\n<>]*\)"
    r"(?(open)[ \t]*\]\((?P<link>[^\s()<>\"']+)[^()\n<>]*\))"
)
_CODE: Final = re.compile(r"<(?:pre|code|script|style|textarea)\b", re.IGNORECASE)
_EMBED: Final = re.compile(
    r"@\[(?P<kind>card|codepen|codesandbox|docswell|figma|gist|github|jsfiddle|slideshare|speakerdeck|stackblitz|"
    r"tweet|youtube)\]\((?P<what>[^()\s]{1,500})\)"
)


_HINT: Final = re.compile(r"\[\[|==|@\[|\]\([ \t]*[^\s()]+[ \t]+[^\s\"'()]|\]\([^\s()]*\([^()]*\)[^()\n]* ")


def has_notebooks(markdown: str) -> bool:
    """Tell whether a text may have any of it beside pictures: every word is asked for it where it is read."""
    return _HINT.search(markdown) is not None


def pictures(parser: MarkdownIt) -> None:
    """Read the sizes of pictures, and pictures within HTML."""
    parser.core.ruler.push("sizes", _drop_sizes)
    parser.core.ruler.push("within", _show_pictures)


def notebooks(parser: MarkdownIt) -> None:
    """Read links of wikis, marked words, embedded things and addresses that hold spaces."""
    rules = parser.inline.ruler
    rules.before("link", "wiki", _read_wiki)
    rules.after("image", "loose", _read_loose)
    rules.before("emphasis", "highlight", _read_highlight)


def _read_wiki(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(("[[", "![[", "@["), state.pos):
        return False
    embeds = state.src[state.pos] == "!"
    if state.src[state.pos] == "@":
        return _read_embed(state, silent=silent)
    found = _WIKI.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    target, alias = found["target"].strip(" \\"), (found["alias"] or "")[1:].strip()
    if not embeds and not alias and not _is_note(state, target):
        return False
    if not silent:
        if embeds and _PICTURE.search(target):
            alt = "" if _SIZE.fullmatch(alias) else alias
            _write_image(state, target, alt)
        else:
            page, _, place = target.partition("#")
            place = "" if place.startswith("^") else place.replace("#", " > ")
            state.push("text", "", 0).content = alias or " > ".join(filter(None, (page, place)))
    state.pos = found.end()
    return True


def _is_note(state: StateInline, target: str) -> bool:
    """Tell a note's name from what else stands in two brackets: a reference, `[[Prototype]]`, `[[1]]`."""
    if not target or " #" in target or _IDENTIFIER.fullmatch(target):
        return False
    if normalizeReference(target) in state.env.get("references", ()):
        return False
    before = state.src[state.pos - 1 : state.pos]
    return not (before.isascii() and before.isalnum())


def _read_embed(state: StateInline, *, silent: bool) -> bool:
    """Read `@[card](https://...)` and its kin, as Zenn has them."""
    found = _EMBED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        what = found["what"]
        if media := shown(f"{found['kind']} {what}"):
            state.push("html_inline", "", 0).content = media
        else:
            state.push("link_open", "a", 1).attrs = {"href": what}
            state.push("text", "", 0).content = what
            state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _read_loose(state: StateInline, silent: bool) -> bool:
    """Read a picture or link whose address holds spaces, or has a size behind it."""
    if not state.src.startswith(("[", "!["), state.pos):
        return False
    found = _LOOSE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    picture = found[0].startswith("!")
    if not picture and not _ADDRESS.match(found["url"]):
        return False
    if not silent:
        if picture:
            _write_image(state, found["url"], found["words"], found["title"] or "")
        else:
            state.push("link_open", "a", 1).attrs = {"href": found["url"].strip().replace(" ", "%20")}
            _read_inside(state, found.start("words"), found.end("words"))
            state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _read_highlight(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "=" or not state.src.startswith("==", state.pos):
        return False
    found = _HIGHLIGHT.match(state.src, state.pos, state.posMax)
    before = state.src[state.pos - 1 : state.pos]
    if (
        found is None
        or before == "="
        or (before.isascii() and before.isalnum())
        or _OPERATOR.search(state.src)
    ):
        return False
    if not silent:
        state.push("mark_open", "mark", 1)
        _read_inside(state, found.start("marked"), found.end("marked"))
        state.push("mark_close", "mark", -1)
    state.pos = found.end()
    return True


def _read_inside(state: StateInline, start: int, end: int) -> None:
    last, state.pos, state.posMax = state.posMax, start, end
    state.md.inline.tokenize(state)
    state.posMax = last


def _write_image(state: StateInline, url: str, alt: str, title: str = "") -> None:
    source = escape(url.strip().replace("\\", "/").replace(" ", "%20"))
    titled = f' title="{escape(title)}"' if title else ""
    state.push("html_inline", "", 0).content = f'<img src="{source}" alt="{escape(_unsized(alt))}"{titled}>'


def _drop_sizes(state: StateCore) -> None:
    """Take the size that Obsidian has behind a picture's words out of them."""
    if "|" not in state.src or "![" not in state.src:
        return
    for block in state.tokens:
        if not block.children or "|" not in block.content or "![" not in block.content:
            continue
        for token in block.children:
            if token.type == "image" and token.children:
                token.children[-1].content = _unsized(token.children[-1].content)


def _show_pictures(state: StateCore) -> None:
    """Make pictures of those that are written in Markdown within HTML: `<div align=center>![words](a.png)</div>`."""
    if "![" not in state.src:
        return
    for block in state.tokens:
        if block.type == "html_block" and "![" in block.content and not _CODE.search(block.content):
            block.content = _WITHIN.sub(_picture, block.content)


def _picture(found: re.Match[str]) -> str:
    image = f'<img src="{escape(found["url"])}" alt="{escape(_unsized(found["words"]))}">'
    return f'<a href="{escape(found["link"])}">{image}</a>' if found["link"] else image


def _unsized(words: str) -> str:
    return _SIZE_IN_WORDS.sub("", words)
