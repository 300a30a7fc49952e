"""An ask: one colleague asks another, "would you vouch for this person, for this role?"

This file holds the values and the limits. An ask is open until it is answered or withdrawn, until
the referral that it is about has ended, or until it is two weeks old. The texts are in views/asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.cadence import Cadence
from domain.endorsements import CommitmentKind, Evidence, Relationship

# docs/asks.md explains these limits. The reminder comes half-way through the two weeks, counted in
# working days after the first message.
OPEN_DURATION: Final = timedelta(days=14)
REMINDER_CADENCE: Final = Cadence((5,))
# The texts of a finished ask are erased after this time. A candidate who was referred because of
# the ask is stored in a row of their own, with its own retention.
RETENTION: Final = timedelta(days=30)
MAX_OPEN_ASKS: Final = 3  # of one asker

# The kinds of help that an ask can name. Advocates may offer others themselves.
OFFERED_HELP: Final = (
    CommitmentKind.WORD_WITH_MANAGER,
    CommitmentKind.INTERVIEW_PREP,
    CommitmentKind.INTRODUCTION,
)


class AskKind(StrEnum):
    """Who asks, and about which person. The values are stored."""

    COLLEAGUE = "colleague"  # about someone the asker knows
    OWN = "own"  # about the asker, who wants to move; only they and the asked colleague may know
    DESK = "desk"  # a recruiter or hiring manager asks from the card of a referral


class AskState(StrEnum):
    """What became of an ask. The values are stored."""

    OPEN = "open"
    VOUCHED = "vouched"
    MENTION = "mention"  # the asker may say that the colleague knows the candidate
    NOT_ME = "not_me"  # "not the right person"; they may have suggested another
    PASSED = "passed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"  # no answer in two weeks
    OVERTAKEN = "overtaken"  # the referral ended before the answer came
    ASKED_LEFT = "asked_left"
    ASKER_LEFT = "asker_left"


ANSWERED_STATES: Final = frozenset(
    {AskState.VOUCHED, AskState.MENTION, AskState.NOT_ME, AskState.PASSED}
)


class Decision(StrEnum):
    """What an employee who asked for themselves decides once a colleague has vouched."""

    GO_AHEAD = "go_ahead"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class AskForm:
    """The content of the form that makes an ask. Texts are trimmed.

    `asked` is the user id of the colleague, `why` the case for the candidate, and `shared` what the
    colleague and the candidate have done together. `helps` and `help_text` are the help that the
    asker hopes for. `draft` is the beginning of an endorsement. `opening_id` is None when no role
    is chosen yet. `referral_id` is set only when the ask starts from the card of a referral. When
    employees ask for themselves, `name` is their own name and `email` comes from their Slack
    profile if it has one.
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
    """What a colleague wrote about an asker who asked for themselves.

    It is stored with the ask and becomes an endorsement when the asker decides to go ahead.
    """

    relationship: Relationship
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Ask:
    """A stored ask. `asker` and `asked` are user ids; all moments are UTC.

    `suggested` is the user id of someone whom the colleague named instead. The other texts are
    those of `AskForm`. `candidate_name` is the name as the asker wrote it, or the asker's own name.
    It is empty, like every other text, once the ask has been erased. `vouch_text` and `decision`
    are set only when employees ask for themselves. `opening_ref` is None when no role is named.
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
        """Whether an employee asks a colleague to vouch for the employee's own move."""
        return self.kind is AskKind.OWN

    @property
    def for_introduction(self) -> bool:
        """Whether the desk asks for an introduction rather than for a second vouch."""
        return self.kind is AskKind.DESK and CommitmentKind.INTRODUCTION in self.helps

    @property
    def awaits_asker(self) -> bool:
        """Whether a colleague has vouched and the asker has not gone ahead yet."""
        vouched = self.is_own and self.state is AskState.VOUCHED
        return vouched and self.decision is not Decision.GO_AHEAD

    @property
    def is_private(self) -> bool:
        """Whether only the asker and the asked colleague may know of this ask."""
        return self.is_own and self.decision is not Decision.GO_AHEAD
