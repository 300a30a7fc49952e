"""The interview: the kit for the advocate, and what they heard afterwards."""

from __future__ import annotations

from domain.commitment_pages import InterviewKitPage
from domain.interview import draft_invitation, interview_questions
from domain.pages import NudgeItem
from views import block_kit, form_state, inputs, labels
from views.block_kit import Block
from views.form_state import State
from views.formatting import escape, mention

KIT = "interview.kit"  # value: the referral's id
KIT_FORM = "interview.kit_form"
HEARD_FORM = "interview.heard_form"  # private: "<follow-up>:<intent>"

_ADVICE = (
    "• Whom they will meet and what each cares about, as far as you know it.\n"
    "• That the team asks for what they did themselves: one example each, with its numbers.\n"
    "• That their own questions are welcome, and that you take those they would rather ask you."
)


def interview_kit_modal(page: InterviewKitPage) -> Block:
    """What the team cares about, what to tell the candidate, questions, and a note to copy."""
    name, opening = escape(page.mine.candidate_name, 200), page.opening
    shown = [
        block_kit.section(
            f"*{name}* for {labels.role_name(page.referral, title=True)}. Half an hour with you helps: "
            "what the team cares about, and a few questions said aloud."
        )
    ]
    told = [text for text in (opening.must_haves, opening.fit_brief) if text] if opening else []
    if told:
        shown.append(block_kit.section("*What the team is looking for*"))
        shown += [block_kit.quote(text, 2500) for text in told]
    else:
        whom = (opening.hiring_manager if opening else None) or page.referral.owner
        shown.append(
            block_kit.section(
                f"Nobody has written down what the team looks for: ask {mention(whom)}."
            )
        )
    asked = [
        f"{number}. {escape(question, 500)}"
        for number, question in enumerate(interview_questions(opening), start=1)
    ]
    note = draft_invitation(page.mine.candidate_name, page.referral.opening_title, page.advocate)
    shown += [
        block_kit.section(f"*What to tell {name}*\n{_ADVICE}"),
        block_kit.section("*Questions to walk through*\n" + "\n".join(asked)),
        block_kit.section("*A note to them, to copy*"),
        block_kit.preformatted(note),
    ]
    if page.done:
        shown.append(block_kit.context("You have helped them prepare. Thank you."))
    return block_kit.modal(
        KIT_FORM if not page.done else f"{KIT_FORM}.done",
        "The interview kit",
        shown,
        submit=None if page.done else "I have helped them",
        close="Close",
        private=str(page.referral.id),
    )


def interview_note_form(item: NudgeItem, value: str) -> Block:
    name = escape(item.candidate_name, 200)
    return block_kit.modal(
        HEARD_FORM,
        "What you heard",
        [
            block_kit.section(f"How did the interview go, from where *{name}* stands?"),
            inputs.text_input(
                "heard",
                "What you heard",
                multiline=True,
                hint="Those who decide read it in your words. Tell what the candidate would tell.",
            ),
        ],
        submit="Add it",
        close="Cancel",
        private=value,
    )


def parse_interview_note(state: State) -> str:
    return form_state.text_value(state, "heard")
