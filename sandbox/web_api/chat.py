"""The methods chat.*: the app posts, edits, deletes and schedules messages."""

from __future__ import annotations

from sandbox.engine import Engine
from sandbox.errors import SlackError
from sandbox.state.world import Channel, Json
from sandbox.web_api.registry import BOOL, INT, JSON, TEXT, Call, is_visible, method

MAX_SCHEDULE_SECONDS = 120 * 24 * 3600
"""Slack: a message can be scheduled up to 120 days ahead (chat.scheduleMessage)."""
MAX_UPDATE_TEXT = 4_000
"""Slack: chat.update answers msg_too_long above this number of characters."""
MIN_SECONDS_TO_DELETE = 60
"""Slack: a message that is due in less time cannot be deleted (chat.deleteScheduledMessage)."""


def find_writable_channel(call: Call, given: str) -> Channel:
    """Find the conversation in which the app wants to post, and check that it may.

    `given` is the id or the name of a channel, or the id of a user: then it is the app's DM with
    that user. Raises channel_not_found, is_archived, not_in_channel, user_disabled, cannot_dm_bot,
    messages_tab_disabled or restricted_action.
    """
    engine = call.engine
    world = engine.world
    channel = world.channels.get(given)
    if channel is None and given in world.users:
        channel = open_dm_with(engine, given)
    is_id = given.startswith(("C0", "D0", "U0"))
    if channel is None and not is_id:
        channel = world.channel_by_name(given)
    if channel is None or not is_visible(engine, channel):
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.kind == "im":
        other = next(member for member in channel.members if member != world.app.user_id)
        open_dm_with(engine, other)  # raises if this person cannot be messaged any more
    elif world.app.user_id not in channel.members and not engine.has_scope("chat:write.public"):
        raise SlackError("not_in_channel")
    if channel.posting == "admins":
        raise SlackError("restricted_action")
    return channel


def open_dm_with(engine: Engine, user_id: str) -> Channel:
    """Return the app's DM with a user, and create it if it does not exist.

    Raises user_not_found, cannot_dm_bot, user_disabled, user_not_visible or messages_tab_disabled.
    """
    user = engine.world.users.get(user_id)
    if user is None:
        raise SlackError("user_not_found")
    if user.is_bot or user_id == "USLACKBOT":
        raise SlackError("cannot_dm_bot")
    if user.deleted:
        raise SlackError("user_disabled")
    if user.is_stranger:
        raise SlackError("user_not_visible")
    if not engine.manifest.messages_tab_enabled:
        raise SlackError("messages_tab_disabled")
    return engine.world.open_dm(engine.world.app.user_id, user_id)


@method(
    "chat.postMessage",
    required="channel",
    channel=TEXT,
    text=TEXT,
    blocks=JSON,
    attachments=JSON,
    metadata=JSON,
    markdown_text=TEXT,
    thread_ts=TEXT,
    reply_broadcast=BOOL,
    username=TEXT,
    icon_emoji=TEXT,
    icon_url=TEXT,
)
async def post_message(call: Call) -> Json:
    channel = find_writable_channel(call, call.args["channel"])
    _check_customize_scope(call)
    messaging = call.engine.messaging
    author = messaging.bot_author(call.args)
    message = messaging.post(
        channel, author, messaging.validate_content(call.args), call.get("thread_ts")
    )
    return {"channel": channel.id, "ts": message["ts"], "message": _message_in_answer(message)}


@method(
    "chat.postEphemeral",
    required="channel user",
    channel=TEXT,
    user=TEXT,
    text=TEXT,
    blocks=JSON,
    attachments=JSON,
    markdown_text=TEXT,
    thread_ts=TEXT,
    username=TEXT,
    icon_emoji=TEXT,
    icon_url=TEXT,
)
async def post_ephemeral(call: Call) -> Json:
    channel = find_writable_channel(call, call.args["channel"])
    if call.args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    _check_customize_scope(call)
    messaging = call.engine.messaging
    message = messaging.post_ephemeral(
        call.args["user"],
        channel,
        messaging.validate_content(call.args),
        author=messaging.bot_author(call.args),
        thread_ts=call.get("thread_ts"),
    )
    return {"message_ts": message["ts"]}


