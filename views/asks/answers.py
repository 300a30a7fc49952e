"""The forms with which a colleague answers an ask, which is a request to vouch for somebody.

The colleague vouches for a candidate, endorses the asker who wants to move, or declines. The
message that brings the ask is in `views.nudges.asks`.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.asks import Ask, AskKind, VouchText
from domain.bonus.pages import BonusOffer
from domain.endorsements import (
    CommitmentKind,
    Conflict,
    Conviction,
    Endorsement,
    Evidence,
    Relationship,
)
from domain.errors import FieldError, FormError
from domain.openings import Opening
from domain.referrals import Consent, Lead, Referral
from views import button_values, endorse, labels, refer
from views.asks.names import ask_candidate_name, ask_role_name
from views.block_kit import Block, context, label_options, modal, section
from views.endorsement_fields import conflicts_input, conviction_input, relationship_input
from views.form_state import (
    State,
    selected_member,
    selected_members,
    selected_user,
    text_value,
)
from views.formatting import mention
from views.inputs import checkboxes_input, text_input, user_input

# The callback ids of the forms, whose private metadata begins with the ask's id.
VOUCH_FORM = "ask.vouch_form"
WORDS_FORM = "ask.words_form"
NOT_ME_FORM = "ask.not_me_form"

# Fields of the lead form that an existing referral has filled already, or that need a new one.
_KNOWN_FIELDS = ("opening", "name", "email", "profile", "consent", "link", "resume")


# I'll vouch -----------------------------------------------------------------------------------


def vouch_form(
    ask: Ask,
    opening: Opening | None,
    offers: Sequence[BonusOffer] = (),
    *,
    takes_files: bool = False,
) -> Block:
    """The lead form, filled with what the asker wrote. `takes_files` adds a field for a file.

    `offers` are the bonuses of the opening. For an ask about an existing referral, the form leaves
    out the fields that the referral has already.
    """
    form = refer.lead_form(
        refer.LeadPrefill(
            opening=opening,
            name=ask.candidate_name,
            email=ask.email or "",
            profile=ask.profile_url or "",
            takes_files=takes_files,
            offers=tuple(offers),
        )
    )
    # With `dispatch_action`, the choice of another opening would redraw this form as the form of a
    # new referral, which does not know the ask.
    fields = [dict(block) for block in form["blocks"]]
    for field in fields:
        field.pop("dispatch_action", None)
    if ask.kind is AskKind.DESK:
        fields = [field for field in fields if field.get("block_id") not in _KNOWN_FIELDS]
    elif ask.opening_id is None:
        for field in fields:
            if field.get("block_id") == "opening":
                field["element"]["initial_options"] = [refer.general_option()]
    candidate, role = ask_candidate_name(ask), ask_role_name(ask)
    next_step = "Next: what you saw."
    if ask.draft:
        next_step = "Next you say what you saw. The draft gets you started."
    return modal(
        VOUCH_FORM,
        "I'll vouch",
        [
            section(f"{candidate} for {role}, as {mention(ask.asker)} asked."),
            *fields,
            context(next_step),
        ],
        submit="Vouch",
        close="Cancel",
        private=f"{ask.id}:{ask.opening_id or refer.GENERAL_REFERRAL}",
    )


def parse_ask_id(private: str) -> int:
    """The ask's id from the private metadata of any form in this file."""
    return button_values.parse_id(private.partition(":")[0])


def parse_vouch(state: State, private: str, ask: Ask) -> tuple[Lead, ...]:
    """The leads in the form. Raises `FormError` if a field is invalid.

    For an ask about an existing referral, the service replaces the contact and the consent by those
    of the referral.
    """
    if ask.kind is not AskKind.DESK:
        return refer.parse_leads(state, private.partition(":")[2])
    relationship = selected_member(state, "relationship", Relationship)
    if relationship is None:
        raise FormError((FieldError("relationship", "empty"),))
    lead = Lead(
        opening_id=ask.opening_id,
        name=ask.candidate_name,
        email=None,
        profile_url=None,
        relationship=relationship,
        consent=Consent.NOT_YET,
    )
    return (lead,)


def endorsement_form(referrals: Sequence[Referral], endorsement: Endorsement, ask: Ask) -> Block:
    """The second page of "I'll vouch": the endorsement form, prefilled with the asker's draft."""
    form = endorse.evidence_form(referrals, endorsement)
    if ask.draft:
        note = f"It starts with the draft from {mention(ask.asker)}. Put it in your own words."
        form["blocks"].insert(1, context(note))
    return form


# An endorsement of a colleague who would like to move --------------------------------------------


def private_endorsement_form(ask: Ask) -> Block:
    """The form in which the asked colleague endorses the asker.

    The endorsement is stored with the ask, and only these two see it until the asker agrees.
    """
    asker, role = mention(ask.asker), ask_role_name(ask)
    return modal(
        WORDS_FORM,
        "I'll vouch",
        [
            section(
                f"For {asker}, who would like to move to {role}. Only the two of you "
                f"know. Your words go to the team when {asker} says so, and under your "
                "name."
            ),
            relationship_input(),
            text_input(
                "saw",
                "What did you see them do?",
                initial=ask.draft,
                multiline=True,
                optional=True,
                hint="It starts with their draft. Put it in your own words." if ask.draft else "",
            ),
            text_input("why", "Why this role?", multiline=True, optional=True),
            conviction_input(),
            checkboxes_input(
                "commitments",
                "What will you do for them?",
                label_options(labels.COMMITMENT),
                initial=[kind.value for kind in ask.helps],
                hint="I'll bring each one back to you once they've gone ahead.",
            ),
            conflicts_input(),
        ],
        submit="Vouch",
        close="Cancel",
        private=f"{ask.id}:",
    )


def parse_private_endorsement(state: State) -> VouchText:
    """Read the submitted form. Raises `FormError` if no relationship is chosen."""
    relationship = selected_member(state, "relationship", Relationship)
    if relationship is None:
        raise FormError((FieldError("relationship", "empty"),))
    return VouchText(
        relationship,
        Evidence(
            saw=text_value(state, "saw"),
            why=text_value(state, "why"),
            conviction=selected_member(state, "conviction", Conviction),
            commitments=selected_members(state, "commitments", CommitmentKind),
            conflicts=selected_members(state, "conflicts", Conflict),
        ),
    )


# Not the right person ----------------------------------------------------------------------------


def not_me_form(ask: Ask) -> Block:
    """The form with which the asked colleague declines, and may suggest someone else."""
    subject = mention(ask.asker) if ask.is_own else ask_candidate_name(ask)
    return modal(
        NOT_ME_FORM,
        "Not the right person",
        [
            section(f"Does someone else know {subject} better? You can leave it empty."),
            user_input(
                "suggested",
                "Who might know them better?",
                optional=True,
                hint="I won't write to them. Whoever asked you decides.",
            ),
        ],
        submit="Send",
        close="Cancel",
        private=f"{ask.id}:",
    )


def parse_not_me(state: State) -> str | None:
    """The user id of the suggested colleague, or None."""
    return selected_user(state, "suggested")
