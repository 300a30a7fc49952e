"""Brings a candidate who had "not now" back to the desk on the day that was chosen.

Starts when a referral ends with such a day. Ends when someone at the desk has decided about a
second look. Until then the advocates get the weekly note, from a week after that day on.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from domain.cadence import next_heartbeat_time
from domain.errors import NotFoundError, StaleError
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.messages import Acknowledgement, SecondLookTaken
from domain.referrals import Referral
from domain.stages import Stage
from domain.working_time import first_civil_time_on
from services import history, outbox
from services.context import Context
from services.follow_ups import close_matching, queue_edits_of_all
from services.people import find_rules, find_today, list_other_possible_owners
from storage import endorsements, follow_ups, referrals

KIND = FollowUpKind.RETURN
LISTED_MAX = 1000  # planned returns of one owner who leaves


def plan_return(context: Context, referral: Referral) -> None:
    """Plans the question to the owner on the day of return, if there is one.

    A return that was planned before is planned again.
    """
    if referral.return_on is None:
        return
    rules = find_rules(context, referral.owner)
    due_at = first_civil_time_on(referral.return_on, rules.zone, rules.hours)
    new = NewFollowUp(KIND, referral.id, referral.id, referral.owner, due_at)
    follow_ups.plan_many(context.transaction, context.workspace.id, [new], context.now)
    _plan_notes(context, referral)


def _plan_notes(context: Context, referral: Referral) -> None:
    """Plans the weekly note to the advocates, the first one a week after the day of return."""
    if referral.return_on is None:
        return
    new = []
    for advocate in _list_advocates(context, referral):
        rules = find_rules(context, advocate)
        returns_at = first_civil_time_on(referral.return_on, rules.zone, rules.hours)
        due_at = next_heartbeat_time(
            returns_at, context.policy.heartbeat_days, rules.zone, rules.hours
        )
        kind = FollowUpKind.HEARTBEAT
        new.append(NewFollowUp(kind, referral.id, referral.id, advocate, due_at, period=advocate))
    follow_ups.plan_many(context.transaction, context.workspace.id, new, context.now)


def _list_advocates(context: Context, referral: Referral) -> list[str]:
    current = endorsements.list_current(context.transaction, referral.workspace_id, referral.id)
    return [each.advocate for each in current]


def has_return_ahead(context: Context, referral: Referral) -> bool:
    """Whether the day on which the candidate is looked at again is still to come."""
    today = find_today(context, referral.owner)
    return referral.return_on is not None and today < referral.return_on


def record_no(context: Context, referral_id: int) -> None:
    """Stores that the second look changed nothing, and tells the advocates.

    Raises `NotFoundError`, and `StaleError` if the referral has changed.
    """
    referral = _find_not_now(context, referral_id)
    if not referrals.change(context.transaction, referral, return_on=None):
        raise StaleError("referral", referral.stage.value)
    kinds = (FollowUpKind.HEARTBEAT,)
    close_matching(context, FollowUpState.CANCELLED, referral=referral, kinds=kinds)
    _tell_advocates(context, referral, None)


def record_new_day(context: Context, referral_id: int, until: datetime) -> None:
    """Moves the second look to the day of `until` (UTC) at the actor's place.

    The advocates are told if the weekly note would not say it before that day. Raises what
    `record_no` raises.
    """
    referral = _find_not_now(context, referral_id)
    day = until.astimezone(find_rules(context).zone).date()
    if not referrals.change(context.transaction, referral, return_on=day):
        raise StaleError("referral", referral.stage.value)
    if day - find_today(context) >= timedelta(days=context.policy.heartbeat_days):
        _plan_notes(context, _find_not_now(context, referral_id))
        _tell_advocates(context, referral, day)
    else:
        outbox.queue_edits(context, (Acknowledgement,), referral.id)


def _find_not_now(context: Context, referral_id: int) -> Referral:
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    if referral.stage is not Stage.NOT_NOW:
        raise StaleError("referral", referral.stage.value)
    return referral


def _tell_advocates(context: Context, referral: Referral, day: date | None) -> None:
    detail = {"return_on": day.isoformat()} if day is not None else {}
    history_id = history.add_line(
        context, "referral.second_look", "referral", referral.id, **detail
    )
    for advocate in _list_advocates(context, referral):
        if advocate != context.actor.user_id:
            news = SecondLookTaken(referral.id, by=context.actor.user_id)
            outbox.queue(context, news, to=advocate, occasion=f"{advocate}:{history_id}")
    queue_edits_of_all(context, referral)


def pass_on(context: Context, user_id: str) -> None:
    """Passes the planned returns of someone who has left to the next possible owners."""
    transaction, workspace_id = context.transaction, context.workspace.id
    own = follow_ups.list_open(transaction, workspace_id, user_id, LISTED_MAX, kinds=(KIND,))
    found = referrals.find_many(transaction, workspace_id, [each.subject_id for each in own])
    new: list[NewFollowUp] = []
    for each in own:
        referral = found.get(each.subject_id)
        others = list_other_possible_owners(context, referral) if referral else ()
        successor = next((other for other in others if other != user_id), None)
        if referral is not None and successor is not None:
            new.append(NewFollowUp(KIND, referral.id, referral.id, successor, each.due_at))
            _change_owner(context, referral, user_id, successor)
    follow_ups.plan_many(transaction, workspace_id, new, context.now)


def _change_owner(context: Context, referral: Referral, leaver: str, successor: str) -> None:
    """Makes the successor the owner, whom the advocates' messages then name."""
    if referral.owner == leaver and referrals.set_owner(
        context.transaction, referral, successor, context.now
    ):
        detail = {"before": leaver, "after": successor}
        history.add_line(context, "referral.handed_over", "referral", referral.id, **detail)
        queue_edits_of_all(context, referral)
