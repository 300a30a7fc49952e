"""Stores and finds asks. An ask is a colleague's request that another vouch for a candidate.

A person has at most one open ask to each colleague. A state changes only if the ask is still in the
expected state, so of two simultaneous answers only the first is stored.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from domain.asks import Ask, AskForm, AskKind, AskState, Decision, VouchText
from domain.endorsements import CommitmentKind, Conflict, Conviction, Evidence, Relationship
from storage.engine import Transaction
from storage.lookup import find_rows, has_contact
from storage.tables.asks import ASK
from storage.tables.core import CANDIDATE, ENDORSEMENT, MEMBER, OPENING, REFERRAL, opening_key
from storage.upsert import insert_returning_row

# The fields of a stored vouch that hold an enum's value, and those that hold a list of such values.
_SINGLE_CHOICES = {"relationship": Relationship, "conviction": Conviction}
_MULTIPLE_CHOICES = {"commitments": CommitmentKind, "conflicts": Conflict}


def _select_with_opening() -> Select[*tuple[Any, ...]]:
    """Select asks with the ref and title of their opening, which are None if there is none yet."""
    return (
        select(*ASK.c, OPENING.c.ref, OPENING.c.title)
        .select_from(ASK)
        .join(
            OPENING,
            and_(OPENING.c.workspace_id == ASK.c.workspace_id, OPENING.c.id == ASK.c.opening_id),
            isouter=True,
        )
    )


def _to_ask(row: Any) -> Ask:
    return Ask(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=AskKind(row.kind),
        asker=row.asker,
        asked=row.asked,
        opening_id=row.opening_id,
        opening_ref=row.ref,
        opening_title=row.title,
        referral_id=row.referral_id,
        candidate_name=row.called,
        email=row.email,
        profile_url=row.profile_url,
        why=row.why,
        shared=row.shared,
        helps=tuple(CommitmentKind(kind) for kind in row.helps),
        help_text=row.help_text,
        draft=row.draft,
        state=AskState(row.state),
        suggested=row.suggested,
        vouch_text=_to_vouch_text(row.words) if row.words else None,
        decision=Decision(row.decision) if row.decision else None,
        created_at=row.created_at,
        closes_at=row.closes_at,
        answered_at=row.answered_at,
    )


def _to_vouch_text(stored: dict[str, Any]) -> VouchText:
    """Read what `_vouch_text_to_json` wrote.

    A field of `Evidence` that did not exist when the row was written gets its default.
    """
    values: dict[str, Any] = {}
    for name, value in stored.items():
        if name in _SINGLE_CHOICES:
            values[name] = _SINGLE_CHOICES[name](value) if value else None
        elif name in _MULTIPLE_CHOICES:
            values[name] = tuple(_MULTIPLE_CHOICES[name](choice) for choice in value)
        else:
            values[name] = value
    return VouchText(values.pop("relationship"), Evidence(**values))


def _vouch_text_to_json(vouch_text: VouchText) -> dict[str, Any]:
    evidence = {name: getattr(vouch_text.evidence, name) for name in Evidence.__dataclass_fields__}
    return {"relationship": vouch_text.relationship, **evidence}


def add(
    transaction: Transaction,
    workspace_id: int,
    asker: str,
    form: AskForm,
    *,
    closes_at: datetime,
    now: datetime,
) -> Ask | None:
    """Store a new ask. None when the asker has an open one to the same person."""
    row = insert_returning_row(
        transaction,
        ASK,
        workspace_id=workspace_id,
        kind=form.kind.value,
        asker=asker,
        asked=form.asked,
        opening_id=form.opening_id,
        referral_id=form.referral_id,
        called=form.name,
        email=form.email,
        profile_url=form.profile_url,
        why=form.why,
        shared=form.shared,
        helps=[kind.value for kind in form.helps],
        help_text=form.help_text,
        draft=form.draft,
        state=AskState.OPEN.value,
        created_at=now,
        closes_at=closes_at,
    )
    return find(transaction, workspace_id, row.id) if row is not None else None


def find(transaction: Transaction, workspace_id: int, ask_id: int) -> Ask | None:
    found = select_asks(transaction, ASK.c.workspace_id == workspace_id, ASK.c.id == ask_id)
    return found[0] if found else None


def find_many(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> dict[int, Ask]:
    rows = find_rows(transaction, _select_with_opening(), ASK.c.id, workspace_id, ids)
    return {row.id: _to_ask(row) for row in rows}


def select_asks(transaction: Transaction, *conditions: ColumnElement[bool]) -> list[Ask]:
    """Return the asks that meet all conditions, oldest first. Only `storage/asks` calls this."""
    rows = transaction.execute(_select_with_opening().where(*conditions).order_by(ASK.c.id))
    return [_to_ask(row) for row in rows]


def count_open(transaction: Transaction, workspace_id: int, asker: str) -> int:
    """Count the open asks of this person, and lock the person's row until the transaction ends.

    If a person makes two asks at once, the lock makes the second transaction wait, so that it
    counts the first ask. SQLite, which allows only one writer at a time, needs no lock.
    """
    transaction.execute(
        select(MEMBER.c.user_id)
        .where(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id == asker)
        .with_for_update()
    )
    count: int = transaction.execute(
        select(func.count())
        .select_from(ASK)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.asker == asker,
            ASK.c.state == AskState.OPEN.value,
        )
    ).scalar_one()
    return count


def is_waiting_for_asker() -> ColumnElement[bool]:
    """Return the SQL condition for asks that wait for a decision of the asker.

    The asker asked for themselves, the colleague vouched, and the asker has not gone ahead yet.
    """
    return and_(
        ASK.c.kind == AskKind.OWN.value,
        ASK.c.state == AskState.VOUCHED.value,
        or_(ASK.c.decision.is_(None), ASK.c.decision != Decision.GO_AHEAD.value),
    )


def list_unfinished_by_asker(transaction: Transaction, workspace_id: int, asker: str) -> list[Ask]:
    """Return the asks that this person made and that are open or wait for the person's decision."""
    return select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        ASK.c.asker == asker,
        or_(ASK.c.state == AskState.OPEN.value, is_waiting_for_asker()),
    )


