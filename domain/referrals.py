"""A referral and what belongs to it: candidate, endorsements, commitments, questions, stages."""

from __future__ import annotations

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


ENDED = frozenset({Stage.HIRED, Stage.NOT_NOW, Stage.WITHDRAWN})
PATH = (Stage.NEW, Stage.IN_REVIEW, Stage.CONTACTED, Stage.INTERVIEWING, Stage.OFFER, Stage.HIRED)


def next_stages(stage: Stage) -> tuple[Stage, ...]:
    """Where a referral can go from here: forward along the path, or out.

    An ended one may come back to review (a mistake, or a second chance).
    """
    if stage in ENDED:
        return (Stage.IN_REVIEW,)
    ahead = PATH[PATH.index(stage) + 1 :]
    return (*ahead, Stage.NOT_NOW, Stage.WITHDRAWN)


class Reason(StrEnum):
    """Why it ended, from a list of reasons that may be told to the advocate."""

    EXPERIENCE = "experience"
    SKILLS = "skills"
    TIMING = "timing"
    PLACE = "place"
    FILLED = "filled"
    CANDIDATE_CHOSE = "candidate_chose"
    NO_REPLY = "no_reply"
    OTHER = "other"
    # Only ever set by us, and never offered in a form:
    NOT_AGREED = "not_agreed"  # the candidate said no to being put forward
    NOT_ASKED = "not_asked"  # nobody said that they agreed, and the time for it is over


REASONS_FOR: dict[Stage, tuple[Reason, ...]] = {
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
    """The thirty-second form. `opening_id` None is a general referral."""

    opening_id: int | None
    name: str
    email: str | None
    profile_url: str | None
    relationship: Relationship
    consent: Consent


@dataclass(frozen=True, slots=True)
class Evidence:
    """The three-minute form: what the advocate puts behind the name.

    `trust`, `adaptability` and `lifts` (how they lift a team) are observed examples, each optional.
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
    """`agreed_at` is None also for those who agreed before it was kept. `decide_by` (UTC) is when
    the data of one who has not agreed is erased; None: not decided.

    `hidden`: this reader may not know yet who it is (`domain.consent`); nothing here says so then.
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
        """Nobody has said yet that they agreed, and they are not erased."""
        return self.consent is not Consent.AGREED and self.erased_at is None


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One advocate's evidence on one referral; `first` tells first voice from second vouch."""

    id: int
    referral_id: int
    advocate: str
    called: str  # the candidate's name as this advocate wrote it
    first: bool
    relationship: Relationship
    evidence: Evidence
    version: int
    at: datetime

    @property
    def depth(self) -> Depth:
        """Depth of this one voice, from what was said; deeds are added by `depth_of`."""
        return depth_of(self.evidence, deeds=0)


def depth_of(evidence: Evidence, deeds: int) -> Depth:
    """Depth grows as the advocate acts: it orders, it never hides anybody (docs/depth.md).

    A lead says who; a recommendation says why (something seen, or why this role, with conviction);
    an advocated referral also has at least one commitment that was kept (`deeds`). How well they
    know each other and how sure they are does not count: weak ties carry the most moves.
    """
    said = bool(evidence.saw.strip() or evidence.why.strip()) and evidence.conviction is not None
    if not said:
        return Depth.LEAD
    return Depth.ADVOCATED if deeds > 0 else Depth.RECOMMENDED


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Commitment:
    """`text` is the introduction or the post as the advocate worded it, empty until they have.

    `told` is whom it went to: the hiring manager who was sent a word, or the channel of the post.
    `reply` is what that hiring manager answered.
    """

    id: int
    referral_id: int
    member: str
    kind: CommitmentKind
    state: CommitmentState
    made_at: datetime
    done_at: datetime | None = None
    text: str = ""
    told: str | None = None
    reply: str | None = None
    replied_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What an advocate heard after an interview, for those who decide."""

    id: int
    referral_id: int
    member: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """The recruiter asks the advocate; the answer comes back to the referral."""

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
        return self.stage in ENDED


class Progress(NamedTuple):
    """How far a referral has come: what decides whether anybody is still asked about it."""

    stage: Stage
    answered_at: datetime | None

    @property
    def ended(self) -> bool:
        return self.stage in ENDED


def first_voice_holds(first_at: datetime, now: datetime, window_days: int) -> bool:
    """Whether an earlier referral still makes a later one a second vouch.

    `window_days` is the first-voice window (180 by default): first wins within it, which is the
    common policy; after it a new referral stands on its own.
    """
    return now - first_at < timedelta(days=window_days)
