"""Stores follow-ups. There is at most one for each kind, subject and period (see `FollowUp`).

The bot claims those that are due, and nudges their `member`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Update, and_, func, literal_column, or_, select, update

from domain.budget import WEEK
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp
from domain.nudging import COMBINED_WITHIN
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.many_rows import RowExpressions, update_many
from storage.tables.core import FOLLOW_UP
from storage.upsert import upsert_many

_UNIQUE_KEY = ("workspace_id", "kind", "subject_id", "period")
LONGEST_LEASE = timedelta(minutes=10)
# The columns that `plan` overwrites in a follow-up that exists already.
_REPLANNED = ("member", "due_at", "is_held", "nudges_sent", "nudges_to_others", "state",
              "answered_at", "lease_until")  # fmt: skip
# The state is a literal, so that the query planner recognises the condition of the partial indexes.
_IS_OPEN = FOLLOW_UP.c.state == literal_column(f"'{FollowUpState.OPEN.value}'")
_IS_WEEKLY_NOTE = FOLLOW_UP.c.kind == FollowUpKind.HEARTBEAT.value


def _to_follow_up(row: Any) -> FollowUp:
    return FollowUp(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=FollowUpKind(row.kind),
        subject_id=row.subject_id,
        referral_id=row.referral_id,
        member=row.member,
        due_at=row.due_at or row.created_at,
        nudges_sent=row.nudges_sent,
        nudges_to_others=row.nudges_to_others,
        state=FollowUpState(row.state),
        created_at=row.created_at,
        period=row.period,
        was_postponed=row.state == FollowUpState.OPEN.value and row.answered_at is not None,
        is_last=row.due_at is None and row.nudges_sent > 0,
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
    """Plan a follow-up. An existing one is opened again, for the new member and date."""
    new = NewFollowUp(kind, subject_id, referral_id, member, due_at, period)
    plan_many(transaction, workspace_id, [new], now)


def plan_many(
    transaction: Transaction, workspace_id: int, planned: Sequence[NewFollowUp], now: datetime
) -> None:
    """Do what `plan` does for several follow-ups, in one statement."""
    rows = [
        {
            "kind": each.kind.value,
            "subject_id": each.subject_id,
            "period": each.period,
            "referral_id": each.referral_id,
            "member": each.member,
            "due_at": each.due_at,
        }
        for each in planned
    ]
    common = {
        "workspace_id": workspace_id,
        "is_held": False,
        "nudges_sent": 0,
        "nudges_to_others": 0,
        "state": FollowUpState.OPEN.value,
        "created_at": now,
        "answered_at": None,
        "lease_until": None,
    }
    upsert_many(transaction, FOLLOW_UP, rows, common, _UNIQUE_KEY, _REPLANNED)


def find_states(
    transaction: Transaction,
    workspace_id: int,
    kind: FollowUpKind,
    subject_id: int,
) -> dict[str, FollowUpState]:
    """Return the states of the follow-ups of this kind about the subject, by their periods."""
    rows = transaction.execute(
        select(FOLLOW_UP.c.period, FOLLOW_UP.c.state).where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.subject_id == subject_id,
        )
    )
    return {row.period: FollowUpState(row.state) for row in rows}


def find_by_subject(
    transaction: Transaction,
    workspace_id: int,
    kind: FollowUpKind,
    subject_id: int,
    member: str,
) -> FollowUp | None:
    """Return the first follow-up of this member, kind and subject, in any state."""
    row = transaction.execute(
        select(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.subject_id == subject_id,
            FOLLOW_UP.c.member == member,
        )
        .order_by(FOLLOW_UP.c.id)
        .limit(1)
    ).first()
    return _to_follow_up(row) if row else None


def claim_due(
    transaction: Transaction, now: datetime, *, lease: timedelta | None, limit: int
) -> list[FollowUp]:
    """Claim due follow-ups for `lease`, the longest due first, so that no other replica gets them.

    Without a `lease` the claim ends with this transaction, which must change each follow-up so that
    it is no longer due. The result may be longer than `limit`: what becomes due for the same people
    within `COMBINED_WITHIN` is claimed as well, so that one message can combine it, and so are
    weekly notes that become due within a week. Those need not change.
    """
    is_free = (
        _IS_OPEN,
        or_(
            FOLLOW_UP.c.lease_until.is_(None),
            FOLLOW_UP.c.lease_until <= now,
            FOLLOW_UP.c.lease_until > now + LONGEST_LEASE,  # The clock was set back since.
        ),
    )
    longest_due = transaction.execute(
        select(FOLLOW_UP.c.id, FOLLOW_UP.c.workspace_id, FOLLOW_UP.c.member)
        .where(*is_free, FOLLOW_UP.c.due_at <= now)
        .order_by(FOLLOW_UP.c.due_at)
        .limit(limit)
    ).all()
    if not longest_due:
        return []
    is_note_of_the_week = and_(_IS_WEEKLY_NOTE, FOLLOW_UP.c.due_at <= now + WEEK)
    lock_due = (
        select(FOLLOW_UP)
        .where(*is_free, or_(FOLLOW_UP.c.due_at <= now + COMBINED_WITHIN, is_note_of_the_week))
        .order_by(FOLLOW_UP.c.due_at, FOLLOW_UP.c.id)
        .with_for_update(skip_locked=True)
    )
    claimed = _claim_for_people(transaction, lock_due, longest_due)
    if claimed and lease is not None:
        transaction.execute(
            update(FOLLOW_UP)
            .where(FOLLOW_UP.c.id.in_([follow_up.id for follow_up in claimed]))
            .values(lease_until=now + lease)
        )
    return claimed


def _claim_for_people(
    transaction: Transaction, lock_due: Select[*tuple[Any, ...]], longest_due: Sequence[Any]
) -> list[FollowUp]:
    """Return what `lock_due` selects for the members of these rows, in the order of the rows."""
    by_person: dict[tuple[int, str], list[FollowUp]] = {
        (row.workspace_id, row.member): [] for row in longest_due
    }
    for workspace_id in {row.workspace_id for row in longest_due}:
        people = [row.member for row in longest_due if row.workspace_id == workspace_id]
        rows = transaction.execute(
            lock_due.where(FOLLOW_UP.c.workspace_id == workspace_id, FOLLOW_UP.c.member.in_(people))
        )
        for row in rows:
            by_person[workspace_id, row.member].append(_to_follow_up(row))
    return [follow_up for follow_ups in by_person.values() for follow_up in follow_ups]


def mark_nudged(
    transaction: Transaction, follow_up: FollowUp, *, next_due: datetime | None
) -> bool:
    """Count a queued nudge, and set when the next one is due (UTC; None: no other is planned).

    False when another transaction has counted a nudge since the follow-up was read.
    """
    return mark_many_nudged(transaction, [(follow_up, next_due)])


def mark_many_nudged(
    transaction: Transaction, nudged: Sequence[tuple[FollowUp, datetime | None]]
) -> bool:
    """Do what `mark_nudged` does for pairs of follow-up and `next_due`. False if any changed."""
    if not nudged:
        return True
    values = [
        {
            "workspace_id": follow_up.workspace_id,
            "id": follow_up.id,
            "nudges_sent": follow_up.nudges_sent,
            "due_at": next_due,
        }
        for follow_up, next_due in nudged
    ]
    return update_many(transaction, FOLLOW_UP, _mark_nudged, values) == len(nudged)


def _mark_nudged(given: RowExpressions) -> Update:
    return (
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == given["workspace_id"],
            FOLLOW_UP.c.id == given["id"],
            FOLLOW_UP.c.nudges_sent == given["nudges_sent"],
        )
        .values(
            nudges_sent=FOLLOW_UP.c.nudges_sent + 1,
            due_at=given["due_at"],
            is_held=False,
            lease_until=None,
            answered_at=None,
        )
    )


def set_member(transaction: Transaction, follow_up: FollowUp, member: str) -> None:
    """Pass the follow-up on to `member`. The nudges so far count as `nudges_to_others`."""
    transaction.execute(
        update(FOLLOW_UP)
        .where(FOLLOW_UP.c.workspace_id == follow_up.workspace_id, FOLLOW_UP.c.id == follow_up.id)
        .values(member=member, nudges_to_others=FOLLOW_UP.c.nudges_sent, answered_at=None)
    )


def snooze(
    transaction: Transaction, workspace_id: int, follow_up_id: int, until: datetime, now: datetime
) -> bool:
    """Set the due date that the member chose (UTC), and count nudges from zero again.

    Until the next nudge, `now` is stored as the time of the member's answer. False when the
    follow-up is not open.
    """
    return _change_open(
        transaction,
        workspace_id,
        follow_up_id,
        due_at=until,
        is_held=False,
        nudges_sent=0,
        nudges_to_others=0,
        answered_at=now,
    )


def settle(
    transaction: Transaction,
    workspace_id: int,
    follow_up_id: int,
    state: FollowUpState,
    now: datetime,
) -> bool:
    """Set the final state of an open follow-up. False when it is not open any more."""
    return _change_open(transaction, workspace_id, follow_up_id, state=state.value, answered_at=now)


def _change_open(
    transaction: Transaction, workspace_id: int, follow_up_id: int, **values: object
) -> bool:
    changed = transaction.execute(
        update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.id == follow_up_id,
            _IS_OPEN,
        )
        .values(lease_until=None, **values)
        .returning(FOLLOW_UP.c.id)
    )
    return changed.first() is not None


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
    """Set the final state of every open follow-up that matches all given values. Return them."""
    conditions = [FOLLOW_UP.c.workspace_id == workspace_id, _IS_OPEN]
    if referral_id is not None:
        conditions.append(FOLLOW_UP.c.referral_id == referral_id)
    if member is not None:
        conditions.append(FOLLOW_UP.c.member == member)
    if kinds is not None:
        conditions.append(FOLLOW_UP.c.kind.in_([kind.value for kind in kinds]))
    if subject_id is not None:
        conditions.append(FOLLOW_UP.c.subject_id == subject_id)
    settled = transaction.execute(
        update(FOLLOW_UP)
        .where(*conditions)
        .values(state=state.value, answered_at=now, lease_until=None)
        .returning(FOLLOW_UP)
    )
    return [_to_follow_up(row) for row in settled]


def list_by_subject(
    transaction: Transaction, workspace_id: int, kind: FollowUpKind, subject_id: int
) -> list[FollowUp]:
    """Return the follow-ups of this kind about the subject, in any state."""
    rows = transaction.execute(
        select(FOLLOW_UP).where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.subject_id == subject_id,
        )
    )
    return [_to_follow_up(row) for row in rows]


def list_by_subjects(
    transaction: Transaction, workspace_id: int, kind: FollowUpKind, subject_ids: Collection[int]
) -> dict[int, list[FollowUp]]:
    """Return the follow-ups of this kind by subject. A subject without any has an empty list."""
    found: dict[int, list[FollowUp]] = {id_: [] for id_ in subject_ids}
    rows = transaction.execute(
        select(FOLLOW_UP).where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.subject_id.in_(found),
        )
    )
    for row in rows:
        found[row.subject_id].append(_to_follow_up(row))
    return found


def find(transaction: Transaction, workspace_id: int, follow_up_id: int) -> FollowUp | None:
    found = find_many(transaction, workspace_id, [follow_up_id])
    return found[0] if found else None


def find_many(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> list[FollowUp]:
    """Return the follow-ups with these ids, in the order of their ids."""
    rows = find_rows(transaction, select(FOLLOW_UP), FOLLOW_UP.c.id, workspace_id, ids)
    return [_to_follow_up(row) for row in rows]


def list_open(
    transaction: Transaction,
    workspace_id: int,
    member: str,
    limit: int,
    *,
    kinds: Collection[FollowUpKind],
) -> list[FollowUp]:
    """Return a member's open follow-ups of these kinds, the next due first."""
    rows = transaction.execute(
        select(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.member == member,
            _IS_OPEN,
            FOLLOW_UP.c.kind.in_([kind.value for kind in kinds]),
        )
        .order_by(func.coalesce(FOLLOW_UP.c.due_at, FOLLOW_UP.c.created_at), FOLLOW_UP.c.id)
        .limit(limit)
    )
    return [_to_follow_up(row) for row in rows]


def next_due_at(transaction: Transaction) -> datetime | None:
    """Return when the next follow-up of any workspace is due; None if none is planned."""
    return transaction.scalar(
        select(FOLLOW_UP.c.due_at)
        .where(_IS_OPEN, FOLLOW_UP.c.due_at.is_not(None))
        .order_by(FOLLOW_UP.c.due_at)
        .limit(1)
    )
