"""A socket that is left without losing a click: the SDK's client, which says goodbye first.

The SDK closes a socket at once, to end as well as to change to another. Here a close frame goes
first: Slack sends nothing more after it, and what it had sent before is read until its own close
frame comes. Answers to that go out on another link, as nothing may follow a close frame
(RFC 6455, 5.5.1). (docs/decisions/056-a-link-says-goodbye.md)
"""

from __future__ import annotations

import secrets
import struct
import threading
from contextlib import suppress
from itertools import cycle
from socket import SHUT_RDWR

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState

log = structlog.get_logger(__name__)

QUIET_SECONDS = 2.0  # for a moment in which all that came is answered
TOGETHER_SECONDS = 0.5  # for answers that go out in one piece with the goodbye
GOODBYE_SECONDS = 1.0  # for Slack's close frame; Slack's own client for Node waits as long
LEAVE_SECONDS = 4.0  # all of it; beyond three seconds Slack does not wait for an answer
# Each further link is made for answers only; that something crosses our goodbye each time is rare.
LINKS = 6
_NORMAL = 1000  # RFC 6455, 7.4.1
_TEXT, _CLOSE = 0x81, 0x88  # each all there is of its message (RFC 6455, 5.2)
_SHORT, _MIDDLE = 125, 65_535


