"""Stored thanks between colleagues, and the advocates whom the channel could thank.

A giver can thank the same receiver once a day.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, exists, select, update

from domain.endorsements import CommitmentState, Depth
from domain.members import Membership
from domain.stages import Stage
from domain.thanks import Thanks
from storage.engine import Transaction
from storage.tables.core import COMMITMENT, ENDORSEMENT, MEMBER, REFERRAL
from storage.tables.thanks import THANKS
from storage.upsert import insert_returning_row


def _to_thanks(row: Any) -> Thanks:
    return Thanks(
        id=row.id,
        workspace_id=row.workspace_id,
        giver=row.giver,
        receiver=row.receiver,
        day=row.day,
        deed=row.deed,
        words=row.words,
        given_at=row.at,
        shared_at=row.shared_at,
        share_failed=row.share_failed,
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
    """Store thanks for `deed`. Returns None if this giver thanked this receiver that `day` already.

    `words` is what the giver added, and may be empty. `day` is the giver's local date.
    """
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
    return _to_thanks(row) if row else None


def find(transaction: Transaction, workspace_id: int, thanks_id: int) -> Thanks | None:
    row = transaction.execute(
        select(THANKS).where(THANKS.c.workspace_id == workspace_id, THANKS.c.id == thanks_id)
    ).first()
    return _to_thanks(row) if row else None


def mark_shared(transaction: Transaction, workspace_id: int, thanks_id: int, now: datetime) -> bool:
    """Store that the thanks were shared in a channel. Returns False if they were shared before."""
    changed = transaction.execute(
        update(THANKS)
        .where(
            THANKS.c.workspace_id == workspace_id,
            THANKS.c.id == thanks_id,
            THANKS.c.shared_at.is_(None),
        )
        .values(shared_at=now, share_failed=False)
        .returning(THANKS.c.id)
    )
    return changed.first() is not None


def mark_share_failed(transaction: Transaction, workspace_id: int, thanks_id: int) -> None:
    """Store that Slack refused the post in the channel. The receiver can then share it again."""
    transaction.execute(
        update(THANKS)
        .where(THANKS.c.workspace_id == workspace_id, THANKS.c.id == thanks_id)
        .values(shared_at=None, share_failed=True)
    )


def list_deepest_advocates(
    transaction: Transaction, workspace_id: int, since: datetime, limit: int
) -> list[tuple[str, Depth]]:
    """Return the user ids of at most `limit` advocates, each with their deepest `Depth`.

    Only endorsements of referrals that were stored after `since` (UTC) count. Members who fulfilled
    a commitment come first, then those who only recommended. Each group is sorted by name. Members
    who only named candidates are left out.
    """
    rows = transaction.execute(_select_recommenders(workspace_id, since)).all()
    name_by_user = {row.user_id: row.name.casefold() for row in rows}
    who_advocated = {row.user_id for row in rows if row.has_fulfilled}
    deepest_first = sorted(
        name_by_user,
        key=lambda user_id: (user_id not in who_advocated, name_by_user[user_id], user_id),
    )
    return [
        (user_id, Depth.ADVOCATED if user_id in who_advocated else Depth.RECOMMENDED)
        for user_id in deepest_first[:limit]
    ]


def _select_recommenders(workspace_id: int, since: datetime) -> Select[*tuple[Any, ...]]:
    """Select active members who recommended a candidate, and whether they fulfilled a commitment.

    Withdrawn referrals do not count. A member of several referrals may be in the result twice, with
    and without a fulfilled commitment.
    """
    has_fulfilled = exists().where(
        COMMITMENT.c.workspace_id == ENDORSEMENT.c.workspace_id,
        COMMITMENT.c.referral_id == ENDORSEMENT.c.referral_id,
        COMMITMENT.c.member == ENDORSEMENT.c.advocate,
        COMMITMENT.c.state == CommitmentState.DONE.value,
    )
    recommends = (  # the conditions of `Depth.RECOMMENDED`
        (ENDORSEMENT.c.saw != "") | (ENDORSEMENT.c.why != ""),
        ENDORSEMENT.c.conviction.is_not(None),
        ENDORSEMENT.c.current.is_(True),
    )
    return (
        select(MEMBER.c.user_id, MEMBER.c.name, has_fulfilled.label("has_fulfilled"))
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
            MEMBER.c.standing == Membership.MEMBER.value,
            REFERRAL.c.created_at > since,
            REFERRAL.c.stage != Stage.WITHDRAWN.value,
            *recommends,
        )
        .distinct()
    )
