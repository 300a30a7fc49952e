"""Erases what is stored about a candidate. `ERASED` and `KEPT` are the rule (docs/privacy.md).

A test compares them with every text column of the schema, and another searches the whole database
after an erasure.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, null, select, update

from domain.consent import ERASED_TEXT as MARK
from domain.endorsements import CommitmentKind
from domain.follow_ups import FollowUpKind
from domain.message_payload import Subject
from domain.messages import kinds_with_subject
from domain.outbox import IntentState
from domain.referrals import Consent
from storage.engine import Transaction
from storage.tables.core import CANDIDATE, COMMITMENT, ENDORSEMENT, FOLLOW_UP, QUESTION, REFERRAL
from storage.tables.interview_notes import INTERVIEW_NOTE
from storage.tables.messages import IDEMPOTENCY_KEY, OUTBOX

# Columns with text about a candidate, which are emptied or get a mark.
ERASED: Final = {
    "candidate": {"name", "email", "profile_url"},
    "referral": {"note"},
    "endorsement": {  # every version
        *("called", "saw", "why", "how_long", "trust", "adaptability", "lifts"),
    },
    "commitment": {"text", "reply"},  # except a post for a channel, which names nobody
    "heard": {"text"},
    "question": {"text", "answer"},
    # By `ask_closing.erase_texts`, together with asks that were about the address alone.
    "ask": {"called", "email", "profile_url", "why", "shared", "help_text", "draft", "words"},
    "seen": {"answer"},  # a day's answers to all requests: they may hold the name
}
# Text columns without text about a candidate: ids, values of enumerations, and what colleagues
# write about openings, themselves and each other.
KEPT: Final = {
    "workspace": {"team_id", "enterprise_id", "name", "bot_user_id"},
    "member": {"user_id", "name", "email", "tz", "standing", "dm_channel"},
    "opening": {
        *("ref", "status", "title", "team", "place", "hiring_manager", "recruiter"),
        *("must_haves", "fit_brief", "recall_prompts", "channels", "bonus", "bonus_rule"),
        *("posted_by", "search_text"),
    },
    "team_prefix": {"prefix", "team"},
    "announcement": {"channel", "ts", "state", "reason"},
    "roundup": {"channel"},
    "candidate": {"consent"},
    "referral": {"advocate", "owner", "stage", "reason", "bonus_rule"},
    "endorsement": {"advocate", "relationship", "conviction", "conflicts"},
    "commitment": {"member", "kind", "state", "told"},
    "heard": {"member"},
    "question": {"asked_by", "asked_of"},
    "follow_up": {"kind", "period", "member", "state"},
    "outbox": {
        *("kind", "recipient", "about", "dedupe", "key", "state", "channel", "ts", "reason"),
    },
    "seen": {"door"},
    "draft": {"member", "kind", "content"},  # an opening that was typed and not posted
    # A bench is its owner's alone, and nobody was put forward by being on it.
    "bench": {"owner"},
    "bench_person": {
        *("owner", "name", "email", "profile_url", "relationship", "good_at", "place", "history"),
        "rhythm",
    },
    "bench_match": {"owner"},
    "bench_look": {"after_owner"},
    "ask": {"kind", "asker", "asked", "helps", "state", "suggested", "decision"},
    "thanks": {"giver", "receiver", "deed", "words"},
    "setting": {"name", "value", "changed_by"},
    "history": {"actor", "verb", "subject", "detail"},
}

_VISIBLE_STATES = [s.value for s in (IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN)]
_DONE: Final = {
    "is": "done"
}  # The answer to a repeated request: it was done, and nothing is shown.


def claim(
    transaction: Transaction,
    workspace_id: int,
    candidate_id: int,
    now: datetime,
    *,
    unless_agreed: bool,
) -> bool:
    """Erase the candidate's own row. Only the caller that gets True goes on with the erasure.

    False when they were erased before or, with `unless_agreed`, have agreed meanwhile.
    """
    claimed = update(CANDIDATE).where(
        CANDIDATE.c.workspace_id == workspace_id,
        CANDIDATE.c.id == candidate_id,
        CANDIDATE.c.erased_at.is_(None),
    )
    if unless_agreed:
        claimed = claimed.where(CANDIDATE.c.consent != Consent.AGREED.value)
    erased = {"name": MARK, "email": None, "profile_url": None, "erased_at": now, "decide_by": None}
    return transaction.execute(claimed.values(erased).returning(CANDIDATE.c.id)).first() is not None


def erase_texts(transaction: Transaction, workspace_id: int, referral_ids: Collection[int]) -> None:
    """Replace what anybody wrote about these referrals by a mark. Empty texts stay empty."""
    ids = set(referral_ids)

    def mark_text(column: Any) -> Any:
        return case((column == "", ""), else_=MARK)

    transaction.execute(
        update(ENDORSEMENT)
        .where(ENDORSEMENT.c.workspace_id == workspace_id, ENDORSEMENT.c.referral_id.in_(ids))
        .values(
            called=MARK,
            saw=mark_text(ENDORSEMENT.c.saw),
            why=mark_text(ENDORSEMENT.c.why),
            how_long=mark_text(ENDORSEMENT.c.how_long),
            trust=mark_text(ENDORSEMENT.c.trust),
            adaptability=mark_text(ENDORSEMENT.c.adaptability),
            lifts=mark_text(ENDORSEMENT.c.lifts),
        )
    )
    transaction.execute(
        update(COMMITMENT)
        .where(COMMITMENT.c.workspace_id == workspace_id, COMMITMENT.c.referral_id.in_(ids))
        .values(
            text=case(
                (COMMITMENT.c.text.is_(None), null()),
                (COMMITMENT.c.kind == CommitmentKind.INTERNAL_CHANNELS.value, COMMITMENT.c.text),
                else_=MARK,
            ),
            reply=case((COMMITMENT.c.reply.is_(None), null()), else_=MARK),
        )
    )
    transaction.execute(
        update(INTERVIEW_NOTE)
        .where(INTERVIEW_NOTE.c.workspace_id == workspace_id, INTERVIEW_NOTE.c.referral_id.in_(ids))
        .values(text=MARK)
    )
    transaction.execute(
        update(REFERRAL)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id.in_(ids))
        .values(note=mark_text(REFERRAL.c.note))
    )
    transaction.execute(
        update(QUESTION)
        .where(QUESTION.c.workspace_id == workspace_id, QUESTION.c.referral_id.in_(ids))
        .values(
            text=MARK,
            answer=case((QUESTION.c.answer.is_(None), null()), else_=MARK),
        )
    )


def erase_stored_answers(transaction: Transaction, workspace_id: int) -> None:
    """Erase all stored answers to requests: which of them show the candidate is not known."""
    transaction.execute(
        update(IDEMPOTENCY_KEY)
        .where(IDEMPOTENCY_KEY.c.workspace_id == workspace_id)
        .values(answer=_DONE)
    )


def find_message_ids(
    transaction: Transaction,
    workspace_id: int,
    candidate_id: int,
    referral_ids: Collection[int],
    since: datetime,
) -> tuple[list[int], list[int]]:
    """Return the ids of messages about these referrals: (in Slack, queued).

    `since` (UTC) is when the first of the referrals was stored: there are no messages from before.
    """
    ids = set(referral_ids)
    question_ids = _select_ids(transaction, QUESTION, workspace_id, QUESTION.c.referral_id.in_(ids))
    commitment_ids = _select_ids(
        transaction, COMMITMENT, workspace_id, COMMITMENT.c.referral_id.in_(ids)
    )
    about_consent = (FOLLOW_UP.c.kind == FollowUpKind.CONSENT.value) & (
        FOLLOW_UP.c.subject_id == candidate_id
    )
    follow_up_ids = _select_ids(
        transaction, FOLLOW_UP, workspace_id, FOLLOW_UP.c.referral_id.in_(ids)
    ) | _select_ids(transaction, FOLLOW_UP, workspace_id, about_consent)
    found = [
        row
        for subject, subject_ids in (
            (Subject.REFERRAL, ids),
            (Subject.COMMITMENT, commitment_ids),
            (Subject.QUESTION, question_ids),
        )
        for row in _find_messages(
            transaction, workspace_id, subject, OUTBOX.c.subject_id.in_(subject_ids)
        )
    ]
    # By time, not by recipient: a follow-up may have been handed on since its nudge.
    nudges = _find_messages(
        transaction, workspace_id, Subject.FOLLOW_UPS, OUTBOX.c.created_at >= since
    )
    # A queued nudge that also shows something else is sent, without what is erased.
    nudged = [row for row in nudges if follow_up_ids & set(row.about.get("follow_ups", ()))]
    in_slack = [row.id for row in (*found, *nudged) if row.state in _VISIBLE_STATES]
    queued = [row.id for row in found if row.state == IntentState.QUEUED.value]
    queued += [
        row.id
        for row in nudged
        if row.state == IntentState.QUEUED.value and follow_up_ids >= set(row.about["follow_ups"])
    ]
    return in_slack, queued


def _select_ids(
    transaction: Transaction, table: Any, workspace_id: int, condition: ColumnElement[bool]
) -> set[int]:
    rows = select(table.c.id).where(table.c.workspace_id == workspace_id, condition)
    return set(transaction.scalars(rows))


def _find_messages(
    transaction: Transaction, workspace_id: int, subject: Subject, condition: Any
) -> list[Any]:
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
    """Drop those of the messages that are still queued."""
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.id.in_(set(ids)),
            OUTBOX.c.state == IntentState.QUEUED.value,
        )
        .values(state=IntentState.DROPPED.value, settled_at=now, reason="candidate_erased")
    )
