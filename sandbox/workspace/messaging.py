"""Posts, edits and deletes messages, and adds reactions, for people and for the app.

Each change is stored first, then announced to the open pages, then sent to the app as an event.
"""

from __future__ import annotations

import secrets

from sandbox.blockkit import Problem, check_message
from sandbox.errors import InvalidArgumentsError, SlackError
from sandbox.people.page_updates import PageUpdates
from sandbox.state.world import Channel, Json, World
from sandbox.workspace.events import Events
from sandbox.workspace.slack_objects import bot_profile, fill_in_defaults


class Messaging:
    """Changes the messages of the workspace. Each method makes one kind of change."""

    def __init__(self, world: World, page_updates: PageUpdates, events: Events) -> None:
        self._world = world
        self._page_updates = page_updates
        self._events = events

    def validate_content(self, args: Json) -> Json:
        """Check text, blocks, attachments and metadata, and return them as Slack stores them.

        `args` are the arguments of an API call. All other arguments are ignored.

        Raises InvalidArgumentsError with Slack's name for the first problem.
        """
        payload = {
            key: args[key]
            for key in ("text", "blocks", "attachments", "metadata", "markdown_text")
            if args.get(key) is not None
        }
        problems = check_message(payload)
        if problems:
            raise problems_error(problems)
        stored: Json = {"text": str(payload.get("text") or "")}
        if payload.get("markdown_text"):
            stored["text"] = payload["markdown_text"]
        if payload.get("blocks"):
            stored["blocks"] = fill_in_defaults(payload["blocks"], random_id)
        if payload.get("attachments"):
            stored["attachments"] = [
                _stored_attachment(attachment, number)
                for number, attachment in enumerate(payload["attachments"], start=1)
            ]
        if payload.get("metadata"):
            stored["metadata"] = payload["metadata"]
        return stored

    def post(self, channel: Channel, author: Json, content: Json, thread_ts: str | None) -> Json:
        """Store a new message, and return it. `author` has the message fields about its author.

        Raises SlackError thread_not_found when `thread_ts` is not a message of the channel.
        """
        message: Json = {
            "type": "message",
            **author,
            **content,
            "ts": self._world.next_ts(),
            "team": self._world.team.id,
        }
        if thread_ts:
            parent = channel.messages.get(thread_ts)
            if parent is None:
                raise SlackError("thread_not_found")
            message["thread_ts"] = parent.get("thread_ts", thread_ts)
            message["parent_user_id"] = parent.get("user", "")
        channel.messages[message["ts"]] = message
        if message.get("thread_ts"):
            self._update_reply_count(channel, message["thread_ts"])
        author_id = message.get("user")
        if author_id:
            self._world.last_read.setdefault(author_id, {})[channel.id] = message["ts"]
        self._page_updates.notify_channel(channel, {"type": "message", "ts": message["ts"]})
        self._page_updates.notify(channel.members, {"type": "sidebar"})
        self._events.emit_message(channel, message)
        return message

    def bot_author(self, args: Json | None = None) -> Json:
        """The message fields about the app as author. `args` may have another name and icon."""
        author: Json = {
            "user": self._world.app.user_id,
            "bot_id": self._world.app.bot_id,
            "app_id": self._world.app.id,
            "bot_profile": bot_profile(self._world),
        }
        for key in ("username", "icon_emoji", "icon_url"):
            if args and args.get(key):
                author[key] = args[key]
                author["subtype"] = "bot_message"
        return author

    def post_as_person(
        self, user_id: str, channel: Channel, text: str, thread_ts: str | None = None
    ) -> Json:
        author = {"user": user_id, "client_msg_id": secrets.token_hex(16)}
        return self.post(channel, author, {"text": text}, thread_ts)

    def update(self, channel: Channel, message: Json, content: Json) -> Json:
        """Replace the content of a message. Its ts, thread and reactions stay."""
        previous_message = dict(message)
        for key in ("blocks", "attachments"):
            message.pop(key, None)
        message.update(content)
        message["edited"] = {"user": message.get("user", ""), "ts": self._world.next_ts()}
        self._page_updates.notify_channel(channel, {"type": "message_changed", "ts": message["ts"]})
        self._events.emit_message(
            channel,
            {
                "subtype": "message_changed",
                "hidden": True,
                "message": message,
                "previous_message": previous_message,
                "ts": message["edited"]["ts"],
            },
        )
        return message

    def is_edit_window_closed(self, message: Json) -> bool:
        """Whether the settings of the workspace no longer allow the message to be edited."""
        minutes = self._world.team.edit_window_minutes
        age = self._world.unix_now() - float(message["ts"])
        has_limit = minutes >= 0
        return has_limit and age > minutes * 60

    def delete(self, channel: Channel, message: Json) -> None:
        """Delete a message. A message with replies is replaced by a tombstone, as in Slack."""
        ts = message["ts"]
        if message.get("reply_count"):
            channel.messages[ts] = {
                "type": "message",
                "subtype": "tombstone",
                "user": "USLACKBOT",
                "hidden": True,
                "text": "This message was deleted.",
                "ts": ts,
                **{
                    key: message[key]
                    for key in ("thread_ts", "reply_count", "latest_reply")
                    if key in message
                },
            }
        else:
            del channel.messages[ts]
            if message.get("thread_ts"):
                self._update_reply_count(channel, message["thread_ts"])
        self._page_updates.notify_channel(channel, {"type": "message_deleted", "ts": ts})
        self._events.emit_message(
            channel,
            {
                "subtype": "message_deleted",
                "hidden": True,
                "deleted_ts": ts,
                "previous_message": message,
                "ts": self._world.next_ts(),
            },
        )

    def post_ephemeral(
        self,
        user_id: str,
        channel: Channel,
        content: Json,
        *,
        author: Json | None = None,
        thread_ts: str | None = None,
    ) -> Json:
        """Store a message that only `user_id` sees, and return it with its `ephemeral_id`."""
        message: Json = {
            "type": "message",
            **(author or self.bot_author()),
            **content,
            "ts": self._world.next_ts(),
            "ephemeral": True,
            "ephemeral_id": f"Em{secrets.token_hex(6)}",
        }
        if thread_ts:
            message["thread_ts"] = thread_ts
        self._world.ephemerals.append(
            {
                "id": message["ephemeral_id"],
                "channel": channel.id,
                "user": user_id,
                "message": message,
            }
        )
        self._notify_recipient(user_id, channel, message)
        return message

    def find_ephemeral(self, user_id: str, channel_id: str, ephemeral_id: str) -> Json | None:
        """The stored record of this person's ephemeral message in the channel, or None."""
        for record in self._world.ephemerals:
            if (record["id"], record["user"], record["channel"]) == (
                ephemeral_id,
                user_id,
                channel_id,
            ):
                return record
        return None

    def replace_ephemeral(self, record: Json, channel: Channel, content: Json | None) -> None:
        """Replace the content of an ephemeral message, or remove the message if `content` is None.

        `record` comes from `find_ephemeral`.
        """
        if content is None:
            self._world.ephemerals.remove(record)
        else:
            unchanged = {
                key: value
                for key, value in record["message"].items()
                if key not in ("text", "blocks", "attachments")
            }
            record["message"] = unchanged | content
        self._notify_recipient(record["user"], channel, record["message"])

    def add_reaction(self, channel: Channel, message: Json, user_id: str, name: str) -> None:
        """Add a reaction. Raises SlackError already_reacted."""
        reactions = message.setdefault("reactions", [])
        entry = next((r for r in reactions if r["name"] == name), None)
        if entry is None:
            entry = {"name": name, "users": [], "count": 0}
            reactions.append(entry)
        if user_id in entry["users"]:
            raise SlackError("already_reacted")
        entry["users"].append(user_id)
        entry["count"] = len(entry["users"])
        self._page_updates.notify_channel(channel, {"type": "reaction", "ts": message["ts"]})
        self._events.emit_reaction(channel, message, user_id, name, "reaction_added")

    def remove_reaction(self, channel: Channel, message: Json, user_id: str, name: str) -> None:
        """Remove a reaction. Raises SlackError no_reaction."""
        entry = next((r for r in message.get("reactions", []) if r["name"] == name), None)
        if entry is None or user_id not in entry["users"]:
            raise SlackError("no_reaction")
        entry["users"].remove(user_id)
        entry["count"] = len(entry["users"])
        if not entry["users"]:
            message["reactions"].remove(entry)
        if not message["reactions"]:
            del message["reactions"]
        self._page_updates.notify_channel(channel, {"type": "reaction", "ts": message["ts"]})
        self._events.emit_reaction(channel, message, user_id, name, "reaction_removed")

    def _notify_recipient(self, user_id: str, channel: Channel, message: Json) -> None:
        note = {"type": "ephemeral", "channel": channel.id, "ts": message["ts"]}
        self._page_updates.notify([user_id], note)

    def _update_reply_count(self, channel: Channel, thread_ts: str) -> None:
        """Set what the first message of a thread says of its replies, or remove it without any."""
        parent = channel.messages.get(thread_ts)
        if parent is None:
            return
        replies = [
            message
            for ts, message in channel.messages.items()
            if message.get("thread_ts") == thread_ts and ts != thread_ts
        ]
        if not replies:
            for key in ("thread_ts", "reply_count", "reply_users", "latest_reply"):
                parent.pop(key, None)
            return
        users = list(dict.fromkeys(reply["user"] for reply in replies if reply.get("user")))
        parent.update(
            thread_ts=thread_ts,
            reply_count=len(replies),
            reply_users=users[:5],  # Slack lists a few people only, and counts them all.
            reply_users_count=len(users),
            latest_reply=replies[-1]["ts"],
            is_locked=False,
            subscribed=False,
        )


def _stored_attachment(attachment: Json, number: int) -> Json:
    if attachment.get("blocks"):
        return {**attachment, "blocks": fill_in_defaults(attachment["blocks"], random_id)}
    return {"id": number, **attachment}


def random_id() -> str:
    """A random id in the format that Slack uses for blocks and actions without an id."""
    return secrets.token_urlsafe(4)[:5]


def problems_error(problems: list[Problem]) -> InvalidArgumentsError:
    """The error with which Slack answers these problems. Its name is that of the first problem."""
    return InvalidArgumentsError(
        *(f"[ERROR] {p.message} [json-pointer:{p.pointer}]" for p in problems),
        error=problems[0].error,
    )
