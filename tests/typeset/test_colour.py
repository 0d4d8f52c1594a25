from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.typeset.colour import CONTRAST, _channels, _luminance, legible

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of WCAG 2.2."""
    darker, lighter = sorted(_luminance(*_channels(colour)) + 0.05 for colour in (one, other))
    return lighter / darker


@pytest.mark.parametrize(
    ("colour", "paper", "shown"),
    [
        ("#c00000", "#ffffff", "#c00000"),  # it can be read as it is
        ("#333333", "#1a1a19", ""),
        ("#000000", "#1a1a19", ""),
        ("#808080", "", ""),
    ],
)
def test_colours(colour: str, paper: str, shown: str) -> None:
    assert legible(colour, paper) == shown


@given(colours, st.sampled_from(["#1a1a19", "#ffffff", "#faf8f3", "#000000"]))
def test_whatever_is_shown_can_be_read(colour: str, paper: str) -> None:
    assert not (shown := legible(colour, paper)) or contrast(shown, paper) > CONTRAST - 0.1


@given(colours)
def test_on_paper_nobody_knows_it_can_be_read_on_black_and_white(colour: str) -> None:
    if shown := legible(colour):
        assert min(contrast(shown, "#000000"), contrast(shown, "#ffffff")) > CONTRAST - 0.1
