"""Follow-ups: what Vouch asks or tells one person at a due time.

A nudge is the message that does so. It may be repeated as a reminder.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class FollowUpKind(StrEnum):
    """What a follow-up is about. The values are stored."""

    COMMITMENT = "commitment"  # the advocate said they would do something
    RECRUITER_ANSWER = "recruiter_answer"  # the owner has not answered a referral yet
    STAGE = "stage"  # after its first answer, a referral has stayed at one stage for long
    QUESTION = "question"  # the owner asked the advocate something
    HEARTBEAT = "heartbeat"  # tells the advocate that nothing is new; asks nothing
    SAY_MORE = "say_more"  # the advocate gave only a name and a contact, and could endorse
    CONSENT = "consent"  # nobody has reported that the candidate agreed to be put forward
    INTERVIEW = "interview"  # asks the advocate how the interview went
    ASK = "ask"  # a colleague asks whether the member would vouch for someone
    CHECK_IN = "check_in"  # nobody contacted a person on the bench (kept in mind) for a while
    MATCH = "match"  # an opening suits a person on the bench
    PAUSE = "pause"  # the day has come to decide about a paused opening
    GENERAL_MATCH = "general_match"  # an opening suits a candidate who was referred to no opening
    RETURN = "return"  # the owner answered "not now" and should look at the candidate again
    ROLES = "roles"  # a weekly round-up of new roles that the member asked for
    HOT_ROLE = "hot_role"  # a role is hot, and the member asked to hear of such roles
    OUTCOME_NOTE = "outcome_note"  # the advocate may tell the candidate the outcome; not nudged
    FIRST_DAY = "first_day"  # nobody has entered the first day of someone who was hired
    BONUS_DUE = "bonus_due"  # a part of a bonus is due to be paid
    BONUS_NEWS = "bonus_news"  # tells an advocate how their bonus stands; asks nothing
    CONGRATULATION = "congratulation"  # asks whether a channel may congratulate on a hire
    HIRE_CHECK_IN = "hire_check_in"  # someone who was hired has been here for 30 or 90 days


# Reminders about referrals that the person owns, and about bonuses that they pay. These belong to
# their job, so the weekly budget of nudges does not limit them.
WORK_KINDS = frozenset(
    {
        FollowUpKind.RECRUITER_ANSWER,
        FollowUpKind.STAGE,
        FollowUpKind.RETURN,
        FollowUpKind.FIRST_DAY,
        FollowUpKind.BONUS_DUE,
    }
)
# The kinds without anything to do or to choose.
NOTE_KINDS = frozenset({FollowUpKind.HEARTBEAT, FollowUpKind.BONUS_NEWS})
# The kinds that a hire starts. They are cancelled if the hire was entered by mistake.
HIRE_KINDS = (
    FollowUpKind.FIRST_DAY,
    FollowUpKind.BONUS_DUE,
    FollowUpKind.BONUS_NEWS,
    FollowUpKind.HIRE_CHECK_IN,
    FollowUpKind.CONGRATULATION,
)

# After this many unanswered reminders, someone else is reminded. Other kinds stay with the member.
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
    """When someone who postpones a follow-up wants to be asked again."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    ON_DATE = "on_date"


@dataclass(frozen=True, slots=True)
class NewFollowUp:
    """A follow-up to be stored, at most one for each (kind, subject, period).

    `member` is the user id of the person who is nudged at `due_at` (UTC). If `due_at` is None, no
    nudge is planned.
    `FollowUp` explains the other fields.
    """

    kind: FollowUpKind
    subject_id: int
    referral_id: int | None
    member: str
    due_at: datetime | None
    period: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A stored follow-up. Moments are UTC.

    `due_at` is the time of the next nudge, or `created_at` if no nudge is planned.

    `subject_id` is the id of the row that the follow-up is about. `services/follow_up_kinds` says
    for each kind in which table the row is. `referral_id` is None for kinds without a referral,
    such as asks.
    `period` distinguishes follow-ups of one kind about one subject; for STAGE it is the stage.
    `was_postponed` is true if the member postponed the next nudge with the button "Later".
    `is_last` is true if nudges were sent and no further one is planned.
    `nudges_to_others` counts those of the `nudges_sent` that went to other people, before the
    follow-up was passed on to `member`.
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
        """Whether the follow-up belongs to the member's job, so that no budget limits it."""
        return self.kind in WORK_KINDS

    @property
    def is_unsolicited(self) -> bool:
        """Whether the next nudge counts against the member's weekly budget."""
        return not self.is_work and not self.was_postponed

    @property
    def is_weekly_note(self) -> bool:
        """Whether it is the note, promised once a week, about a referral without an answer."""
        return self.kind is FollowUpKind.HEARTBEAT
