"""Somebody keeps a bench: the list, the form, what stands behind each person, and the nudges.

In the order in which they meet it. What is shown is their own; no copy of it is kept at the door.
"""

from __future__ import annotations

from domain.bench import BenchForm
from domain.limits import BENCH_MESSAGE_MAX
from domain.message_text import find_contacts, plain_text
from domain.permissions import Access
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Registry, Replace, Request, Response, Show
from services import bench, bench_matches, openings, referrals
from services.context import Context
from views import bench as view
from views import button_values
from views import refer as refer_view
from views.block_kit import Block
from views.nudges import bench as bench_nudge
from views.refer import LeadPrefill

ACT = "bench"


def register(on: Registry) -> None:
    on.command("bench", open_typed, access=Access.MEMBER, act=ACT)
    on.opens(view.OPEN, open_list, access=Access.MEMBER, act=ACT)
    on.opens(view.ADD, open_form, access=Access.MEMBER, act=ACT)
    on.shortcut(view.SHORTCUT, open_for_message, access=Access.MEMBER, act=ACT)
    on.opens(view.KEEP, open_for_referral, access=Access.MEMBER, act=ACT)
    on.submission(view.FORM, save, access=Access.MEMBER, act=ACT)
    on.does(view.MENU, choose, access=Access.MEMBER, act=ACT)
    on.submission(view.SNOOZE_FORM, snooze, access=Access.MEMBER, act=ACT)
    on.submission(view.REMOVE_FORM, remove, access=Access.MEMBER, act=ACT)
    on.does(view.PAUSE, pause, access=Access.MEMBER, act=ACT)
    on.does(view.RESUME, resume, access=Access.MEMBER, act=ACT)


def open_typed(context: Context, request: Request) -> Response:
    """`/refer bench`; with a name behind it, the form with that name."""
    if request.words:
        return Show(view.bench_form(BenchForm(name=request.words)), private=True)
    return _list(context, request)


def open_list(context: Context, request: Request) -> Response:
    return _list(context, request, start=button_values.parse_id(request.value))


def _list(context: Context, request: Request, start: int = 0) -> Response:
    return _shown(
        request,
        view.bench_modal(bench.load_bench_page(context, start)),
    )


def _shown(request: Request, shown: Block) -> Response:
    """Within the modal it takes the place of what is there: nothing stale is left below it."""
    return Replace(shown, private=True) if request.in_modal else Show(shown, private=True)


def open_form(_context: Context, request: Request) -> Response:
    return _shown(request, view.bench_form(BenchForm(name="")))


def open_for_message(_context: Context, request: Request) -> Response:
    """On a message: an address or a profile link is taken over, its words begin the history."""
    email, profile = find_contacts(request.words)
    history = plain_text(request.words)[:BENCH_MESSAGE_MAX]
    says = BenchForm(name="", email=email, profile_url=profile, history=history)
    return Show(view.bench_form(says), private=True)


def open_for_referral(context: Context, request: Request) -> Response:
    """After an outcome: whoever was put forward is kept in mind."""
    referral, mine = referrals.find_own_endorsement(context, button_values.parse_id(request.value))
    says, person_id = bench.draft_from_outcome(context, referral, mine)
    return Show(view.bench_form(says, person_id), private=True)


def save(context: Context, request: Request) -> Response:
    """Stored, and the form becomes the list."""
    says, person_id = view.parse_bench_form(request.state), button_values.parse_id(request.private)
    if person_id:
        bench.edit_person(context, person_id, says)
    else:
        bench.add_person(context, says)
    return _list(context, request)


def choose(context: Context, request: Request) -> Response:
    """What stands behind the three dots of a person."""
    menu = view.parse_menu(request.value)
    person = bench.find_own_person(context, menu.person_id)
    if menu.choice is view.MenuChoice.EDIT:
        return _shown(request, view.bench_form(person.details, person.id))
    if menu.choice is view.MenuChoice.SNOOZE:
        return _shown(request, view.snooze_form(person))
    if menu.choice is view.MenuChoice.REMOVE:
        return _shown(request, view.remove_form(person))
    if menu.choice is view.MenuChoice.REFER:
        fit = bench_matches.find_best_openings(context, [person]).get(person.id)
        opening_id = fit.opening.id if fit else 0
        return _shown(request, _lead_form(context, person.id, opening_id))
    bench.record_contact(context, person.id)
    return _list(context, request)


def _lead_form(context: Context, person_id: int, opening_id: int) -> Block:
    """Everything that the bench knows is in the form already."""
    person = bench.find_own_person(context, person_id)
    opening = openings.find_open_opening(context, opening_id) if opening_id else None
    says = person.details
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


def snooze(context: Context, request: Request) -> Response:
    rest, person_id = view.parse_snooze(request.state), button_values.parse_id(request.private)
    bench.snooze_check_in(context, person_id, rest)
    return _list(context, request)


def remove(context: Context, request: Request) -> Response:
    bench.remove_person(context, button_values.parse_id(request.private))
    return _list(context, request)


def pause(context: Context, request: Request) -> Response:
    bench.pause_bench(context)
    return _list(context, request)


def resume(context: Context, request: Request) -> Response:
    bench.resume_bench(context)
    return _list(context, request)


# Answers to the nudges -------------------------------------------------------------------------


def _in_touch(context: Context, _request: Request, nudged: Nudged) -> None:
    bench.record_contact(context, nudged.step.subject_id)


def _stop(context: Context, _request: Request, nudged: Nudged) -> None:
    bench.stop_check_ins(context, nudged.step.subject_id)


def _refer_now(context: Context, _request: Request, nudged: Nudged) -> Response:
    person_id, opening_id = bench.find_own_match(context, nudged.step.subject_id)
    return Show(_lead_form(context, person_id, opening_id), private=True)


ANSWERS: dict[str, NudgeAnswer] = {
    bench_nudge.IN_TOUCH: NudgeAnswer(_in_touch),
    bench_nudge.STOP: NudgeAnswer(_stop),
    bench_nudge.REFER_NOW: NudgeAnswer(_refer_now, opens=True),
}
