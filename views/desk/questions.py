"""A question about a referral to its advocate, and their answer: the forms and the messages."""

from __future__ import annotations

from dataclasses import dataclass

from domain.endorsements import Endorsement
from domain.limits import QUESTION_MAX, TEXT_MAX
from domain.pages import DeskPage, QuestionPage
from views import labels
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    modal,
    option,
    quote,
    section,
)
from views.button_values import parse_id
from views.desk.buttons import ASK_ADVOCATE, OPEN_MOVE_FORM, READ_IN_FULL
from views.desk.card import ended_sentence
from views.desk.side_by_side import endorsement_label
from views.form_state import State, selected_value, text_value
from views.formatting import escape, mention
from views.inputs import choice_input, text_input

OPEN_ANSWER_FORM = "desk.reply"  # action id; value: the question's id
# Callback ids.
ASK_FORM = "desk.ask_form"  # private metadata: "<referral id>:<user id of the first advocate>"
ANSWER_FORM = "desk.reply_form"  # private metadata: the question's id

OPTIONS_MAX = 100  # Slack's limit for a static select


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A submitted question. `advocate` is the user id of the advocate who is asked."""

    referral_id: int
    advocate: str
    text: str


def question_form(page: DeskPage) -> Block:
    """The form to ask an advocate. If there are several, it has a menu to choose one."""
    name = escape(page.referral.candidate.name, 200)
    blocks = [section(f"About *{name}* for {labels.role_name(page.referral)}.")]
    first_advocate = page.endorsements[0].advocate if page.endorsements else ""
    if len(page.endorsements) > 1:
        blocks.append(_advocate_input(page, page.endorsements[:OPTIONS_MAX]))
    blocks.append(
        text_input(
            "question",
            "Your question",
            multiline=True,
            max_length=QUESTION_MAX,
            placeholder="What did they do when the plan fell apart?",
            hint="The answer comes back to this referral.",
        )
    )
    return modal(
        ASK_FORM,
        "Ask the advocate",
        blocks,
        submit="Ask",
        close="Cancel",
        private=f"{page.referral.id}:{first_advocate}",
    )


def _advocate_input(page: DeskPage, endorsements: tuple[Endorsement, ...]) -> Block:
    choices = []
    for endorsement in endorsements:
        advocate_name = page.advocate_names.get(endorsement.advocate, endorsement.advocate)
        label = f"{endorsement_label(endorsement)}: {advocate_name}"
        choices.append(option(endorsement.advocate, label))
    return choice_input(
        "advocate", "Who do you want to ask?", choices, initial=endorsements[0].advocate
    )


def parse_question(state: State, private: str) -> QuestionForm:
    """Reads the submitted form. Without a menu, the question goes to the first advocate.

    `private` is the form's private metadata.
    """
    referral_id, _, first_advocate = private.partition(":")
    return QuestionForm(
        parse_id(referral_id),
        selected_value(state, "advocate") or first_advocate,
        text_value(state, "question"),
    )


def question_message(page: QuestionPage) -> Message:
    """The question, as the advocate reads it."""
    question = page.question
    name, role = escape(page.candidate_name, 200), labels.role_name(page.referral)
    text = f"{mention(question.asked_by)} asks you about *{name}* for {role}."
    blocks = [section(text), quote(question.text, QUESTION_MAX)]
    if question.answer is not None:
        blocks += [section("You answered:"), quote(question.answer, 1500)]
    elif page.referral.ended:
        blocks.append(context("It's been decided, so there's nothing to answer any more."))
    else:
        blocks.append(actions(button("Answer", OPEN_ANSWER_FORM, str(question.id), primary=True)))
        blocks.append(context("Your answer goes to the people who decide on this referral."))
    return message(*blocks, text=text)


def answer_form(page: QuestionPage) -> Block:
    asker, name = mention(page.question.asked_by), escape(page.candidate_name, 200)
    return modal(
        ANSWER_FORM,
        "Your answer",
        [
            section(f"{asker} asked about *{name}*:"),
            quote(page.question.text, QUESTION_MAX),
            text_input("answer", "Your answer", multiline=True),
        ],
        submit="Send",
        close="Cancel",
        private=str(page.question.id),
    )


def parse_answer(state: State) -> str:
    return text_value(state, "answer")


def answer_message(page: QuestionPage) -> Message:
    """The answer, as the person who asked reads it, or a note that the advocate wrote unasked.

    A note is stored as an answer to a question whose `text` is empty.
    """
    question = page.question
    name, role = escape(page.referral.candidate.name, 200), labels.role_name(page.referral)
    verb = "answered you" if question.text else "wrote to you"
    text = f"{mention(question.asked_of)} {verb} about *{name}* for {role}."
    asked = [context(f"You asked: “{escape(question.text, 600)}”")] if question.text else []
    return message(
        section(text), *asked, quote(question.answer or "", TEXT_MAX), *_next_step(page), text=text
    )


def _next_step(page: QuestionPage) -> list[Block]:
    """The buttons under an answer. A referral that has ended can only be read."""
    value = str(page.referral.id)
    if page.referral.ended:
        read_button = button("Read in full", READ_IN_FULL, value)
        return [section(ended_sentence(page.referral, page.viewer)), actions(read_button)]
    move_button = button("Move stage", OPEN_MOVE_FORM, value)
    ask_label = "Ask again" if page.question.text else "Ask"
    return [actions(move_button, button(ask_label, ASK_ADVOCATE, value))]
