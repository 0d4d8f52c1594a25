"""A row of the table: what was measured, against what, and what is aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One row; `got` and `floor` are texts with their units, `ratio` what is compared with the aim."""

    what: str
    got: str
    floor: str
    ratio: str
    aim: str


def compare(what: str, got: float, floor: float, aim: str, *, unit: str = "ms", against: str = "") -> Figure:
    """Make the row of a figure and its floor, both in the same unit and the best of their rounds."""
    beside = f"{against}: {write_number(floor)} {unit}".removeprefix(": ")
    ratio = f"{got / floor:.2f}" if floor else ""
    return Figure(what, f"{write_number(got)} {unit}", beside, ratio, aim)


def state(what: str, got: str, aim: str) -> Figure:
    """Make the row of a figure that stands by itself."""
    return Figure(what, got, "", "", aim)


def percentile(values: Sequence[float], percent: int) -> float:
    """Give the value that so many percent do not pass; 0 of none."""
    ranked = sorted(values)
    return ranked[min(len(ranked) * percent // 100, len(ranked) - 1)] if ranked else 0.0


def median(values: Sequence[float]) -> float:
    """Give the value in the middle."""
    return percentile(values, 50)


def write_number(value: float) -> str:
    """Write a number with about three digits that say something, never as a power of ten."""
    decimals = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:,.{decimals}f}"


def write_table(figures: Sequence[Figure]) -> str:
    """Write rows as a Markdown table."""
    lines = ["| What | Figure | Floor | Ratio | Aim |", "|:--|--:|--:|--:|:--|"]
    lines += [f"| {' | '.join(figure)} |" for figure in figures]
    return "\n".join(lines)
