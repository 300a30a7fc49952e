"""Stores, changes and finds referrals.

A referral is read together with its candidate and its opening in one query. A change succeeds only
if the referral still has the version that was read.
"""

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
    "name", "email", "profile_url", "consent", "agreed_at", "decide_by", "took_part_at",
    "asked_at", "asked_by", "erased_at",
)  # fmt: skip

_ADD = insert(REFERRAL).values(round=NEXT_ROUND).returning(REFERRAL.c.id)


def select_referrals() -> Select[*tuple[Any, ...]]:
    """Select referrals for `to_referral`, with the opening's `ref` and `title`, if there is one.

    The candidate's columns are labelled with `candidate_` before their names.
    """
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
        asked_at=row.candidate_asked_at,
        asked_by=row.candidate_asked_by,
    )


def to_referral(row: Any) -> Referral:
    """Return the referral of a row of `select_referrals`."""
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
    """Return the referral, or the one into which it was merged. None if neither exists."""
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
    """Return the candidate's newest referral for the opening, or None.

    With None as `opening_id`, return the newest general referral (for no particular opening).
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
    """Store a new referral for the opening, or a general one if `opening` is None.

    If the candidate was referred for this opening before, this is the next round. `advocate` and
    `owner` are user ids, and `bonus_rule` is the bonus as it is promised now.
    """
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
    """Set the stage, and count this as an answer if it is the first one.

    `return_on` is the day on which a candidate with "not now" is looked at again. `answer_days` is
    how many working days the owner took to answer, or None if the owner did not make this change.
    False when another transaction changed the referral since it was read.
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
    """Set whom the referral names as its advocate: the user id of the first endorser."""
    transaction.execute(
        update(REFERRAL)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == referral_id)
        .values(advocate=advocate, version=REFERRAL.c.version + 1)
    )


def set_answered(
    transaction: Transaction, referral: Referral, now: datetime, *, answer_days: int | None = None
) -> bool:
    """Store that the owner has answered. The time of an earlier answer is kept.

    `answer_days` is as for `set_stage`. False when another transaction changed the referral since
    it was read.
    """
    answered_at = referral.answered_at or now
    first_answer = record_first_answer(answer_days, now)
    return change(transaction, referral, answered_at=answered_at, **first_answer)


def change(
    transaction: Transaction,
    referral: Referral,
    parameters: Mapping[str, object] | None = None,
    /,
    **values: object,
) -> bool:
    """Set columns, given as keywords, to values or SQL expressions.

    `parameters` are the bound parameters of these expressions. False when another transaction
    changed the referral since it was read.
    """
    if "answered_at" in values:  # The desk lists referrals without an answer first.
        answered = values["answered_at"] is not None
        order = desk_order_without_depth(answered=answered, created_at=referral.created_at)
        values["desk_order"] = order + REFERRAL.c.desk_order % DEPTH_RANKS  # keeps the depth
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
    """Return at most `limit` referrals that this person endorses.

    Open referrals come first, then those that have ended; both begin with the newest.
    """
    # SQLite reads only these rows. With EXISTS it would read all referrals of the workspace.
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
    """Return at most `limit` open referrals of this owner.

    Unanswered referrals come first, then answered ones; both begin with the oldest.
    """
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
    """Return a list of every referral of each candidate, oldest first, by candidate id.

    A candidate without referrals has an empty list.
    """
    found: dict[int, list[Referral]] = {candidate_id: [] for candidate_id in candidate_ids}
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
    """Return the ids of these referrals, and of all other referrals of the same candidates."""
    select_candidate_ids = select(REFERRAL.c.workspace_id, REFERRAL.c.candidate_id)
    given = find_rows(transaction, select_candidate_ids, REFERRAL.c.id, workspace_id, ids)
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
    """Return the stage and the first answer of each referral. Cheaper than `find_many`."""
    columns = select(
        REFERRAL.c.id, REFERRAL.c.workspace_id, REFERRAL.c.stage, REFERRAL.c.answered_at
    )
    rows = find_rows(transaction, columns, REFERRAL.c.id, workspace_id, ids)
    return {row.id: Progress(Stage(row.stage), row.answered_at) for row in rows}


def ended_stages() -> list[str]:
    """Return the stored values of the stages that end a referral."""
    return sorted(stage.value for stage in ENDED_STAGES)
