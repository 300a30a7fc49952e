"""An advocate asks their candidate, and tells what they said.

In the order in which they meet it: the note, "I asked them", "They agreed", "They said no".
"""

from __future__ import annotations

from functools import partial

from domain.errors import NotFoundError
from domain.follow_ups import SnoozeChoice
from domain.permissions import Access
from domain.policy import Policy
from handlers.nudge_answers import NudgeAnswer, Nudged, brought_up_to_date, ids
from handlers.protocol import Registry, Request, Response, Show
from services import consent, follow_ups, pages, referrals
from services.people import reader
from storage.engine import Transaction
from views import button_values
from views import consent as view

ACT = "answer_follow_up"


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(view.NOTE, partial(open_note, policy=policy), access=Access.MEMBER, act="endorse")
    on.submission(view.NOTE_FORM, partial(asked, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(
        view.DECLINED_FORM, partial(declined, policy=policy), access=Access.MEMBER, act=ACT
    )


def open_note(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """From the thanks, before a nudge has come."""
    referral, _ = referrals.standing_behind(
        transaction, request.actor, button_values.parse_id(request.value)
    )
    step = consent.step_of(transaction, request.actor, referral)
    return _note(request, transaction, Nudged(step, 0), policy)


def _note(request: Request, transaction: Transaction, nudged: Nudged, policy: Policy) -> Response:
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    page = pages.note_page(transaction, who, request.actor, nudged.step, nudged.value)
    return Show(view.note_form(page))


def asked(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """They were asked: the answer is waited for until next week."""
    step_id, intent_id = ids(request.private)
    step = follow_ups.mine(transaction, request.actor, step_id)
    consent.of_step(transaction, step)
    follow_ups.snooze(
        transaction, request.actor, step_id, SnoozeChoice.NEXT_WEEK, None, policy, request.now
    )
    return brought_up_to_date(request, transaction, intent_id, policy)


def _agreed(request: Request, transaction: Transaction, nudged: Nudged, policy: Policy) -> None:
    consent.agreed(transaction, request.actor, nudged.step, policy, request.now)


def _open_declined(
    request: Request, transaction: Transaction, nudged: Nudged, policy: Policy
) -> Response:
    consent.of_step(transaction, nudged.step)
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    found = pages.due_items(transaction, who, [nudged.step])
    if not found:
        raise NotFoundError("candidate")
    return Show(view.declined_form(found[0], nudged.value))


def declined(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    step_id, intent_id = ids(request.private)
    step = follow_ups.mine(transaction, request.actor, step_id)
    consent.declined(transaction, request.actor, step, request.now)
    return brought_up_to_date(request, transaction, intent_id, policy)


ANSWERS = {
    view.DRAFT: NudgeAnswer(_note, opens=True),
    view.AGREED: NudgeAnswer(_agreed),
    view.DECLINED: NudgeAnswer(_open_declined, opens=True, folded=True),
}
