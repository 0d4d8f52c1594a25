"""What HTML means here, as data: which elements break lines, which are hidden, what an element says itself.

Both readers of HTML, for the page and for the index, ask this module, so that what is found and what is shown
are the same. Only data and small questions about one element belong here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from reader.parsing.clean import clean_line
from reader.span import Mark

Attributes: TypeAlias = Mapping[str, str]


def words(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


BLOCKS: Final = words(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li "
    "listing main menu nav ol optgroup option p plaintext pre search section select summary table tbody "
    "td tfoot th thead tr ul xmp"
)
"""Elements that begin and end a line."""

WHOLES: Final = words("html body article main section div")
"""Elements that may hold a whole article: the first language that one of them names is its own."""

PREFORMATTED: Final = frozenset({"pre", "listing", "xmp", "plaintext"})

HIDDEN: Final = words(
    "script style template noscript noembed noframes title meta link datalist map canvas input svg"
)
"""Elements of which nothing is shown."""

LEAVES_DRAWING: Final = words(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing "
    "menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
"""Elements that end an `<svg>` which nothing closed (HTML, section 13.2.6.5)."""

HOLDS_HTML: Final = frozenset({"foreignobject", "desc", "title"})
"""Elements of a drawing in which they do not."""

MEDIA: Final = {"video": "video", "audio": "audio", "iframe": "embed", "embed": "embed", "frame": "embed"}
"""Elements shown as one labelled link, and what they are unless their host says better."""

EMPTY_MEDIA: Final = frozenset({"embed", "frame"})
"""Those of them that have no content: what a parser finds inside stands behind them."""

READING_BRACKETS: Final = "()（）[]【】〔〕《》「」"
"""What `<rp>` puts round a reading for those who cannot show one; we put our own."""

MARKS: Final[dict[str, int]] = {
    "b": Mark.STRONG,
    "strong": Mark.STRONG,
    "th": Mark.STRONG,
    "i": Mark.EMPHASIS,
    "em": Mark.EMPHASIS,
    "cite": Mark.EMPHASIS,
    "dfn": Mark.EMPHASIS,
    "var": Mark.EMPHASIS,
    "address": Mark.EMPHASIS,
    "code": Mark.CODE,
    "tt": Mark.CODE,
    "samp": Mark.CODE,
    "kbd": Mark.KEYBOARD,
    "s": Mark.STRIKE,
    "strike": Mark.STRIKE,
    "del": Mark.STRIKE,
    "u": Mark.INSERT,
    "ins": Mark.INSERT,
    "mark": Mark.HIGHLIGHT,
    "small": Mark.SMALL,
    "big": 0,
    "sub": Mark.SUB,
    "sup": Mark.SUPER,
}

HIDDEN_CLASSES: Final = words(
    "copy-code-btn copy-btn btn-copy copy-button copybtn clipboard-copy hljs-copy code-copy-btn invisible "
    "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader-only katex-html "
    "mathjax_preview mathjax_svg mjx-chtml mwe-math-mathml-a11y headerlink header-anchor "
    "anchorjs-link heading-anchor octicon-link gutter lineno linenos linenodiv line-numbers-rows hljs-ln- "
    "numbers mw-editsection noprint rich_media_meta_list"
)
"""Classes whose elements a page hides by its style sheet, or shows only as a control."""

_WRAPPED: Final = "rich_media_content"
"""The class of an article of WeChat, which its page hides until a script has run."""

_HIDDEN_CLASS_PARTS: Final = ("visuallyhidden",)

CAPTION_CLASSES: Final = words(
    "img_descr wp-caption-text image-caption img-caption pic-caption photo-caption caption-text gallery- "
    "caption image__caption figure-caption pgc-img-caption"
)

FOLD_CLASSES: Final[dict[str, str]] = {
    **dict.fromkeys(words("appendqr_wrap qrcode qr-code qr_code wx-qrcode rich_media_qrcode"), "QR code"),
    **dict.fromkeys(
        words(
            "sharedaddy share-buttons share-bar sharebar social-share social-links share-links post- "
            "share addtoany_share_save_container feedflare addthis_toolbox sd-sharing social-sharing"
        ),
        "sharing",
    ),
    **dict.fromkeys(words("subscription-widget subscription-widget-wrap"), "follow us"),
    **dict.fromkeys(
        words("jp-relatedposts related-posts relatedposts yarpp-related related_posts"), "related"
    ),
}
"""Classes of boxes that feeds carry and nobody reads, and what the fold calls them."""

_ASKED: Final = "(点赞|点个赞|收藏|转发|分享|在看|关注|投币|评论|留言|三连)"
_FOLD_TEXTS: Final = (
    (
        "expand",
        r"(?i)点击(此处)?(展开|查看|阅读)(全文|更多|大图|原图)?"
        r"|(展开|阅读|查看|閱讀)(阅读)?全文|阅读更多|Click to (expand|enlarge)",
    ),
    (
        "follow us",
        r"(?i).{0,20}(扫码关注|扫描(上方|下方)?二维码|长按(识别)?二维码|识别(图中)?二维码"
        r"|关注(我们的)?(微信)?公众号).{0,24}"
        r"|Follow us on [\w, &]+\.?|Subscribe to our newsletter\.?",
    ),
    (
        "sharing",
        r"((如果|觉得|喜欢|欢迎|记得|别忘|请|求).{0,24})?"
        rf"{_ASKED}([、，,/·+ 和与及]{{0,2}}(一键)?{_ASKED}){{1,6}}"
        r"[一下吧哦呀啦哟支持走起~～！!。. ]{0,8}|(求|欢迎)?一键三连[！!。~～]{0,3}",
    ),
    ("sharing", r"(?i)(分享到|分享至)[:：]?.{0,24}|Share (this|on)\b[\w :,|]{0,40}|Tweet this"),
)

VIDEO_HOSTS: Final = re.compile(
    r"(^|\.)(youtube(-nocookie)?\.com|youtu\.be|vimeo\.com|bilibili\.com|dailymotion\.com|youku\.com|v\.qq\.com|"
    r"twitch\.tv|ted\.com|tudou\.com|nicovideo\.jp|rutube\.ru)$"
)


class Look(NamedTuple):
    """What style, class and the like say of an element."""

    hidden: bool = False
    marks: int = 0
    unmarks: int = 0
    align: str = ""  # "left" ends what stands around it
    tint: str = ""
    caption: bool = False
    fold: str = ""
    language: str = ""
    block: bool = False  # begins and ends a line, whatever its tag
    space: str = ""  # what white space comes to: "normal", "pre-line" (lines stay) or "pre" (all stays)


PLAIN: Final = Look()

_STYLE_HIDDEN: Final = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0\s*(?:;|px|$))"
)
# A box without height that lets nothing out; with padding it is one that keeps a video's shape.
_STYLE_FLAT: Final = re.compile(r"(?:^|[;\s])(?:max-)?height\s*:\s*0(?:px|r?em|%)?\s*(?:[;!]|$)")
_STYLE_CLIPPED: Final = re.compile(r"overflow(?:-y)?\s*:\s*(?:hidden|clip)")
_STYLE_STRONG: Final = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_STYLE_LIGHT: Final = re.compile(r"font-weight\s*:\s*(?:normal|[1-4]00)")
_STYLE_EMPHASIS: Final = re.compile(r"font-style\s*:\s*(?:italic|oblique)")
_STYLE_STRIKE: Final = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through")
_STYLE_ALIGN: Final = re.compile(
    r"text-align\s*:\s*(?:-\w+-)?(center|right|left|start|justify|initial|unset)"
)
_ALIGNS: Final = {name: name for name in ("left", "center", "right")} | {"justify": "left"}
_STYLE_COLOUR: Final = re.compile(r"(?:^|[;\s])color\s*:\s*([^;!]*)")
_HEXADECIMAL: Final = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_RGB: Final = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\b[^()]*\)")
# The colours with names of CSS 2.1, section 4.3.6, that are no greys.
_COLOURS: Final = {
    "aqua": "#00ffff", "blue": "#0000ff", "fuchsia": "#ff00ff", "green": "#008000", "lime": "#00ff00",
    "maroon": "#800000", "navy": "#000080", "olive": "#808000", "orange": "#ffa500", "purple": "#800080",
    "red": "#ff0000", "teal": "#008080", "yellow": "#ffff00",
}  # fmt: skip
_STRONG_CLASS: Final = re.compile(r"(?:^|\s)(?:strong-bold|bold|font-bold|text-bold|fw-bold)(?:\s|$)")
_STYLE_BLOCK: Final = re.compile(
    r"(?:^|[;\s])display\s*:\s*(?:block|flow-root|flex|grid|table|list-item)\s*(?:[;!]|$)"
)
_STYLE_SPACE: Final = re.compile(r"white-space\s*:\s*(normal|nowrap|pre-line|pre|break-spaces)")
_SPACES: Final = {"normal": "normal", "nowrap": "normal", "pre-line": "pre-line"}
_LANGUAGE_CLASS: Final = re.compile(
    r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s*|highlight\s+|sourcecode\s+)([\w+#.-]+)"
)
_NO_LANGUAGE: Final = frozenset(
    {"plaintext", "text", "txt", "none", "highlighter-rouge", "plain", "highlight"}
)


_CARD: Final = "data-draft-node"  # "block" on a link of Zhihu's that stands by itself
_TELLING: Final = frozenset({"style", "class", "cms-style", "hidden", "align", _CARD})
_BLOCK_CLASSES: Final = words("video-box linkcard linkcard-title linkcard-meta link-card")
"""Classes of Zhihu's that begin and end a line, whatever their element."""


