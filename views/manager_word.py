"""The views with which an advocate sends their endorsement to the hiring manager directly.

This is called a word with the manager. The advocate sees a preview and sends it. The manager reads
the message and may reply.
"""

from __future__ import annotations

from domain.commitment_pages import WordToManagerPage, WordToManagerPreview
from domain.endorsements import Endorsement
from domain.limits import TEXT_MAX, WORD_LINE_MAX
from domain.referrals import Referral
from views import labels
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    message,
    modal,
    quote,
    section,
)
from views.desk.buttons import READ_IN_FULL
from views.desk.evidence import endorsement_facts
from views.form_state import State, text_value
from views.formatting import escape, mention
from views.inputs import text_input

OPEN_PREVIEW = "manager_word.send"  # value: the referral's id
PREVIEW_FORM = "manager_word.preview"  # private metadata: the referral's id
OPEN_REPLY_FORM = "manager_word.reply"  # value: the commitment's id
REPLY_FORM = "manager_word.reply_form"  # private metadata: the commitment's id


def preview_form(page: WordToManagerPreview) -> Block:
    """What the hiring manager will read, with an input for a line above it."""
    return modal(
        PREVIEW_FORM,
        "Before it goes",
        [
            section(f"{mention(page.manager)} will read this:"),
            divider(),
            *_word_blocks(page.referral, page.endorsement),
            divider(),
            text_input(
                "line",
                "A line of your own",
                multiline=True,
                optional=True,
                max_length=WORD_LINE_MAX,
                hint="It goes above your words.",
            ),
        ],
        submit="Send",
        close="Not yet",
        private=str(page.referral.id),
    )


def parse_line(state: State) -> str:
    """The line that the advocate typed in the preview."""
    return text_value(state, "line")


def _word_sentence(referral: Referral, endorsement: Endorsement) -> str:
    name = escape(referral.candidate.name, 200)
    role = labels.role_name(referral, with_title=True)
    return f"{mention(endorsement.advocate)} has a word for you about *{name}*, for {role}."


def _word_blocks(referral: Referral, endorsement: Endorsement, line: str = "") -> list[Block]:
    """The endorsement as the manager reads it. `line` is a line that the advocate adds, or ""."""
    evidence = endorsement.evidence
    return [
        section(_word_sentence(referral, endorsement)),
        *([section(escape(line, WORD_LINE_MAX))] if line else []),
        context(" · ".join(endorsement_facts(endorsement))),
        *(quote(text, TEXT_MAX) for text in (evidence.saw, evidence.why) if text),
        *(
            context(f"{label}: “{escape(text, 900)}”")
            for label, text in labels.observed_examples(evidence)
            if text
        ),
        *([context(labels.disclosure_sentence(evidence))] if evidence.conflicts else []),
    ]


def manager_word_message(page: WordToManagerPage) -> Message:
    """To the hiring manager: the endorsement, and what has become of it."""
    advocate = mention(page.commitment.member)
    blocks = _word_blocks(page.referral, page.endorsement, page.commitment.text)
    if page.commitment.reply is not None:
        blocks += [section("You answered:"), quote(page.commitment.reply, 1500)]
    elif page.referral.ended:
        stage = labels.STAGE[page.referral.stage].lower()
        blocks.append(context(f"It has an answer now: {stage}."))
    else:
        blocks += [
            actions(
                button("Reply", OPEN_REPLY_FORM, str(page.commitment.id), primary=True),
                button("Read in full", READ_IN_FULL, str(page.referral.id)),
            ),
            context(
                f"I send this once, because you decide on this one. A reply goes to {advocate}."
            ),
        ]
    return message(*blocks, text=_word_sentence(page.referral, page.endorsement))


def manager_reply_form(page: WordToManagerPage) -> Block:
    """The form in which the hiring manager replies to the advocate."""
    advocate = mention(page.commitment.member)
    return modal(
        REPLY_FORM,
        "Your reply",
        [
            section(f"To {advocate}, about *{escape(page.referral.candidate.name, 200)}*."),
            text_input(
                "reply",
                "Your reply",
                multiline=True,
                hint="The people who answer see it on the referral's card too.",
            ),
        ],
        submit="Send",
        close="Cancel",
        private=str(page.commitment.id),
    )


def parse_manager_reply(state: State) -> str:
    return text_value(state, "reply")


def manager_reply_message(page: WordToManagerPage) -> Message:
    """To the advocate: the hiring manager's reply."""
    manager = mention(page.commitment.sent_to or "")
    name, role = escape(page.endorsement.candidate_name, 200), labels.role_name(page.referral)
    text = f"{manager} replied to your word about *{name}*, for {role}."
    return message(
        section(text),
        quote(page.commitment.reply or "", TEXT_MAX),
        context("You don't need to do anything now."),
        text=text,
    )
