"""Closes a Socket Mode connection without losing a click.

The SDK closes a socket at once, when it stops and when it changes to another connection. Whatever
Slack sent in that moment is lost, and Slack does not send a click again. `GracefulSocketClient`
sends a WebSocket close frame first and reads on until Slack's own close frame arrives. Slack may
still send envelopes before it reads ours: they cross the close frame. Nothing may follow a close
frame (RFC 6455, 5.5.1), so they are answered on the next connection.
(docs/decisions/056-graceful-close.md)

The SDK has no public hook for this. `SDK_METHODS` and `SDK_ATTRIBUTES` list every part that is
used here; `build_socket_client` checks them and falls back to the SDK's own way of closing.
"""

from __future__ import annotations

import inspect
import logging
import secrets
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from itertools import cycle
from socket import SHUT_RDWR
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from typing import Final

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from slack_sdk.version import __version__ as sdk_version

from domain.clock import Clock
from slack_io.frame_socket import read_by_frames
from slack_io.proxies import choose_proxy
from slack_io.socket_client import SocketClient

log = structlog.get_logger(__name__)
_probe_log = logging.getLogger(__name__)

# For a local Slack without TLS. Without a context the SDK builds its own, which is slow, because it
# reads all certificates.
_NO_TLS: Final = SSLContext(PROTOCOL_TLS_CLIENT)
# How long to wait, before the close begins, until every envelope is answered.
IDLE_WAIT_SECONDS = 2.0
# How long to wait for answers that can be sent together with the close frame, in one write.
BATCH_WAIT_SECONDS = 0.5
# How long to wait for Slack's close frame. Slack's own client for Node waits as long.
CLOSE_WAIT_SECONDS = 1.0
# The longest duration of a graceful close. After three seconds Slack waits for no answer any more.
STOP_SECONDS = 4.0
# The most connections that a stop closes. Each after the first only carries answers to envelopes
# that crossed a close frame.
MAX_CONNECTIONS = 6
# How often, and how many seconds each time, a stop waits for the thread that reads the socket.
_READER_END_ATTEMPTS, _READER_END_SECONDS = 60, 0.05

_NORMAL_CLOSURE = 1000  # RFC 6455, 7.4.1
_TEXT_FRAME, _CLOSE_FRAME = 0x81, 0x88  # first bytes of unfragmented frames (RFC 6455, 5.2)
# RFC 6455, 5.2: a short length is one byte; 126 or 127 announces a length of two or eight bytes.
_SHORT_LENGTH, _MEDIUM_LENGTH = 125, 65_535

SDK_METHODS: Final[tuple[tuple[type, str, tuple[str, ...]], ...]] = (
    (SocketModeClient, "__init__", ("proxy", "proxy_headers", "receive_buffer_size")),
    (SocketModeClient, "issue_new_wss_url", ()),
    (SocketModeClient, "enqueue_message", ("message",)),
    (SocketModeClient, "run_message_listeners", ("message", "raw_message")),
    (SocketModeClient, "send_message", ("message",)),
    (SocketModeClient, "_on_message", ("message",)),
    (SocketModeClient, "_on_error", ("error",)),
    (SocketModeClient, "_on_close", ("code", "reason")),
    (Connection, "connect", ()),
    (Connection, "is_active", ()),
    (Connection, "send", ("payload",)),
    (Connection, "close", ()),
    (
        Connection,
        "__init__",
        (
            *("url", "logger", "ping_interval", "receive_buffer_size", "proxy", "proxy_headers"),
            *("on_message_listener", "on_error_listener", "on_close_listener", "ssl_context"),
        ),
    ),
)
"""Each entry is a class, a method, and the method's parameters that we pass or override."""

SDK_ATTRIBUTES: Final[tuple[tuple[type, tuple[str, ...]], ...]] = (
    (
        SocketModeClient,
        (
            *("wss_uri", "current_session", "current_session_state", "current_session_runner"),
            *("current_app_monitor", "current_app_monitor_started", "closed", "logger"),
            *("auto_reconnect_enabled", "default_auto_reconnect_enabled", "ping_interval"),
        ),
    ),
    (Connection, ("sock",)),
    (ConnectionState, ("terminated",)),
    (IntervalRunner, ("event", "thread")),
)
"""Each entry is a class and attributes of its instances.

`Connection.sock_send_lock` is checked separately.
"""


def build_socket_client(web: WebClient, clock: Clock, jitter: Callable[[], float]) -> SocketClient:
    """Returns a client that closes gracefully, or the SDK's own client if the SDK has changed."""
    missing = find_missing_sdk_parts()
    if not missing:
        return GracefulSocketClient(web, clock, jitter)
    log.warning("graceful_close_unavailable", slack_sdk=sdk_version, missing=missing)
    return SocketClient(web, clock, jitter)


