"""The part of the catalogue that is about asks: the builder, both sides' messages and forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from domain.asks import AskKind, AskState, Decision
from domain.endorsements import CommitmentKind
from tests.views.samples import NOW, Sample
from tests.views.samples_asks import ask, item, of_desk, page, voices_page
from views import home
from views.asks import answers as ask_answers
from views.asks import form as ask_form
from views.asks import messages as asks
from views.block_kit import Block, Message
from views.desk import card, voices
from views.nudges import message

Make = Callable[[Sample], Message | Block]

VOUCHED_OWN: Final = (AskState.VOUCHED, AskKind.OWN)
OWN_WORD: Final = (AskKind.OWN, AskState.VOUCHED)
# What an asker can read of a colleague's answer, and of the ends that nobody chose.
ENDS: Final = (
    AskState.VOUCHED,
    AskState.MENTION,
    AskState.NOT_ME,
    AskState.PASSED,
    AskState.CLOSED,
    AskState.OVERTAKEN,
    AskState.ASKED_LEFT,
)


def _asked(state: AskState, kind: AskKind = AskKind.COLLEAGUE, **more: Any) -> Make:
    """The message that brought an ask, after it was answered or came to its end."""
    return lambda it: message.nudge_message(it.nudge_page(item(it, ask(it, kind, state, **more))))


def _answered(state: AskState, kind: AskKind = AskKind.COLLEAGUE, **more: Any) -> Make:
    return lambda it: asks.ask_answered_message(page(it, ask(it, kind, state, **more)))


ASKS: Final[dict[str, Make]] = {
    # The builder
    "asks.form.ask_form": lambda _: ask_form.ask_form(ask_form.AskPrefill()),
    "asks.form.ask_form filled": lambda it: ask_form.ask_form(
        ask_form.AskPrefill(
            asked="U0BOB",
            opening=it.opening(),
            name=it.words("name"),
            why=it.words("ask_why"),
            shared=it.words("ask_shared"),
            help_text=it.words("ask_help"),
            draft=it.words("ask_draft"),
            helps=(CommitmentKind.INTRODUCTION,),
        )
    ),
    "asks.form.ask_form own": lambda it: ask_form.ask_form(
        ask_form.AskPrefill(
            AskKind.OWN, general=True, own_name=it.words("name"), email_unknown=it.bare
        )
    ),
    "asks.form.ask_form desk": lambda it: ask_form.ask_form(
        ask_form.AskPrefill(AskKind.DESK, referral=it.referral())
    ),
    # What the asker reads
    "asks.messages.ask_sent_message": lambda it: asks.ask_sent_message(
        page(it, reaches=NOW + timedelta(days=4))
    ),
    "asks.messages.ask_sent_message soon": lambda it: asks.ask_sent_message(page(it, reaches=NOW)),
    "asks.messages.ask_sent_message later": lambda it: asks.ask_sent_message(
        page(it, reaches=NOW + timedelta(days=8))
    ),
    "asks.messages.ask_sent_message with them": lambda it: asks.ask_sent_message(page(it)),
    "asks.messages.ask_sent_message own": lambda it: asks.ask_sent_message(
        page(it, ask(it, AskKind.OWN))
    ),
    "asks.messages.ask_sent_message introduction": lambda it: asks.ask_sent_message(
        page(it, ask(it, AskKind.DESK, helps=(CommitmentKind.INTRODUCTION,)))
    ),
    **{
        f"asks.messages.ask_sent_message {state.value}": (
            lambda it, state=state: asks.ask_sent_message(  # type: ignore[misc]
                page(it, ask(it, AskKind.COLLEAGUE, state))
            )
        )
        for state in (AskState.WITHDRAWN, AskState.VOUCHED, AskState.CLOSED, AskState.OVERTAKEN)
    },
    "asks.messages.ask_sent_modal": lambda it: asks.ask_sent_modal(
        page(it, ask(it, AskKind.OWN), reaches=NOW + timedelta(hours=4))
    ),
    **{f"asks.messages.ask_answered_message {state.value}": _answered(state) for state in ENDS},
    "asks.messages.ask_answered_message named": _answered(AskState.NOT_ME, suggested="U0MARGARET"),
    "asks.messages.ask_answered_message own": _answered(*VOUCHED_OWN),
    "asks.messages.ask_answered_message own kept": _answered(
        *VOUCHED_OWN, decision=Decision.NOT_NOW
    ),
    "asks.messages.ask_answered_message own went ahead": _answered(
        *VOUCHED_OWN, decision=Decision.GO_AHEAD
    ),
    "asks.messages.ask_answered_message own passed": _answered(AskState.PASSED, AskKind.OWN),
    "asks.messages.ask_answered_message forgotten": lambda it: asks.ask_answered_message(
        page(it, replace(ask(it, AskKind.COLLEAGUE, AskState.MENTION), candidate_name=""))
    ),
    "asks.messages.open_asks_modal": lambda it: asks.open_asks_modal(
        (page(it, reaches=NOW + timedelta(days=1)), page(it, ask(it, AskKind.OWN)))
    ),
    "asks.messages.open_asks_modal own word": lambda it: asks.open_asks_modal(
        (page(it, ask(it, AskKind.OWN, AskState.VOUCHED)),)
    ),
    "asks.messages.open_asks_modal none": lambda _: asks.open_asks_modal(()),
    # What the asked person sees
    "nudges.message.nudge_message ask": _asked(AskState.OPEN),
    "nudges.message.nudge_message ask own": _asked(AskState.OPEN, AskKind.OWN),
    "nudges.message.nudge_message ask desk": _asked(AskState.OPEN, AskKind.DESK),
    "nudges.message.nudge_message ask introduction": _asked(
        AskState.OPEN, AskKind.DESK, helps=(CommitmentKind.INTRODUCTION,)
    ),
    **{
        f"nudges.message.nudge_message ask {state.value}": _asked(state)
        for state in AskState
        if state not in (AskState.OPEN, AskState.ASKED_LEFT)
    },
    "nudges.message.nudge_message ask named": _asked(AskState.NOT_ME, suggested="U0MARGARET"),
    "nudges.message.nudge_message ask own vouched": _asked(*VOUCHED_OWN),
    "nudges.message.nudge_message ask own went ahead": _asked(
        *VOUCHED_OWN, decision=Decision.GO_AHEAD
    ),
    "nudges.message.nudge_message ask forgotten": lambda it: message.nudge_message(
        it.nudge_page(
            item(it, replace(ask(it, AskKind.COLLEAGUE, AskState.PASSED), candidate_name=""))
        )
    ),
    "nudges.message.nudge_message ask and another": lambda it: message.nudge_message(
        it.nudge_page(item(it, ask(it)), it.item())
    ),
    "asks.answers.vouch_form": lambda it: ask_answers.vouch_form(
        ask(it), None if it.bare else it.opening()
    ),
    "asks.answers.vouch_form desk": lambda it: ask_answers.vouch_form(
        ask(it, AskKind.DESK), it.opening()
    ),
    "asks.answers.endorsement_form": lambda it: ask_answers.endorsement_form(
        [it.referral()], it.endorsement("U0BOB", first=False), ask(it)
    ),
    "asks.answers.private_endorsement_form": lambda it: ask_answers.private_endorsement_form(
        ask(it, AskKind.OWN)
    ),
    "asks.answers.not_me_form": lambda it: ask_answers.not_me_form(ask(it)),
    "asks.answers.not_me_form own": lambda it: ask_answers.not_me_form(ask(it, AskKind.OWN)),
    # Where they are shown besides
    "home.app_home asks": lambda it: home.app_home(
        replace(it.home_page(), asks=(page(it), page(it, ask(it, *OWN_WORD)), page(it)))
    ),
    "desk.card.referral_card asked around": lambda it: card.referral_card(
        replace(it.desk_page(), asks=of_desk(it))
    ),
    "desk.voices.side_by_side_modal": lambda it: voices.side_by_side_modal(voices_page(it)),
}
