"""What an image says and where it is, as pages have it: words, addresses that load late, images to count readers."""

from __future__ import annotations

import re
from typing import Final

from reader.parsing.clean import clean_line
from reader.parsing.rules import Attributes

_TRACKER: Final = re.compile(
    r"feeds\.feedburner\.com/~|feedsportal\.com|/(pixel|beacon|track(ing|er)?|1x1|spacer|blank)\.(gif|png)\b|"
    r"pixel\.wp\.com|stats\.wordpress\.com|doubleclick\.net|google-analytics\.com|rss\.buysellads"
)
_SAYS_NOTHING: Final = re.compile(
    r"(?:这里写图片描述|在这里插入图片描述|图片描述|image[-_ ]?\d{8,}|Pasted image \d+|image|img)"
    r"(?:\.(?:png|jpe?g|gif))?",
    re.IGNORECASE,
)


def alt_of(attributes: Attributes) -> str:
    """Give an image's alternative text; what editors put there by themselves is none."""
    words = clean_line(attributes.get("alt") or "")
    return "" if _SAYS_NOTHING.fullmatch(words) else words


def image_words(attributes: Attributes) -> str:
    """Give what an image says in words: its alternative text, else its title."""
    return alt_of(attributes) or clean_line(attributes.get("title") or "")


def is_tracker(attributes: Attributes, url: str) -> bool:
    """Tell an image nobody was meant to see: one pixel wide or high, or from a counter."""
    sizes = [attributes.get("width"), attributes.get("height")]
    if any(size is not None and size.strip().removesuffix("px") in ("0", "1") for size in sizes):
        return True
    return bool(_TRACKER.search(url))


_LAZY: Final = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-actualsrc",
    "data-original-src",
    "data-url",
)


def image_url(attributes: Attributes) -> str:
    """Give the address of an image that may load lazily: what a script would put in, `src` or `srcset`."""
    for name in _LAZY:
        if name in attributes and (found := attributes[name].strip()):
            return found
    source = attributes.get("src", "").strip()
    if source and not source.startswith("data:"):
        return source
    for name in ("data-srcset", "srcset"):
        if name in attributes and (found := _largest(attributes[name])):
            return found
    return source


_WIDTH: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)[wx](?:,|$)")


def _largest(srcset: str) -> str:
    """Give the largest candidate of a `srcset` (HTML, section 4.8.4.2.1)."""
    best, size, url = "", -1.0, ""
    for part in [*srcset.split(), ""]:
        descriptor = _WIDTH.match(part) if url else None
        width = float(descriptor[1]) if descriptor else 0.0
        if url and width > size and not url.startswith("data:"):
            best, size = url, width
        url = (part[descriptor.end() :] if descriptor else part).strip(",")
    return best


_FORMULA_CLASS: Final = re.compile(r"(?:^|\s)(?:mwe-math-fallback-image-\w+|latex|tex)(?:\s|$)", re.I)
_FORMULA_URL: Final = re.compile(
    r"zhihu\.com/equation\?|codecogs\.com/|/latex\.php\?|/media/math/render/|chart\.googleapis\.com/chart\?cht=tx"
)
_IN_STYLE: Final = re.compile(r"\{\\(?:display|text)style (.*)\}", re.S)
_EMOJI_CLASS: Final = re.compile(r"(?:^|\s)(?:emoji|wp-smiley|emojione|twemoji)(?:\s|$)", re.I)


def image_of(attributes: Attributes) -> tuple[str, str] | None:
    """Give an image's words and address as written; without address it is just words; None: no image.

    A smiley, or a formula that a page has drawn of its TeX, is what it says.
    """
    url = re.sub(r"[\x00-\x20]+", "", image_url(attributes)) if attributes else ""
    words = image_words(attributes)
    if is_tracker(attributes, url) or not (url or words):
        return None
    names = attributes.get("class", "")
    if words and ("eeimg" in attributes or _FORMULA_CLASS.search(names) or _FORMULA_URL.search(url)):
        styled = _IN_STYLE.fullmatch(words)
        return (styled[1] if styled else words), ""
    return words, "" if _EMOJI_CLASS.search(names) and words else url
