"""Decides who may report that a hidden candidate agreed to be put forward.

Only the candidate may, and the advocate who put them forward first. If anybody could, someone who
knows an address might reveal a hidden candidate by vouching for that address and saying "they
agreed".
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


def find_first_advocates(context: Context, found: Collection[Candidate]) -> dict[int, str]:
    """Finds the first advocate of each hidden candidate: a user id, by the id of the candidate.

    Advocates who have left are passed over. Candidates who are not hidden are left out, and so are
    those whose advocates have all left. Takes a constant number of queries.
    """
    hide_until_agreed = context.policy.hide_until_agreed
    hidden = {each.id for each in found if is_candidate_hidden(each, hide_until_agreed)}
    if not hidden:
        return {}
    transaction, workspace_id = context.transaction, context.workspace.id
    by_candidate = referrals.list_by_candidates(transaction, workspace_id, hidden)
    current = endorsements.list_current_by_referrals(
        transaction, workspace_id, [each.id for group in by_candidate.values() for each in group]
    )
    advocates = {
        candidate_id: [each.advocate for referral in group for each in current[referral.id]]
        for candidate_id, group in by_candidate.items()
    }
    user_ids = {user_id for group in advocates.values() for user_id in group}
    known = members.find_many(transaction, workspace_id, user_ids)
    active = {user_id for user_id, member in known.items() if member.active and not member.is_bot}
    first_advocates = {}
    for candidate_id, group in advocates.items():
        first = next((user_id for user_id in group if user_id in active), None)
        if first is not None:
            first_advocates[candidate_id] = first
    return first_advocates


def may_report_agreement(
    context: Context, candidate: Candidate, *, candidate_user_id: str | None = None
) -> bool:
    """Whether the actor may report that the candidate agreed.

    Everybody may if the candidate is not hidden, or if no advocate is left. `candidate_user_id`
    is a colleague who put themselves forward with the actor as their advocate. Their yes counts if
    their address in Slack is the candidate's.
    """
    first = find_first_advocates(context, [candidate]).get(candidate.id)
    if first in (None, context.actor.user_id):
        return True
    if candidate_user_id is None:
        return False
    member = members.find(context.transaction, context.workspace.id, candidate_user_id)
    return member is not None and member.has_address(candidate.email)


def ask_first_advocate(context: Context, candidate: Candidate) -> None:
    """Asks the first advocate whether the candidate agreed, because the actor has reported it.

    The question to the actor is closed.
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
            period=first,
        )
