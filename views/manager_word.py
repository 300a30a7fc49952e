"""A word with the hiring manager: what reaches them, and how their reply gets to the advocate."""

from __future__ import annotations

from domain.commitment_pages import ManagerWordPage
from views import block_kit, form_state, inputs, labels
from views.block_kit import Block, Message
from views.desk import READ
from views.form_state import State
from views.formatting import escape, mention

SEND = "manager_word.send"  # value: the referral's id
REPLY = "manager_word.reply"  # value: the commitment's id
REPLY_FORM = "manager_word.reply_form"


def manager_word_message(page: ManagerWordPage) -> Message:
    """To the hiring manager: the endorsement verbatim, with the name behind it."""
    advocate, said = mention(page.commitment.member), page.mine.evidence
    name = escape(page.referral.candidate.name, 200)
    role = labels.role_name(page.referral, title=True)
    text = f"{advocate} has a word for you about *{name}*, for {role}."
    facts = [f"{advocate} {labels.RELATIONSHIP_IN_SENTENCE[page.mine.relationship]}"]
    if said.how_long:
        facts.append(escape(said.how_long, 200))
    if said.conviction is not None:
        facts.append(f"*{labels.CONVICTION[said.conviction]}*")
    blocks = [block_kit.section(text), block_kit.context(" · ".join(facts))]
    blocks += [block_kit.quote(each, 3000) for each in (said.saw, said.why) if each]
    blocks += [
        block_kit.context(f"{label}: “{escape(each, 900)}”")
        for label, each in labels.observed_examples(said)
        if each
    ]
    if page.commitment.reply is not None:
        blocks += [block_kit.section("You answered:"), block_kit.quote(page.commitment.reply, 1500)]
    elif page.referral.ended:
        stage = labels.STAGE[page.referral.stage].lower()
        blocks.append(block_kit.context(f"It has had its answer meanwhile: {stage}."))
    else:
        blocks += [
            block_kit.actions(
                block_kit.button("Reply", REPLY, str(page.commitment.id), primary=True),
                block_kit.button("Read in full", READ, str(page.referral.id)),
            ),
            block_kit.context(
                f"It comes once, as you decide on this one. A reply goes to {advocate}."
            ),
        ]
    return block_kit.message(*blocks, text=text)


def manager_reply_form(page: ManagerWordPage) -> Block:
    advocate = mention(page.commitment.member)
    return block_kit.modal(
        REPLY_FORM,
        "Your reply",
        [
            block_kit.section(
                f"To {advocate}, about *{escape(page.referral.candidate.name, 200)}*."
            ),
            inputs.text_input(
                "reply",
                "Your reply",
                multiline=True,
                hint="It stands on the referral's card, too, for those who answer it.",
            ),
        ],
        submit="Send",
        close="Cancel",
        private=str(page.commitment.id),
    )


def parse_manager_reply(state: State) -> str:
    return form_state.text_value(state, "reply")


def manager_reply_message(page: ManagerWordPage) -> Message:
    """To the advocate: what the hiring manager said to it."""
    manager = mention(page.commitment.sent_to or "")
    name, role = escape(page.mine.candidate_name, 200), labels.role_name(page.referral)
    text = f"{manager} answers your word about *{name}*, for {role}."
    return block_kit.message(
        block_kit.section(text),
        block_kit.quote(page.commitment.reply or "", 3000),
        block_kit.context("Nothing is needed from you now."),
        text=text,
    )
