"""Someone answers whether two similar candidates are the same person.

The owner's card and the advocate's acknowledgement of a referral ask this. After a yes, the two
candidates are merged. A no is stored, so that the question is never asked again.
"""

from __future__ import annotations

from domain.consent import is_candidate_hidden
from domain.errors import AlreadyAnsweredError, NotAllowedError, NotFoundError
from domain.merging import ReferralMerge, merge_candidates
from domain.messages import OwnerChanged
from domain.referrals import Candidate, Referral, becomes_second_vouch
from domain.same_person import may_be_same_person
from services import attachments, follow_ups, history, outbox
from services.context import Context
from services.desk import pass_on_if_owner_vouches
from services.people import find_answerable
from services.same_person import queue_edits_of_similar
from storage import candidates, desk, endorsements, referrals, same_people
from storage import outbox as stored_outbox
from storage.merging import candidates as merged_candidates
from storage.merging import referrals as merged_referrals


def answer_different(context: Context, referral_id: int, other_id: int) -> None:
    """Stores that the candidates of these referrals are two people.

    Raises what `_find_pair` raises.
    """
    one, other = _find_pair(context, referral_id, other_id)
    ids = (one.id, other.id)
    same_people.add_different(
        context.transaction, context.workspace.id, ids, context.actor.user_id, context.now
    )
    history.add_line(context, "candidate.different", "candidate", one.id, other=other.id)
    for candidate in (one, other):
        for referral in _list_referrals(context, candidate):
            follow_ups.queue_edits_of_all(context, referral)


def answer_same(context: Context, referral_id: int, other_id: int) -> None:
    """Makes one candidate of the two. Their referrals for the same opening become one.

    Raises what `_find_pair` raises.
    """
    one, other = _find_pair(context, referral_id, other_id)
    kept, absorbed = sorted((one, other), key=lambda candidate: candidate.id)
    kept_by_opening = {each.opening_id: each for each in _list_referrals(context, kept)}
    moving = _list_referrals(context, absorbed)
    moving_ids = [each.id for each in moving]
    merged_candidates.keep_contact_in_endorsements(context.transaction, absorbed, moving_ids)
    for referral in moving:
        merged_candidates.move_referral(context.transaction, referral.id, kept)
        twin = kept_by_opening.get(referral.opening_id)
        if twin is not None and _are_one_referral(context, twin, referral):
            _merge_referrals(context, twin, referral)
    merged = merge_candidates(kept, absorbed)
    merged_candidates.replace_candidate(context.transaction, merged, absorbed)
    history.add_line(context, "candidate.merged", "candidate", kept.id, absorbed=absorbed.id)
    for referral in _list_referrals(context, merged):
        follow_ups.queue_edits_of_all(context, referral)
        attachments.send_missing(context, pass_on_if_owner_vouches(context, referral))
    queue_edits_of_similar(context, merged)


def _find_pair(context: Context, referral_id: int, other_id: int) -> tuple[Candidate, Candidate]:
    """Finds and locks the two candidates, if the actor may say whether they are one person.

    The actor may if they can answer both referrals, or if they vouch in both. Raises
    `NotFoundError`, `NotAllowedError`, and `AlreadyAnsweredError` if someone has said it.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    one = referrals.find(transaction, workspace_id, referral_id)
    other = referrals.find(transaction, workspace_id, other_id)
    if one is None or other is None:
        raise NotFoundError("referral")
    _check_may_answer(context, [one, other])
    ids = sorted({one.candidate.id, other.candidate.id})
    locked = [candidates.lock(transaction, workspace_id, id_) for id_ in ids]
    current = [each for each in locked if each is not None and each.erased_at is None]
    if len(current) < len(ids):
        raise NotFoundError("candidate")
    # The candidates are one already, or someone said that they differ.
    if len(current) == 1 or ids[1] in same_people.list_different(transaction, workspace_id, ids[0]):
        raise AlreadyAnsweredError("same_person")
    hide = context.policy.hide_until_agreed
    is_hidden = any(is_candidate_hidden(each, hide) for each in current)
    if is_hidden or not _are_similar(context, *current):
        raise NotFoundError("candidate")
    return current[0], current[1]


def _are_similar(context: Context, one: Candidate, other: Candidate) -> bool:
    if may_be_same_person(one, other):
        return True
    sharing_a_contact = same_people.list_similar(context.transaction, one)
    return other.id in {each.id for each in sharing_a_contact}


def _check_may_answer(context: Context, found: list[Referral]) -> None:
    """Raises `NotAllowedError` unless the actor may answer, or has endorsed, all of the referrals.

    It names the owner of the first one as the person to ask.
    """
    ids = {each.id for each in found}
    if find_answerable(context, context.actor.user_id, found) == ids:
        return
    current = endorsements.list_current_by_referrals(context.transaction, context.workspace.id, ids)
    for given in current.values():
        advocates = {each.advocate for each in given}
        if context.actor.user_id not in advocates:
            raise NotAllowedError("answer_referral", found[0].owner)


def _list_referrals(context: Context, candidate: Candidate) -> list[Referral]:
    return referrals.list_by_candidate(context.transaction, candidate.workspace_id, candidate.id)


def _are_one_referral(context: Context, one: Referral, other: Referral) -> bool:
    """Whether the later referral came so soon that it is a second vouch on the earlier one."""
    first, second = sorted((one.created_at, other.created_at))
    return becomes_second_vouch(first, second, context.policy.first_voice_days)


def _merge_referrals(context: Context, one: Referral, other: Referral) -> None:
    """Merges the later referral into the earlier one.

    If the owner of a referral changes, its advocates are told.
    """
    kept, absorbed = sorted((one, other), key=lambda each: (each.created_at, each.id))
    workspace_id = kept.workspace_id
    advocates = {
        each.id: [
            given.advocate
            for given in endorsements.list_current(context.transaction, workspace_id, each.id)
        ]
        for each in (kept, absorbed)
    }
    merge = ReferralMerge(kept, absorbed)
    moved = merged_referrals.merge_referrals(context.transaction, merge)
    desk.save_depths(context.transaction, workspace_id, [kept.id])
    first = endorsements.promote_next_voice(context.transaction, workspace_id, kept.id)
    if first is not None and first != kept.advocate:
        referrals.set_advocate(context.transaction, workspace_id, kept.id, first)
    owner = merge.state_source.owner
    history_id = history.add_line(
        context, "referral.merged", "referral", kept.id, absorbed=absorbed.id, owner=owner
    )
    for each in (kept, absorbed):
        if each.owner == owner:
            continue
        for advocate in advocates[each.id]:
            if advocate not in (owner, context.actor.user_id):
                news = OwnerChanged(kept.id)
                outbox.queue(context, news, to=advocate, occasion=f"{advocate}:{history_id}")
    people = {each.member for each in moved}
    stored_outbox.queue_nudge_edits(
        context.transaction, workspace_id, people, [each.id for each in moved], context.now
    )
