"""Decides who may report that a candidate agreed to be put forward.

The workspace may hide candidates until they agree. Only a hidden candidate, and the advocate who
put them forward first, may report it. If anybody could, someone who knows a candidate's address
might reveal that candidate by vouching for the address and saying "they agreed".
"""

from __future__ import annotations

from collections.abc import Collection

from domain.consent import is_candidate_hidden
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.referrals import Candidate
from services import follow_ups, history
from services.context import Context
from storage import endorsements, members, referrals
from storage import follow_ups as stored_follow_ups


def find_first_advocates(context: Context, candidates: Collection[Candidate]) -> dict[int, str]:
    """Returns the user id of each hidden candidate's first advocate, by candidate id.

    This is the first one who is still a member. A candidate has no entry if they are not hidden, or
    if all their advocates have left. Takes a constant number of queries.
    """
    hide_until_agreed = context.policy.hide_until_agreed
    hidden = {each.id for each in candidates if is_candidate_hidden(each, hide_until_agreed)}
    if not hidden:
        return {}
    transaction, workspace_id = context.transaction, context.workspace.id
    referrals_by_candidate = referrals.list_by_candidates(transaction, workspace_id, hidden)
    referral_ids = [each.id for group in referrals_by_candidate.values() for each in group]
    endorsements_by_referral = endorsements.list_current_by_referrals(
        transaction, workspace_id, referral_ids
    )
    advocates_by_candidate: dict[int, list[str]] = {candidate_id: [] for candidate_id in hidden}
    for candidate_id, its_referrals in referrals_by_candidate.items():
        for referral in its_referrals:
            current = endorsements_by_referral[referral.id]
            advocates_by_candidate[candidate_id] += [each.advocate for each in current]
    user_ids = {user_id for advocates in advocates_by_candidate.values() for user_id in advocates}
    known = members.find_many(transaction, workspace_id, user_ids)
    active = {user_id for user_id, member in known.items() if member.active and not member.is_bot}
    first_advocates = {}
    for candidate_id, advocates in advocates_by_candidate.items():
        first = next((user_id for user_id in advocates if user_id in active), None)
        if first is not None:
            first_advocates[candidate_id] = first
    return first_advocates


def may_report_agreement(
    context: Context, candidate: Candidate, *, candidate_user_id: str | None = None
) -> bool:
    """Whether the actor may report that the candidate agreed.

    The first advocate may. Everybody may if the candidate is not hidden, or if no advocate is left.
    `candidate_user_id` is a colleague who asked the actor to vouch for them. If their address in
    Slack is the candidate's, they are the candidate, and the actor may report that they agreed.
    """
    first = find_first_advocates(context, [candidate]).get(candidate.id)
    if first is None or first == context.actor.user_id:
        return True
    if candidate_user_id is None:
        return False
    member = members.find(context.transaction, context.workspace.id, candidate_user_id)
    return member is not None and member.has_address(candidate.email)


def ask_first_advocate(context: Context, candidate: Candidate) -> None:
    """Asks the first advocate whether the candidate agreed, because the actor says so.

    Vouch's own question to the actor, whether the candidate agreed, is closed.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    kind = FollowUpKind.CONSENT
    history.add_line(context, "candidate.said_to_agree", "candidate", candidate.id)
    follow_ups.close_matching(
        context,
        FollowUpState.DONE,
        kinds=(kind,),
        subject_id=candidate.id,
        member=context.actor.user_id,
    )
    first = find_first_advocates(context, [candidate]).get(candidate.id)
    if first is not None:
        stored_follow_ups.plan(
            transaction,
            workspace_id,
            kind,
            candidate.id,
            referral_id=None,
            member=first,
            due_at=context.now,
            now=context.now,
            period=first,  # Each first advocate is asked at most once.
        )
