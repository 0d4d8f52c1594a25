"""What site generators put into articles for themselves and no reader should see; code is never touched.

Liquid (Jekyll, Hexo), Hugo's shortcodes, kramdown's attribute lists, MDX and tables of contents. Tags go,
what stands between them stays; those that stand for a picture, a video or a piece of code become it.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from typing import Final

from reader.parsing.tags import captioned, heading, quotation, shown, words_of

# What is opened here is closed by `_closing`: looking for its end is the scanner's business, which remembers.
_CODE: Final = r"""
    (?P<fence>^[ \t>]*+(?:[-*+]|\d+[.)])?[ \t]*+(?P<tick>`{3,}+|~{3,}+)[^\n]*+\n)
  | (?P<indented>(?<=\n\n)(?:(?:[ ]{4}|\t)(?![ \t]*(?:\{:|[-*+]\s|\d+[.)]\s))[^\n]*(?:\n|\Z))+)
  | (?P<span>(?<!`)(?P<quote>`{1,32})(?!`))
  | (?P<formula>\$\$)
"""
_ELEMENT: Final = r"(?P<element><(?P<name>(?i:pre|code|script|style|textarea))\b)|(?P<hidden><!--)"
_BLOCKS: Final = r"""
    (?P<raw>\{%-?[ ]*raw[ ]*-?%\})
  | (?P<remark>\{%-?[ ]*comment\b)
  | (?P<listing>\{%-?[ ]*(?P<lister>highlight|codeblock|code|mermaid|markmap|plantuml|uml|echarts)\b(?P<how>[^%\n]*)%\})
  | (?P<quotation>\{%-?[ ]*(?P<quoter>blockquote|quote|pullquote|cq|centerquote)\b(?P<whose>[^%\n]*)%\})
"""
_TAGS: Final = r"""
    (?P<tag>\{%-?)
  | (?P<escaped>\{\{[<%]/\*)
  | (?P<shortcode>\{\{[<%])
"""
# Shortcodes that exports of WordPress leave; converters to Markdown put backslashes before the brackets.
_WORDPRESS: Final = r"""
    (?P<caption>\\?\[caption[ ](?P<attributes>[^\[\]\n]*)\])
  | (?P<source>\\?\[(?P<sourcer>sourcecode|code(?=[ ]+lang))(?P<which>[^\[\]\n]*)\])
  | (?P<media>\\?\[(?P<medium>embed|gist|youtube|vimeo)(?:[ =]+|\\?\][ ]*)(?P<place>https?://[^\s\[\]\\"'<>()]+)[^\[\]()\n]*
    (?:\]|\[/(?P=medium)\\?\]))
  | \\?\[gallery(?:[ ][^\[\]\n]*)?\](?![(\[:])
"""
_WORDPRESS_HINT: Final = re.compile(r"\[(?:caption |sourcecode|code +lang|embed|gist|youtube|vimeo|gallery)")
# In HTML only what Jekyll surely means: two braces are plain text in pages about other template languages.
_JEKYLL: Final = r"\{\{-?[ ]*(?:site|page|post|layout|include|jekyll|paginator)\.[^{}\n]*\}\}"
_MARKDOWN_BLOCKS: Final = r"""
    (?P<hugolisting>\{\{[<%][ ]*(?:highlight|code-toggle|mermaid|plantuml|markmap|echarts)[ ]+
      (?P<hugo>[^\n<>%]{0,200}?)[ ]*[>%]\}\})
  | (?P<aside>\{::comment\})
  | (?P<jsx>\{/\*)
"""
_MARKDOWN_NOISE: Final = r"""
    ^[ ]{0,3}[-*+][ ]+[^\n]{0,80}\n[ ]*\{:[ ]*toc\b[^}\n]*\}
  | ^[ \t]*+(?i:\[\[?_?toc_?\]?\]|@\[toc\](?:\([^)\n]*\))?|\{\{[ ]*toc[ ]*\}\})[ \t]*$
  | \{::?/?[ ]*\n?(?:[.#][\w-]|[\w-]+[ ]*=|(?:toc|no_?toc|nomarkdown|comment|options|refdef)\b|\})
    [^}\n]*(?:(?:\n[^}\n]*)?\})?
  | ^[ \t]*%%(?:[^%\n]+|[ \t]*\n.*?\n[ \t]*)%%[ \t]*$
  | ^\*\[[^\[\]\n]{1,80}\]:[ \t][^\n]*$
  | :\((?:fa[a-z]{0,6}[ ]+)?fa-[\w -]{1,60}\):
  | (?<=\S)[ \t]*\{\#[\w-]+(?:[ ]+[^{}\n]*)?\}[ \t]*$
  | (?<=[)\]}])\{[ ]*(?:[.#][\w-]+|[\w-]+=)[^{}\n]*(?:\n[^{}\n]+){0,3}\}
  | <\{\{[^{}\n]*\}\}>
  | \{\{-?[ ]*(?:"[^"\n}]*"|'[^'\n}]*'|[A-Za-z_][\w.\[\]-]*)(?:[ ]*\|[^{}\n]*)?[ ]*-?\}\}
  | \{(?:"[ ]"|'[ ]')\}
  | (?:(?<=\A)|(?<=\n))import[ ]+(?:[\w*{][^;'"]{0,300}?[ \n]from[ ]+)?(?:'[^'\n]+'|"[^"\n]+")[ ]*;?[ \t]*$
  | (?:(?<=\A)|(?<=\n))export[ ]+(?:const|let|var|default|async|function)\b.*?(?=\n[ \t]*\n|\Z)
  | (?P<parsed>^[ \t]*<[a-z]++(?:[ ][^<>\n]*)?[ ]markdown=["']?(?:1|block|span)\b[^<>\n]*>)[ \t]*$
  | (?P<generic>(?<=\w)<(?=[A-Z]\w*>))
  | (?P<jsxtag><[a-z][\w-]*(?=[^<>]*=\{)
    (?:\s(?:[^<>{}"']|"[^"]*"|'[^']*'|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+)/?>)
  | (?P<component></?[A-Z]\w*(?:\.\w+)*
    (?P<props>(?:\s(?:[^<>{}"']|"[^"]*"|'[^']*'|\{(?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+\})*+)?)/?>)
"""


# Where any of it can begin: to see that first is three times as fast as to try all of it everywhere.
_BEGINNING: Final = r"(?=[`$<{]|^|:\(fa|\\?\[[csegvy]|(?<=\S)[ \t]++\{\#)"


@cache  # compiled where a text has any of it: most have none, and this takes its time
def _compiled(*alternatives: str) -> re.Pattern[str]:
    either = "|".join(alternatives)
    return re.compile(f"{_BEGINNING}(?:{either})", re.MULTILINE | re.DOTALL | re.VERBOSE)


# Second come what else an opening can be where nothing closes it.
_IN_MARKDOWN: Final = (
    (_CODE, _ELEMENT, _MARKDOWN_BLOCKS, _MARKDOWN_NOISE, _BLOCKS, _TAGS, _WORDPRESS),
    (_MARKDOWN_NOISE, _TAGS),
)
_IN_HTML: Final = ((_ELEMENT, _BLOCKS, _TAGS, _JEKYLL, _WORDPRESS), (_TAGS, _JEKYLL))
_CLOSING: Final = {
    "formula": r"\$\$",
    "hidden": r"-->",
    "raw": r"\{%-?[ ]*endraw[ ]*-?%\}",
    "remark": r"\{%-?[ ]*endcomment[ ]*-?%\}",
    "tag": r"-?%\}",
    "escaped": r"\*/[>%]\}\}",
    "shortcode": r"[>%]\}\}",
    "hugolisting": r"\{\{[<%][ ]*/[ ]*(?:highlight|code-toggle|mermaid|plantuml|markmap|echarts)[ ]*[>%]\}\}",
    "caption": r"\\?\[/caption\\?\]",
    "aside": r"\{:/(?:comment)?\}",
    "jsx": r"\*/\}",
}
_PARTS: Final = re.compile(r"\{%-?[ ]*(?:tabs|timeline)\b", re.IGNORECASE)
_PART: Final = re.compile(r"\s*(?:tab|timeline|node)[ ]+(?P<name>[^@\n]+?)[ ]*(?:@[^\n]*)?", re.IGNORECASE)
_JSX_ADDRESS: Final = re.compile(
    r"=\{(?:(?:require|useBaseUrl)\()?[\"'`]([^\"'`${}]*)[\"'`]\)?(?:\.default)?\}"
)
_JSX_VALUE: Final = re.compile(r"\s[\w:-]+=\{(?:[^{}]++|\{[^{}]*+\})*+\}")
_BLANK_LINE: Final = r"\n[ \t]*\n"
_LONGEST: Final = {"tag": 600, "shortcode": 900}  # characters: an opening far from any end is text
_KEPT: Final = frozenset({"fence", "indented", "span", "formula", "element", "hidden"})
# Each begins with one of four characters, a line with the end of the one before: they are soon found.
_HINTS: Final = re.compile(
    r"\{(?:[%{:#/\"']|(?<=[)\]]\{)(?:\.|width)|(?<==\{)(?:require|useBase))|\[_?(?i:toc)|<[A-Z]"
    r"|\n(?:(?:import|export) |[ \t]*%%|\*\[[^\]\n]{1,80}\]:|[ \t]*@\[| {0,3}<!--[^\n]*-->[ \t]*[^\s<])"
)
_SIGNS: Final = ("markdown=", ":(fa")
# Markdown takes the rest of a line that a comment begins for HTML.
_DEFINES: Final = re.compile(r"(?:\A|\n) {0,3}\[[^\]\n]+\]:[ \t]*\Z")
_BEGINS_LINE: Final = re.compile(r"(?:\A|\n) {0,3}\Z")
_AFTER_COMMENT: Final = re.compile(r"[ \t]*(?=[^\s<])")

_LANGUAGE: Final = re.compile(
    r"(?<![=/])(?:lang:)?\b([\w+#.-]+)(?![\w=+#./-])"
)  # no option such as `file=hugo`


def without_noise(markdown: str) -> str:
    """Give Markdown without template tags, shortcodes, attribute lists, imports and components."""
    noisy = (
        _HINTS.search(f"\n{markdown}")
        or any(mark in markdown for mark in _SIGNS)
        or _WORDPRESS_HINT.search(markdown)
    )
    return _rewritten(markdown, _IN_MARKDOWN) if noisy else markdown


def without_tags(html: str) -> str:
    """Give HTML, as Jekyll may have it, without template tags."""
    noisy = "{%" in html or "{{" in html or ("[" in html and _WORDPRESS_HINT.search(html))
    return _rewritten(html, _IN_HTML) if noisy else html


def _rewritten(text: str, patterns: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
    """Replace what the patterns find, in linear time however many openings nothing closes."""
    first, second = (_compiled(*alternatives) for alternatives in patterns)
    ends = _Ends(text)
    parted = _PARTS.search(text) is not None
    pieces: list[str] = []
    done = at = 0
    while found := first.search(text, at):
        inner = ends.find_inner(found)
        if inner is None and (other := second.match(text, found.start())):
            found, inner = other, ends.find_inner(other)
        if inner is None:
            at = found.end()
            continue
        start, (inside, at) = found.start(), inner
        seen = text[start:at] if found.lastgroup in _KEPT else _replace(found, inside)
        if parted and found.lastgroup == "hidden" and (part := _PART.fullmatch(inside)):
            seen = heading(part["name"])
        elif found.lastgroup == "component" and seen and _stands_alone(text, start, at):
            seen = heading(seen)
        elif found.lastgroup == "component" and seen and text[at : at + 1].isalnum():
            seen += ": "
        elif found.lastgroup == "hidden" and _BEGINS_LINE.search(text, max(start - 4, 0), start):
            seen += "\n\n" if _AFTER_COMMENT.match(text, at) else ""
        elif (
            not seen and text[at : at + 1] in ("", "\n") and _DEFINES.search(text, max(start - 99, 0), start)
        ):
            seen = "<>"  # leads nowhere; without it neither this definition nor those below would be one
        pieces += [text[done:start], seen]
        done = at
    return "".join([*pieces, text[done:]])


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a line holds nothing else, and no code is indented below it."""
    after = text[end : end + 5]
    return (
        after[:1] == "\n"
        and not after[1:].isspace()
        and _BEGINS_LINE.search(text, max(start - 4, 0), start) is not None
    )


class _Ends:
    """Finds what closes what was opened; an end once found, or known to be missing, is not looked for again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, re.Match[str] | None] = {}

    def find_inner(self, found: re.Match[str]) -> tuple[str, int] | None:
        """Give what stands inside a construct and where it ends, or None where it has no end."""
        kind = found.lastgroup or ""
        closing = _closing(found, kind)
        if not closing:
            return "", found.end()
        end = self._find(closing, found.end())
        if end is None:
            return ("", len(self._text)) if kind == "fence" else None
        if end.start() - found.end() > _LONGEST.get(kind, end.start()):
            return None
        if kind in ("span", "formula") and end.start() == found.end():
            return None
        if kind == "span" and (gap := self._find(_BLANK_LINE, found.end())) and gap.start() < end.start():
            return None
        return self._text[found.end() : end.start()], end.end()

    def _find(self, pattern: str, start: int) -> re.Match[str] | None:
        if pattern not in self._known or ((known := self._known[pattern]) and known.start() < start):
            self._known[pattern] = re.compile(pattern, re.MULTILINE).search(self._text, start)
        return self._known[pattern]


def _closing(found: re.Match[str], kind: str) -> str:
    """Give the pattern of what closes a construct, or nothing where it is complete."""
    match kind:
        case "fence":
            return rf"^[ \t>]*{found['tick']}[`~]*[ \t]*$"
        case "span":
            return rf"(?<!`){found['quote']}(?!`)"
        case "element":
            return rf"</{found['name']}\s*>"
        case "listing":
            return rf"\{{%-?[ ]*end{found['lister']}[ ]*-?%\}}"
        case "source":
            return rf"\\?\[/{found['sourcer']}\\?\]"
        case "quotation":
            return rf"\{{%-?[ ]*end{found['quoter']}[ ]*-?%\}}"
    return _CLOSING.get(kind, "")


def _replace(found: re.Match[str], inside: str) -> str:
    """Give what the reader sees of a construct that opens as found."""
    match found.lastgroup:
        case "raw":
            return inside
        case "listing":
            return _fenced(found["how"], inside)
        case "source":
            return _fenced(found["which"].replace("=", ":"), unescape(inside))
        case "media":
            return f'<iframe src="{escape(unescape(found["place"]).partition("&")[0])}"></iframe>'
        case "caption":
            return captioned(found["attributes"], inside)
        case "hugolisting":
            return _fenced(found["hugo"], inside)
        case "escaped":
            return escape(f"{{{{{found[0][2]}{inside}{'>' if found[0][2] == '<' else '%'}}}}}")
        case "parsed":
            return f"{found[0]}\n"  # a blank line ends the HTML
        case "jsxtag":
            return _JSX_VALUE.sub("", _JSX_ADDRESS.sub(r'="\1"', found[0]))
        case "generic":
            return "&lt;"
        case "tag" | "shortcode":
            return shown(inside.strip().strip("/").strip())
        case "quotation":
            return quotation("" if found["quoter"] == "pullquote" else found["whose"], without_noise(inside))
        case "component":
            return words_of(found["props"])
    return ""


def _fenced(how: str, lines: str) -> str:
    language = _LANGUAGE.search(how)
    name = f' class="language-{language[1]}"' if language else ""
    return f"\n\n<pre><code{name}>{escape(lines.strip(chr(10)))}</code></pre>\n\n"
