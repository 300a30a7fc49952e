"""Pauses an opening until a day on which someone decides how to go on.

On that day somebody in charge is asked whether to reopen the opening, to pause it longer or to end
it. Its referrals stay open, and their advocates are told of each change.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.errors import FieldError
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.messages import OpeningPaused
from domain.openings import Opening, OpeningStatus
from domain.pauses import PAUSE_DAYS_MAX, default_decision_day
from domain.working_time import first_civil_time_on
from services import follow_ups, history, outbox
from services.context import Context, group_by_workspace
from services.people import find_time_zone, find_today, list_possible_owners
from storage import endorsements, opening_referrals, openings
from storage import follow_ups as stored_follow_ups
from storage.engine import Transaction


def check_decision_day(context: Context, until: date | None) -> date:
    """Returns `until`. Raises `FieldError("until")` if it is missing, past or too far away."""
    today = find_today(context)
    if until is None:
        raise FieldError("until", "missing_date")
    if until <= today:
        raise FieldError("until", "past_date")
    if until > today + timedelta(days=PAUSE_DAYS_MAX):
        raise FieldError("until", "far_date")
    return until


def plan_decision(context: Context, opening: Opening, until: date) -> None:
    """Plans the question for the day `until`. It goes to the best choice among possible owners."""
    close_decision(context, opening)
    possible = list_possible_owners(context, opening)
    decider = possible[0] if possible else opening.posted_by
    zone = find_time_zone(context, decider)
    due_at = first_civil_time_on(until, zone, context.policy.hours)
    period = f"{until.isoformat()}:{opening.version}"  # each pause has a question of its own
    new = NewFollowUp(
        FollowUpKind.PAUSE,
        opening.id,
        referral_id=None,
        member=decider,
        due_at=due_at,
        period=period,
    )
    stored_follow_ups.plan_many(context.transaction, opening.workspace_id, [new], context.now)


def close_decision(context: Context, opening: Opening) -> None:
    """Closes the question about a pause that has ended or has a new last day."""
    follow_ups.close_matching(
        context, FollowUpState.DONE, kinds=[FollowUpKind.PAUSE], subject_id=opening.id
    )


def extend_pause(context: Context, opening: Opening, until: date) -> Opening | None:
    """Extends the pause and returns the opening. None if `opening` is not its newest version."""
    extended = openings.set_status(
        context.transaction, opening, OpeningStatus.PAUSED, now=context.now, paused_until=until
    )
    if extended is None:
        return None
    history_id = history.add_line(
        context, "opening.paused_longer", "opening", opening.id, until=until.isoformat()
    )
    plan_decision(context, extended, until)
    queue_pause_news(context, extended, history_id)
    return extended


def queue_pause_news(context: Context, opening: Opening, history_id: int) -> None:
    """Tells every advocate with an open referral whether the opening is paused, and until when.

    `history_id` is the history line of the change.
    """
    workspace_id = opening.workspace_id
    found = opening_referrals.list_open_by_opening(context.transaction, workspace_id, opening.id)
    by_referral = endorsements.list_current_by_referrals(
        context.transaction, workspace_id, [referral.id for referral in found]
    )
    intents = []
    for referral in found:
        news = OpeningPaused(referral.id, opening.status, opening.paused_until)
        for endorsement in by_referral[referral.id]:
            advocate = endorsement.advocate
            intents.append(news.to_intent(advocate, f"{advocate}:{history_id}"))
    outbox.queue_many(context, intents)


def plan_missing_decisions(transaction: Transaction, now: datetime, limit: int) -> int:
    """Sets the day for openings that an older release paused without one.

    Returns how many of at most `limit` openings there were.
    """
    paused = openings.list_paused_without_date(transaction, limit)
    for context, in_workspace in group_by_workspace(transaction, paused, now):
        for opening in in_workspace:
            extend_pause(context, opening, default_decision_day(now.date()))
    return len(paused)