@cache
def _parameter_names(function: Callable[..., object]) -> frozenset[str]:
    return frozenset(inspect.signature(function).parameters)


def find_missing_sdk_parts() -> list[str]:
    """Returns the parts that this version of the SDK lacks, and methods that lack a parameter."""
    missing = []
    for owner, method, parameters in SDK_METHODS:
        function = getattr(owner, method, None)
        if function is None or not set(parameters) <= _parameter_names(function):
            missing.append(f"{owner.__name__}.{method}")
    for owner, attributes in SDK_ATTRIBUTES:
        # The constructor stores each parameter in an attribute of the same name.
        known = set(_parameter_names(owner))
        for each in owner.__mro__:
            known.update(vars(each).get("__annotations__", ()))
        missing += [f"{owner.__name__}.{name}" for name in attributes if name not in known]
    # No class declares this attribute, so only an instance shows it. It opens no connection.
    probe = None if missing else Connection("wss://unused.invalid", _probe_log)
    if probe is not None and not hasattr(probe, "sock_send_lock"):
        missing.append("Connection.sock_send_lock")
    return missing


class GracefulSocketClient(SocketClient):
    """A client that loses no envelope and no answer when it reconnects or stops."""

    def __init__(self, web: WebClient, clock: Clock, jitter: Callable[[], float]) -> None:
        self._answered = threading.Condition()  # guards `_unanswered`
        self._unanswered = 0  # envelopes that were read and are not answered yet
        self._send_lock = threading.Lock()  # guards `_holds_messages` and `_held_messages`
        self._holds_messages = False  # True from a close frame until the next connection is open
        self._held_messages: list[str] = []
        # Once a stop has begun, `connect` sends no held messages; `_close_session` sends them.
        self._stop_begun = False
        self._close_received = threading.Event()
        self._hello_received = threading.Event()
        super().__init__(web, clock, jitter)
        self.on_message_listeners.append(self._set_if_hello)
        self.on_close_listeners.append(lambda _code, _reason: self._close_received.set())

    # Incoming envelopes and outgoing messages ---------------------------------------------------

    def enqueue_message(self, message: str) -> None:
        """Counts an envelope as unanswered. The SDK calls this for each message from Slack."""
        if '"envelope_id"' in message:
            with self._answered:
                self._unanswered += 1
        super().enqueue_message(message)

    def run_message_listeners(self, message: dict[str, object], raw_message: str) -> None:
        """Counts an envelope as answered once all listeners have run."""
        try:
            super().run_message_listeners(message, raw_message)
        finally:
            if '"envelope_id"' in raw_message:
                with self._answered:
                    self._unanswered -= 1
                    self._answered.notify_all()

    def send_message(self, message: str) -> None:
        """Holds the message back while a connection is being closed."""
        with self._send_lock:
            if self._holds_messages:
                self._held_messages.append(message)
                return
            session = self.current_session
            if session is not None:
                with suppress(SlackClientNotConnectedError):
                    session.send(message)
                    return
        super().send_message(message)  # waits for the next connection and tries again

    def _count_unanswered(self) -> int:
        """The envelopes without an answer, including those whose answer is held."""
        return self._unanswered + len(self._held_messages)

    def _wait_until_answered(self, seconds: float) -> None:
        with self._answered:
            self._answered.wait_for(lambda: not self._unanswered, seconds)

    def _set_if_hello(self, text: str) -> None:
        if '"hello"' in text:
            self._hello_received.set()

    # Changing to another connection --------------------------------------------------------------

    def connect(self) -> None:
        """Opens a connection as the SDK does, and then closes the previous one gracefully.

        Raises `SlackApiError` if Slack refuses the token, `SlackClientNotConnectedError` if
        an open connection cannot be replaced.
        """
        old = self.current_session
        if self.wss_uri is None:
            self.wss_uri = self.issue_new_wss_url()
        new = self._new_session(self.wss_uri)
        new.connect()
        read_by_frames(new)
        if old is not None and old.is_active():
            if not new.is_active():
                raise SlackClientNotConnectedError("The next connection could not be opened.")
            self._close_session(old)
        # The state is replaced before the session. A reader that got the new session with the old
        # state could not be stopped.
        self.current_session_state.terminated = True
        self.current_session_state = ConnectionState()  # type: ignore[no-untyped-call]
        self.current_session = new
        self.auto_reconnect_enabled = self.default_auto_reconnect_enabled
        if not self.current_app_monitor_started:
            self.current_app_monitor_started = True
            self.current_app_monitor.start()
        if not self._stop_begun:
            with self._send_lock:
                self._holds_messages = False
                self._send_held_messages(new)

    def _new_session(self, url: str) -> Connection:
        """Builds a session as the SDK's `connect` does."""
        return Connection(
            url=url,
            logger=self.logger,
            ping_interval=self.ping_interval,
            receive_buffer_size=self.receive_buffer_size,
            proxy=choose_proxy(url, self.proxy),
            proxy_headers=self.proxy_headers,
            on_message_listener=self._on_message,
            on_error_listener=self._on_error,
            on_close_listener=self._on_close,
            ssl_context=self.web_client.ssl if url.startswith("wss:") else _NO_TLS,
        )

    def _close_session(self, session: Connection) -> None:
        """Closes the session. Returns when no envelope can arrive on it any more."""
        self.auto_reconnect_enabled = False  # Slack's close frame is no reason to reconnect
        self._close_received.clear()
        with self._send_lock:
            self._holds_messages = True
            self._send_held_messages(session, with_close_frame=True)
        if self._close_received.wait(CLOSE_WAIT_SECONDS):
            return  # The session's reader closes the socket, which must not happen twice at once.
        _end_reader(session, self.current_session_state)
        with suppress(OSError, AttributeError):
            session.close()

    def _send_held_messages(self, session: Connection, *, with_close_frame: bool = False) -> None:
        """Sends the held messages, and perhaps a close frame, in one write.

        With separate writes, a person could see the answer and click again before the close frame
        arrives. The caller holds `_send_lock`. If the write fails, the messages stay held.
        """
        frames = [_encode_frame(_TEXT_FRAME, message.encode()) for message in self._held_messages]
        if with_close_frame:
            frames.append(_encode_frame(_CLOSE_FRAME, struct.pack("!H", _NORMAL_CLOSURE)))
        with suppress(OSError), session.sock_send_lock:
            if session.sock is not None:
                session.sock.sendall(b"".join(frames))
                self._held_messages.clear()

    # Stopping ------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Closes gracefully for at most `STOP_SECONDS`, and then ends the SDK's threads."""
        self.stopping.set()
        closing = threading.Thread(
            target=self._close_gracefully, name="graceful-close", daemon=True
        )
        closing.start()
        closing.join(STOP_SECONDS)
        if unanswered := self._count_unanswered():
            log.warning("clicks_not_answered", count=unanswered)
        self._end_sdk_threads()
        super().stop()

    def _close_gracefully(self) -> None:
        """Closes the connection. While answers are left, opens another for them and closes it."""
        self._stop_begun = True
        self._wait_until_answered(IDLE_WAIT_SECONDS)
        for number in range(1, MAX_CONNECTIONS + 1):
            session = self.current_session
            if session is None or not session.is_active():
                return
            with self._send_lock:
                self._holds_messages = True
            self._wait_until_answered(BATCH_WAIT_SECONDS)
            self._close_session(session)
            is_last = number == MAX_CONNECTIONS or not self._count_unanswered()
            if is_last or not self._connect_for_answers():
                return

    def _connect_for_answers(self) -> bool:
        """Opens a connection to answer envelopes that crossed the close frame.

        Returns whether Slack's hello arrived in time.
        """
        log.info("socket_opened_for_answers", count=self._count_unanswered())
        self._hello_received.clear()
        try:
            self.wss_uri = self.issue_new_wss_url()
            if self.closed:  # Slack took too long, and `stop` no longer waits for this thread
                return False
            self.connect()
        except Exception as error:
            log.info("socket_not_opened", why=type(error).__name__)
            return False
        return self._hello_received.wait(CLOSE_WAIT_SECONDS)

    def _end_sdk_threads(self) -> None:
        """Ends the threads for which the SDK's `close` would otherwise wait, perhaps for ever."""
        self.closed = True
        self.auto_reconnect_enabled = False
        self.enqueue_message("")  # wakes the message processor
        runner = self.current_session_runner
        runner.event.set()
        if self.current_session is not None:
            _end_reader(self.current_session, self.current_session_state)
        # A reader thread that is just starting resets the flag, so we set it until the thread ends.
        for _ in range(_READER_END_ATTEMPTS):
            if not runner.is_alive():
                return
            self.current_session_state.terminated = True
            runner.thread.join(_READER_END_SECONDS)
        log.warning("socket_reader_not_ended")


def _end_reader(session: Connection, state: ConnectionState) -> None:
    """Makes the thread that reads the socket end. Otherwise closing would wait seconds for it."""
    state.terminated = True
    sock = session.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(SHUT_RDWR)


def _encode_frame(opcode: int, data: bytes) -> bytes:
    """Encodes data as one frame, masked as a client has to (RFC 6455, 5.3)."""
    size = len(data)
    if size <= _SHORT_LENGTH:
        head = struct.pack("!BB", opcode, 0x80 | size)
    elif size <= _MEDIUM_LENGTH:
        head = struct.pack("!BBH", opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", opcode, 0x80 | 127, size)
    mask = secrets.token_bytes(4)
    return head + mask + bytes(byte ^ key for byte, key in zip(data, cycle(mask), strict=False))
