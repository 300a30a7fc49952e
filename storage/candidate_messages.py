"""Finds where a candidate who is being erased is shown: in messages and in members' App Homes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, select, union, update

from domain.follow_ups import FollowUpKind
from domain.message_payload import Subject
from domain.messages import kinds_with_subject
from domain.outbox import IntentState
from storage.engine import Transaction
from storage.outbox.edits import VISIBLE_STATES
from storage.tables.asks import ASK
from storage.tables.core import (
    COMMITMENT,
    ENDORSEMENT,
    FOLLOW_UP,
    MEMBER,
    OPENING,
    QUESTION,
    REFERRAL,
)
from storage.tables.messages import HISTORY, OUTBOX


class MessageIds(NamedTuple):
    """Messages that are or may be in Slack, and queued messages that must not be sent any more."""

    in_slack: list[int]
    to_drop: list[int]


def find_message_ids(
    transaction: Transaction,
    workspace_id: int,
    *,
    since: datetime,
    candidate_id: int | None = None,
    referral_ids: Collection[int] = (),
    ask_ids: Collection[int] = (),
) -> MessageIds:
    """Find the messages about these referrals and asks.

    With `candidate_id`, the questions about this candidate's consent count as well. `since` (UTC)
    is when the first referral or ask was stored: no message is older.
    """
    referral_ids, ask_ids = set(referral_ids), set(ask_ids)
    about_referrals = _find_messages_about_referrals(transaction, workspace_id, referral_ids)
    about_asks = _find_messages(
        transaction, workspace_id, Subject.ASK, OUTBOX.c.subject_id.in_(ask_ids)
    )
    follow_up_ids = _find_follow_up_ids(
        transaction, workspace_id, candidate_id, referral_ids, ask_ids
    )
    # Nudges to all members are read, because a follow-up may have passed to another member since.
    all_nudges = _find_messages(
        transaction, workspace_id, Subject.FOLLOW_UPS, OUTBOX.c.created_at >= since
    )
    nudges = [
        row
        for row in all_nudges
        if follow_up_ids & _ids_in(row, "follow_ups") or referral_ids & _ids_in(row, "digest")
    ]
    # A queued nudge that also shows something else is sent without the candidate, and so stays.
    nudges_to_drop = [
        row
        for row in nudges
        if follow_up_ids >= _ids_in(row, "follow_ups") and referral_ids >= _ids_in(row, "digest")
    ]
    # A queued digest stays: delivery leaves the candidate out of it, and drops it if it gets empty.
    all_digests = _find_messages(
        transaction, workspace_id, Subject.REFERRALS, OUTBOX.c.created_at >= since
    )
    digests = [row for row in all_digests if referral_ids & _ids_in(row, "referrals")]
    # Queued messages about the asks stay as well, because they say how the asks ended.
    shown = (*about_referrals, *about_asks, *nudges, *digests)
    in_slack = [row.id for row in shown if row.state in VISIBLE_STATES]
    to_drop = [
        row.id
        for row in (*about_referrals, *nudges_to_drop)
        if row.state == IntentState.QUEUED.value
    ]
    return MessageIds(in_slack, to_drop)


def _ids_in(message: Any, name: str) -> set[int]:
    """The ids that this field of the message's payload lists."""
    return set(message.about.get(name, ()))


def _find_messages_about_referrals(
    transaction: Transaction, workspace_id: int, referral_ids: set[int]
) -> list[Any]:
    """Find messages about the referrals, their commitments and their questions."""
    question_ids = _find_ids(
        transaction, QUESTION, workspace_id, QUESTION.c.referral_id.in_(referral_ids)
    )
    commitment_ids = _find_ids(
        transaction, COMMITMENT, workspace_id, COMMITMENT.c.referral_id.in_(referral_ids)
    )
    subject_ids = {
        Subject.REFERRAL: referral_ids,
        Subject.COMMITMENT: commitment_ids,
        Subject.QUESTION: question_ids,
    }
    return [
        row
        for subject, ids in subject_ids.items()
        for row in _find_messages(transaction, workspace_id, subject, OUTBOX.c.subject_id.in_(ids))
    ]


