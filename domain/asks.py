"""An ask: one colleague asks another, "would you vouch for this person, for this role?"

An ask is open until it is answered or withdrawn, until its referral or its opening ends, until one
of the two colleagues leaves, or until it is two weeks old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.cadence import Cadence
from domain.endorsements import CommitmentKind, Evidence, Relationship

# docs/asks.md explains these limits. The one reminder comes five working days after the ask, which
# is half-way through the two weeks.
OPEN_DURATION: Final = timedelta(days=14)
REMINDER_CADENCE: Final = Cadence((5,))
# The texts of a finished ask are erased after this time. A candidate who was referred because of
# the ask is stored in a row of their own, with its own retention.
RETENTION: Final = timedelta(days=30)
MAX_OPEN_ASKS: Final = 3  # of one asker

# The kinds of help that the form for an ask offers. Advocates may offer other kinds themselves.
OFFERED_HELP: Final = (
    CommitmentKind.WORD_WITH_MANAGER,
    CommitmentKind.INTERVIEW_PREP,
    CommitmentKind.INTRODUCTION,
)


class AskKind(StrEnum):
    """Who asks, and about which person. The values are stored."""

    COLLEAGUE = "colleague"  # about someone the asker knows
    OWN = "own"  # about the asker, who wants another role; only the two colleagues may know
    DESK = "desk"  # a recruiter or hiring manager asks from the card of a referral


class AskState(StrEnum):
    """What became of an ask. The values are stored."""

    OPEN = "open"
    VOUCHED = "vouched"
    MENTION = "mention"  # no vouch, but the asker may say that the colleague knows the candidate
    NOT_ME = "not_me"  # not the right person to ask; the colleague may have suggested another
    PASSED = "passed"  # the colleague said no and needed no reason
    WITHDRAWN = "withdrawn"  # by the asker
    CLOSED = "closed"  # no answer in two weeks
    OVERTAKEN = "overtaken"  # the referral or the opening ended before the answer came
    ASKED_LEFT = "asked_left"  # the colleague left the company
    ASKER_LEFT = "asker_left"


ANSWERED_STATES: Final = frozenset(
    {AskState.VOUCHED, AskState.MENTION, AskState.NOT_ME, AskState.PASSED}
)


class Decision(StrEnum):
    """What the asker of an OWN ask decides once the colleague has vouched. Stored."""

    GO_AHEAD = "go_ahead"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class AskForm:
    """The content of the form that makes an ask. Texts are trimmed.

    `asked` is the user id of the colleague, `why` the case for the candidate, and `shared` what the
    colleague and the candidate have done together. `helps` and `help_text` are the help that the
    asker hopes for. `draft` is the beginning of an endorsement, for the colleague to change.
    `opening_id` is None if no opening is chosen yet. `referral_id` is set only if the ask starts
    from the card of a referral. `name` and `email` are those of the candidate. In an OWN ask these
    come from the asker's Slack profile, which may have no e-mail address.
    """

    kind: AskKind
    asked: str
    opening_id: int | None
    referral_id: int | None = None
    name: str = ""
    email: str | None = None
    profile_url: str | None = None
    why: str = ""
    shared: str = ""
    helps: tuple[CommitmentKind, ...] = ()
    help_text: str = ""
    draft: str = ""


@dataclass(frozen=True, slots=True)
class VouchText:
    """What the colleague wrote in answer to an OWN ask.

    The text is stored with the ask. It becomes an endorsement when the asker decides to go ahead.
    """

    relationship: Relationship
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Ask:
    """A stored ask. `asker` and `asked` are user ids; all moments are UTC.

    `AskForm` explains the fields that it has too; `candidate_name` is its `name`. All texts are
    empty once the ask has been erased. `suggested` is the user id of someone whom the colleague
    suggested instead. `vouch_text` and `decision` are set in OWN asks only. `opening_ref` and
    `opening_title` are None if no opening is chosen. `answered_at` is when the ask ended, with or
    without an answer.
    """

    id: int
    workspace_id: int
    kind: AskKind
    asker: str
    asked: str
    opening_id: int | None
    opening_ref: str | None
    opening_title: str | None
    referral_id: int | None
    candidate_name: str
    email: str | None
    profile_url: str | None
    why: str
    shared: str
    helps: tuple[CommitmentKind, ...]
    help_text: str
    draft: str
    state: AskState
    suggested: str | None
    vouch_text: VouchText | None
    decision: Decision | None
    created_at: datetime
    closes_at: datetime
    answered_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state is AskState.OPEN

    @property
    def is_own(self) -> bool:
        """Whether the asker is the candidate."""
        return self.kind is AskKind.OWN

    @property
    def for_introduction(self) -> bool:
        """Whether a recruiter or hiring manager asks for an introduction, not for a vouch."""
        return self.kind is AskKind.DESK and CommitmentKind.INTRODUCTION in self.helps

    @property
    def awaits_asker(self) -> bool:
        """Whether the colleague has vouched in an OWN ask and the asker has not gone ahead yet."""
        vouched = self.is_own and self.state is AskState.VOUCHED
        return vouched and self.decision is not Decision.GO_AHEAD

    @property
    def is_private(self) -> bool:
        """Whether only the asker and the asked colleague may know of this ask."""
        return self.is_own and self.decision is not Decision.GO_AHEAD
