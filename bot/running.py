"""Runs the assembled bot until it is told to stop: Socket Mode or HTTP, delivery, ticks.

A clean stop: no new payloads, what is under way ends, the delivery finishes its turn, the database
closes. What was queued and not said waits in its row for the next start.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

import structlog
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.app import Vouch, build
from bot.clock import Clock
from bot.http import HttpServer
from bot.settings import Settings
from bot.starting import CannotStart

log = structlog.get_logger(__name__)

# All of them together stay below the 10 seconds that a container is given to stop.
HANDLERS_STOP_SECONDS = 3
DELIVERY_STOP_SECONDS = 5


class Running:
    """A started bot. `stop()` may be called from any thread, once or more."""

    def __init__(self, vouch: Vouch) -> None:
        self.vouch = vouch
        self._stopping = threading.Event()
        self._socket: SocketModeHandler | None = None
        self._http: HttpServer | None = None
        self._thread = threading.Thread(
            target=vouch.delivery.run, args=(self._stopping,), name="delivery", daemon=True
        )

    def start_socket(self, app_token: str, api_url: str) -> None:
        """Raises `CannotStart` when Slack does not let us connect."""
        self._start()
        client = WebClient(token=app_token, base_url=api_url)
        self._socket = SocketModeHandler(self.vouch.bolt, app_token, web_client=client)
        try:
            self._socket.connect()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        except SlackApiError as error:
            self.stop()
            raise CannotStart(
                f"Slack does not accept SLACK_APP_TOKEN ({error.response.get('error')}). It needs "
                'the scope connections:write, under "Basic Information" > "App-Level Tokens".'
            ) from None
        except Exception as error:
            self.stop()
            raise CannotStart(
                f"Slack's socket at SLACK_API_URL cannot be opened ({type(error).__name__}: "
                f"{error}). Check that this machine may reach it, then start again."
            ) from None

    def start_http(self, host: str, port: int) -> int:
        """Returns the port, which is free to choose when 0 is given. Raises OSError when taken."""
        self._start()
        self._http = HttpServer(self.vouch.bolt, host, port)
        try:
            return self._http.start()
        except OSError:
            self.stop()
            raise

    def _start(self) -> None:
        self._thread.start()
        self.vouch.ticks.start()

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        # A handler that has stored something answers first: a closed socket takes its ack along.
        if not self.vouch.listening.rest(HANDLERS_STOP_SECONDS):
            log.warning("handlers_still_at_work")
        if self._socket is not None:
            self._socket.close()  # type: ignore[no-untyped-call]  # Bolt leaves it untyped
        if self._http is not None:
            self._http.stop()
        self._stopping.set()
        if self.vouch.ticks.running:
            self.vouch.ticks.shutdown(wait=True)
        self.vouch.wake.set()
        self._thread.join(DELIVERY_STOP_SECONDS)
        self.vouch.database.close()
        log.info("stopped")


def run(settings: Settings, clock: Clock, http: tuple[str, int] | None = None) -> None:
    """`vouch run`: until SIGTERM or SIGINT. Raises `CannotStart`, `SettingsError`."""
    secret = settings.signing_secret if http else ""
    running = Running(build(settings, clock, signing_secret=secret))
    if http:
        port = running.start_http(*http)
        log.info("running", mode="http", host=http[0], port=port)
    else:
        running.start_socket(settings.app_token, settings.slack_api_url)
        log.info("running", mode="socket")
    wait_for_signal()
    log.info("stopping")
    running.stop()


def wait_for_signal() -> None:
    """Returns on SIGTERM or SIGINT. In the main thread only."""
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, tell)
    told.wait()
