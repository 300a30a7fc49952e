"""The routes under `/people`, which the sandbox's web page and the test driver call.

The web page shows the workspace as Slack's own client does.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.engine import Engine
from sandbox.errors import PersonError
from sandbox.people import queries
from sandbox.people.actions import Actions
from sandbox.people.admin import Admin
from sandbox.state.world import Json, User

# Each name is the last part of a path, and the name of the method that handles its requests: a
# method of `Actions` here, and of `Admin` for `ADMIN_ACTIONS`.
ACTIONS = (
    "say",
    "status",
    "command",
    "click",
    "set_state",
    "upload",
    "delete_file",
    "suggest",
    "submit",
    "close",
    "home",
    "shortcut",
    "react",
    "join",
    "leave",
    "invite",
    "remove",
    "open_dm",
    "edit",
    "delete",
    "create_channel",
    "rename_channel",
    "archive_channel",
    "make_private",
)
ADMIN_ACTIONS = (
    "change_user",
    "new_user",
    "set_archived",
    "set_usergroup",
    "uninstall",
    "reinstall",
)
# Types that a browser shows without running anything that is in the file.
SAFE_IMAGE_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")


class PeopleApi:
    """Handles the requests of the web page and of the test driver."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._actions = Actions(engine)
        self._admin = Admin(engine)

    def routes(self) -> list[BaseRoute]:
        """All routes. Fixed paths come first: otherwise `admin` would be read as a user id."""
        routes: list[BaseRoute] = [
            Route("/people/boot", self._json_endpoint(self._read_boot)),
            Route("/people/traffic", self._json_endpoint(self._read_traffic)),
            Route(
                "/people/clock",
                self._json_endpoint(self._read_or_move_clock),
                methods=["GET", "POST"],
            ),
            Route("/people/files/{file_id}", self._serve_file),
            WebSocketRoute("/people/live", self._serve_updates),
        ]
        routes += [
            Route(
                f"/people/admin/{name}",
                self._json_endpoint(self._admin_action_handler(name)),
                methods=["POST"],
            )
            for name in ADMIN_ACTIONS
        ]
        reads: dict[str, Callable[[User, Request], Json]] = {
            "sidebar": lambda user, _: queries.load_sidebar(self._engine, user),
            "messages": self._read_messages,
            "views": lambda user, _: {"stack": self._actions.submissions.stack(user)},
            "home": lambda user, _: queries.load_home(self._engine, user),
            "toasts": lambda user, _: {"toasts": list(self._engine.page_updates.toasts[user.id])},
        }
        routes += [
            Route(
                f"/people/{{user}}/{name}",
                self._json_endpoint(self._read_handler(read)),
                methods=["GET"],
            )
            for name, read in reads.items()
        ]
        routes += [
            Route(
                f"/people/{{user}}/{name}",
                self._json_endpoint(self._action_handler(name)),
                methods=["POST"],
            )
            for name in ACTIONS
        ]
        return routes

    def _json_endpoint(
        self, handle: Callable[[Request], Awaitable[Json]]
    ) -> Callable[[Request], Awaitable[Response]]:
        """An endpoint that answers with the result of `handle` or its PersonError, as JSON."""

        async def endpoint(request: Request) -> Response:
            try:
                result = await handle(request)
            except PersonError as error:
                return JSONResponse({"ok": False, "error": str(error)})
            if request.method == "POST":
                self._engine.mark_changed()
            return JSONResponse({"ok": True, **result})

        return endpoint

    def _read_handler(
        self, read: Callable[[User, Request], Json]
    ) -> Callable[[Request], Awaitable[Json]]:
        async def handle(request: Request) -> Json:
            return read(self._find_user(request), request)

        return handle

    def _action_handler(self, name: str) -> Callable[[Request], Awaitable[Json]]:
        act: Callable[[User, Json], Awaitable[Json]] = getattr(self._actions, name)

        async def handle(request: Request) -> Json:
            user = self._find_user(request)
            if user.deleted:
                raise PersonError("This person's account is deactivated.")
            return await act(user, await _read_json(request))

        return handle

    def _admin_action_handler(self, name: str) -> Callable[[Request], Awaitable[Json]]:
        act: Callable[[Json], Awaitable[Json]] = getattr(self._admin, name)

        async def handle(request: Request) -> Json:
            return await act(await _read_json(request))

        return handle

    def _find_user(self, request: Request) -> User:
        user = self._engine.world.users.get(request.path_params["user"])
        if user is None:
            raise PersonError("There is nobody with that id.")
        return user

    def _read_messages(self, user: User, request: Request) -> Json:
        query = request.query_params
        channel = query.get("channel", "")
        return queries.read_messages(self._engine, user, channel, query.get("thread_ts"))

    async def _read_boot(self, _: Request) -> Json:
        return queries.load_first_screen(self._engine)

    async def _read_traffic(self, request: Request) -> Json:
        """The entries of the traffic after the number in the query, or all of them."""
        after = request.query_params.get("after", "0")
        return {"items": self._engine.traffic.entries_after(int(after) if after.isdigit() else 0)}

    async def _read_or_move_clock(self, request: Request) -> Json:
        if request.method == "POST":
            return await self._admin.move_clock(await _read_json(request))
        return await self._admin.read_clock()

    async def _serve_file(self, request: Request) -> Response:
        file = self._engine.world.files.get(request.path_params["file_id"])
        data = self._engine.store.read_file(file.id) if file is not None else None
        if file is None or data is None:
            return Response(status_code=404)
        if file.mimetype in SAFE_IMAGE_TYPES:
            return Response(data, media_type=file.mimetype)
        # Every other file is sent as a download, so that an uploaded page cannot run here.
        name = "".join(c if c.isalnum() or c in "._-" else "_" for c in file.name)
        return Response(
            data,
            media_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def _serve_updates(self, socket: WebSocket) -> None:
        """Send the updates for one user's page until the page closes the socket."""
        user_id = socket.query_params.get("user", "")
        if user_id not in self._engine.world.users:
            await socket.close(code=4404)
            return
        await socket.accept()
        queue = self._engine.page_updates.subscribe(user_id)
        closing = asyncio.ensure_future(_wait_until_closed(socket))
        try:
            while not closing.done():
                next_update = asyncio.ensure_future(queue.get())
                await asyncio.wait({next_update, closing}, return_when=asyncio.FIRST_COMPLETED)
                if not next_update.done():
                    next_update.cancel()
                    break
                await socket.send_json(next_update.result())
        except (WebSocketDisconnect, RuntimeError):
            # Starlette raises RuntimeError when the socket is closed while we send.
            return
        finally:
            closing.cancel()
            self._engine.page_updates.unsubscribe(user_id, queue)


async def _wait_until_closed(socket: WebSocket) -> None:
    """Wait until the page closes the socket.

    The page sends nothing, but only a read notices that the socket was closed.
    """
    try:
        while True:
            await socket.receive_text()
    except (WebSocketDisconnect, RuntimeError, KeyError):
        # Starlette raises RuntimeError for a socket that is closed already, and KeyError for a
        # message in bytes instead of text.
        return


async def _read_json(request: Request) -> Json:
    try:
        body: Any = json.loads(await request.body() or b"{}")
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise PersonError("The request is not a JSON object.")
    return body
