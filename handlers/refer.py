"""The form with which someone refers a candidate: opens, redraws and submits it.

It is opened by a command, a button, a shortcut, or a recall prompt: a question below an opening
that reminds people of somebody they know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.errors import FormError, NotFoundError
from domain.limits import OPENINGS_PER_LEAD_MAX
from domain.message_text import find_contacts, name_beside_contacts
from domain.openings import Opening
from domain.permissions import Access, check_may_see_openings
from domain.referrals import Consent
from domain.refs import parse_ref
from handlers.protocol import Choices, Registry, Rejected, Replace, Request, Response, Show
from services import (
    advocate_pages,
    attachments,
    bench,
    bonus,
    lead_drafts,
    openings,
    referrals,
)
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from services.people import build_viewer, find_work_address
from storage import openings as stored_openings
from views import acknowledgement, button_values
from views import refer as view
from views.block_kit import Block
from views.inputs import redraw_inputs
from views.refer import LeadPrefill

OPTIONS_MAX = 99  # Slack shows at most 100 options, and "a general referral" is one of them.
ACTION = "refer"  # the key of the refusal that people without access read
_WORD = re.compile(r"[^\s<>|]+")  # "<", "|" and ">" surround and divide links in Slack's markup


def register(registry: Registry) -> None:
    registry.add_command("refer", handle_refer_command, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.REFER, open_from_button, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(
        view.KNOW_SOMEONE, open_from_prompt, access=Access.MEMBER, action=ACTION
    )
    registry.add_read_action(view.REFER_AGAIN, open_again, access=Access.MEMBER, action=ACTION)
    registry.add_shortcut(view.SHORTCUT, open_empty_form, access=Access.MEMBER, action=ACTION)
    registry.add_shortcut(
        view.MESSAGE_SHORTCUT, open_from_message, access=Access.MEMBER, action=ACTION
    )
    registry.add_options(view.SELECT_OPENING, suggest_openings, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.SELECT_OPENING, redraw_form, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.START_OVER, start_over, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.LEAD_FORM, submit_leads, access=Access.MEMBER, action=ACTION)


def open_empty_form(context: Context, _request: Request) -> Response:
    """Opens the form with the actor's draft, if there is one.

    A draft is stored when the actor submits the form and a field is refused.
    """
    draft = lead_drafts.find(context)
    prefill = view.prefill_from_draft(draft) if draft is not None else LeadPrefill()
    return Show(_draw_form(context, prefill), private=True)


def start_over(context: Context, _request: Request) -> Response:
    """Deletes the draft and empties the form."""
    lead_drafts.delete(context)
    return Replace(redraw_inputs(_draw_form(context, LeadPrefill()), mark="empty"))


def _draw_form(context: Context, prefill: LeadPrefill) -> Block:
    return view.lead_form(replace(prefill, takes_files=attachments.can_take_files(context)))


def handle_refer_command(context: Context, request: Request) -> Response:
    """Opens the form with the values in a command such as `/refer ENG-12, ENG-13 Ada Lovelace`.

    Raises what `find_by_ref` and `find_open_opening` raise for a ref that cannot be chosen.
    """
    if not request.value and not request.text:
        return open_empty_form(context, request)
    refs = [ref for ref in request.value.split(",") if ref]
    found = [
        openings.find_open_opening(context, openings.find_by_ref(context, ref).id)
        for ref in refs[:OPENINGS_PER_LEAD_MAX]
    ]
    prefill = _prefill_from_text(request.text, found)
    left_out = tuple(refs[OPENINGS_PER_LEAD_MAX:])
    return _show_form(context, replace(prefill, left_out=left_out), found)


def _show_form(context: Context, prefill: LeadPrefill, found: Sequence[Opening] = ()) -> Response:
    """Opens the form with the bonuses of `found`, or if it is empty of the opening in `prefill`."""
    prefilled = (prefill.opening,) if prefill.opening else ()
    offers = tuple(bonus.list_offers(context, found or prefilled))
    work_address = find_work_address(context, prefill.email)
    return Show(_draw_form(context, replace(prefill, offers=offers, work_address=work_address)))


def redraw_form(context: Context, request: Request) -> Response:
    """Redraws the form after a choice of openings, with the bonuses of these openings.

    Among the chosen ids, 0 is a general referral. In `origin`, 0 means that the form was opened
    without an opening.
    """
    chosen_ids = view.parse_chosen_ids(request.state)
    origin = view.parse_origin(request.private_metadata)
    opening_ids = {*chosen_ids, origin.opening_id} - {0}
    by_id = stored_openings.find_many(context.transaction, context.workspace.id, opening_ids)
    chosen = tuple(by_id[id_] for id_ in chosen_ids if id_ in by_id)
    opening = by_id.get(origin.opening_id)
    prompt = ""
    if opening is not None and origin.prompt_index is not None:
        prompt = _find_prompt(opening, origin.prompt_index)
    typed = view.parse_typed(request.state)
    prefill = replace(
        typed,
        opening=opening,
        bench_person_id=origin.bench_person_id,
        prompt=prompt,
        prompt_index=origin.prompt_index or 0,
        chosen=chosen,
        is_general=0 in chosen_ids,
        offers=tuple(bonus.list_offers(context, chosen)),
        work_address=find_work_address(context, typed.email),
    )
    return Replace(_draw_form(context, prefill))


def _find_prompt(opening: Opening, index: int) -> str:
    """The recall prompt at `index`, or "" if the opening was edited and no longer has it."""
    prompts = opening.recall_prompts
    return prompts[index] if 0 <= index < len(prompts) else ""


def open_from_button(context: Context, request: Request) -> Response:
    """Opens the form for the opening whose id is the button's value, or an empty one without it."""
    if not request.value:
        return open_empty_form(context, request)
    opening = openings.find_open_opening(context, button_values.parse_id(request.value))
    return _show_form(context, LeadPrefill(opening))


