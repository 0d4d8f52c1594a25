"""What site generators put into articles for themselves and no reader should see; code is never touched.

Liquid (Jekyll, Hexo), Hugo's shortcodes, kramdown's attribute lists, MDX and tables of contents. Tags go,
what stands between them stays; those that stand for a picture, a video or a piece of code become it.
"""

from __future__ import annotations

import re
from html import escape
from typing import Final

_CODE: Final = r"""
    (?P<fence>^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?P<tick>`{3,}|~{3,})[^\n]*\n
      (?:.*?^[ \t>]*(?P=tick)[`~]*[ \t]*$|.*\Z))
  | (?P<indented>(?<=\n\n)(?:(?:[ ]{4}|\t)(?![ \t]*(?:\{:|[-*+]\s|\d+[.)]\s))[^\n]*(?:\n|\Z))+)
  | (?P<span>(?<!`)(?P<quote>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=quote)(?!`))
  | (?P<formula>\$\$.+?\$\$)
"""
_ELEMENT: Final = (
    r"(?P<element><(?P<name>(?i:pre|code|script|style|textarea))\b.*?</(?P=name)\s*>|<!--.*?-->)"
)
_LIQUID: Final = r"""
    \{%-?[ ]*raw[ ]*-?%\}(?P<raw>.{0,20000}?)\{%-?[ ]*endraw[ ]*-?%\}
  | \{%-?[ ]*comment\b.{0,20000}?\{%-?[ ]*endcomment[ ]*-?%\}
  | \{%-?[ ]*(?P<listing>highlight|codeblock|code)\b(?P<how>[^%\n]*)%\}
    (?P<lines>.{0,20000}?)\{%-?[ ]*end(?P=listing)[ ]*-?%\}
  | \{%-?(?P<tag>(?:(?!%\}).){0,600}?)-?%\}
  | \{\{(?P<escaped>[<%]/\*.*?\*/[>%])\}\}
  | \{\{[<%](?P<shortcode>(?:(?![>%]\}\}).){0,900}?)[>%]\}\}
"""
# In HTML only what Jekyll surely means: two braces are plain text in pages about other template languages.
_JEKYLL: Final = r"\{\{-?[ ]*(?:site|page|post|layout|include|jekyll|paginator)\.[^{}\n]*\}\}"
_MARKDOWN_NOISE: Final = r"""
    \{\{[<%][ ]*highlight[ ]+(?P<hugo>[^\n<>%]{0,200}?)[ ]*[>%]\}\}
    (?P<hugolines>.{0,20000}?)\{\{[<%][ ]*/[ ]*highlight[ ]*[>%]\}\}
  | ^[ ]{0,3}[-*+][ ]+[^\n]{0,40}\n[ ]*\{:[ ]*toc\b[^}\n]*\}
  | ^[ \t]*(?i:\[\[?_?toc_?\]?\]|@\[toc\](?:\([^)\n]*\))?|\{\{[ ]*toc[ ]*\}\})[ \t]*$
  | \{::comment\}.{0,9000}?\{:/(?:comment)?\}
  | \{::?/?[ ]*(?:[.#][\w-]|[\w-]+[ ]*=|(?:toc|no_?toc|nomarkdown|comment|options|refdef)\b|\})[^}\n]*\}?
  | (?<=\S)[ \t]*\{\#[\w-]+(?:[ ]+[^{}\n]*)?\}[ \t]*$
  | (?<=[)\]])\{[ ]*(?:[.#][\w-]+|[\w-]+=)[^{}\n]*\}
  | \{/\*.{0,9000}?\*/\}
  | \{\{-?[ ]*(?:"[^"\n}]*"|'[^'\n}]*'|[A-Za-z_][\w.\[\]-]*)(?:[ ]*\|[^{}\n]*)?[ ]*-?\}\}
  | \{(?:"[ ]"|'[ ]')\}
  | (?:(?<=\A)|(?<=\n))import[ ]+(?:[\w*{][^;'"]{0,400}?[ \n]from[ ]+)?(?:'[^'\n]+'|"[^"\n]+")[ ]*;?[ \t]*$
  | (?:(?<=\A)|(?<=\n))export[ ]+(?:const|let|var|default|async|function)\b.*?(?=\n[ \t]*\n|\Z)
  | (?P<generic>(?<=\w)<(?=/?[A-Z]\w*>))
  | </?[A-Z]\w*(?:\.\w+)*
    (?P<props>(?:\s(?:[^<>{}"']|"[^"]*"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*+)?)/?>
"""
_IN_MARKDOWN: Final = re.compile(
    f"{_CODE}|{_ELEMENT}|{_MARKDOWN_NOISE}|{_LIQUID}", re.MULTILINE | re.DOTALL | re.VERBOSE
)
_IN_HTML: Final = re.compile(f"{_ELEMENT}|{_LIQUID}|{_JEKYLL}", re.DOTALL | re.VERBOSE)
_HINTS: Final = re.compile(r"\{[%{:#/\"']|\[_?(?i:toc)|^(?:import|export) |<[A-Z]|^[ \t]*@\[", re.MULTILINE)