def list_unfinished_involving(
    transaction: Transaction, workspace_id: int, user_id: str
) -> list[Ask]:
    """Return the asks that this person made or got and that are open or wait for a decision."""
    return select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        or_(ASK.c.asker == user_id, ASK.c.asked == user_id),
        or_(ASK.c.state == AskState.OPEN.value, is_waiting_for_asker()),
    )


def list_by_referral(transaction: Transaction, workspace_id: int, referral_id: int) -> list[Ask]:
    """Return the asks about the referral that the hiring team may see.

    Asks that colleagues made for themselves are left out.
    """
    return list_by_referrals(transaction, workspace_id, [referral_id])[referral_id]


def list_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Ask]]:
    """Return what `list_by_referral` returns for each of the referrals, by their ids."""
    found: dict[int, list[Ask]] = {id_: [] for id_ in referral_ids}
    asks = select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        ASK.c.referral_id.in_(found),
        ASK.c.kind != AskKind.OWN.value,
    )
    for ask in asks:
        if ask.referral_id is not None:
            found[ask.referral_id].append(ask)
    return found


def list_own_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int
) -> list[Ask]:
    """Return the asks that colleagues made on their own behalf and that became this referral."""
    return select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        ASK.c.referral_id == referral_id,
        ASK.c.kind == AskKind.OWN.value,
    )


def find_ask_vouched_by(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str
) -> Ask | None:
    """Return the latest ask about the referral that this advocate answered with a vouch."""
    found = select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        ASK.c.referral_id == referral_id,
        ASK.c.asked == advocate,
        ASK.c.state == AskState.VOUCHED.value,
    )
    return found[-1] if found else None


def settle(
    transaction: Transaction,
    workspace_id: int,
    ask_id: int,
    state: AskState,
    now: datetime,
    *,
    expected: AskState = AskState.OPEN,
    suggested: str | None = None,
    vouch_text: VouchText | None = None,
) -> bool:
    """Set the state, and `now` as the time of the answer.

    `suggested` is whom the colleague named in their own place. Without `vouch_text` a stored vouch
    is erased. Returns False when the ask is not in the `expected` state any more.
    """
    changed = transaction.execute(
        update(ASK)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.id == ask_id,
            ASK.c.state == expected.value,
        )
        .values(
            state=state.value,
            answered_at=now,
            suggested=suggested,
            words=_vouch_text_to_json(vouch_text) if vouch_text is not None else None,
        )
        .returning(ASK.c.id)
    )
    return changed.first() is not None


def save_decision(
    transaction: Transaction, workspace_id: int, ask_id: int, decision: Decision
) -> bool:
    """Store what the asker decides about a vouch. False when the asker had gone ahead already.

    When the asker goes ahead, the referral holds the text of the vouch, so the ask loses it.
    """
    values: dict[str, object] = {"decision": decision.value}
    if decision is Decision.GO_AHEAD:
        values["words"] = None
    changed = transaction.execute(
        update(ASK)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.id == ask_id,
            is_waiting_for_asker(),
        )
        .values(values)
        .returning(ASK.c.id)
    )
    return changed.first() is not None


def set_referral(
    transaction: Transaction, workspace_id: int, ask_id: int, referral_id: int | None
) -> None:
    """Link the ask to this referral, or to none."""
    transaction.execute(
        update(ASK)
        .where(ASK.c.workspace_id == workspace_id, ASK.c.id == ask_id)
        .values(referral_id=referral_id)
    )


def find_referral_of_asker(transaction: Transaction, workspace_id: int, ask: Ask) -> int | None:
    """Return the id of the latest referral of the ask's candidate that the asker vouches for.

    Only referrals for the ask's opening count. None if there is none, or if the ask has no contact.
    """
    has_same_contact = has_contact(CANDIDATE, ask.email, ask.profile_url)
    if has_same_contact is None:
        return None
    return transaction.scalar(
        select(REFERRAL.c.id)
        .join(CANDIDATE, CANDIDATE.c.id == REFERRAL.c.candidate_id)
        .join(ENDORSEMENT, ENDORSEMENT.c.referral_id == REFERRAL.c.id)
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.opening_key == opening_key(ask.opening_id),
            CANDIDATE.c.workspace_id == workspace_id,
            has_same_contact,
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.advocate == ask.asker,
        )
        .order_by(REFERRAL.c.round.desc())
        .limit(1)
    )
