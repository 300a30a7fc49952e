"""The introduction of a candidate to the hiring manager, which the advocate writes and sends.

The bot drafts the text. The advocate edits it in a form and then sends it as their own mail.
"""

from __future__ import annotations

from domain.commitment_pages import IntroductionPage
from domain.introduction import TARGET_LENGTH, WARNING_LENGTH
from views import labels
from views.block_kit import Block, actions, button, context, modal, preformatted, section
from views.form_state import State, text_value
from views.formatting import escape, mention
from views.inputs import text_input
from views.mailto import mailto_link

# Each button's value and each form's private metadata is the referral's id.
OPEN_FORM = "introduction.open"
TEXT_FORM = "introduction.form"
READY_FORM = "introduction.ready"
CHANGE_TEXT = "introduction.change"
MARK_INTRODUCED = "introduction.done"  # for an advocate who made the introduction without the form


def introduction_form(page: IntroductionPage) -> Block:
    """The form for the text of the introduction."""
    name, role = escape(page.endorsement.candidate_name, 200), labels.role_name(page.referral)
    blocks = [
        section(
            f"To *{name}* and {mention(page.recipient)}, about {role}, from you. "
            "I drafted it from what you said; change it until it sounds like you."
        )
    ]
    if page.referral.candidate.awaits_agreement:
        blocks.append(context(f"As far as I know, {name} hasn't agreed yet: ask them first."))
    blocks += [
        text_input(
            "text",
            "Your introduction",
            initial=page.text,
            multiline=True,
            hint=f"About {TARGET_LENGTH} characters get the most answers. I keep what you write. "
            "Change at least a word before you mark it as sent.",
        ),
        section(
            "Introduced them already?",
            accessory=button("I've introduced them", MARK_INTRODUCED, str(page.referral.id)),
        ),
    ]
    return modal(
        TEXT_FORM,
        "Your introduction",
        blocks,
        submit="Check",
        close="Later",
        private=str(page.referral.id),
    )


def parse_introduction(state: State) -> str:
    return text_value(state, "text")


def ready_modal(page: IntroductionPage) -> Block:
    """The saved text, to copy or to open as a mail. "Mark as sent" submits this modal."""
    referral_id = str(page.referral.id)
    blocks = [
        section("I've kept it. This is the text to send:"),
        preformatted(page.text),
        section(_how_to_send(page)),
        context(_length_hint(len(page.text))),
        actions(button("Change it", CHANGE_TEXT, referral_id)),
    ]
    return modal(
        READY_FORM,
        "Ready to send",
        blocks,
        submit="Mark as sent",
        close="Later",
        private=referral_id,
    )


def _how_to_send(page: IntroductionPage) -> str:
    name = escape(page.endorsement.candidate_name, 200)
    address = page.endorsement.email
    if not address:
        return (
            f"I have no e-mail address for *{name}*, so copy the text to wherever you two "
            f"write, with {mention(page.recipient)} in it."
        )
    subject = page.referral.opening_title or "Someone you should meet"
    mail_link = mailto_link(
        "Open it in your mail", to=address, cc=page.cc_email, subject=subject, body=page.text
    )
    if mail_link is None:
        return (
            "It's too long for a mail link, so copy the text into a mail to "
            f"{escape(address, 254)}."
        )
    recipient = mention(page.recipient)
    in_copy = f"with {recipient} in copy" if page.cc_email else f"and add {recipient}"
    return f"{mail_link}, to {escape(address, 254)} {in_copy}."


def _length_hint(length: int) -> str:
    """`length` is in characters."""
    if length > WARNING_LENGTH:
        return f"{length:,} characters: few people read that to the end. Half of it says more."
    if length > TARGET_LENGTH:
        return f"{length} characters. About {TARGET_LENGTH} are answered most."
    return f"{length} characters: a good length."


def thanks_modal() -> Block:
    """What the advocate sees after a click on `MARK_INTRODUCED`."""
    text = "Thank you for introducing them. The people who decide can see that you did."
    return modal("introduction.thanks", "Thank you", [section(text)], close="Done")
