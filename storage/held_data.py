"""Counts what is stored about one member, for `/refer privacy`. `storage.bench` counts benches."""

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
# An endorsement has two pages, and each has its own draft. The kind of such a draft is one of these
# two prefixes, which have the same length, and the id of the referral.
_EVIDENCE_PREFIX, _EXAMPLES_PREFIX = kind_for_row(EVIDENCE, ""), kind_for_row(EXAMPLES, "")
_AN_ADVOCATE_GAVE_ADDRESS = exists().where(
    ENDORSEMENT.c.workspace_id == _WORKSPACE,
    ENDORSEMENT.c.referral_id == REFERRAL.c.id,
    ENDORSEMENT.c.email == _EMAIL,
)


def _build_counts() -> Select[*tuple[int, ...]]:
    """Select the counts, labelled with the fields of `HeldCounts`."""
    not_erased = (
        select(REFERRAL.c.id)
        .join(CANDIDATE, CANDIDATE.c.id == REFERRAL.c.candidate_id)
        .where(REFERRAL.c.workspace_id == _WORKSPACE, CANDIDATE.c.erased_at.is_(None))
    )
    as_candidate = not_erased.where(or_(CANDIDATE.c.email == _EMAIL, _AN_ADVOCATE_GAVE_ADDRESS))
    draft_referral_id = func.substr(DRAFT.c.kind, len(_EVIDENCE_PREFIX) + 1)
    counts = {
        "referrals": select(func.count(distinct(ENDORSEMENT.c.referral_id))).where(
            ENDORSEMENT.c.workspace_id == _WORKSPACE,
            ENDORSEMENT.c.advocate == _USER,
            ENDORSEMENT.c.current,
            ENDORSEMENT.c.referral_id.in_(not_erased),
        ),
        "offers": select(func.count()).where(
            COMMITMENT.c.workspace_id == _WORKSPACE,
            COMMITMENT.c.member == _USER,
            COMMITMENT.c.referral_id.in_(not_erased),
        ),
        "questions": select(func.count()).where(
            QUESTION.c.workspace_id == _WORKSPACE,
            QUESTION.c.referral_id.in_(not_erased),
            or_(QUESTION.c.asked_by == _USER, QUESTION.c.asked_of == _USER),
        ),
        "asks": select(func.count()).where(
            ASK.c.workspace_id == _WORKSPACE, or_(ASK.c.asker == _USER, ASK.c.asked == _USER)
        ),
        "thanks": select(func.count()).where(
            THANKS.c.workspace_id == _WORKSPACE,
            or_(THANKS.c.giver == _USER, THANKS.c.receiver == _USER),
        ),
        "notes": select(func.count()).where(
            DESK_NOTE.c.workspace_id == _WORKSPACE,
            DESK_NOTE.c.author == _USER,
            DESK_NOTE.c.referral_id.in_(not_erased),
        ),
        "bonuses": select(func.count()).where(
            BONUS_SHARE.c.workspace_id == _WORKSPACE, BONUS_SHARE.c.advocate == _USER
        ),
        "referrals_as_candidate": select(func.count()).select_from(as_candidate.subquery()),
        "unsent_endorsements": select(func.count(distinct(draft_referral_id))).where(
            DRAFT.c.workspace_id == _WORKSPACE,
            DRAFT.c.member == _USER,
            or_(
                DRAFT.c.kind.startswith(_EVIDENCE_PREFIX), DRAFT.c.kind.startswith(_EXAMPLES_PREFIX)
            ),
        ),
    }
    return select(*(count.scalar_subquery().label(field) for field, count in counts.items()))


_COUNTS = _build_counts()


def count_held(
    transaction: Transaction, workspace_id: int, user_id: str, email: str | None
) -> HeldCounts:
    """Count the rows about a member. `email` is their address as candidates' addresses are stored.

    Without an address (None), no referral of the member as a candidate is found.
    """
    values = {"workspace_id": workspace_id, "user_id": user_id, "email": email}
    return HeldCounts(**transaction.execute(_COUNTS, values).mappings().one())
