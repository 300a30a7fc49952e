"""The Socket Mode connection and its watchdog.

Starts at `connect`. The SDK pings and reconnects, but it does not notice a connection that never
answered its first ping, and it never gives up while clicks are lost. So the watchdog checks once a
second: a missing connection is opened anew, a silent one is cut, and after `give_up` without a
sound one `on_lost` is called, so that the process can end and a supervisor start another.
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

from domain.clock import Clock
from slack_io.graceful_close import build_socket_client

log = structlog.get_logger(__name__)

CHECK_SECONDS = 1.0
# A clock that jumps (a laptop that slept, a test that moves it) does not prove silence.
LONGEST_STEP = timedelta(seconds=5)
SILENT_AFTER = timedelta(seconds=60)  # the SDK pings every 10 seconds and should be answered
STABLE_AFTER = timedelta(seconds=30)  # a connection that lasted this long ends the growing pauses
# Slack admits ten connections. Half-open ones of the past count, and some payloads go to them.
MOST_CONNECTIONS, CROWDED_AT = 10, 8


class ConnectionLostError(ConnectionError):
    """There was no sound connection for too long. The message is one line for the log's reader."""


@dataclass(frozen=True, slots=True)
class SocketStatus:
    """`connections` is Slack's count at the last hello, 0 before the first. `silent_for` is the
    time since the last frame, `down_for` the time without a sound connection."""

    up: bool
    connections: int
    reconnects: int
    silent_for: timedelta
    down_for: timedelta


class _Handler(SocketModeHandler):
    """Bolt's handler for a client that exists already: its own constructor starts another one."""

    def __init__(self, app: App, client: SocketModeClient) -> None:
        self.app = app
        self.app_token = client.app_token
        self.client = client
        client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # Bolt does the same


class SocketConnection:
    """Looks after itself from `connect` to `close`. `on_lost` is called once, from a thread.

    `web` carries the app-level token and the certificates for the socket.
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
        self._client = build_socket_client(web, clock, jitter)
        self._handler = _Handler(bolt, self._client)
        self._client.on_message_listeners.append(self._note_frame)
        self._clock = clock
        self._give_up = give_up
        self._on_lost = on_lost
        self._watchdog = threading.Thread(target=self._watch, name="socket-watchdog", daemon=True)
        self._reconnecting: threading.Thread | None = None
        self._frames = 0
        self._connections = 0
        self._greeted_session: str | None = None  # the session in which Slack said hello
        self._cut_session: str | None = None  # the last session that was cut for its silence
        self._last_activity: object = None
        self._last_check_at = clock.now()
        self._silent_for = self._down_for = self._up_for = timedelta(0)
        self._up = False
        self._lost = False

    def connect(self) -> None:
        """Raises `SlackApiError` where Slack refuses the token, OSError where it is unreachable."""
        self._client.connect()
        self._last_check_at = self._clock.now()
        self._watchdog.start()

    def close(self) -> None:
        self._client.stop()

    @property
    def status(self) -> SocketStatus:
        return SocketStatus(
            self._up, self._connections, self._client.reconnects, self._silent_for, self._down_for
        )

    def check(self) -> bool:
        """One look of the watchdog; whether the connection is sound."""
        elapsed = self._time_since_last_check()
        connected, session = self._client.is_connected(), self._client.session_id()
        self._measure_silence(session, elapsed)
        silent = self._silent_for >= SILENT_AFTER
        if connected and silent:
            self._cut(session)
        if not connected:
            self._reconnect()
        up = connected and not silent and session == self._greeted_session
        self._measure_downtime(up, elapsed)
        return up

    def _time_since_last_check(self) -> timedelta:
        now = self._clock.now()
        elapsed = min(max(now - self._last_check_at, timedelta(0)), LONGEST_STEP)
        self._last_check_at = now
        return elapsed

    def _measure_silence(self, session: str | None, elapsed: timedelta) -> None:
        """The SDK hands on messages only, and notes the time of the last pong."""
        current = self._client.current_session
        activity = (session, self._frames, current.last_ping_pong_time if current else None)
        same = activity == self._last_activity
        self._silent_for = self._silent_for + elapsed if same else timedelta(0)
        self._last_activity = activity

    def _measure_downtime(self, up: bool, elapsed: timedelta) -> None:
        if up != self._up:
            log.info("socket_up" if up else "socket_down", connections=self._connections)
        self._up = up
        self._down_for = timedelta(0) if up else self._down_for + elapsed
        self._up_for = self._up_for + elapsed if up else timedelta(0)
        if self._up_for >= STABLE_AFTER:
            self._client.attempts = 0
        if self._down_for >= self._give_up and not self._lost:
            self._lost = True
            log.error("socket_lost", seconds=self._down_for.total_seconds())
            self._on_lost()

    def _cut(self, session: str | None) -> None:
        """Once for each session, in another thread: closing a half-open socket may have to wait for
        a send that hangs."""
        if session == self._cut_session:
            return
        self._cut_session = session
        log.warning("socket_silent", seconds=self._silent_for.total_seconds())
        threading.Thread(target=self._disconnect, daemon=True).start()

    def _disconnect(self) -> None:
        with suppress(OSError, AttributeError):
            self._client.disconnect()

    def _reconnect(self) -> None:
        """In another thread, as it may take long. The SDK alone would notice in ten seconds."""
        if self._reconnecting is None or not self._reconnecting.is_alive():
            self._reconnecting = threading.Thread(target=self._open_anew, daemon=True)
            self._reconnecting.start()

    def _open_anew(self) -> None:
        try:
            self._client.connect_to_new_endpoint()
        except Exception as error:
            log.info("socket_not_opened", why=type(error).__name__)

    def _watch(self) -> None:
        while not self._clock.wait(self._client.stopping, CHECK_SECONDS):
            try:
                self.check()
            except Exception:
                log.exception("socket_check_failed")

    def _note_frame(self, text: str) -> None:
        """Called for every message, in the thread that reads the socket."""
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
            self._greeted_session = self._client.session_id()
            self._connections = int(frame.get("num_connections") or 0)
            if self._connections >= CROWDED_AT:
                log.warning("socket_crowded", connections=self._connections, most=MOST_CONNECTIONS)
        elif frame.get("type") == "disconnect":
            log.info("socket_leaving", reason=str(frame.get("reason"))[:40])