_PICTURES: Final = frozenset({"figure", "img", "image", "picture", "asset_img", "imgproc", "photo"})
_ADDRESSES: Final = frozenset({"ref", "relref", "post_url", "link", "asset_path", "post_link"})
_VIDEOS: Final = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "bilibili": "https://www.bilibili.com/video/{}",
    "youtuber": "https://www.youtube.com/watch?v={}",
}
_WORDS: Final = ("title", "caption", "summary", "text", "label", "header")
_ARGUMENT: Final = re.compile(r"""(?:([\w-]+)\s*[=:]\s*)?(?:"([^"]*)"|'([^']*)'|(?<![=:])([^\s"'=]+))""")
_LANGUAGE: Final = re.compile(r"(?:lang:)?([\w+#.-]+)")


def without_noise(markdown: str) -> str:
    """Give Markdown without template tags, shortcodes, attribute lists, imports and components."""
    return _IN_MARKDOWN.sub(_replace, markdown) if _HINTS.search(markdown) else markdown


def without_tags(html: str) -> str:
    """Give HTML, as Jekyll may have it, without template tags."""
    return _IN_HTML.sub(_replace, html) if "{%" in html or "{{" in html else html


def _replace(found: re.Match[str]) -> str:
    part = found.groupdict()
    if any(part.get(name) for name in ("fence", "indented", "span", "formula", "element")):
        return found[0]
    if (raw := part.get("raw")) is not None:
        return raw
    if (listing := part.get("lines")) is not None:
        return _fenced(part["how"] or "", listing)
    if (listing := part.get("hugolines")) is not None:
        return _fenced(part["hugo"] or "", listing)
    if (escaped := part.get("escaped")) is not None:
        return escape("{{" + escaped.replace("/*", "", 1).replace("*/", "", 1) + "}}")
    if part.get("generic") is not None:
        return "&lt;"
    if (tag := part.get("shortcode") or part.get("tag")) is not None:
        return _shown(tag.strip().strip("/").strip())
    if props := part.get("props"):
        return _words(props)
    return ""


def _fenced(how: str, lines: str) -> str:
    language = _LANGUAGE.search(how)
    name = f' class="language-{language[1]}"' if language else ""
    return f"\n\n<pre><code{name}>{escape(lines.strip(chr(10)))}</code></pre>\n\n"


def _shown(tag: str) -> str:
    """Give what a template tag or shortcode shows: a picture, a video, an address, words, or nothing."""
    name, _, rest = tag.partition(" ")
    named: dict[str, str] = {}
    plain: list[str] = []
    for key, double, single, bare in _ARGUMENT.findall(rest):
        value = double or single or bare
        if key:
            named[key.lower()] = value
        else:
            plain.append(value)
    name = name.lower()
    if name in _ADDRESSES:
        return plain[0] if plain else ""
    if name in _VIDEOS and (video := named.get("id") or next(iter(plain), "")):
        return f'<iframe src="{escape(_VIDEOS[name].format(video))}"></iframe>'
    picture = (
        named.get("src") or named.get("image_path") or next((value for value in plain if "." in value), "")
    )
    if (name in _PICTURES or "figure" in rest) and picture and not picture.endswith(".html"):
        caption = named.get("caption") or named.get("title") or ""
        shown = f'<img src="{escape(picture)}" alt="{escape(named.get("alt", ""))}">'
        return f"<figure>{shown}<figcaption>{escape(caption)}</figcaption></figure>" if caption else shown
    return _words(rest)


def _words(arguments: str) -> str:
    """Give the words among a tag's arguments that its reader sees."""
    found = {key.lower(): double or single for key, double, single, _ in _ARGUMENT.findall(arguments)}
    return next((found[name] for name in _WORDS if found.get(name)), "")
