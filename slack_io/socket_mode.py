"""The Socket Mode connection and its watchdog.

The SDK pings and reconnects, but it does not notice a connection that never answered its first
ping, and while clicks are lost it goes on trying for ever. So a watchdog checks once a second. It
replaces a closed connection and closes a silent one. If none has worked for too long, it calls
`on_lost`, so that the process can end and its supervisor can start another.
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
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient

from domain.clock import Clock
from slack_io.graceful_close import build_socket_client

log = structlog.get_logger(__name__)

CHECK_SECONDS = 1.0
# At most this much time counts as passed between two checks. If more has passed, a laptop slept or
# a test moved the clock, which says nothing about the connection.
LONGEST_STEP = timedelta(seconds=5)
SILENT_AFTER = timedelta(seconds=6)  # long enough for three pings of the SDK
# The pauses between attempts grow until a connection has lasted this long.
STABLE_AFTER = timedelta(seconds=30)
# Slack tells the number of the app's connections only when one is opened. So while other processes
# have connections, this process opens a new one this often.
RECOUNT_AFTER = timedelta(minutes=5)


class ConnectionLostError(ConnectionError):
    """The first connection could not be opened, or none has worked for too long.

    The message is one line for the operator.
    """


@dataclass(frozen=True, slots=True)
class SocketStatus:
    """The state of the connection at the last check.

    - `up`: the connection works: Slack has greeted it, and it is not silent.
    - `connections`: how many connections of the app Slack counted when the last one was opened; 0
      before the first. `foreign` is how many of these belong to other processes.
    - `reconnects`: how often this process has tried to reconnect.
    - `silent_for`: the time since the last message or pong. `down_for`: the time without a working
      connection.
    """

    up: bool
    connections: int
    foreign: int
    reconnects: int
    silent_for: timedelta
    down_for: timedelta


class _Handler(SocketModeHandler):
    """Bolt's handler for an existing client. Bolt's own constructor would make another one."""

    def __init__(self, app: App, client: SocketModeClient) -> None:
        self.app = app
        self.app_token = client.app_token
        self.client = client
        client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # Bolt does the same


class SocketConnection:
    """Keeps a connection open from `connect` to `close`.

    - `web` has the app-level token and the certificates for the socket.
    - `on_lost` is called once, in the watchdog's thread, after `give_up` without a working
      connection.
    - `is_only_replica` says that no other process of this bot runs. Payloads that Slack sends to
      another process are lost then, which is a `problem`.
    - `jitter` spreads the attempts to reconnect (see `SocketClient`).
    - `ping_clock` measures silence where `clock` is simulated, because the SDK pings in real time.
    """

    def __init__(
        self,
        bolt: App,
        web: WebClient,
        clock: Clock,
        *,
        give_up: timedelta,
        on_lost: Callable[[], None],
        is_only_replica: bool = False,
        jitter: Callable[[], float] = random.random,
        ping_clock: Clock | None = None,
    ) -> None:
        self._client = build_socket_client(web, clock, jitter)
        self._handler = _Handler(bolt, self._client)
        self._client.on_message_listeners.append(self._note_message)
        self._clock = clock
        self._ping_clock = ping_clock or clock
        self._give_up = give_up
        self._on_lost = on_lost
        self._is_only_replica = is_only_replica
        self._watchdog = threading.Thread(target=self._watch, name="socket-watchdog", daemon=True)
        self._reconnecting: threading.Thread | None = None
        self._message_count = 0
        self._connections = self._foreign = 0
        self._greeted_session: str | None = None  # the id of the session in which Slack said hello
        self._disconnected_session: str | None = None  # the id of the last one closed for silence
        self._last_activity: object = None  # session, messages and pong at the last check
        self._last_check_at = clock.now()
        self._last_ping_check_at = self._ping_clock.now()
        self._silent_for = self._down_for = self._up_for = timedelta(0)
        self._up = False
        self._has_called_on_lost = False

    def connect(self) -> None:
        """Opens the connection and starts the watchdog. Raises `ConnectionLostError`."""
        try:
            self._client.connect()
        except SlackApiError as error:
            raise ConnectionLostError(
                f"Slack does not accept SLACK_APP_TOKEN ({error.response.get('error')}). It needs "
                'the scope connections:write, under "Basic Information" > "App-Level Tokens".'
            ) from None
        except Exception as error:
            raise ConnectionLostError(
                f"Slack's socket at SLACK_API_URL cannot be opened ({type(error).__name__}: "
                f"{error}). Check that this machine may reach it, then start again."
            ) from None
        self._last_check_at = self._clock.now()
        self._last_ping_check_at = self._ping_clock.now()
        self._watchdog.start()

    def close(self) -> None:
        """Closes the connection, which also ends the watchdog."""
        self._client.stop()

    @property
    def status(self) -> SocketStatus:
        return SocketStatus(
            up=self._up,
            connections=self._connections,
            foreign=self._foreign,
            reconnects=self._client.reconnects,
            silent_for=self._silent_for,
            down_for=self._down_for,
        )

    @property
    def problem(self) -> str | None:
        """A sentence that says why Slack's payloads do not arrive, or None if they do."""
        if not self._up:
            return "no sound link by Socket Mode"
        if self._foreign and self._is_only_replica:
            return _describe_foreign(self._foreign)
        return None

    def check(self) -> bool:
        """Checks once, as the watchdog does every second. Returns whether the connection works."""
        now, ping_now = self._clock.now(), self._ping_clock.now()
        elapsed = _limit_step(now - self._last_check_at)
        ping_elapsed = _limit_step(ping_now - self._last_ping_check_at)
        self._last_check_at, self._last_ping_check_at = now, ping_now
        is_connected, session = self._client.is_connected(), self._client.session_id()
        self._measure_silence(session, ping_elapsed)
        is_silent = self._silent_for >= SILENT_AFTER
        if is_connected and is_silent:
            self._disconnect_silent(session)
        if not is_connected:
            self._reconnect()
        works = is_connected and not is_silent and session == self._greeted_session
        self._note_state(works, elapsed)
        if self._foreign and self._up_for >= RECOUNT_AFTER:
            self._reconnect(force=True)
        return works

    def _measure_silence(self, session: str | None, elapsed: timedelta) -> None:
        """Adds `elapsed` to the silence, unless a message or a pong came since the last check."""
        current = self._client.current_session
        last_pong = current.last_ping_pong_time if current else None
        activity = (session, self._message_count, last_pong)
        if activity == self._last_activity:
            self._silent_for += elapsed
        else:
            self._silent_for = timedelta(0)
        self._last_activity = activity

    def _note_state(self, works: bool, elapsed: timedelta) -> None:
        """Counts for how long the connection has worked or not, and gives up after `give_up`."""
        if works != self._up:
            log.info("socket_up" if works else "socket_down", connections=self._connections)
        self._up = works
        self._down_for = timedelta(0) if works else self._down_for + elapsed
        self._up_for = self._up_for + elapsed if works else timedelta(0)
        if self._up_for >= STABLE_AFTER:
            self._client.recent_attempts = 0
        if self._down_for >= self._give_up and not self._has_called_on_lost:
            self._has_called_on_lost = True
            log.error("socket_lost", seconds=self._down_for.total_seconds())
            self._on_lost()

    def _disconnect_silent(self, session: str | None) -> None:
        """Closes a silent connection, once.

        Closing may wait for a send that hangs on a half-open socket, so another thread does it.
        """
        if session == self._disconnected_session:
            return
        self._disconnected_session = session
        log.warning("socket_silent", seconds=self._silent_for.total_seconds())
        threading.Thread(target=self._disconnect, daemon=True).start()

    def _disconnect(self) -> None:
        with suppress(OSError, AttributeError):
            self._client.disconnect()

    def _reconnect(self, *, force: bool = False) -> None:
        """Lets another thread open a new connection, because that may take long.

        The SDK would wait ten seconds before it did. `force` replaces a connection that works.
        """
        if self._reconnecting is None or not self._reconnecting.is_alive():
            self._reconnecting = threading.Thread(
                target=self._try_to_connect, args=(force,), daemon=True
            )
            self._reconnecting.start()

    def _try_to_connect(self, force: bool) -> None:
        try:
            self._client.connect_to_new_endpoint(force=force)
        except Exception as error:
            log.info("socket_not_opened", why=type(error).__name__)

    def _watch(self) -> None:
        while not self._clock.wait(self._client.stopping, CHECK_SECONDS):
            try:
                self.check()
            except Exception:
                log.exception("socket_check_failed")

    def _note_message(self, text: str) -> None:
        """Counts the message and looks for hello and disconnect.

        The SDK calls this for every message, in the thread that reads the socket.
        """
        self._message_count += 1
        if '"hello"' not in text and '"disconnect"' not in text:  # spares the parsing of the others
            return
        try:
            parsed = json.loads(text)
        except ValueError:
            return
        if not isinstance(parsed, dict):
            return
        if parsed.get("type") == "hello":
            self._greeted_session = self._client.session_id()
            self._note_connection_count(parsed.get("num_connections"))
        elif parsed.get("type") == "disconnect":
            log.info("socket_leaving", reason=str(parsed.get("reason"))[:40])

    def _note_connection_count(self, counted_by_slack: object) -> None:
        """Warns when the number of foreign connections changes.

        Slack also counts half-open connections, and sends a part of the payloads to each.
        """
        self._connections = counted_by_slack if isinstance(counted_by_slack, int) else 0
        foreign = max(self._connections - self._client.own_connections, 0)
        if foreign and foreign != self._foreign:
            log.warning("socket_shared", foreign=foreign, why=_describe_foreign(foreign))
        self._foreign = foreign


def _limit_step(passed: timedelta) -> timedelta:
    """Limits the time between two checks (see `LONGEST_STEP`). A clock may also be set back."""
    return min(max(passed, timedelta(0)), LONGEST_STEP)


def _describe_foreign(count: int) -> str:
    some = "One other link uses" if count == 1 else f"{count} other links use"
    return (
        f"{some} SLACK_APP_TOKEN. Slack sends part of all clicks there, and they are lost unless "
        "another replica of this bot gets them. Stop the other program, or give it an app of its "
        "own; a link that died by itself is gone within minutes."
    )
