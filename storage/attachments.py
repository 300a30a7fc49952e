"""The links and files that advocates attached to referrals. A form adds at most one row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from domain.attachments import Attachment, ChosenFile, NewAttachment
from storage.engine import Transaction
from storage.tables.files import ATTACHMENT

_LIST_BY_REFERRAL = (
    select(ATTACHMENT)
    .where(
        ATTACHMENT.c.workspace_id == bindparam("workspace_id"),
        ATTACHMENT.c.referral_id == bindparam("referral_id"),
    )
    .order_by(ATTACHMENT.c.id)
)


def add(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    advocate: str,
    new: NewAttachment,
    now: datetime,
) -> Attachment:
    row = transaction.execute(
        insert(ATTACHMENT)
        .values(
            workspace_id=workspace_id,
            referral_id=referral_id,
            advocate=advocate,
            link=new.link,
            source_id=new.file.slack_id if new.file else None,
            file_type=new.file.file_type if new.file else None,
            attached_at=now,
        )
        .returning(ATTACHMENT)
    ).one()
    return _to_attachment(row)


def find(transaction: Transaction, workspace_id: int, attachment_id: int) -> Attachment | None:
    row = transaction.execute(
        select(ATTACHMENT).where(
            ATTACHMENT.c.workspace_id == workspace_id, ATTACHMENT.c.id == attachment_id
        )
    ).first()
    return _to_attachment(row) if row else None


def list_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[Attachment]:
    """Return what is attached to the referral, oldest first, without what was erased."""
    values = {"workspace_id": workspace_id, "referral_id": referral_id}
    found = [_to_attachment(row) for row in transaction.execute(_LIST_BY_REFERRAL, values)]
    return [each for each in found if each.link or each.file]


def erase(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: Collection[int],
    advocate: str | None = None,
) -> Sequence[int]:
    """Erase what is attached to these referrals, but keep the rows. Return their ids.

    If an advocate is given, only what this advocate attached is erased.
    """
    statement = update(ATTACHMENT).where(
        ATTACHMENT.c.workspace_id == workspace_id, ATTACHMENT.c.referral_id.in_(set(referral_ids))
    )
    if advocate is not None:
        statement = statement.where(ATTACHMENT.c.advocate == advocate)
    erased = statement.values(link=None, source_id=None, file_type=None).returning(ATTACHMENT.c.id)
    return transaction.scalars(erased).all()


def _to_attachment(row: Any) -> Attachment:
    has_file = row.source_id and row.file_type
    return Attachment(
        id=row.id,
        workspace_id=row.workspace_id,
        referral_id=row.referral_id,
        advocate=row.advocate,
        link=row.link,
        file=ChosenFile(row.source_id, row.file_type) if has_file else None,
        attached_at=row.attached_at,
    )
