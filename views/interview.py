"""Two modals for advocates around an interview.

The kit helps them to prepare the candidate. The note says what they heard afterwards.
"""

from __future__ import annotations

from domain.commitment_pages import InterviewKitPage
from domain.interview import draft_invitation, interview_questions
from domain.pages import NudgeItem
from views import labels
from views.block_kit import Block, context, modal, preformatted, quote, section
from views.form_state import State, text_value
from views.formatting import escape, mention
from views.inputs import text_input

OPEN_KIT = "interview.kit"  # value: the referral's id
KIT_FORM = "interview.kit_form"  # private metadata: the referral's id
NOTE_FORM = "interview.heard_form"  # private metadata: a `views.nudges.values.FollowUpValue`

_ADVICE = (
    "• Who they'll meet and what each of them cares about, as far as you know.\n"
    "• That the team will ask what they did themselves: one example each, with numbers.\n"
    "• That their questions are welcome, and that they can ask you the ones they'd "
    "rather not ask there."
)


def interview_kit_modal(page: InterviewKitPage) -> Block:
    """What the team looks for, what to tell the candidate, questions, and a message to copy.

    The submit button says that the advocate has helped. Afterwards there is none.
    """
    name, role = page.endorsement.candidate_name, labels.role_name(page.referral, with_title=True)
    questions = [
        f"{number}. {escape(question, 500)}"
        for number, question in enumerate(interview_questions(page.opening), start=1)
    ]
    blocks = [
        section(
            f"*{escape(name, 200)}* for {role}. Half an hour with you helps: "
            "what the team cares about, and a few questions said aloud."
        ),
        *_team_blocks(page),
        section(f"*What to tell {escape(name, 200)}*\n{_ADVICE}"),
        section("*Questions to walk through*\n" + "\n".join(questions)),
        section("*A note to them, to copy*"),
        preformatted(draft_invitation(name, page.referral.opening_title, page.advocate_name)),
    ]
    if page.has_helped:
        blocks.append(context("You've helped them prepare. Thank you."))
    return modal(
        f"{KIT_FORM}.done" if page.has_helped else KIT_FORM,
        "The interview kit",
        blocks,
        submit=None if page.has_helped else "I've helped them",
        close="Close",
        private=str(page.referral.id),
    )


def _team_blocks(page: InterviewKitPage) -> list[Block]:
    """The must-haves and the fit brief of the opening, or whom to ask if it has neither."""
    opening = page.opening
    texts = [text for text in (opening.must_haves, opening.fit_brief) if text] if opening else []
    if texts:
        return [section("*What the team is looking for*"), *(quote(text, 2500) for text in texts)]
    contact = (opening.hiring_manager if opening else None) or page.referral.owner
    return [section(f"Nobody has written down what the team wants, so ask {mention(contact)}.")]


def interview_note_form(item: NudgeItem, value: str) -> Block:
    """The form for what the advocate heard. `value` is its private metadata (see `NOTE_FORM`)."""
    name = escape(item.candidate_name, 200)
    return modal(
        NOTE_FORM,
        "What you heard",
        [
            section(f"How did the interview go, from where *{name}* stands?"),
            text_input(
                "heard",
                "What you heard",
                multiline=True,
                hint=(
                    "The people who decide read it in your words. Say what the candidate would say."
                ),
            ),
        ],
        submit="Add it",
        close="Cancel",
        private=value,
    )


def parse_interview_note(state: State) -> str:
    """What the advocate heard, as submitted."""
    return text_value(state, "heard")
