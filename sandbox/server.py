"""The sandbox as one object: a local Slack on 127.0.0.1, running in a thread of its own.

`Sandbox(manifest=..., company=...)`, `start()`, point the bot at `api_url` with the three
secrets, act through `person(handle)` or the page at `url`, `stop()`.
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
from sandbox.delivery.http_transport import HttpDelivery
from sandbox.driver.person import Person
from sandbox.engine import Engine, Timing
from sandbox.faults.holds import Hold
from sandbox.faults.injection import Shaky
from sandbox.faults.method_failures import Fault
from sandbox.faults.plans import FaultPlan, Trouble
from sandbox.manifest.parser import Manifest
from sandbox.scheduler import keep_time
from sandbox.state.persistence import Store
from sandbox.state.seed import build_world
from sandbox.state.world import Json, World

T = TypeVar("T")
START_SECONDS = 10


class Sandbox:
    """A strict local Slack for one app and one company.

    `company` is the dict that `seed` describes; it is used only when `state_dir` holds no
    world yet. `next_stop` tells the page's clock when the caller has something due next.
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
        next_stop: Callable[[], datetime | None] | None = None,
        timing: Timing | None = None,
    ) -> None:
        self.clock = clock or SandboxClock()
        self._port = port
        loaded = Manifest.load(manifest) if isinstance(manifest, Path) else manifest
        store = Store(state_dir)
        world = store.load(self.clock) or build_world(company, loaded.name, self.clock)
        self.engine = Engine(
            manifest=loaded,
            world=world,
            clock=self.clock,
            store=store,
            timing=timing or Timing(),
            rate_limits=rate_limits,
            next_stop=next_stop,
        )
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready = threading.Event()
        self._http: HttpDelivery | None = None
        self.clock.on_change(self._clock_moved)

    @property
    def world(self) -> World:
        """For reading; it is changed only over the wire."""
        return self.engine.world

    @property
    def traffic(self) -> list[Json]:
        """Everything that crossed the wire; see `traffic.Traffic` for an entry's keys."""
        return list(self.engine.traffic.items)

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
        """Listen and return; after `stop` it comes back at the same address.

        Raises OSError when the port is taken.
        """
        if self._thread is not None:
            raise RuntimeError("the sandbox is already running")
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # As Slack; else a body waits 40 ms for its headers' receipt, on a connection that stays.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind(("127.0.0.1", self._port))
        # Listening from here on: who connects before the server accepts waits, and is not refused.
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
        """Close every connection, write the state and end the thread."""
        if self._server is None or self._thread is None:
            return
        self._server.should_exit = True
        self._thread.join(10)
        self._server = self._thread = self._loop = None
        if self._http is not None:
            self._http.close()

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def use_http(self, request_url: str | None) -> None:
        """Deliver by signed HTTP to `request_url`; None goes back to Socket Mode."""
        if self._http is not None:
            self._http.close()
            self._http = None
        if request_url is not None:
            self._http = HttpDelivery(request_url, self.signing_secret)
        self.engine.dispatcher.transport = Shaky(
            self._http or self.engine.sockets, self.engine.plans
        )

    def person(self, handle: str) -> Person:
        """The test driver for one person. Raises KeyError for an unknown handle."""
        user = self.world.user_by_handle(handle)
        if user is None:
            raise KeyError(handle)
        return Person(self.url, user.id)

    def wait_idle(self, timeout: float = 5.0) -> bool:
        """True when nothing is under way on the wire; False after `timeout` seconds.

        An event that waits for its next attempt does not count.
        """
        return self._run(self.engine.dispatcher.idle(timeout), timeout + 1)

    def refresh_sockets(self, reason: str = "refresh_requested", warn: float = 0.0) -> None:
        """Have every Socket Mode connection replaced; see `SocketHub.refresh`."""
        self._run(self.engine.sockets.refresh(reason, warn), warn + 5)

    def cut_sockets(self) -> None:
        """Cut every Socket Mode connection without a word, as a bad network does."""
        self._run(self.engine.sockets.close_all(), 5)

    @property
    def connections(self) -> int:
        """How many Socket Mode connections are open."""
        return self.engine.sockets.connected

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
    ) -> None:
        """Make the next `times` calls of a Web API method ("*": of any) fail.

        `took_effect=True`: the call does its work, and the answer is a bare HTTP 500.
        `delay` waits that many real seconds first; with `error=""` the call then succeeds.
        """
        fault = Fault(method, error, status, delay, took_effect, retry_after, times)
        self.engine.faults.order(fault)

    def follow(self, plan: FaultPlan | None) -> None:
        """From now on things go wrong as the plan says; None: an ordinary day again."""
        self.engine.plans.follow(plan)

    def trouble(self, trouble: Trouble, *, times: int = 1, name: str = "*") -> None:
        """The next calls of this method, or envelopes of this name, meet that trouble."""
        self.engine.plans.order(trouble, times=times, name=name)

    def hold(self, method: str, *, done: bool = False, skip: int = 0) -> Hold:
        """Hold a call of this method as it arrives, or when it is done and not answered."""
        return self.engine.holds.order(Hold(method, done=done, skip=skip))

    def no_hold(self, hold: Hold) -> None:
        """Take the order back; a call that is held goes on."""
        self.engine.holds.cancel(hold)

    @property
    def happened(self) -> dict[str, int]:
        """How often each trouble and event of the plans has come about."""
        return dict(self.engine.plans.happened)

    def _run(self, work: Coroutine[Any, Any, T], timeout: float) -> T:
        if self._loop is None:
            work.close()
            raise RuntimeError("the sandbox is not running")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def _clock_moved(self, now: datetime) -> None:
        loop = self._loop
        if loop is not None:
            loop.call_soon_threadsafe(self._tell_clock, now)

    def _tell_clock(self, now: datetime) -> None:
        self.engine.clock_moved.set()
        self.engine.dispatcher.clock_moved.set()
        self.engine.live.tell_all({"type": "clock", "now": now.timestamp()})
        self.engine.changed()

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Any) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        self.engine.start_over()
        keeper = asyncio.ensure_future(keep_time(self.engine))
        self._ready.set()
        try:
            yield
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
            await self.engine.dispatcher.stop()
            self.engine.store.save(self.engine.world)
