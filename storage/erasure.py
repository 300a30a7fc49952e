"""What is held about a candidate, and how it goes. The rule of what is erased stands here, once.

In words for people: docs/privacy.md. A test holds every text column of the schema against
`ERASED` and `KEPT`, and another searches the whole database after an erasure.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import case, null, select, update

from domain.consent import ERASED_TEXT as MARK
from domain.endorsements import CommitmentKind
from domain.follow_ups import FollowUpKind
from domain.message_payload import Subject
from domain.messages import kinds_about
from domain.outbox import IntentState
from domain.referrals import Consent
from storage.engine import Transaction
from storage.tables.core import CANDIDATE, COMMITMENT, ENDORSEMENT, FOLLOW_UP, QUESTION, REFERRAL
from storage.tables.interview_notes import INTERVIEW_NOTE
from storage.tables.messages import IDEMPOTENCY_KEY, OUTBOX

# Columns that hold words about a candidate. Those of their own rows are emptied or marked.
ERASED: Final = {
    "candidate": {"name", "email", "profile_url"},
    "referral": {"note"},
    "endorsement": {  # every version
        *("called", "saw", "why", "how_long", "trust", "adaptability", "lifts"),
    },
    "commitment": {"text", "reply"},  # but a post for a channel, which names nobody
    "heard": {"text"},
    "question": {"text", "answer"},
    # By `asks_over.forget`, with those that were about the address alone.
    "ask": {"called", "email", "profile_url", "why", "shared", "help_text", "draft", "words"},
    "seen": {"answer"},  # the last day's answers to clicks, of everybody: they may show the name
}
# Columns of text that hold no words about a candidate: ids, words of ours, and what colleagues
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
    "history": {"actor", "verb", "subject", "detail"},
}

_STANDING = [s.value for s in (IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN)]
_DONE: Final = {"is": "done"}  # a click that comes a second time is taken, and shows nothing


def claim(
    transaction: Transaction,
    workspace_id: int,
    candidate_id: int,
    now: datetime,
    *,
    unless_agreed: bool,
) -> bool:
    """Make this erasure ours, and empty the candidate's own row.

    False when they were erased before or, with `unless_agreed`, have agreed meanwhile.
    """
    mine = update(CANDIDATE).where(
        CANDIDATE.c.workspace_id == workspace_id,
        CANDIDATE.c.id == candidate_id,
        CANDIDATE.c.erased_at.is_(None),
    )
    if unless_agreed:
        mine = mine.where(CANDIDATE.c.consent != Consent.AGREED.value)
    gone = {"name": MARK, "email": None, "profile_url": None, "erased_at": now, "decide_by": None}
    return transaction.execute(mine.values(gone).returning(CANDIDATE.c.id)).first() is not None


def erase_texts(transaction: Transaction, workspace_id: int, referral_ids: Collection[int]) -> None:
    """Empty what anybody wrote in these referrals. A text that was there leaves a mark."""
    ids = set(referral_ids)

    def gone(column: Any) -> Any:
        return case((column == "", ""), else_=MARK)

    transaction.execute(
        update(ENDORSEMENT)
        .where(ENDORSEMENT.c.workspace_id == workspace_id, ENDORSEMENT.c.referral_id.in_(ids))
        .values(
            called=MARK,
            saw=gone(ENDORSEMENT.c.saw),
            why=gone(ENDORSEMENT.c.why),
            how_long=gone(ENDORSEMENT.c.how_long),
            trust=gone(ENDORSEMENT.c.trust),
            adaptability=gone(ENDORSEMENT.c.adaptability),
            lifts=gone(ENDORSEMENT.c.lifts),
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
        .values(note=gone(REFERRAL.c.note))
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
    """What the doors would say again to a second arrival: a day's worth, and not told apart."""
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
    """Ids of the outbox about these referrals: (those that stand in Slack, those that wait).

    `since` (UTC): nothing was said about them before.
    """
    ids = set(referral_ids)
    questions = set(
        transaction.scalars(
            select(QUESTION.c.id).where(
                QUESTION.c.workspace_id == workspace_id, QUESTION.c.referral_id.in_(ids)
            )
        )
    )
    steps = set(
        transaction.scalars(
            select(FOLLOW_UP.c.id).where(
                FOLLOW_UP.c.workspace_id == workspace_id, FOLLOW_UP.c.referral_id.in_(ids)
            )
        )
    ) | set(
        transaction.scalars(
            select(FOLLOW_UP.c.id).where(
                FOLLOW_UP.c.workspace_id == workspace_id,
                FOLLOW_UP.c.kind == FollowUpKind.CONSENT.value,
                FOLLOW_UP.c.subject_id == candidate_id,
            )
        )
    )
    found = _rows(transaction, workspace_id, Subject.REFERRAL, OUTBOX.c.subject_id.in_(ids))
    deeds = set(
        transaction.scalars(
            select(COMMITMENT.c.id).where(
                COMMITMENT.c.workspace_id == workspace_id, COMMITMENT.c.referral_id.in_(ids)
            )
        )
    )
    found += _rows(transaction, workspace_id, Subject.COMMITMENT, OUTBOX.c.subject_id.in_(deeds))
    found += _rows(transaction, workspace_id, Subject.QUESTION, OUTBOX.c.subject_id.in_(questions))
    # Not by recipient: a step may have been handed on since somebody was nudged about it.
    nudges = _rows(transaction, workspace_id, Subject.FOLLOW_UPS, OUTBOX.c.created_at >= since)
    # A nudge that also brings something else goes out, or stands on, without what is gone.
    nudged = [row for row in nudges if steps & set(row.about.get("follow_ups", ()))]
    standing = [row.id for row in (*found, *nudged) if row.state in _STANDING]
    waiting = [row.id for row in found if row.state == IntentState.QUEUED.value]
    waiting += [
        row.id
        for row in nudged
        if row.state == IntentState.QUEUED.value and steps >= set(row.about["follow_ups"])
    ]
    return standing, waiting


def _rows(transaction: Transaction, workspace_id: int, subject: Subject, which: Any) -> list[Any]:
    return list(
        transaction.execute(
            select(OUTBOX.c.id, OUTBOX.c.state, OUTBOX.c.about).where(
                OUTBOX.c.workspace_id == workspace_id,
                OUTBOX.c.kind.in_(kinds_about(subject)),
                which,
            )
        )
    )


def drop_messages(
    transaction: Transaction, workspace_id: int, ids: Collection[int], now: datetime
) -> None:
    """Never to be sent."""
    transaction.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.id.in_(set(ids)),
            OUTBOX.c.state == IntentState.QUEUED.value,
        )
        .values(state=IntentState.DROPPED.value, settled_at=now, reason="candidate_erased")
    )
