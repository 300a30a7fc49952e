"""The rules of counting.

Nobody can find one person in what is shown: groups of fewer than `GROUP_MIN` referrals are not
shown on their own.
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
    Waiting,
)
from domain.stages import STAGE_PATH, Stage
from domain.working_time import CivilHours, time_zone, working_days_between

GROUP_MIN: Final = 5
OWN_OUTCOMES_MIN: Final = 5  # From this many on, an advocate sees how their words fared.
MEDIAN: Final = 0.5
SLOW_SHARE: Final = 0.9
FUNNEL: Final = STAGE_PATH[1:]
INTERVIEWED: Final = frozenset(STAGE_PATH[STAGE_PATH.index(Stage.INTERVIEWING) :])
KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """When an answer is in time: within `days` working days of its owner.

    `default_tz` is the zone of owners without one, and `now` (UTC) the moment of counting.
    """

    days: int
    hours: CivilHours
    default_tz: str
    now: datetime

    def late_before(self, zone: str | None) -> datetime:
        """Who has waited since before this moment (UTC), by the days of this zone, waits too long.

        It is the end of the last day from which more than `days` working days lie until today.
        """
        tz = time_zone(zone, self.default_tz)
        noon = datetime.combine(self.now.astimezone(tz).date(), time(12), tzinfo=tz)
        day = noon - timedelta(days=self.days + 1)
        while working_days_between(day, noon, tz, self.hours) <= self.days:
            day -= timedelta(days=1)
        midnight = datetime.combine(day.date() + timedelta(days=1), time(0), tzinfo=tz)
        return midnight.astimezone(UTC)

    def find_limits(self, waiting: Iterable[Waiting]) -> dict[str | None, datetime]:
        """`late_before` by the time zones of those who wait, which are few."""
        return {zone: self.late_before(zone) for zone in {each.zone for each in waiting}}


def count_silent(waiting: Sequence[Waiting], rule: AnswerRule) -> int:
    """How many referrals wait longer for an answer than was promised.

    A referral that was reopened, or moved to another opening, waits since then.
    """
    limits = rule.find_limits(waiting)
    return sum(each.since < limits[each.zone] for each in waiting)


def count_late(waiting: Sequence[Waiting], rule: AnswerRule) -> dict[int | None, Tally]:
    """By opening: the referrals that had no answer at all in time."""
    limits = rule.find_limits(waiting)
    late = Counter(
        each.opening_id
        for each in waiting
        if not each.was_answered and each.created_at < limits[each.zone]
    )
    return {opening_id: Tally(late=number) for opening_id, number in late.items()}


def count_by(
    counts: Iterable[OutcomeCount], key: Callable[[OutcomeCount], KeyT], promised_days: int
) -> dict[KeyT, Tally]:
    """What became of the referrals, by what they have in common."""
    groups: dict[KeyT, list[OutcomeCount]] = defaultdict(list)
    for each in counts:
        groups[key(each)].append(each)
    return {value: _tally(group, promised_days) for value, group in groups.items()}


def _tally(counts: Sequence[OutcomeCount], promised_days: int) -> Tally:
    answer_days = count_answer_days(counts)
    stages = sum_by(counts, lambda each: each.stage)
    return Tally(
        referrals=sum(each.referrals for each in counts),
        answered=sum(answer_days.values()),
        in_time=sum(number for days, number in answer_days.items() if days <= promised_days),
        interviewed=sum(each.referrals for each in counts if each.furthest_stage in INTERVIEWED),
        hired=stages.get(Stage.HIRED, 0),
        not_now=stages.get(Stage.NOT_NOW, 0),
        withdrawn=stages.get(Stage.WITHDRAWN, 0),
    )


def sum_by(counts: Iterable[OutcomeCount], key: Callable[[OutcomeCount], KeyT]) -> dict[KeyT, int]:
    """How many referrals there are by what they have in common."""
    sums: dict[KeyT, int] = defaultdict(int)
    for each in counts:
        sums[key(each)] += each.referrals
    return sums


def count_answer_days(counts: Iterable[OutcomeCount]) -> dict[int, int]:
    """How often the first answer took each number of working days."""
    days = sum_by(counts, lambda each: each.answer_days)
    return {day: number for day, number in days.items() if day is not None}


def find_percentile(counts: Mapping[int, int], share: float) -> int | None:
    """The smallest value that at least this share of the values does not exceed.

    `counts` says how often there is each value. That is the nearest rank: always one of the values,
    never a mean of two. None without values.
    """
    rank = max(math.ceil(share * sum(counts.values())), 1)
    for value in sorted(counts):
        rank -= counts[value]
        if rank <= 0:
            return value
    return None


def count_funnel(counts: Mapping[Stage, int]) -> dict[Stage, int]:
    """How many referrals came to each stage, or beyond it, by how many came to which at most."""
    return {
        stage: sum(counts.get(further, 0) for further in FUNNEL[index:])
        for index, stage in enumerate(FUNNEL)
    }


def combine_small(sizes: Mapping[KeyT, int], others: int = 0) -> tuple[list[KeyT], bool]:
    """The groups that are shown, the largest first, and whether the rest is shown together.

    The small groups are put together with `others`, which belong to no group. Where they are too
    few even then, the smallest of the other groups join them, so that nobody finds them by
    subtracting from the total. Where that leaves nothing to tell apart, no group is shown.
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
    """The openings by their refs, the largest first, and last all that are not shown alone."""
    named = {name: tallies[id_] for id_, name in names.items() if id_ in tallies}
    return _show(named, tallies.get(None, Tally()), lambda name: (name.ref, name.title))


