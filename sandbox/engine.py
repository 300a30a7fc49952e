"""Builds the parts of one local Slack, which run on one event loop, and connects them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sandbox.clock import SandboxClock
from sandbox.delivery.dispatcher import Dispatcher
from sandbox.delivery.socket_mode import SocketHub
from sandbox.delivery.traffic import Traffic
from sandbox.faults.holds import Holds
from sandbox.faults.injection import FaultyTransport
from sandbox.faults.method_failures import MethodFailures
from sandbox.faults.plans import FaultInjector
from sandbox.interactions.triggers import ResponseUrls, Triggers
from sandbox.manifest.parser import Manifest
from sandbox.people.page_updates import PageUpdates
from sandbox.rate_limits import RateLimiter
from sandbox.state.persistence import Store
from sandbox.state.world import World
from sandbox.workspace.channels import ChannelManager
from sandbox.workspace.events import Events
from sandbox.workspace.membership import Membership
from sandbox.workspace.messaging import Messaging
from sandbox.workspace.views import Views


@dataclass(slots=True)
class Timing:
    """Slack's time limits in seconds; tests may shorten them.

    An ack must come, and a trigger must be used, within 3 real seconds ("Handling user
    interaction"). A failed event is retried at once, after 1 minute and after 5 minutes ("Events
    API", error handling), on the sandbox's clock.
    """

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    event_retry_seconds: tuple[float, ...] = (0.0, 60.0, 300.0)


class Engine:
    """The parts of one local Slack.

    - `is_unsaved` is true when the world may have changed since it was saved.
    - `clock_moved` is set whenever somebody moves the clock.
    - `base_url` is empty until the server has started.
    - `next_due_time` returns the time (UTC) at which the app has to do something next, or None. A
      person can let the clock jump there.
    - `rate_limits` says whether calls are refused as Slack refuses them.
    """

    def __init__(
        self,
        *,
        manifest: Manifest,
        world: World,
        clock: SandboxClock,
        store: Store,
        timing: Timing,
        rate_limits: bool,
        next_due_time: Callable[[], datetime | None] | None,
    ) -> None:
        self.manifest = manifest
        self.world = world
        self.clock = clock
        self.store = store
        self.timing = timing
        self.next_due_time = next_due_time
        self.base_url = ""
        self.is_unsaved = True
        self.clock_moved = asyncio.Event()
        self.page_updates = PageUpdates()
        self.traffic = Traffic(clock)
        self.triggers = Triggers(timing.trigger_seconds)
        self.response_urls = ResponseUrls(clock)
        self.sockets = SocketHub(self.traffic, world.app.id)
        self.fault_injector = FaultInjector(clock)
        self.dispatcher = Dispatcher(
            FaultyTransport(self.sockets, self.fault_injector),
            self.traffic,
            clock,
            ack_seconds=timing.ack_seconds,
            event_retry_seconds=timing.event_retry_seconds,
        )
        self.events = Events(world, self.dispatcher, manifest.events, self.has_scope)
        self.messaging = Messaging(world, self.page_updates, self.events)
        self.membership = Membership(world, self.page_updates, self.events)
        self.channel_manager = ChannelManager(
            world, self.page_updates, self.events, self.membership
        )
        self.views = Views(world, self.page_updates)
        self.method_failures = MethodFailures()
        self.holds = Holds()
        self.limiter = RateLimiter()
        self.limiter.enabled = rate_limits
        self.traffic.on_record = self._announce_traffic

    def mark_changed(self) -> None:
        """Record that the world may have changed, so that it is saved soon."""
        self.is_unsaved = True

    def reset_loop_state(self) -> None:
        """Replace what belongs to the event loop of an earlier start, before a new start."""
        self.clock_moved = asyncio.Event()
        self.dispatcher.clock_moved = asyncio.Event()
        self.sockets.reset_loop_state()
        self.dispatcher.in_progress = 0

    def has_scope(self, scope: str) -> bool:
        return scope in self.manifest.scopes

    def _announce_traffic(self, newest_number: int) -> None:
        self.page_updates.notify_all({"type": "traffic", "n": newest_number})