def open_from_prompt(context: Context, request: Request) -> Response:
    """Opens the form from the button under a recall prompt, and shows the prompt in the form."""
    value = view.parse_prompt(request.value)
    opening = openings.find_open_opening(context, value.opening_id)
    prompt = _find_prompt(opening, value.prompt_index)
    prefill = LeadPrefill(opening, prompt=prompt, prompt_index=value.prompt_index)
    return _show_form(context, prefill)


def open_again(context: Context, request: Request) -> Response:
    """Opens the form to put the candidate of an ended referral forward again.

    It has the name and contact that the actor gave. Raises `NotFoundError` if the candidate is
    erased or the referral does not exist.
    """
    referral, own_endorsement = find_referral_and_own_endorsement(
        context, button_values.parse_id(request.value)
    )
    candidate = referral.candidate
    if candidate.erased_at is not None:
        raise NotFoundError("referral")
    prefill = LeadPrefill(
        name=own_endorsement.candidate_name,
        email=own_endorsement.email or "",
        profile=own_endorsement.profile_url or "",
        relationship=own_endorsement.relationship,
        consent=Consent.AGREED if candidate.consent is Consent.AGREED else view.CONSENT_DEFAULT,
    )
    return _show_form(context, prefill)


def open_from_message(context: Context, request: Request) -> Response:
    """Opens the form with the openings, e-mail address and profile link in a message's text."""
    found: dict[int, Opening] = {}  # by id, because a message may name an opening twice
    for word in _WORD.findall(request.text):
        ref = parse_ref(word.strip(".,:;()*_~`"))
        if ref and len(found) < OPENINGS_PER_LEAD_MAX:
            opening = stored_openings.find_by_ref(context.transaction, context.workspace.id, ref)
            if opening and opening.takes_referrals:
                found[opening.id] = opening
    email, profile = find_contacts(request.text)
    prefill = _prefill(list(found.values()), email=email or "", profile=profile or "")
    return _show_form(context, prefill, list(found.values()))


def _prefill(
    found: Sequence[Opening], *, name: str = "", email: str = "", profile: str = ""
) -> LeadPrefill:
    """The form is about the first opening found. If there are several, all are preselected."""
    opening = found[0] if found else None
    chosen = tuple(found) if len(found) > 1 else None
    return LeadPrefill(opening, name=name, email=email, profile=profile, chosen=chosen)


def _prefill_from_text(text: str, found: Sequence[Opening]) -> LeadPrefill:
    """An e-mail address and a profile link fill their fields, and the other words fill the name.

    A single word with "/" or "@" that is no valid link or address also goes into that field. When
    the form is submitted, the person reads what is wrong with the word.
    """
    email, profile = find_contacts(text)
    if email or profile:
        name = name_beside_contacts(text)
        return _prefill(found, name=name, email=email or "", profile=profile or "")
    is_single_word = " " not in text
    if is_single_word and "/" in text:
        return _prefill(found, profile=text)
    if is_single_word and "@" in text:
        return _prefill(found, email=text)
    return _prefill(found, name=text)


def suggest_openings(context: Context, request: Request) -> Response:
    """Offers openings that have every typed word in their title, team, place or ref."""
    check_may_see_openings(context.actor, context.policy)
    found = stored_openings.search_choices(
        context.transaction, context.workspace.id, request.text, limit=OPTIONS_MAX
    )
    return Choices(view.opening_options(found, general=True))


def submit_leads(context: Context, request: Request) -> Response:
    """Stores a referral for each opening, and shows the acknowledgement in place of the form.

    If a field is refused, the form is stored as a draft, in case the person closes it.
    """
    try:
        leads = view.parse_leads(request.state, request.private_metadata)
    except FormError as error:
        lead_drafts.save(context, view.parse_draft(request.state))
        return Rejected(error)
    lead_drafts.delete(context)
    submitted = referrals.submit_leads(context, leads)
    bench_person_id = view.parse_origin(request.private_metadata).bench_person_id
    if bench_person_id:
        for lead in leads:
            bench.record_referral(context, bench_person_id, lead)
    pages = advocate_pages.load_submitted_pages(context, build_viewer(context), submitted)
    known_ids = {
        each.referral.id for each in submitted if each.result is referrals.LeadResult.KNOWN
    }
    text = acknowledgement.submission_summary(
        tuple(page for page in pages if page.referral.id not in known_ids),
        tuple(page for page in pages if page.referral.id in known_ids),
        work_address=find_work_address(context, leads[0].email),
    )
    open_referrals = [each.referral for each in submitted if not each.referral.ended]
    return Replace(view.lead_stored_modal(text, open_referrals))