def group_by_team(
    tallies: Mapping[int | None, Tally], names: Mapping[int, OpeningName]
) -> tuple[Group, ...]:
    """The teams, in the order of `group_by_opening`."""
    by_team: dict[str, Tally] = {}
    for id_, name in names.items():
        by_team[name.team] = by_team.get(name.team, Tally()) + tallies.get(id_, Tally())
    return _show(by_team, tallies.get(None, Tally()), lambda team: (team, ""))


def group_by_depth(tallies: Mapping[Depth, Tally]) -> tuple[Group, ...]:
    """The depths that may be shown, from the lead to the deepest one."""
    groups = _show(tallies, Tally(), lambda depth: (depth.value, ""))
    order = [*(depth.value for depth in Depth), ""]
    return tuple(sorted(groups, key=lambda group: order.index(group.name)))


def _show(
    tallies: Mapping[KeyT, Tally], others: Tally, name_of: Callable[[KeyT], tuple[str, str]]
) -> tuple[Group, ...]:
    """`others` are referrals for no opening, which are never shown alone."""
    left = dict(tallies)
    sizes = {key: tally.referrals for key, tally in tallies.items()}
    shown, has_rest = combine_small(sizes, others.referrals)
    groups = [Group(*name_of(key), left.pop(key)) for key in shown]
    if has_rest:
        groups.append(Group("", "", sum(left.values(), others)))
    return tuple(groups)


def count_own(counts: Sequence[OutcomeCount], promised_days: int) -> OwnFigures:
    """How the words of one advocate fared, from `OWN_OUTCOMES_MIN` outcomes on."""
    total = _tally(counts, promised_days)
    if total.ended < OWN_OUTCOMES_MIN:
        return OwnFigures(total.ended, None)
    return OwnFigures(total.ended, total, find_percentile(count_answer_days(counts), MEDIAN))


def with_late(
    tallies: Mapping[int | None, Tally], late: Mapping[int | None, Tally]
) -> dict[int | None, Tally]:
    """The tallies of openings together with the referrals that had no answer in time."""
    return {id_: tally + late.get(id_, Tally()) for id_, tally in tallies.items()}
