"""Thanks between colleagues: one a day from the same person to the same person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select, update

from domain.endorsements import CommitmentState, Depth
from domain.stages import Stage
from domain.thanks import Thanks
from storage.engine import Transaction
from storage.tables.core import COMMITMENT, ENDORSEMENT, MEMBER, REFERRAL
from storage.tables.thanks import THANKS
from storage.upsert import insert_returning_row


def _thanks(row: Any) -> Thanks:
    return Thanks(
        row.id,
        row.workspace_id,
        row.giver,
        row.receiver,
        row.day,
        row.deed,
        row.words,
        row.at,
        row.shared_at,
        row.share_failed,
    )


def add(
    transaction: Transaction,
    workspace_id: int,
    *,
    giver: str,
    receiver: str,
    day: date,
    deed: str,
    words: str,
    now: datetime,
) -> Thanks | None:
    """None when this person has thanked that one on that day before."""
    row = insert_returning_row(
        transaction,
        THANKS,
        workspace_id=workspace_id,
        giver=giver,
        receiver=receiver,
        day=day,
        deed=deed,
        words=words,
        at=now,
        share_failed=False,
    )
    return _thanks(row) if row else None


def find(transaction: Transaction, workspace_id: int, thanks_id: int) -> Thanks | None:
    row = transaction.execute(
        select(THANKS).where(THANKS.c.workspace_id == workspace_id, THANKS.c.id == thanks_id)
    ).first()
    return _thanks(row) if row else None


def mark_shared(transaction: Transaction, workspace_id: int, thanks_id: int, now: datetime) -> bool:
    """Compare-and-set; False when it was shared before."""
    done = transaction.execute(
        update(THANKS)
        .where(
            THANKS.c.workspace_id == workspace_id,
            THANKS.c.id == thanks_id,
            THANKS.c.shared_at.is_(None),
        )
        .values(shared_at=now, share_failed=False)
        .returning(THANKS.c.id)
    )
    return done.first() is not None


def mark_share_failed(transaction: Transaction, workspace_id: int, thanks_id: int) -> None:
    """Slack did not take it: it is as if it was not shared, and may be tried again."""
    transaction.execute(
        update(THANKS)
        .where(THANKS.c.workspace_id == workspace_id, THANKS.c.id == thanks_id)
        .values(shared_at=None, share_failed=True)
    )


def list_deepest_advocates(
    transaction: Transaction, workspace_id: int, since: datetime, limit: int
) -> list[tuple[str, Depth]]:
    """The first few of those who went deepest since then, by name where equal; never a count.

    Depth as `domain.endorsements.depth_of` has it: advocated, then recommended; a lead is not shown.
    """
    kept = exists().where(
        COMMITMENT.c.workspace_id == ENDORSEMENT.c.workspace_id,
        COMMITMENT.c.referral_id == ENDORSEMENT.c.referral_id,
        COMMITMENT.c.member == ENDORSEMENT.c.advocate,
        COMMITMENT.c.state == CommitmentState.DONE.value,
    )
    said = (
        (ENDORSEMENT.c.saw != "") | (ENDORSEMENT.c.why != ""),
        ENDORSEMENT.c.conviction.is_not(None),
        ENDORSEMENT.c.current.is_(True),
    )
    rows = transaction.execute(
        select(MEMBER.c.user_id, MEMBER.c.name, kept.label("kept"))
        .join(
            ENDORSEMENT,
            (ENDORSEMENT.c.workspace_id == MEMBER.c.workspace_id)
            & (ENDORSEMENT.c.advocate == MEMBER.c.user_id),
        )
        .join(
            REFERRAL,
            (REFERRAL.c.workspace_id == ENDORSEMENT.c.workspace_id)
            & (REFERRAL.c.id == ENDORSEMENT.c.referral_id),
        )
        .where(
            MEMBER.c.workspace_id == workspace_id,
            MEMBER.c.active.is_(True),
            REFERRAL.c.created_at > since,
            REFERRAL.c.stage != Stage.WITHDRAWN.value,
            *said,
        )
        .distinct()
    ).all()
    best: dict[str, tuple[bool, str]] = {}
    for row in rows:
        before = best.get(row.user_id, (False, row.name))
        best[row.user_id] = (before[0] or bool(row.kept), row.name)
    order = sorted(best, key=lambda user: (not best[user][0], best[user][1].casefold(), user))
    return [
        (user, Depth.ADVOCATED if best[user][0] else Depth.RECOMMENDED) for user in order[:limit]
    ]
