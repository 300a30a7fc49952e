"""A member leaves, and may come back within `RESTORABLE_FOR`.

The first sign is an event, the list of all members, or a message that Slack refuses to deliver. As
Slack may be mistaken, the bot asks it again an hour later: this is the second look. If the member
has left, their openings and referrals pass to others, and their follow-ups are hidden. If they
return, they get back what nobody else has acted on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.departure_messages import MemberReturned
from domain.departures import (
    RESTORABLE_FOR,
    SECOND_LOOK_AFTER,
    SECOND_LOOK_TAKES,
    Departure,
    HandedOver,
    HandedOverKind,
)
from domain.errors import NoOwnerError, NotFoundError, StaleError
from domain.follow_ups import FollowUp, FollowUpState
from domain.members import Profile
from services import desk, hires, history, returns
from services.asks import closing as ask_closing
from services.context import Context
from services.follow_up_kinds.table import find_applicable
from services.openings import replace_people
from services.outbox import queue as queue_message
from services.people import choose_successor, find_today, list_possible_owners
from services.statuses import observe_statuses
from storage import (
    bench,
    bonus,
    departures,
    follow_ups,
    hidden_follow_ups,
    members,
    openings,
    outbox,
    referrals,
)

REFERRALS_MAX = 10_000  # the most referrals that are handed over when one owner leaves


def report_departure(context: Context, user_id: str) -> None:
    """Plans the second look at someone who seems to have left. Nothing is handed over before it."""
    second_look_at = context.now + SECOND_LOOK_AFTER
    if departures.add(context.transaction, context.workspace.id, user_id, second_look_at):
        history.add_line(context, "member.seems_gone", "member", 0, user=user_id)


def hide_due(context: Context, user_id: str, due: Sequence[FollowUp]) -> None:
    """Hides due follow-ups of someone who seems to have left, and plans the second look.

    The look may not be planned yet, because the event about the departure can be lost.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    hidden_follow_ups.hide(transaction, workspace_id, user_id, [each.id for each in due])
    report_departure(context, user_id)


def await_second_look(context: Context, user_id: str) -> datetime | None:
    """Plans the second look at a person Slack refuses to deliver a message to.

    Returns when its result is expected (UTC), or None if the person is known to have left.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    member = members.find(transaction, workspace_id, user_id)
    departure = departures.find(transaction, workspace_id, user_id)
    if departure is None and (member is None or member.is_colleague):
        report_departure(context, user_id)
        departure = departures.find(transaction, workspace_id, user_id)
    if departure is None or departure.second_look_at is None:
        return None
    return max(departure.second_look_at, context.now) + SECOND_LOOK_TAKES


def take_second_look(context: Context, departure: Departure, profile: Profile | None) -> None:
    """Confirms the departure, or ends it if `profile`, which Slack returned now, is a colleague's.

    `profile` is None if Slack knows no such user. Nothing happens if the member has returned in
    the meantime.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    user_id = departure.user_id
    if departures.find(transaction, workspace_id, user_id) is None:
        return
    if profile is None:
        members.set_inactive(transaction, workspace_id, user_id)
    else:
        members.save_profiles(transaction, workspace_id, observe_statuses(context, [profile]))
    if profile is not None and profile.is_colleague:
        bring_back(context, user_id)
    elif departures.confirm(transaction, workspace_id, user_id, context.now + RESTORABLE_FOR):
        _hand_over_and_hide(context, user_id)


