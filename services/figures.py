"""Loads the figures of a period that a person may see, in a constant number of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from domain.cadence import RECRUITER_ANSWER_CADENCE
from domain.errors import NotAllowedError
from domain.figures import counting
from domain.figures.counting import AnswerRule
from domain.figures.periods import (
    Period,
    check_period,
    label_points,
    period_bounds,
    point_bounds,
)
from domain.figures.values import (
    Figures,
    FiguresPage,
    FiguresScope,
    OwnFigures,
    Tally,
    TrendPoint,
    find_scope,
)
from domain.figures_messages import FiguresSent
from domain.message_payload import Delivery, join_key
from domain.outcomes import Dropped
from services import outbox
from services.context import Context
from services.people import find_actor, find_time_zone, find_today
from storage import figures as stored
from storage.figures import FiguresFilter


def choose_period(context: Context, first: date | None, last: date | None) -> Period:
    """The period between two days. Raises `FormError`."""
    return check_period(first, last, find_today(context))


def load_figures_page(context: Context, period: Period) -> FiguresPage:
    """Loads the figures that the actor may see. Raises `NotAllowedError` for guests."""
    scope, zone = find_scope(context.actor), find_time_zone(context)
    start, end = period_bounds(period, zone)
    own = FiguresFilter(start, end, advocate=context.actor.user_id)
    shared = None
    if scope is not FiguresScope.OWN_REFERRALS:
        manager = context.actor.user_id if scope is FiguresScope.OWN_OPENINGS else None
        shared = load_figures(context, period, zone, manager=manager)
    return FiguresPage(find_today(context), scope, period, shared, _load_own(context, own))


def load_figures(
    context: Context, period: Period, zone: ZoneInfo, *, manager: str | None = None
) -> Figures:
    """Loads the figures of all openings, or of those that `manager` runs. Checks no permission."""
    transaction, workspace_id = context.transaction, context.workspace.id
    start, end = period_bounds(period, zone)
    wanted, rule = FiguresFilter(start, end, manager=manager), _answer_rule(context)
    waiting = stored.list_waiting(transaction, workspace_id, wanted)
    late = counting.count_late([each for each in waiting if start <= each.created_at < end], rule)
    counts = stored.count_outcomes(transaction, workspace_id, wanted)
    tallies = counting.tally_by(counts, lambda each: each.opening_id, rule.days)
    tallies = counting.add_late(tallies, late)
    names = stored.list_opening_names(transaction, workspace_id)
    days = counting.count_answer_days(counts)
    return Figures(
        period=period,
        total=sum(tallies.values(), Tally()),
        funnel=counting.count_funnel(counting.count_by(counts, lambda each: each.furthest_stage)),
        median_days=counting.find_percentile(days, counting.MEDIAN),
        slowest_days=counting.find_percentile(days, counting.SLOW_SHARE),
        promised_days=rule.days,
        silent_now=counting.count_silent(waiting, rule),
        advocates=stored.count_advocates(transaction, workspace_id, wanted),
        nudges=stored.count_nudges(transaction, workspace_id, wanted),
        by_depth=counting.group_by_depth(
            counting.tally_by(counts, lambda each: each.depth, rule.days)
        ),
        by_team=counting.group_by_team(tallies, names),
        by_opening=counting.group_by_opening(tallies, names),
        trend=_load_trend(context, wanted, period, zone),
    )


def send_charts(context: Context, period: Period) -> None:
    """Queues the message with the charts, to the actor.

    Raises `NotAllowedError` for people who see only their own figures.
    """
    if find_scope(context.actor) is FiguresScope.OWN_REFERRALS:
        raise NotAllowedError("stats")
    occasion = join_key(period.first, period.last, context.now.isoformat(timespec="seconds"))
    payload = FiguresSent(subject_id=0, period=period)
    outbox.queue(
        context, payload, to=context.actor.user_id, occasion=f"{context.actor.user_id}:{occasion}"
    )


def load_message(
    context: Context, payload: FiguresSent, delivery: Delivery
) -> FiguresPage | Dropped:
    """Loads the figures that the recipient may see at the time of sending."""
    actor = find_actor(context, delivery.recipient)
    try:
        page = load_figures_page(replace(context, actor=actor), payload.period) if actor else None
    except NotAllowedError:
        page = None
    return page if page is not None and page.shared is not None else Dropped("not_allowed")


def _load_trend(
    context: Context, wanted: FiguresFilter, period: Period, zone: ZoneInfo
) -> tuple[TrendPoint, ...]:
    bounds = point_bounds(period, zone)
    counts = stored.count_points(context.transaction, context.workspace.id, wanted, bounds)
    labels = label_points(period).values()
    return tuple(
        TrendPoint(label, *counts.get(index, (0, 0))) for index, label in enumerate(labels)
    )


def _load_own(context: Context, wanted: FiguresFilter) -> OwnFigures:
    counts = stored.count_outcomes(context.transaction, context.workspace.id, wanted)
    return counting.count_own(counts, _answer_rule(context).days)


def _answer_rule(context: Context) -> AnswerRule:
    """An answer is late after the working days that pass before the owner's first reminder.

    In a workspace without reminders, the default cadence counts.
    """
    policy = context.policy
    days = (policy.recruiter_answer.working_days or RECRUITER_ANSWER_CADENCE.working_days)[0]
    return AnswerRule(days, policy.hours, policy.default_tz, context.now)
