"""Counts referrals for the figures: what became of them, by opening, team and depth.

A referral is late if its owner did not answer within the promised working days, and silent if it is
waiting for such an overdue answer now. Groups of fewer than `GROUP_MIN` referrals are not shown on
their own, so that the figures do not tell how a single person fared.
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
SLOW_SHARE: Final = 0.9  # the 90th percentile: nine of ten answers take as long or less
FUNNEL: Final = STAGE_PATH[1:]  # the stages after the first, in which all referrals begin
INTERVIEWED: Final = frozenset(STAGE_PATH[STAGE_PATH.index(Stage.INTERVIEWING) :])
KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """The promise that an owner answers within `days` of their own working days.

    `default_tz` is for owners whose time zone is unknown. `now` (UTC) is the moment of counting.
    """

    days: int
    hours: CivilHours
    default_tz: str
    now: datetime

    def find_late_before(self, zone: str | None) -> datetime:
        """A referral is late if its wait began before this moment (UTC).

        `zone` is the time zone of the referral's owner. The moment is the end of the latest day
        since which more than `days` working days have passed.
        """
        tz = time_zone(zone, self.default_tz)
        # Only dates matter here. We take noon, because no time zone changes its clocks then.
        noon = datetime.combine(self.now.astimezone(tz).date(), time(12), tzinfo=tz)
        day = noon - timedelta(days=self.days + 1)
        while working_days_between(day, noon, tz, self.hours) <= self.days:
            day -= timedelta(days=1)
        midnight = datetime.combine(day.date() + timedelta(days=1), time(0), tzinfo=tz)
        return midnight.astimezone(UTC)

    def find_late_before_by_zone(
        self, waiting: Iterable[WaitingReferral]
    ) -> dict[str | None, datetime]:
        """What `find_late_before` returns, computed once for each time zone of the owners."""
        return {zone: self.find_late_before(zone) for zone in {each.zone for each in waiting}}


def count_silent(waiting: Sequence[WaitingReferral], rule: AnswerRule) -> int:
    """How many referrals have been waiting for an answer longer than was promised.

    If a referral was reopened or moved to another opening, its wait began then.
    """
    late_before = rule.find_late_before_by_zone(waiting)
    return sum(each.since < late_before[each.zone] for each in waiting)


def count_late(waiting: Sequence[WaitingReferral], rule: AnswerRule) -> dict[int | None, Tally]:
    """How many late referrals have never had an answer, by opening id. None: general referrals."""
    late_before = rule.find_late_before_by_zone(waiting)
    late = Counter(
        each.opening_id
        for each in waiting
        if not each.was_answered and each.created_at < late_before[each.zone]
    )
    return {opening_id: Tally(late=number) for opening_id, number in late.items()}


def tally_by(
    counts: Iterable[OutcomeCount], key: Callable[[OutcomeCount], KeyT], promised_days: int
) -> dict[KeyT, Tally]:
    """Groups the referrals by what `key` returns, and returns the tally of each group."""
    groups: dict[KeyT, list[OutcomeCount]] = defaultdict(list)
    for each in counts:
        groups[key(each)].append(each)
    return {group_key: _to_tally(group, promised_days) for group_key, group in groups.items()}


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
    """Groups the referrals by what `key` returns, and returns how many each group has."""
    sums: dict[KeyT, int] = defaultdict(int)
    for each in counts:
        sums[key(each)] += each.referrals
    return sums


def count_answer_days(counts: Iterable[OutcomeCount]) -> dict[int, int]:
    """How many referrals had their first answer after 0, 1, 2 … working days, by these days."""
    numbers = count_by(counts, lambda each: each.answer_days)
    return {days: number for days, number in numbers.items() if days is not None}


def find_percentile(counts: Mapping[int, int], share: float) -> int | None:
    """The percentile by the nearest-rank method, or None if there are no values.

    `counts` has how often each value occurs. The result is always one of the values, and never a
    mean of two.
    """
    rank = max(math.ceil(share * sum(counts.values())), 1)
    values_so_far = 0
    for value in sorted(counts):
        values_so_far += counts[value]
        if values_so_far >= rank:
            return value
    return None


def count_funnel(counts: Mapping[Stage, int]) -> dict[Stage, int]:
    """How many referrals reached each stage of the funnel or a later one.

    `counts` has the number of referrals by the furthest stage that they reached.
    """
    return {
        stage: sum(counts.get(further, 0) for further in FUNNEL[index:])
        for index, stage in enumerate(FUNNEL)
    }


def combine_small(sizes: Mapping[KeyT, int], others: int = 0) -> tuple[list[KeyT], bool]:
    """Which groups to show alone, the largest first, and whether to show the rest as one group.

    The rest are the groups of fewer than `GROUP_MIN` referrals, and `others`, which is the number
    of referrals without a group. If the rest itself has fewer than `GROUP_MIN`, the smallest of the
    large groups are added until it has enough, because anybody could compute the rest from the
    total. If no group is left to show alone, the rest is not shown either.
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
    """One group for each opening, the largest first. The combined small ones come last.

    `tallies` and `names` are by opening id. The tally of general referrals is under None.
    """
    by_opening = {name: tallies[id_] for id_, name in names.items() if id_ in tallies}
    general = tallies.get(None, Tally())
    return _to_groups(by_opening, general, lambda opening: (opening.ref, opening.title))


