"""Thanks between colleagues: the form, the message, what is shared, and who went deepest."""

from __future__ import annotations

from collections.abc import Sequence

from domain.pages import ThanksPage
from domain.referrals import Depth
from views import block_kit, form_state, inputs
from views.block_kit import Block, Message
from views.form_state import State
from views.formatting import channel_link, join_with_and, mention, on_relative_day

# Ids
OPEN = "thanks.open"  # a button in App Home
FORM = "thanks.form"
SHARE = "thanks.share"  # value: the thanks' id

DEED_MAX, WORDS_MAX = 150, 1000


def thanks_form(deepest: Sequence[tuple[str, Depth]]) -> Block:
    """Whom, for what, and a word more. `deepest` is there only where an admin turned it on."""
    return block_kit.modal(
        FORM,
        "Thank a colleague",
        [
            *_recognition(deepest),
            inputs.user_input("whom", "Whom do you thank?"),
            inputs.text_input(
                "deed",
                "What did they do?",
                max_length=DEED_MAX,
                placeholder="Prepared somebody for three interviews, on a Sunday",
            ),
            inputs.text_input(
                "words",
                "A word more",
                multiline=True,
                optional=True,
                max_length=WORDS_MAX,
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
        people = [mention(user) for user, reached in deepest if reached is depth]
        if people:
            lines.append(f"{join_with_and(people)} {what}.")
    return [block_kit.section("\n".join(lines)), block_kit.divider()] if lines else []


def parse_thanks(state: State) -> tuple[str | None, str, str]:
    """(whom, deed, words)."""
    return (
        form_state.selected_user(state, "whom"),
        form_state.text_value(state, "deed"),
        form_state.text_value(state, "words"),
    )


def thanks_sent_modal(page: ThanksPage, *, at_once: bool) -> Block:
    """To whoever thanked: it is on its way, or waits for the morning there."""
    whom = mention(page.thanks.receiver)
    if at_once:
        text = f"{whom} has your thanks in a message from me."
    else:
        text = f"It is late, or a day off, where {whom} is. Your thanks reach them in the morning."
    return block_kit.modal("thanks.sent", "Thank you", [block_kit.section(text)], close="Done")


def thanks_message(page: ThanksPage) -> Message:
    """To whoever is thanked, in the giver's own words."""
    given = page.thanks
    text = f"{mention(given.giver)} thanks you."
    blocks = [block_kit.section(text), block_kit.quote(given.deed, DEED_MAX)]
    if given.words:
        blocks.append(block_kit.quote(given.words, WORDS_MAX))
    why = "A colleague wrote this with `/refer thanks`. Only you see it."
    if page.channel is None:
        return block_kit.message(*blocks, block_kit.context(why), text=text)
    where = channel_link(page.channel)
    if given.shared_at is not None:
        on = on_relative_day(given.shared_at, page.reader.zone, page.reader.now)
        return block_kit.message(
            *blocks, block_kit.context(f"You shared it in {where} {on}."), text=text
        )
    if given.share_failed:
        blocks.append(
            block_kit.section(
                f"It could not be posted in {where}. Somebody there can `/invite` me."
            )
        )
    blocks.append(block_kit.actions(block_kit.button("Share it", SHARE, str(given.id))))
    blocks.append(
        block_kit.context(f"{why} “Share it” shows it in {where}, and nothing else does.")
    )
    return block_kit.message(*blocks, text=text)


def thanks_shared_message(page: ThanksPage) -> Message:
    """In the channel, once the one who was thanked has let it."""
    given = page.thanks
    text = f"{mention(given.giver)} thanks {mention(given.receiver)}."
    blocks = [block_kit.section(text), block_kit.quote(given.deed, DEED_MAX)]
    if given.words:
        blocks.append(block_kit.quote(given.words, WORDS_MAX))
    blocks.append(block_kit.context("`/refer thanks` thanks a colleague for what they did."))
    return block_kit.message(*blocks, text=text)
