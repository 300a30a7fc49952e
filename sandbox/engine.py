"""The parts of the local Slack, put together; everything here runs on one event loop."""

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
from sandbox.faults.injection import Shaky
from sandbox.faults.method_failures import Faults
from sandbox.faults.plans import Plans
from sandbox.interactions.triggers import ResponseUrls, Triggers
from sandbox.manifest.parser import Manifest
from sandbox.people.page_updates import Live
from sandbox.rate_limits import RateLimiter
from sandbox.state.persistence import Store
from sandbox.state.world import World
from sandbox.workspace.events import Events
from sandbox.workspace.membership import Membership
from sandbox.workspace.messaging import Messaging
from sandbox.workspace.views import Views


@dataclass(slots=True)
class Timing:
    """Slack's waiting times in seconds; tests may shorten them.

    ack and trigger: 3 s (handling user interaction). event_retries: at once, after 1 minute,
    after 5 minutes (Events API, error handling), on the sandbox's clock.
    """

    ack: float = 3.0
    trigger: float = 3.0
    event_retries: tuple[float, ...] = (0.0, 60.0, 300.0)


class Engine:
    def __init__(
        self,
        *,
        manifest: Manifest,
        world: World,
        clock: SandboxClock,
        store: Store,
        timing: Timing,
        rate_limits: bool,
        next_stop: Callable[[], datetime | None] | None,
    ) -> None:
        self.manifest = manifest
        self.world = world
        self.clock = clock
        self.store = store
        self.timing = timing
        self.next_stop = next_stop
        self.base_url = ""
        self.dirty = True
        self.clock_moved = asyncio.Event()
        self.live = Live()
        self.traffic = Traffic(clock)
        self.triggers = Triggers(timing.trigger)
        self.response_urls = ResponseUrls(clock)
        self.sockets = SocketHub(self.traffic, world.app.id)
        self.plans = Plans(clock)
        self.dispatcher = Dispatcher(
            Shaky(self.sockets, self.plans),
            self.traffic,
            clock,
            ack_seconds=timing.ack,
            event_retries=timing.event_retries,
        )
        self.events = Events(world, self.dispatcher, manifest.events, self.has_scope)
        self.messaging = Messaging(world, self.live, self.events)
        self.membership = Membership(world, self.live, self.events)
        self.views = Views(world, self.live)
        self.faults = Faults()
        self.holds = Holds()
        self.limiter = RateLimiter(clock)
        self.limiter.enabled = rate_limits
        self.traffic.on_record = lambda n: self.live.tell_all({"type": "traffic", "n": n})

    def changed(self) -> None:
        """The world may have changed: have it saved soon."""
        self.dirty = True

    def start_over(self) -> None:
        """A loop starts: what waits on an earlier loop's events would never wake."""
        self.clock_moved = asyncio.Event()
        self.dispatcher.clock_moved = asyncio.Event()
        self.dispatcher.busy = 0

    def has_scope(self, scope: str) -> bool:
        return scope in self.manifest.scopes
