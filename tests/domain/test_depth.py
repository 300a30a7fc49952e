"""Depth and the two orders that use it: the desk's list and the endorsements of one referral."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.depth import (
    count_fulfilled,
    deepest_depth,
    desk_order,
    find_deepest,
    sort_endorsements,
)
from domain.endorsements import (
    Commitment,
    CommitmentKind,
    CommitmentState,
    Conviction,
    Depth,
    Endorsement,
    Evidence,
    Relationship,
    endorsement_depth,
)
from tests.cast import MONDAY

LEAD, RECOMMENDED, ADVOCATED = Depth
SURE = Conviction.MY_NAME_ON_IT
LOOK = Conviction.WORTH_A_LOOK


# The table of docs/depth.md.
@pytest.mark.parametrize(
    ("evidence", "fulfilled", "depth"),
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
def test_an_endorsement_has_the_depth_of_its_evidence(
    evidence: Evidence, fulfilled: int, depth: Depth
) -> None:
    assert endorsement_depth(evidence, fulfilled) is depth


RECOMMENDATION = Evidence(saw="She rebuilt it.", conviction=LOOK)


def make_endorsement(
    number: int,
    *,
    first: bool = False,
    evidence: Evidence = RECOMMENDATION,
    relationship: Relationship = Relationship.MANAGED,
) -> Endorsement:
    """Return the endorsement with this id, of the advocate with this number."""
    return Endorsement(number, 1, f"U{number}", "Grace", first, relationship, evidence, 1, MONDAY)


def test_relationship_and_conviction_do_not_change_the_depth() -> None:
    depths = {
        make_endorsement(
            1,
            evidence=Evidence(saw="She rebuilt our on-call.", conviction=conviction),
            relationship=relationship,
        ).depth
        for relationship, conviction in product(Relationship, Conviction)
    }
    assert depths == {RECOMMENDED}


def test_a_referral_is_as_deep_as_its_deepest_endorsement() -> None:
    assert deepest_depth([LEAD, ADVOCATED, RECOMMENDED]) is ADVOCATED
    assert deepest_depth([LEAD]) is LEAD
    assert deepest_depth([]) is LEAD


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_older_days_come_first_and_deeper_referrals_within_a_day() -> None:
    waiting = [
        ("deep, new", False, at(4, 9), ADVOCATED),
        ("answered", True, at(1, 9), ADVOCATED),
        ("lead, of the same day, earlier", False, at(3, 8), LEAD),
        ("recommended, of the same day", False, at(3, 18), RECOMMENDED),
        ("lead, oldest", False, at(2, 23), LEAD),
    ]
    in_order = sorted(
        waiting, key=lambda row: desk_order(answered=row[1], created_at=row[2], depth=row[3])
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
def test_every_referral_is_listed_and_older_days_come_first(
    waiting: list[tuple[bool, datetime, Depth]],
) -> None:
    in_order = sorted(
        waiting, key=lambda row: desk_order(answered=row[0], created_at=row[1], depth=row[2])
    )
    assert sorted(map(str, in_order)) == sorted(map(str, waiting))
    days = [created_at.date() for answered, created_at, _ in in_order if not answered]
    assert days == sorted(days)


def sorted_ids(*endorsements: Endorsement, fulfilled: dict[str, int] | None = None) -> list[int]:
    return [each.id for each in sort_endorsements(endorsements, fulfilled or {})]


def test_the_first_endorsement_comes_first_even_as_a_lead() -> None:
    assert sorted_ids(
        make_endorsement(3), make_endorsement(2, first=True, evidence=Evidence())
    ) == [2, 3]


def test_deeper_endorsements_come_next_and_older_ones_within_a_depth() -> None:
    lead = make_endorsement(1, evidence=Evidence())
    recommended, earlier, advocated = (make_endorsement(number) for number in (4, 3, 5))
    in_order = sorted_ids(lead, recommended, earlier, advocated, fulfilled={"U5": 1})
    assert in_order == [5, 3, 4, 1]


def deepest_id(*endorsements: Endorsement, fulfilled: dict[str, int] | None = None) -> int | None:
    found = find_deepest(endorsements, fulfilled or {})
    return found[1].id if found else None


def test_the_desk_shows_the_deepest_endorsement_then_the_surest_then_the_first() -> None:
    sure = replace(RECOMMENDATION, conviction=Conviction.MY_NAME_ON_IT)
    first_lead = make_endorsement(1, first=True, evidence=Evidence(conviction=sure.conviction))
    recommended, surer = make_endorsement(2), make_endorsement(3, evidence=sure)
    assert deepest_id(first_lead, recommended) == 2
    assert deepest_id(first_lead, recommended, surer) == 3
    assert deepest_id(recommended, surer, fulfilled={"U2": 1}) == 2
    assert deepest_id(recommended, make_endorsement(4, first=True)) == 4
    assert deepest_id() is None


def test_an_offer_that_was_dropped_is_no_deed() -> None:
    made = [
        Commitment(1, 1, "U1", CommitmentKind.INTRODUCTION, state, MONDAY, done_at=MONDAY)
        for state in CommitmentState
    ]
    assert count_fulfilled(made) == {"U1": 1}


@given(st.permutations(list(Relationship)))
def test_a_weak_tie_is_not_ranked_below_others(relationships: list[Relationship]) -> None:
    endorsements = [make_endorsement(n, relationship=each) for n, each in enumerate(relationships)]
    assert sorted_ids(*reversed(endorsements)) == list(range(len(relationships)))


def test_no_endorsement_is_left_out() -> None:
    endorsements = [make_endorsement(n, evidence=Evidence()) for n in range(40)]
    assert sorted(sorted_ids(*endorsements)) == list(range(40))