class PartingClient(SocketModeClient):
    """`leave` ends it; `connect` changes to another link. Both lose nothing that Slack sent."""

    def __init__(self, app_token: str, web: WebClient, ping_interval: float) -> None:
        self._counting = threading.Condition()
        self._under_way = 0  # envelopes that were read and are worked on
        self._way_out = threading.Lock()
        self._held = False  # answers are kept for later
        self._kept: list[str] = []
        self._leaving = False
        self._closed = threading.Event()  # Slack's close frame has been read
        self._greeted = threading.Event()
        super().__init__(
            app_token,
            web_client=web,
            ping_interval=ping_interval,
            on_message_listeners=[self._greet],
            on_close_listeners=[lambda _code, _reason: self._closed.set()],
        )

    # What came, and what has been answered -----------------------------------------------------

    def enqueue_message(self, message: str) -> None:
        if '"envelope_id"' in message:
            with self._counting:
                self._under_way += 1
        super().enqueue_message(message)

    def run_message_listeners(self, message: dict[str, object], raw_message: str) -> None:
        try:
            super().run_message_listeners(message, raw_message)
        finally:
            if '"envelope_id"' in raw_message:
                with self._counting:
                    self._under_way -= 1
                    self._counting.notify_all()

    def send_message(self, message: str) -> None:
        """Kept back while a link is being left."""
        with self._way_out:
            if self._held:
                self._kept.append(message)
                return
            session = self.current_session
            if session is not None:
                with suppress(SlackClientNotConnectedError):
                    session.send(message)
                    return
        super().send_message(message)  # waits for the link that is being made, and tries again

    @property
    def _unanswered(self) -> int:
        return self._under_way + len(self._kept)

    def _rests(self, seconds: float) -> None:
        """Wait, for as long at most, until nothing is under way."""
        with self._counting:
            self._counting.wait_for(lambda: not self._under_way, seconds)

    def _greet(self, text: str) -> None:
        if '"hello"' in text:
            self._greeted.set()

    # From one link to another, and to the end --------------------------------------------------

    def connect(self) -> None:
        """As the SDK's, but a link that stands is left in order, and only for one that stands."""
        old = self.current_session
        if self.wss_uri is None:
            self.wss_uri = self.issue_new_wss_url()
        new = self._session(self.wss_uri)
        new.connect()
        if old is not None and old.is_active():
            if not new.is_active():
                raise SlackClientNotConnectedError("the link that was to follow cannot be made")
            self._goodbye(old)
        # The state goes first: a reader that began the new link with the old state would never be
        # told to end.
        self.current_session_state.terminated = True
        self.current_session_state = ConnectionState()  # type: ignore[no-untyped-call]
        self.current_session = new
        self.auto_reconnect_enabled = self.default_auto_reconnect_enabled
        if not self.current_app_monitor_started:
            self.current_app_monitor_started = True
            self.current_app_monitor.start()
        if not self._leaving:
            with self._way_out:
                self._held = False
                self._send_kept(new)

    def leave(self) -> None:
        """Whoever calls it sees to it that nobody connects anew. Ends within `LEAVE_SECONDS`."""
        leaving = threading.Thread(target=self._leave, name="leaving", daemon=True)
        leaving.start()
        leaving.join(LEAVE_SECONDS)
        if self._unanswered:
            log.warning("clicks_not_answered", count=self._unanswered)

    def _leave(self) -> None:
        self._leaving = True
        self._rests(QUIET_SECONDS)
        for number in range(1, LINKS + 1):
            session = self.current_session
            if session is None or not session.is_active():
                return
            with self._way_out:
                self._held = True
            # Whoever is answered may click again at once, and that click would cross a goodbye
            # that comes later.
            self._rests(TOGETHER_SECONDS)
            self._goodbye(session)
            if not self._unanswered or number == LINKS or not self._one_more():
                return

    def _one_more(self) -> bool:
        """A link for the answers to what crossed our goodbye; whether it stands."""
        log.info("link_for_answers", count=self._unanswered)
        self._greeted.clear()
        try:
            self.wss_uri = self.issue_new_wss_url()
            if self.closed:  # it took Slack too long: nobody waits for us any more
                return False
            self.connect()
        except Exception as error:
            log.info("link_not_made", why=type(error).__name__)
            return False
        return self._greeted.wait(GOODBYE_SECONDS)

    def _goodbye(self, session: Connection) -> None:
        """Until nothing more can come on it; every envelope that came is counted by then."""
        self.auto_reconnect_enabled = False  # Slack's close frame is no reason to connect
        self._closed.clear()
        with self._way_out:
            self._held = True
            self._send_kept(session, goodbye=True)
        if self._closed.wait(GOODBYE_SECONDS):
            return  # its reader closes it now; two who do so at once trip over each other
        cut(session, self.current_session_state)
        with suppress(OSError, AttributeError):
            session.close()

    def _send_kept(self, session: Connection, goodbye: bool = False) -> None:
        """With `_way_out` in hand. In one piece: between two, somebody would click again."""
        frames = [_frame(_TEXT, answer.encode()) for answer in self._kept]
        if goodbye:
            frames.append(_frame(_CLOSE, struct.pack("!H", _NORMAL)))
        with suppress(OSError), session.sock_send_lock:
            if session.sock is not None:
                session.sock.sendall(b"".join(frames))
                self._kept.clear()

    def _session(self, url: str) -> Connection:
        """As the SDK's `connect` makes it."""
        return Connection(
            url=url,
            logger=self.logger,
            ping_interval=self.ping_interval,
            receive_buffer_size=self.receive_buffer_size,
            proxy=self.proxy,
            proxy_headers=self.proxy_headers,
            on_message_listener=self._on_message,
            on_error_listener=self._on_error,
            on_close_listener=self._on_close,
            ssl_context=self.web_client.ssl,
        )


def cut(session: Connection, state: ConnectionState) -> None:
    """Wake its reader, or closing waits seconds for it."""
    state.terminated = True
    sock = session.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(SHUT_RDWR)


def _frame(opcode: int, data: bytes) -> bytes:
    """All of a message in one frame, masked as everything that a client sends (RFC 6455, 5.2)."""
    size = len(data)
    if size <= _SHORT:
        head = struct.pack("!BB", opcode, 0x80 | size)
    elif size <= _MIDDLE:
        head = struct.pack("!BBH", opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", opcode, 0x80 | 127, size)
    mask = secrets.token_bytes(4)
    return head + mask + bytes(byte ^ key for byte, key in zip(data, cycle(mask), strict=False))
