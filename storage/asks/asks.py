"""Asks: one open from the same person to the same person, changed by compare-and-set from open."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select, update

from domain.asks import Ask, AskForm, AskKind, AskState, Decision, VouchText
from domain.endorsements import CommitmentKind, Conflict, Conviction, Evidence, Relationship
from storage.ahead import Shelf
from storage.engine import Transaction
from storage.tables.asks import ASK
from storage.tables.core import CANDIDATE, ENDORSEMENT, MEMBER, OPENING, REFERRAL
from storage.upsert import insert_returning_row

_ahead: Shelf[int, Ask] = Shelf("asks")
_of_referral: Shelf[int, list[Ask]] = Shelf("asks of a referral")
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


_SOME = (
    _select()
    .where(ASK.c.workspace_id == bindparam("ws"), ASK.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(ASK.c.id)
)
_OF_REFERRALS = (
    _select()
    .where(
        ASK.c.workspace_id == bindparam("ws"),
        ASK.c.referral_id.in_(bindparam("referrals", expanding=True)),
        ASK.c.kind != AskKind.OWN.value,
    )
    .order_by(ASK.c.id)
)


def _ask(row: Any) -> Ask:
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
        vouch_text=_words(row.words) if row.words else None,
        decision=Decision(row.decision) if row.decision else None,
        created_at=row.created_at,
        closes_at=row.closes_at,
        answered_at=row.answered_at,
    )


def _words(kept: dict[str, Any]) -> VouchText:
    """Evidence by the names of its fields; what a later version added is empty in an older row."""
    said: dict[str, Any] = {}
    for name, value in kept.items():
        if name in _ONE_WORD:
            said[name] = _ONE_WORD[name](value) if value else None
        elif name in _SEVERAL_WORDS:
            said[name] = tuple(_SEVERAL_WORDS[name](word) for word in value)
        else:
            said[name] = value
    return VouchText(said.pop("relationship"), Evidence(**said))


def _kept(words: VouchText) -> dict[str, Any]:
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
    """The new ask; None where this person has an open one to the same person."""
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
    if (kept := _ahead.get(transaction, workspace_id, ask_id)) is not None:
        return kept
    found = select_asks(transaction, ASK.c.workspace_id == workspace_id, ASK.c.id == ask_id)
    return found[0] if found else None


def find_many(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> dict[int, Ask]:
    if not ids:
        return {}
    rows = transaction.execute(_SOME, {"ws": workspace_id, "ids": list(set(ids))})
    found = {ask.id: ask for ask in map(_ask, rows)}
    _ahead.put(transaction, workspace_id, found)
    return found


def select_asks(transaction: Transaction, *which: ColumnElement[bool]) -> list[Ask]:
    """For the files of asks alone: what `which` says of `ASK`, the oldest first."""
    return [_ask(row) for row in transaction.execute(_select().where(*which).order_by(ASK.c.id))]


def count_open(transaction: Transaction, workspace_id: int, asker: str) -> int:
    """How many open asks this person has made; they can make no other until this commits.

    Two at once are stored one after the other, so that each counts the other. (On SQLite a writing
    transaction is alone already.)
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
    """A vouch for oneself that has not gone ahead."""
    return and_(
        ASK.c.kind == AskKind.OWN.value,
        ASK.c.state == AskState.VOUCHED.value,
        or_(ASK.c.decision.is_(None), ASK.c.decision != Decision.GO_AHEAD.value),
    )


def list_unfinished_by_asker(transaction: Transaction, workspace_id: int, asker: str) -> list[Ask]:
    """What this person asked and what is not at an end: open, or vouched and not gone ahead."""
    return select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        ASK.c.asker == asker,
        or_(ASK.c.state == AskState.OPEN.value, is_waiting_for_asker()),
    )


def list_unfinished_with(transaction: Transaction, workspace_id: int, person: str) -> list[Ask]:
    """The same for asks that this person made or was asked."""
    return select_asks(
        transaction,
        ASK.c.workspace_id == workspace_id,
        or_(ASK.c.asker == person, ASK.c.asked == person),
        or_(ASK.c.state == AskState.OPEN.value, is_waiting_for_asker()),
    )


def list_by_referral(transaction: Transaction, workspace_id: int, referral_id: int) -> list[Ask]:
    """What those who answer the referral may see: never what somebody asked for themselves."""
    if (kept := _of_referral.get(transaction, workspace_id, referral_id)) is not None:
        return kept
    return list_by_referrals(transaction, workspace_id, [referral_id])[referral_id]


def list_by_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, list[Ask]]:
    """As `of_referral`, for several at once; those without any have an empty list."""
    found: dict[int, list[Ask]] = {id_: [] for id_ in referral_ids}
    if found:
        which = {"ws": workspace_id, "referrals": list(found)}
        for ask in map(_ask, transaction.execute(_OF_REFERRALS, which)):
            found[ask.referral_id or 0].append(ask)
    _of_referral.put(transaction, workspace_id, found)
    return found


def find_vouched(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str
) -> Ask | None:
    """The ask that brought this advocate to the referral."""
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
    """Compare-and-set; False when it was settled before. Words that are not given are erased."""
    done = transaction.execute(
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
            words=_kept(words) if words is not None else None,
        )
        .returning(ASK.c.id)
    )
    return done.first() is not None


def save_decision(
    transaction: Transaction, workspace_id: int, ask_id: int, decision: Decision
) -> bool:
    """What the asker says to a vouch for themselves. Having gone ahead is not taken back.

    The words are the referral's then, and are kept there alone.
    """
    over = decision is Decision.GO_AHEAD
    done = transaction.execute(
        update(ASK)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.id == ask_id,
            is_waiting_for_asker(),
        )
        .values(decision=decision.value, **({"words": None} if over else {}))
        .returning(ASK.c.id)
    )
    return done.first() is not None


def set_referral(
    transaction: Transaction, workspace_id: int, ask_id: int, referral_id: int | None
) -> None:
    """The ask belongs to this referral (or none) from now on."""
    transaction.execute(
        update(ASK)
        .where(ASK.c.workspace_id == workspace_id, ASK.c.id == ask_id)
        .values(referral_id=referral_id)
    )


def find_referral_of_asker(transaction: Transaction, workspace_id: int, ask: Ask) -> int | None:
    """The asker's own referral of the same candidate for the same opening, where there is one."""
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