def _hand_over_and_hide(context: Context, user_id: str) -> None:
    """Hands over what a leaver owns, drops queued messages to them, and hides their follow-ups.

    Their bench (candidates saved for later) needs no change: only its owner can open it, and only
    colleagues are told of matches.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    history.add_line(context, "member.left", "member", 0, user=user_id)
    outbox.drop_queued_to(transaction, workspace_id, user_id, context.now, "recipient_left")
    handed_over = [*_hand_over_openings(context, user_id), *_hand_over_referrals(context, user_id)]
    until = context.now + RESTORABLE_FOR
    departures.save_handed_over(transaction, workspace_id, user_id, handed_over, until)
    ask_closing.close_asks_of_member(context, user_id)
    returns.pass_on_returns(context, user_id)
    bonus.set_advocate_left(transaction, workspace_id, user_id, find_today(context, user_id))
    hires.refresh_for_advocate(context, user_id)
    hires.pass_on_follow_ups(context, user_id)
    hidden_follow_ups.hide(transaction, workspace_id, user_id)


def _hand_over_openings(context: Context, user_id: str) -> list[HandedOver]:
    handed_over = []
    for opening in openings.list_by_person_in_charge(
        context.transaction, context.workspace.id, user_id
    ):
        others = [each for each in list_possible_owners(context, opening) if each != user_id]
        successor = others[0] if others else None
        is_manager, is_recruiter = opening.hiring_manager == user_id, opening.recruiter == user_id
        replace_people(
            context,
            opening,
            hiring_manager=successor if is_manager else opening.hiring_manager,
            recruiter=successor if is_recruiter else opening.recruiter,
        )
        roles = {
            HandedOverKind.HIRING_MANAGER: is_manager,
            HandedOverKind.RECRUITER: is_recruiter,
        }
        handed_over += [
            HandedOver(kind, opening.id, successor, opening.version + 1)
            for kind, had_role in roles.items()
            if had_role
        ]
    return handed_over


def _hand_over_referrals(context: Context, user_id: str) -> list[HandedOver]:
    handed_over = []
    for referral in referrals.list_by_owner(
        context.transaction, context.workspace.id, user_id, REFERRALS_MAX
    ):
        try:
            successor = choose_successor(context, referral)
        except NoOwnerError:
            continue  # it stays with the leaver, as nobody else can own it
        changed = desk.change_owner(context, referral, successor)
        handed_over.append(
            HandedOver(HandedOverKind.REFERRAL, referral.id, successor, changed.version)
        )
    return handed_over


def bring_back(context: Context, user_id: str) -> None:
    """Gives a member back what nobody has acted on, and reopens their hidden follow-ups.

    Nothing happens if the person did not leave, or left more than `RESTORABLE_FOR` ago.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    departure = departures.remove(transaction, workspace_id, user_id)
    if departure is None:
        return
    if departure.confirmed:
        history_id = history.add_line(context, "member.returned", "member", 0, user=user_id)
        handed_over = departures.list_handed_over(transaction, workspace_id, user_id)
        given_back = [
            *_give_back_openings(context, user_id, handed_over),
            *_give_back_referrals(context, user_id, handed_over),
        ]
        departures.remove_handed_over(transaction, workspace_id, user_id, given_back)
        bonus.set_advocate_left(transaction, workspace_id, user_id, left_on=None)
        _tell_returned(context, user_id, history_id, handed_over, given_back)
    _reopen_follow_ups(context, user_id)
    hires.refresh_for_advocate(context, user_id)


def _tell_returned(
    context: Context,
    user_id: str,
    history_id: int,
    handed_over: Sequence[HandedOver],
    given_back: Sequence[HandedOver],
) -> None:
    """Tells a returned member what they got back and what they may take back, if anything."""
    if handed_over:
        offered = [each for each in handed_over if each not in given_back]
        message = MemberReturned(
            history_id,
            tuple((each.kind, each.subject_id) for each in given_back),
            tuple((each.kind, each.subject_id) for each in offered),
        )
        queue_message(context, message, to=user_id)


