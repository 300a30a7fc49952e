"""Referrals: found with their candidate and opening in one query, changed by compare-and-set."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, insert, select, update

from domain.depth import DEPTH_RANKS, desk_order, desk_order_without_depth
from domain.endorsements import Depth
from domain.openings import Opening
from domain.referrals import Candidate, Consent, Progress, Referral
from domain.stages import ENDED_STAGES, Reason, Stage
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.referral_facts import advance_furthest_stage, record_first_answer
from storage.rounds import NEXT_ROUND, round_key
from storage.tables.core import CANDIDATE, ENDORSEMENT, OPENING, REFERRAL, opening_key
from storage.tables.same_people import MERGED_REFERRAL

_CANDIDATE_COLUMNS = (
    *("name", "email", "profile_url", "consent", "agreed_at", "decide_by", "took_part_at"),
    "erased_at",
)

_ADD = insert(REFERRAL).values(round=NEXT_ROUND).returning(REFERRAL.c.id)


def select_referrals() -> Select[*tuple[Any, ...]]:
    """Select referrals with openings and candidates (whose columns begin with `candidate_`)."""
    candidate = [CANDIDATE.c[name].label(f"candidate_{name}") for name in _CANDIDATE_COLUMNS]
    return (
        select(*REFERRAL.c, *candidate, OPENING.c.ref, OPENING.c.title)
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


def _to_candidate(row: Any) -> Candidate:
    return Candidate(
        id=row.candidate_id,
        workspace_id=row.workspace_id,
        name=row.candidate_name,
        email=row.candidate_email,
        profile_url=row.candidate_profile_url,
        consent=Consent(row.candidate_consent),
        agreed_at=row.candidate_agreed_at,
        decide_by=row.candidate_decide_by,
        erased_at=row.candidate_erased_at,
        took_part_at=row.candidate_took_part_at,
    )


def to_referral(row: Any) -> Referral:
    return Referral(
        id=row.id,
        workspace_id=row.workspace_id,
        candidate=_to_candidate(row),
        opening_id=row.opening_id,
        opening_ref=row.ref,
        opening_title=row.title,
        advocate=row.advocate,
        owner=row.owner,
        stage=Stage(row.stage),
        reason=Reason(row.reason) if row.reason else None,
        note=row.note,
        created_at=row.created_at,
        stage_at=row.stage_at,
        answered_at=row.answered_at,
        bonus_rule=row.bonus_rule,
        version=row.version,
        return_on=row.return_on,
        owner_since=row.owner_since,
    )


def find(transaction: Transaction, workspace_id: int, referral_id: int) -> Referral | None:
    """Return the referral. If it was merged into another referral, return that one."""
    row = transaction.execute(
        select_referrals().where(
            REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == referral_id
        )
    ).first()
    if row is not None:
        return to_referral(row)
    kept_id = transaction.scalar(
        select(MERGED_REFERRAL.c.referral_id).where(
            MERGED_REFERRAL.c.workspace_id == workspace_id, MERGED_REFERRAL.c.old_id == referral_id
        )
    )
    return find(transaction, workspace_id, kept_id) if kept_id is not None else None


def find_latest(
    transaction: Transaction, workspace_id: int, candidate_id: int, opening_id: int | None
) -> Referral | None:
    """Return the candidate's newest referral for the opening.

    With None as `opening_id`, return the newest general referral.
    """
    row = transaction.execute(
        select_referrals()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.candidate_id == candidate_id,
            REFERRAL.c.opening_key == opening_key(opening_id),
        )
        .order_by(REFERRAL.c.round.desc())
        .limit(1)
    ).first()
    return to_referral(row) if row else None


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
    """Store a new referral: the next round of this candidate for this opening, or in general."""
    assert candidate.workspace_id == workspace_id  # noqa: S101 - never across workspaces
    assert opening is None or opening.workspace_id == workspace_id  # noqa: S101
    opening_id = opening.id if opening else None
    row = {
        "workspace_id": workspace_id,
        "candidate_id": candidate.id,
        "opening_id": opening_id,
        "opening_key": opening_key(opening_id),
        "advocate": advocate,
        "owner": owner,
        "stage": Stage.NEW.value,
        "bonus_rule": bonus_rule,
        "created_at": now,
        "stage_at": now,
        "desk_order": desk_order(answered=False, created_at=now, depth=Depth.LEAD),
    }
    key = round_key(candidate, opening_id)
    return Referral(
        id=transaction.execute(_ADD, row | key).scalar_one(),
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
    return_on: date | None = None,
    answer_days: int | None = None,
) -> bool:
    """Set the stage. False when another transaction changed the referral since it was read.

    `answer_days` is how many working days the owner took to answer, or None if the change is not
    the owner's answer.
    """
    return change(
        transaction,
        referral,
        stage=stage.value,
        reason=reason.value if reason else None,
        note=note,
        stage_at=now,
        answered_at=referral.answered_at or now,
        return_on=return_on,
        furthest_stage=advance_furthest_stage(stage),
        **record_first_answer(answer_days, now),
    )


def set_owner(transaction: Transaction, referral: Referral, owner: str, now: datetime) -> bool:
    """Set the owner, who has their own time to answer from now on.

    False when another transaction changed the referral since it was read.
    """
    return change(transaction, referral, owner=owner, owner_since=now)


def set_advocate(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str
) -> None:
    """Set whose voice is the first one."""
    transaction.execute(
        update(REFERRAL)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == referral_id)
        .values(advocate=advocate, version=REFERRAL.c.version + 1)
    )


def set_answered(
    transaction: Transaction, referral: Referral, now: datetime, *, answer_days: int | None = None
) -> bool:
    """Store when the owner first answered; a later call does not change that moment.

    `answer_days` is as for `set_stage`. False when another transaction changed the referral since
    it was read.
    """
    answered_at = referral.answered_at or now
    first = record_first_answer(answer_days, now)
    return change(transaction, referral, answered_at=answered_at, **first)


def change(
    transaction: Transaction,
    referral: Referral,
    parameters: Mapping[str, object] | None = None,
    /,
    **values: object,
) -> bool:
    """Change these columns. A change of `answered_at` also moves the referral on the desk.

    `parameters` are the bound parameters of expressions among the values. False when another
    transaction changed the referral since it was read.
    """
    if "answered_at" in values:
        answered = values["answered_at"] is not None
        order = desk_order_without_depth(answered=answered, created_at=referral.created_at)
        values["desk_order"] = order + REFERRAL.c.desk_order % DEPTH_RANKS
    changed = transaction.execute(
        update(REFERRAL)
        .where(
            REFERRAL.c.workspace_id == referral.workspace_id,
            REFERRAL.c.id == referral.id,
            REFERRAL.c.version == referral.version,
        )
        .values(version=referral.version + 1, **values)
        .returning(REFERRAL.c.id),
        parameters,
    )
    return changed.first() is not None


def list_by_advocate(
    transaction: Transaction, workspace_id: int, advocate: str, limit: int
) -> list[Referral]:
    """Return the referrals that this person endorsed: open ones first, each group newest first."""
    # With EXISTS for each referral, SQLite would read all referrals of the workspace.
    endorsed_ids = select(ENDORSEMENT.c.referral_id).where(
        ENDORSEMENT.c.workspace_id == workspace_id,
        ENDORSEMENT.c.advocate == advocate,
        ENDORSEMENT.c.current.is_(True),
    )
    rows = transaction.execute(
        select_referrals()
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id.in_(endorsed_ids))
        .order_by(REFERRAL.c.stage.in_(ended_stages()), REFERRAL.c.created_at.desc())
        .limit(limit)
    )
    return [to_referral(row) for row in rows]


def list_by_owner(
    transaction: Transaction, workspace_id: int, owner: str, limit: int
) -> list[Referral]:
    """Return open referrals of this owner: unanswered ones first, each group oldest first."""
    rows = transaction.execute(
        select_referrals()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.owner == owner,
            REFERRAL.c.stage.not_in(ended_stages()),
        )
        .order_by(REFERRAL.c.answered_at.is_not(None), REFERRAL.c.created_at)
        .limit(limit)
    )
    return [to_referral(row) for row in rows]


def list_by_candidate(
    transaction: Transaction, workspace_id: int, candidate_id: int
) -> list[Referral]:
    """Return every referral of this candidate, oldest first."""
    rows = transaction.execute(
        select_referrals()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.candidate_id == candidate_id,
        )
        .order_by(REFERRAL.c.id)
    )
    return [to_referral(row) for row in rows]


def list_by_candidates(
    transaction: Transaction, workspace_id: int, candidate_ids: Collection[int]
) -> dict[int, list[Referral]]:
    """Return every referral of each candidate, oldest first, by the candidate's id.

    A candidate without referrals has an empty list.
    """
    found: dict[int, list[Referral]] = {id_: [] for id_ in candidate_ids}
    rows = transaction.execute(
        select_referrals()
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.candidate_id.in_(found))
        .order_by(REFERRAL.c.id)
    )
    for row in rows:
        referral = to_referral(row)
        found[referral.candidate.id].append(referral)
    return found


def list_ids_of_same_candidates(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> list[int]:
    """Return the ids of every referral of the candidates whom these referrals are about."""
    select_candidates = select(REFERRAL.c.workspace_id, REFERRAL.c.candidate_id)
    given = find_rows(transaction, select_candidates, REFERRAL.c.id, workspace_id, ids)
    return list(
        transaction.scalars(
            select(REFERRAL.c.id).where(
                REFERRAL.c.workspace_id == workspace_id,
                REFERRAL.c.candidate_id.in_({row.candidate_id for row in given}),
            )
        )
    )


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Referral]:
    rows = find_rows(transaction, select_referrals(), REFERRAL.c.id, workspace_id, ids)
    return {row.id: to_referral(row) for row in rows}


def find_progress(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Progress]:
    """Return the stages and first answers of referrals, without candidates and openings."""
    columns = select(
        REFERRAL.c.id, REFERRAL.c.workspace_id, REFERRAL.c.stage, REFERRAL.c.answered_at
    )
    rows = find_rows(transaction, columns, REFERRAL.c.id, workspace_id, ids)
    return {row.id: Progress(Stage(row.stage), row.answered_at) for row in rows}


def ended_stages() -> list[str]:
    return sorted(stage.value for stage in ENDED_STAGES)
