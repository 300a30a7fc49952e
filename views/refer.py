"""Referring somebody: the thirty-second form, and what follows it.

Builds the forms and reads what was submitted; block ids are the names of the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import FieldError, FormError
from domain.limits import CANDIDATE_NAME_MAX, OPENINGS_PER_LEAD_MAX
from domain.openings import NamedOpening, Opening
from domain.referrals import Consent, Lead, Referral, Relationship
from views import button_values, labels
from views.block_kit import Block, actions, button, modal, option, quote, section
from views.contact_fields import parse_contacts
from views.form_state import (
    State,
    enum_member,
    has_selection,
    selected_value,
    selected_values,
    text_value,
)
from views.inputs import choice_input, external_select_input, text_input

# Ids
REFER = "refer"  # a button anywhere; its value is an opening's id, or nothing
COMES_TO_MIND = "refer.comes_to_mind"  # value: "<opening>:<which of its recall prompts>"
SHORTCUT = "refer_someone"
MESSAGE_SHORTCUT = "refer_for_role"
LEAD_FORM = "refer.lead"
PICK_OPENING = "refer.opening"
SAY_MORE = "refer.say_more"  # value: the referral's id

GENERAL = "general"
CONSENT_DEFAULT = Consent.WILL_ASK  # preselected: an untouched input may come back as null


@dataclass(frozen=True, slots=True)
class LeadPrefill:
    """What is known before the form opens."""

    opening: Opening | None = None
    name: str = ""
    email: str = ""
    profile: str = ""
    relationship: Relationship | None = None
    bench_person: int = 0  # on the actor's own bench
    prompt: str = ""  # the recall question that brought somebody to mind


def opening_option(opening: NamedOpening) -> Block:
    return option(
        str(opening.id), f"{opening.ref} {opening.title}", f"{opening.team}, {opening.place}"
    )


def opening_options(openings: Sequence[NamedOpening], *, general: bool) -> list[Block]:
    """At most 100 options: Slack's limit. The general referral comes last."""
    options = [opening_option(opening) for opening in openings[:99]]
    if general:
        options.append(general_option())
    return options


def general_option() -> Block:
    return option(GENERAL, "No role yet, but worth having", "A general referral")


def lead_form(prefill: LeadPrefill) -> Block:
    """Four fields make a lead; the rest can wait."""
    prompt_blocks = [quote(prefill.prompt, 400)] if prefill.prompt else []
    return modal(
        LEAD_FORM,
        "Refer someone",
        [
            *prompt_blocks,
            external_select_input(
                "opening",
                "Opening",
                PICK_OPENING,
                max_selected=OPENINGS_PER_LEAD_MAX,
                initial=[opening_option(prefill.opening)] if prefill.opening else [],
                placeholder="Type a part of the title, team or ref",
                hint="Up to three, if they suit more than one.",
            ),
            text_input(
                "name",
                "Candidate's name",
                initial=prefill.name,
                max_length=CANDIDATE_NAME_MAX,
            ),
            text_input(
                "email",
                "E-mail",
                initial=prefill.email,
                optional=True,
                hint="An e-mail address or a profile link is enough.",
            ),
            text_input(
                "profile",
                "Profile link",
                initial=prefill.profile,
                optional=True,
                placeholder="linkedin.com/in/… or github.com/…",
            ),
            choice_input(
                "relationship",
                "How do you know them?",
                [option(key.value, label) for key, label in labels.RELATIONSHIP.items()],
                initial=prefill.relationship.value if prefill.relationship else None,
                placeholder="Choose one",
            ),
            choice_input(
                "consent",
                "Do they know?",
                [option(key.value, label) for key, label in labels.CONSENT.items()],
                element_type="radio_buttons",
                initial=CONSENT_DEFAULT.value,
                hint="A CV travels only with the candidate's agreement.",
            ),
        ],
        submit="Refer",
        close="Cancel",
        private=_private_metadata(prefill),
    )


def _private_metadata(prefill: LeadPrefill) -> str:
    """ "<opening>:<bench person>"; either may be empty."""
    opening = str(prefill.opening.id) if prefill.opening else ""
    return f"{opening}:{prefill.bench_person}" if prefill.bench_person else opening


def parse_bench_person(private: str) -> int:
    """Whom the form was opened for from the actor's bench; 0 for nobody."""
    return button_values.parse_id(private.partition(":")[2])


def parse_leads(state: State, private: str) -> tuple[Lead, ...]:
    """What the form says, a lead for each opening; raises `FormError` with all that is wrong.

    `private` begins with the opening that was filled in: an untouched input may come as null.
    """
    errors: list[FieldError] = []
    prefilled = private.partition(":")[0]
    choices = tuple(dict.fromkeys(selected_values(state, "opening")))
    if not has_selection(state, "opening") and prefilled:
        choices = (prefilled,)
    if not choices:
        errors.append(FieldError("opening", "empty"))
    elif not all(choice == GENERAL or button_values.parse_id(choice) for choice in choices):
        errors.append(FieldError("opening", "unknown"))
    elif GENERAL in choices and len(choices) > 1:
        errors.append(FieldError("opening", "general_alone"))
    elif len(choices) > OPENINGS_PER_LEAD_MAX:
        errors.append(FieldError("opening", "too_many", str(OPENINGS_PER_LEAD_MAX)))
    email, profile_url = parse_contacts(state, errors)
    relationship = enum_member(Relationship, selected_value(state, "relationship"))
    if relationship is None:
        errors.append(FieldError("relationship", "empty"))
    name = text_value(state, "name")
    if not name:
        errors.append(FieldError("name", "empty"))
    if (
        email is None
        and profile_url is None
        and not any(error.name in ("email", "profile") for error in errors)
    ):
        errors.append(FieldError("email", "no_contact"))
    if errors or relationship is None:
        raise FormError(tuple(errors))
    consent = enum_member(Consent, selected_value(state, "consent")) or CONSENT_DEFAULT
    return tuple(
        Lead(
            opening_id=None if choice == GENERAL else button_values.parse_id(choice),
            name=name,
            email=email,
            profile_url=profile_url,
            relationship=relationship,
            consent=consent,
        )
        for choice in choices
    )


def join_referral_ids(referrals: Sequence[Referral]) -> str:
    """Referrals of one candidate as a value: what is said of one is said of all of them."""
    return ",".join(str(referral.id) for referral in referrals)


def parse_referral_ids(value: str) -> tuple[int, ...]:
    """Their ids; a zero for what was never ours."""
    return tuple(button_values.parse_id(part) for part in value.split(",")[:OPENINGS_PER_LEAD_MAX])


def lead_stored_modal(text: str, referrals: Sequence[Referral]) -> Block:
    """After a lead: it is stored; three more minutes make it an endorsement of each open one."""
    blocks = [section(text)]
    if referrals:
        blocks += [
            section(
                "What you saw them do is what makes the difference. It takes about three minutes, "
                "now or later."
            ),
            actions(
                button("Say more now", SAY_MORE, join_referral_ids(referrals), primary=True),
            ),
        ]
    return modal("refer.stored", "Thank you", blocks, close="Done")
