"""The form in which someone asks a colleague to vouch.

A choice in "Who is it for?" redraws the form, because the other fields depend on that choice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from domain.asks import (
    OFFERED_HELP,
    AskForm,
    AskKind,
)
from domain.contact import Email, Profile
from domain.endorsements import CommitmentKind
from domain.errors import FieldError, FormError
from domain.limits import (
    ASK_DRAFT_MAX,
    ASK_HELP_MAX,
    ASK_SHARED_MAX,
    ASK_WHY_MAX,
    CANDIDATE_NAME_MAX,
)
from domain.openings import Opening
from domain.referrals import Referral
from views import labels, refer
from views.block_kit import Block, context, modal, option, section
from views.button_values import parse_id
from views.contact_fields import contact_inputs, parse_contact_field
from views.form_state import (
    State,
    has_selection,
    selected_members,
    selected_user,
    selected_value,
    selected_values,
    text_value,
)
from views.formatting import escape
from views.inputs import (
    checkboxes_input,
    choice_input,
    multi_external_select_input,
    text_input,
    user_input,
)

CHANGE_KIND = "ask.about"  # action id of "Who is it for?": a choice in it redraws the form
ASK_FORM = "ask.form"  # callback id

_WANTS_VOUCH, _WANTS_INTRODUCTION = "vouch", "introduction"
# An asker who chooses "Myself" no longer sees these fields. Their values stay in the private
# metadata, in case the asker chooses "Someone I know" again.
_HIDDEN_WHEN_OWN = ("name", "email", "profile")
# The hidden values must be shorter than this, in characters of JSON. Slack allows 3,000 for the
# whole private metadata.
_HIDDEN_VALUES_MAX = 2500


@dataclass(frozen=True, slots=True)
class AskPrefill:
    """The values with which the form opens.

    `asked` is the user id of the colleague, or "". `general` is true if "No role yet" is chosen.
    `referral` is set if the form is opened from the card of a referral. `name`, `email` and
    `profile` are the candidate's. `own_name` is the asker's name, for an ask about themselves.
    `email_unknown` is true if Slack does not tell us the asker's address.
    """

    kind: AskKind = AskKind.COLLEAGUE
    asked: str = ""
    opening: Opening | None = None
    general: bool = False
    referral: Referral | None = None
    name: str = ""
    email: str = ""
    profile: str = ""
    why: str = ""
    shared: str = ""
    helps: tuple[CommitmentKind, ...] = ()
    help_text: str = ""
    draft: str = ""
    own_name: str = ""
    email_unknown: bool = False


def ask_form(prefill: AskPrefill) -> Block:
    """Returns the form. From a referral's card, it has no inputs for candidate and role."""
    blocks: list[Block] = []
    if prefill.referral is not None:
        name = escape(prefill.referral.candidate.name, 200)
        role = labels.role_name(prefill.referral, with_title=True)
        blocks.append(section(f"About *{name}* for {role}."))
    blocks.append(
        user_input(
            "asked",
            "Who do you want to ask?",
            initial=prefill.asked or None,
            hint="They get it in their own hours, and can pass without a reason.",
        )
    )
    if prefill.referral is not None:
        blocks += [_wanted_help_input(prefill), *_reason_inputs(prefill)]
    else:
        blocks += [_kind_input(prefill.kind), *_candidate_inputs(prefill), _opening_input(prefill)]
        blocks += [*_reason_inputs(prefill), *_help_inputs(prefill)]
    blocks.append(
        text_input(
            "draft",
            "A draft they can change",
            initial=prefill.draft,
            multiline=True,
            optional=True,
            max_length=ASK_DRAFT_MAX,
            hint="Their endorsement starts with it, and they make it their own.",
        )
    )
    private = _private_metadata(prefill)
    return modal(ASK_FORM, "Ask a colleague", blocks, submit="Ask", close="Cancel", private=private)


