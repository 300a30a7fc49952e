"""The form with which an advocate endorses a candidate.

It has two pages: first the evidence, then examples, offers of help and conflicts of interest. Each
page is stored when it is submitted, so an advocate can stop after the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.endorsements import (
    CommitmentKind,
    CommitmentState,
    Conflict,
    Conviction,
    Endorsement,
    Evidence,
)
from domain.limits import HOW_LONG_MAX
from domain.openings import Opening
from domain.pages import AdvocatePage
from domain.referrals import Referral, offerable_commitments
from views import labels
from views.block_kit import Block, context, modal, option, section
from views.endorsement_fields import conflicts_input, conviction_input
from views.form_state import (
    State,
    has_selection,
    selected_member,
    selected_members,
    text_value,
)
from views.formatting import escape, join_with_and
from views.inputs import checkboxes_input, text_input
from views.notice import draft_notice
from views.refer import join_referral_ids, role_needs

# The private metadata of a form and the value of a menu choice are the ids of the endorsed
# referrals, as `refer.join_referral_ids` writes them.
EVIDENCE_FORM = "endorse.evidence"
EXAMPLES_FORM = "endorse.more_form"
OPEN_EXAMPLES = "endorse.more"  # in the overflow menu: opens the second page
# Inputs of the form, without a value: a choice in them stores the whole page as a draft.
KEEP_EVIDENCE = "endorse.keep"
KEEP_EXAMPLES = "endorse.keep_more"
# Buttons, without a value: they delete the draft.
START_OVER = "endorse.start_over"
START_EXAMPLES_OVER = "endorse.start_more_over"
_TITLE = "Your endorsement"
_DRAFT_SENTENCE = "This is what you typed last time and didn't send."


def evidence_form(
    referrals: Sequence[Referral],
    endorsement: Endorsement,
    openings: Sequence[Opening] = (),
    *,
    is_draft: bool = False,
) -> Block:
    """The first page, filled with the evidence of `endorsement`.

    `referrals` are of one candidate; the evidence is given once and stored with each of them. The
    page shows what `openings` need. `is_draft` is true if the evidence was typed but not submitted.
    """
    evidence, name = endorsement.evidence, escape(endorsement.candidate_name, 200)
    roles = join_with_and([labels.role_name(referral) for referral in referrals])
    return modal(
        EVIDENCE_FORM,
        _TITLE,
        [
            *([draft_notice(_DRAFT_SENTENCE, START_OVER)] if is_draft else []),
            section(
                f"An endorsement puts your name behind {name} for {roles}: what you saw, "
                "and why it fits. The people who answer read it in your words."
            ),
            *(block for opening in openings for block in role_needs(opening)),
            context("Step 1 of 2. I store it when you press Next. The rest can wait."),
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
            _keep_draft_on_choice(
                conviction_input(
                    evidence.conviction,
                    hint="All three are welcome. “Worth a look” gets read too.",
                ),
                KEEP_EVIDENCE,
            ),
        ],
        submit="Next",
        close="Not now",
        private=join_referral_ids(referrals),
    )


def _keep_draft_on_choice(block: Block, action_id: str) -> Block:
    """The input block, changed so that Slack sends the whole page after each choice in it.

    That page is stored as a draft, because Slack does not send it when the form is closed.
    """
    element = {**block["element"], "action_id": action_id}
    return {**block, "element": element, "dispatch_action": True}


def parse_evidence(state: State, stored: Evidence) -> Evidence:
    """The stored evidence, overwritten by the answers of the first page."""
    return replace(
        stored,
        saw=text_value(state, "saw"),
        why=text_value(state, "why"),
        how_long=text_value(state, "how_long")[:HOW_LONG_MAX],
        conviction=selected_member(state, "conviction", Conviction),
    )


# (field of `Evidence`, label, placeholder)
_EXAMPLES = (
    ("trust", "Trust", "When did you, or someone else, rely on them, and what happened?"),
    ("adaptability", "Adaptability", "When did the plan change, and what did they do?"),
    ("lifts", "How they lift a team", "Who got better next to them, and how could you tell?"),
)


def examples_form(page: AdvocatePage, *, is_draft: bool = False) -> Block:
    """The second page, filled with the evidence of the page's endorsement.

    `is_draft` is as for `evidence_form`.
    """
    evidence = page.endorsement.evidence
    blocks = [draft_notice(_DRAFT_SENTENCE, START_EXAMPLES_OVER)] if is_draft else []
    blocks += [
        section(
            f"What you said about {escape(page.endorsement.candidate_name, 200)} is stored. "
            "These are all optional: one thing you saw happen, for as many as you can."
        ),
        context("Step 2 of 2."),
    ]
    blocks += [
        text_input(
            field,
            label,
            initial=getattr(evidence, field),
            placeholder=placeholder,
            multiline=True,
            optional=True,
        )
        for field, label, placeholder in _EXAMPLES
    ]
    blocks += _commitments_input(page)
    blocks.append(_keep_draft_on_choice(conflicts_input(evidence.conflicts), KEEP_EXAMPLES))
    private = join_referral_ids([each.referral for each in page.all_pages])
    return modal(EXAMPLES_FORM, _TITLE, blocks, submit="Save", close="Not now", private=private)


def _commitments_input(page: AdvocatePage) -> list[Block]:
    """The checkboxes of what the advocate offers to do, without what is done for every referral.

    Empty if nothing is left to offer.
    """
    referrals = [each.referral for each in page.all_pages]
    kinds_done_for_all = set(CommitmentKind)
    for each in page.all_pages:
        kinds_done_for_all &= {
            commitment.kind
            for commitment in each.commitments
            if commitment.state is CommitmentState.DONE
        }
    remaining_kinds = [
        kind for kind in offerable_commitments(referrals) if kind not in kinds_done_for_all
    ]
    if not remaining_kinds:
        return []
    offers = checkboxes_input(
        "commitments",
        "What will you do for them?",
        [option(kind.value, labels.COMMITMENT[kind]) for kind in remaining_kinds],
        initial=[kind.value for kind in page.endorsement.evidence.commitments],
        hint="I'll help with each and remind you twice at most. Untick one to drop it.",
    )
    return [_keep_draft_on_choice(offers, KEEP_EXAMPLES)]


def parse_examples(state: State, stored: Evidence) -> Evidence:
    """The stored evidence, overwritten by the answers of the second page.

    If Slack sends no choices for the commitments or the conflicts, the stored ones stay.
    """
    evidence = replace(
        stored,
        trust=text_value(state, "trust"),
        adaptability=text_value(state, "adaptability"),
        lifts=text_value(state, "lifts"),
    )
    if has_selection(state, "commitments"):
        offers = selected_members(state, "commitments", CommitmentKind)
        evidence = replace(evidence, commitments=offers)
    if has_selection(state, "conflicts"):
        conflicts = selected_members(state, "conflicts", Conflict)
        evidence = replace(evidence, conflicts=conflicts)
    return evidence
