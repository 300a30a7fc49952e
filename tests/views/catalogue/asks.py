"""The entries of the catalogue for asks: the asker's form, the messages and the answer forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from domain.asks import AskKind, AskState, Decision
from domain.endorsements import CommitmentKind
from domain.own_move_pages import OwnMovePage
from domain.stages import Stage
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import NOW
from tests.views.samples.asks import ask, ask_item, ask_page, desk_asks, side_by_side_page
from views import home
from views.asks import answers as ask_answers
from views.asks import form as ask_form
from views.asks import messages as asks
from views.asks import own_move
from views.desk import card, side_by_side
from views.nudges import message

OWN_ASK_VOUCHED: Final = (AskState.VOUCHED, AskKind.OWN)
# The states of an ended ask: a colleague's answers, and the ends that nobody chose.
ENDED_STATES: Final = (
    AskState.VOUCHED,
    AskState.MENTION,
    AskState.NOT_ME,
    AskState.PASSED,
    AskState.CLOSED,
    AskState.OVERTAKEN,
    AskState.ASKED_LEFT,
)


def _ask_nudge(state: AskState, kind: AskKind = AskKind.COLLEAGUE, **more: Any) -> MakePayload:
    """The nudge with an ask in this state."""
    return lambda sample: message.nudge_message(
        sample.nudge_page(ask_item(sample, ask(sample, kind, state, **more)))
    )


def _answer_message(state: AskState, kind: AskKind = AskKind.COLLEAGUE, **more: Any) -> MakePayload:
    return lambda sample: asks.ask_answered_message(
        ask_page(sample, ask(sample, kind, state, **more))
    )


def _own_move(stage: Stage) -> MakePayload:
    return lambda sample: own_move.own_move_message(
        OwnMovePage(
            sample.advocate_viewer,
            sample.referral(stage),
            ask(sample, AskKind.OWN, AskState.VOUCHED, Decision.GO_AHEAD),
        )
    )


ASKS: Final[dict[str, MakePayload]] = {
    **{f"asks.own_move.own_move_message {stage}": _own_move(stage) for stage in Stage},
    "asks.own_move.own_move_message offer overtaken": lambda sample: own_move.own_move_message(
        OwnMovePage(
            sample.advocate_viewer,
            sample.referral(Stage.OFFER),
            ask(sample, AskKind.OWN, AskState.VOUCHED, Decision.GO_AHEAD),
            earlier_stages=(Stage.INTERVIEWING,),
        )
    ),
    # The asker's form
    "asks.form.ask_form": lambda _: ask_form.ask_form(ask_form.AskPrefill()),
    "asks.form.ask_form filled": lambda sample: ask_form.ask_form(
        ask_form.AskPrefill(
            asked="U0BOB",
            opening=sample.opening(),
            name=sample.words("name"),
            why=sample.words("ask_why"),
            shared=sample.words("ask_shared"),
            help_text=sample.words("ask_help"),
            draft=sample.words("ask_draft"),
            helps=(CommitmentKind.INTRODUCTION,),
        )
    ),
    "asks.form.ask_form own": lambda sample: ask_form.ask_form(
        ask_form.AskPrefill(
            AskKind.OWN,
            general=True,
            own_name=sample.words("name"),
            email_unknown=sample.required_only,
        )
    ),
    "asks.form.ask_form desk": lambda sample: ask_form.ask_form(
        ask_form.AskPrefill(AskKind.DESK, referral=sample.referral())
    ),
    # What the asker reads
    "asks.messages.ask_sent_message": lambda sample: asks.ask_sent_message(
        ask_page(sample, reaches=NOW + timedelta(days=4))
    ),
    "asks.messages.ask_sent_message soon": lambda sample: asks.ask_sent_message(
        ask_page(sample, reaches=NOW)
    ),
    "asks.messages.ask_sent_message later": lambda sample: asks.ask_sent_message(
        ask_page(sample, reaches=NOW + timedelta(days=8))
    ),
    "asks.messages.ask_sent_message with them": lambda sample: asks.ask_sent_message(
        ask_page(sample)
    ),
    "asks.messages.ask_sent_message own": lambda sample: asks.ask_sent_message(
        ask_page(sample, ask(sample, AskKind.OWN))
    ),
    "asks.messages.ask_sent_message introduction": lambda sample: asks.ask_sent_message(
        ask_page(sample, ask(sample, AskKind.DESK, helps=(CommitmentKind.INTRODUCTION,)))
    ),
    **for_each(
        "asks.messages.ask_sent_message",
        (AskState.WITHDRAWN, AskState.VOUCHED, AskState.CLOSED, AskState.OVERTAKEN),
        lambda sample, state: asks.ask_sent_message(
            ask_page(sample, ask(sample, AskKind.COLLEAGUE, state))
        ),
    ),
    "asks.messages.ask_sent_modal": lambda sample: asks.ask_sent_modal(
        ask_page(sample, ask(sample, AskKind.OWN), reaches=NOW + timedelta(hours=4))
    ),
    **{
        f"asks.messages.ask_answered_message {state.value}": _answer_message(state)
        for state in ENDED_STATES
    },
    "asks.messages.ask_answered_message vouched and ended": lambda sample: (
        asks.ask_answered_message(
            replace(
                ask_page(sample, ask(sample, AskKind.COLLEAGUE, AskState.VOUCHED)),
                is_referral_ended=True,
            )
        )
    ),
    "asks.messages.ask_answered_message named": _answer_message(
        AskState.NOT_ME, suggested="U0MARGARET"
    ),
    "asks.messages.ask_answered_message own": _answer_message(*OWN_ASK_VOUCHED),
    "asks.messages.ask_answered_message own kept": _answer_message(
        *OWN_ASK_VOUCHED, decision=Decision.NOT_NOW
    ),
    "asks.messages.ask_answered_message own went ahead": _answer_message(
        *OWN_ASK_VOUCHED, decision=Decision.GO_AHEAD
    ),
    "asks.messages.ask_answered_message own passed": _answer_message(AskState.PASSED, AskKind.OWN),
    "asks.messages.ask_answered_message forgotten": lambda sample: asks.ask_answered_message(
        ask_page(
            sample, replace(ask(sample, AskKind.COLLEAGUE, AskState.MENTION), candidate_name="")
        )
    ),
    "asks.messages.open_asks_modal": lambda sample: asks.open_asks_modal(
        (
            ask_page(sample, reaches=NOW + timedelta(days=1)),
            ask_page(sample, ask(sample, AskKind.OWN)),
        )
    ),
    "asks.messages.open_asks_modal own word": lambda sample: asks.open_asks_modal(
        (ask_page(sample, ask(sample, AskKind.OWN, AskState.VOUCHED)),)
    ),
    "asks.messages.open_asks_modal none": lambda _: asks.open_asks_modal(()),
    # What the asked person sees
    "nudges.message.nudge_message ask": _ask_nudge(AskState.OPEN),
    "nudges.message.nudge_message ask own": _ask_nudge(AskState.OPEN, AskKind.OWN),
    "nudges.message.nudge_message ask desk": _ask_nudge(AskState.OPEN, AskKind.DESK),
    "nudges.message.nudge_message ask introduction": _ask_nudge(
        AskState.OPEN, AskKind.DESK, helps=(CommitmentKind.INTRODUCTION,)
    ),
    **{
        f"nudges.message.nudge_message ask {state.value}": _ask_nudge(state)
        for state in AskState
        if state not in (AskState.OPEN, AskState.ASKED_LEFT)
    },
    "nudges.message.nudge_message ask named": _ask_nudge(AskState.NOT_ME, suggested="U0MARGARET"),
    "nudges.message.nudge_message ask own vouched": _ask_nudge(*OWN_ASK_VOUCHED),
    "nudges.message.nudge_message ask own went ahead": _ask_nudge(
        *OWN_ASK_VOUCHED, decision=Decision.GO_AHEAD
    ),
    "nudges.message.nudge_message ask forgotten": lambda sample: message.nudge_message(
        sample.nudge_page(
            ask_item(
                sample, replace(ask(sample, AskKind.COLLEAGUE, AskState.PASSED), candidate_name="")
            )
        )
    ),
    "nudges.message.nudge_message ask and another": lambda sample: message.nudge_message(
        sample.nudge_page(ask_item(sample, ask(sample)), sample.item())
    ),
    "asks.answers.vouch_form": lambda sample: ask_answers.vouch_form(
        ask(sample), None if sample.required_only else sample.opening()
    ),
    "asks.answers.vouch_form desk": lambda sample: ask_answers.vouch_form(
        ask(sample, AskKind.DESK), sample.opening()
    ),
    "asks.answers.endorsement_form": lambda sample: ask_answers.endorsement_form(
        [sample.referral()], sample.endorsement("U0BOB", first=False), ask(sample)
    ),
    "asks.answers.private_endorsement_form": lambda sample: ask_answers.private_endorsement_form(
        ask(sample, AskKind.OWN)
    ),
    "asks.answers.not_me_form": lambda sample: ask_answers.not_me_form(ask(sample)),
    "asks.answers.not_me_form own": lambda sample: ask_answers.not_me_form(
        ask(sample, AskKind.OWN)
    ),
    # Asks on other pages
    "home.app_home asks": lambda sample: home.app_home(
        replace(
            sample.home_page(),
            asks=(
                ask_page(sample),
                ask_page(sample, ask(sample, AskKind.OWN, AskState.VOUCHED)),
                ask_page(sample),
            ),
        )
    ),
    "desk.card.referral_card asked around": lambda sample: card.referral_card(
        replace(sample.desk_page(), asks=desk_asks(sample))
    ),
    "desk.side_by_side.side_by_side_modal": lambda sample: side_by_side.side_by_side_modal(
        side_by_side_page(sample)
    ),
}
