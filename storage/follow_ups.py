"""Follow-ups: planned once for each (kind, subject, period), claimed when due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, and_, bindparam, func, literal_column, or_, select, update

from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp
from storage.ahead import Shelf
from storage.engine import Transaction
from storage.tables.core import FOLLOW_UP
from storage.upsert import upsert_many

_STEP = ("workspace_id", "kind", "subject_id", "period")
_TODAY = ("member", "due_at", "nudges_sent", "state", "answered_at", "lease_until")
_KINDS = {kind.value: kind for kind in FollowUpKind}
_STATES = {state.value: state for state in FollowUpState}
_GIVEN = (
    FOLLOW_UP.c.id,
    FOLLOW_UP.c.workspace_id,
    FOLLOW_UP.c.kind,
    FOLLOW_UP.c.subject_id,
    FOLLOW_UP.c.referral_id,
    FOLLOW_UP.c.member,
    FOLLOW_UP.c.due_at,
    FOLLOW_UP.c.nudges_sent,
    FOLLOW_UP.c.state,
    FOLLOW_UP.c.created_at,
)
# As the indexes have it.
_OPEN = FOLLOW_UP.c.state == literal_column(f"'{FollowUpState.OPEN.value}'")
_DUE = and_(
    _OPEN,
    FOLLOW_UP.c.due_at.is_not(None),
    FOLLOW_UP.c.due_at <= bindparam("now"),
    or_(FOLLOW_UP.c.lease_until.is_(None), FOLLOW_UP.c.lease_until <= bindparam("now")),
)
_FIRST_DUE = (
    select(FOLLOW_UP.c.workspace_id, FOLLOW_UP.c.member, FOLLOW_UP.c.id)
    .where(_DUE)
    .order_by(FOLLOW_UP.c.due_at)
    .limit(bindparam("most"))
)
_CLAIMED = (
    select(*_GIVEN)
    .where(_DUE)
    .order_by(FOLLOW_UP.c.due_at, FOLLOW_UP.c.id)
    .with_for_update(skip_locked=True)
)
_DUE_THESE = _CLAIMED.where(
    FOLLOW_UP.c.workspace_id == bindparam("ws"),
    FOLLOW_UP.c.id.in_(bindparam("ids", expanding=True)),
)
_DUE_FOR = _CLAIMED.where(
    FOLLOW_UP.c.workspace_id == bindparam("ws"),
    FOLLOW_UP.c.member.in_(bindparam("members", expanding=True)),
)
_SOME = (
    select(*_GIVEN)
    .where(
        FOLLOW_UP.c.workspace_id == bindparam("ws"),
        FOLLOW_UP.c.id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(FOLLOW_UP.c.id)
)
_ahead: Shelf[int, FollowUp] = Shelf("follow-ups")
_LEASE = (
    update(FOLLOW_UP)
    .where(FOLLOW_UP.c.id.in_(bindparam("ids", expanding=True)))
    .values(lease_until=bindparam("until"))
)
_NUDGED = (
    update(FOLLOW_UP)
    .where(
        FOLLOW_UP.c.workspace_id == bindparam("ws"),
        FOLLOW_UP.c.id.in_(bindparam("steps", expanding=True)),
        FOLLOW_UP.c.nudges_sent == bindparam("before"),
    )
    .values(nudges_sent=bindparam("sent"), due_at=bindparam("next"), lease_until=None)
)


def _follow_up(row: Any) -> FollowUp:
    """Of `_GIVEN`, by their places: a tick reads hundreds, and a row looks long for a name."""
    id_, ws, kind, subject_id, referral_id, member, due_at, sent, state, created_at = row
    return FollowUp(
        id_,
        ws,
        _KINDS[kind],
        subject_id,
        referral_id,
        member,
        due_at or created_at,
        sent,
        _STATES[state],
        created_at,
    )


def plan(
    transaction: Transaction,
    workspace_id: int,
    kind: FollowUpKind,
    subject_id: int,
    *,
    referral_id: int | None,
    member: str,
    due_at: datetime | None,
    now: datetime,
    period: str = "",
) -> None:
    """Plan the step, or move the one that is planned already to the new date and person."""
    step = NewFollowUp(kind, subject_id, referral_id, member, due_at, period)
    plan_many(transaction, workspace_id, [step], now)


def plan_many(
    transaction: Transaction, workspace_id: int, steps: Sequence[NewFollowUp], now: datetime
) -> None:
    """As `plan`, for several at once."""
    rows = [
        {
            "kind": step.kind.value,
            "subject_id": step.subject_id,
            "period": step.period,
            "referral_id": step.referral_id,
            "member": step.member,
            "due_at": step.due_at,
        }
        for step in steps
    ]
    alike = {
        "workspace_id": workspace_id,
        "nudges_sent": 0,
        "state": FollowUpState.OPEN.value,
        "created_at": now,
        "answered_at": None,
        "lease_until": None,
    }
    upsert_many(transaction, FOLLOW_UP, rows, alike, _STEP, _TODAY)


def find_states(
    transaction: Transaction,
    workspace_id: int,
    kind: FollowUpKind,
    subject_id: int,
) -> dict[str, FollowUpState]:
    """What became of the steps of this kind about the subject, by their period."""
    rows = transaction.execute(
        select(FOLLOW_UP.c.period, FOLLOW_UP.c.state).where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.subject_id == subject_id,
        )
    )
    return {period: FollowUpState(state) for period, state in rows}


def find_by_subject(
    transaction: Transaction,
    workspace_id: int,
    kind: FollowUpKind,
    subject_id: int,
    member: str,
) -> FollowUp | None:
    """This person's step of this kind about the subject, whatever became of it."""
    row = transaction.execute(
        select(*_GIVEN)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.subject_id == subject_id,
            FOLLOW_UP.c.member == member,
        )
        .order_by(FOLLOW_UP.c.id)
        .limit(1)
    ).first()
    return _follow_up(row) if row else None


