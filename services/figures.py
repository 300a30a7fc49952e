"""Loads the figures about referrals that a person may see, and sends them as charts.

Loading makes a constant number of queries, however many referrals there are.
"""

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
    """Returns the period from `first` to `last`, two days that the actor entered.

    Raises `FormError` if a day is missing, in the future, too long ago or in the wrong order.
    """
    return check_period(first, last, find_today(context))


def load_figures_page(context: Context, period: Period) -> FiguresPage:
    """Loads the figures that the actor may see: of their own referrals, and by role of others'.

    Raises `NotAllowedError` for guests.
    """
    scope, zone = find_scope(context.actor), find_time_zone(context)
    own = _load_own(context, period, zone)
    shared = None
    if scope is not FiguresScope.OWN_REFERRALS:
        manager = context.actor.user_id if scope is FiguresScope.OWN_OPENINGS else None
        shared = load_figures(context, period, zone, manager=manager)
    return FiguresPage(find_today(context), scope, period, shared, own)


def load_figures(
    context: Context, period: Period, zone: ZoneInfo, *, manager: str | None = None
) -> Figures:
    """Loads the figures of all openings, or of those of the hiring manager `manager` (a user id).

    Checks no permission.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    start, end = period_bounds(period, zone)
    wanted = FiguresFilter(start, end, manager=manager)
    rule = _find_answer_rule(context)
    waiting = stored.list_waiting(transaction, workspace_id, wanted)  # of any date
    waiting_in_period = [each for each in waiting if start <= each.created_at < end]
    counts = stored.count_outcomes(transaction, workspace_id, wanted)
    tallies = counting.add_late(
        counting.tally_by(counts, lambda each: each.opening_id, rule.days),
        counting.count_late(waiting_in_period, rule),
    )
    names = stored.list_opening_names(transaction, workspace_id)
    answer_days = counting.count_answer_days(counts)
    return Figures(
        period=period,
        total=sum(tallies.values(), Tally()),
        funnel=counting.count_funnel(counting.count_by(counts, lambda each: each.furthest_stage)),
        median_days=counting.find_percentile(answer_days, counting.MEDIAN),
        slowest_days=counting.find_percentile(answer_days, counting.SLOW_SHARE),
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
    """Queues a message to the actor with charts of the figures.

    Raises `NotAllowedError` for people who see only their own figures: these have no charts.
    """
    if find_scope(context.actor) is FiguresScope.OWN_REFERRALS:
        raise NotAllowedError("stats")
    user_id = context.actor.user_id
    # With the second in it, a double click queues one message, and a later click another one.
    request_key = join_key(period.first, period.last, context.now.isoformat(timespec="seconds"))
    payload = FiguresSent(subject_id=0, period=period)
    outbox.queue(context, payload, to=user_id, occasion=f"{user_id}:{request_key}")


def load_message(
    context: Context, payload: FiguresSent, delivery: Delivery
) -> FiguresPage | Dropped:
    """Loads the figures that the recipient may see now, when the message is sent."""
    actor = find_actor(context, delivery.recipient)
    if actor is None:
        return Dropped("not_allowed")
    try:
        page = load_figures_page(replace(context, actor=actor), payload.period)
    except NotAllowedError:
        return Dropped("not_allowed")
    return page if page.shared is not None else Dropped("not_allowed")


def _load_trend(
    context: Context, wanted: FiguresFilter, period: Period, zone: ZoneInfo
) -> tuple[TrendPoint, ...]:
    """Loads the points of the trend chart, such as one for each month of the period."""
    bounds = point_bounds(period, zone)
    counts = stored.count_points(context.transaction, context.workspace.id, wanted, bounds)
    labels = label_points(period).values()
    return tuple(
        TrendPoint(label, *counts.get(index, (0, 0))) for index, label in enumerate(labels)
    )


def _load_own(context: Context, period: Period, zone: ZoneInfo) -> OwnFigures:
    """Loads the figures of the referrals that the actor endorsed."""
    start, end = period_bounds(period, zone)
    wanted = FiguresFilter(start, end, advocate=context.actor.user_id)
    counts = stored.count_outcomes(context.transaction, context.workspace.id, wanted)
    return counting.count_own(counts, _find_answer_rule(context).days)


def _find_answer_rule(context: Context) -> AnswerRule:
    """Returns the rule by which an answer is late: after the day of the owner's first reminder.

    In a workspace without reminders, the default cadence decides which day that would be.
    """
    policy = context.policy
    days = (policy.recruiter_answer.working_days or RECRUITER_ANSWER_CADENCE.working_days)[0]
    return AnswerRule(days, policy.hours, policy.default_tz, context.now)