def look_of(attributes: Attributes) -> Look:
    """Give what an element's attributes say of its look; most elements have none that do."""
    if _TELLING.isdisjoint(attributes):
        return PLAIN
    style, names, cms = attributes.get("style"), attributes.get("class"), attributes.get("cms-style")
    hidden = "hidden" in attributes and attributes["hidden"] != "until-found"
    align = attributes.get("align")
    block = attributes.get(_CARD) == "block"
    if not (style or names or cms or hidden or align or block):
        return PLAIN
    look = _look(style or "", names or "", cms or "", (align or "").lower())
    if hidden or block:
        look = look._replace(hidden=hidden or look.hidden, block=block or look.block)
    return look


@lru_cache(maxsize=4096)
def _look(style: str, names: str, cms: str, align: str) -> Look:
    styled, names = _styled(style), names.lower()
    words = names.split()
    strong = _STRONG_CLASS.search(names) or _STRONG_CLASS.search(cms.lower())
    language = _LANGUAGE_CLASS.search(names)
    return styled._replace(
        hidden=(styled.hidden and _WRAPPED not in words)
        or not HIDDEN_CLASSES.isdisjoint(words)
        or any(part in names for part in _HIDDEN_CLASS_PARTS),
        marks=styled.marks | Mark.STRONG if strong else styled.marks,
        align=styled.align or _ALIGNS.get(align, ""),
        caption=not CAPTION_CLASSES.isdisjoint(words),
        fold=next((FOLD_CLASSES[word] for word in words if word in FOLD_CLASSES), ""),
        language=language[1] if language and language[1] not in _NO_LANGUAGE else "",
        block=styled.block or not _BLOCK_CLASSES.isdisjoint(words),
    )


