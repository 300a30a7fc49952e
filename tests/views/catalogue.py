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
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import OpeningStatus
from domain.pages import AdvocatePage
from domain.referrals import Consent, Depth, Reason, Relationship, Stage
from tests.views import benches, catalogue_commitments
from tests.views.catalogue_asks import ASKS
from tests.views.samples import NOW, Sample
from tests.views.troubles import troubles
from views import (
    bench,
    consent,
    desk,
    endorse,
    home,
    notice,
    nudges,
    openings,
    post,
    refer,
    referrals,
    roundup,
    thanks,
)
from views import help as help_view
from views.block_kit import Block, Message

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
    return nudges.nudge(it.nudge_page(*items[:4], it.item(FollowUpKind.HEARTBEAT)))


def _put_off(it: Sample) -> Message:
    return nudges.nudge(it.nudge_page(it.item(due_at=NOW + timedelta(days=4))))


def _mentioned(it: Sample) -> str:
    return referrals.submitted((it.advocate_page(),))


def _three(it: Sample) -> AdvocatePage:
    """Put forward for two openings and vouched for in a third, in one go."""
    others = (it.advocate_page(number=14), it.advocate_page(number=15, first=False))
    return replace(it.advocate_page(asked=Consent.WILL_ASK), others=others)


def _erased_item(it: Sample, reason: Reason) -> Message:
    item = it.item(FollowUpKind.CONSENT, FollowUpState.CANCELLED)
    (gone,) = it.erased_page(reason).referrals[:1]
    return nudges.nudge(it.nudge_page(replace(item, referral=replace(gone, reason=reason))))


def _hidden_item(it: Sample) -> Message:
    item = it.item(FollowUpKind.RECRUITER_ANSWER)
    hidden = it.hidden_page().referral
    shown = replace(item, referral=hidden, candidate_name=hidden.candidate.name, voice=None)
    return nudges.nudge(it.nudge_page(shown))