def _find_follow_up_ids(
    transaction: Transaction,
    workspace_id: int,
    candidate_id: int | None,
    referral_ids: set[int],
    ask_ids: set[int],
) -> set[int]:
    """Find the follow-ups of the referrals, of the asks and about the candidate's consent."""
    about_asks = (FOLLOW_UP.c.kind == FollowUpKind.ASK.value) & FOLLOW_UP.c.subject_id.in_(ask_ids)
    of_referrals = FOLLOW_UP.c.referral_id.in_(referral_ids)
    return {
        id_
        for condition in (of_referrals, _is_about_consent(candidate_id), about_asks)
        for id_ in _find_ids(transaction, FOLLOW_UP, workspace_id, condition)
    }


def _is_about_consent(candidate_id: int | None) -> ColumnElement[bool]:
    """Whether a follow-up asks for this candidate's consent. For None, no follow-up does."""
    return (FOLLOW_UP.c.kind == FollowUpKind.CONSENT.value) & (
        FOLLOW_UP.c.subject_id == candidate_id
    )


def _find_ids(
    transaction: Transaction, table: Any, workspace_id: int, condition: ColumnElement[bool]
) -> set[int]:
    statement = select(table.c.id).where(table.c.workspace_id == workspace_id, condition)
    return set(transaction.scalars(statement))


def _find_messages(
    transaction: Transaction, workspace_id: int, subject: Subject, condition: Any
) -> list[Any]:
    """Return the id, the state and the payload of each message with such a subject."""
    return list(
        transaction.execute(
            select(OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.about).where(
                OUTBOX.c.workspace_id == workspace_id,
                OUTBOX.c.kind.in_(kinds_with_subject(subject)),
                condition,
            )
        )
    )


def drop_messages(
    transaction: Transaction, workspace_id: int, ids: Collection[int], now: datetime
) -> None:
    """Drop the messages that are still queued. The others stay as they are."""
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.id.in_(set(ids)),
            OUTBOX.c.state == IntentState.QUEUED.value,
        )
        .values(state=IntentState.DROPPED.value, settled_at=now, reason="candidate_erased")
    )


def find_viewers(
    transaction: Transaction,
    workspace_id: int,
    candidate_id: int,
    referral_ids: Collection[int],
    message_ids: Collection[int],
    ask_ids: Collection[int],
) -> list[str]:
    """Return the user ids of the members whose App Home may have shown the candidate.

    These are the advocates, the owners, the hiring teams, everybody who changed a referral or was
    reminded of it, the recipients of the messages, and both sides of each ask.
    """
    referral_ids, ask_ids = list(set(referral_ids)), list(set(ask_ids))
    opening_ids = select(REFERRAL.c.opening_id).where(
        REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id.in_(referral_ids)
    )
    is_about_candidate = FOLLOW_UP.c.referral_id.in_(referral_ids) | _is_about_consent(candidate_id)
    # (table, its column with the user id of a viewer, condition on its rows)
    sources: list[tuple[Any, Any, ColumnElement[bool]]] = [
        (ENDORSEMENT, ENDORSEMENT.c.advocate, ENDORSEMENT.c.referral_id.in_(referral_ids)),
        (REFERRAL, REFERRAL.c.owner, REFERRAL.c.id.in_(referral_ids)),
        (FOLLOW_UP, FOLLOW_UP.c.member, is_about_candidate),
        (OUTBOX, OUTBOX.c.recipient, OUTBOX.c.id.in_(list(set(message_ids)))),
        (HISTORY, HISTORY.c.actor, _is_change_of(referral_ids)),
        (OPENING, OPENING.c.hiring_manager, OPENING.c.id.in_(opening_ids)),
        (OPENING, OPENING.c.recruiter, OPENING.c.id.in_(opening_ids)),
        (ASK, ASK.c.asker, ASK.c.id.in_(ask_ids)),
        (ASK, ASK.c.asked, ASK.c.id.in_(ask_ids)),
    ]
    viewers = union(
        *(
            select(user_id.label("user_id")).where(table.c.workspace_id == workspace_id, condition)
            for table, user_id, condition in sources
        )
    ).subquery()
    # A recipient may be a channel, and an actor may be Slack or Vouch. Only members have a Home.
    members = select(MEMBER.c.user_id).where(
        MEMBER.c.workspace_id == workspace_id, MEMBER.c.user_id.in_(select(viewers.c.user_id))
    )
    return list(transaction.scalars(members.order_by(MEMBER.c.user_id)))


def _is_change_of(referral_ids: list[int]) -> ColumnElement[bool]:
    return and_(HISTORY.c.subject == "referral", HISTORY.c.subject_id.in_(referral_ids))
