"""Thanks between colleagues: the form, the message to the receiver, and the post in a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.endorsements import Depth
from domain.limits import DEED_MAX, THANKS_MAX
from domain.pages import ThanksPage
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
from views.form_state import State, selected_user, text_value
from views.formatting import absolute_day, channel_link, join_with_and, mention, on_day
from views.inputs import text_input, user_input

OPEN_THANKS_FORM = "thanks.open"  # a button in App Home; no value
THANKS_FORM = "thanks.form"
SHARE_THANKS = "thanks.share"  # value: the thanks' id


@dataclass(frozen=True, slots=True)
class ThanksForm:
    """The submitted form; `receiver` is a user id."""

    receiver: str | None
    deed: str
    words: str


def thanks_form(deepest: Sequence[tuple[str, Depth]], receiver: str = "") -> Block:
    """The form to thank a colleague, below a sentence that praises the `deepest` advocates.

    `deepest` has (user id, depth) of those who said and did most, or is empty if the workspace
    turned recognition off. `receiver` is the user id of whoever is named in the command, or empty.
    """
    return modal(
        THANKS_FORM,
        "Thank a colleague",
        [
            *_recognition_blocks(deepest),
            user_input("whom", "Who would you like to thank?", initial=receiver),
            text_input(
                "deed",
                "What did they do?",
                max_length=DEED_MAX,
                placeholder="Prepared someone for three interviews, on a Sunday",
            ),
            text_input(
                "words",
                "Anything to add?",
                multiline=True,
                optional=True,
                max_length=THANKS_MAX,
                hint="It goes to them alone. Leave candidates' names out: they may share it.",
            ),
        ],
        submit="Send",
        close="Cancel",
    )


def _recognition_blocks(deepest: Sequence[tuple[str, Depth]]) -> list[Block]:
    """Names the advocates without any numbers, so that nobody is shown as last."""
    lines = []
    for depth, deed in (
        (Depth.ADVOCATED, "put their name behind someone and kept what they offered"),
        (Depth.RECOMMENDED, "said what they saw, and why it fits"),
    ):
        people = [mention(user_id) for user_id, reached_depth in deepest if reached_depth is depth]
        if people:
            lines.append(f"{join_with_and(people)} {deed}.")
    return [section("\n".join(lines)), divider()] if lines else []


def parse_thanks(state: State) -> ThanksForm:
    return ThanksForm(
        selected_user(state, "whom"),
        text_value(state, "deed"),
        text_value(state, "words"),
    )


def thanks_sent_modal(page: ThanksPage, arrives_at: datetime) -> Block:
    """Tells the giver when (UTC) the thanks are sent: now, or in the receiver's working hours."""
    receiver = mention(page.thanks.receiver)
    if arrives_at <= page.viewer.now:
        text = f"{receiver} has your thanks in a message from me."
    else:
        text = (
            f"It's outside {receiver}'s working hours, so they'll get your thanks on "
            f"{absolute_day(arrives_at, page.viewer)}."
        )
    return modal("thanks.sent", "Thank you", [section(text)], close="Done")


def thanks_message(page: ThanksPage) -> Message:
    """The thanks in the giver's own words, with a button to share them in the channel."""
    thanks = page.thanks
    text = f"{mention(thanks.giver)} thanks you."
    blocks = [section(text), quote(thanks.deed, DEED_MAX)]
    if thanks.words:
        blocks.append(quote(thanks.words, THANKS_MAX))
    origin = "A colleague wrote this with `/refer thanks`. Only you see it."
    if page.channel is None:
        return message(*blocks, context(origin), text=text)
    channel = channel_link(page.channel)
    if thanks.shared_at is not None:
        shared_on = on_day(thanks.shared_at, page.viewer)
        return message(*blocks, context(f"You shared it in {channel} {shared_on}."), text=text)
    if thanks.share_failed:
        blocks.append(
            section(
                f"I couldn't post it in {channel}: it may be archived, or private without me. "
                "Someone there can type `/invite @Vouch`."
            )
        )
    blocks.append(actions(button("Share it", SHARE_THANKS, str(thanks.id))))
    blocks.append(context(f"{origin} “Share it” shows it in {channel}, and nothing else does."))
    return message(*blocks, text=text)


def thanks_shared_message(page: ThanksPage) -> Message:
    """The post in the channel, after the receiver has agreed."""
    thanks = page.thanks
    text = f"{mention(thanks.giver)} thanks {mention(thanks.receiver)}."
    blocks = [section(text), quote(thanks.deed, DEED_MAX)]
    if thanks.words:
        blocks.append(quote(thanks.words, THANKS_MAX))
    blocks.append(context("`/refer thanks` thanks a colleague for what they did."))
    return message(*blocks, text=text)
