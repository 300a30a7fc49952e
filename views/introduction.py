"""The introduction: the advocate's draft, how long it is, and the ways to send it."""

from __future__ import annotations

from domain.commitment_pages import IntroductionPage
from domain.introduction import AIM, WARN
from views import kit, words
from views.kit import Block, State
from views.mail import mail_link
from views.text import esc, person

# Ids; values and private data are the referral's id
OPEN = "introduction.open"
FORM = "introduction.form"
READY = "introduction.ready"
CHANGE = "introduction.change"
DONE = "introduction.done"  # introduced in another way


def form(page: IntroductionPage) -> Block:
    """What was drafted, or what they made of it so far."""
    name = esc(page.mine.called, 200)
    blocks = [
        kit.say(
            f"To *{name}* and {person(page.whom)}, about {words.role(page.referral)}, from you. "
            "I drafted it from what you said; change it until it sounds like you."
        )
    ]
    if page.referral.candidate.undecided:
        blocks.append(kit.small(f"As far as I know, {name} has not agreed yet: ask them first."))
    blocks += [
        kit.text_input(
            "text",
            "Your introduction",
            initial=page.text,
            multiline=True,
            hint=f"About {AIM} characters are answered most. I keep what you write; it can be "
            "marked as sent once a word of it is your own.",
        ),
        kit.say(
            "Introduced already, in another way?",
            accessory=kit.button("I have introduced them", DONE, str(page.referral.id)),
        ),
    ]
    private = str(page.referral.id)
    return kit.modal(
        FORM, "Your introduction", blocks, submit="Check", close="Later", private=private
    )


def parse(state: State) -> str:
    return kit.typed(state, "text")


def ready(page: IntroductionPage) -> Block:
    """To be copied or opened as a mail; marked as sent when it is."""
    value = str(page.referral.id)
    blocks = [
        kit.say("It is kept. This is the text to take along:"),
        kit.copyable(page.text),
        kit.say(_way(page)),
        kit.small(_length(len(page.text))),
        kit.actions(kit.button("Change it", CHANGE, value)),
    ]
    return kit.modal(
        READY, "Ready to send", blocks, submit="Mark as sent", close="Later", private=value
    )


def _way(page: IntroductionPage) -> str:
    name = esc(page.mine.called, 200)
    address = page.referral.candidate.email
    if not address:
        return (
            f"I have no e-mail address of *{name}*: copy the text to wherever you two write, "
            f"with {person(page.whom)} in it."
        )
    subject = page.referral.opening_title or "Somebody you should meet"
    link = mail_link(
        "Open it in your mail", to=address, cc=page.cc, subject=subject, body=page.text
    )
    if link is None:
        return f"It is too long for a mail link: copy the text into a mail to {esc(address, 254)}."
    copy = f"with {person(page.whom)} in copy" if page.cc else f"and add {person(page.whom)}"
    return f"{link}, to {esc(address, 254)} {copy}."


def _length(count: int) -> str:
    if count > WARN:
        return f"{count:,} characters: few read that to the end. Half of it says more."
    if count > AIM:
        return f"{count} characters. About {AIM} are answered most."
    return f"{count} characters: a good length."


def thanks() -> Block:
    """They introduced them in another way."""
    text = "Thank you: they are introduced. Those who decide see that you acted on your word."
    return kit.modal("introduction.thanks", "Thank you", [kit.say(text)], close="Done")
