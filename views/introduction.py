"""The introduction: the advocate's draft, how long it is, and the ways to send it."""

from __future__ import annotations

from domain.commitment_pages import IntroductionPage
from domain.introduction import TARGET_LENGTH, WARNING_LENGTH
from views import block_kit, form_state, inputs, labels
from views.block_kit import Block
from views.form_state import State
from views.formatting import escape, mention
from views.mailto import mailto_link

# Ids; values and private data are the referral's id
OPEN = "introduction.open"
FORM = "introduction.form"
READY = "introduction.ready"
CHANGE = "introduction.change"
DONE = "introduction.done"  # introduced in another way


def introduction_form(page: IntroductionPage) -> Block:
    """What was drafted, or what they made of it so far."""
    name = escape(page.mine.candidate_name, 200)
    blocks = [
        block_kit.section(
            f"To *{name}* and {mention(page.whom)}, about {labels.role_name(page.referral)}, from you. "
            "I drafted it from what you said; change it until it sounds like you."
        )
    ]
    if page.referral.candidate.undecided:
        blocks.append(
            block_kit.context(f"As far as I know, {name} has not agreed yet: ask them first.")
        )
    blocks += [
        inputs.text_input(
            "text",
            "Your introduction",
            initial=page.text,
            multiline=True,
            hint=f"About {TARGET_LENGTH} characters are answered most. I keep what you write; it can be "
            "marked as sent once a word of it is your own.",
        ),
        block_kit.section(
            "Introduced already, in another way?",
            accessory=block_kit.button("I have introduced them", DONE, str(page.referral.id)),
        ),
    ]
    private = str(page.referral.id)
    return block_kit.modal(
        FORM, "Your introduction", blocks, submit="Check", close="Later", private=private
    )


def parse_introduction(state: State) -> str:
    return form_state.text_value(state, "text")


def ready_modal(page: IntroductionPage) -> Block:
    """To be copied or opened as a mail; marked as sent when it is."""
    value = str(page.referral.id)
    blocks = [
        block_kit.section("It is kept. This is the text to take along:"),
        block_kit.preformatted(page.text),
        block_kit.section(_how_to_send(page)),
        block_kit.context(_length_hint(len(page.text))),
        block_kit.actions(block_kit.button("Change it", CHANGE, value)),
    ]
    return block_kit.modal(
        READY, "Ready to send", blocks, submit="Mark as sent", close="Later", private=value
    )


def _how_to_send(page: IntroductionPage) -> str:
    name = escape(page.mine.candidate_name, 200)
    address = page.referral.candidate.email
    if not address:
        return (
            f"I have no e-mail address of *{name}*: copy the text to wherever you two write, "
            f"with {mention(page.whom)} in it."
        )
    subject = page.referral.opening_title or "Somebody you should meet"
    link = mailto_link(
        "Open it in your mail", to=address, cc=page.cc, subject=subject, body=page.text
    )
    if link is None:
        return (
            f"It is too long for a mail link: copy the text into a mail to {escape(address, 254)}."
        )
    copy = f"with {mention(page.whom)} in copy" if page.cc else f"and add {mention(page.whom)}"
    return f"{link}, to {escape(address, 254)} {copy}."


def _length_hint(count: int) -> str:
    if count > WARNING_LENGTH:
        return f"{count:,} characters: few read that to the end. Half of it says more."
    if count > TARGET_LENGTH:
        return f"{count} characters. About {TARGET_LENGTH} are answered most."
    return f"{count} characters: a good length."


def thanks_modal() -> Block:
    """They introduced them in another way."""
    text = "Thank you: they are introduced. Those who decide see that you acted on your word."
    return block_kit.modal(
        "introduction.thanks", "Thank you", [block_kit.section(text)], close="Done"
    )
