"""The builder of an ask: the form, and what was submitted in it. Block ids name the fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from domain.asks import (
    DRAFT_MAX,
    HELP_MAX,
    NAME_MAX,
    OFFERED_HELP,
    SHARED_MAX,
    WHY_MAX,
    AskForm,
    AskKind,
)
from domain.contact import ContactError, Email, parse_contact
from domain.errors import FieldError, FormError
from domain.openings import Opening
from domain.referrals import CommitmentKind, Referral
from views import block_kit, button_values, form_state, inputs, labels, refer
from views.block_kit import Block, option
from views.form_state import State
from views.formatting import escape

# Ids
ABOUT = "ask.about"  # for whom, in the form: choosing it brings the fields
FORM = "ask.form"

_WANTS_VOUCH, _WANTS_INTRODUCTION = "vouch", "introduction"
_HIDDEN_WHEN_OWN = (
    "name",
    "email",
    "profile",
)  # not shown while the ask is for oneself, and not lost

_PRIVATE_MAX = 2500  # Slack takes 3,000 characters of private metadata


@dataclass(frozen=True, slots=True)
class AskPrefill:
    """What is known before the form opens. `referral` where it is asked from a card."""

    kind: AskKind = AskKind.COLLEAGUE
    asked: str = ""
    opening: Opening | None = None
    general: bool = False  # no role yet, chosen as such
    referral: Referral | None = None
    name: str = ""
    email: str = ""
    profile: str = ""
    why: str = ""
    shared: str = ""
    helps: tuple[CommitmentKind, ...] = ()
    help_text: str = ""
    draft: str = ""
    own_name: str = ""  # the asker's, as it would stand
    email_unknown: bool = False  # Slack does not tell us the asker's own address


def ask_form(known: AskPrefill) -> Block:
    """Whom, about whom, which role, why, what was shared, how to help, a draft."""
    own, desk = known.kind is AskKind.OWN, known.referral is not None
    blocks: list[Block] = []
    if known.referral is not None:
        name = escape(known.referral.candidate.name, 200)
        blocks.append(
            block_kit.section(f"About *{name}* for {labels.role_name(known.referral, title=True)}.")
        )
    blocks.append(
        inputs.user_input(
            "asked",
            "Whom do you ask?",
            initial=known.asked or None,
            hint="They get it in their own hours, and can pass without a reason.",
        )
    )
    if not desk:
        blocks += [_kind_input(known.kind), *_candidate_inputs(known), _opening_input(known)]
    else:
        blocks.append(_request_input(known))
    blocks += [
        inputs.text_input(
            "why",
            "Why would you be a strong fit?" if own else "Why are they a strong fit?",
            initial=known.why,
            multiline=True,
            max_length=WHY_MAX,
            hint="Your colleague reads it as you write it.",
        ),
        inputs.text_input(
            "shared",
            "What have you two shared?" if own else "What has your colleague shared with them?",
            initial=known.shared,
            optional=True,
            max_length=SHARED_MAX,
            placeholder="The payments migration, 2021",
        ),
    ]
    if not desk:
        blocks += [
            inputs.checkboxes_input(
                "helps",
                "How can your colleague help?",
                [option(kind.value, labels.COMMITMENT[kind]) for kind in OFFERED_HELP],
                initial=[kind.value for kind in known.helps],
                hint="What you hope for; what they do is theirs to choose.",
            ),
            inputs.text_input(
                "help_text",
                "Anything else that would help?",
                initial=known.help_text,
                optional=True,
                max_length=HELP_MAX,
            ),
        ]
    blocks.append(
        inputs.text_input(
            "draft",
            "A draft that they may tailor",
            initial=known.draft,
            multiline=True,
            optional=True,
            max_length=DRAFT_MAX,
            hint="Their endorsement begins with it, and ends in their own words.",
        )
    )
    return block_kit.modal(
        FORM,
        "Ask a colleague",
        blocks,
        submit="Ask",
        close="Cancel",
        private=_private_metadata(known),
    )


def _kind_input(kind: AskKind) -> Block:
    block = inputs.choice_input(
        "about",
        "For whom?",
        [
            option(AskKind.COLLEAGUE.value, "Somebody I know"),
            option(AskKind.OWN.value, "Myself: I would like to move"),
        ],
        element_type="radio_buttons",
        initial=kind.value,
    )
    block["element"]["action_id"] = ABOUT
    block["dispatch_action"] = True
    return block


def _candidate_inputs(known: AskPrefill) -> list[Block]:
    if known.kind is AskKind.OWN:
        note = "It stays between the two of you until you say otherwise: nobody else is told."
        mine = [
            inputs.text_input(
                "own_name",
                "Your name",
                initial=known.own_name,
                max_length=NAME_MAX,
                hint="As it should stand if you go ahead.",
            )
        ]
        if known.email_unknown:
            mine.append(inputs.text_input("own_email", "Your e-mail"))
        return [block_kit.context(note), *mine]
    return [
        inputs.text_input("name", "Candidate's name", initial=known.name, max_length=NAME_MAX),
        inputs.text_input(
            "email",
            "E-mail",
            initial=known.email,
            optional=True,
            hint="If you know it: it is filled in for them.",
        ),
        inputs.text_input(
            "profile",
            "Profile link",
            initial=known.profile,
            optional=True,
            placeholder="linkedin.com/in/… or github.com/…",
        ),
    ]


def _opening_input(known: AskPrefill) -> Block:
    initial = [refer.opening_option(known.opening)] if known.opening else []
    if known.general and not initial:
        initial = [refer.general_option()]
    return inputs.external_select_input(
        "opening",
        "Opening",
        refer.PICK_OPENING,
        max_selected=1,
        initial=initial,
        placeholder="Type a part of the title, team or ref",
    )


def _request_input(known: AskPrefill) -> Block:
    introduction = CommitmentKind.INTRODUCTION in known.helps
    return inputs.choice_input(
        "wants",
        "What do you ask for?",
        [
            option(_WANTS_VOUCH, "A second vouch: what they saw"),
            option(_WANTS_INTRODUCTION, "An introduction"),
        ],
        element_type="radio_buttons",
        initial=_WANTS_INTRODUCTION if introduction else _WANTS_VOUCH,
    )


def _private_metadata(known: AskPrefill) -> str:
    """What the form cannot hold itself: Slack may send an untouched input as null."""
    kept: dict[str, Any] = {
        "opening": str(known.opening.id) if known.opening else refer.GENERAL * known.general,
        "referral": known.referral.id if known.referral else 0,
        "asked": known.asked,
        "kind": known.kind.value,
    }
    if known.kind is AskKind.OWN:
        theirs = {name: getattr(known, name) for name in _HIDDEN_WHEN_OWN}
        kept |= theirs if len(json.dumps(theirs)) < _PRIVATE_MAX else {"name": known.name}
    return json.dumps(kept, ensure_ascii=False)


def _read_private(private: str) -> dict[str, Any]:
    try:
        kept = json.loads(private or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def parse_kind(state: State, private: str) -> AskKind:
    kept = _read_private(private)
    if kept.get("referral"):
        return AskKind.DESK
    chosen = form_state.selected_value(state, "about") or str(kept.get("kind") or "")
    return AskKind.OWN if chosen == AskKind.OWN.value else AskKind.COLLEAGUE


def parse_opening_choice(state: State, private: str) -> str:
    """An opening's id, "general", or nothing."""
    if not form_state.has_selection(state, "opening"):
        return str(_read_private(private).get("opening") or "")
    return next(iter(form_state.selected_values(state, "opening")), "")