def claim_due(
    transaction: Transaction, now: datetime, *, lease: timedelta | None, limit: int
) -> list[FollowUp]:
    """Take up to `limit` due steps for `lease`; nobody else gets them meanwhile. Without a lease
    they are this transaction's own, which has to say what becomes of each.

    Oldest first, and whole people: all that is due for a person taken comes with it, so that it
    can be combined into one message.
    """
    first = transaction.execute(_FIRST_DUE, {"now": now, "most": limit + 1}).all()
    every = len(first) <= limit  # nothing else is due for anybody
    theirs: dict[tuple[int, str], list[FollowUp]] = {
        (ws, member): [] for ws, member, _ in first[:limit]
    }
    for workspace_id in {ws for ws, _ in theirs}:
        which: dict[str, Any] = {"now": now, "ws": workspace_id}
        if every:
            which["ids"] = [id_ for ws, _, id_ in first if ws == workspace_id]
        else:
            which["members"] = [member for ws, member in theirs if ws == workspace_id]
        for row in transaction.execute(_DUE_THESE if every else _DUE_FOR, which).all():
            step = _follow_up(row)
            theirs.setdefault((workspace_id, step.member), []).append(step)
    taken = [step for steps in theirs.values() for step in steps]
    if taken and lease is not None:
        transaction.execute(_LEASE, {"ids": [step.id for step in taken], "until": now + lease})
    return taken


def postpone(transaction: Transaction, ids: Collection[int], until: datetime | None) -> None:
    """Move steps to a later moment and let go of them; None: no more nudges come."""
    transaction.execute(
        update(FOLLOW_UP).where(FOLLOW_UP.c.id.in_(set(ids))).values(due_at=until, lease_until=None)
    )


def mark_nudged(
    transaction: Transaction, follow_up: FollowUp, *, next_due: datetime | None
) -> bool:
    """A nudge was queued for the step: count it and set when the next one would come.

    Compare-and-set of the count; False when it was nudged or put off since it was read.
    """
    return mark_many_nudged(transaction, [(follow_up, next_due)])


def mark_many_nudged(
    transaction: Transaction, steps: Sequence[tuple[FollowUp, datetime | None]]
) -> bool:
    """As `nudged`, for several at once: each step with its next date. False if any was not.

    Those that come to the same are one statement: what one tick sends mostly does.
    """
    alike: dict[tuple[int, int, datetime | None], list[int]] = {}
    for step, next_due in steps:
        key = (step.workspace_id, step.nudges_sent + 1, next_due)
        alike.setdefault(key, []).append(step.id)
    counted = 0
    for (ws, sent, next_due), ids in alike.items():
        now_sent = {"ws": ws, "before": sent - 1, "sent": sent, "next": next_due, "steps": ids}
        counted += cast(CursorResult[Any], transaction.execute(_NUDGED, now_sent)).rowcount
    return counted == len(steps)


