"""The Web API's methods conversations.* that list channels and read their messages."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.state.world import Channel, Json
from sandbox.web_api.registry import BOOL, INT, LIST, TEXT, Call, is_visible, method
from sandbox.workspace.slack_objects import channel_json, message_for_bot

# The sandbox's kind of channel by Slack's type, and the scope to read channels of each kind.
KIND_BY_TYPE = {
    "public_channel": "channel",
    "private_channel": "private",
    "im": "im",
    "mpim": "mpim",
}
READ_SCOPES = {
    "channel": "channels:read",
    "private": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def requested_kinds(call: Call) -> set[str]:
    """The kinds of channels in the argument `types`. Raises invalid_types or missing_scope."""
    types = call.get("types") or ["public_channel"]
    if any(type_ not in KIND_BY_TYPE for type_ in types):
        raise SlackError("invalid_types")
    kinds = {KIND_BY_TYPE[type_] for type_ in types}
    for kind in sorted(kinds):
        if not call.engine.has_scope(READ_SCOPES[kind]):
            provided = ",".join(sorted(call.engine.manifest.scopes))
            raise SlackError("missing_scope", needed=READ_SCOPES[kind], provided=provided)
    return kinds


@method("conversations.list", types=LIST, exclude_archived=BOOL, cursor=TEXT, limit=INT)
async def list_(call: Call) -> Json:
    kinds = requested_kinds(call)
    world = call.engine.world
    channels = [
        channel
        for channel in world.channels.values()
        if channel.kind in kinds
        and is_visible(call.engine, channel)
        and not (call.get("exclude_archived") and channel.is_archived)
    ]
    channels.sort(key=lambda channel: channel.name)
    page, meta = call.paginate(channels, default=100, maximum=1000)
    found = [channel_json(world, channel) for channel in page]
    return {"channels": found, "response_metadata": meta}


@method("conversations.info", required="channel", channel=TEXT, include_num_members=BOOL)
async def info(call: Call) -> Json:
    slack_object = channel_json(
        call.engine.world, call.channel(), with_num_members=bool(call.get("include_num_members"))
    )
    return {"channel": slack_object}


@method(
    "conversations.history",
    required="channel",
    channel=TEXT,
    cursor=TEXT,
    limit=INT,
    oldest=TEXT,
    latest=TEXT,
    inclusive=BOOL,
    include_all_metadata=BOOL,
)
async def history(call: Call) -> Json:
    channel = _joined_channel(call)
    # Replies are left out, unless they were also sent to the channel.
    messages = [
        message
        for message in channel.messages.values()
        if message.get("thread_ts", message["ts"]) == message["ts"]
        or message.get("subtype") == "thread_broadcast"
    ]
    newest_first = _filter_by_time(call, messages)[::-1]
    page, meta = call.paginate(newest_first, default=100, maximum=999)
    return {
        "messages": _for_bot(call, page),
        "has_more": bool(meta["next_cursor"]),
        "pin_count": 0,
        "response_metadata": meta,
    }


@method(
    "conversations.replies",
    required="channel ts",
    channel=TEXT,
    ts=TEXT,
    cursor=TEXT,
    limit=INT,
    oldest=TEXT,
    latest=TEXT,
    inclusive=BOOL,
    include_all_metadata=BOOL,
)
async def replies(call: Call) -> Json:
    channel = _joined_channel(call)
    message = channel.messages.get(call.args["ts"])
    if message is None:
        raise SlackError("thread_not_found")
    parent_ts = str(message.get("thread_ts", message["ts"]))
    thread = call.engine.world.thread_messages(channel, parent_ts)
    # The bounds of time never exclude the parent.
    chosen = thread[:1] + _filter_by_time(call, thread[1:])
    page, meta = call.paginate(chosen, default=1000, maximum=1000)
    return {
        "messages": _for_bot(call, page),
        "has_more": bool(meta["next_cursor"]),
        "response_metadata": meta,
    }


def _joined_channel(call: Call) -> Channel:
    """The channel in the arguments. Raises not_in_channel unless the app is a member."""
    channel = call.channel()
    if call.engine.world.app.user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _filter_by_time(call: Call, messages: list[Json]) -> list[Json]:
    """The messages between the arguments `oldest` and `latest`, of which either may be missing."""
    try:
        oldest = float(call.get("oldest") or 0)
        latest = float(call.get("latest") or "inf")
    except ValueError:
        raise SlackError("invalid_ts_latest") from None
    if call.get("inclusive"):
        return [each for each in messages if oldest <= float(each["ts"]) <= latest]
    return [each for each in messages if oldest < float(each["ts"]) < latest]


def _for_bot(call: Call, messages: list[Json]) -> list[Json]:
    """The messages as the bot may see them, with metadata if the call asks for it."""
    with_metadata = bool(call.get("include_all_metadata"))
    return [message_for_bot(each, with_metadata=with_metadata) for each in messages]
