"""The values that views render. Services fill them from the database.

A page has only what its viewer may see, so that a view cannot show more by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.asks import Ask
from domain.attachments import Attachment
from domain.away import Absence
from domain.bench import BenchNudge
from domain.bonus.clock import Hire
from domain.bonus.pages import AdvocateBonus, BonusOffer
from domain.congratulations import Congratulation
from domain.corrections import StageEntry
from domain.desk import DeskNote, HistoryLine
from domain.endings import EndingsDraft
from domain.endorsements import Commitment, CommitmentKind, Endorsement, Relationship
from domain.follow_ups import FollowUp
from domain.openings import Announcement, Opening
from domain.referrals import InterviewNote, Question, Referral
from domain.stages import Reason, Stage
from domain.thanks import Thanks
from domain.topics import RoleNews


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who sees a page, with their time zone and the current time (UTC).

    `hide_until_agreed` is a rule of the workspace: while it is true, the desk (recruiters, admins
    and hiring managers) learns who a candidate is only after the candidate has agreed.
    """

    user_id: str
    zone: tzinfo
    now: datetime
    hide_until_agreed: bool = False


@dataclass(frozen=True, slots=True)
class AnnouncementPage:
    """An opening as it is announced in a channel."""

    opening: Opening
    announcement: Announcement


@dataclass(frozen=True, slots=True)
class ChannelLostPage:
    """The viewer's openings that can no longer be announced in their channel, `channel` (an id).

    `error` is Slack's error code. All `openings` take referrals.
    """

    channel: str
    error: str
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class AdvocatePage:
    """A referral as one of its advocates may see it: their own endorsement, the stage, the owner.

    - `answer_due_at`: when the owner's first answer is due, in the owner's zone. None once the
      owner has answered.
    - `other_pages`: the referrals to other openings that were submitted together with this one.
    - `similar`: the viewer's other referrals of someone who may be the same person.
    - `other_endorsement_count`: how many other colleagues vouch for the candidate. Advocates never
      see who these are.
    - `awaits_first_advocate`: true if the desk may not know yet who the candidate is, and their
      agreement is for the first advocate to report, who is someone else.
    - `first_voice_days`: for how many days the first advocate of a candidate keeps the credit.
    - `owner_absence`: None unless the owner is away.
    - `is_candidate_told`: whether the advocate has told the candidate of the outcome.
    - `intent_id`: the id of the outbox row. Only the news of an outcome has these two.
    - `bonus`: the viewer's own bonus, or None if they have none.
    - `earlier_stages`: the stages, oldest first, that had passed before the viewer heard of them.
      Only the news of a stage has them.
    - `changes`: the latest lines of the history that the viewer may read, the newest last. Only
      what `load_own_card` returns has them.
    """

    viewer: Viewer
    referral: Referral
    endorsement: Endorsement
    commitments: tuple[Commitment, ...]
    answer_due_at: datetime | None
    other_pages: tuple[AdvocatePage, ...] = ()
    similar: tuple[tuple[Referral, Endorsement], ...] = ()
    other_endorsement_count: int = 0
    awaits_first_advocate: bool = False
    first_voice_days: int = 180
    owner_absence: Absence | None = None
    is_candidate_told: bool = False
    intent_id: int = 0
    bonus: AdvocateBonus | None = None
    earlier_stages: tuple[Stage, ...] = ()
    changes: tuple[HistoryLine, ...] = ()

    @property
    def all_pages(self) -> tuple[AdvocatePage, ...]:
        return (self, *self.other_pages)


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A referral as the desk may see it, with the endorsements of all advocates.

    Its card is the message or modal that shows it. `answer_due_at` is when the owner's first answer
    is due, in the owner's zone. None once the owner has answered.
    """

    viewer: Viewer
    referral: Referral
    opening: Opening | None
    endorsements: tuple[Endorsement, ...]
    advocate_names: dict[str, str]  # by user id, for texts in which mentions do not work
    fulfilled: tuple[Commitment, ...]  # the commitments that are done
    questions: tuple[Question, ...]
    answer_due_at: datetime | None
    interview_notes: tuple[InterviewNote, ...] = ()
    asks: tuple[Ask, ...] = ()  # what colleagues were asked about this referral
    similar: tuple[Referral, ...] = ()  # of candidates who may be the same person
    elsewhere: tuple[Referral, ...] = ()  # the candidate's other referrals that the viewer may see
    owner_absence: Absence | None = None  # None unless the owner is away
    notes: tuple[DeskNote, ...] = ()  # of the desk, the newest first
    viewer_vouches: bool = False  # people who vouch for the candidate do not see `notes`
    may_erase_candidate: bool = False
    may_correct_credit: bool = False  # whether the viewer may name another advocate as the first
    correctable: StageEntry | None = None  # the last change of stage, while it can be corrected
    attachments: tuple[Attachment, ...] = ()  # links and files of the advocates, oldest first
    works_here: bool = False  # the candidate is a colleague who would move
    came_from: str | None = None  # the ref of the ended opening from which the referral was moved


@dataclass(frozen=True, slots=True)
class FilePassedOnPage:
    """The news that the owner has the viewer's file, or that Slack refused it with `error`."""

    page: AdvocatePage
    error: str


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """The card of a referral for a new owner.

    `handed_over_by` is the user id of whoever handed the referral over, or None for a new referral.
    It is "slack" if the former owner has left the company. `merged` is true if the referral is now
    part of another referral, whose card the owner already has.
    """

    card: DeskPage
    handed_over_by: str | None
    merged: bool = False


