"""The day on which someone who had "not now" is looked at again."""

from __future__ import annotations

from datetime import date

from domain.returning import ReturnAfter, return_day

WEEKDAYS = frozenset(range(5))
SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})


def test_the_day_is_a_working_day() -> None:
    """In a month, 9 December is 9 January 2027, a Saturday."""
    today = date(2026, 12, 9)
    assert return_day(ReturnAfter.MONTH, today, WEEKDAYS) == date(2027, 1, 11)
    assert return_day(ReturnAfter.MONTH, today, SUNDAY_TO_THURSDAY) == date(2027, 1, 10)
    assert return_day(ReturnAfter.QUARTER, today, WEEKDAYS) == date(2027, 3, 9)


def test_nobody_looks_again_if_nobody_wants_that() -> None:
    assert return_day(ReturnAfter.NEVER, date(2026, 12, 9), WEEKDAYS) is None
    assert return_day(None, date(2026, 12, 9), WEEKDAYS) is None
