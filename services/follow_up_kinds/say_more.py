"""Follow-ups that ask the advocate of a lead for evidence, while the referral is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.endorsements import Depth
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from services.context import Context
from services.follow_up_kinds.cadences import next_cadence_time
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import find_moved, load_referral_rows
from storage.follow_up_dates import find_later_similar


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """Only one applies for each candidate and advocate: the form is about all openings at once.

    That is the oldest one that is still open, even if the candidate was put forward for another
    opening on another day.
    """
    rows = load_referral_rows(context, follow_ups)
    ids = [each.id for each in follow_ups]
    later = find_later_similar(context.transaction, context.workspace.id, ids)
    return {
        each.id
        for each in follow_ups
        if each.id not in later
        and (referral := rows.referral_of(each)) is not None
        and not referral.ended
        and (endorsement := rows.endorsement_by(each.member, referral)) is not None
        and endorsement.depth is Depth.LEAD
    }


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows = load_referral_rows(context, follow_ups)
    moved = find_moved(context, rows.referrals)
    return {
        each.id: NudgeItem(each, referral, name, was_moved=referral.id in moved)
        for each in follow_ups
        if (referral := rows.referral_of(each)) is not None
        and (name := rows.name_written_by(viewer.user_id, referral)) is not None
    }


SAY_MORE = KindOfFollowUp(
    find_applicable=_find_applicable,
    load_items=_load_items,
    next_nudge_time=next_cadence_time,
)
