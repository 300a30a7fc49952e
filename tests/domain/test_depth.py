"""Depth grows as the advocate acts, and orders what waits; it hides nobody, and asks for no tie."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.depth import deepest_depth, desk_sort_key
from domain.referrals import Conviction, Depth, Endorsement, Evidence, Relationship, depth_of

LEAD, RECOMMENDED, ADVOCATED = Depth
SURE = Conviction.MY_NAME_ON_IT
LOOK = Conviction.WORTH_A_LOOK


# As in docs/depth.md
@pytest.mark.parametrize(
    ("evidence", "deeds", "depth"),
    [
        (Evidence(), 0, LEAD),
        (Evidence(conviction=SURE), 0, LEAD),
        (Evidence(saw="She rebuilt our on-call."), 0, LEAD),
        (Evidence(saw=" \n", conviction=SURE), 0, LEAD),
        (Evidence(), 3, LEAD),
        (Evidence(saw="She rebuilt our on-call.", conviction=LOOK), 0, RECOMMENDED),
        (Evidence(why="Storage is what she reads.", conviction=SURE), 0, RECOMMENDED),
        (Evidence(saw="She rebuilt our on-call.", conviction=LOOK), 1, ADVOCATED),
        (Evidence(why="Storage is what she reads.", conviction=SURE), 4, ADVOCATED),
    ],
)
def test_depth(evidence: Evidence, deeds: int, depth: Depth) -> None:
    assert depth_of(evidence, deeds) is depth


def test_how_well_they_know_each_other_and_how_sure_they_are_change_nothing() -> None:
    said = Evidence(saw="She rebuilt our on-call.")
    depths = {
        Endorsement(
            1, 1, "U0ADA", "Grace", True, tie, Evidence(said.saw, conviction=sure), 1, MONDAY
        ).depth
        for tie, sure in product(Relationship, Conviction)
    }
    assert depths == {RECOMMENDED}


def test_a_referral_is_as_deep_as_its_deepest_voice() -> None:
    assert deepest_depth([LEAD, ADVOCATED, RECOMMENDED]) is ADVOCATED
    assert deepest_depth([LEAD]) is LEAD
    assert deepest_depth([]) is LEAD


MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_the_older_day_comes_first_and_the_deeper_one_within_it() -> None:
    waiting = [
        ("deep, new", False, at(4, 9), ADVOCATED),
        ("answered", True, at(1, 9), ADVOCATED),
        ("lead, of the same day, earlier", False, at(3, 8), LEAD),
        ("recommended, of the same day", False, at(3, 18), RECOMMENDED),
        ("lead, oldest", False, at(2, 23), LEAD),
    ]
    in_order = sorted(
        waiting, key=lambda it: desk_sort_key(answered=it[1], created_at=it[2], depth=it[3])
    )
    assert [name for name, *_ in in_order] == [
        "lead, oldest",
        "recommended, of the same day",
        "lead, of the same day, earlier",
        "deep, new",
        "answered",
    ]


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.datetimes(timezones=st.just(UTC)),
            st.sampled_from(Depth),
        )
    )
)
def test_nobody_is_hidden_and_nobody_waits_for_depth(
    waiting: list[tuple[bool, datetime, Depth]],
) -> None:
    in_order = sorted(
        waiting, key=lambda it: desk_sort_key(answered=it[0], created_at=it[1], depth=it[2])
    )
    assert sorted(map(str, in_order)) == sorted(map(str, waiting))
    days = [came.date() for answered, came, _ in in_order if not answered]
    assert days == sorted(days)
