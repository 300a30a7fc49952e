"""Queues the digest of each hiring manager on Mondays, if anything waits, and loads its page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from domain.consent import is_candidate_hidden
from domain.depth import count_fulfilled, sort_endorsements
from domain.desk_messages import ManagerDigest
from domain.desk_pages import DigestRow, ManagerDigestPage
from domain.own_settings import find_personal_rules
from domain.referrals import Referral
from domain.roundup import next_roundup_time
from services import outbox
from services.context import Context
from services.people import build_viewer, find_answerable
from storage import (
    commitments,
    endorsements,
    manager_digests,
    members,
    referrals,
    weekly_messages,
)
from storage.weekly_messages import DueMessage, WeeklyMessage

MONDAY = 0
MAX_REFERRALS = 5  # in one digest; App Home and the desk have all of them
_READ_AT_MOST = 50  # referrals, of which some may be hidden from the manager


def queue_due_digests(context: Context, limit: int) -> bool:
    """Queues the digests that are due and plans the next ones.

    Returns True if any digest was due, or was planned for the first time.
    """
    transaction, workspace_id, now = context.transaction, context.workspace.id, context.now
    kind = WeeklyMessage.MANAGER_DIGEST
    unplanned = manager_digests.list_unplanned_managers(transaction, workspace_id, limit)
    for user_id in unplanned:
        due_at = _next_digest_time(context, user_id)
        weekly_messages.plan_first(transaction, workspace_id, kind, user_id, due_at, now)
    due = weekly_messages.list_due(transaction, workspace_id, kind, now, limit)
    for each in due:
        user_id, next_due_at = each.recipient, _next_digest_time(context, each.recipient)
        if not weekly_messages.claim(transaction, workspace_id, kind, each, next_due_at, now):
            continue  # Another replica has claimed it.
        referral_ids = tuple(referral.id for referral in _list_shown(context, each))
        if referral_ids:
            digest = ManagerDigest(subject_id=0, referrals=referral_ids)
            occasion = f"{user_id}:{each.due_at.isoformat()}"
            outbox.queue(context, digest, to=user_id, occasion=occasion)
    return bool(unplanned or due)


def _next_digest_time(context: Context, user_id: str) -> datetime:
    member = members.find(context.transaction, context.workspace.id, user_id)
    rules = find_personal_rules(member, context.policy)
    return next_roundup_time(context.now, MONDAY, rules.zone, rules.hours)


def _list_shown(context: Context, due: DueMessage) -> list[Referral]:
    found = manager_digests.list_referrals(
        context.transaction, context.workspace.id, due.recipient, due.told_at, _READ_AT_MOST
    )
    return _select_visible(context, due.recipient, found)


def _select_visible(context: Context, member: str, found: list[Referral]) -> list[Referral]:
    """The open referrals that the manager may see now, with the candidate's name.

    Those for which they vouch are left out: they know these words, and somebody else answers.
    """
    answerable = find_answerable(context, member, found)
    transaction, workspace_id = context.transaction, context.workspace.id
    ids = [each.id for each in found]
    voices = endorsements.list_current_by_referrals(transaction, workspace_id, ids)
    hide = context.policy.hide_until_agreed
    return [
        each
        for each in found
        if each.id in answerable
        and not each.ended
        and each.candidate.erased_at is None
        and not is_candidate_hidden(each.candidate, hide)
        and all(voice.advocate != member for voice in voices[each.id])
    ]


def load_digest(
    context: Context, member: str, referral_ids: Collection[int]
) -> ManagerDigestPage | None:
    """Loads the referrals of the digest that the manager may still see; None if there are none."""
    transaction, workspace_id = context.transaction, context.workspace.id
    by_id = referrals.find_many(transaction, workspace_id, referral_ids)
    visible = _select_visible(context, member, [by_id[id_] for id_ in referral_ids if id_ in by_id])
    if not visible:
        return None
    ids = [each.id for each in visible[:MAX_REFERRALS]]
    voices = endorsements.list_current_by_referrals(transaction, workspace_id, ids)
    made = commitments.list_by_referrals(transaction, workspace_id, ids)
    rows = []
    for referral in visible[:MAX_REFERRALS]:
        done = count_fulfilled(made[referral.id])
        rows.append(DigestRow(referral, sort_endorsements(voices[referral.id], done)))
    return ManagerDigestPage(
        viewer=build_viewer(context, member),
        rows=tuple(rows),
        count=len(visible),
        unanswered=sum(each.answered_at is None for each in visible),
    )
