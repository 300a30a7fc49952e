"""The lead form, with which a member puts a candidate forward for up to three openings.

A lead is the shortest kind of referral. The file also has the modal that thanks for a lead, and
the options of every select of openings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.bonus.pages import BonusOffer
from domain.endorsements import Relationship
from domain.errors import FieldError, FormError
from domain.limits import CANDIDATE_NAME_MAX, OPENINGS_PER_LEAD_MAX, RECALL_PROMPT_MAX
from domain.openings import NamedOpening, Opening
from domain.referrals import Consent, Lead, Referral
from views import labels
from views.attachment_fields import attachment_inputs, parse_attachment
from views.block_kit import (
    Block,
    actions,
    button,
    fit_options,
    label_options,
    modal,
    option,
    quote,
    section,
)
from views.bonus import offer_blocks
from views.button_values import parse_id
from views.contact_fields import contact_inputs, parse_contacts
from views.endorsement_fields import relationship_input
from views.form_state import (
    State,
    enum_member,
    has_selection,
    selected_member,
    selected_value,
    selected_values,
    text_value,
)
from views.formatting import escape, join_with_and
from views.inputs import choice_input, multi_external_select_input, text_input
from views.notice import draft_notice

REFER = "refer"  # a button in many places; the value is an opening's id, or empty
# A recall prompt is a question in an announcement that brings people to mind.
KNOW_SOMEONE = "refer.comes_to_mind"  # value: "<opening>:<index of its recall prompt>"
REFER_AGAIN = "refer.again"  # value: the id of the actor's ended referral
SHORTCUT = "refer_someone"  # the global shortcut
MESSAGE_SHORTCUT = "refer_for_role"
START_OVER = "refer.start_over"  # has no value
LEAD_FORM = "refer.lead"  # private metadata: "<openings>:<bench person>:<index of the prompt>"
SELECT_OPENING = "refer.opening"
SAY_MORE = "refer.say_more"  # value: as `join_referral_ids` writes it

GENERAL_REFERRAL = "general"  # the value of the option for a referral without an opening
_LEFT_OUT_SHOWN_MAX = 5
_NEEDS_MAX = 700  # how many characters of each text about the opening the form shows
CONSENT_DEFAULT = Consent.WILL_ASK  # preselected, and used if Slack sends no value


@dataclass(frozen=True, slots=True)
class LeadPrefill:
    """The values with which the form opens or is redrawn.

    - `opening`: the opening for which the form was opened, if any.
    - `bench_person_id`: the id of someone on the actor's own bench, or 0.
    - `prompt`: the recall prompt whose button was pressed, or "". `prompt_index` is its index.
    - `chosen`: the openings that are selected when the form is redrawn. None: not redrawn yet.
    - `is_general`: whether the option for a general referral is selected.
    - `is_draft`: whether the values come from a draft.
    - `offers`: the bonuses of the selected openings.
    - `left_out`: the refs of openings that the actor typed beyond the third.
    - `work_address`: the address in `email` if a colleague has it.
    - `link`: where the candidate's CV or portfolio is.
    - `takes_files`: whether the form has an input for a file, which the bot copies.
    """

    opening: Opening | None = None
    name: str = ""
    email: str = ""
    profile: str = ""
    relationship: Relationship | None = None
    bench_person_id: int = 0
    prompt: str = ""
    prompt_index: int = 0
    consent: Consent = CONSENT_DEFAULT
    chosen: tuple[NamedOpening, ...] | None = None
    is_draft: bool = False
    is_general: bool = False
    offers: tuple[BonusOffer, ...] = ()
    left_out: tuple[str, ...] = ()
    work_address: str | None = None
    link: str = ""
    takes_files: bool = False


@dataclass(frozen=True, slots=True)
class PromptValue:
    """The value of "I know someone" under a recall prompt."""

    opening_id: int
    prompt_index: int

    def __str__(self) -> str:
        return f"{self.opening_id}:{self.prompt_index}"


def parse_prompt(value: str) -> PromptValue:
    opening_id, _, prompt_index = value.partition(":")
    return PromptValue(parse_id(opening_id), parse_id(prompt_index))


def opening_option(opening: NamedOpening) -> Block:
    return option(
        str(opening.id), f"{opening.ref} {opening.title}", f"{opening.team}, {opening.place}"
    )


def opening_options(openings: Sequence[NamedOpening], *, general: bool) -> list[Block]:
    """At most 100 options, which is Slack's limit, and as many as fit into an acknowledgement.

    With `general`, the option for a general referral comes last.
    """
    last_options = [general_option()] if general else []
    return fit_options(map(opening_option, openings[:99]), last_options)


def general_option() -> Block:
    return option(GENERAL_REFERRAL, "No role yet, but worth having", "A general referral")


def role_needs(opening: Opening) -> list[Block]:
    """The must-haves and the fit brief of the opening, as they were written, if it has any."""
    ref = escape(opening.ref, 40)
    blocks: list[Block] = []
    for label, text in (
        (f"What *{ref}* needs", opening.must_haves),
        (f"A strong fit for *{ref}*", opening.fit_brief),
    ):
        if text:
            blocks += [section(f"{label}:"), quote(text, _NEEDS_MAX)]
    return blocks


def refer_again_button(referral: Referral) -> Block:
    """For the advocate of a referral that ended without a hire."""
    return button("Put forward for another role", REFER_AGAIN, str(referral.id))


def parse_draft(state: State) -> dict[str, str]:
    """What a draft stores: the typed texts and the selected values, by the name of the field."""
    typed = {name: text_value(state, name) for name in ("name", "email", "profile", "link")}
    selected = {name: selected_value(state, name) or "" for name in ("relationship", "consent")}
    return typed | selected


def prefill_from_draft(draft: Mapping[str, str]) -> LeadPrefill:
    return LeadPrefill(
        name=draft.get("name", ""),
        email=draft.get("email", ""),
        profile=draft.get("profile", ""),
        relationship=enum_member(Relationship, draft.get("relationship")),
        consent=enum_member(Consent, draft.get("consent")) or CONSENT_DEFAULT,
        link=draft.get("link", ""),
        is_draft=True,
    )


def lead_form(prefill: LeadPrefill) -> Block:
    """The form. Only the opening, the name, one contact and the relationship are required."""
    blocks_on_top = [quote(prefill.prompt, RECALL_PROMPT_MAX)] if prefill.prompt else []
    if prefill.is_draft:
        text = "This is what you typed last time and didn't send."
        blocks_on_top.insert(0, draft_notice(text, START_OVER))
    if prefill.opening:
        blocks_on_top += role_needs(prefill.opening)
    return modal(
        LEAD_FORM,
        "Refer someone",
        [
            *blocks_on_top,
            *_left_out_blocks(prefill.left_out),
            *_work_address_blocks(prefill.work_address),
            _opening_input(prefill),
            *offer_blocks(prefill.offers),
            text_input(
                "name",
                "Candidate's name",
                initial=prefill.name,
                max_length=CANDIDATE_NAME_MAX,
            ),
            *contact_inputs(
                prefill.email,
                prefill.profile,
                hint="An e-mail address or a profile link is enough.",
            ),
            relationship_input(prefill.relationship),
            choice_input(
                "consent",
                "Do they know?",
                label_options(labels.CONSENT),
                element_type="radio_buttons",
                initial=prefill.consent.value,
                hint="A CV travels only with the candidate's agreement.",
            ),
            *attachment_inputs(prefill.link, takes_files=prefill.takes_files),
        ],
        submit="Refer",
        close="Cancel",
        private=_private_metadata(prefill),
    )


def _left_out_blocks(refs: tuple[str, ...]) -> list[Block]:
    if not refs:
        return []
    left_out = join_with_and([escape(ref, 40) for ref in refs[:_LEFT_OUT_SHOWN_MAX]])
    return [section(f"Three at a time: I've left out {left_out}. You can send a second form.")]


def _work_address_blocks(email: str | None) -> list[Block]:
    if email is None:
        return []
    text = (
        f"{escape(email, 254)} is a work address here. You can put a colleague forward who would "
        "like to move. To ask a colleague about someone else, type `/refer ask`."
    )
    return [section(text)]


def _opening_input(prefill: LeadPrefill) -> Block:
    """The select of openings. Each choice redraws the form, which shows the openings' bonuses."""
    block = multi_external_select_input(
        "opening",
        "Opening",
        SELECT_OPENING,
        max_selected=OPENINGS_PER_LEAD_MAX,
        initial=_chosen_options(prefill),
        placeholder="Type a part of the title, team or ref",
        hint="Up to three, if they suit more than one.",
    )
    return block | {"dispatch_action": True}


