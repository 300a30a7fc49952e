"""Thanks between colleagues: the form, the message, what is shared, and who went deepest."""

from __future__ import annotations

from collections.abc import Sequence

from domain.pages import ThanksPage
from domain.referrals import Depth
from views import kit
from views.kit import Block, Message, State
from views.text import channel, listed, on_day, person

# Ids
OPEN = "thanks.open"  # a button in App Home
FORM = "thanks.form"
SHARE = "thanks.share"  # value: the thanks' id

DEED_LIMIT, WORDS_LIMIT = 150, 1000


def form(deepest: Sequence[tuple[str, Depth]]) -> Block:
    """Whom, for what, and a word more. `deepest` is there only where an admin turned it on."""
    return kit.modal(
        FORM,
        "Thank a colleague",
        [
            *_recognition(deepest),
            kit.person_input("whom", "Whom do you thank?"),
            kit.text_input(
                "deed",
                "What did they do?",
                longest=DEED_LIMIT,
                placeholder="Prepared somebody for three interviews, on a Sunday",
            ),
            kit.text_input(
                "words",
                "A word more",
                multiline=True,
                optional=True,
                longest=WORDS_LIMIT,
                hint="It goes to them alone. Leave candidates' names out: they may share it.",
            ),
        ],
        submit="Send",
        close="Cancel",
    )


def _recognition(deepest: Sequence[tuple[str, Depth]]) -> list[Block]:
    """By depth, never by count, and only the first few: nobody is shown as last."""
    lines = []
    for depth, what in (
        (Depth.ADVOCATED, "put their name behind somebody and kept what they offered"),
        (Depth.RECOMMENDED, "said what they saw, and why it fits"),
    ):
        people = [person(user) for user, reached in deepest if reached is depth]
        if people:
            lines.append(f"{listed(people)} {what}.")
    return [kit.say("\n".join(lines)), kit.divider()] if lines else []


def parse(state: State) -> tuple[str | None, str, str]:
    """(whom, deed, words)."""
    return kit.picked_person(state, "whom"), kit.typed(state, "deed"), kit.typed(state, "words")


def sent(page: ThanksPage, *, at_once: bool) -> Block:
    """To whoever thanked: it is on its way, or waits for the morning there."""
    whom = person(page.thanks.receiver)
    if at_once:
        text = f"{whom} has your thanks in a message from me."
    else:
        text = f"It is late, or a day off, where {whom} is. Your thanks reach them in the morning."
    return kit.modal("thanks.sent", "Thank you", [kit.say(text)], close="Done")


def thanks(page: ThanksPage) -> Message:
    """To whoever is thanked, in the giver's own words."""
    given = page.thanks
    text = f"{person(given.giver)} thanks you."
    blocks = [kit.say(text), kit.quote(given.deed, DEED_LIMIT)]
    if given.words:
        blocks.append(kit.quote(given.words, WORDS_LIMIT))
    why = "A colleague wrote this with `/refer thanks`. Only you see it."
    if page.channel is None:
        return kit.message(*blocks, kit.small(why), text=text)
    where = channel(page.channel)
    if given.shared_at is not None:
        on = on_day(given.shared_at, page.reader.zone, page.reader.now)
        return kit.message(*blocks, kit.small(f"You shared it in {where} {on}."), text=text)
    if given.share_failed:
        blocks.append(
            kit.say(f"It could not be posted in {where}. Somebody there can `/invite` me.")
        )
    blocks.append(kit.actions(kit.button("Share it", SHARE, str(given.id))))
    blocks.append(kit.small(f"{why} “Share it” shows it in {where}, and nothing else does."))
    return kit.message(*blocks, text=text)


def shared(page: ThanksPage) -> Message:
    """In the channel, once the one who was thanked has let it."""
    given = page.thanks
    text = f"{person(given.giver)} thanks {person(given.receiver)}."
    blocks = [kit.say(text), kit.quote(given.deed, DEED_LIMIT)]
    if given.words:
        blocks.append(kit.quote(given.words, WORDS_LIMIT))
    blocks.append(kit.small("`/refer thanks` thanks a colleague for what they did."))
    return kit.message(*blocks, text=text)
