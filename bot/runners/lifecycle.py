"""Runs the assembled bot until it is told to stop.

A clean stop accepts no new payloads, waits for running handlers, ticks (scheduled work) and calls
to Slack, and then closes the database. Unsent messages stay in the outbox for the next start.
"""

from __future__ import annotations

import signal
import sys
import threading
from contextlib import ExitStack
from datetime import timedelta
from socket import socket, socketpair

import structlog

from bot.app import Vouch, build
from bot.clock import SystemClock
from bot.ops.endpoints import build_health_endpoints, build_metrics_endpoints
from bot.ops.health import Health
from bot.ops.metrics import Metrics
from bot.runners.startup import (
    StartupError,
    describe_lock_holder,
    explain_database_errors,
    open_database,
)
from bot.scheduler import build_scheduler
from bot.settings import Settings
from domain.clock import Clock
from slack_io.client import Timeouts
from slack_io.http_receiver import SlackReceiver
from slack_io.socket_mode import ConnectionLostError, SocketConnection, SocketStatus
from slack_io.web_server import WebServer
from storage.process_lock import AlreadyRunningError, process_lock

log = structlog.get_logger(__name__)

# A container is killed 10 seconds after it was told to stop, and a call to Slack times out after 8.
STOP_SECONDS = 8
HANDLERS_STOP_SECONDS = 3  # how long a stop waits for handlers of requests over HTTP
# After this time without a connection to Slack the process ends, and its supervisor starts another.
GIVE_UP_SECONDS = 600
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class RunningBot:
    """All parts of the bot that run. Call either `start_socket` or `start_http`, then `stop`.

    `stop_requested` is set when the process should end. `connection_lost` is then true if the
    reason is that Slack could not be reached for too long.
    """

    def __init__(self, vouch: Vouch) -> None:
        self.vouch = vouch
        self.stop_requested = threading.Event()
        self.connection_lost = False
        self._stopping = threading.Event()
        self._socket: SocketConnection | None = None
        self._http: SlackReceiver | None = None
        self._metrics_server: WebServer | None = None
        self._scheduler = build_scheduler(vouch.ticks, vouch.instrumentation)
        self._delivery = threading.Thread(
            target=vouch.delivery.run, args=(self._stopping,), name="delivery", daemon=True
        )
        self.health = Health(
            vouch.database,
            vouch.instrumentation,
            vouch.ticks,
            self._slack_problem,
            self._delivery.is_alive,
        )

    def start_socket(self, app_token: str, give_up_seconds: float = GIVE_UP_SECONDS) -> None:
        """Connects by Socket Mode. Raises `ConnectionLostError` when that fails."""
        self._socket = SocketConnection(
            self.vouch.bolt,
            self.vouch.slack.build_socket_web_client(app_token),
            self.vouch.clock,
            give_up=timedelta(seconds=give_up_seconds),
            on_lost=self._note_lost_connection,
            is_only_replica=self.vouch.database.is_sqlite,
            ping_clock=SystemClock(),
        )
        self._socket.connect()
        self._start_background()

    def start_http(self, host: str, port: int) -> int:
        """Returns the port; 0 means any free one. Raises OSError if the port is taken."""
        vouch, endpoints = self.vouch, build_health_endpoints(self.health)
        self._http = SlackReceiver(vouch.bolt, vouch.signatures, host, port, endpoints)
        bound_port = self._http.start()
        self._start_background()
        return bound_port

    def start_metrics(self, host: str, port: int) -> int:
        """Serves `/metrics` at its own port, and returns this. `port` is as for `start_http`."""
        vouch = self.vouch
        metrics = Metrics(vouch.database, vouch.clock, vouch.instrumentation, self.socket_status)
        endpoints = build_metrics_endpoints(metrics, self.health)
        self._metrics_server = WebServer(endpoints, host, port, "VOUCH_METRICS")
        return self._metrics_server.start()

    def socket_status(self) -> SocketStatus | None:
        """The state of the Socket Mode connection, or None in HTTP mode."""
        return self._socket.status if self._socket else None

    def _slack_problem(self) -> str | None:
        receiver = self._http or self._socket
        problem = receiver.problem if receiver else "no sound link by Socket Mode"
        return self.vouch.slack.token_problem or problem

    def _note_lost_connection(self) -> None:
        self.connection_lost = True
        self.stop_requested.set()

    def _start_background(self) -> None:
        """Starts delivery and ticks. Called last, so that clicks are answered before due work."""
        self._delivery.start()
        self._scheduler.start()

    def stop(self) -> None:
        """Waits at most `STOP_SECONDS` for running work. Safe from any thread, and repeatedly."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self.vouch.slack.stopping.set()
        self.vouch.wake_delivery.set()
        stopper = threading.Thread(target=self._stop_parts, name="stop", daemon=True)
        stopper.start()
        stopper.join(STOP_SECONDS)
        if stopper.is_alive():
            log.warning("calls_still_under_way")
        self.vouch.database.close()
        log.info("stopped")

    def _stop_parts(self) -> None:
        if self._socket is not None:
            self._socket.close()  # This waits for the handlers, so the next line need not.
        handlers_seconds = HANDLERS_STOP_SECONDS if self._http else 0
        if not self.vouch.dispatcher.wait_until_idle(handlers_seconds):
            log.warning("handlers_still_at_work")
        for server in (self._http, self._metrics_server):
            if server is not None:
                server.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        if self._delivery.ident is not None:  # The thread was started, so it can be joined.
            self._delivery.join()


def run(
    settings: Settings,
    clock: Clock,
    http: tuple[str, int] | None = None,
    timeouts: Timeouts | None = None,
) -> None:
    """Runs the bot until SIGTERM or SIGINT.

    `http` is the host and port at which to receive Slack's requests, or None for Socket Mode.

    Raises `StartupError`, `SettingsError`, OSError if an address is taken, and
    `ConnectionLostError` when Slack refuses the connection or stays out of reach.
    """
    exit_on_stop_signal()
    with ExitStack() as stack:
        try:
            with explain_database_errors():
                database = open_database(settings.database_url.get_secret_value())
                stack.enter_context(process_lock(database))
        except AlreadyRunningError as error:
            raise StartupError(f"{describe_lock_holder(error)} One file serves one bot.") from None
        _run_until_stopped(settings, clock, http, timeouts)


def _run_until_stopped(
    settings: Settings, clock: Clock, http: tuple[str, int] | None, timeouts: Timeouts | None
) -> None:
    secret = settings.signing_secret if http else ""
    bot = RunningBot(build(settings, clock, signing_secret=secret, timeouts=timeouts))
    try:
        if http:
            log.info("running", mode="http", host=http[0], port=bot.start_http(*http))
        else:
            bot.start_socket(settings.app_token, settings.give_up_seconds)
            log.info("running", mode="socket")
        if settings.metrics:
            port = bot.start_metrics(*settings.metrics)
            log.info("metrics", host=settings.metrics[0], port=port)
        set_event_on_stop_signal(bot.stop_requested)
    except BaseException:  # A stop signal during the start raises SystemExit.
        bot.stop()
        raise
    bot.stop_requested.wait()
    log.info("stopping")
    bot.stop()
    if bot.connection_lost:
        raise ConnectionLostError(
            f"No link to Slack for {settings.give_up_seconds} seconds (VOUCH_GIVE_UP_SECONDS). "
            "This process ends so that a new one may try."
        )


def exit_on_stop_signal() -> None:
    """Makes SIGTERM and SIGINT raise SystemExit in the main thread, even while it waits for Slack.

    Only the main thread may call this.
    """
    for stop_signal in STOP_SIGNALS:
        signal.signal(stop_signal, lambda _number, _frame: sys.exit())


def set_event_on_stop_signal(event: threading.Event) -> None:
    """Makes SIGTERM and SIGINT set the event from now on. Only the main thread may call this.

    A signal handler could not set the event: it would run in the main thread, which may be waiting
    for that event. Instead, Python writes each signal's number to a socket
    (`signal.set_wakeup_fd`), and a thread reads that socket and sets the event.
    """
    reader, writer = socketpair()
    writer.setblocking(False)

    def read_signals(_writer: socket) -> None:  # Holding the argument keeps that socket open.
        while received := reader.recv(1):
            if received[0] in STOP_SIGNALS:
                event.set()

    threading.Thread(target=read_signals, args=(writer,), name="signals", daemon=True).start()
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    for stop_signal in STOP_SIGNALS:
        # Without a handler of its own, the signal would end the process.
        signal.signal(stop_signal, lambda _number, _frame: None)
