"""Members who are candidates themselves, so that services can keep their own referrals from them.

A member is a candidate whose address they have in Slack, or for whom they asked a colleague to
vouch on their own behalf (`AskKind.OWN`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, func, literal, or_, select, union_all
from sqlalchemy.types import Integer

from domain.asks import AskKind
from domain.members import Membership
from storage.engine import Transaction
from storage.tables.asks import ASK
from storage.tables.core import ENDORSEMENT, MEMBER


class OwnCandidate(NamedTuple):
    """A member who is a candidate. At least one of `email` and `referral_id` is set."""

    user_id: str
    email: str | None
    referral_id: int | None


_EMAILS: BindParameter[list[str]] = bindparam("emails", expanding=True)
_BY_ADDRESS = select(MEMBER.c.user_id, func.lower(MEMBER.c.email), literal(None, Integer)).where(
    MEMBER.c.workspace_id == bindparam("workspace_id"), func.lower(MEMBER.c.email).in_(_EMAILS)
)
_BY_ASK = select(ASK.c.asker, ASK.c.email, ASK.c.referral_id).where(
    ASK.c.workspace_id == bindparam("workspace_id"),
    ASK.c.kind == AskKind.OWN.value,
    or_(
        ASK.c.email.in_(_EMAILS),
        ASK.c.referral_id.in_(bindparam("referral_ids", expanding=True)),
    ),
)
_LIST = union_all(_BY_ADDRESS, _BY_ASK)
# The candidate's row has the first address only. Other advocates may have given other addresses.
# Rows without an address are left out in Python. In SQL the condition would make SQLite choose the
# index of all addresses in the workspace.
_LIST_ADDRESSES_OF_REFERRALS = select(ENDORSEMENT.c.email, ENDORSEMENT.c.referral_id).where(
    ENDORSEMENT.c.workspace_id == bindparam("workspace_id"),
    ENDORSEMENT.c.referral_id.in_(bindparam("referral_ids", expanding=True)),
)
_FIND_MEMBER_BY_ADDRESS = (
    select(MEMBER.c.user_id)
    .where(
        MEMBER.c.workspace_id == bindparam("workspace_id"),
        func.lower(MEMBER.c.email) == bindparam("email"),
        MEMBER.c.active.is_(True),
        MEMBER.c.is_bot.is_(False),
        MEMBER.c.standing == Membership.MEMBER.value,
    )
    .limit(1)
)


def list_own_candidates(
    transaction: Transaction,
    workspace_id: int,
    emails: Collection[str],
    referral_ids: Collection[int],
) -> list[OwnCandidate]:
    """Return the members who are one of these candidates, once for each way they were found.

    `emails`, in lower case, and `referral_ids` are those of the candidates.
    """
    referrals_by_email = _find_referrals_by_email(transaction, workspace_id, referral_ids)
    values = {
        "workspace_id": workspace_id,
        "emails": list({*emails, *referrals_by_email}),
        "referral_ids": list(set(referral_ids)),
    }
    own = [OwnCandidate(*row) for row in transaction.execute(_LIST, values)]
    # A member with an address that some advocate gave is the candidate of that advocate's referral.
    by_referral_address = [
        OwnCandidate(each.user_id, email=None, referral_id=referral_id)
        for each in own
        if each.email is not None
        for referral_id in referrals_by_email.get(each.email, ())
    ]
    return own + by_referral_address


def _find_referrals_by_email(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[str, set[int]]:
    """Return the addresses that advocates gave in these referrals, each with its referral ids."""
    if not referral_ids:
        return {}
    values = {"workspace_id": workspace_id, "referral_ids": list(set(referral_ids))}
    found: dict[str, set[int]] = defaultdict(set)
    for email, referral_id in transaction.execute(_LIST_ADDRESSES_OF_REFERRALS, values):
        if email is not None:
            found[email].add(referral_id)
    return found


def has_colleague_with_address(transaction: Transaction, workspace_id: int, email: str) -> bool:
    """Whether an active member, no guest and no bot, has this address (in lower case)."""
    values = {"workspace_id": workspace_id, "email": email}
    return transaction.scalar(_FIND_MEMBER_BY_ADDRESS, values) is not None
