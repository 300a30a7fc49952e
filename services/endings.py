"""Ends the open referrals of an opening that was filled or closed.

`ending_plans` plans an ending for each of them. When it is due, `carry_out` stores the outcome and
queues the news for every advocate.
"""

from __future__ import annotations

from dataclasses import replace

from domain.endings import Ending, EndingKind, reason_without_decision
from domain.messages import OpeningEnded, ReferralForManager, ReferralMoved, ReferralReceived
from domain.referrals import Referral
from domain.stages import Stage
from services import bonus, desk, follow_ups, history, outbox, own_moves
from services.context import Context
from services.people import choose_owner, find_opening_of
from storage import endings, endorsements, opening_referrals, openings, referrals
from storage.endings import PlannedEnding


def carry_out(context: Context, planned: PlannedEnding) -> None:
    """Ends one referral as somebody decided, or with "not now" if nobody did.

    Only the plan is deleted if the referral has ended already or its opening takes referrals again.
    """
    endings.delete_planned(context.transaction, planned.workspace_id, planned.referral_id)
    referral = referrals.find(context.transaction, planned.workspace_id, planned.referral_id)
    opening = find_opening_of(context, referral) if referral else None
    if referral is None or referral.ended or opening is None or opening.takes_referrals:
        return
    ending = planned.decision or Ending(EndingKind.NOT_NOW)
    is_moved = ending.kind is EndingKind.MOVE and move_referral(
        context, referral, ending.opening_id
    )
    if ending.kind is EndingKind.HIRED:
        desk.change_stage(context, referral, Stage.HIRED, reason=None, note="")
    elif not is_moved:  # A referral that cannot be moved ends with "not now", too.
        reason = ending.reason or reason_without_decision(opening.status)
        desk.change_stage(
            context,
            referral,
            Stage.NOT_NOW,
            reason,
            ending.note,
            return_after=ending.return_after,
        )
    outbox.queue_edits(context, (OpeningEnded,), opening.id)


def move_referral(context: Context, referral: Referral, opening_id: int | None) -> bool:
    """Moves the referral to another opening. With None it becomes a general referral.

    Returns False and changes nothing if the candidate has been referred there already, if that
    opening takes no referrals, or if the referral was changed meanwhile. Raises `NoOwnerError`.
    """
    workspace_id = referral.workspace_id
    target = openings.find(context.transaction, workspace_id, opening_id) if opening_id else None
    if opening_id and (target is None or not target.takes_referrals):
        return False
    if referrals.find_latest(context.transaction, workspace_id, referral.candidate.id, opening_id):
        return False
    advocates = [
        endorsement.advocate
        for endorsement in endorsements.list_current(context.transaction, workspace_id, referral.id)
    ]
    owner = choose_owner(context, target, referral.candidate, avoid=advocates).user_id
    if not opening_referrals.move_to_opening(
        context.transaction, referral, target, owner, context.now
    ):
        return False
    moved = replace(
        referral,
        opening_id=opening_id,
        opening_ref=target.ref if target else None,
        opening_title=target.title if target else None,
        owner=owner,
        stage=Stage.NEW,
        reason=None,
        note="",
        return_on=None,
        answered_at=None,
    )
    history_id = history.add_line(
        context, "referral.to_opening", "referral", referral.id, before=referral.opening_id
    )
    bonus.freeze_terms_for_all(context, moved, target, advocates)
    follow_ups.plan_answer_reminder(context, moved)
    owner_card = ReferralReceived(moved.id, handed_over_by=context.actor.user_id)
    outbox.queue(context, owner_card, to=owner, occasion=f"{owner}:{history_id}")
    manager = target.hiring_manager if target else None
    if manager and manager not in (owner, *advocates):
        manager_card = ReferralForManager(moved.id)
        outbox.queue(context, manager_card, to=manager, occasion=f"{manager}:{history_id}")
    for advocate in advocates:
        news = ReferralMoved(moved.id, from_ref=referral.opening_ref or "")
        outbox.queue(context, news, to=advocate, occasion=f"{advocate}:{history_id}")
    own_moves.tell_askers(context, moved, history_id)
    follow_ups.queue_edits_of_all(context, moved)
    return True