@dataclass(frozen=True, slots=True)
class SecondVouchPage:
    """The card of a referral after a further advocate (a user id) has vouched for it."""

    card: DeskPage
    advocate: str


@dataclass(frozen=True, slots=True)
class MovedPage:
    """A referral for an advocate, after it was moved to another opening.

    `from_ref` is the ref of its former opening, or empty if it was a general referral. `offer` is
    the bonus whose terms apply from now on. It is None if the new opening has no bonus, or if the
    earlier terms still apply.
    """

    advocate_page: AdvocatePage
    from_ref: str
    offer: BonusOffer | None = None


@dataclass(frozen=True, slots=True)
class OpeningEndedPage:
    """An opening that has ended, and how many of its referrals still need a decision.

    `undecided` is the number of referrals about which nobody has decided. `decide_by` (UTC) is when
    the first of these referrals ends without a decision, or None if all are decided.
    """

    viewer: Viewer
    opening: Opening
    undecided: int
    decide_by: datetime | None


@dataclass(frozen=True, slots=True)
class EndingsPage:
    """The open referrals of an ended opening, and what the viewer has chosen for them so far.

    The referrals at the furthest stages come first. `role_names` has the names of the openings to
    which they may move, by the openings' ids. `decide_by` (UTC) is when
    undecided referrals end.
    """

    viewer: Viewer
    opening: Opening
    referrals: tuple[Referral, ...]
    draft: EndingsDraft
    role_names: Mapping[int, str]
    decide_by: datetime


@dataclass(frozen=True, slots=True)
class SideBySidePage:
    """All endorsements of a referral. The first advocate's comes first, then the oldest.

    `fulfilled` has the commitments that each advocate has fulfilled, by the advocate's user id.
    """

    viewer: Viewer
    referral: Referral
    endorsements: tuple[Endorsement, ...]
    fulfilled: dict[str, tuple[CommitmentKind, ...]]


