"""What a template tag or shortcode shows: a picture, a video, a link, words, or nothing.

Hexo's own tags and those of its themes, Jekyll's includes, Hugo's shortcodes. What is shown is HTML, with
Markdown in it where writers of a tag may write some.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final, NamedTuple

from reader.parsing.rules import words

_PICTURES: Final = words("figure img image picture asset_img imgproc photo")
_INCLUDED: Final = re.compile("figure|ima?ge?|photo|picture|screenshot", re.IGNORECASE)
_FILE: Final = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)\b", re.IGNORECASE)
_ADDRESSES: Final = words("ref relref post_url link asset_path")
_POSTS: Final = words("post_link asset_link")
_VIDEOS: Final = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "bilibili": "https://www.bilibili.com/video/{}",
}
_VIDEO: Final = re.compile("|".join(_VIDEOS))
_EMBEDS: Final = words(
    "audio codepen codesandbox embed iframe jsfiddle linkpreview mp3 pdf stackblitz tweet twitter video x"
)
_PLACES: Final = {"gist": "https://gist.github.com/{}", "github": "https://github.com/{}"}
_PLACED: Final = re.compile(r"[\w.-]+(?:/[\w.-]+)?")
_IDENTITY: Final = re.compile(r"[0-9a-f]+")

_INLINE: Final = words("checkbox del emp hideinline kbd label mark p psw radio span sub sup u wavy")
_BUTTONS: Final = words("btn button cell")
_TITLED: Final = words("folding hideblock hidetoggle noteblock timeline timenode")
_FIRST: Final = words("hideblock hideinline hidetoggle timeline")
"""Tags that say their words before anything else; the others have them last."""
_BOXES: Final = words(
    "accordion admonition alert callout collapse danger details expand expander fold hint important info note "
    "notice panel spoiler tab tip warning"
)
_LOOKS: Final = words(
    "abstract alert attention bug caution check checked close closed custom cyan danger default error example "
    "fail failure fast flat green important info large left logo modern no-icon note open orange pink primary "
    "purple question quote red right rounded simple small success tip true false warn warning white yellow black "
    "blue center gray grey light secondary"
)
"""Words that say how a box looks, and are no title of it."""

_NAMED_WORDS: Final = ("title", "caption", "summary", "text", "label", "header")
_ARGUMENT: Final = re.compile(
    r"""(?<![=:])(?:([\w-]+)\s*[=:](?!//)\s*)?"""
    r"""(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(https?://[^\s"']+|[^\s"'=]+))"""
)
_ELEMENT: Final = re.compile(r"<[^<>]*>")
_PARTED: Final = re.compile(r"\s*(?:::|[,，])\s*")
_OPTION: Final = re.compile(r"(?:^|\s)[a-z]+:[\w#-]+(?=\s|$)")
_URL: Final = re.compile(r"https?://[^\s,\"'<>]+")

_PICTURED: Final = re.compile(
    r"(?P<picture>(?:<a\b[^<>]*>\s*)?<img\b(?:[^<>]*?\salt=\"(?P<alt>[^\"<>]*)\")?[^<>]*>(?:\s*</a>)?"
    r"|(?P<link>\[)?!\[(?P<text>[^\[\]]*)\]\([^()\n]*\)(?(link)\]\([^()\n]*\)))\s*(?P<words>.*)",
    re.IGNORECASE | re.DOTALL,
)


class _Arguments(NamedTuple):
    named: dict[str, str]
    plain: list[str]
    quoted: list[str]


def _read(rest: str) -> _Arguments:
    found = _Arguments({}, [], [])
    for key, double, single, bare in _ARGUMENT.findall(rest):
        value = (double.replace('\\"', '"') or single or bare).rstrip(",")
        if key:
            found.named[key.lower()] = value
        elif value:
            found.plain.append(value)
            if double or single:
                found.quoted.append(value)
    return found


def shown(tag: str) -> str:
    """Give what a template tag or shortcode shows; the tag is given without its braces."""
    name, _, rest = tag.partition(" ")
    name, rest = name.rstrip(",").lower(), rest.strip()
    if not rest:
        return ""
    arguments = _read(rest)
    if name in _POSTS:
        said = [word for word in arguments.plain[1:] if word not in ("true", "false")]
        return " ".join(said or arguments.plain[:1])
    if name in _ADDRESSES:
        return _address(rest, arguments)
    if media := _media(name, rest, arguments):
        return media
    if name in _INLINE:
        return escape(_phrase(name, rest), quote=False)
    if name in _BUTTONS:
        return _named(arguments) or _button(rest)
    if name in _TITLED:
        return heading(_phrase(name, rest))
    if name == "note":
        return _phrase(name, rest) if "," in rest else heading(_summary(arguments.plain))
    if name in _BOXES:
        title = _named(arguments) or next(filter(_is_title, arguments.quoted), "")
        return heading(title)
    return _named(arguments)


def heading(words: str) -> str:
    """Give a line of its own that says what the text below it is."""
    return f"\n\n<strong>{words}</strong>\n\n" if words.strip() else ""


def words_of(arguments: str) -> str:
    """Give the words among a component's arguments that its reader sees."""
    return _named(_read(arguments))


def quotation(whose: str, text: str) -> str:
    """Give a quotation and, below it, whose it is: author, address and the address's words."""
    url = _URL.search(whose)
    by = (whose[: url.start()] if url else whose).strip(" ,-—")
    if url:
        title = whose[url.end() :].strip() or url[0]
        link = f'<a href="{escape(url[0])}">{escape(title, quote=False)}</a>'
        by = f"{by}, {link}" if by else link
    said = f"\n\n— {by}" if by else ""
    return f"\n\n<blockquote>\n\n{text.strip()}{said}\n\n</blockquote>\n\n"


def captioned(attributes: str, inside: str) -> str:
    """Give what stands between WordPress's marks of a caption: a picture, and its words on a line of their own."""
    found = _PICTURED.match(inside.strip())
    if found is None:
        return inside
    words = found["words"].strip() or _read(attributes).named.get("caption", "")
    says = {found["alt"] or found["text"] or "", ""}
    return found["picture"] if words in says else f"{found['picture']}<br>{words}"


def _address(rest: str, arguments: _Arguments) -> str:
    """Give the address that stands in a link's place, or the link where the tag has its words too."""
    url = _URL.search(rest)
    if url is None:
        return next(iter(arguments.plain), "")
    said = _PARTED.split(f"{rest[: url.start()]} {rest[url.end() :]}".strip(" ,"))[0].strip("\"' ")
    said = re.sub(r"\s+(?:true|false)$", "", said)
    return f'<a href="{escape(url[0])}">{escape(said or url[0], quote=False)}</a>'


def _media(name: str, rest: str, arguments: _Arguments) -> str:
    """Give a picture, a video, or a place whose content the page would show."""
    named, plain = arguments.named, arguments.plain
    included = name == "include"
    host = _VIDEO.search(f"{plain[0]} {named.get('provider', '')}" if included and plain else name)
    if host and (video := named.get("id") or next(iter(plain[included:]), "")):
        return _frame(video if "://" in video else _VIDEOS[host[0]].format(video))
    holds = bool(_INCLUDED.search(plain[0])) if included and plain else name in _PICTURES or "figure" in rest
    picture = _picture(named, plain[included:]) if holds else ""
    if picture:
        caption = named.get("caption") or named.get("title") or named.get("description") or ""
        caption = _ELEMENT.sub("", caption)
        after = plain[plain.index(picture) + 1 :] if picture in plain else []
        said = arguments.quoted[-1:] if arguments.quoted[-1:] == after[-1:] else filter(_is_word, after)
        alt = named.get("alt") or " ".join(said)
        image = f'<img src="{escape(picture)}" alt="{escape(unescape(alt))}">'
        return (
            f"<figure>{image}<figcaption>{escape(unescape(caption))}</figcaption></figure>"
            if caption
            else image
        )
    if name == "gallerygroup" and len(plain) > 3:
        image = f'<img src="{escape(plain[3])}" alt="">'
        return f"<figure>{image}<figcaption>{escape(plain[0])}: {escape(plain[1])}</figcaption></figure>"
    if name in _PLACES and plain and _PLACED.fullmatch(plain[0]):
        owned = (
            plain[1:2] if _IDENTITY.fullmatch("".join(plain[1:2])) else []
        )  # Hugo's; Hexo's second is a file
        return _frame(_PLACES[name].format("/".join(plain[:1] + owned)))
    if name in _EMBEDS and (url := _URL.search(rest)):
        return _frame(url[0])
    if name in _EMBEDS and named.get("user") and named.get("id"):
        return _frame(f"https://x.com/{named['user']}/status/{named['id']}")
    return ""


def _picture(named: dict[str, str], plain: list[str]) -> str:
    """Give the address of a tag's picture."""
    address = named.get("src") or named.get("image_path")
    others = (
        value for key in ("url", "path", "file", "image", "img") if _FILE.search(value := named.get(key, ""))
    )
    return address or next(others, "") or next((value for value in plain if "." in value), "")


def _is_title(argument: str) -> bool:
    """Tell the title of a box from its look, which is one small word."""
    return not (argument.isascii() and argument.islower() and " " not in argument)


def _is_word(argument: str) -> bool:
    return not argument.startswith("--") and not argument.strip("%px").isdigit()


def _frame(url: str) -> str:
    return f'<iframe src="{escape(url)}"></iframe>'


def _phrase(name: str, rest: str) -> str:
    """Give the words of a tag of Hexo's themes: `blue, so`, `primary@so`, `so red`."""
    if name == "label" and "@" in rest:
        return rest.partition("@")[2].strip()
    rest = _OPTION.sub("", rest).strip()
    if name in _FIRST:
        return _PARTED.split(rest, maxsplit=1)[0]
    first, *more = _PARTED.split(rest, maxsplit=1)
    if more and (not first or _LOOKS.issuperset(first.lower().split()) or "#" in first):
        return more[0].strip()
    said = rest.split()
    return " ".join(said[:-1]) if name == "label" and len(said) > 1 and said[-1] in _LOOKS else rest


def _summary(words: list[str]) -> str:
    """Give what a note says behind its class and look: `warning no-icon So it is`."""
    if not words or words[0] not in _LOOKS:
        return ""
    return " ".join(word for word in words[1:] if word not in _LOOKS and "fa-" not in word)


def _button(rest: str) -> str:
    """Give a button, whose words and address stand in either order, as a link."""
    parts = [part.strip() for part in re.split(r"::|,", rest)]
    url = next((part for part in parts if "/" in part or part.startswith("#")), "")
    said = next((part for part in parts if part and part != url and part.lower() not in _LOOKS), "")
    if not url or not said:
        return escape(said, quote=False)
    return f'<a href="{escape(url)}">{escape(said, quote=False)}</a>'


def _named(arguments: _Arguments) -> str:
    return next((arguments.named[name] for name in _NAMED_WORDS if arguments.named.get(name)), "")
