"""Endorsements: what an advocate says about a candidate, and what they offer to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Relationship(StrEnum):
    WORKED_TOGETHER = "worked_together"
    MANAGED = "managed"
    MANAGED_BY = "managed_by"
    STUDIED = "studied"
    COMMUNITY = "community"
    KNOW_OF = "know_of"
    FRIEND_OR_FAMILY = "friend_or_family"
    OTHER = "other"


class Conviction(StrEnum):
    WORTH_A_LOOK = "worth_a_look"
    RECOMMEND = "recommend"
    MY_NAME_ON_IT = "my_name_on_it"


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
class Evidence:
    """The content of the endorsement form, with the texts as the advocate wrote them.

    `saw` is what the advocate saw the candidate do, and `why` is why the candidate suits the role.
    `trust`, `adaptability` and `lifts` (how the candidate lifts a team) are optional examples.
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
        """Whether both say the same, whatever help they offer."""
        return replace(self, commitments=()) == replace(other, commitments=())


@dataclass(frozen=True, slots=True)
class Endorsement:
    """One advocate's evidence on one referral: the first one, or a second vouch.

    `email` and `profile_url` are the contact that this advocate gave. Neither an advocate nor their
    drafts get a contact that somebody else gave.
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
        """The depth by the texts alone, without fulfilled commitments."""
        return endorsement_depth(self.evidence, fulfilled=0)


def endorsement_depth(evidence: Evidence, fulfilled: int) -> Depth:
    """The depth of one endorsement (docs/depth.md). `fulfilled` is a number of commitments.

    A lead only names the candidate. A recommendation has a conviction, and a text about what the
    advocate saw or why this role. An advocated referral also has at least one fulfilled commitment.
    How well the advocate knows the candidate, and which conviction they chose, has no influence.
    """
    if not evidence.has_text or evidence.conviction is None:
        return Depth.LEAD
    return Depth.ADVOCATED if fulfilled > 0 else Depth.RECOMMENDED


class CommitmentState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True)
class Commitment:
    """What an advocate offered to do for a referral. Moments are UTC.

    `text` is the introduction or the post that the advocate wrote, or empty. `sent_to` is the id of
    the hiring manager or of the channel to which it goes. `reply` is the hiring manager's answer.
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