def _chosen_options(prefill: LeadPrefill) -> list[Block]:
    chosen = prefill.chosen
    if chosen is None:
        chosen = (prefill.opening,) if prefill.opening else ()
    options = [opening_option(opening) for opening in chosen]
    return [*options, general_option()] if prefill.is_general else options


def _private_metadata(prefill: LeadPrefill) -> str:
    """What `parse_origin` reads. Parts at the end that say nothing are left out."""
    first = (prefill.opening,) if prefill.opening else ()
    ids = dict.fromkeys(str(opening.id) for opening in (*first, *(prefill.chosen or ())))
    openings = ",".join(ids)
    if prefill.prompt:
        return f"{openings}:{prefill.bench_person_id}:{prefill.prompt_index}"
    return f"{openings}:{prefill.bench_person_id}" if prefill.bench_person_id else openings


@dataclass(frozen=True, slots=True)
class FormOrigin:
    """From where the form was opened: an opening, someone on the bench, a prompt.

    A missing id is 0.
    """

    opening_id: int
    bench_person_id: int
    prompt_index: int | None


def parse_origin(private: str) -> FormOrigin:
    """Read the private metadata of the form, in which the later parts may be missing."""
    openings, bench_person_id, prompt = (*private.split(":"), "", "")[:3]
    first_opening_id, _, _ = openings.partition(",")
    return FormOrigin(
        opening_id=parse_id(first_opening_id),
        bench_person_id=parse_id(bench_person_id),
        prompt_index=parse_id(prompt) if prompt else None,
    )


