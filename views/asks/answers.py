"""What the asked person sees: who asks, for whom and why; the answers and their forms."""

from __future__ import annotations

from collections.abc import Sequence

from domain.asks import Ask, AskKind, VouchText
from domain.errors import FieldError, FormError
from domain.openings import Opening
from domain.referrals import (
    CommitmentKind,
    Conflict,
    Consent,
    Conviction,
    Endorsement,
    Evidence,
    Lead,
    Referral,
    Relationship,
)
from views import button_values, endorse, labels, refer
from views.asks.names import ask_candidate_name, ask_role_name
from views.block_kit import Block, context, modal, option, section
from views.form_state import (
    State,
    enum_member,
    selected_user,
    selected_value,
    selected_values,
    text_value,
)
from views.formatting import mention
from views.inputs import checkboxes_input, choice_input, text_input, user_input

# Callback ids; the private metadata begins with the ask's id.
VOUCH_FORM = "ask.vouch_form"
WORDS_FORM = "ask.words_form"
NOT_ME_FORM = "ask.not_me_form"

_FIXED = ("opening", "name", "email", "profile", "consent")  # of a referral that is there already


# I'll vouch -----------------------------------------------------------------------------------


def vouch_form(ask: Ask, opening: Opening | None) -> Block:
    """The lead form, filled with what the asker wrote; of a known referral only what is missing."""
    form = refer.lead_form(
        refer.LeadPrefill(opening, ask.candidate_name, ask.email or "", ask.profile_url or "")
    )
    fields = form["blocks"]
    if ask.kind is AskKind.DESK:
        fields = [field for field in fields if field.get("block_id") not in _FIXED]
    elif ask.opening_id is None:
        for field in fields:
            if field.get("block_id") == "opening":
                field["element"]["initial_options"] = [refer.general_option()]
    lead_in = (
        f"{ask_candidate_name(ask, 200)} for {ask_role_name(ask)}, as {mention(ask.asker)} asked."
    )
    next_step = "After this you say what you saw; the draft is there to begin with."
    return modal(
        VOUCH_FORM,
        "I'll vouch",
        [
            section(lead_in),
            *fields,
            context(next_step if ask.draft else "Next: what you saw."),
        ],
        submit="Vouch",
        close="Cancel",
        private=f"{ask.id}:{ask.opening_id or refer.GENERAL}",
    )


def parse_ask_id(private: str) -> int:
    """The ask's id, from a form's private metadata."""
    return button_values.parse_id(private.partition(":")[0])


def parse_vouch(state: State, private: str, ask: Ask) -> tuple[Lead, ...]:
    """Raises `FormError`. What the referral knows already is taken from there by the service."""
    if ask.kind is not AskKind.DESK:
        return refer.parse_leads(state, private.partition(":")[2])
    relationship = enum_member(Relationship, selected_value(state, "relationship"))
    if relationship is None:
        raise FormError((FieldError("relationship", "empty"),))
    return (Lead(ask.opening_id, ask.candidate_name, None, None, relationship, Consent.NOT_YET),)


def endorsement_form(referrals: Sequence[Referral], endorsement: Endorsement, ask: Ask) -> Block:
    """The second step: the endorsement, begun with the draft."""
    form = endorse.evidence_form(referrals, endorsement)
    if ask.draft:
        note = f"It begins with the draft of {mention(ask.asker)}. Make it your own words."
        form["blocks"].insert(1, context(note))
    return form


# A word for a colleague who would like to move ---------------------------------------------------


def private_endorsement_form(ask: Ask) -> Block:
    """What the asked person would say; kept with the ask, and seen by nobody else."""
    asker = mention(ask.asker)
    return modal(
        WORDS_FORM,
        "I'll vouch",
        [
            section(
                f"For {asker}, who would like to move to {ask_role_name(ask)}. Only you and they know. "
                f"Your words go further when {asker} says so, and under your name."
            ),
            choice_input(
                "relationship",
                "How do you know them?",
                [option(key.value, label) for key, label in labels.RELATIONSHIP.items()],
                placeholder="Choose one",
            ),
            text_input(
                "saw",
                "What did you see them do?",
                initial=ask.draft,
                multiline=True,
                optional=True,
                hint="It begins with their draft. Make it your own words." if ask.draft else "",
            ),
            text_input("why", "Why this role?", multiline=True, optional=True),
            choice_input(
                "conviction",
                "How sure are you?",
                [option(key.value, label) for key, label in labels.CONVICTION.items()],
                element_type="radio_buttons",
            ),
            checkboxes_input(
                "commitments",
                "What will you do for them?",
                [option(key.value, label) for key, label in labels.COMMITMENT.items()],
                initial=[kind.value for kind in ask.helps],
                hint="I bring each one back to you once they have gone ahead.",
            ),
            checkboxes_input(
                "conflicts",
                "Anything the team should know?",
                [option(key.value, label) for key, label in labels.CONFLICT.items()],
                hint="It is disclosed, not judged.",
            ),
        ],
        submit="Vouch",
        close="Cancel",
        private=f"{ask.id}:",
    )


def parse_private_endorsement(state: State) -> VouchText:
    relationship = enum_member(Relationship, selected_value(state, "relationship"))
    if relationship is None:
        raise FormError((FieldError("relationship", "empty"),))
    return VouchText(
        relationship,
        Evidence(
            saw=text_value(state, "saw"),
            why=text_value(state, "why"),
            conviction=enum_member(Conviction, selected_value(state, "conviction")),
            commitments=tuple(
                kind
                for word in selected_values(state, "commitments")
                if (kind := enum_member(CommitmentKind, word))
            ),
            conflicts=tuple(
                conflict
                for word in selected_values(state, "conflicts")
                if (conflict := enum_member(Conflict, word))
            ),
        ),
    )


# Not the right person ----------------------------------------------------------------------------


def not_me_form(ask: Ask) -> Block:
    subject = mention(ask.asker) if ask.is_own else f"{ask_candidate_name(ask, 200)}"
    return modal(
        NOT_ME_FORM,
        "Not the right person",
        [
            section(f"Does somebody else know {subject} better? You may leave it empty."),
            user_input(
                "suggested",
                "Who might know them better?",
                optional=True,
                hint="They are not written to. Whoever asked you decides.",
            ),
        ],
        submit="Send",
        close="Cancel",
        private=f"{ask.id}:",
    )


def parse_not_me(state: State) -> str | None:
    return selected_user(state, "suggested")
