from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.services.dateline import say_date, say_exact, say_full, say_period, say_short, say_within

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2021, 12, 22, 12, 0, tzinfo=UTC)  # a Wednesday, 20:00 in Shanghai


@pytest.mark.parametrize(
    ("instant", "short", "period", "within", "date"),
    [
        ("2021-12-22T10:39+08:00", "10:39", "Today", "10:39", "Today"),
        ("2021-12-22T00:00+08:00", "00:00", "Today", "", "Today"),
        ("2021-12-21T23:59+08:00", "Yesterday", "Yesterday", "23:59", "Yesterday"),
        ("2021-12-20T12:00+08:00", "20 Dec", "Monday", "12:00", "Monday"),
        ("2021-12-16T12:00+08:00", "16 Dec", "Thursday", "12:00", "Thursday"),
        ("2021-12-15T12:00+08:00", "15 Dec", "December", "15 Dec", "15 December"),
        ("2021-01-02T12:00+08:00", "2 Jan", "January", "2 Jan", "2 January"),
        ("2020-12-31T12:00+08:00", "2020-12-31", "2020", "31 Dec", "31 December 2020"),
        ("2021-12-23T00:30+08:00", "23 Dec", "December", "23 Dec", "23 December"),
    ],
)
def test_in_the_readers_zone(instant: str, short: str, period: str, within: str, date: str) -> None:
    then = datetime.fromisoformat(instant)
    assert say_short(then, NOW, SHANGHAI) == short
    assert say_period(then, NOW, SHANGHAI) == period
    assert say_within(then, NOW, SHANGHAI) == within
    assert say_date(then, NOW, SHANGHAI) == date


def test_the_zone_decides_which_day_it_is() -> None:
    late = datetime(2021, 12, 21, 17, 0, tzinfo=UTC)
    assert say_period(late, NOW, SHANGHAI) == "Today"
    assert say_period(late, NOW, UTC) == "Yesterday"


def test_in_full() -> None:
    then = datetime(2021, 12, 22, 10, 39, 43, tzinfo=UTC)
    assert say_full(then, SHANGHAI) == "22 Dec 2021 18:39"
    assert say_full(then, SHANGHAI, "zh") == "2021年12月22日 18:39"
    assert say_full(datetime(2021, 12, 21, 16, tzinfo=UTC), SHANGHAI) == "22 Dec 2021"
    assert say_exact(then, SHANGHAI) == "2021-12-22 18:39"


def test_in_chinese() -> None:
    days = [datetime(2021, 12, 22, 4, tzinfo=UTC) - timedelta(days=ago) for ago in (1, 3, 9, 400)]
    assert [say_short(day, NOW, SHANGHAI, "zh") for day in days] == [
        "昨天",
        "12月19日",
        "12月13日",
        "2020-11-17",
    ]
    assert [say_period(day, NOW, SHANGHAI, "zh") for day in days] == ["昨天", "星期日", "12月", "2020年"]


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from([-12, 0, 14]))
def test_every_instant_can_be_said_in_every_zone(instant: datetime, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    assert 5 <= len(say_short(instant, NOW, zone)) <= 10
    assert say_period(instant, NOW, zone)
    assert len(say_within(instant, NOW, zone)) <= 6
    assert len(say_exact(instant, zone)) == 16
