"""Referrals and their candidates.

A referral puts one candidate forward for one opening. The first advocate makes it, and others can
vouch for the same candidate by adding endorsements.
"""

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
    WILL_ASK = "will_ask"  # The advocate is going to ask the candidate.
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

    - `agreed_at`: when the candidate agreed. None if they have not agreed, or if an old release
      stored that they have.
    - `asked_by` and `asked_at`: the advocate (a user id) who asked last whether the candidate
      agrees, and when. Both are None if nobody reported it.
    - `took_part_at`: when the candidate's first interview or offer began, or None.
    - `decide_by`: when the candidate is erased unless they agree or take part. None: never.
    - `hidden`: true if the name and the contacts were removed from the other fields, because the
      viewer may not see them (`domain.consent`).
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
    """What an advocate heard from the candidate after an interview. `member` is the advocate."""

    id: int
    referral_id: int
    member: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question to an advocate, by someone who answers the referral.

    `asked_by` and `asked_of` are user ids. `answer` and `answered_at` (UTC) are None until
    the advocate answers.
    """

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
    """A candidate who was put forward for an opening. Moments are UTC.

    - `opening_id`, `opening_ref` and `opening_title`: None for a general referral.
    - `advocate` and `owner`: user ids. The owner has to answer the referral.
    - `reason`: why the referral ended, or None.
    - `note`: what the owner wrote to the advocate at the last change of stage.
    - `stage_at`: when the stage changed last. `answered_at`: when the first answer was given.
    - `bonus_rule`: the text about the bonus when the referral was made.
    - `version`: grows with each change, so that a click on an outdated page is noticed.
    - `return_on`: the day on which a "not now" is looked at again, in the time zone of the person
      who decided.
    - `owner_since`: when the owner took the referral over, or None for the first owner.
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
    """The part of a referral that decides whether the bot still asks people about it."""

    stage: Stage
    answered_at: datetime | None

    @property
    def ended(self) -> bool:
        return self.stage in ENDED_STAGES


def becomes_second_vouch(first_at: datetime, next_at: datetime, within_days: int) -> bool:
    """Whether a further referral of a candidate for the same opening only adds an endorsement.

    It does so until `within_days` (180 by default) after the first referral. Later it is a new
    referral with a first advocate of its own.
    """
    return next_at - first_at < timedelta(days=within_days)


def offerable_commitments(referrals: Sequence[Referral]) -> tuple[CommitmentKind, ...]:
    """What an advocate can offer to do for these referrals.

    If all of them are general referrals, there is no hiring manager to ask and no opening to post
    about.
    """
    if any(referral.opening_id is not None for referral in referrals):
        return tuple(CommitmentKind)
    return CommitmentKind.INTRODUCTION, CommitmentKind.INTERVIEW_PREP


def comes_too_late(kind: CommitmentKind, stage: Stage) -> bool:
    """Whether this help is of no use any more while the referral is at `stage`.

    Once there is an offer, there is no interview left to prepare for.
    """
    return kind is CommitmentKind.INTERVIEW_PREP and stage is Stage.OFFER
