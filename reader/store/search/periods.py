"""Days, months, years and spans of them, as queries name them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import Final, TypeAlias

Period: TypeAlias = tuple[
    date, date | None
]  # the first day, and the first day after (None: the calendar ends)
Span: TypeAlias = tuple[date | None, date | None]

_CALENDAR: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_AGO: Final = re.compile(r"(\d{1,6})([dwmy])", re.ASCII)
_WORDS: Final = {"today": 0, "yesterday": 1}


class NoPeriodError(ValueError):
    """A text that names no days; `part` is what is wrong in it."""

    def __init__(self, said: str, part: str) -> None:
        super().__init__(said)
        self.part = part


def find_period(text: str, today: date) -> Period | None:
    """Find the days that a text names: a day, month or year, `7d` (w, m, y) ago, `today`, `yesterday`."""
    text = unicodedata.normalize("NFKC", text).lower()
    try:
        if text in _WORDS:
            return _day(today - timedelta(_WORDS[text]))
        if ago := _AGO.fullmatch(text):
            return _day(_go_back(today, int(ago[1]), ago[2]))
        if calendar := _CALENDAR.fullmatch(text):
            return _calendar_period(*(int(part) for part in calendar.groups() if part))
    except (ValueError, OverflowError):
        return None  # there is no such day
    return None


def parse_period(text: str, today: date) -> Span:
    """Parse a period, or two with `..` between them, one of which may be left out.

    Raises:
        NoPeriodError: it is none; the text is a sentence.
    """
    first, dots, last = unicodedata.normalize("NFKC", text).partition("..")
    if not dots:
        return _period(first, today)
    if not first and not last:
        raise NoPeriodError(f"“{text}” names no date.", text)
    start = _period(first, today)[0] if first else None
    end = _period(last, today)[1] if last else None
    if start and end and end <= start:
        raise NoPeriodError(f"“{text}” ends before it begins.", text)
    return start, end


def _period(text: str, today: date) -> Period:
    found = find_period(text, today)
    if found is None:
        raise NoPeriodError(f"“{text}” is no date: write 2021, 2021-12 or 2021-12-22.", text)
    return found


def _calendar_period(year: int, month: int | None = None, day: int | None = None) -> Period:
    if month is None:
        return date(year, 1, 1), None if year == MAXYEAR else date(year + 1, 1, 1)
    if day is not None:
        return _day(date(year, month, day))
    first = date(year, month, 1)
    return first, _day(first.replace(day=monthrange(year, month)[1]))[1]


def _day(day: date) -> Period:
    return day, None if day == date.max else day + timedelta(1)


def _go_back(day: date, count: int, unit: str) -> date:
    """Go back days, weeks, months or years; a day that the month lacks is its last one."""
    if unit in "dw":
        return day - timedelta(count * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 - count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
