"""Every form in which blogs, feeds and archivers write a date, to one aware instant in UTC.

Libraries do the reading: `datetime`, `email.utils`, and dateutil for all that is rare. What stands here is
the small step before them, for Chinese, Japanese and Korean dates and for numbers, and the guard that keeps
dateutil from making a date of prose.

Where a form can be read in two ways:

- a date without a zone is in the zone given, one without a time is its midnight;
- `03/04/2021` is month first, as dateutil and most feeds have it, and `03.04.2021` is day first;
- a bare year or month means its first day; any other date with a part missing is none;
- CST and its kin are North American (RFC 822, section 5.1); a weekday that does not fit is ignored;
- a number is `YYYYMMDD[HHMM[SS]]` where that is a date of 1900 to 2099, else an epoch in seconds,
  milliseconds or microseconds by its size.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateutil.parser import parser

YEARS = range(1000, 3000)
LONGEST = 80  # characters a date can take, with its zone's name in brackets

_RFC822 = re.compile(  # only what email.utils reads right: it takes an unknown zone for UTC, silently
    r"(?:[A-Za-z]{3}, ?)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC?|[ECMP][SD]T|[+-]\d{4})"
)
_DAY = r"(?P<year>\d{4})(?P<mark>[-/.])0?(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{1,2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?"
_OFFSET = r"(?P<offset>[Zz]|UTC|GMT|(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)?)"
_ISO = re.compile(rf"{_DAY}(?:(?:[Tt]|,?[ ]+){_TIME}[ ]*(?:{_OFFSET}(?:Z| [A-Z]{{2,5}})?)?)?")
_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?P<month>\d\d))?")
_EPOCH = re.compile(r"(?P<whole>\d{9,17})(?:\.\d+)?")
_COMPACT = re.compile(r"(?:19|20)\d{6}(?:[Tt]?\d{4}(?:\d\d)?)?(?:[Zz]|[+-]\d{4})?")
_ASIAN = (
    r"(?P<era>令和|平成|昭和|大正|明治|民[國国])?(?P<year>\d{1,4}|元) ?[年년] ?(?P<month>\d{1,2}) ?[月월]"
    r"(?: ?(?P<day>\d{1,2}) ?[日號号일]?[ ,]*(?P<half>[^\W\d]{2})? ?(?:(?P<hour>\d{1,2}) ?[:时時点點시] ?"
    r"(?:(?P<minute>\d{1,2}) ?(?:[:分분] ?(?:(?P<second>\d{1,2}) ?[秒초]?)?)?)?)?)?"
)
_ASIAN_WEEKDAY = (
    r"\((?:周|週|星期)?[日月火水木金土一二三四五六天월화수목금토일]\)"
    r"|(?:星期|週|周|[礼禮]拜)[一二三四五六日天]|[日月火水木金土]曜日?|[월화수목금토일]요일"
)
_NUMERALS = r"[〇零一二三四五六七八九十]+(?=[年月日号號时時点點分秒])"
_DIGITS = {ord(sign): str(digit) for digit, sign in enumerate("〇一二三四五六七八九")} | {ord("零"): "0"}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_AFTERNOON = ("下午", "午後", "午后", "오후", "晚上", "傍晚", "中午")
_MORNING = ("上午", "午前", "오전", "早上", "凌晨", "清晨", "早晨")

_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_NAMED_ZONE = re.compile(r"(?P<rest>.*\d)\s+(?P<zone>[A-Z][A-Za-z]+/[A-Za-z_/+\-0-9]+)")
_ORDERLY = (  # what dateutil stumbles over, and what stands for it
    (re.compile(r"^[^\W\d]+\.?,\s*(?=\d)"), ""),  # the weekday, in any language
    (re.compile(r"\bGMT(?=[+-]\d)|\bUTC(?=[+-]\d)"), ""),
    (re.compile(r"(?i)\b([ap])\.m\."), r"\1m"),
    (re.compile(r"(?i)\bthurs\b"), "Thu"),
    (re.compile(r"(?<=\d{4}) - (?=\d)"), " "),
)
_COMPLETE = re.compile(r"\d{4}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d\d\b")
_DAY_FIRST = re.compile(r"\b\d{1,2}\.\d{1,2}\.\d{4}")

# Beside the English ones: German, French, Spanish, Italian, Portuguese, Dutch, Hungarian, Greek, Russian.
_MONTHS = (
    "januar janvier janv enero ene gennaio gen janeiro januari január ιαν января янв",
    "februar février févr febrero febbraio fevereiro februari február φεβ февраля фев",
    "märz mars marzo março maart mrt március μαρ μάρ марта мар",
    "avril avr abril abr aprile április ápr απρ апреля апр",
    "mai mayo maggio maio mei május μαϊ μάι мая",
    "juni juin junio giugno junho június ιουν ιούν июня июн",
    "juli juillet juil julio luglio julho július ιουλ ιούλ июля июл",
    "août agosto ago augustus augusztus αυγ αύγ августа авг",
    "septembre septiembre settembre setembro szeptember σεπ сентября сен",
    "oktober okt octobre octubre ottobre outubro október οκτ октября окт",
    "novembre noviembre novembro νοε νοέ ноября ноя",
    "dezember dez décembre déc diciembre dic dicembre dezembro δεκ декабря дек",
)
_DEFAULTS = (datetime(2000, 1, 1), datetime(2004, 2, 2))  # noqa: DTZ001 - what they fill in differs
_ZONES = {  # hours; RFC 822 section 5.1, and those which feeds use beside them
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "MEZ": 1,
    "CEST": 2, "MEST": 2, "MESZ": 2, "EET": 2, "SAST": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "HKT": 8, "SGT": 8,
    "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "ET": -5, "EST": -5, "EDT": -4, "CT": -6, "CST": -6,
    "CDT": -5, "MT": -7, "MST": -7, "MDT": -6, "PT": -8, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "HST": -10,
}  # fmt: skip


def parse_date(value: object, zone: tzinfo | None) -> datetime | None:
    """Read whatever stands for a date as an aware instant in UTC; None where it is none. Never raises.

    `value` is text, a number, a date or datetime, or a list of these (the first that is a date counts);
    `zone` is for those that name none; without it they are in the system's own.
    """
    if isinstance(value, (list, tuple)):
        dates = (parse_date(one, zone) for one in value[:10] if not isinstance(one, (list, tuple)))
        return next(filter(None, dates), None)
    try:
        found = _parse(value)
        if found is None or found.year not in YEARS:
            return None
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, KeyError, OSError):  # no such day, hour, offset or zone
        return None


def _parse(value: object) -> datetime | None:
    """Read a single value by its type; without a zone of its own it stays naive."""
    match value:
        case bool():
            return None
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - parse_date gives it its zone
        case int() | float():
            return _parse_text(str(value))
        case str() if len(value) <= LONGEST:
            return _parse_text(value.strip())
    return None


def _parse_text(text: str) -> datetime | None:
    """Read text, the commonest forms first."""
    if _RFC822.fullmatch(text):
        from email.utils import parsedate_to_datetime

        found = parsedate_to_datetime(text)
        return found if found.tzinfo else found.replace(tzinfo=UTC)  # -0000
    if match := _ISO.fullmatch(text):
        return _from_parts(match)
    text = " ".join(re.sub(_ASIAN_WEEKDAY, " ", unicodedata.normalize("NFKC", text)).split())
    if match := _ISO.fullmatch(text):
        return _from_parts(match)
    if match := _MONTH.fullmatch(text):
        return datetime(int(match["year"]), int(match["month"] or 1), 1)  # noqa: DTZ001 - as above
    if match := re.fullmatch(_ASIAN, re.sub(_NUMERALS, _in_digits, text)):
        return _from_asian(match)
    return _parse_number(text) or _parse_rare(text)


def _from_parts(match: re.Match[str]) -> datetime:
    """Build an ISO 8601 date from what the pattern found."""
    year, month, day, hour, minute, second = (
        int(match[part] or 0) for part in ("year", "month", "day", "hour", "minute", "second")
    )
    offset = None
    if match["sign"]:
        away = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        offset = timezone(-away if match["sign"] == "-" else away)
    elif match["offset"]:
        offset = UTC
    return datetime(year, month, day, hour, minute, second, tzinfo=offset)


def _from_asian(match: re.Match[str]) -> datetime | None:
    """Build a Chinese, Japanese or Korean date: the year may be an era's, the hours those of half a day."""
    year = 1 if match["year"] == "元" else int(match["year"])
    year += _ERAS.get(match["era"] or "", 0)
    hour, half = int(match["hour"] or 0), match["half"]
    if half in _AFTERNOON:
        hour = hour % 12 + 12
    elif half in _MORNING:
        hour %= 12
    elif half:
        return None
    minute, second = int(match["minute"] or 0), int(match["second"] or 0)
    return datetime(year, int(match["month"]), int(match["day"] or 1), hour, minute, second)  # noqa: DTZ001 - as above


