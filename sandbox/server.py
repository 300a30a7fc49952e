"""`Sandbox`: a local Slack on 127.0.0.1 that runs in a thread of its own.

Create `Sandbox(manifest=..., company=...)` and call `start()`. Configure the app with `api_url`,
the two tokens and the signing secret. Act as a person of the company through `person(handle)` or
the web page at `url`. Call `stop()` at the end.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from sandbox.app import build_app
from sandbox.clock import SandboxClock
from sandbox.delivery.http_transport import HttpTransport
from sandbox.driver.person import Person
from sandbox.engine import Engine, Timing
from sandbox.faults.holds import Hold
from sandbox.faults.injection import FaultyTransport
from sandbox.faults.method_failures import MethodFailure
from sandbox.faults.plans import FaultKind, FaultPlan
from sandbox.manifest.parser import Manifest
from sandbox.scheduler import run_background_loop
from sandbox.state.persistence import Store
from sandbox.state.seed import build_world
from sandbox.state.world import Json, World

T = TypeVar("T")
START_SECONDS = 10
STOP_SECONDS = 10
CALL_SECONDS = 5
"""How long a call from another thread waits for the event loop. A method that waits on purpose,
such as `wait_idle`, adds its own time."""


class Sandbox:
    """A strict local Slack for one app and one company.

    `company` describes the users, channels and messages to start with, in the form that
    `state.seed.build_world` reads. It is used only when `state_dir` holds no saved world.
    `next_due_time` returns the time at which the app has to do something next, or None. A button of
    the page sets the clock to that time. With `rate_limits=False`, no call is rate limited.

    Raises ManifestError or ValueError for data that Slack would not accept.
    """

    def __init__(
        self,
        manifest: Path | Manifest,
        company: Json,
        *,
        state_dir: Path | None = None,
        port: int = 0,
        clock: SandboxClock | None = None,
        rate_limits: bool = True,
        next_due_time: Callable[[], datetime | None] | None = None,
        timing: Timing | None = None,
    ) -> None:
        self.clock = clock or SandboxClock()
        self._port = port
        if isinstance(manifest, Path):
            manifest = Manifest.load(manifest)
        store = Store(state_dir)
        world = store.load(self.clock) or build_world(company, manifest.name, self.clock)
        self.engine = Engine(
            manifest=manifest,
            world=world,
            clock=self.clock,
            store=store,
            timing=timing or Timing(),
            rate_limits=rate_limits,
            next_due_time=next_due_time,
        )
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._http_transport: HttpTransport | None = None
        self.clock.on_change(self._on_clock_change)

    @property
    def world(self) -> World:
        """The state of the workspace, for reading only. Only requests may change it."""
        return self.engine.world

    @property
    def traffic(self) -> list[Json]:
        """Every request to and from the app so far; `Traffic` describes the keys of an entry."""
        return list(self.engine.traffic.entries)

    @property
    def url(self) -> str:
        return self.engine.base_url

    @property
    def api_url(self) -> str:
        return f"{self.engine.base_url}/api/"

    @property
    def bot_token(self) -> str:
        return self.world.app.bot_token

    @property
    def app_token(self) -> str:
        return self.world.app.app_token

    @property
    def signing_secret(self) -> str:
        return self.world.app.signing_secret

    def start(self) -> Sandbox:
        """Start to listen, and return. After `stop`, a new start listens at the same address.

        Raises OSError when the port is taken, and RuntimeError when the sandbox is running already
        or does not start within `START_SECONDS`.
        """
        if self._thread is not None:
            raise RuntimeError("the sandbox is already running")
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Without TCP_NODELAY, a request body waits up to 40 ms for the ack of its headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(("127.0.0.1", self._port))
        # From here on no client is refused: one that connects too early waits for the server.
        listener.listen(128)
        self._port = listener.getsockname()[1]
        self.engine.base_url = f"http://127.0.0.1:{self._port}"
        config = uvicorn.Config(
            build_app(self.engine, self._lifespan),
            log_level="warning",
            access_log=False,
            ws_max_size=4_000_000,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._ready.clear()
        self._thread = threading.Thread(
            target=self._server.run,
            kwargs={"sockets": [listener]},
            name="sandbox",
            daemon=True,
        )
        self._thread.start()
        if not self._ready.wait(START_SECONDS):
            raise RuntimeError("the sandbox did not start")
        return self

    def stop(self) -> None:
        """Close every connection, save the state and end the thread."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(STOP_SECONDS)
        self._server = self._thread = self._loop = None
        if self._http_transport is not None:
            self._http_transport.close()

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def use_http(self, request_url: str | None) -> None:
        """Deliver to `request_url` by signed HTTP; None switches back to Socket Mode."""
        if self._http_transport is not None:
            self._http_transport.close()
            self._http_transport = None
        if request_url is not None:
            self._http_transport = HttpTransport(request_url, self.signing_secret)
        self.engine.dispatcher.transport = FaultyTransport(
            self._http_transport or self.engine.sockets, self.engine.fault_injector
        )

    def person(self, handle: str) -> Person:
        """The test driver for one person. Raises KeyError for an unknown handle."""
        user = self.world.user_by_handle(handle)
        if user is None:
            raise KeyError(handle)
        return Person(self.url, user.id)

    def deactivate(self, handle: str) -> None:
        """Deactivate a person's account. They leave all channels.

        Raises KeyError for an unknown handle.
        """
        self._change_user(handle, {"deleted": True})

    def reactivate(self, handle: str) -> None:
        """Reactivate a person's account. Raises KeyError for an unknown handle."""
        self._change_user(handle, {"deleted": False})

    def make_guest(self, handle: str) -> None:
        """Convert a full member into a multi-channel guest, who stays in their channels.

        Raises KeyError for an unknown handle.
        """
        self._change_user(handle, {"is_restricted": True})

    def make_member(self, handle: str) -> None:
        """Convert a guest into a full member. Raises KeyError for an unknown handle."""
        self._change_user(handle, {"is_restricted": False, "is_ultra_restricted": False})

    def change_channel_id(self, name: str) -> str:
        """Give a channel a new id, as when it is shared externally. Returns the new id.

        Raises KeyError for an unknown name.
        """
        return self._run_on_loop(self._change_channel_id(name), CALL_SECONDS)

    def set_edit_window(self, minutes: int) -> None:
        """Allow edits of messages for `minutes` after they were posted; -1 allows them for ever."""
        self.world.team.edit_window_minutes = minutes

    def refuse_usergroups(self, error: str) -> None:
        """Answer all usergroups.* methods with `error`, such as paid_teams_only; "" allows them."""
        self.world.team.usergroup_error = error

    def delete_usergroup(self, handle: str) -> None:
        """Delete a user group. Raises KeyError for an unknown handle."""
        group = self.world.group_by_handle(handle)
        if group is None:
            raise KeyError(handle)
        self.engine.membership.remove_group(group)

    def allow_burst(self, method: str, calls: int) -> None:
        """Allow `calls` more calls of a Web API method per minute than Slack's rate limit does."""
        self.engine.limiter.allow_burst(method, calls)

    def empty_untouched_inputs_on_update(self, *, enabled: bool = True) -> None:
        """Make every update of a view empty the inputs that nobody has changed; see `Views`."""
        self.engine.views.updates_empty_untouched_inputs = enabled

    def wait_idle(self, timeout: float = 5.0) -> bool:
        """Wait until no call or delivery is in progress. False after `timeout` real seconds.

        An event that waits for its next attempt does not count.
        """
        return self._run_on_loop(self.engine.dispatcher.wait_until_idle(timeout), timeout + 1)

    def refresh_sockets(self, reason: str = "refresh_requested", warn: float = 0.0) -> None:
        """Ask the app to replace every Socket Mode connection; see `SocketHub.refresh`."""
        self._run_on_loop(self.engine.sockets.refresh(reason, warn), warn + CALL_SECONDS)

    def cut_sockets(self) -> None:
        """Close every Socket Mode connection without Slack's `disconnect` message before."""
        self._run_on_loop(self.engine.sockets.close_all(), CALL_SECONDS)

    def drop_sockets(self) -> None:
        """End every Socket Mode connection without a WebSocket close frame."""
        self._run_on_loop(self.engine.sockets.drop_all(), CALL_SECONDS)

    def stall_sockets(self) -> None:
        """Make every Socket Mode connection half-open: nothing is read from it or sent on it.

        Slack still counts such a connection and gives it its share of the payloads, which are lost.
        """
        self._run_on_loop(self.engine.sockets.stall_all(), CALL_SECONDS)

    def set_ghost_connections(self, count: int) -> None:
        """Simulate `count` connections of another process with the same app token.

        Slack counts them in `num_connections` and gives each its share of the payloads.
        """
        self._run_on_loop(self.engine.sockets.set_ghosts(count), CALL_SECONDS)

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return self.engine.sockets.connection_count

    def fail(
        self,
        method: str,
        error: str = "internal_error",
        *,
        times: int = 1,
        status: int = 200,
        delay: float = 0.0,
        took_effect: bool = False,
        retry_after: int | None = None,
        about: str = "",
        body: bytes | None = None,
    ) -> None:
        """Make the next `times` calls of a Web API method ("*": of any method) fail.

        With `took_effect`, the call does its work, but its answer is an HTTP 500, or `status` with
        `body`. Without `took_effect`, the call does nothing, and its answer is `body` or else
        `error`. `delay` waits that many real seconds first; with `error=""` the call then succeeds.
        `retry_after`, in seconds, is sent as the header Retry-After. With `about`, a person's
        handle or a channel's id, only calls with that person's or channel's id in an argument fail.
        """
        user = self.world.user_by_handle(about) if about else None
        failure = MethodFailure(
            method=method,
            error=error,
            status=status,
            delay=delay,
            took_effect=took_effect,
            retry_after=retry_after,
            times=times,
            about=user.id if user is not None else about,
            body=body,
        )
        self.engine.method_failures.add(failure)

    def set_fault_plan(self, plan: FaultPlan | None) -> None:
        """Follow the plan from now on; None ends all faults."""
        self.engine.fault_injector.set_plan(plan)

    def inject_fault(self, fault: FaultKind, *, times: int = 1, name: str = "*") -> None:
        """Give the fault to the next `times` calls or envelopes with this name; "*" is any name."""
        self.engine.fault_injector.inject_next(fault, times=times, name=name)

    def hold_call(self, method: str, *, after_effect: bool = False, skip: int = 0) -> Hold:
        """Hold the next call of this method before its work, or (`after_effect`) before its answer.

        The first `skip` calls are not held. The returned `Hold` releases the call.
        """
        return self.engine.holds.add(Hold(method, after_effect=after_effect, skip=skip))

    def cancel_hold(self, hold: Hold) -> None:
        """Remove the hold. A call that is held already is released."""
        self.engine.holds.cancel(hold)

    @property
    def fault_counts(self) -> dict[str, int]:
        """How often each fault and each scripted event of the fault plan has happened."""
        return dict(self.engine.fault_injector.counts)

    def _run_on_loop(self, work: Coroutine[Any, Any, T], timeout: float) -> T:
        """Run `work` in the sandbox's thread and wait for its result, `timeout` seconds at most."""
        if self._loop is None:
            work.close()
            raise RuntimeError("the sandbox is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def _change_user(self, handle: str, changes: Json) -> None:
        user = self.world.user_by_handle(handle)
        if user is None:
            raise KeyError(handle)

        async def change() -> None:
            self.engine.membership.change_user(user, changes)

        self._run_on_loop(change(), CALL_SECONDS)

    async def _change_channel_id(self, name: str) -> str:
        channel = self.world.channel_by_name(name)
        if channel is None:
            raise KeyError(name)
        return self.engine.channel_manager.change_id(channel)

    def _on_clock_change(self, now: datetime) -> None:
        """Called in the thread that moved the clock."""
        loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._notify_clock_change, now)

    def _notify_clock_change(self, now: datetime) -> None:
        self.engine.clock_moved.set()
        self.engine.dispatcher.clock_moved.set()
        self.engine.page_updates.notify_all({"type": "clock", "now": now.timestamp()})
        self.engine.mark_changed()

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Any) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self.engine.reset_loop_state()
        background_task = asyncio.ensure_future(run_background_loop(self.engine))
        self._ready.set()
        try:
            yield
        finally:
            background_task.cancel()
            await asyncio.gather(background_task, return_exceptions=True)
            await self.engine.dispatcher.stop()
            self.engine.store.save(self.engine.world)
