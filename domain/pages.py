"""The values that views render. Services fill them from the database.

Each holds only what its viewer may see, so that a view cannot show more by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from domain.asks import Ask
from domain.attachments import Attachment
from domain.away import Absence
from domain.bench import BenchNote
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
from domain.stages import Reason
from domain.thanks import Thanks
from domain.topics import RoleNews


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who sees a page, with their time zone and the current time (UTC).

    `hide_undecided` is true when the workspace hides candidates who have not agreed from the desk.
    """

    user_id: str
    zone: tzinfo
    now: datetime
    hide_undecided: bool = False


@dataclass(frozen=True, slots=True)
class AnnouncementPage:
    opening: Opening
    announcement: Announcement


@dataclass(frozen=True, slots=True)
class ChannelLostPage:
    """The roles that the reader is in charge of and that can no longer be announced in `channel`.

    `error` is Slack's. `openings` take referrals and are still meant for the channel.
    """

    channel: str
    error: str
    openings: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class AdvocatePage:
    """A referral as one of its advocates may see it: their own words, the stage and the owner.

    `answer_due_at` is when the owner's first answer is due, in the owner's zone; None if there is
    one already. `other_pages` are the pages of the referrals to other openings that were submitted
    together. `awaits_first_advocate` is true when the desk sees the candidate's name only after the
    first advocate, who is someone else, has reported that the candidate agreed.
    `other_endorsement_count` is the number of colleagues who vouch for the candidate too; advocates
    never see who they are. `owner_absence` is set while the owner is away. `similar` are the
    viewer's other referrals of someone who may be the same person. In the news of an outcome,
    `is_candidate_told` says whether the advocate has told the candidate, and `intent_id` is the
    outbox row of the message. `changes` are the referral's latest changes, the newest last; only
    the advocate's own card has them.
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
    changes: tuple[HistoryLine, ...] = ()

    @property
    def all_pages(self) -> tuple[AdvocatePage, ...]:
        return (self, *self.other_pages)


@dataclass(frozen=True, slots=True)
class DeskPage:
    """A referral as the desk may see it, with the endorsements of all advocates."""

    viewer: Viewer
    referral: Referral
    opening: Opening | None
    endorsements: tuple[Endorsement, ...]
    advocate_names: dict[str, str]  # by user id, for texts in which mentions do not work
    fulfilled: tuple[Commitment, ...]  # the commitments that are done
    questions: tuple[Question, ...]
    answer_due_at: datetime | None
    interview_notes: tuple[InterviewNote, ...] = ()
    asks: tuple[Ask, ...] = ()  # to colleagues about this referral
    similar: tuple[Referral, ...] = ()  # of candidates who may be the same person
    elsewhere: tuple[Referral, ...] = ()  # the candidate's other referrals that the viewer may see
    owner_absence: Absence | None = None  # set while the owner is away
    notes: tuple[DeskNote, ...] = ()  # of the desk, the newest first
    # The desk's notes are not for people who vouch for the candidate.
    viewer_vouches: bool = False
    may_erase: bool = False  # the candidate
    may_correct_credit: bool = False
    correctable: StageEntry | None = None  # the last change of stage, while it can be corrected
    attachments: tuple[Attachment, ...] = ()  # links and files of the advocates, oldest first
    works_here: bool = False  # the candidate is a colleague who would move


@dataclass(frozen=True, slots=True)
class FilePassedOnPage:
    """The file that the viewer attached is with the owner. `error` is Slack's, if it is not."""

    page: AdvocatePage
    error: str


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """The card of a referral for a new owner.

    `handed_over_by` is the user id of whoever handed the referral over, "slack" if the former
    owner has left, or None for a new referral. `merged` is true when the referral became a part of
    another one, whose card the owner already has.
    """

    card: DeskPage
    handed_over_by: str | None
    merged: bool = False


@dataclass(frozen=True, slots=True)
class SecondVouchPage:
    """The card of a referral for which `advocate` (a user id) vouches as well."""

    card: DeskPage
    advocate: str


@dataclass(frozen=True, slots=True)
class MovedPage:
    """A referral for an advocate, after it was moved here from the opening `from_ref`.

    `from_ref` is empty if it was a general referral. `offer` is the bonus whose terms were frozen
    by the move, or None if the opening has no bonus or earlier terms still apply.
    """

    advocate_page: AdvocatePage
    from_ref: str
    offer: BonusOffer | None = None


@dataclass(frozen=True, slots=True)
class OpeningEndedPage:
    """An opening that has ended, and how many of its referrals still wait for a decision.

    `decide_by` (UTC) is when the first of them ends by itself, or None when none waits.
    """

    viewer: Viewer
    opening: Opening
    undecided: int
    decide_by: datetime | None


@dataclass(frozen=True, slots=True)
class EndingsPage:
    """The open referrals of an ended opening, and what the viewer has chosen for them so far.

    The referrals at the furthest stages come first. `role_names` has the openings to which they may
    move, by id. `decide_by` is the time (UTC) at which an undecided referral ends by itself.
    """

    viewer: Viewer
    opening: Opening
    referrals: tuple[Referral, ...]
    draft: EndingsDraft
    role_names: Mapping[int, str]
    decide_by: datetime


@dataclass(frozen=True, slots=True)
class SideBySidePage:
    """All endorsements of a referral in their order.

    `fulfilled` maps the user id of each advocate to the commitments that they have fulfilled.
    """

    viewer: Viewer
    referral: Referral
    endorsements: tuple[Endorsement, ...]
    fulfilled: dict[str, tuple[CommitmentKind, ...]]


