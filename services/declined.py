"""An advocate reports that the candidate does not want to be referred.

If nobody else vouches, the candidate is erased. Otherwise only what this advocate wrote is erased,
and the owner decides whether to erase the candidate.
"""

from __future__ import annotations

from itertools import chain

from domain.errors import AlreadyAnsweredError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.messages import CandidateDeclined, WordsWithdrawn
from domain.permissions import check_may_erase
from domain.referrals import Candidate, Referral
from domain.stages import Reason
from services import consent, follow_ups, history, outbox, slack_copies
from services.asks import closing as ask_closing
from services.context import Context
from services.desk import find_answerable_referral
from storage import candidates, desk, endorsements, erasure, referrals
from storage import follow_ups as stored_follow_ups


def find_undecided_candidate(context: Context, follow_up: FollowUp) -> Candidate:
    """Finds the candidate whose agreement `follow_up` asks about, and locks their row.

    So nobody can vouch for the candidate until the transaction ends. Raises `NotFoundError` if the
    candidate is erased or the follow-up is closed, and `AlreadyAnsweredError` if the candidate has
    agreed.
    """
    found = consent.find_candidate_of(context, follow_up)
    candidate = candidates.lock(context.transaction, context.workspace.id, found.id)
    if candidate is None or candidate.erased_at is not None:
        raise NotFoundError("candidate")
    if not candidate.awaits_agreement:
        raise AlreadyAnsweredError("consent")
    if follow_up.state is not FollowUpState.OPEN:
        raise NotFoundError("follow_up")
    return candidate


def has_other_advocates(context: Context, candidate: Candidate) -> bool:
    """Whether someone other than the actor vouches for the candidate, for any opening."""
    found = referrals.list_by_candidate(context.transaction, candidate.workspace_id, candidate.id)
    return bool(set(consent.list_advocates(context, found)) - {context.actor.user_id})


def answer_declined(context: Context, follow_up: FollowUp) -> None:
    """Records that the candidate said no to the actor. Raises like `find_undecided_candidate`."""
    candidate = find_undecided_candidate(context, follow_up)
    if has_other_advocates(context, candidate):
        _withdraw_words(context, candidate)
    else:
        consent.erase_candidate(context, candidate, Reason.NOT_AGREED, unless_agreed=True)


def _withdraw_words(context: Context, candidate: Candidate) -> None:
    """Erases what the actor wrote about the candidate, and tells the owners of open referrals."""
    history_id = history.add_line(context, "candidate.declined", "candidate", candidate.id)
    endorsed = erase_own_words(context, candidate, history_id, Reason.NOT_AGREED)
    withdrawn = WordsWithdrawn(candidate.id, tuple(each.id for each in endorsed))
    outbox.queue(context, withdrawn, to=context.actor.user_id, occasion=str(history_id))
    _tell_owners(context, candidate, history_id)


def erase_own_words(
    context: Context, candidate: Candidate, history_id: int, reason: Reason
) -> list[Referral]:
    """Erases what the actor wrote about the candidate, here and in Slack.

    A referral for which nobody else vouches is withdrawn for the `reason`. `history_id` is the
    history line that says why the words are erased. Returns the referrals that the actor endorsed.
    """
    transaction, workspace_id = context.transaction, candidate.workspace_id
    advocate = context.actor.user_id
    endorsed = consent.list_endorsed_referrals(context, candidate, advocate)
    endorsed_ids = [each.id for each in endorsed]
    all_ids = [
        each.id for each in referrals.list_by_candidate(transaction, workspace_id, candidate.id)
    ]
    # A contact that only this advocate gave is erased from the candidate as well.
    given_before = endorsements.list_given_contacts(transaction, workspace_id, all_ids)
    erasure.erase_words_of_advocate(transaction, workspace_id, endorsed_ids, advocate, context.now)
    given_after = endorsements.list_given_contacts(transaction, workspace_id, all_ids)
    withdrawn_contacts = set(chain(*given_before)).difference(chain(*given_after))
    candidates.remove_contacts(transaction, candidate, withdrawn_contacts)
    consent.forget_asked(context, candidate)
    erasure.erase_stored_answers(transaction, workspace_id)
    follow_ups.close_matching(
        context,
        FollowUpState.CANCELLED,
        kinds=(FollowUpKind.CONSENT,),
        subject_id=candidate.id,
        member=advocate,
    )
    desk.save_depths(transaction, workspace_id, endorsed_ids)
    for referral in endorsed:
        stored_follow_ups.settle_matching(
            transaction,
            workspace_id,
            FollowUpState.CANCELLED,
            context.now,
            referral_id=referral.id,
            member=advocate,
        )
        history.add_line(context, "referral.words_withdrawn", "referral", referral.id)
        _replace_first_advocate(context, referral, reason)
    slack_copies.erase_copies_of_words(context, candidate, endorsed, f"words:{history_id}")
    return endorsed


def _replace_first_advocate(context: Context, referral: Referral, reason: Reason) -> None:
    """Lets the next advocate come first, or withdraws a referral without another advocate."""
    workspace_id = referral.workspace_id
    next_advocate = endorsements.promote_next_voice(context.transaction, workspace_id, referral.id)
    if next_advocate is None:
        consent.withdraw_referral(context, referral, reason)
        ask_closing.close_asks_about_referral(context, referral)
    elif referral.advocate == context.actor.user_id:
        referrals.set_advocate(context.transaction, workspace_id, referral.id, next_advocate)


def _tell_owners(context: Context, candidate: Candidate, history_id: int) -> None:
    """Tells each owner of an open referral once. `history_id` is the line about the report."""
    workspace_id = candidate.workspace_id
    told_owners: set[str] = set()
    for referral in referrals.list_by_candidate(context.transaction, workspace_id, candidate.id):
        if referral.ended or referral.owner in told_owners:
            continue
        told_owners.add(referral.owner)
        payload = CandidateDeclined(referral.id, reported_by=context.actor.user_id)
        outbox.queue(context, payload, to=referral.owner, occasion=f"{referral.owner}:{history_id}")


# The owner decides ------------------------------------------------------------------------------


def find_erasable_referral(context: Context, referral_id: int) -> Referral:
    """Finds a referral whose candidate the actor may erase.

    Raises `NotAllowedError`, and `NotFoundError` also if the candidate is already erased.
    """
    referral = find_answerable_referral(context, referral_id)
    check_may_erase(context.actor, referral.owner)
    return referral


def erase_by_desk(context: Context, referral_id: int) -> None:
    """Erases the candidate even if others vouch. Raises what `find_erasable_referral` does."""
    candidate = find_erasable_referral(context, referral_id).candidate
    reason = Reason.NOT_AGREED if candidate.awaits_agreement else Reason.OTHER
    consent.erase_candidate(context, candidate, reason)
