"""The part of the catalogue that is about endorsements and commitments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from domain.commitment_pages import (
    ChannelPostPage,
    InterviewKitPage,
    IntroductionPage,
    ManagerWordPage,
)
from domain.endorsements import CommitmentKind, CommitmentState, Depth, Evidence
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import Opening, OpeningStatus
from domain.pages import AdvocatePage, NudgeItem
from domain.referrals import Consent
from domain.stages import Stage
from tests.views.samples import Sample
from views import (
    acknowledgement,
    channel_post,
    endorse,
    home,
    interview,
    introduction,
    manager_word,
    referrals,
)
from views.block_kit import Block, Message
from views.desk import evidence
from views.nudges import message

Make = Callable[[Sample], Message | Block]
DONE = CommitmentState.DONE


def introduced(it: Sample, *, email: bool = True, agreed: bool = True, long: int = 1) -> Block:
    return introduction.ready_modal(_introduction(it, email=email, agreed=agreed, long=long))


def _introduction(
    it: Sample, *, email: bool = True, agreed: bool = True, long: int = 1
) -> IntroductionPage:
    referral = it.referral()
    consent = Consent.AGREED if agreed else Consent.WILL_ASK
    address = referral.candidate.email if email else None
    referral = replace(
        referral, candidate=replace(referral.candidate, email=address, consent=consent)
    )
    words = it.words("introduction")
    text = words * min(long, max(3000 // len(words), 1))
    cc = None if it.bare else "margaret@acme.test"
    return IntroductionPage(referral, it.endorsement(), "U0MARGARET", cc, "Draft", text)


def _word(it: Sample, *, answered: bool = False, stage: Stage = Stage.IN_REVIEW) -> ManagerWordPage:
    changes = {"sent_to": "U0MARGARET"} | ({"reply": it.words("reply")} if answered else {})
    commitment = it.commitment(CommitmentKind.WORD_WITH_MANAGER, DONE, **changes)
    return ManagerWordPage(it.reader, it.referral(stage), it.endorsement(), commitment)


def _kit(it: Sample, *, done: bool = False, opening: bool = True) -> InterviewKitPage:
    stage, role = Stage.INTERVIEWING, it.opening() if opening else None
    referral = it.referral(stage, general=not opening)
    return InterviewKitPage(referral, it.endorsement(), role, it.words("advocate"), done)


def _post(
    it: Sample, *, role: Opening | None = None, sent_to: str = "", done: bool = False
) -> ChannelPostPage:
    opening = role or it.opening()
    return ChannelPostPage(
        it.referral(), opening, "U0ADA", it.words("post"), "C0STORAGE", sent_to or None, done
    )


def _deed(it: Sample, kind: CommitmentKind, *, done: bool = False, sent_to: str = "") -> Message:
    """A nudge about one commitment, to be done or done."""
    state = FollowUpState.DONE if done else FollowUpState.OPEN
    deed = it.commitment(kind, DONE if done else CommitmentState.OPEN, **_sent_to(sent_to))
    return message.nudge_message(it.nudge_page(replace(it.item(state=state), commitment=deed)))


def _sent_to(channel: str) -> dict[str, str]:
    return {"sent_to": channel} if channel else {}


def _nobody_to_tell(it: Sample) -> Message:
    item: NudgeItem = replace(it.item(), hiring_manager=None)
    return message.nudge_message(it.nudge_page(item))


def _page(
    it: Sample, *, done: tuple[CommitmentKind, ...] = (), stage: Stage = Stage.NEW
) -> AdvocatePage:
    deeds = tuple(
        it.commitment(kind, DONE if kind in done else CommitmentState.OPEN)
        for kind in CommitmentKind
    )
    return replace(it.advocate_page(stage), commitments=deeds)


def _lead(page: AdvocatePage) -> AdvocatePage:
    return replace(page, endorsement=replace(page.endorsement, evidence=Evidence()))


def _general(page: AdvocatePage, it: Sample) -> AdvocatePage:
    return replace(page, referral=it.referral(general=True), commitments=())


ALL: Final = tuple(CommitmentKind)
CATALOGUE: Final[dict[str, Make]] = {
    "endorse.evidence_form": lambda it: endorse.evidence_form([it.referral()], it.endorsement()),
    "endorse.examples_form": lambda it: endorse.examples_form(it.advocate_page()),
    "endorse.examples_form done": lambda it: endorse.examples_form(_page(it, done=ALL)),
    "endorse.examples_form general": lambda it: endorse.examples_form(_general(_page(it), it)),
    "desk.evidence.full_evidence_modal": lambda it: evidence.full_evidence_modal(it.desk_page()),
    "introduction.introduction_form": lambda it: introduction.introduction_form(
        _introduction(it, agreed=not it.bare)
    ),
    "introduction.ready_modal": introduced,
    "introduction.ready_modal no address": lambda it: introduced(it, email=False),
    "introduction.ready_modal long": lambda it: introduced(it, long=60),
    "introduction.ready_modal over the aim": lambda it: introduced(it, long=10),
    "introduction.thanks_modal": lambda _: introduction.thanks_modal(),
    "manager_word.manager_word_message": lambda it: manager_word.manager_word_message(_word(it)),
    "manager_word.manager_word_message answered": lambda it: manager_word.manager_word_message(
        _word(it, answered=True)
    ),
    "manager_word.manager_word_message ended": lambda it: manager_word.manager_word_message(
        _word(it, stage=Stage.HIRED)
    ),
    "manager_word.manager_reply_form": lambda it: manager_word.manager_reply_form(_word(it)),
    "manager_word.manager_reply_message": lambda it: manager_word.manager_reply_message(
        _word(it, answered=True)
    ),
    "interview.interview_kit_modal": lambda it: interview.interview_kit_modal(_kit(it)),
    "interview.interview_kit_modal done": lambda it: interview.interview_kit_modal(
        _kit(it, done=True)
    ),
    "interview.interview_kit_modal general": lambda it: interview.interview_kit_modal(
        _kit(it, opening=False)
    ),
    "interview.interview_note_form": lambda it: interview.interview_note_form(
        it.item(FollowUpKind.INTERVIEW), "77:900"
    ),
    "channel_post.channel_post_form": lambda it: channel_post.channel_post_form(_post(it)),
    "channel_post.preview_modal": lambda it: channel_post.preview_modal(_post(it)),
    "channel_post.channel_post_message": lambda it: channel_post.channel_post_message(_post(it)),
    "channel_post.channel_post_message filled": lambda it: channel_post.channel_post_message(
        _post(it, role=it.opening(OpeningStatus.FILLED))
    ),
    **{
        f"channel_post.channel_post_failed_message {why}": (
            lambda it, why=why: channel_post.channel_post_failed_message(_post(it), why)  # type: ignore[misc]
        )
        for why in ("advocate_not_in_channel", "channel_not_found", "is_archived", "something_new")
    },
    "channel_post.channel_post_failed_message closed": lambda it: (
        channel_post.channel_post_failed_message(
            _post(it, role=it.opening(OpeningStatus.CLOSED)), "opening_not_open"
        )
    ),
    "channel_post.channel_post_failed_message again": lambda it: (
        channel_post.channel_post_failed_message(_post(it, sent_to="C0STORAGE"), "not_in_channel")
    ),
    "channel_post.channel_post_failed_message stands": lambda it: (
        channel_post.channel_post_failed_message(
            _post(it, sent_to="C0STORAGE", done=True), "not_in_channel"
        )
    ),
    **{
        f"nudges.message.nudge_message {kind.value}": (
            lambda it, kind=kind: _deed(it, kind)  # type: ignore[misc]
        )
        for kind in ALL
    },
    **{
        f"nudges.message.nudge_message {kind.value} done": (
            lambda it, kind=kind, sent_to=sent_to: _deed(it, kind, done=True, sent_to=sent_to)  # type: ignore[misc]
        )
        for kind, sent_to in (
            (CommitmentKind.INTRODUCTION, ""),
            (CommitmentKind.WORD_WITH_MANAGER, "U0MARGARET"),
            (CommitmentKind.INTERVIEW_PREP, ""),
            (CommitmentKind.INTERNAL_CHANNELS, "C0STORAGE"),
        )
    },
    "nudges.message.nudge_message internal_channels under way": lambda it: _deed(
        it, CommitmentKind.INTERNAL_CHANNELS, sent_to="C0STORAGE"
    ),
    "nudges.message.nudge_message nobody to tell": _nobody_to_tell,
    "acknowledgement.acknowledgement_message offers": lambda it: (
        acknowledgement.acknowledgement_message(_page(it))
    ),
    "acknowledgement.acknowledgement_message lead": lambda it: (
        acknowledgement.acknowledgement_message(_lead(_page(it)))
    ),
    "acknowledgement.acknowledgement_message interviewing": lambda it: (
        acknowledgement.acknowledgement_message(_page(it, stage=Stage.INTERVIEWING))
    ),
    "acknowledgement.acknowledgement_message kept": lambda it: (
        acknowledgement.acknowledgement_message(_page(it, done=ALL, stage=Stage.INTERVIEWING))
    ),
    "referrals.own_referrals_message interviewing": lambda it: referrals.own_referrals_message(
        replace(it.mine_page(), referrals=(_page(it, stage=Stage.INTERVIEWING),))
    ),
    "home.app_home with depths": lambda it: home.app_home(
        replace(it.home_page(), desk_remaining=7, depths={41: Depth.ADVOCATED})
    ),
}