def _in_digits(match: re.Match[str]) -> str:
    """Write a Chinese number below a hundred, or one spelt digit by digit, in our digits."""
    tens, ten, ones = match[0].rpartition("十")
    if not ten:
        return match[0].translate(_DIGITS)
    return f"{tens or '一'}{ones or '〇'}".translate(_DIGITS)


def _parse_number(text: str) -> datetime | None:
    """Read a compact date, or an epoch."""
    if _COMPACT.fullmatch(text):
        day, time = text[:8], text[8:].lstrip("Tt")
        with suppress(ValueError):
            return datetime.fromisoformat(f"{day}T{time}" if time else day)
    match = _EPOCH.fullmatch(text)
    if match is None:
        return None
    thousands = (len(match["whole"]) - 9) // 3
    return datetime.fromtimestamp(float(text) / 1000**thousands, UTC)


def _parse_rare(text: str) -> datetime | None:
    """Leave all other forms to dateutil, which must find year, month and day and understand every word."""
    zone = None
    text = _BRACKETS.sub("", text)
    if match := _NAMED_ZONE.fullmatch(text):
        from zoneinfo import ZoneInfo

        text, zone = match["rest"], ZoneInfo(match["zone"])
    for pattern, plain in _ORDERLY:
        text = pattern.sub(plain, text)
    if not _COMPLETE.search(text):
        return None
    day_first = _DAY_FIRST.search(text) is not None
    try:
        found, again = (
            _reader().parse(text, default=default, dayfirst=day_first, tzinfos=_zone_of)
            for default in _DEFAULTS
        )
    except Exception:  # hostile text makes dateutil raise ArithmeticError, IndexError and others too
        return None
    if found != again:
        return None
    return found.replace(tzinfo=zone) if zone else found


@cache
def _reader() -> parser:
    """Make dateutil's parser, once and only where needed, with the months of more languages than English."""
    from dateutil.parser import parser, parserinfo

    class Words(parserinfo):
        MONTHS = [(*names, *more.split()) for names, more in zip(parserinfo.MONTHS, _MONTHS, strict=True)]  # noqa: RUF012
        JUMP = [*parserinfo.JUMP, "de"]  # noqa: RUF012

    return parser(Words())


def _zone_of(name: str | None, offset: int | None) -> tzinfo | None:
    """Give the zone that dateutil found a name or an offset (seconds) for, if any.

    Raises:
        ValueError: nobody knows the name.
    """
    if name is not None and name.upper() in _ZONES:
        return timezone(timedelta(hours=_ZONES[name.upper()]))
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is not None:
        raise ValueError(f"no zone is called {name}")
    return None
