"""Every message and view that can be sent, by name, made from a `Sample`.

The part of a name before the first space is the function, so that none can be forgotten
(`test_catalogue.py`); what follows says in which state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.bench import BenchForm
from domain.endorsements import Depth, Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import OpeningStatus
from domain.pages import AdvocatePage
from domain.referrals import Consent
from domain.stages import Reason, Stage
from tests.views import benches, catalogue_commitments
from tests.views.catalogue_asks import ASKS
from tests.views.samples import NOW, Sample
from tests.views.troubles import troubles
from views import (
    acknowledgement,
    bench,
    consent,
    endorse,
    home,
    notice,
    openings,
    post,
    refer,
    referrals,
    roundup,
    thanks,
)
from views import help as help_view
from views.block_kit import Block, Message
from views.desk import card, questions, stage_forms
from views.nudges import later_form, message

Payload = Message | Block
Make = Callable[[Sample], Payload]

KINDS: Final = (
    FollowUpKind.COMMITMENT,
    FollowUpKind.RECRUITER_ANSWER,
    FollowUpKind.QUESTION,
    FollowUpKind.HEARTBEAT,
    FollowUpKind.CONSENT,
    FollowUpKind.GENERAL_MATCH,
    FollowUpKind.SAY_MORE,
    FollowUpKind.INTERVIEW,
)


def _several(it: Sample) -> Message:
    """As many as one message may bring: five."""
    items = [it.item(kind) for kind in KINDS if kind is not FollowUpKind.HEARTBEAT]
    return message.nudge_message(it.nudge_page(*items[:4], it.item(FollowUpKind.HEARTBEAT)))


def _put_off(it: Sample) -> Message:
    return message.nudge_message(it.nudge_page(it.item(due_at=NOW + timedelta(days=4))))


def _mentioned(it: Sample) -> str:
    return acknowledgement.submission_summary((it.advocate_page(),))


def _three(it: Sample) -> AdvocatePage:
    """Put forward for two openings and vouched for in a third, in one go."""
    others = (it.advocate_page(number=14), it.advocate_page(number=15, first=False))
    return replace(it.advocate_page(asked=Consent.WILL_ASK), others=others)


def _erased_item(it: Sample, reason: Reason) -> Message:
    item = it.item(FollowUpKind.CONSENT, FollowUpState.CANCELLED)
    (gone,) = it.erased_page(reason).referrals[:1]
    return message.nudge_message(
        it.nudge_page(replace(item, referral=replace(gone, reason=reason)))
    )


def _hidden_item(it: Sample) -> Message:
    item = it.item(FollowUpKind.RECRUITER_ANSWER)
    hidden = it.hidden_page().referral
    shown = replace(item, referral=hidden, candidate_name=hidden.candidate.name, voice=None)
    return message.nudge_message(it.nudge_page(shown))


CATALOGUE: Final[dict[str, Make]] = {
    **ASKS,
    **catalogue_commitments.CATALOGUE,
    # The bench
    "bench.bench_modal": lambda it: bench.bench_modal(benches.page(it)),
    "bench.bench_modal nobody": lambda it: bench.bench_modal(benches.page(it, nobody=True)),
    "bench.bench_modal paused": lambda it: bench.bench_modal(benches.page(it, paused=True)),
    "bench.bench_form": lambda _: bench.bench_form(BenchForm(name="")),
    "bench.bench_form edit": lambda it: bench.bench_form(benches.says(it), 6),
    "bench.snooze_form": lambda it: bench.snooze_form(benches.person(it)),
    "bench.remove_form": lambda it: bench.remove_form(benches.person(it)),
    # The desk
    "desk.card.referral_card": lambda it: card.referral_card(it.desk_page()),
    "desk.card.referral_card late": lambda it: card.referral_card(it.desk_page(late=True)),
    "desk.card.referral_card handed over": lambda it: card.referral_card(
        it.desk_page(), handed_over_by="U0BOB"
    ),
    "desk.card.referral_card owner left": lambda it: card.referral_card(
        it.desk_page(), handed_over_by="slack"
    ),
    "desk.card.second_vouch_card": lambda it: card.second_vouch_card(it.desk_page(), "U0BOB"),
    **{
        f"desk.card.referral_card {stage.value}": (
            lambda it, stage=stage: card.referral_card(it.desk_page(stage))  # type: ignore[misc]
        )
        for stage in Stage
        if stage is not Stage.NEW
    },
    "desk.card.candidate_agreed_message": lambda it: card.candidate_agreed_message(it.desk_page()),
    "desk.card.referral_card hidden": lambda it: card.referral_card(it.hidden_page()),
    "desk.card.referral_card hidden handed over": lambda it: card.referral_card(
        it.hidden_page(Stage.IN_REVIEW), handed_over_by="U0BOB"
    ),
    "desk.card.second_vouch_card hidden": lambda it: card.second_vouch_card(
        it.hidden_page(), "U0BOB"
    ),
    "desk.stage_forms.move_form hidden": lambda it: stage_forms.move_form(
        it.hidden_page().referral
    ),
    "desk.stage_forms.hand_over_form hidden": lambda it: stage_forms.hand_over_form(
        it.hidden_page().referral
    ),
    "desk.stage_forms.move_form": lambda it: stage_forms.move_form(it.referral()),
    "desk.stage_forms.move_form not now": lambda it: stage_forms.move_form(
        it.referral(), Stage.NOT_NOW
    ),
    "desk.stage_forms.move_form withdrawn": lambda it: stage_forms.move_form(
        it.referral(), Stage.WITHDRAWN
    ),
    "desk.stage_forms.move_form ended": lambda it: stage_forms.move_form(
        it.referral(Stage.NOT_NOW)
    ),
    "desk.questions.question_form": lambda it: questions.question_form(it.desk_page()),
    "desk.stage_forms.hand_over_form": lambda it: stage_forms.hand_over_form(it.referral()),
    "desk.stage_forms.hand_over_form general": lambda it: stage_forms.hand_over_form(
        it.referral(general=True)
    ),
    "desk.questions.question_message": lambda it: questions.question_message(it.question_page()),
    "desk.questions.question_message answered": lambda it: questions.question_message(
        it.question_page(answered=True)
    ),
    "desk.questions.answer_message": lambda it: questions.answer_message(
        it.question_page(answered=True)
    ),
    "desk.questions.answer_form": lambda it: questions.answer_form(it.question_page()),
    # The candidate's agreement
    "consent.note_form": lambda it: consent.note_form(it.note_page()),
    "consent.note_form general": lambda it: consent.note_form(it.note_page(general=True)),
    "consent.declined_form": lambda it: consent.declined_form(
        it.item(FollowUpKind.CONSENT), "77:900"
    ),
    "consent.erased_message": lambda it: consent.erased_message(it.erased_page(Reason.NOT_ASKED)),
    "consent.erased_message said no": lambda it: consent.erased_message(
        it.erased_page(Reason.NOT_AGREED)
    ),
    "consent.erased_message told by reader": lambda it: consent.erased_message(
        it.erased_page(Reason.NOT_AGREED, by_reader=True)
    ),
    "consent.erased_placeholder": lambda it: consent.erased_placeholder(
        it.erased_page(Reason.NOT_ASKED)
    ),
    "consent.erased_placeholder said no": lambda it: consent.erased_placeholder(
        it.erased_page(Reason.NOT_AGREED)
    ),
    "consent.erased_placeholder ended before": lambda it: consent.erased_placeholder(
        it.erased_page(Reason.TIMING)
    ),
    # Help
    "help.help_message": lambda _: help_view.help_message(),
    "help.unknown_command_message": lambda it: help_view.unknown_command_message(
        it.words("word"), None
    ),
    "help.unknown_command_message near": lambda it: help_view.unknown_command_message(
        it.words("word"), "settings"
    ),
    "help.unavailable_command_message": lambda _: help_view.unavailable_command_message("stats"),
    # Home
    "home.app_home": lambda it: home.app_home(it.home_page()),
    "home.app_home guest": lambda it: home.app_home(it.home_page(guest=True)),
    "home.app_home admin": lambda it: home.app_home(replace(it.home_page(), troubles=troubles(it))),
    "home.app_home hidden": lambda it: home.app_home(
        replace(it.home_page(), desk=(it.hidden_page().referral,))
    ),
    # Notices
    "notice.notice_modal": lambda _: notice.notice_modal("This referral is not there any more."),
    "notice.ephemeral_message": lambda _: notice.ephemeral_message(
        "This referral is not there any more."
    ),
    "notice.message_modal": lambda _: notice.message_modal(help_view.help_message()),
    # Nudges
    **{
        f"nudges.message.nudge_message {kind.value}": (
            lambda it, kind=kind: message.nudge_message(it.nudge_page(it.item(kind)))  # type: ignore[misc]
        )
        for kind in KINDS
    },
    "nudges.message.nudge_message several": _several,
    "nudges.message.nudge_message done": lambda it: message.nudge_message(
        it.nudge_page(it.item(state=FollowUpState.DONE))
    ),
    "nudges.message.nudge_message not needed": lambda it: message.nudge_message(
        it.nudge_page(it.item(FollowUpKind.QUESTION, FollowUpState.NOT_NEEDED), it.item())
    ),
    "nudges.message.nudge_message put off": _put_off,
    "nudges.message.nudge_message check in": lambda it: message.nudge_message(
        it.nudge_page(benches.check_in(it))
    ),
    "nudges.message.nudge_message check in stopped": lambda it: message.nudge_message(
        it.nudge_page(benches.check_in(it, FollowUpState.NOT_NEEDED))
    ),
    "nudges.message.nudge_message match": lambda it: message.nudge_message(
        it.nudge_page(benches.match(it))
    ),
    "nudges.message.nudge_message bench several": lambda it: message.nudge_message(
        it.nudge_page(benches.match(it), benches.check_in(it))
    ),
    "nudges.later_form.later_form check in": lambda it: later_form.later_form(
        benches.check_in(it), "77:900"
    ),
    "nudges.message.nudge_message hidden": _hidden_item,
    "nudges.message.nudge_message agreed": lambda it: message.nudge_message(
        it.nudge_page(it.item(FollowUpKind.CONSENT, FollowUpState.DONE))
    ),
    "nudges.message.nudge_message said no": lambda it: _erased_item(it, Reason.NOT_AGREED),
    "nudges.message.nudge_message not asked": lambda it: _erased_item(it, Reason.NOT_ASKED),
    "nudges.message.nudge_message put forward": lambda it: message.nudge_message(
        it.nudge_page(it.item(FollowUpKind.GENERAL_MATCH, FollowUpState.DONE))
    ),
    "nudges.later_form.later_form": lambda it: later_form.later_form(it.item(), "77:900"),
    # Openings
    **{
        f"openings.announcement_message {status.value}": (
            lambda it, status=status: openings.announcement_message(  # type: ignore[misc]
                it.announcement(status)
            )
        )
        for status in OpeningStatus
    },
    "openings.details_modal": lambda it: openings.details_modal(
        it.opening(), may_refer=True, may_manage=True
    ),
    "openings.details_modal guest": lambda it: openings.details_modal(
        it.opening(OpeningStatus.PAUSED), may_refer=False, may_manage=False
    ),
    "openings.open_roles_message": lambda it: openings.open_roles_message(
        it.openings(5000 if it.many else 2),
        it.optional("query"),
        more=it.many,
        may_refer=True,
    ),
    "openings.open_roles_message none": lambda it: openings.open_roles_message(
        [], it.optional("query"), more=False, may_refer=True
    ),
    "openings.open_roles_message guest": lambda it: openings.open_roles_message(
        it.openings(1), "", more=False, may_refer=False
    ),
    **{
        f"openings.manage_form {status.value}": (
            lambda it, status=status: openings.manage_form(it.opening(status))  # type: ignore[misc]
        )
        for status in OpeningStatus
    },
    **{
        f"openings.announcement_failed_message {reason}": (
            lambda it, reason=reason: openings.announcement_failed_message(  # type: ignore[misc]
                it.announcement(reason=reason)
            )
        )
        for reason in (
            "not_in_channel",
            "channel_not_found",
            "is_archived",
            "restricted_action",
            "something_new",
        )
    },
    "openings.announcement_failed_message again": lambda it: openings.announcement_failed_message(
        it.announcement()
    ),
    "openings.announcement_failed_message stands": lambda it: openings.announcement_failed_message(
        it.announcement(ts="1772704800.000100")
    ),
    # Posting
    "post.post_form": lambda _: post.post_form(None, poster="U0MARGARET", recruiter=None),
    "post.post_form draft": lambda it: post.post_form(
        it.form(), poster="U0MARGARET", recruiter="U0LINUS"
    ),
    "post.edit_form": lambda it: post.edit_form(it.opening()),
    "post.preview_modal": lambda it: post.preview_modal(it.form(), poster="U0MARGARET", now=NOW),
    "post.posted_modal": lambda it: post.posted_modal(it.opening()),
    # The weekly round-up
    "roundup.roundup_message": lambda it: roundup.roundup_message(it.roundup_page()),
    "roundup.roundup_message ended": lambda it: roundup.roundup_message(it.roundup_page(none=True)),
    # Referring
    "refer.lead_form": lambda _: refer.lead_form(refer.LeadPrefill()),
    "refer.lead_form filled": lambda it: refer.lead_form(
        refer.LeadPrefill(it.opening(), it.words("name"), "grace@example.org", "")
    ),
    "refer.lead_form from the bench": lambda it: refer.lead_form(
        refer.LeadPrefill(
            it.opening(),
            it.words("name"),
            relationship=Relationship.MANAGED,
            bench_person=6,
            prompt=it.optional("prompt"),
        )
    ),
    "refer.lead_stored_modal": lambda it: refer.lead_stored_modal(_mentioned(it), [it.referral()]),
    "refer.lead_stored_modal several": lambda it: refer.lead_stored_modal(
        acknowledgement.submission_summary(_three(it).all_pages, (it.advocate_page(number=16),)),
        [page.referral for page in _three(it).all_pages],
    ),
    "refer.lead_stored_modal again": lambda it: refer.lead_stored_modal(
        acknowledgement.submission_summary((), (it.advocate_page(Stage.HIRED),)), []
    ),
    "endorse.evidence_form several": lambda it: endorse.evidence_form(
        [page.referral for page in _three(it).all_pages], it.endorsement()
    ),
    "endorse.examples_form several": lambda it: endorse.examples_form(_three(it)),
    # What the advocate reads
    "acknowledgement.acknowledgement_message": lambda it: acknowledgement.acknowledgement_message(
        it.advocate_page()
    ),
    "acknowledgement.acknowledgement_message second": lambda it: (
        acknowledgement.acknowledgement_message(it.advocate_page(first=False))
    ),
    "acknowledgement.acknowledgement_message not agreed": lambda it: (
        acknowledgement.acknowledgement_message(it.advocate_page(asked=Consent.WILL_ASK))
    ),
    "acknowledgement.acknowledgement_message hidden": lambda it: (
        acknowledgement.acknowledgement_message(
            it.advocate_page(asked=Consent.WILL_ASK, hides=True)
        )
    ),
    "acknowledgement.acknowledgement_message several": lambda it: (
        acknowledgement.acknowledgement_message(_three(it))
    ),
    "acknowledgement.acknowledgement_message first of two": lambda it: (
        acknowledgement.acknowledgement_message(replace(it.advocate_page(), other_voices=1))
    ),
    "acknowledgement.acknowledgement_message ended": lambda it: (
        acknowledgement.acknowledgement_message(it.advocate_page(Stage.HIRED))
    ),
    **{
        f"referrals.stage_changed_message {stage.value}": (
            lambda it, stage=stage: referrals.stage_changed_message(  # type: ignore[misc]
                it.advocate_page(stage)
            )
        )
        for stage in Stage
    },
    "referrals.owner_changed_message": lambda it: referrals.owner_changed_message(
        it.advocate_page()
    ),
    "referrals.own_referrals_message": lambda it: referrals.own_referrals_message(it.mine_page()),
    # Thanks
    "thanks.thanks_form": lambda _: thanks.thanks_form([]),
    "thanks.thanks_form with recognition": lambda _: thanks.thanks_form(
        [("U0ADA", Depth.ADVOCATED), ("U0BOB", Depth.ADVOCATED), ("U0LINUS", Depth.RECOMMENDED)]
    ),
    "thanks.thanks_sent_modal": lambda it: thanks.thanks_sent_modal(it.thanks_page(), at_once=True),
    "thanks.thanks_sent_modal at night": lambda it: thanks.thanks_sent_modal(
        it.thanks_page(), at_once=False
    ),
    "thanks.thanks_message": lambda it: thanks.thanks_message(it.thanks_page()),
    "thanks.thanks_message no channel": lambda it: thanks.thanks_message(it.thanks_page(None)),
    "thanks.thanks_message shared": lambda it: thanks.thanks_message(it.thanks_page(shared_at=NOW)),
    "thanks.thanks_message not shared": lambda it: thanks.thanks_message(
        it.thanks_page(share_failed=True)
    ),
    "thanks.thanks_shared_message": lambda it: thanks.thanks_shared_message(
        it.thanks_page(shared_at=NOW)
    ),
}


def sent(payload: Payload) -> Block:
    """The payload as it goes to Slack."""
    if isinstance(payload, Message):
        return {"text": payload.text, "blocks": payload.blocks}
    return payload
