"""Referrals: found with their candidate and opening in one query, changed by compare-and-set."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, insert, or_, select, update

from domain.openings import Opening
from domain.referrals import Candidate, Consent, Progress, Referral
from domain.stages import ENDED_STAGES, Reason, Stage
from storage.ahead import Shelf
from storage.engine import Transaction
from storage.tables.core import CANDIDATE, ENDORSEMENT, OPENING, REFERRAL

STAGES = {stage.value: stage for stage in Stage}
_ahead: Shelf[int, Referral] = Shelf("referrals")
_CANDIDATE = "candidate_"  # before the names of the candidate's columns, as both tables have an id


_OF_CANDIDATE = ("name", "email", "profile_url", "consent", "agreed_at", "decide_by", "erased_at")


def _select() -> Select[*tuple[Any, ...]]:
    candidate = [CANDIDATE.c[name] for name in _OF_CANDIDATE]
    return (
        select(
            *REFERRAL.c,
            *(column.label(_CANDIDATE + column.name) for column in candidate),
            OPENING.c.ref,
            OPENING.c.title,
        )
        .select_from(REFERRAL)
        .join(
            CANDIDATE,
            and_(
                CANDIDATE.c.workspace_id == REFERRAL.c.workspace_id,
                CANDIDATE.c.id == REFERRAL.c.candidate_id,
            ),
        )
        .join(
            OPENING,
            and_(
                OPENING.c.workspace_id == REFERRAL.c.workspace_id,
                OPENING.c.id == REFERRAL.c.opening_id,
            ),
            isouter=True,
        )
    )


_FIND = _select().where(
    REFERRAL.c.workspace_id == bindparam("ws"), REFERRAL.c.id == bindparam("id")
)
_SOME = _select().where(
    REFERRAL.c.workspace_id == bindparam("ws"),
    REFERRAL.c.id.in_(bindparam("ids", expanding=True)),
)
_PROGRESS = select(REFERRAL.c.id, REFERRAL.c.stage, REFERRAL.c.answered_at).where(
    REFERRAL.c.workspace_id == bindparam("ws"),
    REFERRAL.c.id.in_(bindparam("ids", expanding=True)),
)
_LATEST = (
    _select()
    .where(
        REFERRAL.c.workspace_id == bindparam("ws"),
        REFERRAL.c.candidate_id == bindparam("candidate"),
        REFERRAL.c.opening_key == bindparam("opening"),
    )
    .order_by(REFERRAL.c.round.desc())
    .limit(1)
)
_earlier = REFERRAL.alias()
_ADD = (
    insert(REFERRAL)
    .values(
        round=select(func.count() + 1)
        .select_from(_earlier)
        .where(
            _earlier.c.workspace_id == bindparam("of_workspace_id"),
            _earlier.c.candidate_id == bindparam("of_candidate_id"),
            _earlier.c.opening_key == bindparam("of_opening_key"),
        )
        .scalar_subquery()
    )
    .returning(REFERRAL.c.id)
)


def _referral(it: Any) -> Referral:
    return Referral(
        id=it.id,
        workspace_id=it.workspace_id,
        candidate=Candidate(
            it.candidate_id,
            it.workspace_id,
            it.candidate_name,
            it.candidate_email,
            it.candidate_profile_url,
            Consent(it.candidate_consent),
            it.candidate_agreed_at,
            it.candidate_decide_by,
            it.candidate_erased_at,
        ),
        opening_id=it.opening_id,
        opening_ref=it.ref,
        opening_title=it.title,
        advocate=it.advocate,
        owner=it.owner,
        stage=Stage(it.stage),
        reason=Reason(it.reason) if it.reason else None,
        note=it.note,
        created_at=it.created_at,
        stage_at=it.stage_at,
        answered_at=it.answered_at,
        bonus_rule=it.bonus_rule,
        version=it.version,
    )


def find(transaction: Transaction, workspace_id: int, referral_id: int) -> Referral | None:
    if (kept := _ahead.get(transaction, workspace_id, referral_id)) is not None:
        return kept
    row = transaction.execute(_FIND, {"ws": workspace_id, "id": referral_id}).first()
    return _referral(row) if row else None


def find_latest(
    transaction: Transaction, workspace_id: int, candidate_id: int, opening_id: int | None
) -> Referral | None:
    """The candidate's newest referral for that opening (or their newest general one)."""
    row = transaction.execute(
        _LATEST, {"ws": workspace_id, "candidate": candidate_id, "opening": opening_id or 0}
    ).first()
    return _referral(row) if row else None


