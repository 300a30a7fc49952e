"""Drafts of the endorsement form: what an advocate typed into a page but has not submitted.

The form can be about several referrals of one candidate. A draft is stored under the first of the
referrals, and is erased with the candidate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from domain.drafts import EVIDENCE, EXAMPLES, kind_for_row
from domain.endorsements import CommitmentKind, Conflict, Conviction, Endorsement, Evidence
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from storage import drafts

# The fields of `Evidence` on each page of the form.
_FIELDS_BY_PAGE = {
    EVIDENCE: ("saw", "why", "how_long", "conviction"),
    EXAMPLES: ("trust", "adaptability", "lifts", "commitments", "conflicts"),
}


def save(context: Context, page: str, referral_ids: Sequence[int], typed: Evidence) -> None:
    """Stores the actor's draft of a page (`EVIDENCE` or `EXAMPLES`).

    Raises `NotFoundError` and `NotAllowedError` unless the actor endorsed the first referral.
    """
    find_referral_and_own_endorsement(context, referral_ids[0])
    drafts.save(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        kind_for_row(page, referral_ids[0]),
        {name: getattr(typed, name) for name in _FIELDS_BY_PAGE[page]},
        context.now,
    )


def fill_in(
    context: Context, page: str, referral_ids: Sequence[int], endorsement: Endorsement
) -> tuple[Endorsement, bool]:
    """Returns (the endorsement with the values of the actor's draft, whether there is a draft)."""
    content = drafts.find(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        kind_for_row(page, referral_ids[0]),
    )
    if content is None:
        return endorsement, False
    evidence = replace(endorsement.evidence, **_from_json(content))
    return replace(endorsement, evidence=evidence), True


def _from_json(content: dict[str, Any]) -> dict[str, Any]:
    """Converts the stored fields of one page into the types of `Evidence`."""
    values = dict(content)
    if values.get("conviction") is not None:
        values["conviction"] = Conviction(values["conviction"])
    if "commitments" in values:  # a draft of EXAMPLES
        values["commitments"] = tuple(map(CommitmentKind, values["commitments"]))
        values["conflicts"] = tuple(map(Conflict, values["conflicts"]))
    return values


def delete(context: Context, page: str, referral_ids: Sequence[int]) -> None:
    """Deletes the actor's draft of this page, if there is one."""
    drafts.delete_draft(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        kind_for_row(page, referral_ids[0]),
    )
