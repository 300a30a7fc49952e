"""Voices side by side: the first voice, then depth, then time; nearness is no reason."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from domain.depth import sort_voices
from domain.referrals import Conviction, Endorsement, Evidence, Relationship

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SAID = Evidence(saw="She rebuilt it.", conviction=Conviction.WORTH_A_LOOK)


def voice(
    number: int,
    *,
    first: bool = False,
    evidence: Evidence = SAID,
    relationship: Relationship = Relationship.MANAGED,
) -> Endorsement:
    return Endorsement(number, 1, f"U{number}", "Grace", first, relationship, evidence, 1, NOW)


def order(*voices: Endorsement, deeds: dict[str, int] | None = None) -> list[int]:
    return [each.id for each in sort_voices(voices, deeds or {})]


def test_the_first_voice_stands_first_even_as_a_lead() -> None:
    assert order(voice(3), voice(2, first=True, evidence=Evidence())) == [2, 3]


def test_then_what_goes_deeper_then_what_came_earlier() -> None:
    lead, said, earlier, did = voice(1, evidence=Evidence()), voice(4), voice(3), voice(5)
    assert order(lead, said, earlier, did, deeds={"U5": 1}) == [5, 3, 4, 1]


@given(st.permutations(list(Relationship)))
def test_a_weak_tie_is_never_below_for_being_weak(ties: list[Relationship]) -> None:
    voices = [voice(n, relationship=tie) for n, tie in enumerate(ties)]
    assert order(*reversed(voices)) == list(range(len(ties)))


def test_nobody_is_left_out() -> None:
    voices = [voice(n, evidence=Evidence()) for n in range(40)]
    assert sorted(order(*voices)) == list(range(40))
