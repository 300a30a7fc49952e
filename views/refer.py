"""Referring somebody: the thirty-second form, and what follows it.

Builds the forms and reads what was submitted; block ids are the names of the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import FieldError, FormError
from domain.openings import NamedOpening, Opening
from domain.referrals import Consent, Lead, Referral, Relationship
from views import block_kit, button_values, form_state, inputs, labels
from views.block_kit import Block, option
from views.contact_fields import parse_contacts
from views.form_state import State, enum_member

# Ids
REFER = "refer"  # a button anywhere; its value is an opening's id, or nothing
COMES_TO_MIND = "refer.comes_to_mind"  # value: "<opening>:<which of its recall prompts>"
SHORTCUT = "refer_someone"
MESSAGE_SHORTCUT = "refer_for_role"
LEAD_FORM = "refer.lead"
PICK_OPENING = "refer.opening"
SAY_MORE = "refer.say_more"  # value: the referral's id

GENERAL = "general"
MOST_OPENINGS = 3
NAME_LIMIT = 300
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
    shown = [opening_option(each) for each in openings[:99]]
    if general:
        shown.append(general_option())
    return shown


def general_option() -> Block:
    return option(GENERAL, "No role yet, but worth having", "A general referral")


def lead_form(prefill: LeadPrefill) -> Block:
    """Four fields make a lead; the rest can wait."""
    asked = [block_kit.quote(prefill.prompt, 400)] if prefill.prompt else []
    return block_kit.modal(
        LEAD_FORM,
        "Refer someone",
        [
            *asked,
            inputs.external_select_input(
                "opening",
                "Opening",
                PICK_OPENING,
                max_selected=MOST_OPENINGS,
                initial=[opening_option(prefill.opening)] if prefill.opening else [],
                placeholder="Type a part of the title, team or ref",
                hint="Up to three, if they suit more than one.",
            ),
            inputs.text_input(
                "name",
                "Candidate's name",
                initial=prefill.name,
                max_length=NAME_LIMIT,
            ),
            inputs.text_input(
                "email",
                "E-mail",
                initial=prefill.email,
                optional=True,
                hint="An e-mail address or a profile link is enough.",
            ),
            inputs.text_input(
                "profile",
                "Profile link",
                initial=prefill.profile,
                optional=True,
                placeholder="linkedin.com/in/… or github.com/…",
            ),
            inputs.choice_input(
                "relationship",
                "How do you know them?",
                [option(key.value, label) for key, label in labels.RELATIONSHIP.items()],
                initial=prefill.relationship.value if prefill.relationship else None,
                placeholder="Choose one",
            ),
            inputs.choice_input(
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
    bad: list[FieldError] = []
    shown = private.partition(":")[0]
    picked = tuple(dict.fromkeys(form_state.selected_values(state, "opening")))
    if not form_state.has_selection(state, "opening") and shown:
        picked = (shown,)
    if not picked:
        bad.append(FieldError("opening", "empty"))
    elif not all(each == GENERAL or button_values.parse_id(each) for each in picked):
        bad.append(FieldError("opening", "unknown"))
    elif GENERAL in picked and len(picked) > 1:
        bad.append(FieldError("opening", "general_alone"))
    elif len(picked) > MOST_OPENINGS:
        bad.append(FieldError("opening", "too_many", str(MOST_OPENINGS)))
    email, profile = parse_contacts(state, bad)
    relationship = enum_member(Relationship, form_state.selected_value(state, "relationship"))
    if relationship is None:
        bad.append(FieldError("relationship", "empty"))
    name = form_state.text_value(state, "name")
    if not name:
        bad.append(FieldError("name", "empty"))
    if email is None and profile is None and not any(b.name in ("email", "profile") for b in bad):
        bad.append(FieldError("email", "no_contact"))
    if bad or relationship is None:
        raise FormError(tuple(bad))
    consent = enum_member(Consent, form_state.selected_value(state, "consent")) or CONSENT_DEFAULT
    return tuple(
        Lead(
            opening_id=None if each == GENERAL else button_values.parse_id(each),
            name=name,
            email=email,
            profile_url=profile,
            relationship=relationship,
            consent=consent,
        )
        for each in picked
    )


def join_referral_ids(referrals: Sequence[Referral]) -> str:
    """Referrals of one candidate as a value: what is said of one is said of all of them."""
    return ",".join(str(referral.id) for referral in referrals)


def parse_referral_ids(value: str) -> tuple[int, ...]:
    """Their ids; a zero for what was never ours."""
    return tuple(button_values.parse_id(each) for each in value.split(",")[:MOST_OPENINGS])


def lead_stored_modal(text: str, open_: Sequence[Referral]) -> Block:
    """After a lead: it is stored; three more minutes make it an endorsement of each open one."""
    blocks = [block_kit.section(text)]
    if open_:
        blocks += [
            block_kit.section(
                "What you saw them do is what makes the difference. It takes about three minutes, "
                "now or later."
            ),
            block_kit.actions(
                block_kit.button("Say more now", SAY_MORE, join_referral_ids(open_), primary=True),
            ),
        ]
    return block_kit.modal("refer.stored", "Thank you", blocks, close="Done")
