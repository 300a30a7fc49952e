"""The note in which an advocate tells the candidate how a referral ended, without any nudge.

The follow-up is settled when the advocate reports that the candidate knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp, never_again
from services.follow_up_kinds.referral_rows import load_progress, load_referral_rows


def _find_ended(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    progress = load_progress(context, follow_ups)
    return {each.id for each in follow_ups if each.id in progress and progress[each.id].ended}


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows = load_referral_rows(context, follow_ups)
    items = {}
    for each in follow_ups:
        referral = rows.referral_of(each)
        name = rows.name_written_by(viewer.user_id, referral) if referral else None
        if name is not None:
            items[each.id] = NudgeItem(each, referral, name)
    return items


OUTCOME_NOTE = KindOfFollowUp(
    find_applicable=_find_ended,
    load_items=_load_items,
    next_nudge_time=never_again,
    is_listed=False,
)