CATALOGUE: Final[dict[str, Make]] = {
    **ASKS,
    **catalogue_commitments.CATALOGUE,
    # The bench
    "bench.bench": lambda it: bench.bench(benches.page(it)),
    "bench.bench nobody": lambda it: bench.bench(benches.page(it, nobody=True)),
    "bench.bench paused": lambda it: bench.bench(benches.page(it, paused=True)),
    "bench.form": lambda _: bench.form(BenchForm(name="")),
    "bench.form edit": lambda it: bench.form(benches.says(it), 6),
    "bench.snooze_form": lambda it: bench.snooze_form(benches.person(it)),
    "bench.remove_form": lambda it: bench.remove_form(benches.person(it)),
    # The desk
    "desk.received": lambda it: desk.received(it.desk_page()),
    "desk.received late": lambda it: desk.received(it.desk_page(late=True)),
    "desk.received handed over": lambda it: desk.received(it.desk_page(), handed_by="U0BOB"),
    "desk.received owner left": lambda it: desk.received(it.desk_page(), handed_by="slack"),
    "desk.second_vouch": lambda it: desk.second_vouch(it.desk_page(), "U0BOB"),
    **{
        f"desk.received {stage.value}": (
            lambda it, stage=stage: desk.received(it.desk_page(stage))  # type: ignore[misc]
        )
        for stage in Stage
        if stage is not Stage.NEW
    },
    "desk.agreed": lambda it: desk.agreed(it.desk_page()),
    "desk.received hidden": lambda it: desk.received(it.hidden_page()),
    "desk.received hidden handed over": lambda it: desk.received(
        it.hidden_page(Stage.IN_REVIEW), handed_by="U0BOB"
    ),
    "desk.second_vouch hidden": lambda it: desk.second_vouch(it.hidden_page(), "U0BOB"),
    "desk.move_form hidden": lambda it: desk.move_form(it.hidden_page().referral),
    "desk.hand_over_form hidden": lambda it: desk.hand_over_form(it.hidden_page().referral),
    "desk.move_form": lambda it: desk.move_form(it.referral()),
    "desk.move_form not now": lambda it: desk.move_form(it.referral(), Stage.NOT_NOW),
    "desk.move_form withdrawn": lambda it: desk.move_form(it.referral(), Stage.WITHDRAWN),
    "desk.move_form ended": lambda it: desk.move_form(it.referral(Stage.NOT_NOW)),
    "desk.ask_form": lambda it: desk.ask_form(it.desk_page()),
    "desk.hand_over_form": lambda it: desk.hand_over_form(it.referral()),
    "desk.hand_over_form general": lambda it: desk.hand_over_form(it.referral(general=True)),
    "desk.question": lambda it: desk.question(it.question_page()),
    "desk.question answered": lambda it: desk.question(it.question_page(answered=True)),
    "desk.answer": lambda it: desk.answer(it.question_page(answered=True)),
    "desk.reply_form": lambda it: desk.reply_form(it.question_page()),
    # The candidate's agreement
    "consent.note_form": lambda it: consent.note_form(it.note_page()),
    "consent.note_form general": lambda it: consent.note_form(it.note_page(general=True)),
    "consent.declined_form": lambda it: consent.declined_form(
        it.item(FollowUpKind.CONSENT), "77:900"
    ),
    "consent.erased": lambda it: consent.erased(it.erased_page(Reason.NOT_ASKED)),
    "consent.erased said no": lambda it: consent.erased(it.erased_page(Reason.NOT_AGREED)),
    "consent.erased told by reader": lambda it: consent.erased(
        it.erased_page(Reason.NOT_AGREED, by_reader=True)
    ),
    "consent.gone": lambda it: consent.gone(it.erased_page(Reason.NOT_ASKED)),
    "consent.gone said no": lambda it: consent.gone(it.erased_page(Reason.NOT_AGREED)),
    "consent.gone ended before": lambda it: consent.gone(it.erased_page(Reason.TIMING)),
    # Help
    "help.help_page": lambda _: help_view.help_page(),
    "help.unknown": lambda it: help_view.unknown(it.words("word"), None),
    "help.unknown near": lambda it: help_view.unknown(it.words("word"), "settings"),
    "help.not_here_yet": lambda _: help_view.not_here_yet("stats"),
    # Home
    "home.home": lambda it: home.home(it.home_page()),
    "home.home guest": lambda it: home.home(it.home_page(guest=True)),
    "home.home admin": lambda it: home.home(replace(it.home_page(), troubles=troubles(it))),
    "home.home hidden": lambda it: home.home(
        replace(it.home_page(), desk=(it.hidden_page().referral,))
    ),
    # Notices
    "notice.notice": lambda _: notice.notice_modal("This referral is not there any more."),
    "notice.whisper": lambda _: notice.ephemeral_message("This referral is not there any more."),
    "notice.as_modal": lambda _: notice.message_modal(help_view.help_page()),
    # Nudges
    **{
        f"nudges.nudge {kind.value}": (
            lambda it, kind=kind: nudges.nudge(it.nudge_page(it.item(kind)))  # type: ignore[misc]
        )
        for kind in KINDS
    },
    "nudges.nudge several": _several,
    "nudges.nudge done": lambda it: nudges.nudge(it.nudge_page(it.item(state=FollowUpState.DONE))),
    "nudges.nudge not needed": lambda it: nudges.nudge(
        it.nudge_page(it.item(FollowUpKind.QUESTION, FollowUpState.NOT_NEEDED), it.item())
    ),
    "nudges.nudge put off": _put_off,
    "nudges.nudge check in": lambda it: nudges.nudge(it.nudge_page(benches.check_in(it))),
    "nudges.nudge check in stopped": lambda it: nudges.nudge(
        it.nudge_page(benches.check_in(it, FollowUpState.NOT_NEEDED))
    ),
    "nudges.nudge match": lambda it: nudges.nudge(it.nudge_page(benches.match(it))),
    "nudges.nudge bench several": lambda it: nudges.nudge(
        it.nudge_page(benches.match(it), benches.check_in(it))
    ),
    "nudges.later_form check in": lambda it: nudges.later_form(benches.check_in(it), "77:900"),
    "nudges.nudge hidden": _hidden_item,
    "nudges.nudge agreed": lambda it: nudges.nudge(
        it.nudge_page(it.item(FollowUpKind.CONSENT, FollowUpState.DONE))
    ),
    "nudges.nudge said no": lambda it: _erased_item(it, Reason.NOT_AGREED),
    "nudges.nudge not asked": lambda it: _erased_item(it, Reason.NOT_ASKED),
    "nudges.nudge put forward": lambda it: nudges.nudge(
        it.nudge_page(it.item(FollowUpKind.GENERAL_MATCH, FollowUpState.DONE))
    ),
    "nudges.later_form": lambda it: nudges.later_form(it.item(), "77:900"),
    # Openings
    **{
        f"openings.announcement {status.value}": (
            lambda it, status=status: openings.announcement(  # type: ignore[misc]
                it.announcement(status)
            )
        )
        for status in OpeningStatus
    },
    "openings.details": lambda it: openings.details(it.opening(), may_refer=True, may_manage=True),
    "openings.details guest": lambda it: openings.details(
        it.opening(OpeningStatus.PAUSED), may_refer=False, may_manage=False
    ),
    "openings.jobs": lambda it: openings.jobs(
        it.openings(5000 if it.many else 2),
        it.optional("query"),
        more=it.many,
        may_refer=True,
    ),
    "openings.jobs none": lambda it: openings.jobs(
        [], it.optional("query"), more=False, may_refer=True
    ),
    "openings.jobs guest": lambda it: openings.jobs(
        it.openings(1), "", more=False, may_refer=False
    ),
    **{
        f"openings.manage {status.value}": (
            lambda it, status=status: openings.manage(it.opening(status))  # type: ignore[misc]
        )
        for status in OpeningStatus
    },
    **{
        f"openings.announcement_failed {reason}": (
            lambda it, reason=reason: openings.announcement_failed(  # type: ignore[misc]
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
    "openings.announcement_failed again": lambda it: openings.announcement_failed(
        it.announcement()
    ),
    "openings.announcement_failed stands": lambda it: openings.announcement_failed(
        it.announcement(ts="1772704800.000100")
    ),
    # Posting
    "post.form": lambda _: post.form(None, poster="U0MARGARET", recruiter=None),
    "post.form draft": lambda it: post.form(it.form(), poster="U0MARGARET", recruiter="U0LINUS"),
    "post.edit_form": lambda it: post.edit_form(it.opening()),
    "post.preview": lambda it: post.preview(it.form(), by="U0MARGARET", now=NOW),
    "post.posted": lambda it: post.posted(it.opening()),
    # The weekly round-up
    "roundup.roundup": lambda it: roundup.roundup(it.roundup_page()),
    "roundup.roundup ended": lambda it: roundup.roundup(it.roundup_page(none=True)),
    # Referring
    "refer.lead_form": lambda _: refer.lead_form(refer.Prefill()),
    "refer.lead_form filled": lambda it: refer.lead_form(
        refer.Prefill(it.opening(), it.words("name"), "grace@example.org", "")
    ),
    "refer.lead_form from the bench": lambda it: refer.lead_form(
        refer.Prefill(
            it.opening(),
            it.words("name"),
            relationship=Relationship.MANAGED,
            bench_person=6,
            prompt=it.optional("prompt"),
        )
    ),
    "refer.stored": lambda it: refer.stored(_mentioned(it), [it.referral()]),
    "refer.stored several": lambda it: refer.stored(
        referrals.submitted(_three(it).all_pages, (it.advocate_page(number=16),)),
        [page.referral for page in _three(it).all_pages],
    ),
    "refer.stored again": lambda it: refer.stored(
        referrals.submitted((), (it.advocate_page(Stage.HIRED),)), []
    ),
    "endorse.evidence_form several": lambda it: endorse.evidence_form(
        [page.referral for page in _three(it).all_pages], it.endorsement()
    ),
    "endorse.more_form several": lambda it: endorse.more_form(_three(it)),
    # What the advocate reads
    "referrals.acknowledgement": lambda it: referrals.acknowledgement(it.advocate_page()),
    "referrals.acknowledgement second": lambda it: referrals.acknowledgement(
        it.advocate_page(first=False)
    ),
    "referrals.acknowledgement not agreed": lambda it: referrals.acknowledgement(
        it.advocate_page(asked=Consent.WILL_ASK)
    ),
    "referrals.acknowledgement hidden": lambda it: referrals.acknowledgement(
        it.advocate_page(asked=Consent.WILL_ASK, hides=True)
    ),
    "referrals.acknowledgement several": lambda it: referrals.acknowledgement(_three(it)),
    "referrals.acknowledgement first of two": lambda it: referrals.acknowledgement(
        replace(it.advocate_page(), other_voices=1)
    ),
    "referrals.acknowledgement ended": lambda it: referrals.acknowledgement(
        it.advocate_page(Stage.HIRED)
    ),
    **{
        f"referrals.stage_changed {stage.value}": (
            lambda it, stage=stage: referrals.stage_changed(  # type: ignore[misc]
                it.advocate_page(stage)
            )
        )
        for stage in Stage
    },
    "referrals.owner_changed": lambda it: referrals.owner_changed(it.advocate_page()),
    "referrals.mine": lambda it: referrals.mine(it.mine_page()),
    # Thanks
    "thanks.form": lambda _: thanks.form([]),
    "thanks.form with recognition": lambda _: thanks.form(
        [("U0ADA", Depth.ADVOCATED), ("U0BOB", Depth.ADVOCATED), ("U0LINUS", Depth.RECOMMENDED)]
    ),
    "thanks.sent": lambda it: thanks.sent(it.thanks_page(), at_once=True),
    "thanks.sent at night": lambda it: thanks.sent(it.thanks_page(), at_once=False),
    "thanks.thanks": lambda it: thanks.thanks(it.thanks_page()),
    "thanks.thanks no channel": lambda it: thanks.thanks(it.thanks_page(None)),
    "thanks.thanks shared": lambda it: thanks.thanks(it.thanks_page(shared_at=NOW)),
    "thanks.thanks not shared": lambda it: thanks.thanks(it.thanks_page(share_failed=True)),
    "thanks.shared": lambda it: thanks.shared(it.thanks_page(shared_at=NOW)),
}


def sent(payload: Payload) -> Block:
    """The payload as it goes to Slack."""
    if isinstance(payload, Message):
        return {"text": payload.text, "blocks": payload.blocks}
    return payload
