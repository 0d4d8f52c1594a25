"""The marks that languages put around what is quoted in a line."""

from __future__ import annotations

from typing import Final

_QUOTES: Final[dict[str, str]] = {
    "en": "“”‘’",
    "zh": "“”‘’",
    "zh-tw": "「」『』",
    "zh-hk": "「」『』",
    "zh-hant": "「」『』",
    "ja": "「」『』",
    "de": "„“‚‘",
    "cs": "„“‚‘",
    "pl": "„”‚’",
    "ru": "«»„“",
    "uk": "«»„“",
    "fr": "«»‹›",
    "it": "«»“”",
    "es": "«»“”",
    "el": "«»“”",
    "sv": "””’’",
    "fi": "””’’",
    "da": "»«›‹",
}


def quote_marks(lang: str, depth: int) -> tuple[str, str]:
    """Give the opening and the closing mark of a `<q>` at a depth from 0, as CLDR has them."""
    lang = lang.lower().replace("_", "-")
    marks = _QUOTES.get(lang) or _QUOTES.get(lang.partition("-")[0]) or _QUOTES["en"]
    return (marks[0], marks[1]) if depth % 2 == 0 else (marks[2], marks[3])