def _reason_inputs(prefill: AskPrefill) -> list[Block]:
    """Inputs for the asker's reasons, and for what candidate and colleague did together."""
    why_label = "Why are they a strong fit?"
    shared_label = "What have they done together?"
    if prefill.kind is AskKind.OWN:
        why_label = "Why would you be a strong fit?"
        shared_label = "What have you two shared?"
    return [
        text_input(
            "why",
            why_label,
            initial=prefill.why,
            multiline=True,
            max_length=ASK_WHY_MAX,
            hint="Your colleague reads it in your words.",
        ),
        text_input(
            "shared",
            shared_label,
            initial=prefill.shared,
            optional=True,
            max_length=ASK_SHARED_MAX,
            placeholder="The payments migration, 2021",
        ),
    ]


def _help_inputs(prefill: AskPrefill) -> list[Block]:
    return [
        checkboxes_input(
            "helps",
            "How can your colleague help?",
            [option(kind.value, labels.COMMITMENT[kind]) for kind in OFFERED_HELP],
            initial=[kind.value for kind in prefill.helps],
            hint="What you hope for. What they do is up to them.",
        ),
        text_input(
            "help_text",
            "Anything else that would help?",
            initial=prefill.help_text,
            optional=True,
            max_length=ASK_HELP_MAX,
        ),
    ]


def _kind_input(kind: AskKind) -> Block:
    block = choice_input(
        "about",
        "Who is it for?",
        [
            option(AskKind.COLLEAGUE.value, "Someone I know"),
            option(AskKind.OWN.value, "Myself: I'd like to move"),
        ],
        element_type="radio_buttons",
        initial=kind.value,
    )
    block["element"]["action_id"] = CHANGE_KIND
    block["dispatch_action"] = True
    return block


def _candidate_inputs(prefill: AskPrefill) -> list[Block]:
    if prefill.kind is AskKind.OWN:
        note = "It stays between the two of you until you say otherwise: nobody else is told."
        own_inputs = [
            text_input(
                "own_name",
                "Your name",
                initial=prefill.own_name,
                max_length=CANDIDATE_NAME_MAX,
                hint="As it should read if you go ahead.",
            )
        ]
        if prefill.email_unknown:
            own_inputs.append(text_input("own_email", "Your e-mail"))
        return [context(note), *own_inputs]
    return [
        text_input("name", "Candidate's name", initial=prefill.name, max_length=CANDIDATE_NAME_MAX),
        *contact_inputs(
            prefill.email, prefill.profile, hint="If you know it. I'll fill it in for them."
        ),
    ]


def _opening_input(prefill: AskPrefill) -> Block:
    initial = [refer.opening_option(prefill.opening)] if prefill.opening else []
    if prefill.general and not initial:
        initial = [refer.general_option()]
    return multi_external_select_input(
        "opening",
        "Opening",
        refer.SELECT_OPENING,
        max_selected=1,
        initial=initial,
        placeholder="Type a part of the title, team or ref",
    )


def _wanted_help_input(prefill: AskPrefill) -> Block:
    wants_introduction = CommitmentKind.INTRODUCTION in prefill.helps
    return choice_input(
        "wants",
        "What do you ask for?",
        [
            option(_WANTS_VOUCH, "A second vouch: what they saw"),
            option(_WANTS_INTRODUCTION, "An introduction"),
        ],
        element_type="radio_buttons",
        initial=_WANTS_INTRODUCTION if wants_introduction else _WANTS_VOUCH,
    )


def _private_metadata(prefill: AskPrefill) -> str:
    """JSON with initial values. Slack sends null for an initial value that was not touched."""
    opening = refer.GENERAL_REFERRAL if prefill.general else ""
    if prefill.opening:
        opening = str(prefill.opening.id)
    metadata: dict[str, Any] = {
        "opening": opening,
        "referral": prefill.referral.id if prefill.referral else 0,
        "asked": prefill.asked,
        "kind": prefill.kind.value,
    }
    if prefill.kind is AskKind.OWN:
        hidden_values = {name: getattr(prefill, name) for name in _HIDDEN_WHEN_OWN}
        if len(json.dumps(hidden_values)) >= _HIDDEN_VALUES_MAX:
            hidden_values = {"name": prefill.name}
        metadata |= hidden_values
    return json.dumps(metadata, ensure_ascii=False)