@dataclass(frozen=True, slots=True)
class AskPage:
    """An ask as its asker may see it.

    `first_message_at` (UTC) is when the asked colleague will get the first message. None once they
    have got it. If the ask led to a referral, `owner` is its owner, and `is_referral_ended` says
    whether the referral has ended.
    """

    viewer: Viewer
    ask: Ask
    first_message_at: datetime | None
    owner: str | None = None
    is_referral_ended: bool = False


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question of the desk, for the advocate who was asked."""

    viewer: Viewer
    referral: Referral
    question: Question
    candidate_name: str


@dataclass(frozen=True, slots=True)
class ConsentNotePage:
    """The draft of a note by which an advocate asks the candidate to agree.

    `agree_by` (UTC) is when a candidate who has not agreed is erased, or None if that is not
    planned. `button_value` is "<follow-up id>:<intent id>". The intent is the outbox row of the
    message that reminded the advocate.
    """

    viewer: Viewer
    candidate_name: str
    relationship: Relationship
    titles: tuple[str, ...]  # of the openings; none for a general referral
    email: str | None
    sender_name: str
    agree_by: datetime | None
    button_value: str


@dataclass(frozen=True, slots=True)
class ErasedPage:
    """Referrals whose candidate has been erased, with the reason. Only roles and dates are left.

    `reported_by_viewer` is true if the viewer reported that the candidate had declined.
    """

    viewer: Viewer
    referrals: tuple[Referral, ...]
    reason: Reason | None
    reported_by_viewer: bool = False


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """Thanks as their receiver sees them.

    `channel` is where the thanks may be shared, or None if the workspace has no such channel.
    """

    viewer: Viewer
    thanks: Thanks
    channel: str | None


@dataclass(frozen=True, slots=True)
class NudgeItem:
    """One follow-up (what a nudge reminds of) with the rows that it is about, or None for each.

    - `referral`: None for asks and check-ins with people on the bench (kept for a later role).
    - `candidate_name`: the name as the viewer may see it.
    - `endorsement`: the first advocate's endorsement. Only owners have it.
    - `opening`: one that suits the candidate or the person on the bench.
    - `match_reasons`: why the opening suits. `offer`: the bonus that the viewer would get for it.
    - `answer_due_at`: when the owner's first answer or their second look is due, in the owner's
      zone. Only heartbeats have it: the notes that tell an advocate that a referral still waits.
    - `bonus`: the advocate's bonus, with only the parts that the follow-up is about.
    - `hire`: the first and the last day of a new colleague.
    - `reminded`: the user id of whoever is asked to pay, or was reminded to answer.
    - `congratulation`: set once the advocate has agreed to it. `channel` is where it would be
      posted.
    - `may_answer`: whether the viewer may answer the referral now. Their role may have changed.
    - `was_moved`: whether the referral was first for another opening.
    """

    follow_up: FollowUp
    referral: Referral | None
    candidate_name: str
    commitment: Commitment | None = None
    question: Question | None = None
    endorsement: Endorsement | None = None
    hiring_manager: str | None = None
    bench_nudge: BenchNudge | None = None
    opening: Opening | None = None
    match_reasons: tuple[str, ...] = ()
    ask: Ask | None = None
    answer_due_at: datetime | None = None
    offer: BonusOffer | None = None
    role_news: RoleNews | None = None
    bonus: AdvocateBonus | None = None
    hire: Hire | None = None
    reminded: str | None = None
    congratulation: Congratulation | None = None
    channel: str | None = None
    may_answer: bool = True
    was_moved: bool = False
    others: tuple[NudgeItem, ...] = ()
    """The items about the candidate's other roles that a nudge combines with this one."""

    @property
    def set_key(self) -> tuple[object, ...] | None:
        """Items with the same key share one nudge. None if this item has a nudge of its own.

        One introduction of a candidate serves several roles. So does one word (an endorsement that
        an advocate sends to the hiring manager) with the same manager.
        """
        if self.referral is None or self.commitment is None:
            return None
        kind, candidate_id = self.commitment.kind, self.referral.candidate.id
        if kind is CommitmentKind.INTRODUCTION:
            return candidate_id, kind
        if kind is CommitmentKind.WORD_WITH_MANAGER and self.hiring_manager is not None:
            return candidate_id, kind, self.hiring_manager
        return None


@dataclass(frozen=True, slots=True)
class RoundupPage:
    """The weekly round-up of a channel: its open roles, those changed last first, quiet ones last.

    `since` is the time (UTC) of the last round-up. `filled` are the openings that were filled since
    then, and `paused_or_closed` those that were paused or closed. `more_count` further
    open ones are not in `openings`. `quiet` has the ids of the openings that had no referral
    for `quiet_days`.
    """

    since: datetime
    openings: tuple[Opening, ...]
    more_count: int
    paused_or_closed: tuple[Opening, ...] = ()
    filled: tuple[Opening, ...] = ()
    quiet: frozenset[int] = frozenset()
    quiet_days: int = 0


@dataclass(frozen=True, slots=True)
class OwnReferralsPage:
    """The viewer's newest referrals, and the follow-ups that wait for the viewer."""

    viewer: Viewer
    referrals: tuple[AdvocatePage, ...]
    due_items: tuple[NudgeItem, ...]
