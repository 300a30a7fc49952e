"""Endorsements: what an advocate says about a candidate, and what they offer to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Relationship(StrEnum):
    """How an advocate knows the candidate. The values are stored."""

    WORKED_TOGETHER = "worked_together"
    MANAGED = "managed"
    MANAGED_BY = "managed_by"
    STUDIED = "studied"
    COMMUNITY = "community"
    KNOW_OF = "know_of"
    FRIEND_OR_FAMILY = "friend_or_family"
    OTHER = "other"


class Conviction(StrEnum):
    """How sure an advocate is of the candidate, the least sure first. The values are stored."""

    WORTH_A_LOOK = "worth_a_look"
    RECOMMEND = "recommend"
    MY_NAME_ON_IT = "my_name_on_it"


class CommitmentKind(StrEnum):
    """What an advocate can offer to do for the candidate. The values are stored.

    INTERNAL_CHANNELS offers to post about the candidate in channels of the company.
    """

    INTRODUCTION = "introduction"
    WORD_WITH_MANAGER = "word_with_manager"
    INTERVIEW_PREP = "interview_prep"
    INTERNAL_CHANNELS = "internal_channels"


class Conflict(StrEnum):
    """A conflict of interest that an advocate discloses. The values are stored.

    HIRING_TEAM: the advocate belongs to the team that hires for the opening.
    """

    RELATIVE = "relative"
    REPORTS_TO_ME = "reports_to_me"
    HIRING_TEAM = "hiring_team"


class Depth(StrEnum):
    """How much an endorsement says, and how much its advocate did (docs/depth.md).

    A lead only names the candidate. A recommendation has a conviction, and a text about what the
    advocate saw the candidate do or why the candidate suits the role. An advocated endorsement is a
    recommendation whose advocate has also fulfilled at least one commitment.
    """

    LEAD = "lead"
    RECOMMENDED = "recommended"
    ADVOCATED = "advocated"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The content of the endorsement form, with the texts as the advocate wrote them.

    `saw` is what the advocate saw the candidate do, and `why` is why the candidate suits the role.
    `how_long` is how long they have known the candidate. `trust`, `adaptability` and `lifts` (how
    the candidate lifts a team) are optional examples.
    `commitments` are what the advocate offers to do.
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

    @property
    def has_text(self) -> bool:
        """Whether the advocate wrote what they saw, or why this role."""
        return bool(self.saw.strip() or self.why.strip())

    def says_the_same(self, other: Evidence) -> bool:
        """Whether both have the same content, apart from the commitments."""
        return replace(self, commitments=()) == replace(other, commitments=())


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One advocate's evidence on one referral.

    `is_first` is true for the advocate who submitted the referral, or to whom its credit was given
    since, and false for everyone else who vouches. `version` begins at 1 and grows with each
    change. `submitted_at` is in UTC. `email` and `profile_url` are the contact that this advocate
    gave. An advocate never sees a contact that someone else gave, not even prefilled in a draft.
    """

    id: int
    referral_id: int
    advocate: str
    candidate_name: str  # as this advocate wrote it
    is_first: bool
    relationship: Relationship
    evidence: Evidence
    version: int
    submitted_at: datetime
    email: str | None = None
    profile_url: str | None = None

    @property
    def depth(self) -> Depth:
        """The depth of the evidence, before any commitment is fulfilled."""
        return endorsement_depth(self.evidence, fulfilled=0)


def endorsement_depth(evidence: Evidence, fulfilled: int) -> Depth:
    """The depth of one endorsement, whose advocate has fulfilled `fulfilled` commitments.

    Any conviction counts. The advocate's relationship to the candidate does not matter.
    """
    if not evidence.has_text or evidence.conviction is None:
        return Depth.LEAD
    return Depth.ADVOCATED if fulfilled > 0 else Depth.RECOMMENDED


class CommitmentState(StrEnum):
    """Whether an advocate still has to do what they offered. The values are stored."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What an advocate offered to do for a referral. Moments are UTC.

    `member` is the user id of the advocate. `text` is what they wrote for it (an introduction, a
    post, or a line to the hiring manager), or empty. `sent_to` is the id of the hiring manager or
    of the channel to which the text goes. `reply` is the hiring manager's answer.
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
