"""Mend what an HTML source says wrongly before a parser sees it; both readers of HTML take the same."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import Final

from reader.parsing.clean import clean
from reader.parsing.formulas import say_formula
from reader.parsing.rules import words

_ELEMENTS: Final = words(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink "
    "blockquote body br button canvas caption center cite code col colgroup command data datalist dd del "
    "details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset "
    "h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins kbd keygen label legend li "
    "link listing main map mark marquee math menu menuitem meta meter nav nobr noembed noframes noscript "
    "object ol optgroup option output p param picture plaintext pre progress q rb rbc rp rt rtc ruby s "
    "samp script search section select slot small source spacer span strike strong style sub summary sup "
    "svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp"
)
_XML_OPENING: Final = re.compile(r"\s*(?:<\?xml[^>]*>|<!\[CDATA\[)\s*")
_CODE: Final = re.compile(r"<(?:pre|code)\b", re.I)
_TAG: Final = re.compile(r"<(?=/?([A-Za-z][^\s<>/]*))")

# VuePress's, which holds the heading itself; that of others stands beside it and is hidden by its class.
_HEADING_LINK: Final = re.compile(
    r"(<a\b[^<>]*?)\bheader-anchor\b([^<>]*>\s*<span>)(?!\s*[#¶§\u200b]?\s*</span>)"
)
_GIST: Final = re.compile(  # a script writes it into the page
    r"<script\b[^<>]*?\ssrc=[\"']?(https?://gist\.github\.com/[\w./-]+?)(?:\.js[^<>]*)?>\s*</script\s*>", re.I
)
_NEXT_CODE: Final = "</code><code"  # WeChat has an element for each line of code, and nothing between them

_REFERENCE: Final = re.compile(r"&[#\w]\w*;?")
_NUMBER: Final = re.compile(r"&#(?:x(?P<hex>[0-9a-f]+)|(?P<decimal>[0-9]+));?", re.I | re.A)
_LONGEST: Final = 40  # characters of a reference that is worth a look


def prepare(html: str) -> str:
    """Give the source without control characters, and with unknown tags inside code as the text they are.

    People paste `#import <UIKit/UIKit.h>` or `List<String>` into `<pre>` unescaped: no such element exists.
    """
    html = clean(html)
    if opening := _XML_OPENING.match(html):
        html = html[opening.end() :].rstrip().removesuffix("]]>")
    if "<template" in html:
        html = _replaced(html, "template", lambda found: "")
    if "//gist.github.com/" in html:
        html = _GIST.sub(r'<iframe src="\1"></iframe>', html)
    if "header-anchor" in html:
        html = _HEADING_LINK.sub(r"\1\2", html)
    if "<math" in html:
        html = _replaced(html, "math", say_formula)
    if _NEXT_CODE in html:
        html = _replaced(
            html, "pre", lambda found: found[0].replace(_NEXT_CODE, f"</code>\n{_NEXT_CODE[7:]}")
        )
    # Most pages hold no code or no unknown tag: to see that costs far less than to look through their code.
    if _CODE.search(html) and not _ELEMENTS.issuperset(map(str.lower, set(_TAG.findall(html)))):
        for name in ("pre", "code"):
            html = _replaced(html, name, _escape_unknown)
    return html


def smuggles(html: str) -> bool:
    """Tell whether character references in prepared HTML may bring in what was cleaned away."""
    return "&" in html and not all(map(_is_harmless, set(_REFERENCE.findall(html))))


@lru_cache(maxsize=1024)
def _is_harmless(reference: str) -> bool:
    if len(reference) > _LONGEST:
        return False
    if reference[1] != "#":
        text = unescape(reference)
        return clean(text) == text
    number = _NUMBER.fullmatch(reference)
    code = int(number["hex"] or number["decimal"], 16 if number["hex"] else 10) if number else 0
    return 0 < code <= sys.maxunicode and clean(chr(code)) == chr(code)


def _replaced(html: str, name: str, replace: Callable[[re.Match[str]], str]) -> str:
    """Replace elements of a name; those that nothing closes are not looked through to the end."""
    ends = [closing.end() for closing in re.finditer(rf"</{name}\s*>", html, re.I)]
    if not ends:
        return html
    element = rf"(<{name}\b[^<>]*>)(.*?)(</{name}\s*>)"
    return re.sub(element, replace, html[: ends[-1]], flags=re.I | re.S) + html[ends[-1] :]


def _escape_unknown(code: re.Match[str]) -> str:
    opening, inner, closing = code.groups()
    if "<" not in inner:
        return code[0]
    known = _TAG.sub(lambda tag: "<" if tag[1].lower() in _ELEMENTS else "&lt;", inner)
    return f"{opening}{known}{closing}"
