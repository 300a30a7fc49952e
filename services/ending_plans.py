"""Plans how the open referrals of an opening end, once it is filled or closed.

The person who decides is told the date. `services.endings` carries the endings out.
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

FORM_TIME = timedelta(hours=1)  # for the form that follows when someone ends an opening


def plan_endings(context: Context, opening: Opening) -> int:
    """Plans the end of every open referral of an opening that was filled or closed.

    The person who decides gets a message with the date. Returns the number of open referrals.
    """
    decider = choose_decider(context, opening)
    due_at = _decision_time(context, decider)
    number = endings.plan_for_opening(context.transaction, opening.workspace_id, opening.id, due_at)
    if number and decider is not None:
        history_id = history.add_line(context, "opening.endings_planned", "opening", opening.id)
        # Whoever has ended the opening in a form usually decides in the form that follows it.
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
    return number


def _decision_time(context: Context, decider: str | None) -> datetime:
    rules = find_rules(context, decider)
    due_at = next_nudge_time(TIME_TO_DECIDE, context.now, 0, rules.zone, rules.hours)
    assert due_at is not None  # noqa: S101 - the cadence has a day
    return due_at


def choose_decider(context: Context, opening: Opening) -> str | None:
    """The user id of the person who decides: whoever ended the opening, or else its recruiter.

    None if nobody in the workspace may decide.
    """
    possible = list_possible_owners(context, opening)
    if context.actor.user_id in possible:
        return context.actor.user_id
    return next(iter(possible), None)
