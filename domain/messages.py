"""The payloads that services queue, one for each kind of message.

A payload is stored as an outbox row. It holds ids; the texts are loaded when the message is sent.
Stored kinds and keys never change. The imports let callers find all payloads in this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from domain import departure_messages as departure_messages
from domain import threaded_messages as threaded_messages
from domain.attachments import FilePassedOn as FilePassedOn
from domain.channel_messages import AnnouncementFailed as AnnouncementFailed
from domain.channel_messages import AnnouncementPosted as AnnouncementPosted
from domain.channel_messages import AnnouncementWithdrawn as AnnouncementWithdrawn
from domain.channel_messages import ChannelLost as ChannelLost
from domain.channel_messages import RoundUp as RoundUp
from domain.congratulations import CongratulationAgreed as CongratulationAgreed
from domain.congratulations import CongratulationAsked as CongratulationAsked
from domain.congratulations import CongratulationPosted as CongratulationPosted
from domain.congratulations import CongratulationRemoved as CongratulationRemoved
from domain.consent_messages import CandidateAgreed as CandidateAgreed
from domain.consent_messages import CandidateDeclined as CandidateDeclined
from domain.consent_messages import CandidateErased as CandidateErased
from domain.consent_messages import WordsWithdrawn as WordsWithdrawn
from domain.copy_erasures import CopyErasure as CopyErasure
from domain.copy_erasures import FileDeletion as FileDeletion
from domain.copy_erasures import HomeErasure as HomeErasure
from domain.credit import CreditCorrected as CreditCorrected
from domain.desk_messages import ManagerDigest as ManagerDigest
from domain.desk_messages import ReferralForManager as ReferralForManager
from domain.ending_messages import OpeningEnded as OpeningEnded
from domain.ending_messages import OpeningPaused as OpeningPaused
from domain.ending_messages import ReferralKeptOpen as ReferralKeptOpen
from domain.ending_messages import ReferralMoved as ReferralMoved
from domain.ending_messages import SecondLookTaken as SecondLookTaken
from domain.figures_messages import FiguresSent as FiguresSent
from domain.files import FileNotSent as FileNotSent
from domain.files import FileShare as FileShare
from domain.files import FileUpload as FileUpload
from domain.message_payload import PAYLOADS as PAYLOADS
from domain.message_payload import Payload, Subject, join_key
from domain.message_payload import kinds_with_subject as kinds_with_subject
from domain.message_payload import message_label as message_label
from domain.outbox import Priority
from domain.own_move_messages import OwnMoveChanged as OwnMoveChanged
from domain.stages import Stage
from domain.windows import DeskRefresh as DeskRefresh
from domain.windows import HomeRefresh as HomeRefresh

# About a referral -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Acknowledgement(Payload):
    """To an advocate: thanks. `submitted_with` are the ids of the form's other referrals."""

    submitted_with: tuple[int, ...] = ()

    kind = "acknowledgement"
    label = "The thanks for a referral"
    subject = Subject.REFERRAL
    priority = Priority.AWAITED

    def details(self) -> dict[str, object]:
        return {"with": list(self.submitted_with)}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, _parse_ids(about.get("with", [])))


@dataclass(frozen=True)
class ReferralReceived(Payload):
    """To the owner: the card of a new referral, or of one handed over by a colleague.

    `merged` is true if it became part of another referral, whose card the owner has already.
    """

    handed_over_by: str | None = None
    merged: bool = False

    kind = "received"
    label = "A new referral"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        handed_by = {"handed_by": self.handed_over_by} if self.handed_over_by else {}
        merged = {"merged": True} if self.merged else {}
        return {**handed_by, **merged}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        by = about.get("handed_by")
        return cls(subject_id, str(by) if by else None, merged=bool(about.get("merged")))


@dataclass(frozen=True)
class SecondVouch(Payload):
    """To the owner: a further colleague vouches for the candidate."""

    advocate: str

    kind = "second_vouch"
    label = "A second vouch"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"by": self.advocate}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["by"]))


@dataclass(frozen=True)
class EvidenceAdded(Payload):
    """To the owner: an advocate has added evidence. `version` is the endorsement's version."""

    advocate: str
    version: int

    kind = "said_more"
    label = "The news of more evidence"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"by": self.advocate, "version": self.version}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["by"]), int(str(about["version"])))


@dataclass(frozen=True)
class StageChanged(Payload):
    """To an advocate: the referral has reached `stage`.

    The message is dropped if the referral leaves this stage before it is sent: the news of the next
    stage covers both. In rows of early releases `stage` is None and `changed_by` is empty.
    """

    stage: Stage | None
    changed_by: str

    kind = "stage_changed"
    label = "The news of a new stage"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"stage": self.stage.value, "by": self.changed_by} if self.stage else {}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        stage = about.get("stage")
        return cls(subject_id, Stage(str(stage)) if stage else None, str(about.get("by", "")))


@dataclass(frozen=True)
class StageCorrected(Payload):
    """To an advocate: the stage `wrong` was entered by mistake.

    `history_id` is the id of the history line about the mistaken stage.
    """

    history_id: int
    wrong: Stage
    corrected_by: str

    kind = "put_right"
    label = "The correction of a stage"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"line": self.history_id, "stage": self.wrong.value, "by": self.corrected_by}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        history_id = int(str(about["line"]))
        return cls(subject_id, history_id, Stage(str(about["stage"])), str(about["by"]))