def take_back(context: Context, kind: HandedOverKind, subject_id: int) -> None:
    """Gives the actor back an opening or a referral, although someone else has acted on it.

    Raises `NotFoundError` if it is not offered to the actor, `StaleError` if the referral has ended
    or changed, and `FieldError` if the actor may not own the referral.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    user_id = context.actor.user_id
    offered = departures.list_handed_over(transaction, workspace_id, user_id)
    found = next(
        (each for each in offered if (each.kind, each.subject_id) == (kind, subject_id)), None
    )
    is_referral = kind is HandedOverKind.REFERRAL
    if found is None:
        raise NotFoundError("referral" if is_referral else "opening")
    if is_referral:
        _take_referral_back(context, subject_id)
    else:
        _take_opening_back(context, kind, subject_id)
    departures.remove_handed_over(transaction, workspace_id, user_id, [found])


def _take_referral_back(context: Context, referral_id: int) -> None:
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    desk.check_may_own(context, referral, context.actor.user_id)
    if referral.owner != context.actor.user_id:
        desk.change_owner(context, referral, context.actor.user_id)


def _take_opening_back(context: Context, kind: HandedOverKind, opening_id: int) -> None:
    opening = openings.find(context.transaction, context.workspace.id, opening_id)
    if opening is None:
        raise NotFoundError("opening")
    user_id, is_recruiter = context.actor.user_id, kind is HandedOverKind.RECRUITER
    replace_people(
        context,
        opening,
        hiring_manager=opening.hiring_manager if is_recruiter else user_id,
        recruiter=user_id if is_recruiter else opening.recruiter,
        by=user_id,
    )


def _reopen_follow_ups(context: Context, user_id: str) -> None:
    """Reopens the hidden follow-ups that still apply, and cancels the others."""
    transaction, workspace_id = context.transaction, context.workspace.id
    reopened_ids = hidden_follow_ups.reopen(transaction, workspace_id, user_id)
    reopened = follow_ups.find_many(transaction, workspace_id, reopened_ids)
    applicable = find_applicable(context, reopened)
    for each in reopened:
        if each.id not in applicable:
            follow_ups.settle(
                transaction, workspace_id, each.id, FollowUpState.CANCELLED, context.now
            )


def _give_back_openings(
    context: Context, user_id: str, handed_over: Sequence[HandedOver]
) -> list[HandedOver]:
    """Gives the member back their roles in openings that nobody has changed since they left."""
    by_opening: dict[int, list[HandedOver]] = {}
    for each in handed_over:
        if each.kind is not HandedOverKind.REFERRAL:
            by_opening.setdefault(each.subject_id, []).append(each)
    found = openings.find_many(context.transaction, context.workspace.id, by_opening)
    given_back: list[HandedOver] = []
    for opening_id, roles in by_opening.items():
        opening = found.get(opening_id)
        if opening is None or opening.version != roles[0].version:
            continue
        kinds = {each.kind for each in roles}
        is_manager = HandedOverKind.HIRING_MANAGER in kinds
        is_recruiter = HandedOverKind.RECRUITER in kinds
        replace_people(
            context,
            opening,
            hiring_manager=user_id if is_manager else opening.hiring_manager,
            recruiter=user_id if is_recruiter else opening.recruiter,
        )
        given_back += roles
    return given_back


def _give_back_referrals(
    context: Context, user_id: str, handed_over: Sequence[HandedOver]
) -> list[HandedOver]:
    """Gives the member back the referrals that nobody has changed since they left."""
    by_id = {each.subject_id: each for each in handed_over if each.kind is HandedOverKind.REFERRAL}
    found = referrals.find_many(context.transaction, context.workspace.id, by_id)
    given_back: list[HandedOver] = []
    for referral_id, each in by_id.items():
        referral = found.get(referral_id)
        if referral is not None and referral.version == each.version:
            desk.change_owner(context, referral, user_id, send_card=False)
            given_back.append(each)
    return given_back


def forget_expired(context: Context, user_ids: Sequence[str]) -> None:
    """Deletes the benches of these leavers and cancels their hidden follow-ups.

    They left more than `RESTORABLE_FOR` ago.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    for user_id in user_ids:
        hidden_follow_ups.cancel(transaction, workspace_id, user_id, context.now)
        bench.delete_bench(transaction, workspace_id, user_id)
