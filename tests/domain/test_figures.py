"""The rules of figures: periods, percentiles, silence, and groups that are too small to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.endorsements import Depth
from domain.errors import FormError, NotAllowedError
from domain.figures import counting, periods
from domain.figures.counting import GROUP_MIN, AnswerRule
from domain.figures.periods import Period, PeriodChoice
from domain.figures.values import (
    FiguresScope,
    OpeningName,
    OutcomeCount,
    OwnFigures,
    Tally,
    WaitingReferral,
    find_scope,
)
from domain.members import Actor, Role
from domain.stages import Stage
from domain.working_time import CivilHours
from services.context import system_actor

TODAY = date(2026, 3, 2)  # a Monday
TOKYO = "Asia/Tokyo"


def rule(now: datetime) -> AnswerRule:
    return AnswerRule(2, CivilHours(), "Europe/London", now)


@pytest.mark.parametrize(
    ("first", "last", "problems"),
    [
        (date(2026, 3, 3), TODAY, {"from": "not_yet"}),
        (TODAY, date(2027, 1, 1), {"until": "not_yet"}),
        (date(2021, 3, 1), TODAY, {"from": "too_long_ago"}),
        (date(2016, 3, 1), date(2016, 4, 1), {"from": "too_long_ago", "until": "too_long_ago"}),
        (TODAY, TODAY - timedelta(days=1), {"until": "before_start"}),
        (None, None, {"from": "missing_date", "until": "missing_date"}),
    ],
)
def test_a_period_that_cannot_be_is_refused_at_its_field(
    first: date | None, last: date | None, problems: dict[str, str]
) -> None:
    with pytest.raises(FormError) as refused:
        periods.check_period(first, last, TODAY)
    assert {each.name: each.problem for each in refused.value.fields} == problems


def test_a_period_is_of_whole_days_in_the_readers_zone() -> None:
    assert periods.check_period(TODAY, TODAY, TODAY) == Period(TODAY, TODAY)
    # The clocks go forward in London on 29 March 2026.
    start, end = periods.period_bounds(
        Period(date(2026, 3, 29), date(2026, 3, 29)), ZoneInfo("Europe/London")
    )
    assert (start, end - start) == (datetime(2026, 3, 29, tzinfo=UTC), timedelta(hours=23))
    # A leap day has no date five years earlier.
    leap_day = date(2028, 2, 29)
    assert periods.check_period(date(2023, 2, 28), leap_day, leap_day).days == 1828


@given(days=st.integers(1, 5 * 366), last=st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_line_has_few_points_with_short_labels(days: int, last: date) -> None:
    period = Period(last - timedelta(days=days - 1), last)
    points = periods.label_points(period)
    assert 1 <= len(points) <= periods.POINTS_MAX
    assert len(set(points.values())) == len(points)
    assert max(map(len, points.values())) <= 20


@pytest.mark.parametrize(
    ("values", "median", "slowest"),
    [
        ({}, None, None),
        ({4: 1}, 4, 4),
        ({0: 1, 3: 1}, 0, 3),
        ({0: 5, 1: 4, 9: 1}, 0, 1),
        ({0: 50, 1: 39, 2: 1, 7: 10}, 0, 2),
    ],
)
def test_percentiles_are_of_the_nearest_rank(
    values: dict[int, int], median: int | None, slowest: int | None
) -> None:
    assert counting.find_percentile(values, counting.MEDIAN) == median
    assert counting.find_percentile(values, counting.SLOW_SHARE) == slowest


@pytest.mark.parametrize(
    ("since", "zone", "is_late"),
    [
        # Two working days have passed on Thursday 5 March, and are over on Friday.
        (datetime(2026, 3, 3, 12, tzinfo=UTC), None, True),
        (datetime(2026, 3, 4, 12, tzinfo=UTC), None, False),
        # It is Wednesday in Tokyo already.
        (datetime(2026, 3, 3, 16, tzinfo=UTC), TOKYO, False),
        (datetime(2026, 3, 3, 16, tzinfo=UTC), None, True),
        # A weekend does not count.
        (datetime(2026, 2, 27, 12, tzinfo=UTC), None, True),
    ],
)
def test_silence_is_counted_in_the_owners_working_days(
    since: datetime, zone: str | None, is_late: bool
) -> None:
    friday = datetime(2026, 3, 6, 12, tzinfo=UTC)
    waiting = [WaitingReferral(1, since, since, was_answered=False, zone=zone)]
    assert counting.count_silent(waiting, rule(friday)) == int(is_late)
    assert counting.count_late(waiting, rule(friday)) == ({1: Tally(late=1)} if is_late else {})


def test_a_reopened_referral_waits_anew_and_had_its_first_answer() -> None:
    now = datetime(2026, 3, 6, 12, tzinfo=UTC)
    created = now - timedelta(days=60)
    waiting = [WaitingReferral(1, created, now, was_answered=True, zone=None)]
    assert counting.count_silent(waiting, rule(now)) == 0
    assert counting.count_late(waiting, rule(now)) == {}


@given(st.dictionaries(st.integers(0, 30), st.integers(1, 12)), st.integers(0, 8))
def test_small_groups_cannot_be_found_from_the_total(sizes: dict[int, int], others: int) -> None:
    shown, has_rest = counting.combine_small(sizes, others)
    rest = sum(sizes.values()) + others - sum(sizes[key] for key in shown)
    assert all(sizes[key] >= GROUP_MIN for key in shown)
    if shown:
        assert has_rest == (rest > 0)
        assert rest == 0 or rest >= GROUP_MIN


def test_openings_teams_and_depths_are_grouped() -> None:
    names = {
        1: OpeningName("ENG-1", "Storage", "Engineering"),
        2: OpeningName("ENG-2", "Search", "Engineering"),
        3: OpeningName("DES-1", "Designer", "Design"),
    }
    tallies: dict[int | None, Tally] = {
        1: Tally(referrals=7, hired=1),
        2: Tally(referrals=6),
        3: Tally(referrals=3),
        None: Tally(referrals=2),
    }
    openings = counting.group_by_opening(tallies, names)
    assert [(group.name, group.tally.referrals) for group in openings] == [
        ("ENG-1", 7),
        ("ENG-2", 6),
        ("", 5),
    ]
    teams = counting.group_by_team(tallies, names)
    assert [(group.name, group.tally.referrals) for group in teams] == [
        ("Engineering", 13),
        ("", 5),
    ]
    assert counting.group_by_opening({1: Tally(referrals=4)}, names) == ()
    depths = {Depth.ADVOCATED: Tally(referrals=9), Depth.LEAD: Tally(referrals=5)}
    assert [group.name for group in counting.group_by_depth(depths)] == ["lead", "advocated"]


def test_the_funnel_counts_who_came_at_least_so_far() -> None:
    funnel = counting.count_funnel({Stage.NEW: 9, Stage.CONTACTED: 3, Stage.HIRED: 1})
    assert [*funnel.values()] == [4, 4, 1, 1, 1]


def outcomes(
    referrals: int, stage: Stage, furthest: Stage = Stage.NEW, days: int | None = None
) -> OutcomeCount:
    return OutcomeCount(1, Depth.LEAD, stage, furthest, days, referrals)


def test_what_became_of_referrals_is_counted_by_what_they_have_in_common() -> None:
    counts = [
        outcomes(4, Stage.NEW),
        outcomes(3, Stage.NOT_NOW, Stage.INTERVIEWING, 3),
        outcomes(2, Stage.HIRED, Stage.HIRED, 2),
        replace(outcomes(1, Stage.WITHDRAWN, days=0), opening_id=None),
    ]
    assert counting.tally_by(counts, lambda each: each.opening_id, promised_days=2) == {
        1: Tally(referrals=9, answered=5, in_time=2, interviewed=5, hired=2, not_now=3),
        None: Tally(referrals=1, answered=1, in_time=1, withdrawn=1),
    }
    assert counting.count_answer_days(counts) == {3: 3, 2: 2, 0: 1}


def test_an_advocate_sees_their_own_words_from_five_outcomes_on() -> None:
    four = [outcomes(5, Stage.NEW), outcomes(1, Stage.HIRED), outcomes(3, Stage.NOT_NOW, days=1)]
    assert counting.count_own(four, promised_days=2) == OwnFigures(4, None)
    own = counting.count_own([*four, outcomes(1, Stage.WITHDRAWN)], promised_days=2)
    total = Tally(referrals=10, answered=3, in_time=3, hired=1, not_now=3, withdrawn=1)
    assert own == OwnFigures(5, total, 1)


@pytest.mark.parametrize(
    ("roles", "scope"),
    [
        ({Role.MEMBER}, FiguresScope.OWN_REFERRALS),
        ({Role.MEMBER, Role.HIRING_MANAGER}, FiguresScope.OWN_OPENINGS),
        ({Role.MEMBER, Role.HIRING_MANAGER, Role.RECRUITER}, FiguresScope.EVERYTHING),
        ({Role.MEMBER, Role.ADMIN}, FiguresScope.EVERYTHING),
        ({Role.GUEST}, None),
        (set(), None),
    ],
)
def test_who_may_see_which_figures(roles: Any, scope: FiguresScope | None) -> None:
    actor = Actor(system_actor(1, "U1").member, frozenset(roles))
    if scope is None:
        with pytest.raises(NotAllowedError):
            find_scope(actor)
    else:
        assert find_scope(actor) is scope


def test_each_choice_of_the_picker_ends_today() -> None:
    lengths = {choice: periods.recent_period(choice, TODAY).days for choice in PeriodChoice}
    assert [*lengths.values()] == [30, 90, 365, 365]