@method(
    "chat.update",
    required="channel ts",
    channel=TEXT,
    ts=TEXT,
    text=TEXT,
    blocks=JSON,
    attachments=JSON,
    metadata=JSON,
    markdown_text=TEXT,
)
async def update(call: Call) -> Json:
    if call.channel().is_archived:  # chat.update has its own error for this.
        raise SlackError("is_inactive")
    channel, message = _find_own_message(call, error_if_not_own="cant_update_message")
    if call.engine.messaging.is_edit_window_closed(message):
        raise SlackError("edit_window_closed")
    if len(str(call.get("text") or "")) > MAX_UPDATE_TEXT:
        raise SlackError("msg_too_long")
    new = dict(call.args)
    if not any(new.get(key) for key in ("text", "blocks", "attachments", "markdown_text")):
        if "metadata" not in new:
            raise SlackError("no_text")
        # An update of the metadata alone keeps the text and the blocks.
        new |= {key: message[key] for key in ("text", "blocks", "attachments") if key in message}
    content = call.engine.messaging.validate_content(new)
    call.engine.messaging.update(channel, message, content)
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": _message_in_answer(message),
    }


@method("chat.delete", required="channel ts", channel=TEXT, ts=TEXT)
async def delete(call: Call) -> Json:
    channel, message = _find_own_message(call, error_if_not_own="cant_delete_message")
    call.engine.messaging.delete(channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.getPermalink", required="channel message_ts", channel=TEXT, message_ts=TEXT)
async def get_permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.args["message_ts"]
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    return {"channel": channel.id, "permalink": permalink(call.engine, channel, ts)}


@method(
    "chat.scheduleMessage",
    required="channel post_at",
    channel=TEXT,
    post_at=INT,
    text=TEXT,
    blocks=JSON,
    attachments=JSON,
    metadata=JSON,
    thread_ts=TEXT,
)
async def schedule_message(call: Call) -> Json:
    channel = find_writable_channel(call, call.args["channel"])
    world = call.engine.world
    post_at = call.args["post_at"]
    if post_at <= world.unix_now():
        raise SlackError("time_in_past")
    if post_at > world.unix_now() + MAX_SCHEDULE_SECONDS:
        raise SlackError("time_too_far")
    content = call.engine.messaging.validate_content(call.args)
    entry = {
        "id": world.next_id("Q"),
        "channel_id": channel.id,
        "post_at": post_at,
        "date_created": world.unix_now(),
        "content": content,
        "thread_ts": call.get("thread_ts"),
    }
    world.scheduled.append(entry)
    return {
        "channel": channel.id,
        "scheduled_message_id": entry["id"],
        "post_at": post_at,
        "message": {"type": "message", **call.engine.messaging.bot_author(), **content},
    }


@method("chat.scheduledMessages.list", channel=TEXT)
async def list_scheduled(call: Call) -> Json:
    wanted_channel = call.get("channel")  # None: of all channels
    items = [
        {
            "id": entry["id"],
            "channel_id": entry["channel_id"],
            "post_at": entry["post_at"],
            "date_created": entry["date_created"],
            "text": entry["content"]["text"],
        }
        for entry in call.engine.world.scheduled
        if wanted_channel in (None, entry["channel_id"])
    ]
    return {"scheduled_messages": items, "response_metadata": {"next_cursor": ""}}


@method(
    "chat.deleteScheduledMessage",
    required="channel scheduled_message_id",
    channel=TEXT,
    scheduled_message_id=TEXT,
)
async def delete_scheduled(call: Call) -> Json:
    world = call.engine.world
    wanted_id = call.args["scheduled_message_id"]
    entry = next((each for each in world.scheduled if each["id"] == wanted_id), None)
    if entry is None or entry["post_at"] < world.unix_now() + MIN_SECONDS_TO_DELETE:
        raise SlackError("invalid_scheduled_message_id")
    world.scheduled.remove(entry)
    return {}


def permalink(engine: Engine, channel: Channel, ts: str) -> str:
    domain = engine.world.team.domain
    return f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"


def _find_own_message(call: Call, *, error_if_not_own: str) -> tuple[Channel, Json]:
    """Return the channel and the app's own message that the call names.

    Raises channel_not_found, is_archived, message_not_found, or `error_if_not_own` if the message
    is somebody else's.
    """
    channel = call.channel()
    if channel.is_archived:
        raise SlackError("is_archived")
    message = channel.messages.get(call.args["ts"])
    if message is None or message.get("subtype") == "tombstone":
        raise SlackError("message_not_found")
    if message.get("bot_id") != call.engine.world.app.bot_id:
        raise SlackError(error_if_not_own)
    return channel, message


def _check_customize_scope(call: Call) -> None:
    """Raise missing_scope if the call sets the author's name or icon without the scope for it."""
    customizes = any(call.get(key) for key in ("username", "icon_emoji", "icon_url"))
    if customizes and not call.engine.has_scope("chat:write.customize"):
        provided = ",".join(sorted(call.engine.manifest.scopes))
        raise SlackError("missing_scope", needed="chat:write.customize", provided=provided)


def _message_in_answer(message: Json) -> Json:
    """Return the stored message without the keys that Slack's answer does not have."""
    return {key: value for key, value in message.items() if key not in ("ephemeral", "metadata")}
