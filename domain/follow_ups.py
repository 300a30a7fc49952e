"""A due, answerable step for a person, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FollowUpKind(StrEnum):
    COMMITMENT = "commitment"  # the advocate said they would do something
    RECRUITER_ANSWER = "recruiter_answer"  # a referral waits for its owner
    QUESTION = "question"  # the owner asked the advocate something
    HEARTBEAT = "heartbeat"  # nothing new for a week: say so, ask nothing
    SAY_MORE = "say_more"  # a lead could become an endorsement
    CONSENT = "consent"  # the candidate has not been asked yet
    INTERVIEW = "interview"  # how did it go, from the advocate's side
    ASK = "ask"  # a colleague asks: would you vouch for them?
    CHECK_IN = "check_in"  # somebody on the bench was not heard from for a while
    MATCH = "match"  # an opening suits somebody on the bench
    GENERAL_MATCH = "general_match"  # an opening suits somebody put forward in general


class FollowUpState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    CANCELLED = "cancelled"  # overtaken by events, or the person left


class Snooze(StrEnum):
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    ON_DATE = "on_date"


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """A step to be planned; one for each (kind, subject, period). `due_at` is UTC, or None.

    `referral_id` is None where there is no referral (an ask, somebody on the bench).
    """

    kind: FollowUpKind
    subject_id: int
    referral_id: int | None
    member: str
    due_at: datetime | None
    period: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """`due_at` is UTC; None means that no more nudges come (two went unanswered).

    `subject_id` is the commitment, referral, question... that it is about, by `kind`.
    `referral_id` is None where it is about no referral.
    """

    id: int
    workspace_id: int
    kind: FollowUpKind
    subject_id: int
    referral_id: int | None
    member: str
    due_at: datetime
    nudges_sent: int
    state: FollowUpState
    created_at: datetime
