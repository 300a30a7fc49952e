"""Counts referrals for the figures, in tallies and groups.

Groups of fewer than `GROUP_MIN` referrals are not shown on their own, so that the figures do not
tell how a single person fared.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final, TypeVar

from domain.endorsements import Depth
from domain.figures.values import (
    Group,
    OpeningName,
    OutcomeCount,
    OwnFigures,
    Tally,
    WaitingReferral,
)
from domain.stages import STAGE_PATH, Stage
from domain.working_time import CivilHours, time_zone, working_days_between

GROUP_MIN: Final = 5
OWN_OUTCOMES_MIN: Final = 5  # with fewer outcomes, advocates see no figures of their own
MEDIAN: Final = 0.5
SLOW_SHARE: Final = 0.9
FUNNEL: Final = STAGE_PATH[1:]
INTERVIEWED: Final = frozenset(STAGE_PATH[STAGE_PATH.index(Stage.INTERVIEWING) :])
KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """The promise that an owner answers within `days` of their own working days.

    `default_tz` is the zone of owners without one, and `now` (UTC) the moment of counting.
    """

    days: int
    hours: CivilHours
    default_tz: str
    now: datetime

    def find_limit(self, zone: str | None) -> datetime:
        """A referral is late if its wait began before this moment (UTC). `zone` is its owner's.

        The moment is the end of the latest day since which more than `days` working days passed.
        """
        tz = time_zone(zone, self.default_tz)
        # Only dates matter here. At noon no time zone changes its clocks.
        noon = datetime.combine(self.now.astimezone(tz).date(), time(12), tzinfo=tz)
        day = noon - timedelta(days=self.days + 1)
        while working_days_between(day, noon, tz, self.hours) <= self.days:
            day -= timedelta(days=1)
        midnight = datetime.combine(day.date() + timedelta(days=1), time(0), tzinfo=tz)
        return midnight.astimezone(UTC)

    def find_limits(self, waiting: Iterable[WaitingReferral]) -> dict[str | None, datetime]:
        """The limit for each time zone of `waiting`. There are few time zones."""
        return {zone: self.find_limit(zone) for zone in {each.zone for each in waiting}}


def count_silent(waiting: Sequence[WaitingReferral], rule: AnswerRule) -> int:
    """How many referrals wait longer for an answer than was promised.

    A referral that was reopened or moved to another opening waits since that time.
    """
    limits = rule.find_limits(waiting)
    return sum(each.since < limits[each.zone] for each in waiting)


def count_late(waiting: Sequence[WaitingReferral], rule: AnswerRule) -> dict[int | None, Tally]:
    """By opening id, how many late referrals never had an answer. None stands for no opening."""
    limits = rule.find_limits(waiting)
    late = Counter(
        each.opening_id
        for each in waiting
        if not each.was_answered and each.created_at < limits[each.zone]
    )
    return {opening_id: Tally(late=number) for opening_id, number in late.items()}


def tally_by(
    counts: Iterable[OutcomeCount], key: Callable[[OutcomeCount], KeyT], promised_days: int
) -> dict[KeyT, Tally]:
    """The tally of the referrals with the same `key`, by this key."""
    groups: dict[KeyT, list[OutcomeCount]] = defaultdict(list)
    for each in counts:
        groups[key(each)].append(each)
    return {value: _to_tally(group, promised_days) for value, group in groups.items()}


def _to_tally(counts: Sequence[OutcomeCount], promised_days: int) -> Tally:
    answer_days = count_answer_days(counts)
    stages = count_by(counts, lambda each: each.stage)
    return Tally(
        referrals=sum(each.referrals for each in counts),
        answered=sum(answer_days.values()),
        in_time=sum(number for days, number in answer_days.items() if days <= promised_days),
        interviewed=sum(each.referrals for each in counts if each.furthest_stage in INTERVIEWED),
        hired=stages.get(Stage.HIRED, 0),
        not_now=stages.get(Stage.NOT_NOW, 0),
        withdrawn=stages.get(Stage.WITHDRAWN, 0),
    )


def count_by(
    counts: Iterable[OutcomeCount], key: Callable[[OutcomeCount], KeyT]
) -> dict[KeyT, int]:
    """The number of referrals with the same `key`, by this key."""
    sums: dict[KeyT, int] = defaultdict(int)
    for each in counts:
        sums[key(each)] += each.referrals
    return sums


def count_answer_days(counts: Iterable[OutcomeCount]) -> dict[int, int]:
    """The number of referrals by the working days that their first answer took."""
    days = count_by(counts, lambda each: each.answer_days)
    return {day: number for day, number in days.items() if day is not None}


def find_percentile(counts: Mapping[int, int], share: float) -> int | None:
    """The percentile of values by the nearest rank, or None if there are no values.

    `counts` has the number of times that each value occurs. The result is always one of the values,
    and never a mean of two.
    """
    rank = max(math.ceil(share * sum(counts.values())), 1)
    for value in sorted(counts):
        rank -= counts[value]
        if rank <= 0:
            return value
    return None


def count_funnel(counts: Mapping[Stage, int]) -> dict[Stage, int]:
    """The number of referrals that reached each stage or a later one.

    `counts` has the number of referrals by the furthest stage that each of them reached.
    """
    return {
        stage: sum(counts.get(further, 0) for further in FUNNEL[index:])
        for index, stage in enumerate(FUNNEL)
    }


def combine_small(sizes: Mapping[KeyT, int], others: int = 0) -> tuple[list[KeyT], bool]:
    """Which groups to show alone, the largest first, and whether to show a group of all others.

    Small groups are combined with `others`, the referrals without a group. If these are fewer than
    `GROUP_MIN` together, the smallest of the large groups joins them as well, because otherwise
    anybody could compute them from the total. If no group is left to show alone, none is shown.
    """
    large = (key for key in sizes if sizes[key] >= GROUP_MIN)
    shown = sorted(large, key=lambda key: -sizes[key])
    rest = others + sum(size for size in sizes.values() if size < GROUP_MIN)
    while 0 < rest < GROUP_MIN and shown:
        rest += sizes[shown.pop()]
    return shown, bool(shown) and rest > 0


def group_by_opening(
    tallies: Mapping[int | None, Tally], names: Mapping[int, OpeningName]
) -> tuple[Group, ...]:
    """The openings by their refs, the largest first. The combined small ones come last."""
    named = {name: tallies[id_] for id_, name in names.items() if id_ in tallies}
    return _to_groups(named, tallies.get(None, Tally()), lambda name: (name.ref, name.title))


def group_by_team(
    tallies: Mapping[int | None, Tally], names: Mapping[int, OpeningName]
) -> tuple[Group, ...]:
    """The teams, in the order of `group_by_opening`."""
    by_team: dict[str, Tally] = {}
    for id_, name in names.items():
        by_team[name.team] = by_team.get(name.team, Tally()) + tallies.get(id_, Tally())
    return _to_groups(by_team, tallies.get(None, Tally()), lambda team: (team, ""))


def group_by_depth(tallies: Mapping[Depth, Tally]) -> tuple[Group, ...]:
    """The depths that may be shown, from LEAD to ADVOCATED; the combined small ones come last."""
    groups = _to_groups(tallies, Tally(), lambda depth: (depth.value, ""))
    order = [*(depth.value for depth in Depth), ""]
    return tuple(sorted(groups, key=lambda group: order.index(group.name)))


def _to_groups(
    tallies: Mapping[KeyT, Tally], others: Tally, name_of: Callable[[KeyT], tuple[str, str]]
) -> tuple[Group, ...]:
    """The groups to show. `others` are general referrals, which are never shown alone."""
    remaining = dict(tallies)
    sizes = {key: tally.referrals for key, tally in tallies.items()}
    shown, has_rest = combine_small(sizes, others.referrals)
    groups = [Group(*name_of(key), remaining.pop(key)) for key in shown]
    if has_rest:
        groups.append(Group(name="", detail="", tally=sum(remaining.values(), others)))
    return tuple(groups)


def count_own(counts: Sequence[OutcomeCount], promised_days: int) -> OwnFigures:
    """How the referrals of one advocate fared, if at least `OWN_OUTCOMES_MIN` of them ended."""
    total = _to_tally(counts, promised_days)
    if total.ended < OWN_OUTCOMES_MIN:
        return OwnFigures(total.ended, total=None)
    return OwnFigures(total.ended, total, find_percentile(count_answer_days(counts), MEDIAN))


def add_late(
    tallies: Mapping[int | None, Tally], late: Mapping[int | None, Tally]
) -> dict[int | None, Tally]:
    """The tallies of openings together with the referrals that had no answer in time."""
    return {id_: tally + late.get(id_, Tally()) for id_, tally in tallies.items()}