def parse_unfinished(state: State, private: str, opening: Opening | None) -> AskPrefill:
    """The form as it stands, for when it is drawn anew: nothing typed is lost."""
    kept = _read_private(private)
    text = {
        name: form_state.text_value(state, name) or str(kept.get(name) or "")
        for name in _HIDDEN_WHEN_OWN
    }
    return AskPrefill(
        kind=parse_kind(state, private),
        asked=form_state.selected_user(state, "asked") or str(kept.get("asked") or ""),
        opening=opening,
        general=parse_opening_choice(state, private) == refer.GENERAL,
        why=form_state.text_value(state, "why"),
        shared=form_state.text_value(state, "shared"),
        helps=_parse_helps(state),
        help_text=form_state.text_value(state, "help_text"),
        draft=form_state.text_value(state, "draft"),
        name=text["name"],
        email=text["email"],
        profile=text["profile"],
    )


def _parse_helps(state: State) -> tuple[CommitmentKind, ...]:
    if form_state.selected_value(state, "wants") == _WANTS_INTRODUCTION:
        return (CommitmentKind.INTRODUCTION,)
    ticked = (
        form_state.enum_member(CommitmentKind, word)
        for word in form_state.selected_values(state, "helps")
    )
    return tuple(kind for kind in ticked if kind is not None)


def parse_ask(state: State, private: str) -> AskForm:
    """What the form says; raises `FormError` with everything that cannot be read."""
    kept, kind = _read_private(private), parse_kind(state, private)
    bad: list[FieldError] = []
    opening = parse_opening_choice(state, private)
    if kind is not AskKind.DESK and not opening:
        bad.append(FieldError("opening", "empty"))
    elif opening not in ("", refer.GENERAL) and not button_values.parse_id(opening):
        bad.append(FieldError("opening", "unknown"))
    asked = form_state.selected_user(state, "asked") or str(kept.get("asked") or "")
    if not asked:
        bad.append(FieldError("asked", "empty"))
    email = profile = None
    if kind is AskKind.OWN:
        email = _parse_contact(state, "own_email", "email", bad)
    if kind is AskKind.COLLEAGUE:
        email = _parse_contact(state, "email", "email", bad)
        profile = _parse_contact(state, "profile", "profile", bad)
        if not form_state.text_value(state, "name"):
            bad.append(FieldError("name", "empty"))
    if bad:
        raise FormError(tuple(bad))
    return AskForm(
        kind=kind,
        asked=asked,
        opening_id=button_values.parse_id(opening) or None,
        referral_id=button_values.parse_id(str(kept.get("referral") or "")) or None,
        name=form_state.text_value(state, "own_name" if kind is AskKind.OWN else "name"),
        email=email,
        profile_url=profile,
        why=form_state.text_value(state, "why"),
        shared=form_state.text_value(state, "shared"),
        helps=_parse_helps(state),
        help_text=form_state.text_value(state, "help_text"),
        draft=form_state.text_value(state, "draft"),
    )


def _parse_contact(state: State, field: str, what: str, bad: list[FieldError]) -> str | None:
    """`what` is "email" or "profile"; what cannot be read is told at the field."""
    text = form_state.text_value(state, field)
    if not text:
        return None
    try:
        contact = parse_contact(text)
    except ContactError:
        bad.append(FieldError(field, f"bad_{what}"))
        return None
    if isinstance(contact, Email) is not (what == "email"):
        bad.append(FieldError(field, f"not_{what}"))
        return None
    return contact.value