def add(
    transaction: Transaction,
    workspace_id: int,
    *,
    candidate: Candidate,
    opening: Opening | None,
    advocate: str,
    owner: str,
    bonus_rule: str,
    now: datetime,
) -> Referral:
    """A new round of this candidate for this opening, or in general; new, and its owner's turn."""
    assert candidate.workspace_id == workspace_id  # noqa: S101 - never across workspaces
    assert opening is None or opening.workspace_id == workspace_id  # noqa: S101
    opening_id = opening.id if opening else None
    row = {
        "workspace_id": workspace_id,
        "candidate_id": candidate.id,
        "opening_id": opening_id,
        "opening_key": opening_id or 0,
        "advocate": advocate,
        "owner": owner,
        "stage": Stage.NEW.value,
        "bonus_rule": bonus_rule,
        "created_at": now,
        "stage_at": now,
    }
    of = {f"of_{name}": row[name] for name in ("workspace_id", "candidate_id", "opening_key")}
    return Referral(
        id=transaction.execute(_ADD, {**row, **of}).scalar_one(),
        workspace_id=workspace_id,
        candidate=candidate,
        opening_id=opening_id,
        opening_ref=opening.ref if opening else None,
        opening_title=opening.title if opening else None,
        advocate=advocate,
        owner=owner,
        stage=Stage.NEW,
        reason=None,
        note="",
        created_at=now,
        stage_at=now,
        answered_at=None,
        bonus_rule=bonus_rule,
        version=1,
    )


def set_stage(
    transaction: Transaction,
    referral: Referral,
    stage: Stage,
    *,
    reason: Reason | None,
    note: str,
    now: datetime,
) -> bool:
    """Compare-and-set of the stage; False when somebody else changed the referral first."""
    return _change(
        transaction,
        referral,
        stage=stage.value,
        reason=reason.value if reason else None,
        note=note,
        stage_at=now,
        answered_at=referral.answered_at or now,
    )


def set_owner(transaction: Transaction, referral: Referral, owner: str) -> bool:
    return _change(transaction, referral, owner=owner)


def set_answered(transaction: Transaction, referral: Referral, now: datetime) -> bool:
    """The owner reacted for the first time; later reactions leave the first moment as it is."""
    return _change(transaction, referral, answered_at=referral.answered_at or now)


def _change(transaction: Transaction, referral: Referral, **values: object) -> bool:
    done = transaction.execute(
        update(REFERRAL)
        .where(
            REFERRAL.c.workspace_id == referral.workspace_id,
            REFERRAL.c.id == referral.id,
            REFERRAL.c.version == referral.version,
        )
        .values(version=referral.version + 1, **values)
        .returning(REFERRAL.c.id)
    )
    return done.first() is not None


def list_by_advocate(
    transaction: Transaction, workspace_id: int, advocate: str, limit: int
) -> list[Referral]:
    """Referrals that this person stands behind, as first voice or second vouch, newest first."""
    behind = exists().where(
        ENDORSEMENT.c.workspace_id == REFERRAL.c.workspace_id,
        ENDORSEMENT.c.referral_id == REFERRAL.c.id,
        ENDORSEMENT.c.advocate == advocate,
    )
    rows = transaction.execute(
        _select()
        .where(REFERRAL.c.workspace_id == workspace_id, behind)
        .order_by(REFERRAL.c.stage.in_(_ended()), REFERRAL.c.created_at.desc())
        .limit(limit)
    )
    return [_referral(row) for row in rows]


