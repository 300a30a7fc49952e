"""Stores drafts: what a person typed into a form and did not submit.

A person has one draft of each kind. A kind may be about one row, such as `evidence:12`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from domain.drafts import kind_for_row
from storage.engine import Transaction
from storage.tables.messages import DRAFT
from storage.upsert import insert_if_absent

_OF_MEMBER_AND_KIND = (
    DRAFT.c.workspace_id == bindparam("workspace_id"),
    DRAFT.c.member == bindparam("member"),
    DRAFT.c.kind == bindparam("kind"),
)
_FIND = select(DRAFT.c.content).where(*_OF_MEMBER_AND_KIND)
_DELETE = delete(DRAFT).where(*_OF_MEMBER_AND_KIND)


def find(
    transaction: Transaction, workspace_id: int, member: str, kind: str
) -> dict[str, Any] | None:
    return transaction.scalar(_FIND, {"workspace_id": workspace_id, "member": member, "kind": kind})


def save(
    transaction: Transaction,
    workspace_id: int,
    member: str,
    kind: str,
    content: dict[str, Any],
    now: datetime,
) -> None:
    """Store a draft, which replaces the earlier draft of this kind."""
    is_new = insert_if_absent(
        transaction,
        DRAFT,
        workspace_id=workspace_id,
        member=member,
        kind=kind,
        content=content,
        at=now,
    )
    if not is_new:
        transaction.execute(
            update(DRAFT)
            .where(
                DRAFT.c.workspace_id == workspace_id,
                DRAFT.c.member == member,
                DRAFT.c.kind == kind,
            )
            .values(content=content, at=now)
        )


def delete_older(transaction: Transaction, kind: str, before: datetime) -> None:
    """Delete everybody's drafts of this kind, about any row, last saved before `before` (UTC)."""
    about_a_row = DRAFT.c.kind.startswith(kind_for_row(kind, ""))
    of_kind = or_(DRAFT.c.kind == kind, about_a_row)
    transaction.execute(delete(DRAFT).where(of_kind, DRAFT.c.at < before))


def delete_draft(transaction: Transaction, workspace_id: int, member: str, kind: str) -> None:
    transaction.execute(_DELETE, {"workspace_id": workspace_id, "member": member, "kind": kind})