@lru_cache(maxsize=1024)  # by itself: some pages give every element a class of its own
def _styled(style: str) -> Look:
    """Give what a style says by itself."""
    style = style.lower()
    marks = 0
    if _STYLE_STRONG.search(style):
        marks |= Mark.STRONG
    if _STYLE_EMPHASIS.search(style):
        marks |= Mark.EMPHASIS
    if _STYLE_STRIKE.search(style):
        marks |= Mark.STRIKE
    aligned = _STYLE_ALIGN.search(style)
    coloured = _STYLE_COLOUR.search(style)
    space = _STYLE_SPACE.search(style)
    return Look(
        hidden=bool(
            _STYLE_HIDDEN.search(style)
            or ("padding" not in style and _STYLE_FLAT.search(style) and _STYLE_CLIPPED.search(style))
        ),
        marks=marks,
        unmarks=Mark.STRONG if _STYLE_LIGHT.search(style) else 0,
        align=_ALIGNS.get(aligned[1], "left") if aligned else "",
        tint=read_colour(coloured[1]) if coloured else "",
        block=_STYLE_BLOCK.search(style) is not None,
        space=_SPACES.get(space[1], "pre") if space else "",
    )


def read_colour(value: str) -> str:
    """Give a colour that HTML or CSS names as `#rrggbb`; empty where it is none."""
    value = value.strip().lower()
    if _HEXADECIMAL.fullmatch(value):
        return value if len(value) == 7 else "#" + "".join(digit * 2 for digit in value[1:])
    if parts := _RGB.fullmatch(value):
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in parts.groups())
    return _COLOURS.get(value, "")


def fold_label(text: str) -> str:
    """Give what to call a short paragraph that feeds carry and nobody reads, or nothing."""
    return next((label for label, pattern in _FOLD_TEXTS if re.fullmatch(pattern, text)), "")


def media_label(attributes: Attributes, kind: str, url: str) -> str:
    """Give the words that stand for audio, video or an embedded page: its title, else its kind and host."""
    if title := clean_line(attributes.get("title") or attributes.get("aria-label") or ""):
        return title
    host = host_of(url)
    return f"{kind}: {host}" if host and kind != "embed" else host


def host_of(url: str) -> str:
    """Give the host of a URL as people say it, or nothing."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return clean_line(host.removeprefix("www."))


def link_target(href: str) -> str:
    """Give where a link goes, or nothing where it only runs a script or goes nowhere."""
    target = re.sub(r"[\x00-\x1f\x7f-\x9f]+", "", clean_line(href))
    if target == "#" or target.lower().startswith(("javascript:", "vbscript:", "data:")):
        return ""
    return target


def media_of(tag: str, attributes: Attributes, sources: list[str]) -> tuple[str, str, str] | None:
    """Give kind, words and address of audio, video or an embedded page; None where there is nothing."""
    found = [attributes.get("src", ""), attributes.get("data-src", ""), *sources]
    url = next(
        (target for source in found if (target := link_target(source)) and target != "about:blank"), ""
    )
    kind = MEDIA[tag]
    if not url and kind == "embed":
        return None
    if VIDEO_HOSTS.search(host_of(url)):
        kind = "video"
    return kind, media_label(attributes, kind, url), url
