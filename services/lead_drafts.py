"""Stores the form of a referral that was refused, until the same person submits one successfully.

The next empty form is filled from the draft. A draft names a candidate whom nobody has put forward
yet. So every erasure of a candidate deletes all drafts. Others are deleted after
`domain.drafts.RETENTION`.
"""

from __future__ import annotations

from services.context import Context
from storage import drafts

DRAFT_KIND = "refer"

Draft = dict[str, str]


def save(context: Context, typed: Draft) -> None:
    """Stores the texts of the form by the name of the field. Each person has one draft."""
    drafts.save(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        DRAFT_KIND,
        dict(typed),
        context.now,
    )


def find(context: Context) -> Draft | None:
    return drafts.find(context.transaction, context.workspace.id, context.actor.user_id, DRAFT_KIND)


def delete(context: Context) -> None:
    drafts.delete_draft(
        context.transaction, context.workspace.id, context.actor.user_id, DRAFT_KIND
    )