def group_by_team(
    tallies: Mapping[int | None, Tally], names: Mapping[int, OpeningName]
) -> tuple[Group, ...]:
    """One group for each team, with the arguments and in the order of `group_by_opening`."""
    by_team: dict[str, Tally] = {}
    for id_, name in names.items():
        by_team[name.team] = by_team.get(name.team, Tally()) + tallies.get(id_, Tally())
    return _to_groups(by_team, tallies.get(None, Tally()), lambda team: (team, ""))


def group_by_depth(tallies: Mapping[Depth, Tally]) -> tuple[Group, ...]:
    """One group for each depth, from LEAD to ADVOCATED. The combined small ones come last."""
    groups = _to_groups(tallies, Tally(), lambda depth: (depth.value, ""))
    names_in_order = [*(depth.value for depth in Depth), ""]
    return tuple(sorted(groups, key=lambda group: names_in_order.index(group.name)))


def _to_groups(
    tallies: Mapping[KeyT, Tally], others: Tally, describe: Callable[[KeyT], tuple[str, str]]
) -> tuple[Group, ...]:
    """The groups to show. `others` is the tally of referrals that never have a group of their own.

    `describe` returns the `name` and the `detail` of a group.
    """
    sizes = {key: tally.referrals for key, tally in tallies.items()}
    shown, has_rest = combine_small(sizes, others.referrals)
    groups = [Group(*describe(key), tallies[key]) for key in shown]
    if has_rest:
        shown_keys = set(shown)
        rest = [tally for key, tally in tallies.items() if key not in shown_keys]
        groups.append(Group(name="", detail="", tally=sum(rest, others)))
    return tuple(groups)


def count_own(counts: Sequence[OutcomeCount], promised_days: int) -> OwnFigures:
    """How the referrals of one advocate fared, if at least `OWN_OUTCOMES_MIN` of them ended."""
    total = _to_tally(counts, promised_days)
    if total.ended < OWN_OUTCOMES_MIN:
        return OwnFigures(total.ended, total=None)
    median_days = find_percentile(count_answer_days(counts), MEDIAN)
    return OwnFigures(total.ended, total, median_days)


def add_late(
    tallies: Mapping[int | None, Tally], late: Mapping[int | None, Tally]
) -> dict[int | None, Tally]:
    """The tallies by opening id, with the numbers from `count_late` added."""
    return {id_: tally + late.get(id_, Tally()) for id_, tally in tallies.items()}
