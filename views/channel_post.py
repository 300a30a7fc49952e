"""A post about the role in another channel: form, preview, the post, and what went wrong."""

from __future__ import annotations

from domain.channel_post import MAX_LENGTH
from domain.commitment_pages import ChannelPostPage
from domain.openings import OpeningStatus
from views import block_kit, button_values, form_state, inputs, labels
from views.block_kit import Block, Message
from views.form_state import State
from views.formatting import channel_link, escape, mention
from views.openings import DETAILS
from views.refer import REFER

# Ids; values and private data are the referral's id, or "<referral>:<channel>"
OPEN = "channel_post.open"
FORM = "channel_post.form"
PREVIEW = "channel_post.preview"
CHANGE = "channel_post.change"
AGAIN = "channel_post.again"


def channel_post_form(page: ChannelPostPage) -> Block:
    ref = escape(page.opening.ref, 40)
    picker = inputs.channels_input(
        "channel",
        "Which channel?",
        initial=(page.channel,) if page.channel else (),
        hint="One that you are in.",
    )
    element = picker["element"]
    element["type"] = "conversations_select"
    if several := element.pop("initial_conversations", None):
        element["initial_conversation"] = several[0]
    return block_kit.modal(
        FORM,
        "Tell a channel",
        [
            block_kit.section(
                f"A post about *{ref}*, from you. The whole channel reads it, so it is about the "
                "role: whom you put forward stays between you and those who answer."
            ),
            picker,
            inputs.text_input(
                "post", "Your post", initial=page.text, multiline=True, max_length=MAX_LENGTH
            ),
        ],
        submit="Preview",
        close="Later",
        private=str(page.referral.id),
    )


def parse_channel_post(state: State) -> tuple[str, str]:
    """(text, channel)."""
    return form_state.text_value(state, "post"), form_state.selected_channel(state, "channel")


def preview_modal(page: ChannelPostPage) -> Block:
    value = f"{page.referral.id}:{page.channel}"
    return block_kit.modal(
        PREVIEW,
        "Preview",
        [
            block_kit.section(f"This is what {channel_link(page.channel)} will read:"),
            block_kit.divider(),
            *_post_blocks(page),
            block_kit.context("With two buttons: Refer someone, Details."),
            block_kit.divider(),
            block_kit.actions(block_kit.button("Change it", CHANGE, value)),
        ],
        submit="Post it",
        close="Later",
        private=value,
    )


def parse_destination(value: str) -> tuple[int, str]:
    """(referral, channel) of a value; zero and nothing for what was never ours."""
    referral, _, place = value.partition(":")
    return button_values.parse_id(referral), place


def _opening_name(page: ChannelPostPage) -> str:
    opening = page.opening
    return f"*{escape(opening.ref, 40)}* {escape(opening.title, 200)}"


def _post_blocks(page: ChannelPostPage) -> list[Block]:
    by = mention(page.advocate)
    return [
        block_kit.section(f"{by} on {_opening_name(page)}:"),
        block_kit.quote(page.text, MAX_LENGTH),
    ]


def channel_post_message(page: ChannelPostPage) -> Message:
    """In the channel: the advocate's words, and a way to refer for the role."""
    text, opening = f"{mention(page.advocate)} on {_opening_name(page)}:", page.opening
    details = block_kit.button("Details", DETAILS, str(opening.id))
    if opening.status is not OpeningStatus.OPEN:
        status = labels.STATUS[opening.status].lower()
        return block_kit.message(
            *_post_blocks(page),
            block_kit.context(f"This role is {status} now. Thank you for looking."),
            block_kit.actions(details),
            text=text,
        )
    return block_kit.message(
        *_post_blocks(page),
        block_kit.actions(
            block_kit.button("Refer someone", REFER, str(opening.id), primary=True),
            details,
        ),
        text=text,
    )


_INVITE = "Type `/invite @Vouch` there, then press Try again."
_FAILURES: dict[str, str] = {
    "advocate_not_in_channel": "You are not in {channel} yourself. Join it, then press Try again.",
    "not_in_channel": "I am not in {channel}. " + _INVITE,
    "channel_not_found": "I cannot see {channel}. " + _INVITE,
    "is_archived": "{channel} is archived. Choose another one.",
    "restricted_action": "{channel} does not let apps post. Choose another one.",
    "opening_not_open": "The role takes no referrals any more.",
}


def channel_post_failed_message(page: ChannelPostPage, why: str) -> Message:
    """To the advocate: where it does not stand, and what to do."""
    place = channel_link(page.channel)
    if page.told or page.done:
        where = channel_link(page.told) if page.told else "a channel"
        said = f"Your post about *{escape(page.opening.ref, 40)}*"
        text = f"{said} is on its way to {where}."
        if page.done:
            text = f"{said} stands in {where} now. Thank you."
        return block_kit.message(block_kit.section(text), text=text)
    because = _FAILURES.get(
        why, "Slack did not accept it in {channel} ({why}). Try again, or choose another one."
    ).format(channel=place, why=escape(why, 60))
    text = f"Your post about *{escape(page.opening.ref, 40)}* does not stand in {place} yet."
    buttons = []
    if page.opening.taking:
        value = f"{page.referral.id}:{page.channel}"
        buttons = [
            block_kit.actions(
                block_kit.button("Try again", AGAIN, value, primary=True),
                block_kit.button("Choose another channel", OPEN, str(page.referral.id)),
            )
        ]
    return block_kit.message(block_kit.section(f"{text}\n{because}"), *buttons, text=text)
