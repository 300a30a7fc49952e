"""What is held about a candidate, and how it goes. The rule of what is erased stands here, once.

In words for people: docs/privacy.md. A test holds every text column of the schema against
`ERASED` and `KEPT`, and another searches the whole database after an erasure.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import case, null, select, update
from sqlalchemy.orm import Session

from domain.consent import ERASED as MARK
from domain.follow_ups import FollowUpKind
from domain.outbox import IntentKind, IntentState
from domain.referrals import CommitmentKind, Consent
from storage.tables import (
    CandidateRow,
    CommitmentRow,
    EndorsementRow,
    FollowUpRow,
    OutboxRow,
    QuestionRow,
    ReferralRow,
    SeenRow,
)
from storage.tables_heard import HeardRow

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
    "opening_word": {"word"},
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

# Which row a message is about: by this its messages are found, to be edited or never sent.
ABOUT_REFERRAL: Final = frozenset(
    {
        IntentKind.ACKNOWLEDGEMENT,
        IntentKind.RECEIVED,
        IntentKind.SECOND_VOUCH,
        IntentKind.AGREED,
        IntentKind.STAGE_CHANGED,
        IntentKind.OWNER_CHANGED,
    }
)
ABOUT_COMMITMENT: Final = frozenset({IntentKind.MANAGER_WORD, IntentKind.MANAGER_REPLY})
ABOUT_QUESTION: Final = frozenset({IntentKind.QUESTION, IntentKind.ANSWER})
ABOUT_ASKS: Final = frozenset({IntentKind.ASKED, IntentKind.ASK_ANSWER})  # edited with the ask
ABOUT_FOLLOW_UPS: Final = frozenset({IntentKind.NUDGE})
ABOUT_NO_CANDIDATE: Final = frozenset(
    {
        IntentKind.ANNOUNCEMENT,
        IntentKind.ANNOUNCEMENT_FAILED,
        IntentKind.CHANNEL_POST,
        IntentKind.CHANNEL_POST_FAILED,
        IntentKind.ROUNDUP,
        IntentKind.ERASED,
        IntentKind.THANKS,
        IntentKind.THANKS_SHARED,
        IntentKind.REFRESH,
    }
)

_STANDING = [s.value for s in (IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN)]
_DONE: Final = {"is": "done"}  # a click that comes a second time is taken, and shows nothing


def claim(
    session: Session, workspace_id: int, candidate_id: int, now: datetime, *, unless_agreed: bool
) -> bool:
    """Make this erasure ours, and empty the candidate's own row.

    False when they were erased before or, with `unless_agreed`, have agreed meanwhile.
    """
    mine = update(CandidateRow).where(
        CandidateRow.workspace_id == workspace_id,
        CandidateRow.id == candidate_id,
        CandidateRow.erased_at.is_(None),
    )
    if unless_agreed:
        mine = mine.where(CandidateRow.consent != Consent.AGREED.value)
    gone = {"name": MARK, "email": None, "profile_url": None, "erased_at": now, "decide_by": None}
    return session.execute(mine.values(gone).returning(CandidateRow.id)).first() is not None


def words_about(session: Session, workspace_id: int, referral_ids: Collection[int]) -> None:
    """Empty what anybody wrote in these referrals. A text that was there leaves a mark."""
    ids = set(referral_ids)

    def gone(column: Any) -> Any:
        return case((column == "", ""), else_=MARK)

    session.execute(
        update(EndorsementRow)
        .where(EndorsementRow.workspace_id == workspace_id, EndorsementRow.referral_id.in_(ids))
        .values(
            called=MARK,
            saw=gone(EndorsementRow.saw),
            why=gone(EndorsementRow.why),
            how_long=gone(EndorsementRow.how_long),
            trust=gone(EndorsementRow.trust),
            adaptability=gone(EndorsementRow.adaptability),
            lifts=gone(EndorsementRow.lifts),
        )
    )
    session.execute(
        update(CommitmentRow)
        .where(CommitmentRow.workspace_id == workspace_id, CommitmentRow.referral_id.in_(ids))
        .values(
            text=case(
                (CommitmentRow.text.is_(None), null()),
                (CommitmentRow.kind == CommitmentKind.INTERNAL_CHANNELS.value, CommitmentRow.text),
                else_=MARK,
            ),
            reply=case((CommitmentRow.reply.is_(None), null()), else_=MARK),
        )
    )
    session.execute(
        update(HeardRow)
        .where(HeardRow.workspace_id == workspace_id, HeardRow.referral_id.in_(ids))
        .values(text=MARK)
    )
    session.execute(
        update(ReferralRow)
        .where(ReferralRow.workspace_id == workspace_id, ReferralRow.id.in_(ids))
        .values(note=gone(ReferralRow.note))
    )
    session.execute(
        update(QuestionRow)
        .where(QuestionRow.workspace_id == workspace_id, QuestionRow.referral_id.in_(ids))
        .values(
            text=MARK,
            answer=case((QuestionRow.answer.is_(None), null()), else_=MARK),
        )
    )


def answers_kept(session: Session, workspace_id: int) -> None:
    """What the doors would say again to a second arrival: a day's worth, and not told apart."""
    session.execute(
        update(SeenRow).where(SeenRow.workspace_id == workspace_id).values(answer=_DONE)
    )


def messages(
    session: Session,
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
        session.scalars(
            select(QuestionRow.id).where(
                QuestionRow.workspace_id == workspace_id, QuestionRow.referral_id.in_(ids)
            )
        )
    )
    steps = set(
        session.scalars(
            select(FollowUpRow.id).where(
                FollowUpRow.workspace_id == workspace_id, FollowUpRow.referral_id.in_(ids)
            )
        )
    ) | set(
        session.scalars(
            select(FollowUpRow.id).where(
                FollowUpRow.workspace_id == workspace_id,
                FollowUpRow.kind == FollowUpKind.CONSENT.value,
                FollowUpRow.subject_id == candidate_id,
            )
        )
    )
    found = _rows(session, workspace_id, ABOUT_REFERRAL, OutboxRow.subject_id.in_(ids))
    deeds = set(
        session.scalars(
            select(CommitmentRow.id).where(
                CommitmentRow.workspace_id == workspace_id, CommitmentRow.referral_id.in_(ids)
            )
        )
    )
    found += _rows(session, workspace_id, ABOUT_COMMITMENT, OutboxRow.subject_id.in_(deeds))
    found += _rows(session, workspace_id, ABOUT_QUESTION, OutboxRow.subject_id.in_(questions))
    # Not by recipient: a step may have been handed on since somebody was nudged about it.
    nudges = _rows(session, workspace_id, ABOUT_FOLLOW_UPS, OutboxRow.created_at >= since)
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


def _rows(
    session: Session, workspace_id: int, kinds: Collection[IntentKind], which: Any
) -> list[Any]:
    return list(
        session.execute(
            select(OutboxRow.id, OutboxRow.state, OutboxRow.about).where(
                OutboxRow.workspace_id == workspace_id,
                OutboxRow.kind.in_([kind.value for kind in kinds]),
                which,
            )
        )
    )


def drop(session: Session, workspace_id: int, ids: Collection[int], now: datetime) -> None:
    """Never to be sent."""
    session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.workspace_id == workspace_id,
            OutboxRow.id.in_(set(ids)),
            OutboxRow.state == IntentState.QUEUED.value,
        )
        .values(state=IntentState.DROPPED.value, settled_at=now, reason="candidate_erased")
    )
