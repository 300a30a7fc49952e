"""Reminds advocates of a commitment, which is help that they offered, such as an introduction.

The reminders stop when the commitment is settled (done or not needed) or the referral has ended.
`subject_id` of such a follow-up is the id of the commitment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.endorsements import CommitmentState
from domain.follow_ups import FollowUp, FollowUpState
from domain.pages import NudgeItem, Viewer
from domain.referrals import comes_too_late
from services import commitments as commitment_service
from services.context import Context
from services.follow_up_kinds.cadences import next_cadence_time
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_progress, load_referral_rows
from storage import commitments, openings


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    transaction, workspace_id = context.transaction, context.workspace.id
    progress_by_follow_up = load_progress(context, follow_ups)
    found = commitments.find_many(
        transaction, workspace_id, [each.subject_id for each in follow_ups]
    )
    return {
        each.id
        for each in follow_ups
        if (commitment := found.get(each.subject_id)) is not None
        and commitment.state is CommitmentState.OPEN
        and (progress := progress_by_follow_up.get(each.id)) is not None
        and not progress.ended
        and not comes_too_late(commitment.kind, progress.stage)
    }


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    transaction, workspace_id = context.transaction, context.workspace.id
    rows = load_referral_rows(context, follow_ups)
    commitments_by_id = commitments.find_many(
        transaction, workspace_id, [each.subject_id for each in follow_ups]
    )
    opening_ids = {each.opening_id for each in rows.referrals.values() if each.opening_id}
    openings_by_id = openings.find_many(transaction, workspace_id, opening_ids)
    items = {}
    for follow_up in follow_ups:
        referral = rows.referral_of(follow_up)
        commitment = commitments_by_id.get(follow_up.subject_id)
        if referral is None or commitment is None:
            continue
        # Advocates read the name that they wrote themselves.
        candidate_name = rows.name_written_by(viewer.user_id, referral)
        if candidate_name is None:
            continue
        opening = openings_by_id.get(referral.opening_id) if referral.opening_id else None
        items[follow_up.id] = NudgeItem(
            follow_up,
            referral,
            candidate_name,
            commitment=commitment,
            hiring_manager=opening.hiring_manager if opening else None,
        )
    return items


def _settle_commitment(context: Context, follow_up: FollowUp, state: FollowUpState) -> None:
    # An answer is either DONE or NOT_NEEDED.
    is_done = state is FollowUpState.DONE
    commitments.settle(
        context.transaction,
        context.workspace.id,
        follow_up.subject_id,
        CommitmentState.DONE if is_done else CommitmentState.NOT_NEEDED,
        context.now,
    )
    if follow_up.referral_id is not None:
        commitment_service.refresh_messages(context, follow_up.referral_id)


COMMITMENT = KindOfFollowUp(
    find_applicable=_find_applicable,
    load_items=_load_items,
    next_nudge_time=next_cadence_time,
    on_answer=_settle_commitment,
)
