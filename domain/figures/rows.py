"""The rows of the file of figures: one for each number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Final

from domain.figures.values import Figures, Group

COLUMNS: Final = ("first_day", "last_day", "part", "name", "figure", "value")
OTHERS: Final = "others"  # The name of the groups that are too small to be shown alone.


def list_figure_rows(figures: Figures) -> list[dict[str, str]]:
    """The values by column. A figure that is not known has no row."""
    period = figures.period
    days = {"first_day": period.first.isoformat(), "last_day": period.last.isoformat()}
    return [
        {**days, "part": part, "name": name, "figure": figure, "value": str(value)}
        for part, name, figure, value in _list_numbers(figures)
        if value is not None
    ]


def _list_numbers(figures: Figures) -> Iterator[tuple[str, str, str, int | None]]:
    overall: Mapping[str, int | None] = {
        **asdict(figures.total),
        "median_days": figures.median_days,
        "slowest_days": figures.slowest_days,
        "promised_days": figures.promised_days,
        "silent_now": figures.silent_now,
        "people": figures.advocates.people,
        "people_before": figures.advocates.repeated,
        **{f"nudges_{name}": count for name, count in asdict(figures.nudges).items()},
    }
    for figure, value in overall.items():
        yield "all", "", figure, value
    for stage, count in figures.funnel.items():
        yield "funnel", stage.value, "referrals", count
    yield from _list_groups("depth", figures.by_depth)
    yield from _list_groups("team", figures.by_team)
    yield from _list_groups("opening", figures.by_opening)
    for point in figures.trend:
        yield "time", point.label, "referrals", point.referrals
        yield "time", point.label, "hired", point.hired


def _list_groups(part: str, groups: Iterable[Group]) -> Iterator[tuple[str, str, str, int]]:
    for group in groups:
        for figure, value in asdict(group.tally).items():
            yield part, group.name or OTHERS, figure, value
