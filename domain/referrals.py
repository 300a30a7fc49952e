"""Referrals and candidates: one candidate is referred for one opening by one or more advocates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.attachments import NewAttachment
from domain.endorsements import CommitmentKind, Relationship
from domain.stages import ENDED_STAGES, Reason, Stage


class Consent(StrEnum):
    """Whether the candidate agrees to be referred, according to an advocate. Values are stored."""

    AGREED = "agreed"
    WILL_ASK = "will_ask"  # the advocate asks the candidate
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Lead:
    """The content of the form to refer a candidate. `opening_id` is None for a general referral."""

    opening_id: int | None
    name: str
    email: str | None
    profile_url: str | None
    relationship: Relationship
    consent: Consent
    attachment: NewAttachment | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate, stored once for each workspace. Moments are UTC.

    `agreed_at` is also None for candidates who agreed before releases stored this time. A candidate
    who has not agreed is erased at `decide_by`, unless this is None or they take part in an
    interview or an offer. `took_part_at` is when the first of these began. The advocate `asked_by`
    (a user id) last asked whether they agree at `asked_at`; both are None if nobody reported it.
    When `hidden` is true, the other fields do not identify the candidate (`domain.consent`).
    """

    id: int
    workspace_id: int
    name: str
    email: str | None
    profile_url: str | None
    consent: Consent
    agreed_at: datetime | None = None
    decide_by: datetime | None = None
    erased_at: datetime | None = None
    hidden: bool = False
    took_part_at: datetime | None = None
    asked_at: datetime | None = None
    asked_by: str | None = None

    @property
    def awaits_agreement(self) -> bool:
        """Whether Vouch still waits for the candidate's agreement. Taking part ends the wait."""
        has_agreed = self.consent is Consent.AGREED
        return not has_agreed and self.took_part_at is None and self.erased_at is None


@dataclass(frozen=True, slots=True)
class InterviewNote:
    """What an advocate (`member`) learnt from the candidate after an interview."""

    id: int
    referral_id: int
    member: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question to an advocate from someone who answers the referral. The people are user ids."""

    id: int
    referral_id: int
    asked_by: str
    asked_of: str
    text: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Referral:
    """A candidate who was put forward for an opening. `advocate` and `owner` are user ids.

    `opening_id`, `opening_ref` and `opening_title` are None for a general referral. `reason` is why
    the referral ended, and `note` is what the owner wrote to the advocate at the last change of
    stage. `stage_at` is the time of that change, `answered_at` the time of the first answer (UTC).
    `return_on` is the day on which a "not now" is looked at again, in the time zone of the person
    who decided. `owner_since` (UTC) is when the owner was handed the referral, or None for the
    first owner. `bonus_rule` is the text about the bonus, as it was at the referral.
    """

    id: int
    workspace_id: int
    candidate: Candidate
    opening_id: int | None
    opening_ref: str | None
    opening_title: str | None
    advocate: str
    owner: str
    stage: Stage
    reason: Reason | None
    note: str
    created_at: datetime
    stage_at: datetime
    answered_at: datetime | None
    bonus_rule: str
    version: int
    return_on: date | None = None
    owner_since: datetime | None = None

    @property
    def ended(self) -> bool:
        return self.stage in ENDED_STAGES


class Progress(NamedTuple):
    """The fields of a referral that decide whether people are still asked about it."""

    stage: Stage
    answered_at: datetime | None

    @property
    def ended(self) -> bool:
        return self.stage in ENDED_STAGES


def is_within_first_voice_window(first_at: datetime, now: datetime, window_days: int) -> bool:
    """Whether a further referral of the same candidate becomes a second vouch.

    That is so within `window_days` (180 by default) after the first referral. Later it is a new
    referral, and its advocate is the first voice.
    """
    return now - first_at < timedelta(days=window_days)


def offerable_commitments(referrals: Sequence[Referral]) -> tuple[CommitmentKind, ...]:
    """What an advocate can offer to do for these referrals.

    General referrals have no hiring manager, and no opening to post about.
    """
    if any(referral.opening_id is not None for referral in referrals):
        return tuple(CommitmentKind)
    return CommitmentKind.INTRODUCTION, CommitmentKind.INTERVIEW_PREP
