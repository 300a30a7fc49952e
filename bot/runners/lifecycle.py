"""Runs the assembled bot until it is told to stop: Socket Mode or HTTP, delivery, ticks.

A clean stop: no new payloads, what is under way ends, the delivery finishes its turn, the database
closes. What was queued and not said waits in its row for the next start.
"""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack
from datetime import timedelta
from socket import socket, socketpair
from typing import TYPE_CHECKING

import structlog
from slack_sdk.errors import SlackApiError

from bot import garbage
from bot.app import Vouch, build
from bot.ops.health import Health
from bot.runners.startup import StartupError, in_use, open_database, opening
from bot.scheduler import build_scheduler
from bot.settings import Settings
from domain.clock import Clock
from slack_io.client import Timeouts
from slack_io.socket_link import ConnectionLostError, Link, LinkState
from storage.process_lock import AlreadyRunningError, alone

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

    from slack_io.http_receiver import HttpServer, Server

log = structlog.get_logger(__name__)

# All of them together stay below the 10 seconds that a container is given to stop.
HANDLERS_STOP_SECONDS = 3
DELIVERY_STOP_SECONDS = 5
# Without a link to Slack for as long, a new process is the better attempt.
GIVE_UP_SECONDS = 600
STOPPING = (signal.SIGTERM, signal.SIGINT)


class Running:
    """A started bot. `stop()` may be called from any thread, once or more."""

    def __init__(self, vouch: Vouch) -> None:
        self.vouch = vouch
        self._stopping = threading.Event()
        self._link: Link | None = None
        self._http: HttpServer | None = None
        self._metrics: Server | None = None
        self._ticks: BackgroundScheduler | None = None
        self.over = threading.Event()  # somebody wants the process to end
        self.link_lost = False
        self.health = Health(
            vouch.database,
            vouch.instrumentation,
            vouch.ticks,
            self._way_in,
            lambda: self._thread.is_alive(),
        )
        self._thread = threading.Thread(
            target=vouch.delivery.run, args=(self._stopping,), name="delivery", daemon=True
        )

    def start_socket(self, app_token: str, give_up_seconds: float = GIVE_UP_SECONDS) -> None:
        """Raises `StartupError` when Slack does not let us connect."""
        self._link = Link(
            self.vouch.bolt,
            self.vouch.slack.socket_client(app_token),
            self.vouch.clock,
            give_up=timedelta(seconds=give_up_seconds),
            on_lost=self._lost,
        )
        try:
            self._link.connect()
        except SlackApiError as error:
            self.stop()
            raise StartupError(
                f"Slack does not accept SLACK_APP_TOKEN ({error.response.get('error')}). It needs "
                'the scope connections:write, under "Basic Information" > "App-Level Tokens".'
            ) from None
        except Exception as error:
            self.stop()
            raise StartupError(
                f"Slack's socket at SLACK_API_URL cannot be opened ({type(error).__name__}: "
                f"{error}). Check that this machine may reach it, then start again."
            ) from None
        self._start()

    def start_http(self, host: str, port: int) -> int:
        """Returns the port, which is free to choose when 0 is given. Raises OSError when taken."""
        from bot.ops.endpoints import health_routes
        from slack_io.http_receiver import HttpServer  # Socket Mode does without a web server

        self._http = HttpServer(self.vouch.bolt, host, port, health_routes(self.health))
        try:
            taken = self._http.start()
        except OSError:
            self.stop()
            raise
        self._start()
        return taken

    def start_metrics(self, host: str, port: int) -> int:
        """Returns the port, as `start_http` does. Raises OSError when the address is taken."""
        from bot.ops.endpoints import metrics_app
        from slack_io.http_receiver import Server

        app = metrics_app(self.vouch, self.health, lambda: self.link)
        self._metrics = Server(app, host, port, "VOUCH_METRICS")
        return self._metrics.start()

    @property
    def link(self) -> LinkState | None:
        """How it stands with the socket; None where there is none."""
        return self._link.state if self._link else None

    def _way_in(self) -> str | None:
        if self._http is not None:
            return None if self._http.alive else "the HTTP server has ended"
        if self.link is None or not self.link.up:
            return "no sound link by Socket Mode"
        return None

    def _lost(self) -> None:
        self.link_lost = True
        self.over.set()

    def _start(self) -> None:
        """After the way in: whoever clicked meanwhile waits for us, what is due can wait."""
        self._thread.start()
        self._ticks = build_scheduler(self.vouch.ticks, self.vouch.instrumentation)
        self._ticks.start()

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        if self._link is not None:
            self._link.close()  # once it has answered all that it was sent
        if not self.vouch.listening.rest(HANDLERS_STOP_SECONDS if self._http else 0):
            log.warning("handlers_still_at_work")
        if self._http is not None:
            self._http.stop()
        self._stopping.set()
        if self._ticks is not None and self._ticks.running:
            self._ticks.shutdown(wait=True)
        self.vouch.wake.set()
        if self._thread.ident is not None:  # None: we stop before it began
            self._thread.join(DELIVERY_STOP_SECONDS)
        if self._metrics is not None:
            self._metrics.stop()
        self.vouch.database.close()
        log.info("stopped")


