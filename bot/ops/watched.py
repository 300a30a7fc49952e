"""The bot's parts as `bot.app` assembles them, each telling the signs what it does.

The parts themselves know nothing of it: each is the real one, with one method that also tells.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.dispatch.bolt_app import AnyShapeApp
from bot.ops.instrumentation import Signs
from delivery.worker import Delivery
from slack_io.client import CallResult, Slack, Timeouts

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

DELIVERY = "delivery"


class WatchedApp(AnyShapeApp):
    """Bolt's app: from the payload to the answer that goes back."""

    def __init__(self, signs: Signs, **options: Any) -> None:
        self._signs = signs
        super().__init__(**options)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        began = time.perf_counter()
        try:
            return super().dispatch(req)
        finally:
            self._signs.acked(time.perf_counter() - began)


class WatchedSlack(Slack):
    """The Web API: how each call ended."""

    def __init__(
        self, signs: Signs, token: str, api_url: str, patience: Timeouts | None = None
    ) -> None:
        self._signs = signs
        super().__init__(token, api_url, patience)

    def _write(self, client: WebClient, method: str, arguments: Mapping[str, Any]) -> CallResult:
        called = super()._write(client, method, arguments)
        self._signs.called(method, called.outcome)
        return called

    def _read(self, method: str, **arguments: Any) -> CallResult:
        called = super()._read(method, **arguments)
        self._signs.called(method, called.outcome)
        return called


class WatchedDelivery(Delivery):
    """The delivery: each of its turns."""

    def __init__(self, signs: Signs, **parts: Any) -> None:
        self._signs = signs
        super().__init__(**parts)

    def step(self, stopping: threading.Event | None = None) -> bool:
        try:
            return super().step(stopping)
        finally:
            self._signs.beat(DELIVERY)


def watch_ticks(ticks: BackgroundScheduler, signs: Signs) -> None:
    """Each tick: when it last ended, and how late it began."""
    from apscheduler import events  # with the scheduler, after the way in is open

    def began(event: Any) -> None:
        late = SystemClock().now() - min(event.scheduled_run_times)
        signs.lagged(event.job_id, late.total_seconds())

    def ended(event: Any) -> None:
        signs.beat(event.job_id)

    # One that is still at work when its next turn comes is late as well, and not begun again.
    ticks.add_listener(began, events.EVENT_JOB_SUBMITTED | events.EVENT_JOB_MAX_INSTANCES)
    ticks.add_listener(ended, events.EVENT_JOB_EXECUTED | events.EVENT_JOB_ERROR)
