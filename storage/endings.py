"""Stores planned endings: when and how the open referrals of a filled or closed opening end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from domain.endings import Ending, EndingKind
from domain.returning import ReturnAfter
from domain.stages import ENDED_STAGES, Reason
from storage.engine import Transaction
from storage.tables.core import REFERRAL
from storage.tables.endings import ENDING


@dataclass(frozen=True, slots=True)
class PlannedEnding:
    """When (UTC) and how a referral ends, or is moved or kept.

    `decision` and `decided_by` (a user id) are None as long as nobody has decided. At `due_at` an
    undecided referral ends with the opening's own reason.
    """

    workspace_id: int
    referral_id: int
    due_at: datetime
    decision: Ending | None
    decided_by: str | None


def plan_for_opening(
    transaction: Transaction, workspace_id: int, opening_id: int, due_at: datetime
) -> int:
    """Plan an ending at `due_at` (UTC) for every open referral of the opening.

    A referral that has a planned ending keeps it. Return the number of new endings.
    """
    dialect = sqlite if transaction.dialect.name == "sqlite" else postgresql
    open_referrals = select(REFERRAL.c.workspace_id, REFERRAL.c.id, literal(due_at)).where(
        REFERRAL.c.workspace_id == workspace_id,
        REFERRAL.c.opening_id == opening_id,
        REFERRAL.c.stage.not_in([stage.value for stage in ENDED_STAGES]),
    )
    statement = (
        dialect.insert(ENDING)
        .from_select(["workspace_id", "referral_id", "due_at"], open_referrals)
        .on_conflict_do_nothing()
        .returning(ENDING.c.referral_id)
    )
    return len(transaction.execute(statement).all())


def cancel_for_opening(transaction: Transaction, workspace_id: int, opening_id: int) -> None:
    """Delete the planned endings of an opening that is open again."""
    referral_ids = select(REFERRAL.c.id).where(
        REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.opening_id == opening_id
    )
    transaction.execute(
        delete(ENDING).where(
            ENDING.c.workspace_id == workspace_id, ENDING.c.referral_id.in_(referral_ids)
        )
    )


def list_by_opening(
    transaction: Transaction, workspace_id: int, opening_id: int
) -> dict[int, PlannedEnding]:
    """Return the planned endings of the opening's referrals, by referral id."""
    rows = transaction.execute(
        select(ENDING)
        .join(REFERRAL, REFERRAL.c.id == ENDING.c.referral_id)
        .where(ENDING.c.workspace_id == workspace_id, REFERRAL.c.opening_id == opening_id)
    )
    return {row.referral_id: _to_planned_ending(row) for row in rows}


def count_undecided(
    transaction: Transaction, workspace_id: int, opening_ids: Collection[int]
) -> dict[int, int]:
    """Return the number of planned endings without a decision, by opening id.

    An opening without such endings is left out.
    """
    rows = transaction.execute(
        select(REFERRAL.c.opening_id, func.count().label("undecided"))
        .join(ENDING, ENDING.c.referral_id == REFERRAL.c.id)
        .where(
            ENDING.c.workspace_id == workspace_id,
            ENDING.c.decision.is_(None),
            REFERRAL.c.opening_id.in_(opening_ids),
        )
        .group_by(REFERRAL.c.opening_id)
    )
    return {row.opening_id: row.undecided for row in rows}


def save_decisions(
    transaction: Transaction,
    workspace_id: int,
    decisions: Mapping[int, tuple[Ending, datetime]],
    decided_by: str,
) -> None:
    """Store what the user `decided_by` decided.

    `decisions` has, for each referral id, the decision and the time (UTC) at which it is carried
    out. A referral without a planned ending is left out.
    """
    for (ending, due_at), referral_ids in _group_by_decision(decisions).items():
        transaction.execute(
            update(ENDING)
            .where(ENDING.c.workspace_id == workspace_id, ENDING.c.referral_id.in_(referral_ids))
            .values(decision=ending_to_json(ending), decided_by=decided_by, due_at=due_at)
        )


def _group_by_decision(
    decisions: Mapping[int, tuple[Ending, datetime]],
) -> dict[tuple[Ending, datetime], list[int]]:
    """Return the referral ids of each decision, to store each decision in one statement."""
    grouped: dict[tuple[Ending, datetime], list[int]] = {}
    for referral_id, decision in decisions.items():
        grouped.setdefault(decision, []).append(referral_id)
    return grouped


def claim_due(transaction: Transaction, now: datetime, limit: int) -> list[PlannedEnding]:
    """Lock and return at most `limit` due endings of all workspaces, the longest due first.

    Endings that another transaction has locked are left out.
    """
    rows = transaction.execute(
        select(ENDING)
        .where(ENDING.c.due_at <= now)
        .order_by(ENDING.c.due_at, ENDING.c.referral_id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_to_planned_ending(row) for row in rows]


def postpone(transaction: Transaction, referral_ids: Collection[int], until: datetime) -> None:
    """Set `until` (UTC) as the due time of endings that could not be carried out."""
    transaction.execute(
        update(ENDING).where(ENDING.c.referral_id.in_(referral_ids)).values(due_at=until)
    )


def delete_planned(transaction: Transaction, workspace_id: int, referral_id: int) -> None:
    """Delete the planned ending of a referral that has ended or was moved."""
    transaction.execute(
        delete(ENDING).where(
            ENDING.c.workspace_id == workspace_id, ENDING.c.referral_id == referral_id
        )
    )


def _to_planned_ending(row: Any) -> PlannedEnding:
    return PlannedEnding(
        workspace_id=row.workspace_id,
        referral_id=row.referral_id,
        due_at=row.due_at,
        decision=ending_from_json(row.decision) if row.decision else None,
        decided_by=row.decided_by,
    )


def ending_to_json(ending: Ending) -> dict[str, Any]:
    """Return the decision as it is stored, for `ending_from_json`."""
    return {
        "kind": ending.kind.value,
        "reason": ending.reason.value if ending.reason else None,
        "note": ending.note,
        "opening": ending.opening_id,
        "until": ending.until.isoformat() if ending.until else None,
        "return": ending.return_after.value if ending.return_after else None,
    }


def ending_from_json(content: Mapping[str, Any]) -> Ending:
    return Ending(
        kind=EndingKind(content["kind"]),
        reason=Reason(content["reason"]) if content["reason"] else None,
        note=content["note"],
        opening_id=content["opening"],
        until=date.fromisoformat(content["until"]) if content["until"] else None,
        # Rows of an earlier release do not have this key.
        return_after=ReturnAfter(content["return"]) if content.get("return") else None,
    )