def run(
    settings: Settings,
    clock: Clock,
    http: tuple[str, int] | None = None,
    timeouts: Timeouts | None = None,
) -> None:
    """`vouch run`: until SIGTERM or SIGINT.

    Raises `StartupError`, `SettingsError`, and `ConnectionLostError` when Slack stays out of reach.
    """
    try:
        with ExitStack() as until_the_end:
            with opening():
                database = open_database(settings.database_url.get_secret_value())
                until_the_end.enter_context(alone(database))
            _run(settings, clock, http, timeouts)
    except AlreadyRunningError as held:
        raise StartupError(f"{in_use(held)} One file serves one bot.") from None


def _run(
    settings: Settings, clock: Clock, http: tuple[str, int] | None, timeouts: Timeouts | None
) -> None:
    secret = settings.signing_secret if http else ""
    running = Running(build(settings, clock, signing_secret=secret, timeouts=timeouts))
    catch_signals(running.over)  # from here on a stop is a clean one
    if http:
        port = running.start_http(*http)
        log.info("running", mode="http", host=http[0], port=port)
    else:
        running.start_socket(settings.app_token, settings.give_up_seconds)
        log.info("running", mode="socket")
    if settings.metrics:
        try:
            port = running.start_metrics(*settings.metrics)
        except OSError:
            running.stop()
            raise
        log.info("metrics", host=settings.metrics[0], port=port)
    garbage.from_now_on()
    running.over.wait()
    log.info("stopping")
    running.stop()
    if running.link_lost:
        raise ConnectionLostError(
            f"No link to Slack for {settings.give_up_seconds} seconds (VOUCH_GIVE_UP_SECONDS). "
            "This process ends so that a new one may try."
        )


def wait_for_signal() -> None:
    """Returns on SIGTERM or SIGINT. In the main thread only."""
    told = threading.Event()
    catch_signals(told)
    told.wait()


def catch_signals(told: threading.Event) -> None:
    """SIGTERM and SIGINT set `told` from now on. In the main thread only.

    A thread of its own hears of them, from the socket to which Python writes as the signal comes.
    A handler would have to wait for the main thread, which runs it between two steps: one that
    comes as the main thread begins to wait for `told`, or to another thread, would never be run.
    """
    heard, written = socketpair()
    written.setblocking(False)

    def pass_on(_alive: socket) -> None:
        while number := heard.recv(1):
            if number[0] in STOPPING:
                told.set()

    threading.Thread(target=pass_on, args=(written,), name="signals", daemon=True).start()
    signal.set_wakeup_fd(written.fileno(), warn_on_full_buffer=False)
    for number in STOPPING:
        signal.signal(number, lambda _number, _frame: None)
