"""A post about the role in another channel: form, preview, the post, and what went wrong."""

from __future__ import annotations

from domain.channel_post import LONGEST
from domain.commitment_pages import PostPage
from domain.openings import OpeningStatus
from views import kit, words
from views.kit import Block, Message, State
from views.openings import DETAILS
from views.refer import REFER
from views.text import channel, esc, person

# Ids; values and private data are the referral's id, or "<referral>:<channel>"
OPEN = "channel_post.open"
FORM = "channel_post.form"
PREVIEW = "channel_post.preview"
CHANGE = "channel_post.change"
AGAIN = "channel_post.again"


def form(page: PostPage) -> Block:
    ref = esc(page.opening.ref, 40)
    picker = kit.channels_input(
        "channel",
        "Which channel?",
        initial=(page.channel,) if page.channel else (),
        hint="One that you are in.",
    )
    element = picker["element"]
    element["type"] = "conversations_select"
    if several := element.pop("initial_conversations", None):
        element["initial_conversation"] = several[0]
    return kit.modal(
        FORM,
        "Tell a channel",
        [
            kit.say(
                f"A post about *{ref}*, from you. The whole channel reads it, so it is about the "
                "role: whom you put forward stays between you and those who answer."
            ),
            picker,
            kit.text_input("post", "Your post", initial=page.text, multiline=True, longest=LONGEST),
        ],
        submit="Preview",
        close="Later",
        private=str(page.referral.id),
    )


def parse(state: State) -> tuple[str, str]:
    """(text, channel)."""
    return kit.typed(state, "post"), kit.picked_channel(state, "channel")


def preview(page: PostPage) -> Block:
    value = f"{page.referral.id}:{page.channel}"
    return kit.modal(
        PREVIEW,
        "Preview",
        [
            kit.say(f"This is what {channel(page.channel)} will read:"),
            kit.divider(),
            *_body(page),
            kit.small("With two buttons: Refer someone, Details."),
            kit.divider(),
            kit.actions(kit.button("Change it", CHANGE, value)),
        ],
        submit="Post it",
        close="Later",
        private=value,
    )


def parse_place(value: str) -> tuple[int, str]:
    """(referral, channel) of a value; zero and nothing for what was never ours."""
    referral, _, place = value.partition(":")
    return kit.number(referral), place


def _line(page: PostPage) -> str:
    opening = page.opening
    return f"*{esc(opening.ref, 40)}* {esc(opening.title, 200)}"


def _body(page: PostPage) -> list[Block]:
    by = person(page.advocate)
    return [kit.say(f"{by} on {_line(page)}:"), kit.quote(page.text, LONGEST)]


def post(page: PostPage) -> Message:
    """In the channel: the advocate's words, and a way to refer for the role."""
    text, opening = f"{person(page.advocate)} on {_line(page)}:", page.opening
    details = kit.button("Details", DETAILS, str(opening.id))
    if opening.status is not OpeningStatus.OPEN:
        status = words.STATUS[opening.status].lower()
        return kit.message(
            *_body(page),
            kit.small(f"This role is {status} now. Thank you for looking."),
            kit.actions(details),
            text=text,
        )
    return kit.message(
        *_body(page),
        kit.actions(
            kit.button("Refer someone", REFER, str(opening.id), primary=True),
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


def not_posted(page: PostPage, why: str) -> Message:
    """To the advocate: where it does not stand, and what to do."""
    place = channel(page.channel)
    if page.told or page.done:
        where = channel(page.told) if page.told else "a channel"
        said = f"Your post about *{esc(page.opening.ref, 40)}*"
        text = f"{said} is on its way to {where}."
        if page.done:
            text = f"{said} stands in {where} now. Thank you."
        return kit.message(kit.say(text), text=text)
    because = _FAILURES.get(
        why, "Slack did not accept it in {channel} ({why}). Try again, or choose another one."
    ).format(channel=place, why=esc(why, 60))
    text = f"Your post about *{esc(page.opening.ref, 40)}* does not stand in {place} yet."
    buttons = []
    if page.opening.taking:
        value = f"{page.referral.id}:{page.channel}"
        buttons = [
            kit.actions(
                kit.button("Try again", AGAIN, value, primary=True),
                kit.button("Choose another channel", OPEN, str(page.referral.id)),
            )
        ]
    return kit.message(kit.say(f"{text}\n{because}"), *buttons, text=text)
