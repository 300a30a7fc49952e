"""A referral is answered: taken, moved, handed over; its advocate is asked, and answers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from domain.asks import AskKind
from domain.errors import FieldError, FormError
from domain.permissions import Access
from domain.policy import Policy
from domain.referrals import REASONS_BY_STAGE, Stage
from handlers.protocol import Done, Home, Registry, Replace, Request, Response, Show
from services import desk, pages
from services.people import reader
from storage.engine import Transaction
from views import button_values, evidence, voices
from views import desk as view
from views import home as home_view
from views.asks import form as ask_form

ACT = "answer_referral"


def register(on: Registry, *, policy: Policy) -> None:
    on.does(view.TAKE, partial(take, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.MOVE, partial(open_move, policy=policy), access=Access.MEMBER, act=ACT)
    not_now = partial(open_move, policy=policy, stage=Stage.NOT_NOW)
    on.opens(view.NOT_NOW, not_now, access=Access.MEMBER, act=ACT)
    on.opens(view.STAGE_PICK, partial(show_reasons, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.MOVE_FORM, partial(move, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.ASK, partial(open_ask, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.ASK_FORM, partial(ask, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.READ, partial(read, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.MENU, partial(choose, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(
        view.HAND_OVER_FORM, partial(hand_over, policy=policy), access=Access.MEMBER, act=ACT
    )
    on.opens(
        view.REPLY, partial(open_reply, policy=policy), access=Access.MEMBER, act="answer_question"
    )
    on.submission(view.REPLY_FORM, reply, access=Access.MEMBER, act="answer_question")


def take(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    desk.take(
        transaction, request.actor, button_values.parse_id(request.value), policy, request.now
    )
    return _home(request, transaction, policy) if request.from_home else Done()


def _home(request: Request, transaction: Transaction, policy: Policy) -> Response:
    return Home(home_view.app_home(pages.home(transaction, request.actor, policy, request.now)))


def open_move(
    request: Request, transaction: Transaction, *, policy: Policy, stage: Stage | None = None
) -> Response:
    referral = desk.seen(transaction, request.actor, button_values.parse_id(request.value), policy)
    return Show(view.move_form(referral, stage))


def show_reasons(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """A stage was chosen in the form: an ending brings its reasons into view."""
    referral = desk.seen(
        transaction, request.actor, button_values.parse_id(request.private), policy
    )
    return Replace(view.move_form(referral, view.parse_stage(request.value)))


def move(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    stage, reason, note = view.parse_move(request.state)
    if stage is None:
        raise FieldError("stage", "empty")
    referral_id = button_values.parse_id(request.private)
    field = view.reason_field(stage)
    if (
        stage in REASONS_BY_STAGE and field not in request.state
    ):  # the form has not brought them yet
        return Replace(
            view.move_form(desk.seen(transaction, request.actor, referral_id, policy), stage)
        )
    try:
        desk.move(transaction, request.actor, referral_id, stage, reason, note, policy, request.now)
    except FormError as bad:
        at = {"reason": field}
        raise FormError(
            tuple(replace(each, name=at.get(each.name, each.name)) for each in bad.fields)
        ) from None
    return Done()


def choose(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """What stands behind the three dots of the card."""
    what, _, referral_id = request.value.partition(":")
    referral = desk.seen(transaction, request.actor, button_values.parse_id(referral_id), policy)
    if what == "hand_over":
        return Show(view.hand_over_form(referral))
    if what == "ask_colleague":
        referral = desk.open_to(transaction, request.actor, referral.id, policy)
        return Show(ask_form.ask_form(ask_form.AskPrefill(AskKind.DESK, referral=referral)))
    if what == "side_by_side":
        page = pages.voices_page(transaction, request.actor, referral.id, policy, request.now)
        return Show(voices.side_by_side_modal(page))
    if what == "read":
        return _in_full(request, transaction, referral.id, policy)
    if what == "ask":
        return _ask_form(request, transaction, referral.id, policy)
    return Show(view.move_form(referral, view.parse_stage(what)))


def read(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    return _in_full(request, transaction, button_values.parse_id(request.value), policy)


def _in_full(
    request: Request, transaction: Transaction, referral_id: int, policy: Policy
) -> Response:
    referral = desk.answerable(transaction, request.actor, referral_id)
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    return Show(evidence.full_evidence_modal(pages.desk_page(transaction, who, referral, policy)))


def open_ask(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    return _ask_form(request, transaction, button_values.parse_id(request.value), policy)


def _ask_form(
    request: Request, transaction: Transaction, referral_id: int, policy: Policy
) -> Response:
    referral = desk.open_to(transaction, request.actor, referral_id, policy)
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    return Show(view.question_form(pages.desk_page(transaction, who, referral, policy)))


def ask(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    referral_id, advocate, text = view.parse_question(request.state, request.private)
    desk.ask(transaction, request.actor, referral_id, advocate, text, policy, request.now)
    return Done()


def hand_over(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    to = view.parse_hand_over(request.state)
    if to is None:
        raise FieldError("to", "empty")
    desk.hand_over(
        transaction, request.actor, button_values.parse_id(request.private), to, policy, request.now
    )
    return Done()


def open_reply(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    page = pages.question_page(
        transaction, request.actor, button_values.parse_id(request.value), policy, request.now
    )
    return Show(view.answer_form(page))


def reply(request: Request, transaction: Transaction) -> Response:
    desk.answer(
        transaction,
        request.actor,
        button_values.parse_id(request.private),
        view.parse_answer(request.state),
        request.now,
    )
    return Done()
