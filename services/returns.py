"""Brings a candidate who had "not now" back to the desk on the day that was chosen.

The day is chosen when the referral ends. On that day the owner is asked to look again (the second
look). From a week after it until someone has looked, the advocates get the weekly note.
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
_PASSED_ON_MAX = 1000  # planned returns of one owner who leaves; nobody has more


def plan_return(context: Context, referral: Referral) -> None:
    """Plans the question to the owner and the notes to the advocates, if a day is chosen.

    A question that was planned before gets the new day.
    """
    if referral.return_on is None:
        return
    rules = find_rules(context, referral.owner)
    due_at = first_civil_time_on(referral.return_on, rules.zone, rules.hours)
    new = NewFollowUp(KIND, referral.id, referral.id, referral.owner, due_at)
    follow_ups.plan_many(context.transaction, context.workspace.id, [new], context.now)
    _plan_notes(context, referral)


def _plan_notes(context: Context, referral: Referral) -> None:
    """Plans the weekly notes to the advocates. The first one comes a week after the chosen day."""
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
    _tell_advocates(context, referral, new_day=None)


def record_new_day(context: Context, referral_id: int, until: datetime) -> None:
    """Moves the second look to the day of `until` (UTC) in the actor's time zone.

    The advocates are told if the new day is so far off that a weekly note would come first. Raises
    what `record_no` raises.
    """
    referral = _find_not_now(context, referral_id)
    day = until.astimezone(find_rules(context).zone).date()
    if not referrals.change(context.transaction, referral, return_on=day):
        raise StaleError("referral", referral.stage.value)
    if day - find_today(context) >= timedelta(days=context.policy.heartbeat_days):
        _plan_notes(context, _find_not_now(context, referral_id))
        _tell_advocates(context, referral, new_day=day)
    else:
        outbox.queue_edits(context, (Acknowledgement,), referral.id)


def _find_not_now(context: Context, referral_id: int) -> Referral:
    """Finds a referral that still has "not now". Raises `NotFoundError` and `StaleError`."""
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    if referral.stage is not Stage.NOT_NOW:
        raise StaleError("referral", referral.stage.value)
    return referral


def _tell_advocates(context: Context, referral: Referral, *, new_day: date | None) -> None:
    """Tells the advocates of the second look. `new_day` is that of a further look, or None."""
    detail = {"return_on": new_day.isoformat()} if new_day is not None else {}
    history_id = history.add_line(
        context, "referral.second_look", "referral", referral.id, **detail
    )
    for advocate in _list_advocates(context, referral):
        if advocate != context.actor.user_id:
            news = SecondLookTaken(referral.id, by=context.actor.user_id)
            outbox.queue(context, news, to=advocate, occasion=f"{advocate}:{history_id}")
    queue_edits_of_all(context, referral)


def pass_on_returns(context: Context, user_id: str) -> None:
    """Passes the planned returns of someone who has left to other possible owners."""
    transaction, workspace_id = context.transaction, context.workspace.id
    planned = follow_ups.list_open(
        transaction, workspace_id, user_id, _PASSED_ON_MAX, kinds=(KIND,)
    )
    found = referrals.find_many(transaction, workspace_id, [each.subject_id for each in planned])
    new: list[NewFollowUp] = []
    for follow_up in planned:
        referral = found.get(follow_up.subject_id)
        if referral is None:
            continue
        others = [
            other for other in list_other_possible_owners(context, referral) if other != user_id
        ]
        if others:
            new.append(NewFollowUp(KIND, referral.id, referral.id, others[0], follow_up.due_at))
            _change_owner(context, referral, leaver=user_id, successor=others[0])
    follow_ups.plan_many(transaction, workspace_id, new, context.now)


def _change_owner(context: Context, referral: Referral, *, leaver: str, successor: str) -> None:
    """Makes `successor` the owner instead of `leaver`, and edits messages that name the owner."""
    if referral.owner == leaver and referrals.set_owner(
        context.transaction, referral, successor, context.now
    ):
        detail = {"before": leaver, "after": successor}
        history.add_line(context, "referral.handed_over", "referral", referral.id, **detail)
        queue_edits_of_all(context, referral)
