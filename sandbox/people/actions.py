"""What a person can do through the page or a test, and what an administrator can."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sandbox.engine import Engine
from sandbox.errors import PersonError, SlackError
from sandbox.interactions.submissions import Submissions
from sandbox.interactions.user_actions import Interactions
from sandbox.people.encoding import encode
from sandbox.people.queries import clock_shape, readable, user_shape
from sandbox.state.world import Channel, Json, User


class Actions:
    """One method for each `POST /people/{user}/...`; raises PersonError in words."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.interactions = Interactions(engine)
        self.submissions = Submissions(engine)

    async def say(self, user: User, body: Json) -> Json:
        text = str(body.get("text", ""))
        if text.startswith("/"):
            return await self.command(user, body)
        channel = self._writable(user, body)
        if not text.strip():
            raise PersonError("There is nothing to send.")
        words = encode(self.engine.world, text, labels=False)
        thread_ts = body.get("thread_ts")
        try:
            message = self.engine.messaging.post_as_person(user.id, channel, words, thread_ts)
        except SlackError as error:
            raise PersonError("That thread is no longer there.") from error
        return {"ts": message["ts"]}

    async def command(self, user: User, body: Json) -> Json:
        channel = self._writable(user, body)
        return await self.interactions.command(user, channel, str(body.get("text", "")))

    async def click(self, user: User, body: Json) -> Json:
        return await self.interactions.click(user, body)

    async def state(self, user: User, body: Json) -> Json:
        self.interactions.set_state(user, body)
        return {}

    async def suggest(self, user: User, body: Json) -> Json:
        return await self.interactions.suggest(user, body)

    async def submit(self, user: User, body: Json) -> Json:
        values = body.get("values") or {}
        return await self.submissions.submit(user, str(body.get("view_id")), values)

    async def close(self, user: User, body: Json) -> Json:
        return await self.submissions.close(user, str(body.get("view_id")), bool(body.get("clear")))

    async def home(self, user: User, body: Json) -> Json:
        tab = body.get("tab") or "home"
        if tab not in ("home", "messages"):
            raise PersonError("The app has a home tab and a messages tab.")
        self.interactions.open_home(user, tab)
        return {}

    async def shortcut(self, user: User, body: Json) -> Json:
        return await self.interactions.shortcut(
            user, str(body.get("callback_id")), body.get("message")
        )

    async def react(self, user: User, body: Json) -> Json:
        channel, message = self.interactions.message(user, body)
        name = str(body.get("name", "")).strip(":")
        messaging = self.engine.messaging
        try:
            if body.get("remove"):
                messaging.unreact(channel, message, user.id, name)
            else:
                messaging.react(channel, message, user.id, name)
        except SlackError as error:
            raise PersonError(error.error) from error
        return {}

    async def join(self, user: User, body: Json) -> Json:
        channel = readable(self.engine, user, str(body.get("channel")))
        if channel.is_archived:
            raise PersonError("That channel is archived.")
        self.engine.membership.add_member(channel, user.id)
        return {}

    async def leave(self, user: User, body: Json) -> Json:
        channel = self._member_of(user, body)
        self.engine.membership.remove_member(channel, user.id)
        return {}

    async def invite(self, user: User, body: Json) -> Json:
        channel = self._member_of(user, body)
        guest = self.engine.world.users.get(str(body.get("user")))
        if guest is None or guest.deleted:
            raise PersonError("There is nobody of that name.")
        if channel.is_archived:
            raise PersonError("That channel is archived.")
        self.engine.membership.add_member(channel, guest.id, inviter=user.id)
        return {}

    async def remove(self, user: User, body: Json) -> Json:
        """Remove somebody, such as the app, from a channel that this person is in."""
        channel = self._member_of(user, body)
        self.engine.membership.remove_member(channel, str(body.get("user")))
        return {}

    async def open_dm(self, user: User, body: Json) -> Json:
        other = self.engine.world.users.get(str(body.get("user")))
        if other is None:
            raise PersonError("There is nobody of that name.")
        return {"channel": self.engine.world.im(user.id, other.id).id}

    def _member_of(self, user: User, body: Json) -> Channel:
        channel = readable(self.engine, user, str(body.get("channel")))
        if user.id not in channel.members:
            raise PersonError("This person is not in that channel.")
        return channel

    def _writable(self, user: User, body: Json) -> Channel:
        if user.deleted:
            raise PersonError("This person's account is deactivated.")
        channel = self._member_of(user, body)
        if channel.is_archived:
            raise PersonError("That channel is archived.")
        if channel.posting == "admins" and not (user.is_admin or user.is_owner):
            raise PersonError("Only admins may post here.")
        return channel


class Admin:
    """What the world's owner does: people come and go, channels are archived, time moves."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    async def user(self, body: Json) -> Json:
        changes = dict(body)
        user = self.engine.world.users.get(str(changes.pop("user", "")))
        if user is None:
            raise PersonError("There is nobody of that name.")
        try:
            self.engine.membership.change_user(user, changes)
        except ValueError as error:
            raise PersonError(str(error)) from error
        return {"user": user_shape(user)}

    async def new_user(self, body: Json) -> Json:
        if not body.get("handle"):
            raise PersonError("A new person needs a handle.")
        if self.engine.world.user_by_handle(str(body["handle"])) is not None:
            raise PersonError("That handle is taken.")
        return {"user": user_shape(self.engine.membership.new_user(body))}

    async def archive(self, body: Json) -> Json:
        channel = self.engine.world.channels.get(str(body.get("channel")))
        if channel is None:
            raise PersonError("There is no such channel.")
        by = str(body.get("by") or channel.creator)
        self.engine.membership.set_archived(channel, bool(body.get("archived", True)), by)
        return {}

    async def usergroup(self, body: Json) -> Json:
        group = self.engine.world.groups.get(str(body.get("usergroup")))
        if group is None:
            raise PersonError("There is no such group.")
        self.engine.membership.set_group(group, [str(m) for m in body.get("members") or []])
        return {}

    async def uninstall(self, body: Json) -> Json:
        del body
        self.engine.membership.uninstall()
        return {}

    async def clock(self, body: Json) -> Json:
        """`{advance: seconds}`, `{to: unix}` or `{to_next: true}`."""
        clock = self.engine.clock
        try:
            if "advance" in body:
                await asyncio.to_thread(clock.advance, timedelta(seconds=float(body["advance"])))
            elif "to" in body:
                await asyncio.to_thread(clock.set, datetime.fromtimestamp(float(body["to"]), UTC))
            elif body.get("to_next"):
                stop = await self.next_stop()
                if stop is None:
                    raise PersonError("Nothing is due.")
                if stop > clock.now():
                    await asyncio.to_thread(clock.set, stop)
        except (ValueError, TypeError, OverflowError) as error:
            raise PersonError(f"The clock cannot do that: {error}") from error
        return clock_shape(self.engine)

    async def read_clock(self) -> Json:
        stop = await self.next_stop()
        return clock_shape(self.engine) | {"next_stop": stop.timestamp() if stop else None}

    async def next_stop(self) -> datetime | None:
        """The caller's next due moment; asked in a thread, for it may read a database."""
        ask = self.engine.next_stop
        return await asyncio.to_thread(ask) if ask is not None else None
