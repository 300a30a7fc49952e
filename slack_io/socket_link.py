"""The Socket Mode link: the SDK's client, watched, with a pause between its attempts.

Starts at `connect`. The SDK pings, and reconnects within ten seconds; it does not notice a link
that never answered its first ping, tries again without growing pauses, and goes on for ever while
clicks vanish. So once a second we look: a missing link is made anew, a silent one is cut, and after
`give_up` without a sound one we tell, and the process ends, for a supervisor to start it anew.
(docs/decisions/032-the-socket-s-watchdog.md)
"""

from __future__ import annotations

import json
import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.interval_runner import IntervalRunner

from domain.clock import Clock
from slack_io.graceful_close import PartingClient, cut

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
# A clock that jumps (a laptop that slept, a test that moves it) is no proof of silence.
LONGEST_STEP = timedelta(seconds=5)
SILENT = timedelta(seconds=60)  # the SDK pings every 10 seconds, and should be answered
SETTLED = timedelta(seconds=30)  # a link that lasted as long ends the growing pauses
LONGEST_PAUSE = 30.0  # seconds
SESSION_TOLD, SESSION_PAUSE_SECONDS = 60, 0.05
PING_SECONDS = 10.0
# Between the end of one session and the look for the next; the SDK waits ten times as long.
NEXT_SESSION_SECONDS = 0.01
# Slack admits ten connections; half-open ones of the past count, and take payloads with them.
CROWDED = 8


class ConnectionLostError(ConnectionError):
    """No sound link for too long. One line for the person who reads the log."""


@dataclass(frozen=True, slots=True)
class LinkState:
    """How it stands. `connections` is Slack's count at the last hello, 0 before the first."""

    up: bool
    connections: int
    reconnects: int
    quiet: timedelta
    down: timedelta


class _Client(PartingClient):
    """Every way in which the SDK reconnects goes through `connect_to_new_endpoint`."""

    def __init__(self, web: WebClient, clock: Clock, jitter: Callable[[], float]):
        self.closing = threading.Event()
        self.attempts = 0
        self.reconnects = 0
        self._clock = clock
        self._jitter = jitter
        self._turn = threading.Lock()
        super().__init__(web.token or "", web, PING_SECONDS)
        # The SDK's reader looks for a session ten times a second from now on. There is none yet,
        # and the first one would wait for the next look: so it begins in `connect`.
        self.current_session_runner.event.set()
        self.current_session_runner.thread.join()

    def connect(self) -> None:
        """A first session is read at once; a later one as soon as its reader is done with the last.

        Raises `SlackApiError` where Slack refuses the token, OSError where it is away.
        """
        super().connect()
        runner = self.current_session_runner
        if not (runner.is_alive() or self.closing.is_set()):
            self.current_session_runner = IntervalRunner(runner.target, NEXT_SESSION_SECONDS)
            self.current_session_runner.start()

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """The first attempt goes at once; the next wait, longer each time and never in step."""
        with self._turn:
            if self.attempts and (force or not self.is_connected()):
                longest = min(LONGEST_PAUSE, 2.0 ** min(self.attempts - 1, 10))
                self._clock.wait(self.closing, longest * (0.5 + self._jitter() / 2))
            if self.closing.is_set() or (self.is_connected() and not force):
                return
            self.attempts += 1
            self.reconnects += 1
            log.info("link_reconnecting", attempt=self.attempts)
            super().connect_to_new_endpoint(force)

    def end(self) -> None:
        """Take leave, then close."""
        self.closing.set()
        self.leave()
        self.closed = True
        self.auto_reconnect_enabled = False
        self.enqueue_message("")  # or its processor waits a second for a message that never comes
        self.current_session_runner.event.set()
        if self.current_session:
            cut(self.current_session, self.current_session_state)
        self._end_session()
        with suppress(AttributeError):  # the SDK closes it in two threads at once, now and then
            self.close()
            return
        self.close()

    def _end_session(self) -> None:
        """A session that was about to begin says once more that it has not ended, and the SDK's
        `close` would wait for it for ever: it is told until it has heard."""
        runner = self.current_session_runner
        for _ in range(SESSION_TOLD):
            if not runner.is_alive():
                return
            self.current_session_state.terminated = True
            runner.thread.join(SESSION_PAUSE_SECONDS)
        log.warning("session_not_ended")


