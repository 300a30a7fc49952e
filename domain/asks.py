"""An ask: a colleague's specific request, "would you vouch for X for this role?", and its rules.

Open until it is answered, withdrawn, overtaken, or two weeks old.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from domain.cadence import Cadence
from domain.referrals import CommitmentKind, Evidence, Relationship

# PRODUCT.md, "Asks": "One reminder; closes kindly after 14 days." It names no day for the reminder:
# half-way, so that there is time before it and after it. In working days after the first message.
OPEN_FOR: Final = timedelta(days=14)
REMINDER: Final = Cadence((5,))
# PRODUCT.md, "Defaults": "undecided data is erased after 30 days". An ask that is over needs none:
# who was put forward is a candidate by then, kept by the rules for candidates.
KEPT_FOR: Final = timedelta(days=30)
# Issue 4, "Limits".
MOST_OPEN: Final = 3

NAME_MAX: Final = 300
WHY_MAX: Final = 1000
SHARED_MAX: Final = 500
HELP_MAX: Final = 500
DRAFT_MAX: Final = 1500

# What a colleague may be asked for; the rest of what advocates do is theirs to offer.
HELPS: Final = (
    CommitmentKind.WORD_WITH_MANAGER,
    CommitmentKind.INTERVIEW_PREP,
    CommitmentKind.INTRODUCTION,
)


class AskKind(StrEnum):
    COLLEAGUE = "colleague"  # for somebody whom the asker knows
    OWN = "own"  # for oneself, by an employee who wants to move: between the two alone
    DESK = "desk"  # from a referral's card, by somebody who answers it


class AskState(StrEnum):
    OPEN = "open"
    VOUCHED = "vouched"
    MENTION = "mention"  # the asker may say that this person knows them
    NOT_ME = "not_me"  # not the right person; may have named another
    PASSED = "passed"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"  # no answer in two weeks
    OVERTAKEN = "overtaken"  # the referral has its answer
    ASKED_LEFT = "asked_left"
    ASKER_LEFT = "asker_left"


ANSWERS: Final = frozenset({AskState.VOUCHED, AskState.MENTION, AskState.NOT_ME, AskState.PASSED})


class Decision(StrEnum):
    """What the asker said to a vouch for themselves."""

    GO_AHEAD = "go_ahead"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class AskForm:
    """What the builder says. Texts are as typed, trimmed.

    `opening_id` None: no role yet. `referral_id` only where it is asked from a referral's card.
    For oneself `name` is one's own, and the e-mail what Slack tells unless it does not.
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
class Words:
    """What the asked person would say of the asker; kept with the ask until they may be used."""

    relationship: Relationship
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Ask:
    """`called` is the candidate as the asker wrote it; for oneself, the asker's own name. Like all
    that people wrote, it is empty once the ask was forgotten.

    Moments are UTC. `words` and `decision` only where the asker asked for themselves;
    `opening_ref` is None where no role is named.
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
    called: str
    email: str | None
    profile_url: str | None
    why: str
    shared: str
    helps: tuple[CommitmentKind, ...]
    help_text: str
    draft: str
    state: AskState
    suggested: str | None
    words: Words | None
    decision: Decision | None
    created_at: datetime
    closes_at: datetime
    answered_at: datetime | None

    @property
    def open(self) -> bool:
        return self.state is AskState.OPEN

    @property
    def own(self) -> bool:
        return self.kind is AskKind.OWN

    @property
    def for_introduction(self) -> bool:
        """Asked from the desk, for an introduction rather than a second vouch."""
        return self.kind is AskKind.DESK and CommitmentKind.INTRODUCTION in self.helps

    @property
    def waits_for_asker(self) -> bool:
        """A vouch for oneself that has not gone ahead."""
        vouched = self.own and self.state is AskState.VOUCHED
        return vouched and self.decision is not Decision.GO_AHEAD

    @property
    def between_two(self) -> bool:
        """Nobody but asker and asked may learn of it."""
        return self.own and self.decision is not Decision.GO_AHEAD
