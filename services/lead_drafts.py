"""Keeps what someone typed into the form of a referral that was refused, until it is sent.

It comes back in the next empty form. It names a candidate whom nobody has put forward yet, so it is
deleted with every erasure, and after `domain.drafts.RETENTION`.
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
