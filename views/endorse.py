"""The endorsement in two short steps: what the advocate saw, then what else they put behind it.

Builds the forms and reads what was submitted; block ids are the names of the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.limits import HOW_LONG_MAX
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
from views import labels
from views.block_kit import Block, context, label_options, modal, option, section
from views.form_state import (
    State,
    enum_member,
    has_selection,
    selected_member,
    selected_values,
    text_value,
)
from views.formatting import escape, join_with_and
from views.inputs import checkboxes_input, choice_input, text_input
from views.refer import join_referral_ids

# Ids; values and private data are the ids of referrals of one candidate (`refer.together`)
EVIDENCE_FORM = "endorse.evidence"
MORE = "endorse.more"  # behind three dots only
MORE_FORM = "endorse.more_form"
_TITLE = "Your endorsement"


def evidence_form(referrals: Sequence[Referral], endorsement: Endorsement) -> Block:
    """The first step, filled with what they said: it is stored when it is submitted.

    For several referrals of one candidate it is said once, and stored with each.
    """
    evidence = endorsement.evidence
    roles = join_with_and([labels.role_name(referral) for referral in referrals])
    return modal(
        EVIDENCE_FORM,
        _TITLE,
        [
            section(
                f"An endorsement is your name behind {escape(endorsement.candidate_name, 200)} for "
                f"{roles}: what you saw, and why it fits. "
                "Those who answer read it in your words."
            ),
            context("Step 1 of 2. It is stored when you press Next; the rest can wait."),
            text_input(
                "saw",
                "What did you see them do?",
                initial=evidence.saw,
                multiline=True,
                optional=True,
                placeholder="One thing you watched happen says more than ten adjectives",
            ),
            text_input(
                "why",
                "Why this role?",
                initial=evidence.why,
                multiline=True,
                optional=True,
            ),
            text_input(
                "how_long",
                "When did you work together, and for how long?",
                initial=evidence.how_long,
                optional=True,
                max_length=HOW_LONG_MAX,
            ),
            choice_input(
                "conviction",
                "How sure are you?",
                label_options(labels.CONVICTION),
                element_type="radio_buttons",
                initial=evidence.conviction.value if evidence.conviction else None,
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
        saw=text_value(state, "saw"),
        why=text_value(state, "why"),
        how_long=text_value(state, "how_long")[:HOW_LONG_MAX],
        conviction=selected_member(state, "conviction", Conviction),
    )


_EXAMPLES = (
    ("trust", "Trust", "When did you, or somebody else, rely on them, and what happened?"),
    ("adaptability", "Adaptability", "When did the plan change, and what did they do?"),
    ("lifts", "How they lift a team", "Who got better next to them, and how could one tell?"),
)


def examples_form(page: AdvocatePage) -> Block:
    """The second step: three examples, each optional, and what they will do."""
    evidence, referrals = (
        page.endorsement.evidence,
        [advocate_page.referral for advocate_page in page.all_pages],
    )
    blocks = [
        section(
            f"What you said of {escape(page.endorsement.candidate_name, 200)} is stored. Each of these is optional: "
            "one thing that you watched happen, for as many as you can."
        ),
        context("Step 2 of 2."),
    ]
    blocks += [
        text_input(
            name,
            label,
            initial=getattr(evidence, name),
            placeholder=prompt,
            multiline=True,
            optional=True,
        )
        for name, label, prompt in _EXAMPLES
    ]
    done_kinds = [
        {deed.kind for deed in advocate_page.commitments if deed.state is CommitmentState.DONE}
        for advocate_page in page.all_pages
    ]
    remaining_kinds = [
        kind
        for kind in offerable_commitments(referrals)
        if not all(kind in kinds for kinds in done_kinds)
    ]
    if remaining_kinds:
        blocks.append(
            checkboxes_input(
                "commitments",
                "What will you do for them?",
                [option(kind.value, labels.COMMITMENT[kind]) for kind in remaining_kinds],
                initial=[kind.value for kind in evidence.commitments],
                hint="I help with each, and bring it back in a few days, twice at most. What you "
                "untick is dropped.",
            )
        )
    blocks += [
        checkboxes_input(
            "conflicts",
            "Anything the team should know?",
            label_options(labels.CONFLICT),
            initial=[conflict.value for conflict in evidence.conflicts],
            hint="It is disclosed, not judged.",
        ),
    ]
    return modal(
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
    evidence = replace(
        before,
        trust=text_value(state, "trust"),
        adaptability=text_value(state, "adaptability"),
        lifts=text_value(state, "lifts"),
    )
    if has_selection(state, "commitments"):
        offers = (
            enum_member(CommitmentKind, word) for word in selected_values(state, "commitments")
        )
        evidence = replace(evidence, commitments=tuple(kind for kind in offers if kind))
    if has_selection(state, "conflicts"):
        told = (enum_member(Conflict, word) for word in selected_values(state, "conflicts"))
        evidence = replace(evidence, conflicts=tuple(conflict for conflict in told if conflict))
    return evidence
