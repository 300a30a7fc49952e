"""Each hiring manager's digest on Mondays: their referrals that are new or unanswered.

It is queued only if there are any.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from domain.consent import is_candidate_hidden
from domain.depth import count_fulfilled, sort_endorsements
from domain.desk_messages import ManagerDigest, ReferralForManager
from domain.desk_pages import DigestRow, ManagerDigestPage
from domain.messages import ReferralReceived
from domain.nudging import COMBINED_WITHIN
from domain.own_settings import find_personal_rules
from domain.referrals import Referral
from domain.roundup import next_roundup_time
from domain.working_time import next_civil_time
from services import outbox
from services.context import Context
from services.people import build_viewer, defer_nudge, find_answerable, find_rules
from storage import (
    commitments,
    endorsements,
    follow_up_dates,
    manager_digests,
    members,
    referrals,
    weekly_messages,
)
from storage import outbox as stored_outbox
from storage.weekly_messages import DueMessage, WeeklyMessage

MONDAY = 0
MAX_REFERRALS = 5  # in one digest; App Home and the desk have all of them
_CARD_KINDS = (ReferralReceived.kind, ReferralForManager.kind)
_READ_AT_MOST = 50  # referrals for one digest; some may be hidden from the manager


def queue_due_digests(context: Context, limit: int) -> bool:
    """Queues the digests that are due and plans the next ones.

    Returns True if any was planned or ready to be queued: there may be more.
    """
    transaction, workspace_id, now = context.transaction, context.workspace.id, context.now
    kind = WeeklyMessage.MANAGER_DIGEST
    unplanned = manager_digests.list_unplanned_managers(transaction, workspace_id, limit)
    for user_id in unplanned:
        due_at = _next_digest_time(context, user_id)
        weekly_messages.plan_first(transaction, workspace_id, kind, user_id, due_at, now)
    due = weekly_messages.list_due(transaction, workspace_id, kind, now, limit)
    ready = _leave_to_nudges(context, _postpone_for_working_hours(context, due))
    for each in ready:
        referral_ids = _claim(context, each)
        if referral_ids:
            # A digest is about no single row, hence the subject 0.
            digest = ManagerDigest(subject_id=0, referrals=referral_ids)
            once_a_week = f"{each.recipient}:{each.due_at.isoformat()}"
            outbox.queue(context, digest, to=each.recipient, occasion=once_a_week)
    return bool(unplanned or ready)


def _postpone_for_working_hours(context: Context, due: list[DueMessage]) -> list[DueMessage]:
    """Postpones digests whose managers are away or don't work now. Returns those of the others.

    A digest is due at a manager's working hours, but the bot may have been stopped then. When it is
    due again, a nudge of the same hour can contain it.
    """
    kind, working = WeeklyMessage.MANAGER_DIGEST, []
    for each in due:
        absence, rules = defer_nudge(context, each.recipient), find_rules(context, each.recipient)
        until = absence.until if absence else None
        until = until or next_civil_time(context.now, rules.zone, rules.hours)
        if until <= context.now:
            working.append(each)
        else:
            weekly_messages.postpone(context.transaction, context.workspace.id, kind, each, until)
    return working


def _leave_to_nudges(context: Context, due: list[DueMessage]) -> list[DueMessage]:
    """Leaves out managers who get a nudge within the hour: the nudge will contain the digest.

    But a digest waits for at most an hour, because a nudge may be postponed again and again.
    """
    managers = {each.recipient for each in due}
    soon = context.now + COMBINED_WITHIN
    nudged = follow_up_dates.find_members_with_due(
        context.transaction, context.workspace.id, managers, soon
    )
    return [
        each
        for each in due
        if each.recipient not in nudged or each.due_at + COMBINED_WITHIN <= context.now
    ]


def take_due_digests(
    context: Context, nudged_about: Mapping[str, Collection[int]]
) -> dict[str, tuple[int, ...]]:
    """Claims the digests that are due within the hour, for people who get a nudge now.

    `nudged_about` has the ids of the referrals in each person's nudge, by user id. The digest
    leaves these out. Returns the ids of the referrals in each digest, by user id.
    """
    if not nudged_about:
        return {}
    soon = context.now + COMBINED_WITHIN
    due = weekly_messages.list_due_to(
        context.transaction, context.workspace.id, WeeklyMessage.MANAGER_DIGEST, nudged_about, soon
    )
    return {each.recipient: _claim(context, each, nudged_about[each.recipient]) for each in due}


def _claim(
    context: Context, due: DueMessage, nudged_about: Collection[int] = ()
) -> tuple[int, ...]:
    """Plans the next digest, and returns the ids of the referrals in this one.

    Referrals in `nudged_about` are left out, and so are those whose card came within the last hour
    or is on its way. The result is empty if another replica has claimed the digest.
    """
    transaction, workspace_id, user_id = context.transaction, context.workspace.id, due.recipient
    next_due_at = _next_digest_time(context, user_id)
    kind = WeeklyMessage.MANAGER_DIGEST
    if not weekly_messages.claim(transaction, workspace_id, kind, due, next_due_at, context.now):
        return ()
    waiting = _list_new_or_unanswered(context, due)
    new_ids = [each.id for each in waiting if each.id not in nudged_about]
    arrivals = stored_outbox.list_arrivals(transaction, workspace_id, _CARD_KINDS, new_ids)
    an_hour_ago = context.now - COMBINED_WITHIN
    return tuple(
        id_
        for id_ in new_ids
        if (id_, user_id) not in arrivals or (arrivals[id_, user_id] or context.now) <= an_hour_ago
    )


def _next_digest_time(context: Context, user_id: str) -> datetime:
    member = members.find(context.transaction, context.workspace.id, user_id)
    rules = find_personal_rules(member, context.policy)
    return next_roundup_time(context.now, MONDAY, rules.zone, rules.hours)


def _list_new_or_unanswered(context: Context, due: DueMessage) -> list[Referral]:
    """The referrals that are new since the last digest or unanswered."""
    found = manager_digests.list_referrals(
        context.transaction, context.workspace.id, due.recipient, due.last_sent_at, _READ_AT_MOST
    )
    return _select_visible(context, due.recipient, found)


def _select_visible(context: Context, user_id: str, found: list[Referral]) -> list[Referral]:
    """The open referrals that the manager may see now, with the candidate's name.

    Referrals that the manager endorsed are left out: another person answers them.
    """
    answerable = find_answerable(context, user_id, found)
    transaction, workspace_id = context.transaction, context.workspace.id
    ids = [each.id for each in found]
    endorsements_by_id = endorsements.list_current_by_referrals(transaction, workspace_id, ids)
    hide = context.policy.hide_until_agreed
    return [
        each
        for each in found
        if each.id in answerable
        and not each.ended
        and each.candidate.erased_at is None
        and not is_candidate_hidden(each.candidate, hide)
        and all(endorsement.advocate != user_id for endorsement in endorsements_by_id[each.id])
    ]


def load_digest(
    context: Context, user_id: str, referral_ids: Collection[int]
) -> ManagerDigestPage | None:
    """Loads the referrals of the digest that the manager may still see; None if there are none."""
    transaction, workspace_id = context.transaction, context.workspace.id
    by_id = referrals.find_many(transaction, workspace_id, referral_ids)
    found = [by_id[id_] for id_ in referral_ids if id_ in by_id]
    visible = _select_visible(context, user_id, found)
    if not visible:
        return None
    ids = [each.id for each in visible[:MAX_REFERRALS]]
    endorsements_by_id = endorsements.list_current_by_referrals(transaction, workspace_id, ids)
    commitments_by_id = commitments.list_by_referrals(transaction, workspace_id, ids)
    rows = []
    for referral in visible[:MAX_REFERRALS]:
        fulfilled = count_fulfilled(commitments_by_id[referral.id])
        sorted_endorsements = sort_endorsements(endorsements_by_id[referral.id], fulfilled)
        rows.append(DigestRow(referral, sorted_endorsements))
    return ManagerDigestPage(
        viewer=build_viewer(context, user_id),
        rows=tuple(rows),
        count=len(visible),
        unanswered=sum(each.answered_at is None for each in visible),
    )
