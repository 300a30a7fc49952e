"""Queues the digest of each hiring manager on Mondays, if anything waits, and loads its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from domain.consent import is_candidate_hidden
from domain.depth import sort_endorsements
from domain.desk_messages import ManagerDigest
from domain.desk_pages import DigestRow, ManagerDigestPage
from domain.own_settings import find_personal_rules
from domain.referrals import Referral
from domain.roundup import next_roundup_time
from services import outbox
from services.context import Context
from services.people import build_viewer, find_answerable
from storage import commitments, endorsements, manager_digests, members, referrals

MONDAY = 0
MAX_REFERRALS = 5  # in one digest; App Home and the desk have all of them
_READ_AT_MOST = 50


def queue_due_digests(context: Context, limit: int) -> bool:
    """Queues the digests that are due and plans the next ones. Returns True if any was due."""
    transaction, workspace_id = context.transaction, context.workspace.id
    unplanned = manager_digests.list_unplanned_managers(transaction, workspace_id, limit)
    for member in unplanned:
        due_at = _next_time(context, member)
        manager_digests.plan_first(transaction, workspace_id, member, due_at, context.now)
    due = manager_digests.list_due(transaction, workspace_id, context.now, limit)
    for member, due_at, told_at in due:
        next_due = _next_time(context, member)
        if not manager_digests.claim(
            transaction, workspace_id, member, due_at, next_due, context.now
        ):
            continue  # Another replica has claimed it.
        shown = _list_shown(context, member, told_at)
        if shown:
            payload = ManagerDigest(0, tuple(each.id for each in shown))
            outbox.queue(context, payload, to=member, occasion=f"{member}:{due_at.isoformat()}")
    return bool(unplanned or due)


def _next_time(context: Context, user_id: str) -> datetime:
    member = members.find(context.transaction, context.workspace.id, user_id)
    rules = find_personal_rules(member, context.policy)
    return next_roundup_time(context.now, MONDAY, rules.zone, rules.hours)


def _list_shown(context: Context, member: str, since: datetime) -> list[Referral]:
    found = manager_digests.list_referrals(
        context.transaction, context.workspace.id, member, since, _READ_AT_MOST
    )
    return _visible(context, member, found)


def _visible(context: Context, member: str, found: list[Referral]) -> list[Referral]:
    """Those that the manager may see now, and of which something can be read."""
    answerable = find_answerable(context, member, found)
    hide = context.policy.hide_until_agreed
    return [
        each
        for each in found
        if each.id in answerable
        and not each.ended
        and each.candidate.erased_at is None
        and not is_candidate_hidden(each.candidate, hide)
    ]


def load_digest(
    context: Context, member: str, referral_ids: Collection[int]
) -> ManagerDigestPage | None:
    """What is still true of the digest; None if nothing is."""
    transaction, workspace_id = context.transaction, context.workspace.id
    by_id = referrals.find_many(transaction, workspace_id, referral_ids)
    visible = _visible(context, member, [by_id[id_] for id_ in referral_ids if id_ in by_id])
    if not visible:
        return None
    ids = [each.id for each in visible[:MAX_REFERRALS]]
    voices = endorsements.list_current_by_referrals(transaction, workspace_id, ids)
    made = commitments.list_by_referrals(transaction, workspace_id, ids)
    rows = []
    for referral in visible[:MAX_REFERRALS]:
        done = Counter(each.member for each in made[referral.id] if each.done_at is not None)
        rows.append(DigestRow(referral, sort_endorsements(voices[referral.id], done)))
    return ManagerDigestPage(
        viewer=build_viewer(context, member),
        rows=tuple(rows),
        count=len(visible),
        unanswered=sum(each.answered_at is None for each in visible),
    )
