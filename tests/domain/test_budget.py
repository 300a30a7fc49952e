"""The weekly budget: a rolling window of seven days with exact limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.budget import NO_BUDGET, WEEK, NoBudget, next_allowed_time

NOW = datetime(2026, 3, 30, 10, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def ago(**parts: int) -> datetime:
    return NOW - timedelta(**parts)


@pytest.mark.parametrize(
    ("sent_at", "per_week", "expected"),
    [
        ([], 2, None),
        ([ago(days=1)], 2, None),
        ([ago(days=1), ago(days=3)], 2, ago(days=3) + WEEK),
        ([ago(days=3), ago(days=1)], 2, ago(days=3) + WEEK),
        ([ago(days=1), ago(days=7)], 2, None),
        ([ago(days=1), ago(days=7) + TICK], 2, NOW + TICK),
        ([ago(days=1), ago(days=2), ago(days=3)], 2, ago(days=2) + WEEK),
        ([ago(days=1)], 1, ago(days=1) + WEEK),
        ([ago(days=-1)], 1, ago(days=-1) + WEEK),  # a clock that runs ahead
        ([], 0, NO_BUDGET),
        ([ago(days=1)], 0, NO_BUDGET),
    ],
)
def test_the_next_message_waits_until_the_week_has_room(
    sent_at: list[datetime], per_week: int, expected: datetime | NoBudget | None
) -> None:
    assert next_allowed_time(sent_at, NOW, per_week) == expected


def test_seven_days_are_168_hours_over_a_clock_change_and_the_answer_is_utc() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    sent = datetime(2026, 3, 26, 11, tzinfo=berlin)  # 10:00 UTC; summer time from the 29th
    result = next_allowed_time([sent], NOW, 1)
    assert result == datetime(2026, 4, 2, 10, tzinfo=UTC)
    assert isinstance(result, datetime)
    assert result.tzinfo is UTC


def test_invalid_arguments_raise_value_error() -> None:
    naive = datetime(2026, 3, 30)  # noqa: DTZ001 - what is tested
    with pytest.raises(ValueError, match="negative"):
        next_allowed_time([], NOW, -1)
    with pytest.raises(ValueError, match="naive"):
        next_allowed_time([naive], NOW, 2)
    with pytest.raises(ValueError, match="naive"):
        next_allowed_time([], naive, 2)


@given(
    st.lists(st.integers(-3 * 86_400, 20 * 86_400), max_size=12),
    st.integers(1, 5),
)
def test_the_result_is_the_first_time_at_which_a_message_is_allowed(
    seconds_ago: list[int], per_week: int
) -> None:
    sent_at = [NOW - timedelta(seconds=s) for s in seconds_ago]
    result = next_allowed_time(sent_at, NOW, per_week)
    if result is None:
        assert sum(at > NOW - WEEK for at in sent_at) < per_week
    else:
        assert isinstance(result, datetime)
        assert result > NOW
        assert next_allowed_time(sent_at, result, per_week) is None
        assert next_allowed_time(sent_at, result - TICK, per_week) == result


@given(st.lists(st.integers(1, 40 * 86_400), max_size=60), st.integers(1, 4))
def test_no_week_gets_more_messages_than_the_budget(gaps: list[int], per_week: int) -> None:
    sent: list[datetime] = []
    now = NOW
    for gap in gaps:
        now += timedelta(seconds=gap)
        if next_allowed_time(sent, now, per_week) is None:
            sent.append(now)
    for first in sent:
        assert sum(first <= at < first + WEEK for at in sent) <= per_week
