"""How a newspaper says when: short beside a title, as a heading over a day, in full under a headline.

Instants are aware datetimes; days are those of the reader's zone, words those of `Config.language`.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from reader.config import Language

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class _Words(NamedTuple):
    """A language's words, and its ways to write a day, read by `str.format`."""

    today: str
    yesterday: str
    weekdays: tuple[str, ...]
    short: str
    day: str
    month: str
    full: str
    date: str


_WORDS: dict[Language, _Words] = {
    "en": _Words(
        today="Today",
        yesterday="Yesterday",
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        short="{day} {name:.3}",
        day="{day} {name}",
        month="{name} {year}",
        full="{day} {name:.3} {year}",
        date="{day} {name} {year}",
    ),
    "zh": _Words(
        today="今天",
        yesterday="昨天",
        weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
        short="{month}月{day}日",
        day="{month}月{day}日",
        month="{year}年{month}月",
        full="{year}年{month}月{day}日",
        date="{year}年{month}月{day}日",
    ),
}


def say_short(instant: datetime, now: datetime, zone: tzinfo, language: Language = "en") -> str:
    """Say an instant in ten cells at most: `10:39`, `Yesterday`, `12 Dec`, `2021-12-22`."""
    local, today, words = _local(instant, zone), _local(now, zone), _WORDS[language]
    match (today.date() - local.date()).days:
        case 0:
            return f"{local:%H:%M}"
        case 1:
            return words.yesterday
    return _write(words.short, local) if local.year == today.year else local.date().isoformat()


def say_day(instant: datetime, now: datetime, zone: tzinfo, language: Language = "en") -> str:
    """Say the day as a heading: `Today`, `Yesterday`, `Sunday`, `12 December`, `December 2021`."""
    return _say_heading(instant, now, zone, language, elsewhen=_WORDS[language].month)


def say_date(instant: datetime, now: datetime, zone: tzinfo, language: Language = "en") -> str:
    """Say the day as a heading that stands for one day in every year: `Today`, ..., `22 December 2021`."""
    return _say_heading(instant, now, zone, language, elsewhen=_WORDS[language].date)


def say_full(instant: datetime, zone: tzinfo, language: Language = "en") -> str:
    """Say an instant whole: `22 Dec 2021 18:39`."""
    local = _local(instant, zone)
    return f"{_write(_WORDS[language].full, local)} {local:%H:%M}"


def say_exact(instant: datetime, zone: tzinfo) -> str:
    """Say an instant in figures that sort: `2021-12-22 18:39`."""
    return _local(instant, zone).isoformat(" ", "minutes")[:16]


def _say_heading(instant: datetime, now: datetime, zone: tzinfo, language: Language, elsewhen: str) -> str:
    day, today, words = _local(instant, zone).date(), _local(now, zone).date(), _WORDS[language]
    match (today - day).days:
        case 0:
            return words.today
        case 1:
            return words.yesterday
        case ago if 1 < ago < 7:
            return words.weekdays[day.weekday()]
    return _write(words.day if day.year == today.year else elsewhen, day)


def _local(instant: datetime, zone: tzinfo) -> datetime:
    try:
        return instant.astimezone(zone)
    except OverflowError:  # at the ends of the calendar, year 1 and 9999
        return instant


def _write(form: str, day: date) -> str:
    return form.format(day=day.day, month=day.month, year=day.year, name=_MONTHS[day.month - 1])
