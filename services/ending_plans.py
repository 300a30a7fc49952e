"""Plans how the open referrals of an opening end after the opening was filled or closed.

Each gets a date. Until then somebody (the decider) can choose another ending. `services.endings`
carries the endings out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.cadence import next_nudge_time
from domain.endings import TIME_TO_DECIDE
from domain.messages import OpeningEnded
from domain.openings import Opening
from domain.working_time import next_civil_time
from services import history, outbox
from services.context import Context
from services.people import find_rules, list_possible_owners
from storage import endings

# The decider who ended the opening sees a form for the endings at once. The message comes only
# after this time, and is not needed if the form has been used.
FORM_TIME = timedelta(hours=1)


def plan_endings(context: Context, opening: Opening) -> int:
    """Plans the end of every open referral of an opening that was filled or closed.

    Tells the decider the date in a message. Returns the number of open referrals.
    """
    decider = choose_decider(context, opening)
    due_at = _find_deadline(context, decider)
    referral_count = endings.plan_for_opening(
        context.transaction, opening.workspace_id, opening.id, due_at
    )
    if referral_count and decider is not None:
        history_id = history.add_line(context, "opening.endings_planned", "opening", opening.id)
        not_before = None
        if decider == context.actor.user_id:
            rules = find_rules(context, decider)
            not_before = next_civil_time(context.now + FORM_TIME, rules.zone, rules.hours)
        outbox.queue(
            context,
            OpeningEnded(opening.id),
            to=decider,
            occasion=str(history_id),
            not_before=not_before,
        )
    return referral_count


def _find_deadline(context: Context, decider: str | None) -> datetime:
    """When the referrals end unless somebody decides before (UTC), in the decider's civil hours."""
    rules = find_rules(context, decider)
    due_at = next_nudge_time(TIME_TO_DECIDE, context.now, 0, rules.zone, rules.hours)
    assert due_at is not None  # noqa: S101 - the cadence has one day
    return due_at


def choose_decider(context: Context, opening: Opening) -> str | None:
    """The user id of the person who decides about the open referrals.

    It is the actor if they could own a referral for the opening, or else the first one who could,
    usually the opening's recruiter. None if nobody in the workspace could.
    """
    possible = list_possible_owners(context, opening)
    if context.actor.user_id in possible:
        return context.actor.user_id
    return next(iter(possible), None)