def list_by_owner(
    transaction: Transaction, workspace_id: int, owner: str, limit: int
) -> list[Referral]:
    """Referrals that wait for this person, the longest waiting first."""
    rows = transaction.execute(
        _select()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.owner == owner,
            REFERRAL.c.stage.not_in(_ended()),
        )
        .order_by(REFERRAL.c.answered_at.is_not(None), REFERRAL.c.created_at)
        .limit(limit)
    )
    return [_referral(row) for row in rows]


def has_endorsed(
    transaction: Transaction,
    workspace_id: int,
    advocate: str,
    opening_id: int,
    *,
    email: str | None,
    profile_url: str | None,
) -> bool:
    """Whether this advocate put somebody with this address or profile forward for the opening."""
    same = [
        column == value
        for column, value in (
            (CANDIDATE.c.email, email),
            (CANDIDATE.c.profile_url, profile_url),
        )
        if value
    ]
    if not same:
        return False
    found = transaction.execute(
        select(ENDORSEMENT.c.id)
        .join(
            REFERRAL,
            and_(
                REFERRAL.c.workspace_id == ENDORSEMENT.c.workspace_id,
                REFERRAL.c.id == ENDORSEMENT.c.referral_id,
            ),
        )
        .join(
            CANDIDATE,
            and_(
                CANDIDATE.c.workspace_id == REFERRAL.c.workspace_id,
                CANDIDATE.c.id == REFERRAL.c.candidate_id,
            ),
        )
        .where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.advocate == advocate,
            REFERRAL.c.opening_id == opening_id,
            or_(*same),
        )
        .limit(1)
    )
    return found.first() is not None


def list_by_candidate(
    transaction: Transaction, workspace_id: int, candidate_id: int
) -> list[Referral]:
    """Every referral of this person, the first first."""
    rows = transaction.execute(
        _select()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.candidate_id == candidate_id,
        )
        .order_by(REFERRAL.c.id)
    )
    return [_referral(row) for row in rows]


def list_by_candidates(
    transaction: Transaction, workspace_id: int, candidate_ids: Collection[int]
) -> dict[int, list[Referral]]:
    """By candidate, the oldest first; one without any has an empty list."""
    found: dict[int, list[Referral]] = {id_: [] for id_ in candidate_ids}
    rows = transaction.execute(
        _select()
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.candidate_id.in_(found))
        .order_by(REFERRAL.c.id)
    )
    for row in rows:
        referral = _referral(row)
        found[referral.candidate.id].append(referral)
    return found


def list_open_general(
    transaction: Transaction, workspace_id: int, *, after: int, limit: int
) -> list[Referral]:
    """General referrals that have not ended, of people who are not erased, in pages by id."""
    rows = transaction.execute(
        _select()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.opening_id.is_(None),
            REFERRAL.c.stage.not_in(_ended()),
            CANDIDATE.c.erased_at.is_(None),
            REFERRAL.c.id > after,
        )
        .order_by(REFERRAL.c.id)
        .limit(limit)
    )
    return [_referral(row) for row in rows]


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Referral]:
    if not ids:
        return {}
    kept = {
        id_: it for id_ in ids if (it := _ahead.get(transaction, workspace_id, id_)) is not None
    }
    unread = set(ids) - kept.keys()
    if not unread:
        return kept
    rows = transaction.execute(_SOME, {"ws": workspace_id, "ids": list(unread)}).all()
    found = {it.id: it for it in map(_referral, rows)}
    _ahead.put(transaction, workspace_id, found)
    return kept | found


def find_progress(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Progress]:
    """As `some`, for those who need no more of them, nor of their candidates and openings."""
    kept = {
        id_: it for id_ in ids if (it := _ahead.get(transaction, workspace_id, id_)) is not None
    }
    found = {id_: Progress(it.stage, it.answered_at) for id_, it in kept.items()}
    if unread := set(ids) - kept.keys():
        rows = transaction.execute(_PROGRESS, {"ws": workspace_id, "ids": list(unread)}).all()
        found.update({id_: Progress(STAGES[stage], at) for id_, stage, at in rows})
    return found


def _ended() -> list[str]:
    return sorted(stage.value for stage in ENDED_STAGES)
