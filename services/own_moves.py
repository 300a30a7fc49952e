"""Tells colleagues who asked on their own behalf about every change of their referral."""

from __future__ import annotations

from domain.messages import AskAnswered, OwnMoveChanged
from domain.referrals import Referral
from services import outbox
from services.context import Context
from storage.asks import asks


def tell_askers(context: Context, referral: Referral, history_id: int) -> None:
    """Queues one message for each change. `history_id` is the history line of the change.

    The message with the vouch names the owner, so it is edited as well.
    """
    for ask in asks.list_own_by_referral(context.transaction, context.workspace.id, referral.id):
        if ask.is_private:
            continue
        news = OwnMoveChanged(referral.id, referral.stage)
        outbox.queue(context, news, to=ask.asker, occasion=f"{ask.asker}:{history_id}")
        outbox.queue_edits(context, (AskAnswered,), ask.id)
