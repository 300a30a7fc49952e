"""The entries of the catalogue for endorsements and commitments."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.commitment_pages import (
    ChannelPostPage,
    InterviewKitPage,
    IntroductionPage,
    WordToManagerPage,
    WordToManagerPreview,
)
from domain.endorsements import CommitmentKind, CommitmentState, Evidence
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import Opening, OpeningStatus
from domain.pages import AdvocatePage, NudgeItem
from domain.referrals import Consent
from domain.stages import Stage
from tests.views.catalogue.payloads import MakePayload, for_each
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
from views.nudges import message

DONE = CommitmentState.DONE


def _ready_modal(
    sample: Sample, *, email: bool = True, agreed: bool = True, long: int = 1
) -> Block:
    return introduction.ready_modal(_introduction(sample, email=email, agreed=agreed, long=long))


def _introduction(
    sample: Sample, *, email: bool = True, agreed: bool = True, long: int = 1
) -> IntroductionPage:
    referral = sample.referral()
    consent = Consent.AGREED if agreed else Consent.WILL_ASK
    address = referral.candidate.email if email else None
    referral = replace(referral, candidate=replace(referral.candidate, consent=consent))
    endorsement = replace(sample.endorsement(), email=address)
    words = sample.words("introduction")
    text = words * min(long, max(3000 // len(words), 1))
    cc = None if sample.required_only else "margaret@acme.test"
    return IntroductionPage(referral, endorsement, "U0MARGARET", cc, "Draft", text)


def _word_page(
    sample: Sample, *, answered: bool = False, stage: Stage = Stage.IN_REVIEW
) -> WordToManagerPage:
    reply = sample.words("reply") if answered else None
    commitment = sample.commitment(
        CommitmentKind.WORD_WITH_MANAGER, DONE, sent_to="U0MARGARET", reply=reply
    )
    with_line = replace(commitment, text=sample.optional("line"))
    return WordToManagerPage(
        sample.owner_viewer, sample.referral(stage), sample.endorsement(), with_line
    )


def _word_preview(sample: Sample) -> WordToManagerPreview:
    return WordToManagerPreview(
        sample.referral(Stage.IN_REVIEW), sample.endorsement(), "U0MARGARET"
    )


def _kit_page(sample: Sample, *, done: bool = False, opening: bool = True) -> InterviewKitPage:
    stage, role = Stage.INTERVIEWING, sample.opening() if opening else None
    referral = sample.referral(stage, general=not opening)
    return InterviewKitPage(referral, sample.endorsement(), role, sample.words("advocate"), done)


def _post_page(
    sample: Sample, *, role: Opening | None = None, queued_for: str = "", done: bool = False
) -> ChannelPostPage:
    opening = role or sample.opening()
    return ChannelPostPage(
        sample.referral(),
        opening,
        "U0ADA",
        sample.words("post"),
        "C0STORAGE",
        queued_for or None,
        done,
    )


def _commitment_nudge(
    sample: Sample, kind: CommitmentKind, *, done: bool = False, sent_to: str | None = None
) -> Message:
    """A nudge about one commitment."""
    state = FollowUpState.DONE if done else FollowUpState.OPEN
    commitment = sample.commitment(kind, DONE if done else CommitmentState.OPEN, sent_to=sent_to)
    return message.nudge_message(
        sample.nudge_page(replace(sample.item(state=state), commitment=commitment))
    )


def _nudge_without_manager(sample: Sample) -> Message:
    item: NudgeItem = replace(sample.item(), hiring_manager=None)
    return message.nudge_message(sample.nudge_page(item))


def _advocate_page(
    sample: Sample, *, done: tuple[CommitmentKind, ...] = (), stage: Stage = Stage.NEW
) -> AdvocatePage:
    commitments = tuple(
        sample.commitment(kind, DONE if kind in done else CommitmentState.OPEN)
        for kind in CommitmentKind
    )
    return replace(sample.advocate_page(stage), commitments=commitments)


def _without_evidence(page: AdvocatePage) -> AdvocatePage:
    return replace(page, endorsement=replace(page.endorsement, evidence=Evidence()))


def _general_page(page: AdvocatePage, sample: Sample) -> AdvocatePage:
    return replace(page, referral=sample.referral(general=True), commitments=())


ALL: Final = tuple(CommitmentKind)
_SENT_TO: Final = {
    CommitmentKind.WORD_WITH_MANAGER: "U0MARGARET",
    CommitmentKind.INTERNAL_CHANNELS: "C0STORAGE",
}
COMMITMENTS: Final[dict[str, MakePayload]] = {
    "endorse.evidence_form": lambda sample: endorse.evidence_form(
        [sample.referral()], sample.endorsement()
    ),
    "endorse.evidence_form draft": lambda sample: endorse.evidence_form(
        [sample.referral()], sample.endorsement(), is_draft=True
    ),
    "endorse.examples_form draft": lambda sample: endorse.examples_form(
        sample.advocate_page(), is_draft=True
    ),
    "endorse.examples_form": lambda sample: endorse.examples_form(sample.advocate_page()),
    "endorse.examples_form done": lambda sample: endorse.examples_form(
        _advocate_page(sample, done=ALL)
    ),
    "endorse.examples_form general": lambda sample: endorse.examples_form(
        _general_page(_advocate_page(sample), sample)
    ),
    "introduction.introduction_form": lambda sample: introduction.introduction_form(
        _introduction(sample, agreed=not sample.required_only)
    ),
    "introduction.ready_modal": _ready_modal,
    "introduction.ready_modal no address": lambda sample: _ready_modal(sample, email=False),
    "introduction.ready_modal long": lambda sample: _ready_modal(sample, long=60),
    "introduction.ready_modal over the aim": lambda sample: _ready_modal(sample, long=10),
    "introduction.thanks_modal": lambda _: introduction.thanks_modal(),
    "manager_word.preview_form": lambda sample: manager_word.preview_form(_word_preview(sample)),
    "manager_word.manager_word_message": lambda sample: manager_word.manager_word_message(
        _word_page(sample)
    ),
    "manager_word.manager_word_message answered": lambda sample: manager_word.manager_word_message(
        _word_page(sample, answered=True)
    ),
    "manager_word.manager_word_message ended": lambda sample: manager_word.manager_word_message(
        _word_page(sample, stage=Stage.HIRED)
    ),
    "manager_word.manager_reply_form": lambda sample: manager_word.manager_reply_form(
        _word_page(sample)
    ),
    "manager_word.manager_reply_message": lambda sample: manager_word.manager_reply_message(
        _word_page(sample, answered=True)
    ),
    "interview.interview_kit_modal": lambda sample: interview.interview_kit_modal(
        _kit_page(sample)
    ),
    "interview.interview_kit_modal done": lambda sample: interview.interview_kit_modal(
        _kit_page(sample, done=True)
    ),
    "interview.interview_kit_modal general": lambda sample: interview.interview_kit_modal(
        _kit_page(sample, opening=False)
    ),
    "interview.interview_note_form": lambda sample: interview.interview_note_form(
        sample.item(FollowUpKind.INTERVIEW), "77:900"
    ),
    "channel_post.channel_post_form": lambda sample: channel_post.channel_post_form(
        _post_page(sample)
    ),
    "channel_post.preview_modal": lambda sample: channel_post.preview_modal(_post_page(sample)),
    "channel_post.channel_post_message": lambda sample: channel_post.channel_post_message(
        _post_page(sample)
    ),
    "channel_post.channel_post_message filled": lambda sample: channel_post.channel_post_message(
        _post_page(sample, role=sample.opening(OpeningStatus.FILLED))
    ),
    **for_each(
        "channel_post.channel_post_failed_message",
        ("advocate_not_in_channel", "channel_not_found", "is_archived", "something_new"),
        lambda sample, why: channel_post.channel_post_failed_message(_post_page(sample), why),
    ),
    "channel_post.channel_post_failed_message closed": lambda sample: (
        channel_post.channel_post_failed_message(
            _post_page(sample, role=sample.opening(OpeningStatus.CLOSED)), "opening_not_open"
        )
    ),
    "channel_post.channel_post_failed_message again": lambda sample: (
        channel_post.channel_post_failed_message(
            _post_page(sample, queued_for="C0STORAGE"), "not_in_channel"
        )
    ),
    "channel_post.channel_post_failed_message stands": lambda sample: (
        channel_post.channel_post_failed_message(
            _post_page(sample, queued_for="C0STORAGE", done=True), "not_in_channel"
        )
    ),
    **for_each(
        "nudges.message.nudge_message",
        ALL,
        lambda sample, kind: _commitment_nudge(sample, kind),
    ),
    **{
        f"{name} done": make_payload
        for name, make_payload in for_each(
            "nudges.message.nudge_message",
            ALL,
            lambda sample, kind: _commitment_nudge(
                sample, kind, done=True, sent_to=_SENT_TO.get(kind)
            ),
        ).items()
    },
    "nudges.message.nudge_message internal_channels under way": lambda sample: _commitment_nudge(
        sample, CommitmentKind.INTERNAL_CHANNELS, sent_to="C0STORAGE"
    ),
    "nudges.message.nudge_message nobody to tell": _nudge_without_manager,
    "acknowledgement.acknowledgement_message offers": lambda sample: (
        acknowledgement.acknowledgement_message(_advocate_page(sample))
    ),
    "acknowledgement.acknowledgement_message lead": lambda sample: (
        acknowledgement.acknowledgement_message(_without_evidence(_advocate_page(sample)))
    ),
    "acknowledgement.acknowledgement_message similar": lambda sample: (
        acknowledgement.acknowledgement_message(
            replace(
                sample.advocate_page(),
                similar=((sample.referral(), replace(sample.endorsement(), email="g@x.example")),),
            )
        )
    ),
    "acknowledgement.acknowledgement_message interviewing": lambda sample: (
        acknowledgement.acknowledgement_message(_advocate_page(sample, stage=Stage.INTERVIEWING))
    ),
    "acknowledgement.acknowledgement_message kept": lambda sample: (
        acknowledgement.acknowledgement_message(
            _advocate_page(sample, done=ALL, stage=Stage.INTERVIEWING)
        )
    ),
    "referrals.own_referrals_message interviewing": lambda sample: referrals.own_referrals_message(
        replace(sample.mine_page(), referrals=(_advocate_page(sample, stage=Stage.INTERVIEWING),))
    ),
    "home.app_home more on the desk": lambda sample: home.app_home(
        replace(sample.home_page(), desk_count=12)
    ),
}
