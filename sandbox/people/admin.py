"""Handles `POST /people/admin/{action}` and `/people/clock`: changes made by no single person."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from sandbox.engine import Engine
from sandbox.errors import PersonError, SlackError
from sandbox.people.queries import clock_for_page, user_for_page
from sandbox.state.world import Channel, Json


class Admin:
    """One method for each administrative action. The `action` in the path is the method's name.

    `body` is the JSON object of the request. A method that refuses its action raises PersonError.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    async def change_user(self, body: Json) -> Json:
        """Change the user with the id `user`. The other keys are fields with their new values."""
        changes = dict(body)
        user = self.engine.world.users.get(str(changes.pop("user", "")))
        if user is None:
            raise PersonError("There is nobody of that name.")
        try:
            self.engine.membership.change_user(user, changes)
        except ValueError as error:
            raise PersonError(str(error)) from error
        return {"user": user_for_page(user)}

    async def new_user(self, body: Json) -> Json:
        """Add a person. `handle` is required."""
        if not body.get("handle"):
            raise PersonError("A new person needs a handle.")
        if self.engine.world.user_by_handle(str(body["handle"])) is not None:
            raise PersonError("That handle is taken.")
        return {"user": user_for_page(self.engine.membership.new_user(body))}

    async def set_archived(self, body: Json) -> Json:
        """Archive `channel`, or restore it if `archived` is false. `by` is the id of the actor."""
        channel = self._find_channel(body)
        archived_by = str(body.get("by") or channel.creator)
        try:
            self.engine.channel_manager.set_archived(
                channel, archived_by, archived=bool(body.get("archived", True))
            )
        except SlackError as error:
            raise PersonError(error.error) from error
        return {}

    async def set_usergroup(self, body: Json) -> Json:
        """Replace the members of a user group by the people with the ids in `members`."""
        group = self.engine.world.groups.get(str(body.get("usergroup")))
        if group is None:
            raise PersonError("There is no such group.")
        self.engine.membership.set_group(group, [str(m) for m in body.get("members") or []])
        return {}

    async def uninstall(self, body: Json) -> Json:
        del body
        self.engine.membership.uninstall()
        return {}

    async def reinstall(self, body: Json) -> Json:
        """Install the app again. With `{new_token: true}` it gets a new bot token."""
        self.engine.membership.reinstall(new_token=bool(body.get("new_token")))
        return {}

    async def move_clock(self, body: Json) -> Json:
        """Move the clock `{advance: seconds}`, `{to: unix time}` or `{to_next: true}`.

        `to_next` is the time at which the app has to do something next.
        """
        clock = self.engine.clock
        try:
            if "advance" in body:
                await asyncio.to_thread(clock.advance, timedelta(seconds=float(body["advance"])))
            elif "to" in body:
                await asyncio.to_thread(clock.set, datetime.fromtimestamp(float(body["to"]), UTC))
            elif body.get("to_next"):
                due_at = await self.next_due_time()
                if due_at is None:
                    raise PersonError("Nothing is due.")
                if due_at > clock.now():
                    await asyncio.to_thread(clock.set, due_at)
        except (ValueError, TypeError, OverflowError) as error:
            raise PersonError(f"The clock cannot do that: {error}") from error
        return clock_for_page(self.engine)

    async def read_clock(self) -> Json:
        due_at = await self.next_due_time()
        next_due_time = due_at.timestamp() if due_at else None
        return clock_for_page(self.engine) | {"next_due_time": next_due_time}

    async def next_due_time(self) -> datetime | None:
        """The time at which the app has to do something next, or None.

        The app is asked in a thread, because it may query a database.
        """
        ask_app = self.engine.next_due_time
        return await asyncio.to_thread(ask_app) if ask_app is not None else None

    def _find_channel(self, body: Json) -> Channel:
        channel = self.engine.world.channels.get(str(body.get("channel")))
        if channel is None:
            raise PersonError("There is no such channel.")
        return channel
