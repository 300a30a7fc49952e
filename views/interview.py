"""The interview: the kit for the advocate, and what they heard afterwards."""

from __future__ import annotations

from domain.commitment_pages import KitPage
from domain.interview import message, questions
from domain.pages import NudgeItem
from views import kit, words
from views.kit import Block, State
from views.text import esc, person

KIT = "interview.kit"  # value: the referral's id
KIT_FORM = "interview.kit_form"
HEARD_FORM = "interview.heard_form"  # private: "<follow-up>:<intent>"

_TELL = (
    "• Whom they will meet and what each cares about, as far as you know it.\n"
    "• That the team asks for what they did themselves: one example each, with its numbers.\n"
    "• That their own questions are welcome, and that you take those they would rather ask you."
)


def prep_kit(page: KitPage) -> Block:
    """What the team cares about, what to tell the candidate, questions, and a note to copy."""
    name, opening = esc(page.mine.called, 200), page.opening
    shown = [
        kit.say(
            f"*{name}* for {words.role(page.referral, title=True)}. Half an hour with you helps: "
            "what the team cares about, and a few questions said aloud."
        )
    ]
    told = [text for text in (opening.must_haves, opening.fit_brief) if text] if opening else []
    if told:
        shown.append(kit.say("*What the team is looking for*"))
        shown += [kit.quote(text, 2500) for text in told]
    else:
        whom = (opening.hiring_manager if opening else None) or page.referral.owner
        shown.append(
            kit.say(f"Nobody has written down what the team looks for: ask {person(whom)}.")
        )
    asked = [
        f"{number}. {esc(question, 500)}"
        for number, question in enumerate(questions(opening), start=1)
    ]
    note = message(page.mine.called, page.referral.opening_title, page.advocate)
    shown += [
        kit.say(f"*What to tell {name}*\n{_TELL}"),
        kit.say("*Questions to walk through*\n" + "\n".join(asked)),
        kit.say("*A note to them, to copy*"),
        kit.copyable(note),
    ]
    if page.done:
        shown.append(kit.small("You have helped them prepare. Thank you."))
    return kit.modal(
        KIT_FORM if not page.done else f"{KIT_FORM}.done",
        "The interview kit",
        shown,
        submit=None if page.done else "I have helped them",
        close="Close",
        private=str(page.referral.id),
    )


def heard_form(item: NudgeItem, value: str) -> Block:
    name = esc(item.called, 200)
    return kit.modal(
        HEARD_FORM,
        "What you heard",
        [
            kit.say(f"How did the interview go, from where *{name}* stands?"),
            kit.text_input(
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


def parse_heard(state: State) -> str:
    return kit.typed(state, "heard")
