"""The endorsement in two short steps: what the advocate saw, then what else they put behind it.

Builds the forms and reads what was submitted; block ids are the names of the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.pages import AdvocatePage
from domain.referrals import (
    CommitmentKind,
    CommitmentState,
    Conflict,
    Conviction,
    Endorsement,
    Evidence,
    Referral,
)
from views import block_kit, form_state, inputs, labels
from views.block_kit import Block, option
from views.form_state import State, enum_member
from views.formatting import escape, join_with_and
from views.refer import join_referral_ids

# Ids; values and private data are the ids of referrals of one candidate (`refer.together`)
EVIDENCE_FORM = "endorse.evidence"
MORE = "endorse.more"  # behind three dots only
MORE_FORM = "endorse.more_form"
_TITLE = "Your endorsement"


def evidence_form(referrals: Sequence[Referral], mine: Endorsement) -> Block:
    """The first step, filled with what they said: it is stored when it is submitted.

    For several referrals of one candidate it is said once, and stored with each.
    """
    said = mine.evidence
    roles = join_with_and([labels.role_name(referral) for referral in referrals])
    return block_kit.modal(
        EVIDENCE_FORM,
        _TITLE,
        [
            block_kit.section(
                f"An endorsement is your name behind {escape(mine.candidate_name, 200)} for "
                f"{roles}: what you saw, and why it fits. "
                "Those who answer read it in your words."
            ),
            block_kit.context("Step 1 of 2. It is stored when you press Next; the rest can wait."),
            inputs.text_input(
                "saw",
                "What did you see them do?",
                initial=said.saw,
                multiline=True,
                optional=True,
                placeholder="One thing you watched happen says more than ten adjectives",
            ),
            inputs.text_input(
                "why",
                "Why this role?",
                initial=said.why,
                multiline=True,
                optional=True,
            ),
            inputs.text_input(
                "how_long",
                "When did you work together, and for how long?",
                initial=said.how_long,
                optional=True,
                max_length=200,
            ),
            inputs.choice_input(
                "conviction",
                "How sure are you?",
                [option(key.value, label) for key, label in labels.CONVICTION.items()],
                element_type="radio_buttons",
                initial=said.conviction.value if said.conviction else None,
                hint="Each of the three is welcome. “Worth a look” is read, too.",
            ),
        ],
        submit="Next",
        close="Not now",
        private=join_referral_ids(referrals),
    )


def parse_evidence(state: State, before: Evidence) -> Evidence:
    """What they said before, with this step's answers."""
    return replace(
        before,
        saw=form_state.text_value(state, "saw"),
        why=form_state.text_value(state, "why"),
        how_long=form_state.text_value(state, "how_long")[:200],
        conviction=enum_member(Conviction, form_state.selected_value(state, "conviction")),
    )


_EXAMPLES = (
    ("trust", "Trust", "When did you, or somebody else, rely on them, and what happened?"),
    ("adaptability", "Adaptability", "When did the plan change, and what did they do?"),
    ("lifts", "How they lift a team", "Who got better next to them, and how could one tell?"),
)


def examples_form(page: AdvocatePage) -> Block:
    """The second step: three examples, each optional, and what they will do."""
    said, referrals = page.endorsement.evidence, [each.referral for each in page.all_pages]
    blocks = [
        block_kit.section(
            f"What you said of {escape(page.endorsement.candidate_name, 200)} is stored. Each of these is optional: "
            "one thing that you watched happen, for as many as you can."
        ),
        block_kit.context("Step 2 of 2."),
    ]
    blocks += [
        inputs.text_input(
            name,
            label,
            initial=getattr(said, name),
            placeholder=prompt,
            multiline=True,
            optional=True,
        )
        for name, label, prompt in _EXAMPLES
    ]
    done = [
        {deed.kind for deed in each.commitments if deed.state is CommitmentState.DONE}
        for each in page.all_pages
    ]
    left = [
        kind
        for kind in offerable_commitments(referrals)
        if not all(kind in kinds for kinds in done)
    ]
    if left:
        blocks.append(
            inputs.checkboxes_input(
                "commitments",
                "What will you do for them?",
                [option(kind.value, labels.COMMITMENT[kind]) for kind in left],
                initial=[kind.value for kind in said.commitments],
                hint="I help with each, and bring it back in a few days, twice at most. What you "
                "untick is dropped.",
            )
        )
    blocks += [
        inputs.checkboxes_input(
            "conflicts",
            "Anything the team should know?",
            [option(key.value, label) for key, label in labels.CONFLICT.items()],
            initial=[conflict.value for conflict in said.conflicts],
            hint="It is disclosed, not judged.",
        ),
    ]
    return block_kit.modal(
        MORE_FORM,
        _TITLE,
        blocks,
        submit="Save",
        close="Not now",
        private=join_referral_ids(referrals),
    )


def offerable_commitments(referrals: Sequence[Referral]) -> tuple[CommitmentKind, ...]:
    """Where there is no role yet, there is no hiring manager and nothing to tell a channel of."""
    if any(referral.opening_id is not None for referral in referrals):
        return tuple(CommitmentKind)
    return CommitmentKind.INTRODUCTION, CommitmentKind.INTERVIEW_PREP


def parse_examples(state: State, before: Evidence) -> Evidence:
    """What they said before, with this step's answers; boxes that did not come stay."""
    said = replace(
        before,
        trust=form_state.text_value(state, "trust"),
        adaptability=form_state.text_value(state, "adaptability"),
        lifts=form_state.text_value(state, "lifts"),
    )
    if form_state.has_selection(state, "commitments"):
        offers = (
            enum_member(CommitmentKind, word)
            for word in form_state.selected_values(state, "commitments")
        )
        said = replace(said, commitments=tuple(kind for kind in offers if kind))
    if form_state.has_selection(state, "conflicts"):
        told = (
            enum_member(Conflict, word) for word in form_state.selected_values(state, "conflicts")
        )
        said = replace(said, conflicts=tuple(conflict for conflict in told if conflict))
    return said
