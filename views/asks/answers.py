"""What the asked person sees: who asks, for whom and why; the answers and their forms."""

from __future__ import annotations

from collections.abc import Sequence

from domain.asks import Ask, AskKind, AskState, Decision, VouchText
from domain.errors import FieldError, FormError
from domain.openings import Opening
from domain.pages import NudgeItem, Reader
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
from views.block_kit import Block, context, modal, option, quote, section
from views.form_state import (
    State,
    enum_member,
    selected_user,
    selected_value,
    selected_values,
    text_value,
)
from views.formatting import escape, join_with_and, mention
from views.inputs import checkboxes_input, choice_input, text_input, user_input
from views.nudge_copy import NudgeCopy, leading_date

# Ids; values are "<follow-up id>:<intent id>", as of every nudge
VOUCH = "ask.vouch"
MENTION = "ask.mention"
DECLINE = "ask.decline"
NOT_ME = "ask.not_me"
VOUCH_FORM = "ask.vouch_form"
WORDS_FORM = "ask.words_form"
NOT_ME_FORM = "ask.not_me_form"

_FIXED = ("opening", "name", "email", "profile", "consent")  # of a referral that is there already


def ask_role_name(ask: Ask, *, title: bool = False) -> str:
    """The opening inside a sentence; escaped."""
    return labels.opening_name(ask.opening_ref, ask.opening_title if title else None)


def ask_candidate_name(ask: Ask, longest: int = 200) -> str:
    """The candidate inside a sentence, escaped; once it was forgotten: somebody."""
    return f"*{escape(ask.candidate_name, longest)}*" if ask.candidate_name else "somebody"


def _nudge_sentence(item: NudgeItem, reader: Reader | None) -> str:
    ask = item.ask
    if ask is None:
        return ""
    asker, date, name = mention(ask.asker), leading_date(item, reader), ask_candidate_name(ask, 150)
    if ask.state is AskState.WITHDRAWN:
        return f"{date}{asker} asked you to vouch for somebody."
    if ask.is_own:
        return (
            f"{date}{asker} asked whether you would vouch for them: they would like to move to "
            f"{ask_role_name(ask, title=True)}. It stays between the two of you."
        )
    verb = "introduce" if ask.for_introduction else "vouch for"
    return f"{date}{asker} asked whether you would {verb} {name}, for {ask_role_name(ask, title=True)}."


def _case_blocks(item: NudgeItem) -> list[Block]:
    """The case, while it is open: afterwards it has done its work."""
    ask = item.ask
    if ask is None or not ask.is_open:
        return []
    blocks = [quote(ask.why, 1000)]
    notes = []
    hopes = [labels.COMMITMENT_AS_NOUN[kind] for kind in ask.helps]
    if hopes:
        notes.append(f"Hoped for: {join_with_and(hopes)}.")
    if ask.help_text:
        notes.append(escape(ask.help_text, 600))
    if ask.shared:
        notes.append(f"What you share: {escape(ask.shared, 600)}")
    if notes:
        blocks.append(context(" ".join(notes)))
    if ask.draft:
        blocks += [context("A draft to make your own:"), quote(ask.draft, 1500)]
    return blocks


def _short_case(item: NudgeItem) -> list[Block]:
    return [quote(item.ask.why, 300)] if item.ask is not None and item.ask.is_open else []


def _outcome(item: NudgeItem, _reader: Reader) -> str:
    ask = item.ask
    if ask is None:
        return ""
    asker = mention(ask.asker)
    if ask.state is AskState.VOUCHED and ask.is_own:
        if ask.decision is Decision.GO_AHEAD:
            return f"{asker} went ahead: your words stand behind them. Thank you."
        return f"{asker} has your word. Nobody else sees it until they go ahead. Thank you."
    if ask.state is AskState.NOT_ME and ask.suggested:
        return f"You named {mention(ask.suggested)} instead. Thank you."
    return {
        AskState.VOUCHED: "You vouch for them. Thank you.",
        AskState.MENTION: f"{asker} may say that you know them. Thank you.",
        AskState.NOT_ME: f"You are not the right person; {asker} knows. Thank you.",
        AskState.PASSED: f"You passed; {asker} knows, and no reason was asked for.",
        AskState.CLOSED: "Closed after two weeks. Nothing is needed from you.",
        AskState.OVERTAKEN: "It is decided meanwhile. Nothing is needed from you.",
        AskState.WITHDRAWN: f"{asker} has withdrawn it. Nothing is needed from you.",
        AskState.ASKER_LEFT: f"{asker} is not here any more. Nothing is needed from you.",
    }.get(ask.state, "Settled meanwhile.")


NUDGE_COPY = NudgeCopy(
    _nudge_sentence,
    lambda _: ((VOUCH, "I'll vouch"), (MENTION, "Mention my name"), (DECLINE, "Pass")),
    because="A colleague asked you, and I ask again once at most",
    ends="Pass",
    more=_case_blocks,
    brief=_short_case,
    settled=_outcome,
    rest=((NOT_ME, "Not the right person"),),
)


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
