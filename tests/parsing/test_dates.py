"""Dates: every form with what it means, what is no date, and what any text gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.parsing.dates import YEARS, parse_date

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")

WITH_ZONE = [
    ("Wed, 22 Dec 2021 10:39:43 GMT", "2021-12-22T10:39:43"),
    ("22 Dec 2021 10:39:43 -0000", "2021-12-22T10:39:43"),
    ("Wed, 22 Dec 2021 10:39:43 EST", "2021-12-22T15:39:43"),
    ("Wed, 22 Dec 2021 10:39:43 CST", "2021-12-22T16:39:43"),
    ("Wed, 22 Dec 2021 10:39 MEST", "2021-12-22T08:39:00"),
    ("Wed, 22 Dec 21 10:39:43 GMT", "2021-12-22T10:39:43"),
    ("Mon, 22 Dec 2021 10:39:43 GMT", "2021-12-22T10:39:43"),
    ("Thurs, 22 Dec 2021 10:39:43 +0000", "2021-12-22T10:39:43"),
    ("Di, 22 Dec 2021 10:39:43 +0100", "2021-12-22T09:39:43"),
    ("Wed, 22 Dec 2021 10:39:43 America/New_York", "2021-12-22T15:39:43"),
    ("Wed Dec 22 10:39:43 +0000 2021", "2021-12-22T10:39:43"),
    ("Wed Dec 22 2021 10:39:43 GMT+0800 (China Standard Time)", "2021-12-22T02:39:43"),
    ("2021-12-22T10:39:43Z", "2021-12-22T10:39:43"),
    ("2021-12-22t10:39:43.123456789z", "2021-12-22T10:39:43"),
    ("2021-12-22 10:39:43 +0800", "2021-12-22T02:39:43"),
    ("2021-12-22 10:39:43 +08", "2021-12-22T02:39:43"),
    ("2021-12-22 10:39:43 -00:20", "2021-12-22T10:59:43"),
    ("2021-12-22 10:39:43 +0800 CST", "2021-12-22T02:39:43"),
    ("20211222T103943Z", "2021-12-22T10:39:43"),
    ("1640140740", "2021-12-22T02:39:00"),
    ("1640140740000", "2021-12-22T02:39:00"),
    ("1640140740000000", "2021-12-22T02:39:00"),
    (1640140740, "2021-12-22T02:39:00"),
    (1640140740.0, "2021-12-22T02:39:00"),
    (datetime(2021, 12, 22, 10, 39, tzinfo=timezone(timedelta(hours=8))), "2021-12-22T02:39:00"),
    ([None, "soon", "2021-12-22T10:39:43Z", "1999-01-01"], "2021-12-22T10:39:43"),
]


@pytest.mark.parametrize(("value", "instant"), WITH_ZONE, ids=str)
def test_with_a_zone(value: object, instant: str) -> None:
    for zone in (SHANGHAI, NEW_YORK):
        assert parse_date(value, zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


WITHOUT_ZONE = [
    ("2021-12-22 09:05:00", "2021-12-22T09:05"),
    ("2021-12-22T09:05", "2021-12-22T09:05"),
    ("2021-12-22", "2021-12-22T00:00"),
    ("2021/12/22 9:05", "2021-12-22T09:05"),
    ("2021/1/2", "2021-01-02T00:00"),
    ("2021.01.02", "2021-01-02T00:00"),
    ("20211222", "2021-12-22T00:00"),
    (20211222, "2021-12-22T00:00"),
    ("20211222090500", "2021-12-22T09:05"),
    ("2021-12", "2021-12-01T00:00"),
    ("2021", "2021-01-01T00:00"),
    ("22 December 2021", "2021-12-22T00:00"),
    ("December 22nd, 2021", "2021-12-22T00:00"),
    ("Nov. 16, 2020, 10:57 a.m.", "2020-11-16T10:57"),
    ("Wednesday, December 22, 2021 - 3:09pm", "2021-12-22T15:09"),
    ("22. Dezember 2021", "2021-12-22T00:00"),
    ("22 décembre 2021 10:39", "2021-12-22T10:39"),
    ("22 de diciembre de 2021", "2021-12-22T00:00"),
    ("22 декабря 2021", "2021-12-22T00:00"),
    ("03/04/2021", "2021-03-04T00:00"),
    ("22/12/2021", "2021-12-22T00:00"),
    ("03.04.2021", "2021-04-03T00:00"),
    ("2021年12月22日", "2021-12-22T00:00"),
    ("2021 年 12 月 22 日 9:05", "2021-12-22T09:05"),
    ("2021年12月22日 星期三 09时05分", "2021-12-22T09:05"),
    ("2021年12月22日 下午3:05", "2021-12-22T15:05"),
    ("2021年12月22日 上午12:05", "2021-12-22T00:05"),
    ("2021年12月22日晚上8点30分", "2021-12-22T20:30"),
    ("2021年12月22日（水）10時39分55秒", "2021-12-22T10:39:55"),
    ("2021/12/22(水) 10:39", "2021-12-22T10:39"),
    ("２０２１年１２月２２日", "2021-12-22T00:00"),
    ("二〇二一年十二月二十二日", "2021-12-22T00:00"),
    ("令和3年12月22日", "2021-12-22T00:00"),
    ("平成元年1月8日", "1989-01-08T00:00"),
    ("民國110年12月22日", "2021-12-22T00:00"),
    ("2021년 12월 22일 오후 3:05", "2021-12-22T15:05"),
    (date(2021, 12, 22), "2021-12-22T00:00"),
    (datetime(2021, 12, 22, 9, 5), "2021-12-22T09:05"),  # noqa: DTZ001
]


@pytest.mark.parametrize(("value", "wall"), WITHOUT_ZONE, ids=str)
def test_without_a_zone(value: object, wall: str) -> None:
    for zone in (SHANGHAI, NEW_YORK):
        found = parse_date(value, zone)
        assert found is not None
        assert found.tzinfo is UTC
        assert found == datetime.fromisoformat(wall).replace(tzinfo=zone)


NO_DATE: list[object] = [
    *(
        "",
        "  ",
        "Invalid Date",
        "may",
        "May 2021",
        "mars 2021",
        "12 May",
        "10",
        "12",
        "013",
        "10:39",
        "today",
        "今天",
        "3小时前",
        "12月22日",
    ),
    *(
        "1.2.3",
        "192.168.1.1",
        "v1.2.3",
        "Chapter 5 of 2021",
        "Published 2021-12-22",
        "5 days ago",
        "a" * 10_000,
    ),
    *(
        "2021-13-01",
        "2021-02-30",
        "0000-00-00 00:00:00",
        "2021-12-22 25:00",
        "2021-12-22T10:xx:00Z",
        "2021-xx-22",
    ),
    *("2021-12-22T10:39:43-06:00Textra", "Sun, 16 zzz 2012 11:47:32 GMT", "Sun, 16 Dec 2012 11:47:32 +zz:00"),
    *(
        "Sun, 16 Dec 2012 1:2:3:4 GMT",
        "22 Dec 2021 10:39:43 Nowhere/Land",
        "22 Dec 2021 10:39:43 America/Argentina",
    ),
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9" * 17, "2021年13月1日", "1" * 5000),
    *(
        None,
        True,
        12,
        -5,
        float("nan"),
        float("inf"),
        10**5000,
        b"2021-12-22",
        {},
        [],
        [[["2021-12-22"]]],
        time(1),
    ),
    *(datetime.min, datetime.max, datetime.max.replace(tzinfo=UTC)),  # noqa: DTZ901
]


@pytest.mark.parametrize("value", NO_DATE, ids=lambda value: type(value).__name__)
def test_no_date(value: object) -> None:
    assert parse_date(value, SHANGHAI) is None


PIECES = st.sampled_from(
    [
        "2021",
        "12",
        "22",
        "-",
        "/",
        ":",
        ".",
        " ",
        "T",
        "Z",
        "+08",
        "年",
        "月",
        "日",
        "下午",
        "GMT",
        "Dec",
        "Wed,",
        "pm",
        "0",
        "元",
        "十",
    ]
)


@given(st.text(max_size=90) | st.lists(PIECES, max_size=14).map("".join) | st.integers() | st.floats())
def test_any_value(value: object) -> None:
    found = parse_date(value, SHANGHAI)
    assert found is None or (found.tzinfo is UTC and found.year in range(YEARS.start - 1, YEARS.stop + 1))


@given(st.datetimes(datetime(1000, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_what_is_written_is_read(instant: datetime) -> None:
    instant = instant.replace(microsecond=0)
    for form in ("%Y-%m-%d %H:%M:%S+00:00", "%Y/%m/%d %H:%M:%S Z", "%a, %d %b %Y %H:%M:%S GMT"):
        assert parse_date(instant.strftime(form), SHANGHAI) == instant
