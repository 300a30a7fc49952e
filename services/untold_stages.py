"""Finds the stages of a referral that were overtaken before someone was told of them."""

from __future__ import annotations

from datetime import datetime

from domain.message_payload import Delivery
from domain.referrals import Referral
from domain.stages import Stage
from services.context import Context
from services.corrections import CORRECTED, MOVED, STAGE_VERBS
from storage import history, outbox


def find_untold_stages(
    context: Context, referral: Referral, delivery: Delivery, *, since: datetime
) -> tuple[Stage, ...]:
    """The stages, oldest first, between the last news to the recipient and this one.

    `since` (UTC) is from when on the recipient hears of the referral. Mistakes that were corrected,
    and what the recipient did themselves, are left out.
    """
    transaction, ws = context.transaction, referral.workspace_id
    queued = outbox.find_queue_times(transaction, ws, delivery.intent_id)
    if queued is None:
        return ()
    until, last_at = queued
    entered: list[tuple[datetime, str, Stage]] = []
    for at, actor, verb, detail in history.list_lines(transaction, ws, "referral", referral.id):
        if verb == MOVED:
            entered.append((at, actor, Stage(detail["after"])))
        elif verb == CORRECTED and entered:
            entered.pop()
        elif verb in STAGE_VERBS:  # The referral began again.
            entered.clear()
    untold = [
        stage
        for at, actor, stage in entered
        if max(since, last_at or since) < at <= until and actor != delivery.recipient
    ]
    return tuple(stage for stage in dict.fromkeys(untold) if stage is not referral.stage)