def set_member(transaction: Transaction, follow_up: FollowUp, member: str) -> None:
    transaction.execute(
        update(FOLLOW_UP)
        .where(FOLLOW_UP.c.workspace_id == follow_up.workspace_id, FOLLOW_UP.c.id == follow_up.id)
        .values(member=member)
    )


def snooze(transaction: Transaction, workspace_id: int, follow_up_id: int, until: datetime) -> bool:
    """The person chose a date: the count of unanswered nudges starts anew."""
    return _while_open(transaction, workspace_id, follow_up_id, due_at=until, nudges_sent=0)


def settle(
    transaction: Transaction,
    workspace_id: int,
    follow_up_id: int,
    state: FollowUpState,
    now: datetime,
) -> bool:
    """Compare-and-set from open; False when it was settled before."""
    return _while_open(transaction, workspace_id, follow_up_id, state=state.value, answered_at=now)


def _while_open(
    transaction: Transaction, workspace_id: int, follow_up_id: int, **values: object
) -> bool:
    done = transaction.execute(
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.id == follow_up_id,
            _OPEN,
        )
        .values(lease_until=None, **values)
        .returning(FOLLOW_UP.c.id)
    )
    return done.first() is not None


def settle_matching(
    transaction: Transaction,
    workspace_id: int,
    state: FollowUpState,
    now: datetime,
    *,
    referral_id: int | None = None,
    member: str | None = None,
    kinds: Collection[FollowUpKind] | None = None,
    subject_id: int | None = None,
) -> list[FollowUp]:
    """Settle every open step that matches all that is given; gives those that were."""
    what = [
        FOLLOW_UP.c.workspace_id == workspace_id,
        _OPEN,
    ]
    if referral_id is not None:
        what.append(FOLLOW_UP.c.referral_id == referral_id)
    if member is not None:
        what.append(FOLLOW_UP.c.member == member)
    if kinds is not None:
        what.append(FOLLOW_UP.c.kind.in_([kind.value for kind in kinds]))
    if subject_id is not None:
        what.append(FOLLOW_UP.c.subject_id == subject_id)
    done = transaction.execute(
        update(FOLLOW_UP)
        .where(*what)
        .values(state=state.value, answered_at=now, lease_until=None)
        .returning(*_GIVEN)
    )
    return [_follow_up(row) for row in done]


def list_by_subject(
    transaction: Transaction, workspace_id: int, kind: FollowUpKind, subject_id: int
) -> list[FollowUp]:
    """The steps of this kind about that subject, whatever their state."""
    rows = transaction.execute(
        select(*_GIVEN).where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.subject_id == subject_id,
        )
    )
    return [_follow_up(row) for row in rows]


def find(transaction: Transaction, workspace_id: int, follow_up_id: int) -> FollowUp | None:
    found = find_many(transaction, workspace_id, [follow_up_id])
    return found[0] if found else None


def find_many(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> list[FollowUp]:
    if not ids:
        return []
    kept = [
        step for id_ in sorted(set(ids)) if (step := _ahead.get(transaction, workspace_id, id_))
    ]
    if len(kept) == len(set(ids)):
        return kept
    rows = transaction.execute(_SOME, {"ws": workspace_id, "ids": list(set(ids))}).all()
    found = [_follow_up(row) for row in rows]
    _ahead.put(transaction, workspace_id, {step.id: step for step in found})
    return found


def list_open(
    transaction: Transaction,
    workspace_id: int,
    member: str,
    limit: int,
    *,
    kinds: Collection[FollowUpKind],
) -> list[FollowUp]:
    """A person's open steps of these kinds, the next due first."""
    rows = transaction.execute(
        select(*_GIVEN)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.member == member,
            _OPEN,
            FOLLOW_UP.c.kind.in_([kind.value for kind in kinds]),
        )
        .order_by(func.coalesce(FOLLOW_UP.c.due_at, FOLLOW_UP.c.created_at), FOLLOW_UP.c.id)
        .limit(limit)
    )
    return [_follow_up(row) for row in rows]


def next_due_at(transaction: Transaction) -> datetime | None:
    """When the next step of any workspace is due; None when nothing is planned."""
    return transaction.scalar(
        select(FOLLOW_UP.c.due_at)
        .where(_OPEN, FOLLOW_UP.c.due_at.is_not(None))
        .order_by(FOLLOW_UP.c.due_at)
        .limit(1)
    )
