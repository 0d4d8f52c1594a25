"""How a newspaper says when: short beside a title, as a heading over titles, in full under a headline.

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
    year: str
    full: str
    date: str


_WORDS: dict[Language, _Words] = {
    "en": _Words(
        today="Today",
        yesterday="Yesterday",
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        short="{day} {name:.3}",
        day="{day} {name}",
        month="{name}",
        year="{year}",
        full="{day} {name:.3} {year}",
        date="{day} {name} {year}",
    ),
    "zh": _Words(
        today="今天",
        yesterday="昨天",
        weekdays=("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
        short="{month}月{day}日",
        day="{month}月{day}日",
        month="{month}月",
        year="{year}年",
        full="{year}年{month}月{day}日",
        date="{year}年{month}月{day}日",
    ),
}


def say_short(instant: datetime, now: datetime, zone: tzinfo | None, language: Language = "en") -> str:
    """Say an instant in ten cells at most: `10:39`, `Yesterday`, `12 Dec`, `2021-12-22`."""
    local, today, words = _local(instant, zone), _local(now, zone), _WORDS[language]
    match (today.date() - local.date()).days:
        case 0:
            return f"{local:%H:%M}"
        case 1:
            return words.yesterday
    return _write(words.short, local) if local.year == today.year else local.date().isoformat()


def say_period(instant: datetime, now: datetime, zone: tzinfo | None, language: Language = "en") -> str:
    """Say the period as a heading, the longer the longer ago: `Today`, `Yesterday`, `Sunday`, `May`, `2021`."""
    day, today, words = _local(instant, zone).date(), _local(now, zone).date(), _WORDS[language]
    elsewhen = _write(words.month if day.year == today.year else words.year, day)
    return _say_near(day, today, words) or elsewhen


def say_within(instant: datetime, now: datetime, zone: tzinfo | None, language: Language = "en") -> str:
    """Say what such a heading leaves open: `18:39` of a day, nothing where no time is known, else `12 Dec`."""
    local, words = _local(instant, zone), _WORDS[language]
    near = _say_near(local.date(), _local(now, zone).date(), words)
    return _say_time(local) if near else _write(words.short, local)


def say_date(instant: datetime, now: datetime, zone: tzinfo | None, language: Language = "en") -> str:
    """Say the day as a heading: `Today`, `Yesterday`, `Sunday`, `12 December`, `22 December 2021`."""
    day, today, words = _local(instant, zone).date(), _local(now, zone).date(), _WORDS[language]
    elsewhen = _write(words.day if day.year == today.year else words.date, day)
    return _say_near(day, today, words) or elsewhen


def say_full(instant: datetime, zone: tzinfo | None, language: Language = "en") -> str:
    """Say an instant whole: `22 Dec 2021 18:39`, `22 Dec 2021` where no time is known."""
    local = _local(instant, zone)
    return f"{_write(_WORDS[language].full, local)} {_say_time(local)}".rstrip()


def say_exact(instant: datetime, zone: tzinfo | None) -> str:
    """Say an instant in figures that sort: `2021-12-22 18:39`."""
    return _local(instant, zone).isoformat(" ", "minutes")[:16]


def _say_near(day: date, today: date, words: _Words) -> str:
    """Say a day of the last week by its name; empty for others."""
    match (today - day).days:
        case 0:
            return words.today
        case 1:
            return words.yesterday
        case ago if 1 < ago < 7:
            return words.weekdays[day.weekday()]
    return ""


def _say_time(local: datetime) -> str:
    """Say the time of day; a midnight to the second is that of a date which came without one."""
    return f"{local:%H:%M}" if (local.hour, local.minute, local.second) != (0, 0, 0) else ""


def _local(instant: datetime, zone: tzinfo | None) -> datetime:
    try:
        return instant.astimezone(zone)
    except OverflowError:  # at the ends of the calendar, year 1 and 9999
        return instant


def _write(form: str, day: date) -> str:
    return form.format(day=day.day, month=day.month, year=day.year, name=_MONTHS[day.month - 1])
