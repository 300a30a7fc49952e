"""Referrals and what belongs to them: candidates, endorsements, commitments and questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple


class Stage(StrEnum):
    NEW = "new"
    IN_REVIEW = "in_review"
    CONTACTED = "contacted"
    INTERVIEWING = "interviewing"
    OFFER = "offer"
    HIRED = "hired"
    NOT_NOW = "not_now"
    WITHDRAWN = "withdrawn"


ENDED_STAGES = frozenset({Stage.HIRED, Stage.NOT_NOW, Stage.WITHDRAWN})
STAGE_PATH = (
    Stage.NEW,
    Stage.IN_REVIEW,
    Stage.CONTACTED,
    Stage.INTERVIEWING,
    Stage.OFFER,
    Stage.HIRED,
)


def next_stages(stage: Stage) -> tuple[Stage, ...]:
    """The stages that may follow `stage`: a later one of the path, or one that ends the referral.

    An ended referral may return to review, after a mistake or for a second chance.
    """
    if stage in ENDED_STAGES:
        return (Stage.IN_REVIEW,)
    later = STAGE_PATH[STAGE_PATH.index(stage) + 1 :]
    return (*later, Stage.NOT_NOW, Stage.WITHDRAWN)


class Reason(StrEnum):
    """Why a referral ended. The advocate may be told each of these reasons."""

    EXPERIENCE = "experience"
    SKILLS = "skills"
    TIMING = "timing"
    PLACE = "place"
    FILLED = "filled"
    CANDIDATE_CHOSE = "candidate_chose"
    NO_REPLY = "no_reply"
    OTHER = "other"
    # Vouch sets these itself; no form offers them.
    NOT_AGREED = "not_agreed"  # the candidate declined to be referred
    NOT_ASKED = "not_asked"  # nobody reported in time that the candidate agreed


REASONS_BY_STAGE: dict[Stage, tuple[Reason, ...]] = {
    Stage.NOT_NOW: (
        Reason.EXPERIENCE,
        Reason.SKILLS,
        Reason.TIMING,
        Reason.PLACE,
        Reason.FILLED,
        Reason.OTHER,
    ),
    Stage.WITHDRAWN: (Reason.CANDIDATE_CHOSE, Reason.NO_REPLY, Reason.TIMING, Reason.OTHER),
}


class Relationship(StrEnum):
    WORKED_TOGETHER = "worked_together"
    MANAGED = "managed"
    MANAGED_BY = "managed_by"
    STUDIED = "studied"
    COMMUNITY = "community"
    KNOW_OF = "know_of"


class Conviction(StrEnum):
    WORTH_A_LOOK = "worth_a_look"
    RECOMMEND = "recommend"
    MY_NAME_ON_IT = "my_name_on_it"


class Consent(StrEnum):
    AGREED = "agreed"
    WILL_ASK = "will_ask"
    NOT_YET = "not_yet"


class CommitmentKind(StrEnum):
    INTRODUCTION = "introduction"
    WORD_WITH_MANAGER = "word_with_manager"
    INTERVIEW_PREP = "interview_prep"
    INTERNAL_CHANNELS = "internal_channels"


class Conflict(StrEnum):
    RELATIVE = "relative"
    REPORTS_TO_ME = "reports_to_me"
    HIRING_TEAM = "hiring_team"


class Depth(StrEnum):
    LEAD = "lead"
    RECOMMENDED = "recommended"
    ADVOCATED = "advocated"


@dataclass(frozen=True, slots=True)
class Lead:
    """The content of the short form. `opening_id` is None for a general referral."""

    opening_id: int | None
    name: str
    email: str | None
    profile_url: str | None
    relationship: Relationship
    consent: Consent


@dataclass(frozen=True, slots=True)
class Evidence:
    """The content of the endorsement form, with the texts as the advocate wrote them.

    `trust`, `adaptability` and `lifts` (how the candidate lifts a team) are optional examples.
    """

    saw: str = ""
    why: str = ""
    how_long: str = ""
    trust: str = ""
    adaptability: str = ""
    lifts: str = ""
    conviction: Conviction | None = None
    commitments: tuple[CommitmentKind, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate, stored once for each workspace. Moments are UTC.

    `agreed_at` is also None for candidates who agreed before this time was stored. The data of a
    candidate who has not agreed is erased at `decide_by`, unless it is None. When `hidden` is true,
    the other fields do not identify the candidate (`domain.consent`).
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

    @property
    def undecided(self) -> bool:
        """Whether the candidate has not agreed yet and has not been erased."""
        return self.consent is not Consent.AGREED and self.erased_at is None


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One advocate's evidence on one referral: the first voice, or a second vouch."""

    id: int
    referral_id: int
    advocate: str
    candidate_name: str  # as this advocate wrote it
    is_first: bool
    relationship: Relationship
    evidence: Evidence
    version: int
    at: datetime

    @property
    def depth(self) -> Depth:
        """The depth of this voice by its texts alone, without fulfilled commitments."""
        return depth_of(self.evidence, fulfilled=0)


def depth_of(evidence: Evidence, fulfilled: int) -> Depth:
    """The depth of one voice (docs/depth.md). It orders referrals and never hides one.

    A lead only names the candidate. A recommendation has a conviction, and a text about what the
    advocate saw or why this role. An advocated referral also has at least one fulfilled commitment.
    How well the advocate knows the candidate, and which conviction they chose, has no influence.
    """
    recommended = (
        bool(evidence.saw.strip() or evidence.why.strip()) and evidence.conviction is not None
    )
    if not recommended:
        return Depth.LEAD
    return Depth.ADVOCATED if fulfilled > 0 else Depth.RECOMMENDED


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What an advocate offered to do for a referral. Moments are UTC.

    `text` is the introduction or the post that the advocate wrote, or empty. `sent_to` is the
    hiring manager or the channel that got it, and `reply` the hiring manager's answer.
    """

    id: int
    referral_id: int
    member: str
    kind: CommitmentKind
    state: CommitmentState
    made_at: datetime
    done_at: datetime | None = None
    text: str = ""
    sent_to: str | None = None
    reply: str | None = None
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InterviewNote:
    """What an advocate learnt from the candidate after an interview, for the desk."""

    id: int
    referral_id: int
    member: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """A question from the desk to an advocate, with the answer if there is one."""

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

    @property
    def ended(self) -> bool:
        return self.stage in ENDED_STAGES


class Progress(NamedTuple):
    """The progress of a referral, which decides whether people are still asked about it."""

    stage: Stage
    answered_at: datetime | None

    @property
    def ended(self) -> bool:
        return self.stage in ENDED_STAGES


def is_within_first_voice_window(first_at: datetime, now: datetime, window_days: int) -> bool:
    """Whether a referral of the same candidate made now becomes a second vouch.

    Within `window_days` (180 by default) after the first referral it does. Later, it is a new
    referral with a first voice of its own.
    """
    return now - first_at < timedelta(days=window_days)


def offerable_commitments(referrals: Sequence[Referral]) -> tuple[CommitmentKind, ...]:
    """What an advocate can offer. Without a role there is no hiring manager and no post."""
    if any(referral.opening_id is not None for referral in referrals):
        return tuple(CommitmentKind)
    return CommitmentKind.INTRODUCTION, CommitmentKind.INTERVIEW_PREP
