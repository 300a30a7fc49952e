"""Brings a candidate who had "not now" back to the desk on the day that was chosen.

Starts when a referral ends with such a day. Ends when the owner has decided about a second look.
"""

from __future__ import annotations

from domain.follow_ups import FollowUpKind, NewFollowUp
from domain.referrals import Referral
from domain.working_time import first_civil_time_on
from services.context import Context
from services.people import find_rules, find_today, list_other_possible_owners
from storage import follow_ups, referrals

KIND = FollowUpKind.RETURN
LISTED_MAX = 1000  # planned returns of one owner who leaves


def plan_return(context: Context, referral: Referral) -> None:
    """Plans the question to the owner on the day of return, if there is one."""
    if referral.return_on is None:
        return
    rules = find_rules(context, referral.owner)
    due_at = first_civil_time_on(referral.return_on, rules.zone, rules.hours)
    new = NewFollowUp(KIND, referral.id, referral.id, referral.owner, due_at)
    follow_ups.plan_many(context.transaction, context.workspace.id, [new], context.now)


def has_return_ahead(context: Context, referral: Referral) -> bool:
    """Whether the day on which the candidate is looked at again is still to come."""
    today = find_today(context, referral.owner)
    return referral.return_on is not None and today < referral.return_on


def pass_on(context: Context, user_id: str) -> None:
    """Passes the planned returns of someone who has left to the next possible owners."""
    transaction, workspace_id = context.transaction, context.workspace.id
    own = follow_ups.list_open(transaction, workspace_id, user_id, LISTED_MAX, kinds=(KIND,))
    found = referrals.find_many(transaction, workspace_id, [each.subject_id for each in own])
    new = []
    for each in own:
        referral = found.get(each.subject_id)
        others = list_other_possible_owners(context, referral) if referral else []
        successor = next((other for other in others if other != user_id), None)
        if successor is not None:
            new.append(NewFollowUp(KIND, each.subject_id, each.subject_id, successor, each.due_at))
    follow_ups.plan_many(transaction, workspace_id, new, context.now)
