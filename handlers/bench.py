"""Somebody keeps a bench: the list, the form, what stands behind each person, and the nudges.

In the order in which they meet it. What is shown is their own; no copy of it is kept at the door.
"""

from __future__ import annotations

from functools import partial

from domain.bench import BenchForm
from domain.members import Actor
from domain.message_text import find_contacts, plain_text
from domain.permissions import Access
from domain.policy import Policy
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Registry, Replace, Request, Response, Show
from services import bench, bench_matches, openings, referrals
from storage.engine import Transaction
from views import bench as view
from views import button_values
from views import refer as refer_view
from views.block_kit import Block
from views.refer import LeadPrefill

ACT = "bench"
HISTORY_FROM_MESSAGE = 1000


def register(on: Registry, *, policy: Policy) -> None:
    on.command("bench", partial(open_typed, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.OPEN, partial(open_list, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.ADD, open_form, access=Access.MEMBER, act=ACT)
    on.shortcut(view.SHORTCUT, open_for_message, access=Access.MEMBER, act=ACT)
    on.opens(view.KEEP, open_for_referral, access=Access.MEMBER, act=ACT)
    on.submission(view.FORM, partial(save, policy=policy), access=Access.MEMBER, act=ACT)
    on.does(view.MENU, partial(choose, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.SNOOZE_FORM, partial(snooze, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.REMOVE_FORM, partial(remove, policy=policy), access=Access.MEMBER, act=ACT)
    on.does(view.PAUSE, partial(pause, policy=policy), access=Access.MEMBER, act=ACT)
    on.does(view.RESUME, partial(resume, policy=policy), access=Access.MEMBER, act=ACT)


def open_typed(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """`/refer bench`; with a name behind it, the form with that name."""
    if request.words:
        return Show(view.bench_form(BenchForm(name=request.words)), private=True)
    return _list(request, transaction, policy)


def open_list(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    return _list(request, transaction, policy, start=button_values.parse_id(request.value))


def _list(request: Request, transaction: Transaction, policy: Policy, start: int = 0) -> Response:
    return _shown(
        request,
        view.bench_modal(bench.page(transaction, request.actor, policy, request.now, start)),
    )


def _shown(request: Request, shown: Block) -> Response:
    """Within the modal it takes the place of what is there: nothing stale is left below it."""
    return Replace(shown, private=True) if request.in_modal else Show(shown, private=True)


def open_form(request: Request, _session: Transaction) -> Response:
    return _shown(request, view.bench_form(BenchForm(name="")))


def open_for_message(request: Request, _session: Transaction) -> Response:
    """On a message: an address or a profile link is taken over, its words begin the history."""
    email, profile = find_contacts(request.words)
    history = plain_text(request.words)[:HISTORY_FROM_MESSAGE]
    says = BenchForm(name="", email=email, profile_url=profile, history=history)
    return Show(view.bench_form(says), private=True)


def open_for_referral(request: Request, transaction: Transaction) -> Response:
    """After an outcome: whoever was put forward is kept in mind."""
    referral, mine = referrals.standing_behind(
        transaction, request.actor, button_values.parse_id(request.value)
    )
    says, person_id = bench.after_outcome(transaction, request.actor, referral, mine)
    return Show(view.bench_form(says, person_id), private=True)


def save(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """Stored, and the form becomes the list."""
    says, person_id = view.parse_bench_form(request.state), button_values.parse_id(request.private)
    if person_id:
        bench.edit(transaction, request.actor, person_id, says, policy, request.now)
    else:
        bench.add(transaction, request.actor, says, policy, request.now)
    return _list(request, transaction, policy)


def choose(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """What stands behind the three dots of a person."""
    what, _, person_id = request.value.partition(":")
    person = bench.mine(transaction, request.actor, button_values.parse_id(person_id))
    if what == "edit":
        return _shown(request, view.bench_form(person.says, person.id))
    if what == "snooze":
        return _shown(request, view.snooze_form(person))
    if what == "remove":
        return _shown(request, view.remove_form(person))
    if what == "refer":
        fit = bench_matches.fits(transaction, request.actor, [person]).get(person.id)
        opening_id = fit.opening.id if fit else 0
        return _shown(request, _lead_form(transaction, request.actor, person.id, opening_id))
    bench.heard(transaction, request.actor, person.id, policy, request.now)
    return _list(request, transaction, policy)


def _lead_form(transaction: Transaction, actor: Actor, person_id: int, opening_id: int) -> Block:
    """Everything that the bench knows is in the form already."""
    person = bench.mine(transaction, actor, person_id)
    opening = openings.taking(transaction, actor.workspace_id, opening_id) if opening_id else None
    says = person.says
    return refer_view.lead_form(
        LeadPrefill(
            opening,
            name=says.name,
            email=says.email or "",
            profile=says.profile_url or "",
            relationship=says.relationship,
            bench_person=person.id,
        )
    )


def snooze(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    rest, person_id = view.parse_snooze(request.state), button_values.parse_id(request.private)
    bench.snooze(transaction, request.actor, person_id, rest, policy, request.now)
    return _list(request, transaction, policy)


def remove(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    bench.remove(transaction, request.actor, button_values.parse_id(request.private), request.now)
    return _list(request, transaction, policy)


def pause(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    bench.pause(transaction, request.actor, request.now)
    return _list(request, transaction, policy)


def resume(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    bench.resume(transaction, request.actor, policy, request.now)
    return _list(request, transaction, policy)


# Answers to the nudges -------------------------------------------------------------------------


def _in_touch(request: Request, transaction: Transaction, nudged: Nudged, policy: Policy) -> None:
    bench.heard(transaction, request.actor, nudged.step.subject_id, policy, request.now)


def _stop(request: Request, transaction: Transaction, nudged: Nudged, policy: Policy) -> None:
    bench.stop(transaction, request.actor, nudged.step.subject_id, policy, request.now)


def _refer_now(
    request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy
) -> Response:
    actor = request.actor
    person_id, opening_id = bench.told(transaction, actor, nudged.step.subject_id)
    return Show(_lead_form(transaction, actor, person_id, opening_id), private=True)


ANSWERS: dict[str, NudgeAnswer] = {
    view.IN_TOUCH: NudgeAnswer(_in_touch),
    view.STOP: NudgeAnswer(_stop),
    view.REFER_NOW: NudgeAnswer(_refer_now, opens=True),
}
