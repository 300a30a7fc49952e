"""The SDK's Socket Mode client, with growing pauses between its attempts to reconnect.

It uses only public parts of the SDK. The client in `graceful_close` inherits from it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from domain.clock import Clock
from domain.outcomes import CallOutcome
from slack_io.frame_socket import read_by_frames
from slack_io.proxies import choose_proxy
from slack_io.results import result_of_refusal

log = structlog.get_logger(__name__)

PING_SECONDS = 2.0  # the SDK closes a connection after four pings without an answer
LONGEST_PAUSE_SECONDS = 30.0
RATE_LIMIT_SECONDS = 30  # the wait after too many calls, if Slack names no time
_MAX_DOUBLINGS = 10  # prevents an overflow; five doublings reach the longest pause


class SocketClient(SocketModeClient):
    """Reconnects with pauses, and can be stopped while it waits.

    `reconnects` counts all attempts to reconnect. `recent_attempts` counts the attempts since the
    last stable connection, after which the caller sets it to 0. The pauses grow with it. `jitter`
    returns a number between 0 and 1. It varies the pauses, so that many bots do not reconnect at
    the same time.
    """

    def __init__(self, web: WebClient, clock: Clock, jitter: Callable[[], float]) -> None:
        self.stopping = threading.Event()
        self.recent_attempts = 0
        self.reconnects = 0
        # How many of the connections that Slack counts are ours. There are two while one replaces
        # another: the old one is closed after the new one is open.
        self.own_connections = 1
        self._clock = clock
        self._jitter = jitter
        self._reconnect_lock = threading.Lock()
        super().__init__(web.token or "", web_client=web, ping_interval=PING_SECONDS)
        self._environment_proxy = self.proxy

    def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Reconnects. The SDK calls this method whenever it reconnects.

        The first attempt is made at once, each further one after a longer pause. Without `force`,
        a client that is connected stays as it is.

        Raises `SlackApiError` if Slack refuses the token, and OSError if Slack is unreachable.
        """
        with self._reconnect_lock:
            if self.recent_attempts and (force or not self.is_connected()):
                doublings = min(self.recent_attempts - 1, _MAX_DOUBLINGS)
                longest_pause = min(LONGEST_PAUSE_SECONDS, 2.0**doublings)
                # Between half of the longest pause and all of it.
                self._clock.wait(self.stopping, longest_pause * (0.5 + self._jitter() / 2))
            if self.stopping.is_set() or (self.is_connected() and not force):
                return
            self.recent_attempts += 1
            self.reconnects += 1
            self.own_connections = 2 if self.is_connected() else 1
            log.info("socket_reconnecting", attempt=self.recent_attempts)
            super().connect_to_new_endpoint(force)

    def issue_new_wss_url(self) -> str:
        """Returns the address for a new connection. Waits and repeats when Slack limits the rate.

        The SDK would wait as well, but in a sleep that `stop` could not interrupt.

        Raises `SlackApiError` if Slack refuses, or if `stop` is called during the wait.
        """
        while True:
            try:
                answer = self.web_client.apps_connections_open(app_token=self.app_token)
                return str(answer["url"])
            except SlackApiError as error:
                result = result_of_refusal(error)
                if result.outcome is not CallOutcome.RATE_LIMITED:
                    raise
                seconds = result.retry_after or RATE_LIMIT_SECONDS
                log.warning("socket_rate_limited", seconds=seconds)
                was_stopped = self._clock.wait(self.stopping, seconds)
                if was_stopped:
                    raise

    def send_socket_mode_response(self, response: dict[str, object] | SocketModeResponse) -> None:
        """Sends an acknowledgement in UTF-8, because Slack limits the bytes of a frame.

        The SDK would write each letter of most scripts as an escape of six bytes.
        """
        fields = response.to_dict() if isinstance(response, SocketModeResponse) else response
        text = json.dumps(fields, ensure_ascii=False)
        self.send_message(text.encode("utf-8", "replace").decode())

    def connect(self) -> None:
        """Opens a connection, through a proxy where the environment asks for one.

        Raises the same as `connect_to_new_endpoint`.
        """
        if self.wss_uri is None:
            self.wss_uri = self.issue_new_wss_url()
        self.proxy = choose_proxy(self.wss_uri, self._environment_proxy)
        super().connect()
        read_by_frames(self.current_session)

    def stop(self) -> None:
        """Closes the connection, ends the SDK's threads, and wakes an attempt that waits."""
        self.stopping.set()
        try:
            self.close()
        except AttributeError:  # a thread of the SDK closed the same socket at the same time
            self.close()
