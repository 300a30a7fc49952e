"""A word with the hiring manager: what reaches them, and how their reply gets to the advocate."""

from __future__ import annotations

from domain.commitment_pages import WordPage
from views import kit, words
from views.desk import READ
from views.kit import Block, Message, State
from views.text import esc, person

SEND = "manager_word.send"  # value: the referral's id
REPLY = "manager_word.reply"  # value: the commitment's id
REPLY_FORM = "manager_word.reply_form"


def word(page: WordPage) -> Message:
    """To the hiring manager: the endorsement verbatim, with the name behind it."""
    advocate, said = person(page.commitment.member), page.mine.evidence
    name = esc(page.referral.candidate.name, 200)
    role = words.role(page.referral, title=True)
    text = f"{advocate} has a word for you about *{name}*, for {role}."
    facts = [f"{advocate} {words.RELATION_TOLD[page.mine.relationship]}"]
    if said.how_long:
        facts.append(esc(said.how_long, 200))
    if said.conviction is not None:
        facts.append(f"*{words.CONVICTION[said.conviction]}*")
    blocks = [kit.say(text), kit.small(" · ".join(facts))]
    blocks += [kit.quote(each, 3000) for each in (said.saw, said.why) if each]
    blocks += [
        kit.small(f"{label}: “{esc(each, 900)}”") for label, each in words.examples(said) if each
    ]
    if page.commitment.reply is not None:
        blocks += [kit.say("You answered:"), kit.quote(page.commitment.reply, 1500)]
    elif page.referral.ended:
        stage = words.STAGE[page.referral.stage].lower()
        blocks.append(kit.small(f"It has had its answer meanwhile: {stage}."))
    else:
        blocks += [
            kit.actions(
                kit.button("Reply", REPLY, str(page.commitment.id), primary=True),
                kit.button("Read in full", READ, str(page.referral.id)),
            ),
            kit.small(f"It comes once, as you decide on this one. A reply goes to {advocate}."),
        ]
    return kit.message(*blocks, text=text)


def reply_form(page: WordPage) -> Block:
    advocate = person(page.commitment.member)
    return kit.modal(
        REPLY_FORM,
        "Your reply",
        [
            kit.say(f"To {advocate}, about *{esc(page.referral.candidate.name, 200)}*."),
            kit.text_input(
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


def parse_reply(state: State) -> str:
    return kit.typed(state, "reply")


def reply(page: WordPage) -> Message:
    """To the advocate: what the hiring manager said to it."""
    manager = person(page.commitment.told or "")
    name, role = esc(page.mine.called, 200), words.role(page.referral)
    text = f"{manager} answers your word about *{name}*, for {role}."
    return kit.message(
        kit.say(text),
        kit.quote(page.commitment.reply or "", 3000),
        kit.small("Nothing is needed from you now."),
        text=text,
    )
