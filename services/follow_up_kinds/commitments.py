"""The advocate has offered to do something: asked until it is done, dropped, or too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.endorsements import CommitmentState
from domain.follow_ups import FollowUp, FollowUpState
from domain.pages import NudgeItem, Viewer
from services import commitments as commitment_service
from services.context import Context
from services.follow_up_kinds.cadences import next_by_cadence
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_referral_rows
from storage import commitments, openings, referrals


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    transaction, ws = context.transaction, context.workspace.id
    ids = {each.referral_id for each in follow_ups if each.referral_id is not None}
    progress = referrals.find_progress(transaction, ws, ids)
    open_ids = commitments.find_open_ids(transaction, ws, [each.subject_id for each in follow_ups])
    return {
        each.id
        for each in follow_ups
        if each.subject_id in open_ids
        and (found := progress.get(each.referral_id or 0)) is not None
        and not found.ended
    }


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    transaction, ws = context.transaction, context.workspace.id
    rows = load_referral_rows(context, follow_ups)
    found = commitments.find_many(transaction, ws, [each.subject_id for each in follow_ups])
    opening_ids = {each.opening_id for each in rows.referrals.values() if each.opening_id}
    known_openings = openings.find_many(transaction, ws, opening_ids)
    items = {}
    for each in follow_ups:
        referral, commitment = rows.referral_of(each), found.get(each.subject_id)
        if referral is not None and commitment is not None:
            opening = known_openings.get(referral.opening_id or 0)
            items[each.id] = NudgeItem(
                each,
                referral,
                rows.candidate_name(viewer.user_id, referral),
                commitment=commitment,
                hiring_manager=opening.hiring_manager if opening else None,
            )
    return items


def _on_answer(context: Context, follow_up: FollowUp, state: FollowUpState) -> None:
    settled = CommitmentState.DONE if state is FollowUpState.DONE else CommitmentState.NOT_NEEDED
    commitments.settle(
        context.transaction, context.workspace.id, follow_up.subject_id, settled, context.now
    )
    commitment_service.refresh_messages(context, follow_up.referral_id or 0)


COMMITMENT = KindOfFollowUp(_find_applicable, _load_items, next_by_cadence, _on_answer)