def _read_private(private: str) -> dict[str, Any]:
    """The values that `_private_metadata` wrote; empty if they cannot be read."""
    try:
        metadata = json.loads(private or "{}")
    except ValueError:
        return {}
    return metadata if isinstance(metadata, dict) else {}


def parse_kind(state: State, private: str) -> AskKind:
    """DESK if the form was opened from a referral's card, else the choice in "Who is it for?"."""
    metadata = _read_private(private)
    if metadata.get("referral"):
        return AskKind.DESK
    value = selected_value(state, "about") or str(metadata.get("kind") or "")
    return AskKind.OWN if value == AskKind.OWN.value else AskKind.COLLEAGUE


def parse_opening_id(state: State, private: str) -> int:
    """The id of the chosen opening; 0 for "No role yet" or no choice."""
    return parse_id(_parse_opening_value(state, private))


def _parse_opening_value(state: State, private: str) -> str:
    """An opening's id, `refer.GENERAL_REFERRAL`, or "" if nothing is chosen."""
    if not has_selection(state, "opening"):
        return str(_read_private(private).get("opening") or "")
    return next(iter(selected_values(state, "opening")), "")


def parse_unfinished(state: State, private: str, opening: Opening | None) -> AskPrefill:
    """The values typed so far, for redrawing the form. `opening` is the chosen one, if any."""
    metadata = _read_private(private)
    candidate = {
        name: text_value(state, name) or str(metadata.get(name) or "") for name in _HIDDEN_WHEN_OWN
    }
    return AskPrefill(
        kind=parse_kind(state, private),
        asked=selected_user(state, "asked") or str(metadata.get("asked") or ""),
        opening=opening,
        general=_parse_opening_value(state, private) == refer.GENERAL_REFERRAL,
        why=text_value(state, "why"),
        shared=text_value(state, "shared"),
        helps=_parse_helps(state),
        help_text=text_value(state, "help_text"),
        draft=text_value(state, "draft"),
        name=candidate["name"],
        email=candidate["email"],
        profile=candidate["profile"],
    )


def _parse_helps(state: State) -> tuple[CommitmentKind, ...]:
    if selected_value(state, "wants") == _WANTS_INTRODUCTION:
        return (CommitmentKind.INTRODUCTION,)
    return selected_members(state, "helps", CommitmentKind)


def parse_ask(state: State, private: str) -> AskForm:
    """Read the submitted form. Raises `FormError` with all missing or invalid fields."""
    metadata = _read_private(private)
    kind = parse_kind(state, private)
    errors: list[FieldError] = []
    opening = _parse_opening_value(state, private)
    if kind is not AskKind.DESK and not opening:
        errors.append(FieldError("opening", "empty"))
    elif opening not in ("", refer.GENERAL_REFERRAL) and not parse_id(opening):
        errors.append(FieldError("opening", "unknown"))
    asked = selected_user(state, "asked") or str(metadata.get("asked") or "")
    if not asked:
        errors.append(FieldError("asked", "empty"))
    email = profile_url = None
    if kind is AskKind.OWN:
        email = parse_contact_field(state, "own_email", Email, errors)
    if kind is AskKind.COLLEAGUE:
        email = parse_contact_field(state, "email", Email, errors)
        profile_url = parse_contact_field(state, "profile", Profile, errors)
        if not text_value(state, "name"):
            errors.append(FieldError("name", "empty"))
    if errors:
        raise FormError(tuple(errors))
    return AskForm(
        kind=kind,
        asked=asked,
        opening_id=parse_id(opening) or None,
        referral_id=parse_id(str(metadata.get("referral") or "")) or None,
        name=text_value(state, "own_name" if kind is AskKind.OWN else "name"),
        email=email,
        profile_url=profile_url,
        why=text_value(state, "why"),
        shared=text_value(state, "shared"),
        helps=_parse_helps(state),
        help_text=text_value(state, "help_text"),
        draft=text_value(state, "draft"),
    )
