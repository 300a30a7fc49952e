"""An advocate's post about an opening in a channel: form, preview, post and failure message."""

from __future__ import annotations

from dataclasses import dataclass

from domain.commitment_pages import ChannelPostPage
from domain.limits import CHANNEL_POST_MAX
from domain.openings import OpeningStatus
from views import labels
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
from views.button_values import parse_id
from views.form_state import State, selected_channel, text_value
from views.formatting import channel_link, escape, mention
from views.inputs import channel_input, text_input
from views.openings import SHOW_DETAILS
from views.refer import REFER

# The value or private metadata of OPEN_FORM and POST_FORM is the referral's id.
OPEN_FORM = "channel_post.open"
POST_FORM = "channel_post.form"
# The value or private metadata of these is a `Destination`.
PREVIEW_FORM = "channel_post.preview"
CHANGE_POST = "channel_post.change"
POST_AGAIN = "channel_post.again"


@dataclass(frozen=True, slots=True)
class Destination:
    """The referral whose opening the post is about, and the channel (a Slack id) to post in."""

    referral_id: int
    channel: str

    def __str__(self) -> str:
        return f"{self.referral_id}:{self.channel}"


def parse_destination(value: str) -> Destination:
    referral_id, _, channel = value.partition(":")
    return Destination(parse_id(referral_id), channel)


@dataclass(frozen=True, slots=True)
class PostForm:
    """The submitted form: the text, and the channel (a Slack id, empty if none was chosen)."""

    text: str
    channel: str


def channel_post_form(page: ChannelPostPage) -> Block:
    ref = escape(page.opening.ref, 40)
    return modal(
        POST_FORM,
        "Tell a channel",
        [
            section(
                f"A post about *{ref}*, from you. The whole channel reads it, so it's "
                "about the role. Who you put forward stays between you and the people "
                "who answer."
            ),
            channel_input("channel", "Which channel?", initial=page.channel, hint="One you're in."),
            text_input(
                "post", "Your post", initial=page.text, multiline=True, max_length=CHANNEL_POST_MAX
            ),
        ],
        submit="Preview",
        close="Later",
        private=str(page.referral.id),
    )


def parse_channel_post(state: State) -> PostForm:
    return PostForm(text_value(state, "post"), selected_channel(state, "channel"))


def preview_modal(page: ChannelPostPage) -> Block:
    value = str(Destination(page.referral.id, page.channel))
    return modal(
        PREVIEW_FORM,
        "Preview",
        [
            section(f"This is what {channel_link(page.channel)} will read:"),
            divider(),
            *_post_blocks(page),
            context("With two buttons: Refer someone, Details."),
            divider(),
            actions(button("Change it", CHANGE_POST, value)),
        ],
        submit="Post it",
        close="Later",
        private=value,
    )


def _opening_name(page: ChannelPostPage) -> str:
    opening = page.opening
    return f"*{escape(opening.ref, 40)}* {escape(opening.title, 200)}"


def _post_blocks(page: ChannelPostPage) -> list[Block]:
    advocate = mention(page.advocate)
    return [
        section(f"{advocate} on {_opening_name(page)}:"),
        quote(page.text, CHANNEL_POST_MAX),
    ]


def channel_post_message(page: ChannelPostPage) -> Message:
    """The post in the channel. An open role has a button to refer someone."""
    text, opening = f"{mention(page.advocate)} on {_opening_name(page)}:", page.opening
    details_button = button("Details", SHOW_DETAILS, str(opening.id))
    if opening.status is not OpeningStatus.OPEN:
        status = labels.STATUS[opening.status].lower()
        return message(
            *_post_blocks(page),
            context(f"This role is {status} now. Thank you for looking."),
            actions(details_button),
            text=text,
        )
    return message(
        *_post_blocks(page),
        actions(
            button("Refer someone", REFER, str(opening.id), primary=True),
            details_button,
        ),
        text=text,
    )


_INVITE = "Type `/invite @Vouch` there, then press Try again."
_FAILURE_SENTENCES: dict[str, str] = {
    "advocate_not_in_channel": "You're not in {channel} yourself. Join it, then press Try again.",
    "not_in_channel": "I'm not in {channel}. " + _INVITE,
    "channel_not_found": "I can't see {channel}. " + _INVITE,
    "is_archived": "{channel} is archived. Choose another one.",
    "restricted_action": "{channel} doesn't let apps post. Choose another one.",
    "opening_not_open": "The role doesn't take referrals any more.",
}


def channel_post_failed_message(page: ChannelPostPage, error: str) -> Message:
    """Tells the advocate why the post is not in the channel, and what to do.

    `error` is Slack's error code or one of ours. The message is edited when the post is queued
    again, and when it is posted.
    """
    target = channel_link(page.channel)
    if page.queued_for or page.is_posted:
        destination = channel_link(page.queued_for) if page.queued_for else "a channel"
        subject = f"Your post about *{escape(page.opening.ref, 40)}*"
        text = f"{subject} is on its way to {destination}."
        if page.is_posted:
            text = f"{subject} is in {destination} now. Thank you."
        return message(section(text), text=text)
    explanation = _FAILURE_SENTENCES.get(
        error, "Slack didn't accept it in {channel} ({why}). Try again, or choose another one."
    ).format(channel=target, why=escape(error, 60))
    text = f"Your post about *{escape(page.opening.ref, 40)}* isn't in {target} yet."
    buttons = []
    if page.opening.takes_referrals:
        value = str(Destination(page.referral.id, page.channel))
        buttons = [
            actions(
                button("Try again", POST_AGAIN, value, primary=True),
                button("Choose another channel", OPEN_FORM, str(page.referral.id)),
            )
        ]
    return message(section(f"{text}\n{explanation}"), *buttons, text=text)
