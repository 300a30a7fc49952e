"""Counts what is stored about one person, for `/refer privacy`. Benches are counted in `bench`."""

from __future__ import annotations

from sqlalchemy import BindParameter, Select, bindparam, distinct, exists, func, or_, select

from domain.drafts import EVIDENCE, EXAMPLES, kind_for_row
from domain.privacy import HeldCounts
from storage.engine import Transaction
from storage.tables.asks import ASK
from storage.tables.bonus import BONUS_SHARE
from storage.tables.core import CANDIDATE, COMMITMENT, ENDORSEMENT, QUESTION, REFERRAL
from storage.tables.desk import DESK_NOTE
from storage.tables.messages import DRAFT
from storage.tables.thanks import THANKS

_WORKSPACE: BindParameter[int] = bindparam("workspace_id")
_USER: BindParameter[str] = bindparam("user_id")
_EMAIL: BindParameter[str | None] = bindparam("email")
# How the kinds of drafts begin, for the two pages of an endorsement. Both have the same length, and
# the id of the referral follows.
_EVIDENCE, _EXAMPLES = kind_for_row(EVIDENCE, ""), kind_for_row(EXAMPLES, "")
_HAS_GIVEN_ADDRESS = exists().where(
    ENDORSEMENT.c.workspace_id == _WORKSPACE,
    ENDORSEMENT.c.referral_id == REFERRAL.c.id,
    ENDORSEMENT.c.email == _EMAIL,
)


def _build_counts() -> Select[*tuple[int, ...]]:
    """Select the counts in the order of the fields of `HeldCounts`."""
    not_erased = (
        select(REFERRAL.c.id)
        .join(CANDIDATE, CANDIDATE.c.id == REFERRAL.c.candidate_id)
        .where(REFERRAL.c.workspace_id == _WORKSPACE, CANDIDATE.c.erased_at.is_(None))
    )
    with_them_as_candidate = not_erased.where(or_(CANDIDATE.c.email == _EMAIL, _HAS_GIVEN_ADDRESS))
    counted = (
        select(func.count(distinct(ENDORSEMENT.c.referral_id))).where(
            ENDORSEMENT.c.workspace_id == _WORKSPACE,
            ENDORSEMENT.c.advocate == _USER,
            ENDORSEMENT.c.current,
            ENDORSEMENT.c.referral_id.in_(not_erased),
        ),
        select(func.count()).where(
            COMMITMENT.c.workspace_id == _WORKSPACE,
            COMMITMENT.c.member == _USER,
            COMMITMENT.c.referral_id.in_(not_erased),
        ),
        select(func.count()).where(
            QUESTION.c.workspace_id == _WORKSPACE,
            QUESTION.c.referral_id.in_(not_erased),
            or_(QUESTION.c.asked_by == _USER, QUESTION.c.asked_of == _USER),
        ),
        select(func.count()).where(
            ASK.c.workspace_id == _WORKSPACE, or_(ASK.c.asker == _USER, ASK.c.asked == _USER)
        ),
        select(func.count()).where(
            THANKS.c.workspace_id == _WORKSPACE,
            or_(THANKS.c.giver == _USER, THANKS.c.receiver == _USER),
        ),
        select(func.count()).where(
            DESK_NOTE.c.workspace_id == _WORKSPACE,
            DESK_NOTE.c.author == _USER,
            DESK_NOTE.c.referral_id.in_(not_erased),
        ),
        select(func.count()).where(
            BONUS_SHARE.c.workspace_id == _WORKSPACE, BONUS_SHARE.c.advocate == _USER
        ),
        select(func.count()).select_from(with_them_as_candidate.subquery()),
        select(func.count(distinct(func.substr(DRAFT.c.kind, len(_EVIDENCE) + 1)))).where(
            DRAFT.c.workspace_id == _WORKSPACE,
            DRAFT.c.member == _USER,
            or_(DRAFT.c.kind.startswith(_EVIDENCE), DRAFT.c.kind.startswith(_EXAMPLES)),
        ),
    )
    return select(*(each.scalar_subquery() for each in counted))


_COUNTS = _build_counts()


def count_held(
    transaction: Transaction, workspace_id: int, user_id: str, email: str | None
) -> HeldCounts:
    """Count the rows about a member. `email` is their address, normalised, or None."""
    values = {"workspace_id": workspace_id, "user_id": user_id, "email": email}
    return HeldCounts(*transaction.execute(_COUNTS, values).one())
