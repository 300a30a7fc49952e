"""A member opens and changes their bench, and answers nudges about it.

A bench is a member's private list of people whom they may refer one day. A nudge about a check-in
asks whether the member is still in touch with such a person. Responses that show the bench are not
stored, so if Slack repeats a request, the handler runs again.
"""

from __future__ import annotations

from domain.bench import BenchDetails
from domain.follow_ups import FollowUpKind
from domain.limits import BENCH_MESSAGE_MAX
from domain.message_text import find_contacts, plain_text
from domain.permissions import Access
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer
from handlers.protocol import Registry, Replace, Request, Response, Show
from services import attachments, bench, bench_matches, bonus, openings
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from views import bench as view
from views import button_values
from views import refer as refer_view
from views.block_kit import Block
from views.nudges import bench as bench_nudge
from views.refer import LeadPrefill

ACTION = "bench"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_command("bench", handle_bench_command, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.OPEN_BENCH, open_list, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.ADD_PERSON, open_empty_form, access=Access.MEMBER, action=ACTION)
    registry.add_shortcut(view.SHORTCUT, open_form_for_message, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(
        view.KEEP_ON_BENCH, open_form_for_referral, access=Access.MEMBER, action=ACTION
    )
    registry.add_submission(view.PERSON_FORM, save_person, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.MENU, handle_menu_choice, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.SNOOZE_FORM, snooze_check_in, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.REMOVE_FORM, remove_person, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.PAUSE, pause_bench, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.RESUME, resume_bench, access=Access.MEMBER, action=ACTION)


def handle_bench_command(context: Context, request: Request) -> Response:
    """`/refer bench` shows the list. `/refer bench NAME` opens the form with that name."""
    if request.text:
        return Show(view.bench_form(BenchDetails(name=request.text)), private=True)
    return _show_list(context, request)


def open_list(context: Context, request: Request) -> Response:
    people_to_skip = button_values.parse_id(request.value)  # The number is written like an id.
    return _show_list(context, request, start=people_to_skip)


def _show_list(context: Context, request: Request, start: int = 0) -> Response:
    page = bench.load_bench_page(context, start)
    return _show_in_modal(request, view.bench_modal(page))


def _show_in_modal(request: Request, modal: Block) -> Response:
    """Opens the modal, or puts it in the place of the modal with the click, which is outdated."""
    return Replace(modal, private=True) if request.in_modal else Show(modal, private=True)


def open_empty_form(_context: Context, request: Request) -> Response:
    return _show_in_modal(request, view.bench_form(BenchDetails(name="")))


def open_form_for_message(_context: Context, request: Request) -> Response:
    """Fills the form from a message: its text, and the e-mail address and profile link in it."""
    email, profile = find_contacts(request.text)
    history = plain_text(request.text)[:BENCH_MESSAGE_MAX]
    form = BenchDetails(name="", email=email, profile_url=profile, history=history)
    return Show(view.bench_form(form), private=True)


def open_form_for_referral(context: Context, request: Request) -> Response:
    """Opens the form from the message about an outcome, filled with the candidate's details."""
    referral_id = button_values.parse_id(request.value)
    referral, endorsement = find_referral_and_own_endorsement(context, referral_id)
    form, person_id = bench.draft_bench_form(context, referral, endorsement)
    return Show(view.bench_form(form, person_id, ended_referral=referral), private=True)


def save_person(context: Context, request: Request) -> Response:
    """Changes the person that the form is about, or adds a new one, and shows the list."""
    form = view.parse_bench_form(request.state)
    subject = view.parse_person(request.private_metadata)
    if subject.person_id:
        bench.edit_person(context, subject.person_id, form, referral_id=subject.referral_id)
    else:
        bench.add_person(context, form, referral_id=subject.referral_id)
    return _show_list(context, request)


def handle_menu_choice(context: Context, request: Request) -> Response:
    menu = view.parse_menu(request.value)
    person = bench.find_own_person(context, menu.person_id)
    if menu.choice is view.MenuChoice.EDIT:
        return _show_in_modal(request, view.bench_form(person.details, person.id))
    if menu.choice is view.MenuChoice.SNOOZE:
        return _show_in_modal(request, view.snooze_form(person))
    if menu.choice is view.MenuChoice.REMOVE:
        return _show_in_modal(request, view.remove_form(person))
    if menu.choice is view.MenuChoice.REFER:
        match = bench_matches.find_best_openings(context, [person]).get(person.id)
        opening_id = match.opening.id if match else None
        return _show_in_modal(request, _lead_form(context, person.id, opening_id))
    bench.record_contact(context, person.id)  # for `MenuChoice.HEARD`
    return _show_list(context, request)


def _lead_form(context: Context, person_id: int, opening_id: int | None) -> Block:
    """The form of a lead, the shortest kind of referral, with the details from the bench."""
    person = bench.find_own_person(context, person_id)
    opening = openings.find_open_opening(context, opening_id) if opening_id else None
    details = person.details
    return refer_view.lead_form(
        LeadPrefill(
            opening,
            name=details.name,
            email=details.email or "",
            profile=details.profile_url or "",
            relationship=details.relationship,
            bench_person_id=person.id,
            takes_files=attachments.can_take_files(context),
            offers=tuple(bonus.list_offers(context, [opening] if opening else [])),
        )
    )


def snooze_check_in(context: Context, request: Request) -> Response:
    person_id = button_values.parse_id(request.private_metadata)
    duration = view.parse_snooze(request.state)
    bench.snooze_check_in(context, person_id, duration)
    return _show_list(context, request)


def remove_person(context: Context, request: Request) -> Response:
    bench.remove_person(context, button_values.parse_id(request.private_metadata))
    return _show_list(context, request)


def pause_bench(context: Context, request: Request) -> Response:
    bench.pause_bench(context)
    return _show_list(context, request)


def resume_bench(context: Context, request: Request) -> Response:
    bench.resume_bench(context)
    return _show_list(context, request)


# Answers to nudges ------------------------------------------------------------------------------


def _record_contact(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    bench.record_contact(context, answered.follow_up.subject_id)


def _stop_check_ins(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    bench.stop_check_ins(context, answered.follow_up.subject_id)


def _open_lead_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    person_id, opening_id = bench.find_own_match(context, answered.follow_up.subject_id)
    return Show(_lead_form(context, person_id, opening_id), private=True)


ANSWERS: dict[str, NudgeAnswer] = {
    bench_nudge.REPORT_CONTACT: NudgeAnswer(_record_contact, kinds=(FollowUpKind.CHECK_IN,)),
    bench_nudge.STOP_REMINDERS: NudgeAnswer(_stop_check_ins, kinds=(FollowUpKind.CHECK_IN,)),
    bench_nudge.REFER_NOW: NudgeAnswer(
        _open_lead_form, read_only=True, kinds=(FollowUpKind.MATCH,)
    ),
}
