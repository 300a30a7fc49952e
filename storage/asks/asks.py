"""Asks: at most one open from one person to another, changed by compare-and-set of the state."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update

from domain.asks import Ask, AskForm, AskKind, AskState, Decision, VouchText
from domain.endorsements import CommitmentKind, Conflict, Conviction, Evidence, Relationship
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.tables.asks import ASK
from storage.tables.core import CANDIDATE, ENDORSEMENT, MEMBER, OPENING, REFERRAL
from storage.upsert import insert_returning_row

_ONE_WORD = {"relationship": Relationship, "conviction": Conviction}
_SEVERAL_WORDS = {"commitments": CommitmentKind, "conflicts": Conflict}


def _select() -> Select[*tuple[Any, ...]]:
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
        helps=tuple(CommitmentKind(word) for word in row.helps),
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
    """Evidence is stored by field name. A field that is newer than the row is empty."""
    values: dict[str, Any] = {}
    for name, value in stored.items():
        if name in _ONE_WORD:
            values[name] = _ONE_WORD[name](value) if value else None
        elif name in _SEVERAL_WORDS:
            values[name] = tuple(_SEVERAL_WORDS[name](word) for word in value)
        else:
            values[name] = value
    return VouchText(values.pop("relationship"), Evidence(**values))


def _to_json(words: VouchText) -> dict[str, Any]:
    evidence = {name: getattr(words.evidence, name) for name in Evidence.__dataclass_fields__}
    return {"relationship": words.relationship, **evidence}


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
    rows = find_rows(transaction, _select(), ASK.c.id, workspace_id, ids)
    return {row.id: _to_ask(row) for row in rows}


def select_asks(transaction: Transaction, *conditions: ColumnElement[bool]) -> list[Ask]:
    """Return the asks that meet all conditions, oldest first. For this package alone."""
    rows = transaction.execute(_select().where(*conditions).order_by(ASK.c.id))
    return [_to_ask(row) for row in rows]


def count_open(transaction: Transaction, workspace_id: int, asker: str) -> int:
    """Count the open asks of this person, and lock their row until the transaction ends.

    Two asks that they make at once are stored one after the other, so that each counts the other.
    On SQLite only one transaction writes at a time anyway.
    """
    transaction.execute(
        select(MEMBER.c.user_id)
        .where(MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id == asker)
        .with_for_update()
    )
    counted: int = transaction.execute(
        select(func.count())
        .select_from(ASK)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.asker == asker,
            ASK.c.state == AskState.OPEN.value,
        )
    ).scalar_one()
    return counted


def is_waiting_for_asker() -> ColumnElement[bool]:
    """Return the condition: a colleague vouched, and the asker did not go ahead yet."""
    return and_(
        ASK.c.kind == AskKind.OWN.value,
        ASK.c.state == AskState.VOUCHED.value,
        or_(ASK.c.decision.is_(None), ASK.c.decision != Decision.GO_AHEAD.value),
    )


def list_unfinished_by_asker(transaction: Transaction, workspace_id: int, asker: str) -> list[Ask]:
    """Return the asks of this person that are open or wait for them to go ahead."""
    return select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        ASK.c.asker == asker,
        or_(ASK.c.state == AskState.OPEN.value, is_waiting_for_asker()),
    )


def list_unfinished_with(transaction: Transaction, workspace_id: int, person: str) -> list[Ask]:
    """Return the same for the asks that this person made or got."""
    return select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        or_(ASK.c.asker == person, ASK.c.asked == person),
        or_(ASK.c.state == AskState.OPEN.value, is_waiting_for_asker()),
    )


def list_by_referral(transaction: Transaction, workspace_id: int, referral_id: int) -> list[Ask]:
    """Return the asks that the desk may see: none by which somebody asked for themselves."""
    return list_by_referrals(transaction, workspace_id, [referral_id])[referral_id]


def list_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Ask]]:
    """Do the same for several, by referral; an empty list for one without any."""
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


def find_vouched(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str
) -> Ask | None:
    """Return the ask that this advocate answered with their vouch for the referral."""
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
    was: AskState = AskState.OPEN,
    suggested: str | None = None,
    words: VouchText | None = None,
) -> bool:
    """Compare-and-set of the state: False when it is no longer `was`.

    Without `words`, stored ones are erased.
    """
    changed = transaction.execute(
        update(ASK)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.id == ask_id,
            ASK.c.state == was.value,
        )
        .values(
            state=state.value,
            answered_at=now,
            suggested=suggested,
            words=_to_json(words) if words is not None else None,
        )
        .returning(ASK.c.id)
    )
    return changed.first() is not None


def save_decision(
    transaction: Transaction, workspace_id: int, ask_id: int, decision: Decision
) -> bool:
    """Store what the asker does with a vouch for themselves. False when they went ahead before.

    Once they go ahead, the referral has the words, and they are erased here.
    """
    goes_ahead = decision is Decision.GO_AHEAD
    changed = transaction.execute(
        update(ASK)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.id == ask_id,
            is_waiting_for_asker(),
        )
        .values(decision=decision.value, **({"words": None} if goes_ahead else {}))
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
    """Return the id of the asker's own referral of the same candidate for the same opening."""
    contact = [
        column == value
        for column, value in (
            (CANDIDATE.c.email, ask.email),
            (CANDIDATE.c.profile_url, ask.profile_url),
        )
        if value is not None
    ]
    if not contact:
        return None
    return transaction.scalar(
        select(REFERRAL.c.id)
        .join(CANDIDATE, CANDIDATE.c.id == REFERRAL.c.candidate_id)
        .join(ENDORSEMENT, ENDORSEMENT.c.referral_id == REFERRAL.c.id)
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.opening_key == (ask.opening_id or 0),
            CANDIDATE.c.workspace_id == workspace_id,
            or_(*contact),
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.advocate == ask.asker,
        )
        .order_by(REFERRAL.c.round.desc())
        .limit(1)
    )
