"""Follow-ups that ask an advocate whether a channel may congratulate them and their new colleague.

Such a follow-up is due on the new colleague's first day and has one reminder. Without an answer
nothing is posted. Its `subject_id` is the id of the referral.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.congratulations import choose_channel
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from services.context import Context
from services.follow_up_kinds.hires import find_about_current_colleagues, find_hires, remind_once
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_referral_rows
from storage import congratulations, openings


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of follow-ups about current colleagues, if the advocate has not agreed yet."""
    referral_ids = {each.subject_id for each in follow_ups}
    agreed = congratulations.find_many(context.transaction, context.workspace.id, referral_ids)
    about_current = find_about_current_colleagues(context, follow_ups)
    return {
        each.id for each in follow_ups if each.id in about_current and each.subject_id not in agreed
    }


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    transaction, workspace_id = context.transaction, context.workspace.id
    rows, hires = load_referral_rows(context, follow_ups), find_hires(context, follow_ups)
    agreed = congratulations.find_many(transaction, workspace_id, rows.referrals)
    opening_ids = {each.opening_id for each in rows.referrals.values() if each.opening_id}
    openings_by_id = openings.find_many(transaction, workspace_id, opening_ids)
    items = {}
    for each in follow_ups:
        referral = rows.referral_of(each)
        name = rows.name_written_by(viewer.user_id, referral) if referral else None
        if referral is None or name is None:
            continue
        congratulation = agreed.get(referral.id)
        opening = openings_by_id.get(referral.opening_id) if referral.opening_id else None
        announced_in = opening.channels if opening is not None else ()
        channel = choose_channel(context.policy.thanks_channel, announced_in)
        if congratulation is not None:
            channel = congratulation.channel
        items[each.id] = NudgeItem(
            each,
            referral,
            name,
            hire=hires.get(each.id),
            congratulation=congratulation,
            channel=channel,
        )
    return items


CONGRATULATION = KindOfFollowUp(
    find_applicable=_find_applicable,
    load_items=_load_items,
    next_nudge_time=remind_once,
    is_listed_early=False,
)
