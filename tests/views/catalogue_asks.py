"""The part of the catalogue that is about asks: the builder, both sides' messages and forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from domain.asks import AskKind, AskState, Decision
from domain.referrals import CommitmentKind
from tests.views.samples import NOW, Sample
from tests.views.samples_asks import ask, item, of_desk, page, voices
from views import desk, home, nudges
from views import voices as voices_view
from views.asks import answers as ask_answers
from views.asks import form as ask_form
from views.asks import messages as asks
from views.block_kit import Block, Message

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
    return lambda it: nudges.nudge(it.nudge_page(item(it, ask(it, kind, state, **more))))


def _answered(state: AskState, kind: AskKind = AskKind.COLLEAGUE, **more: Any) -> Make:
    return lambda it: asks.answered(page(it, ask(it, kind, state, **more)))


ASKS: Final[dict[str, Make]] = {
    # The builder
    "asks.form.form": lambda _: ask_form.form(ask_form.Prefill()),
    "asks.form.form filled": lambda it: ask_form.form(
        ask_form.Prefill(
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
    "asks.form.form own": lambda it: ask_form.form(
        ask_form.Prefill(
            AskKind.OWN, general=True, own_name=it.words("name"), email_unknown=it.bare
        )
    ),
    "asks.form.form desk": lambda it: ask_form.form(
        ask_form.Prefill(AskKind.DESK, referral=it.referral())
    ),
    # What the asker reads
    "asks.messages.asked": lambda it: asks.asked(page(it, reaches=NOW + timedelta(days=4))),
    "asks.messages.asked soon": lambda it: asks.asked(page(it, reaches=NOW)),
    "asks.messages.asked later": lambda it: asks.asked(page(it, reaches=NOW + timedelta(days=8))),
    "asks.messages.asked with them": lambda it: asks.asked(page(it)),
    "asks.messages.asked own": lambda it: asks.asked(page(it, ask(it, AskKind.OWN))),
    "asks.messages.asked introduction": lambda it: asks.asked(
        page(it, ask(it, AskKind.DESK, helps=(CommitmentKind.INTRODUCTION,)))
    ),
    **{
        f"asks.messages.asked {state.value}": (
            lambda it, state=state: asks.asked(  # type: ignore[misc]
                page(it, ask(it, AskKind.COLLEAGUE, state))
            )
        )
        for state in (AskState.WITHDRAWN, AskState.VOUCHED, AskState.CLOSED, AskState.OVERTAKEN)
    },
    "asks.messages.asked_modal": lambda it: asks.asked_modal(
        page(it, ask(it, AskKind.OWN), reaches=NOW + timedelta(hours=4))
    ),
    **{f"asks.messages.answered {state.value}": _answered(state) for state in ENDS},
    "asks.messages.answered named": _answered(AskState.NOT_ME, suggested="U0MARGARET"),
    "asks.messages.answered own": _answered(*VOUCHED_OWN),
    "asks.messages.answered own kept": _answered(*VOUCHED_OWN, decision=Decision.NOT_NOW),
    "asks.messages.answered own went ahead": _answered(*VOUCHED_OWN, decision=Decision.GO_AHEAD),
    "asks.messages.answered own passed": _answered(AskState.PASSED, AskKind.OWN),
    "asks.messages.answered forgotten": lambda it: asks.answered(
        page(it, replace(ask(it, AskKind.COLLEAGUE, AskState.MENTION), called=""))
    ),
    "asks.messages.mine": lambda it: asks.mine(
        (page(it, reaches=NOW + timedelta(days=1)), page(it, ask(it, AskKind.OWN)))
    ),
    "asks.messages.mine own word": lambda it: asks.mine(
        (page(it, ask(it, AskKind.OWN, AskState.VOUCHED)),)
    ),
    "asks.messages.mine none": lambda _: asks.mine(()),
    # What the asked person sees
    "nudges.nudge ask": _asked(AskState.OPEN),
    "nudges.nudge ask own": _asked(AskState.OPEN, AskKind.OWN),
    "nudges.nudge ask desk": _asked(AskState.OPEN, AskKind.DESK),
    "nudges.nudge ask introduction": _asked(
        AskState.OPEN, AskKind.DESK, helps=(CommitmentKind.INTRODUCTION,)
    ),
    **{
        f"nudges.nudge ask {state.value}": _asked(state)
        for state in AskState
        if state not in (AskState.OPEN, AskState.ASKED_LEFT)
    },
    "nudges.nudge ask named": _asked(AskState.NOT_ME, suggested="U0MARGARET"),
    "nudges.nudge ask own vouched": _asked(*VOUCHED_OWN),
    "nudges.nudge ask own went ahead": _asked(*VOUCHED_OWN, decision=Decision.GO_AHEAD),
    "nudges.nudge ask forgotten": lambda it: nudges.nudge(
        it.nudge_page(item(it, replace(ask(it, AskKind.COLLEAGUE, AskState.PASSED), called="")))
    ),
    "nudges.nudge ask and another": lambda it: nudges.nudge(
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
    "asks.answers.words_form": lambda it: ask_answers.words_form(ask(it, AskKind.OWN)),
    "asks.answers.not_me_form": lambda it: ask_answers.not_me_form(ask(it)),
    "asks.answers.not_me_form own": lambda it: ask_answers.not_me_form(ask(it, AskKind.OWN)),
    # Where they are shown besides
    "home.home asks": lambda it: home.home(
        replace(it.home_page(), asks=(page(it), page(it, ask(it, *OWN_WORD)), page(it)))
    ),
    "desk.received asked around": lambda it: desk.received(
        replace(it.desk_page(), asks=of_desk(it))
    ),
    "voices.side_by_side": lambda it: voices_view.side_by_side(voices(it)),
}
