"""The two tables of figures as rows of cells, for Slack and for a terminal.

The first row of each table is its heading.
"""

from __future__ import annotations

from domain.figures.values import Figures, Group, Tally
from views.figures.texts import (
    FUNNEL_WORDS,
    depth_name,
    describe_period,
    format_count,
    format_percentage,
    group_name,
)


def overview_rows(figures: Figures) -> list[tuple[str, str]]:
    """The figures of the whole period. Each row has a figure's name and its formatted value."""
    total, nudges = figures.total, figures.nudges
    rows = [
        ("Figure", describe_period(figures.period)),
        ("Referrals", f"{total.referrals:,}"),
        ("People who referred someone", f"{figures.advocates.people:,}"),
        ("… who have referred more than once", f"{figures.advocates.repeated:,}"),
        ("First answer, half of them within", _format_days(figures.median_days)),
        ("First answer, nine in ten within", _format_days(figures.slowest_days)),
        (
            f"Answered within {format_count(figures.promised_days, 'working day')}",
            format_percentage(total.in_time, total.answered_or_late),
        ),
        ("Waiting longer than that now", f"{figures.silent_now:,}"),
    ]
    rows += [
        (f"Referrals that came as far as “{words}”", f"{figures.funnel[stage]:,}")
        for stage, words in FUNNEL_WORDS.items()
    ]
    rows += [
        ("Reminders sent", f"{nudges.sent:,}"),
        ("… about things that were answered", f"{nudges.answered:,}"),
        ("… about things that were ignored", f"{nudges.ignored:,}"),
    ]
    return rows


def group_rows(figures: Figures, groups_max: int | None = None) -> list[tuple[str | int, ...]]:
    """How referrals went: all of them, then by depth, by team and by opening.

    A depth says how much the advocate has done for the candidate. With `groups_max`, there are only
    so many teams and openings, those with the most referrals. None means all of them.
    """
    teams, openings = figures.by_team[:groups_max], figures.by_opening[:groups_max]
    return [
        ("Group", "Referrals", "In time", "Interviewed", "Hired"),
        ("All", *_tally_cells(figures.total)),
        *(_group_row(f"Depth: {depth_name(each)}", each) for each in figures.by_depth),
        *(_group_row(_team_name(each), each) for each in teams),
        *(_group_row(group_name(each, "Other openings"), each) for each in openings),
    ]


def _team_name(group: Group) -> str:
    return f"Team: {group.name}" if group.name else "Other teams"


def _group_row(name: str, group: Group) -> tuple[str | int, ...]:
    return (name, *_tally_cells(group.tally))


def _tally_cells(tally: Tally) -> tuple[str | int, ...]:
    in_time = format_percentage(tally.in_time, tally.answered_or_late)
    return (tally.referrals, in_time, tally.interviewed, tally.hired)


def _format_days(days: int | None) -> str:
    return "–" if days is None else format_count(days, "working day")


def cell_text(cell: str | int) -> str:
    """The cell as people read it: a number with separators between the thousands."""
    return f"{cell:,}" if isinstance(cell, int) else cell
