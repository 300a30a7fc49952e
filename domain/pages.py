"""What a view needs to know, gathered: services fill these, views read them.

Each holds only what its reader may see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from domain.asks import Ask
from domain.bench import BenchNote, BenchPerson, Fit
from domain.follow_ups import FollowUp
from domain.openings import Announcement, Opening
from domain.operators import NO_TROUBLES, Troubles
from domain.referrals import (
    Commitment,
    CommitmentKind,
    Depth,
    Endorsement,
    Heard,
    Question,
    Reason,
    Referral,
    Relationship,
)
from domain.thanks import Thanks


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, in which zone, and when (UTC).

    `hides`: whether the workspace hides candidates who have not agreed from those who answer.
    """

    user_id: str
    zone: tzinfo
    now: datetime
    hides: bool = False


@dataclass(frozen=True, slots=True)
class AnnouncementPage:
    opening: Opening
    announcement: Announcement


@dataclass(frozen=True, slots=True)
class AdvocatePage:
    """A referral as one of its advocates may see it: their own words, the stage, who has it.

    `answer_by` is when the owner's answer is due (UTC), None once there is one. `others` are those
    of the same candidate that were submitted with it and are told of in the same message. `beside`
    is how many colleagues stand behind the candidate too: the number alone, never who they are.
    """

    reader: Reader
    referral: Referral
    mine: Endorsement
    commitments: tuple[Commitment, ...]
    answer_by: datetime | None
    others: tuple[AdvocatePage, ...] = ()
    beside: int = 0
    first_voice_days: int = 180

    @property
    def all(self) -> tuple[AdvocatePage, ...]:
        return (self, *self.others)


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A referral as those who answer it may see it: all voices side by side."""

    reader: Reader
    referral: Referral
    opening: Opening | None
    voices: tuple[Endorsement, ...]
    names: dict[str, str]  # the advocates' names by user id, for places where mentions do not work
    kept: tuple[Commitment, ...]  # what the advocates have done so far
    questions: tuple[Question, ...]
    answer_by: datetime | None
    heard: tuple[Heard, ...] = ()
    asks: tuple[Ask, ...] = ()  # put to colleagues about this referral


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """All voices on a referral, in the order in which they stand; `kept` are deeds by advocate."""

    reader: Reader
    referral: Referral
    voices: tuple[Endorsement, ...]
    kept: dict[str, tuple[CommitmentKind, ...]]


@dataclass(frozen=True, slots=True)
class AskPage:
    """An ask as its asker may see it.

    `reaches` (UTC) is when the first message comes to the asked person; None once it has.
    `owner` answers the referral that came of it.
    """

    reader: Reader
    ask: Ask
    reaches: datetime | None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionPage:
    reader: Reader
    referral: Referral
    question: Question
    called: str


@dataclass(frozen=True, slots=True)
class NotePage:
    """What a note to the candidate is drafted from. `value` is "<follow-up>:<intent>"."""

    reader: Reader
    called: str
    relationship: Relationship
    titles: tuple[str, ...]  # of the openings; none for a general referral
    email: str | None
    signed: str
    decide_by: datetime | None
    value: str


@dataclass(frozen=True, slots=True)
class ErasedPage:
    """What is left to say of referrals whose candidate's data is erased: roles, dates, why.

    `by_reader`: they told that the candidate said no.
    """

    reader: Reader
    referrals: tuple[Referral, ...]
    why: Reason | None
    by_reader: bool = False


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """Thanks as whoever got them reads them. `channel` is where they may be shown, if anywhere."""

    reader: Reader
    thanks: Thanks
    channel: str | None


@dataclass(frozen=True, slots=True)
class NudgeItem:
    """One follow-up with what it is about; the parts that do not apply are None.

    `called` is the candidate's name as the reader may see it; `voice` the first advocate's
    endorsement, for owners only; `referral` is None where there is none (an ask, the bench).
    `opening` is one that suits them, `because` why.
    """

    follow_up: FollowUp
    referral: Referral | None
    called: str
    commitment: Commitment | None = None
    question: Question | None = None
    voice: Endorsement | None = None
    hiring_manager: str | None = None
    bench: BenchNote | None = None
    opening: Opening | None = None
    because: tuple[str, ...] = ()
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class NudgePage:
    reader: Reader
    items: tuple[NudgeItem, ...]
    intent_id: int
    per_week: int


@dataclass(frozen=True, slots=True)
class RoundupPage:
    """What a channel hears once a week: the open roles, those that changed first.

    `since` is the moment (UTC) up to which it was told before; `ended` how many were paused, filled
    or closed since; `more` how many open roles are not shown.
    """

    since: datetime
    openings: tuple[Opening, ...]
    ended: int
    more: int


@dataclass(frozen=True, slots=True)
class MinePage:
    reader: Reader
    referrals: tuple[AdvocatePage, ...]
    due: tuple[NudgeItem, ...]


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One of a bench's people: the next reminder (UTC, None where none comes), whether reminders
    rest because two went unanswered, and the open role that suits them best."""

    person: BenchPerson
    due_at: datetime | None
    rests: bool
    fit: Fit | None


@dataclass(frozen=True, slots=True)
class BenchPage:
    """One page of a bench, for its owner: `count` people in all, shown from the `start`-th on."""

    reader: Reader
    rows: tuple[BenchRow, ...]
    count: int
    start: int
    paused: bool


@dataclass(frozen=True, slots=True)
class HomePage:
    reader: Reader
    mine: tuple[AdvocatePage, ...]
    due: tuple[NudgeItem, ...]
    desk: tuple[Referral, ...]
    openings: tuple[Opening, ...]
    open_count: int
    manages: frozenset[int]
    may_see: bool
    may_refer: bool
    may_post: bool
    troubles: Troubles = NO_TROUBLES
    asks: tuple[AskPage, ...] = ()
    desk_more: int = 0  # what waits besides
    depths: dict[int, Depth] = field(default_factory=dict)