def parse_chosen_ids(state: State) -> tuple[int, ...]:
    """The ids of the chosen openings; 0 stands for a general referral."""
    return tuple(map(parse_id, selected_values(state, "opening")))[:OPENINGS_PER_LEAD_MAX]


def parse_typed(state: State) -> LeadPrefill:
    """The values typed so far, to redraw the form with them."""
    return LeadPrefill(
        name=text_value(state, "name"),
        email=text_value(state, "email"),
        profile=text_value(state, "profile"),
        relationship=selected_member(state, "relationship", Relationship),
        consent=selected_member(state, "consent", Consent) or CONSENT_DEFAULT,
        link=text_value(state, "link"),
    )


def parse_leads(state: State, private: str) -> tuple[Lead, ...]:
    """One lead for each chosen opening. Raises `FormError` with all invalid fields."""
    errors: list[FieldError] = []
    choices = _parse_openings(state, private, errors)
    email, profile_url = parse_contacts(state, errors)
    relationship = selected_member(state, "relationship", Relationship)
    if relationship is None:
        errors.append(FieldError("relationship", "empty"))
    name = text_value(state, "name")
    if not name:
        errors.append(FieldError("name", "empty"))
    has_contact = email is not None or profile_url is not None
    contact_is_invalid = any(error.name in ("email", "profile") for error in errors)
    if not has_contact and not contact_is_invalid:
        errors.append(FieldError("email", "no_contact"))
    consent = selected_member(state, "consent", Consent) or CONSENT_DEFAULT
    attachment = parse_attachment(state, consent, errors)
    if errors or relationship is None:
        raise FormError(tuple(errors))
    return tuple(
        Lead(
            opening_id=None if choice == GENERAL_REFERRAL else parse_id(choice),
            name=name,
            email=email,
            profile_url=profile_url,
            relationship=relationship,
            consent=consent,
            attachment=attachment,
        )
        for choice in choices
    )


def _parse_openings(state: State, private: str, errors: list[FieldError]) -> tuple[str, ...]:
    """The values of the chosen options. An error about them is added to `errors`.

    Slack may send no value for an input that was not touched. Then the openings in the private
    metadata, with which the form was opened, are the choice.
    """
    if has_selection(state, "opening"):
        choices = tuple(dict.fromkeys(selected_values(state, "opening")))
    else:
        choices = tuple(filter(None, private.partition(":")[0].split(",")))
    if not choices:
        errors.append(FieldError("opening", "empty"))
    elif not all(choice == GENERAL_REFERRAL or parse_id(choice) for choice in choices):
        errors.append(FieldError("opening", "unknown"))
    elif GENERAL_REFERRAL in choices and len(choices) > 1:
        errors.append(FieldError("opening", "general_alone"))
    elif len(choices) > OPENINGS_PER_LEAD_MAX:
        errors.append(FieldError("opening", "too_many", str(OPENINGS_PER_LEAD_MAX)))
    return choices


def join_referral_ids(referrals: Sequence[Referral]) -> str:
    """A button's value: the ids of one candidate's referrals, which are endorsed together."""
    return ",".join(str(referral.id) for referral in referrals)


def parse_referral_ids(value: str) -> tuple[int, ...]:
    return tuple(parse_id(part) for part in value.split(",")[:OPENINGS_PER_LEAD_MAX])


def lead_stored_modal(text: str, referrals: Sequence[Referral]) -> Block:
    """Thanks for a lead. `referrals` are those still open: a button offers to say more of them."""
    blocks = [section(text)]
    if referrals:
        blocks += [
            section(
                "What you saw them do makes the difference. It takes about three "
                "minutes, now or later."
            ),
            actions(
                button("Say more now", SAY_MORE, join_referral_ids(referrals), primary=True),
            ),
        ]
    return modal("refer.stored", "Thank you", blocks, close="Done")
