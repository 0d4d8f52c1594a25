"""Colours that authors gave to words, made legible where they are read."""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from typing import Final

CONTRAST: Final = 4.5  # to 1, between text and paper: WCAG 2.2, success criterion 1.4.3
_GREY: Final = 0.2  # saturation up to which a colour is a shade of ink, and says nothing
_STEPS: Final = 12  # halvings of the lightness: finer than eight bits


def legible(colour: str, paper: str = "") -> str:
    """Give a colour at the lightness nearest to its own that can be read on a paper; empty for shades of grey.

    Colours are `#rrggbb`. Where the paper is not known, the colour can be read on black and on white.
    """
    red, green, blue = _channels(colour)
    hue, lightness, saturation = rgb_to_hls(red, green, blue)
    if saturation <= _GREY or lightness in (0.0, 1.0):
        return ""
    low, high = _readable(paper)
    own = _luminance(red, green, blue)
    if low <= own <= high:
        return colour
    darkest, lightest = (lightness, 1.0) if own < low else (0.0, lightness)
    for _ in range(_STEPS):
        middle = (darkest + lightest) / 2
        reached = _luminance(*hls_to_rgb(hue, middle, saturation))
        if reached < low or (reached <= high and own > high):
            darkest = middle
        else:
            lightest = middle
    chosen = hls_to_rgb(hue, lightest if own < low else darkest, saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in chosen)


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _readable(paper: str) -> tuple[float, float]:
    """Give the least and the greatest luminance that a text may have."""
    on_black, on_white = 0.05 * CONTRAST - 0.05, 1.05 / CONTRAST - 0.05
    if not paper:
        return on_black, on_white
    ground = _luminance(*_channels(paper)) + 0.05
    return (0.0, ground / CONTRAST - 0.05) if ground > on_white + 0.05 else (ground * CONTRAST - 0.05, 1.0)


def _luminance(red: float, green: float, blue: float) -> float:
    """Give the relative luminance, WCAG 2.2's definition: 0 for black, 1 for white."""
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
