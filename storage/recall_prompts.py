"""Recall prompts: questions in an opening that help people think of a candidate.

An opening may have several, and shows one at a time. If the shown one had no effect, the next one
takes its turn.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, func, select, update

from domain.openings import Opening, OpeningStatus
from storage.engine import Transaction
from storage.openings import to_opening
from storage.tables.core import OPENING, REFERRAL


def list_stale(
    transaction: Transaction, workspace_id: int, quiet_since: datetime, limit: int
) -> list[Opening]:
    """Return open openings with several recall prompts whose shown prompt had no effect.

    That is so if the opening got no referral and no change since `quiet_since` (UTC), and the
    prompt was shown all that time.
    """
    has_new_referral = exists().where(
        REFERRAL.c.workspace_id == OPENING.c.workspace_id,
        REFERRAL.c.opening_id == OPENING.c.id,
        REFERRAL.c.created_at > quiet_since,
    )
    rows = transaction.execute(
        select(OPENING)
        .where(
            OPENING.c.workspace_id == workspace_id,
            OPENING.c.status == OpeningStatus.OPEN.value,
            OPENING.c.changed_at <= quiet_since,
            func.coalesce(OPENING.c.rotated_at, OPENING.c.changed_at) <= quiet_since,
            func.json_array_length(OPENING.c.recall_prompts) > 1,
            ~has_new_referral,
        )
        .order_by(OPENING.c.id)
        .limit(limit)
    )
    return [to_opening(row) for row in rows]


def rotate_prompt(transaction: Transaction, opening: Opening, now: datetime) -> bool:
    """Switch to the next recall prompt.

    Returns False if another replica has already switched, or the opening is not open. The version
    of the opening stays the same, so that a form to edit it that is open now can still be saved.
    """
    changed = transaction.execute(
        update(OPENING)
        .where(
            OPENING.c.workspace_id == opening.workspace_id,
            OPENING.c.id == opening.id,
            OPENING.c.prompt_turn == opening.prompt_turn,
            OPENING.c.status == OpeningStatus.OPEN.value,
        )
        .values(prompt_turn=opening.prompt_turn + 1, rotated_at=now)
        .returning(OPENING.c.id)
    )
    return changed.first() is not None