@dataclass(frozen=True, slots=True)
class AskPage:
    """An ask as its asker may see it.

    `first_message_at` (UTC) is when the colleague gets the first message, and None once they have
    it. `owner` is the owner of the referral that resulted from the ask, and `is_ended` whether it
    has ended.
    """

    viewer: Viewer
    ask: Ask
    first_message_at: datetime | None
    owner: str | None = None
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class QuestionPage:
    viewer: Viewer
    referral: Referral
    question: Question
    candidate_name: str


@dataclass(frozen=True, slots=True)
class ConsentNotePage:
    """The draft of a note that asks the candidate to agree.

    `button_value` is "<follow-up id>:<intent id>".
    """

    viewer: Viewer
    candidate_name: str
    relationship: Relationship
    titles: tuple[str, ...]  # of the openings; none for a general referral
    email: str | None
    sender_name: str
    decide_by: datetime | None
    button_value: str


@dataclass(frozen=True, slots=True)
class ErasedPage:
    """Referrals whose candidate has been erased: only roles, dates and the reason are left.

    `reported_by_viewer` is true when the viewer reported that the candidate had declined.
    """

    viewer: Viewer
    referrals: tuple[Referral, ...]
    reason: Reason | None
    reported_by_viewer: bool = False


@dataclass(frozen=True, slots=True)
class DeclinedPage:
    """A referral whose candidate said no to one advocate, `reported_by`, but not to the others."""

    desk: DeskPage
    reported_by: str


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """Referrals on which the viewer has withdrawn their own words. The page names no candidate.

    `decide_by` is when the candidate is erased if they have not agreed by then (UTC), or None.
    """

    viewer: Viewer
    referrals: tuple[Referral, ...]
    decide_by: datetime | None


@dataclass(frozen=True, slots=True)
class WithdrawalPage:
    """What an advocate takes back: their open referrals of one candidate, the chosen one first.

    `others_vouch` is true when someone else vouches for the candidate. The candidate is then not
    erased.
    """

    referrals: tuple[Referral, ...]
    candidate_name: str
    others_vouch: bool


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """Thanks as their receiver sees them.

    `channel` is the channel in which they may be shared, or None if the workspace has none.
    """

    viewer: Viewer
    thanks: Thanks
    channel: str | None


@dataclass(frozen=True, slots=True)
class NudgeItem:
    """One follow-up with the rows that it is about. Rows that do not apply are None.

    `candidate_name` is the name as the viewer may see it. `endorsement` is the first advocate's
    endorsement and is set for owners only. `referral` is None for asks and bench check-ins.
    `bonus` is the advocate's, with the parts that the follow-up is about, and `hire` has the
    candidate's first day. `asked` is who is asked to pay what is due of it (a user id).
    `congratulation` is set once the advocate has agreed to it, and `channel` is where it is for.
    `opening` is an opening that suits the person, `match_reasons` say why, and `offer` is its bonus
    for the viewer. `answer_due_at` is when the owner's first answer is due, in the owner's
    zone, in a heartbeat.
    """

    follow_up: FollowUp
    referral: Referral | None
    candidate_name: str
    commitment: Commitment | None = None
    question: Question | None = None
    endorsement: Endorsement | None = None
    hiring_manager: str | None = None
    bench_note: BenchNote | None = None
    opening: Opening | None = None
    match_reasons: tuple[str, ...] = ()
    ask: Ask | None = None
    answer_due_at: datetime | None = None
    offer: BonusOffer | None = None
    role_news: RoleNews | None = None
    bonus: AdvocateBonus | None = None
    hire: Hire | None = None
    asked: str | None = None
    congratulation: Congratulation | None = None
    channel: str | None = None
    others: tuple[NudgeItem, ...] = ()
    """The same about the candidate's other roles, which this item stands for in a nudge."""

    @property
    def set_key(self) -> tuple[object, ...] | None:
        """Items with the same key come as one: an introduction, or a word with the same manager,
        of one candidate in several roles. None: nothing else is the same.
        """
        if self.referral is None or self.commitment is None:
            return None
        kind, person = self.commitment.kind, self.referral.candidate.id
        if kind is CommitmentKind.INTRODUCTION:
            return person, kind
        is_word = kind is CommitmentKind.WORD_WITH_MANAGER and self.hiring_manager is not None
        return (person, kind, self.hiring_manager) if is_word else None


@dataclass(frozen=True, slots=True)
class NudgePage:
    """The follow-ups in one message. `per_week` is the weekly budget of unsolicited messages.

    `is_unsolicited` and `has_work` are copied from the payload. They decide which limits apply to
    the message.
    """

    viewer: Viewer
    items: tuple[NudgeItem, ...]
    intent_id: int
    per_week: int
    is_unsolicited: bool = True
    has_work: bool = False


@dataclass(frozen=True, slots=True)
class RoundupPage:
    """The weekly round-up of a channel: its open roles, the latest changes first, then quiet ones.

    `since` is the time (UTC) of the last round-up. `filled` were filled since, and `ended_count` is
    the number of openings that were paused or closed. `more_count` open ones are not shown. `quiet`
    has the ids of the openings that had no referral for `quiet_days`.
    """

    since: datetime
    openings: tuple[Opening, ...]
    ended_count: int
    more_count: int
    filled: tuple[Opening, ...] = ()
    quiet: frozenset[int] = frozenset()
    quiet_days: int = 0


@dataclass(frozen=True, slots=True)
class OwnReferralsPage:
    viewer: Viewer
    referrals: tuple[AdvocatePage, ...]
    due_items: tuple[NudgeItem, ...]
