"""A follow-up: something that one person is asked to do or to answer at a due time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class FollowUpKind(StrEnum):
    """What a follow-up is about. The values are stored."""

    COMMITMENT = "commitment"  # the advocate said they would do something
    RECRUITER_ANSWER = "recruiter_answer"  # a referral has had no answer from its owner
    STAGE = "stage"  # a referral stays at one stage after the first answer
    QUESTION = "question"  # the owner asked the advocate something
    HEARTBEAT = "heartbeat"  # tells the advocate that nothing is new; asks nothing
    SAY_MORE = "say_more"  # a lead could become an endorsement
    CONSENT = "consent"  # nobody has reported that the candidate agrees
    INTERVIEW = "interview"  # asks the advocate how the interview went
    ASK = "ask"  # a colleague asks: would you vouch for them?
    CHECK_IN = "check_in"  # a person on the bench was not contacted for a while
    MATCH = "match"  # an opening suits a person on the bench
    PAUSE = "pause"  # the day has come to decide about a paused opening
    GENERAL_MATCH = "general_match"  # an opening suits the candidate of a general referral
    RETURN = "return"  # a candidate who had "not now" is looked at again
    ROLES = "roles"  # a weekly round-up of new roles that the member asked for
    HOT_ROLE = "hot_role"  # a role is hot, and the member asked to hear of such roles
    OUTCOME_NOTE = "outcome_note"  # the advocate may tell the candidate how it ended; no nudges
    FIRST_DAY = "first_day"  # nobody has entered the first day of someone who was hired
    BONUS_DUE = "bonus_due"  # the day of a part of a bonus has come, to be paid
    BONUS_NEWS = "bonus_news"  # tells an advocate how their bonus stands; asks nothing
    CONGRATULATION = "congratulation"  # asks whether a hire may be congratulated on in a channel
    HIRE_CHECK_IN = "hire_check_in"  # someone who was hired has been here for 30 or 90 days


# Reminders about referrals that the person owns, and about bonuses that they pay. They are work, so
# the weekly budget does not limit them.
WORK_KINDS = frozenset(
    {
        *(FollowUpKind.RECRUITER_ANSWER, FollowUpKind.STAGE, FollowUpKind.RETURN),
        *(FollowUpKind.FIRST_DAY, FollowUpKind.BONUS_DUE),
    }
)
# Notes that ask nothing.
NOTE_KINDS = frozenset({FollowUpKind.HEARTBEAT, FollowUpKind.BONUS_NEWS})
# The kinds that begin when someone is hired, and end if the hire was entered by mistake.
HIRE_KINDS = (
    *(FollowUpKind.FIRST_DAY, FollowUpKind.BONUS_DUE, FollowUpKind.BONUS_NEWS),
    *(FollowUpKind.HIRE_CHECK_IN, FollowUpKind.CONGRATULATION),
)

# After this many reminders without an answer, someone else is reminded.
REMINDERS_BEFORE_PASSING_ON: Final = {
    FollowUpKind.RECRUITER_ANSWER: 1,
    FollowUpKind.STAGE: 2,
    FollowUpKind.RETURN: 2,
    FollowUpKind.PAUSE: 2,
    FollowUpKind.FIRST_DAY: 2,
    FollowUpKind.BONUS_DUE: 2,
}


class FollowUpState(StrEnum):
    """Whether a follow-up still waits for an answer. The values are stored."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"  # the person said that there is nothing to do
    CANCELLED = "cancelled"  # no longer applies
    HIDDEN = "hidden"  # the member left; it is opened again if they return within a month


class SnoozeChoice(StrEnum):
    """When someone who puts a follow-up off wants to be asked again."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    ON_DATE = "on_date"


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """A follow-up to be stored, at most one for each (kind, subject, period).

    `member` is the user id of the person who is nudged. `due_at` (UTC) is None when they are not
    nudged. `referral_id` is None for asks and bench check-ins.
    """

    kind: FollowUpKind
    subject_id: int
    referral_id: int | None
    member: str
    due_at: datetime | None
    period: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A stored follow-up. Moments are UTC; `due_at` is the time of the next nudge.

    `subject_id` is the id of the row that the follow-up is about. `services/follow_up_kinds` says
    for each kind in which table the row is. `referral_id` is None for asks and bench check-ins.
    `period` distinguishes follow-ups of one kind about one subject; for STAGE it is the stage.
    `was_postponed` is true if the member postponed the next nudge with the button "Later", and
    `is_last` if no nudge is planned after those that were sent. Of the `nudges_sent`,
    `nudges_to_others` went to other people before the follow-up was passed on to its member.
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
    period: str = ""
    was_postponed: bool = False
    is_last: bool = False
    nudges_to_others: int = 0

    @property
    def is_work(self) -> bool:
        return self.kind in WORK_KINDS

    @property
    def is_unsolicited(self) -> bool:
        """Whether its next nudge counts against the weekly budget of its member."""
        return not self.is_work and not self.was_postponed