class _Handler(SocketModeHandler):
    """Bolt's handler on a client of ours: its own constructor would start another one."""

    def __init__(self, app: App, client: SocketModeClient):
        self.app = app
        self.app_token = client.app_token
        self.client = client
        client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # Bolt does the same


class Link:
    """A started link looks after itself until `close`. `on_lost` is called once, from a thread.

    `web` holds the app-level token, and knows the certificates for the link as well.
    """

    def __init__(
        self,
        bolt: App,
        web: WebClient,
        clock: Clock,
        *,
        give_up: timedelta,
        on_lost: Callable[[], None],
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._client = _Client(web, clock, jitter)
        self._handler = _Handler(bolt, self._client)
        self._client.on_message_listeners.append(self._heard)
        self._clock = clock
        self._give_up = give_up
        self._on_lost = on_lost
        self._thread = threading.Thread(target=self._watch, name="link", daemon=True)
        self._frames = 0
        self._connections = 0
        self._greeted: str | None = None  # the session that Slack said hello on
        self._seen: object = None
        self._looked = clock.now()
        self._quiet = self._down = self._sound = timedelta(0)
        self._up = False
        self._cut: str | None = None
        self._told = False
        self._mending: threading.Thread | None = None

    def connect(self) -> None:
        """Raises `SlackApiError` where Slack refuses the token, OSError where it is away."""
        self._client.connect()
        self._looked = self._clock.now()
        self._thread.start()

    def close(self) -> None:
        self._client.end()

    @property
    def state(self) -> LinkState:
        return LinkState(
            self._up, self._connections, self._client.reconnects, self._quiet, self._down
        )

    def look(self) -> bool:
        """One look at the link; whether it is sound. Counts the time since the last look."""
        now = self._clock.now()
        passed = min(max(now - self._looked, timedelta(0)), LONGEST_STEP)
        self._looked = now
        session = self._client.current_session
        connected, name = self._client.is_connected(), self._client.session_id()
        seen = (name, self._frames, session.last_ping_pong_time if session else None)
        self._quiet = self._quiet + passed if seen == self._seen else timedelta(0)
        self._seen = seen
        if connected and self._quiet >= SILENT and self._cut != name:
            self._cut = name
            log.warning("link_silent", seconds=self._quiet.total_seconds())
            # Elsewhere: closing a half-open socket may have to wait for a send that hangs.
            threading.Thread(target=self._cut_off, daemon=True).start()
        if not connected and (self._mending is None or not self._mending.is_alive()):
            self._mending = threading.Thread(target=self._mend, daemon=True)
            self._mending.start()
        up = connected and self._greeted == name and self._quiet < SILENT
        if up != self._up:
            log.info("link_up" if up else "link_down", connections=self._connections)
        self._up = up
        self._down = timedelta(0) if up else self._down + passed
        self._sound = self._sound + passed if up else timedelta(0)
        if self._sound >= SETTLED:
            self._client.attempts = 0
        if self._down >= self._give_up and not self._told:
            self._told = True
            log.error("link_lost", seconds=self._down.total_seconds())
            self._on_lost()
        return up

    def _cut_off(self) -> None:
        with suppress(OSError, AttributeError):
            self._client.disconnect()

    def _mend(self) -> None:
        """The SDK looks every ten seconds, and a close that Slack sends is no reason for it."""
        try:
            self._client.connect_to_new_endpoint()
        except Exception as error:
            log.info("link_not_made", why=type(error).__name__)

    def _watch(self) -> None:
        while not self._clock.wait(self._client.closing, LOOK_SECONDS):
            try:
                self.look()
            except Exception:
                log.exception("link_not_looked_at")

    def _heard(self, text: str) -> None:
        """Every message, in the thread that reads the socket: hello and goodbye are for us."""
        self._frames += 1
        if '"hello"' not in text and '"disconnect"' not in text:
            return
        try:
            frame = json.loads(text)
        except ValueError:
            return
        if not isinstance(frame, dict):
            return
        if frame.get("type") == "hello":
            self._greeted = self._client.session_id()
            self._connections = int(frame.get("num_connections") or 0)
            if self._connections >= CROWDED:
                log.warning("link_crowded", connections=self._connections, most=10)
        elif frame.get("type") == "disconnect":
            log.info("link_leaves", reason=str(frame.get("reason"))[:40])
