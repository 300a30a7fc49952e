"""The interview: the kit for the advocate, and what they heard afterwards."""

from __future__ import annotations

from domain.commitment_pages import InterviewKitPage
from domain.interview import draft_invitation, interview_questions
from domain.pages import NudgeItem
from views import labels
from views.block_kit import Block, context, modal, preformatted, quote, section
from views.form_state import State, text_value
from views.formatting import escape, mention
from views.inputs import text_input

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
    name, opening = escape(page.endorsement.candidate_name, 200), page.opening
    blocks = [
        section(
            f"*{name}* for {labels.role_name(page.referral, title=True)}. Half an hour with you helps: "
            "what the team cares about, and a few questions said aloud."
        )
    ]
    team_texts = (
        [text for text in (opening.must_haves, opening.fit_brief) if text] if opening else []
    )
    if team_texts:
        blocks.append(section("*What the team is looking for*"))
        blocks += [quote(text, 2500) for text in team_texts]
    else:
        contact = (opening.hiring_manager if opening else None) or page.referral.owner
        blocks.append(
            section(f"Nobody has written down what the team looks for: ask {mention(contact)}.")
        )
    question_lines = [
        f"{number}. {escape(question, 500)}"
        for number, question in enumerate(interview_questions(opening), start=1)
    ]
    candidate_note = draft_invitation(
        page.endorsement.candidate_name, page.referral.opening_title, page.advocate_name
    )
    blocks += [
        section(f"*What to tell {name}*\n{_ADVICE}"),
        section("*Questions to walk through*\n" + "\n".join(question_lines)),
        section("*A note to them, to copy*"),
        preformatted(candidate_note),
    ]
    if page.is_done:
        blocks.append(context("You have helped them prepare. Thank you."))
    return modal(
        KIT_FORM if not page.is_done else f"{KIT_FORM}.is_done",
        "The interview kit",
        blocks,
        submit=None if page.is_done else "I have helped them",
        close="Close",
        private=str(page.referral.id),
    )


def interview_note_form(item: NudgeItem, value: str) -> Block:
    name = escape(item.candidate_name, 200)
    return modal(
        HEARD_FORM,
        "What you heard",
        [
            section(f"How did the interview go, from where *{name}* stands?"),
            text_input(
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
    return text_value(state, "heard")