@dataclass(frozen=True)
class OwnerChanged(Payload):
    """To an advocate: the referral has a new owner, who answers from now on."""

    kind = "owner_changed"
    label = "The news of a new owner"
    subject = Subject.REFERRAL


# Questions, asks and commitments ----------------------------------------------------------------


@dataclass(frozen=True)
class QuestionAsked(Payload):
    """To an advocate: the desk asks something about their referral."""

    kind = "question"
    label = "A question about a referral"
    subject = Subject.QUESTION


@dataclass(frozen=True)
class QuestionAnswered(Payload):
    """To the person at the desk who asked: the advocate's answer."""

    kind = "answer"
    label = "An answer about a referral"
    subject = Subject.QUESTION


@dataclass(frozen=True)
class AskSent(Payload):
    """To the asker: the ask is on its way, or how it ended. Edited when the ask changes."""

    kind = "asked"
    label = "A private note"
    subject = Subject.ASK
    priority = Priority.AWAITED


@dataclass(frozen=True)
class AskAnswered(Payload):
    """To the asker: what the colleague answered. Edited when the ask changes."""

    kind = "ask_answer"
    label = "A private note"
    subject = Subject.ASK


@dataclass(frozen=True)
class WordToManager(Payload):
    """To the hiring manager: an advocate's own words."""

    kind = "manager_word"
    label = "An advocate's words to the hiring manager"
    subject = Subject.COMMITMENT


@dataclass(frozen=True)
class ManagerReply(Payload):
    """To the advocate: what the hiring manager replied."""

    kind = "manager_reply"
    label = "A hiring manager's reply"
    subject = Subject.COMMITMENT


@dataclass(frozen=True)
class ChannelPost(Payload):
    """To a channel: an advocate's post about a role. `subject_id` is the commitment it fulfils."""

    advocate: str

    kind = "channel_post"
    label = "An advocate's post in a channel"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED
    to_channel = True

    def details(self) -> dict[str, object]:
        return {"by": self.advocate}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["by"]))


@dataclass(frozen=True)
class ChannelPostFailed(Payload):
    """To the advocate: the post could not be sent. `error` is a code of Slack's or of Vouch's."""

    channel: str
    error: str

    kind = "channel_post_failed"
    label = "A note that a post in a channel failed"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED

    def details(self) -> dict[str, object]:
        return {"channel": self.channel, "why": self.error}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["channel"]), str(about["why"]))


# To one person ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Nudge(Payload):
    """To a person: their due follow-ups in one message. `subject_id` is the id of the first.

    `is_unsolicited` tells whether the message counts against the person's weekly budget of nudges.
    `has_work` tells whether it has reminders about referrals that the person owns. `digest` are the
    ids of the referrals in the person's weekly digest, if the message includes it.
    """

    follow_ups: tuple[int, ...]
    is_unsolicited: bool = True
    has_work: bool = False
    digest: tuple[int, ...] = ()

    kind = "nudge"
    label = "A nudge"
    subject = Subject.FOLLOW_UPS
    priority = Priority.NUDGE

    def details(self) -> dict[str, object]:
        details: dict[str, object] = {"follow_ups": list(self.follow_ups)}
        # Default values are left out of the row, as in the rows of old releases.
        if not self.is_unsolicited:
            details["unsolicited"] = False
        if self.has_work:
            details["work"] = True
        if self.digest:
            details["digest"] = list(self.digest)
        return details

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(
            subject_id,
            _parse_ids(about["follow_ups"]),
            is_unsolicited=bool(about.get("unsolicited", True)),
            has_work=bool(about.get("work")),
            digest=_parse_ids(about.get("digest", [])),
        )

    def dedupe_key(self, to: str, occasion: str) -> str:
        return join_key(self.kind, to, self.subject_id, occasion)


@dataclass(frozen=True)
class ThanksGiven(Payload):
    """To the receiver: a colleague's thanks."""

    kind = "thanks"
    label = "A colleague's thanks"
    subject = Subject.NO_CANDIDATE


@dataclass(frozen=True)
class ThanksShared(Payload):
    """To a channel: thanks that their receiver shares."""

    kind = "thanks_shared"
    label = "Thanks shared in a channel"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED
    to_channel = True


@dataclass(frozen=True)
class MessageEdit(Payload):
    """Brings a posted message up to date. `subject_id` is the id of the message's outbox row."""

    kind = "refresh"
    label = "The edit of an earlier message"
    subject = Subject.NO_CANDIDATE
    priority = Priority.EDIT


@dataclass(frozen=True)
class LargePage(Payload):
    """The page of a form that is too large for the acknowledgement of a submission.

    `request_key` is the idempotency key of the submission, whose stored answer is the page. The
    small page that is open until then has the key as its `external_id`. `subject_id` is 0.
    """

    request_key: str
    from_home: bool

    kind = "page"
    label = "A page of a form"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED

    def details(self) -> dict[str, object]:
        return {"request": self.request_key, "home": self.from_home}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["request"]), bool(about.get("home")))

    def dedupe_key(self, to: str, occasion: str) -> str:  # noqa: ARG002 - one page for one request
        return join_key(self.kind, self.request_key)


def _parse_ids(value: object) -> tuple[int, ...]:
    if not isinstance(value, list):
        raise ValueError(f"not a list of ids: {value!r}")
    return tuple(int(each) for each in value)
