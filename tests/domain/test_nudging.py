"""Nudging: each check, the order of the checks, and that every Wait ends with Send."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.budget import WEEK
from domain.nudging import (
    COMBINED_WITHIN,
    Drop,
    NudgeRules,
    Recipient,
    Send,
    Wait,
    decide_nudge,
)
from domain.working_time import CivilHours, is_civil_time

BERLIN = ZoneInfo("Europe/Berlin")
ADA = Recipient(tz="Europe/Berlin")
RULES = NudgeRules()


@dataclass(frozen=True)
class Item:
    name: str
    due_at: datetime


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


NOON = at("2026-03-02 12:00")  # a Monday
DUE = [Item("intro", NOON - timedelta(hours=1))]


def test_a_due_item_is_sent_at_a_civil_hour() -> None:
    assert decide_nudge(DUE, ADA, RULES, NOON) == Send(tuple(DUE))


def test_the_longest_due_come_first_and_at_most_ten_together() -> None:
    items = [Item(str(n), NOON - timedelta(hours=n)) for n in range(12)]
    result = decide_nudge(items, ADA, RULES, NOON)
    assert isinstance(result, Send)
    assert [int(item.name) for item in result.items] == list(range(11, 1, -1))


def test_what_is_due_within_the_hour_comes_along_and_nothing_later() -> None:
    soon = Item("soon", NOON + timedelta(hours=1))
    later = Item("later", NOON + timedelta(hours=1, seconds=1))
    assert decide_nudge([later, soon, *DUE], ADA, RULES, NOON) == Send((*DUE, soon))


def test_items_due_together_keep_their_order() -> None:
    items = [Item("b", NOON), Item("a", NOON)]
    assert decide_nudge(items, ADA, RULES, NOON) == Send(tuple(items))


TWO_SENT = (NOON - timedelta(days=1), NOON - timedelta(days=3))


@pytest.mark.parametrize(
    ("recipient", "rules", "now", "expected"),
    [
        (replace(ADA, active=False), RULES, NOON, Drop("inactive")),
        (ADA, NudgeRules(per_week=0), NOON, Drop("wants_none")),
        (ADA, RULES, at("2026-03-02 10:00"), Wait(at("2026-03-02 11:00"), "not_due")),
        (
            replace(ADA, paused_until=at("2026-03-07 12:00")),
            RULES,
            NOON,
            Wait(at("2026-03-09 09:30"), "paused"),
        ),
        (ADA, RULES, at("2026-03-02 16:30"), Wait(at("2026-03-03 09:30"), "hours")),
        (ADA, RULES, at("2026-03-07 12:00"), Wait(at("2026-03-09 09:30"), "hours")),
        (ADA, RULES, at("2026-03-27 20:00"), Wait(at("2026-03-30 09:30"), "hours")),
        (
            replace(ADA, dnd_until=at("2026-03-02 13:00")),
            RULES,
            NOON,
            Wait(at("2026-03-02 13:00"), "dnd"),
        ),
        (
            replace(ADA, sent_at=TWO_SENT),
            RULES,
            NOON,
            Wait(at("2026-03-06 12:00"), "budget"),
        ),
        (replace(ADA, dnd_until=NOON, paused_until=NOON), RULES, NOON, Send(tuple(DUE))),
        (Recipient(tz="Asia/Tokyo"), RULES, NOON, Wait(at("2026-03-03 01:30"), "hours")),
        (
            Recipient(tz=None),
            NudgeRules(default_tz="Asia/Tokyo"),
            NOON,
            Wait(at("2026-03-03 01:30"), "hours"),
        ),
        (Recipient(tz="Mars/Olympus"), RULES, NOON, Send(tuple(DUE))),
    ],
)
def test_each_reason_to_wait_or_drop_is_checked(
    recipient: Recipient, rules: NudgeRules, now: datetime, expected: Send[Item] | Wait | Drop
) -> None:
    assert decide_nudge(DUE, recipient, rules, now) == expected


def test_the_checks_have_an_order() -> None:
    night = at("2026-03-02 03:00")
    worst = Recipient(
        "Europe/Berlin",
        active=False,
        paused_until=night + timedelta(hours=1),
        sent_at=(night - timedelta(days=1), night - timedelta(days=2)),
        dnd_until=night + timedelta(hours=2),
    )
    future = [Item("x", night + timedelta(minutes=1))]
    past = [Item("x", night)]
    none = NudgeRules(per_week=0)
    decisions = [
        decide_nudge([], worst, none, night),
        decide_nudge(future, worst, none, night),
        decide_nudge(future, replace(worst, active=True), none, night),
        decide_nudge(future, replace(worst, active=True), RULES, night),
        decide_nudge(past, replace(worst, active=True), RULES, night),
        decide_nudge(past, replace(worst, active=True, paused_until=None), RULES, night),
    ]
    day = {"now": NOON}
    awake = replace(worst, active=True, paused_until=None, dnd_until=NOON + timedelta(hours=1))
    awake = replace(awake, sent_at=TWO_SENT)
    decisions.append(decide_nudge(past, awake, RULES, **day))
    decisions.append(decide_nudge(past, replace(awake, dnd_until=None), RULES, **day))
    assert [each.reason for each in decisions if not isinstance(each, Send)] == [
        "nothing",
        "inactive",
        "wants_none",
        "not_due",
        "paused",
        "hours",
        "dnd",
        "budget",
    ]


def test_wait_lasts_until_no_reason_holds() -> None:
    recipient = replace(ADA, dnd_until=NOON + timedelta(hours=1), sent_at=TWO_SENT)
    assert decide_nudge(DUE, recipient, RULES, NOON) == Wait(at("2026-03-06 12:00"), "dnd")


def test_moments_are_compared_in_utc_not_in_local_time() -> None:
    night = CivilHours(time(1), time(5), frozenset(range(7)))
    second_half_past_two = at("2026-10-25 02:30").replace(fold=1)
    first_of_them = at("2026-10-25 02:40")  # fifty minutes earlier
    items = [Item("x", second_half_past_two)]
    result = decide_nudge(items, ADA, NudgeRules(hours=night), first_of_them)
    assert result == Wait(second_half_past_two.astimezone(UTC), "not_due")


def test_invalid_arguments_raise_value_error() -> None:
    with pytest.raises(ValueError, match="naive"):
        decide_nudge([], ADA, RULES, datetime(2026, 3, 2))  # noqa: DTZ001 - what is tested
    with pytest.raises(ValueError, match="max_items"):
        NudgeRules(max_items=0)
    with pytest.raises(ValueError, match="per_week"):
        NudgeRules(per_week=-1)


hours_off = st.integers(-400, 400).map(lambda h: timedelta(hours=h, minutes=h % 7))


@given(
    st.lists(hours_off, min_size=1, max_size=9),
    st.none() | hours_off,
    st.none() | hours_off,
    st.lists(hours_off, max_size=4),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", None]),
    st.integers(0, 200).map(lambda d: timedelta(days=d)),
)
def test_the_decision_at_the_end_of_a_wait_is_send(
    due: list[timedelta],
    paused: timedelta | None,
    dnd: timedelta | None,
    sent: list[timedelta],
    tz: str | None,
    shift: timedelta,
) -> None:
    now = (NOON + shift).astimezone(UTC)
    items = [Item(str(n), now + d) for n, d in enumerate(due)]
    recipient = Recipient(
        tz,
        paused_until=None if paused is None else now + paused,
        sent_at=tuple(now + s for s in sent),
        dnd_until=None if dnd is None else now + dnd,
    )
    result = decide_nudge(items, recipient, RULES, now)
    if isinstance(result, Wait):
        assert result.until > now
        assert isinstance(decide_nudge(items, recipient, RULES, result.until), Send)
        now = result.until
        result = decide_nudge(items, recipient, RULES, now)
    assert isinstance(result, Send)
    assert 1 <= len(result.items) <= RULES.max_items
    assert all(item.due_at <= now + COMBINED_WITHIN for item in result.items)
    assert is_civil_time(now, ZoneInfo(tz or "UTC"), CivilHours())
    assert sum(s > now - WEEK for s in recipient.sent_at) < RULES.per_week
