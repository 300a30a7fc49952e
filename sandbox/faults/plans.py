"""Fault plans: which faults Slack has, drawn at random from a seed, and which events happen when.

For each call of the Web API and each envelope to the app, the sandbox asks a `FaultInjector` for a
fault. `faults.injection` carries the faults out, and `faults.scripted_events` the events.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.clock import SandboxClock


class FaultKind(StrEnum):
    """What can go wrong with a Web API call, or with an envelope to the app (`ENVELOPE_…`)."""

    RATE_LIMITED = "429"
    SERVER_ERROR = "5xx"
    ERROR_AFTER_EFFECT = "internal_error after success"
    CUT_BEFORE = "cut before processing"
    CUT_AFTER = "cut after processing"
    SLOW = "slow answer"
    ENVELOPE_CUT = "socket cut mid-envelope"
    ENVELOPE_ANSWER_CUT = "socket cut before the ack"
    ENVELOPE_TWICE = "envelope twice"
    ENVELOPE_LATE = "envelope late"
    ENVELOPE_OVERTAKEN = "envelopes out of order"


ENVELOPE_FAULTS = tuple(kind for kind in FaultKind if kind.name.startswith("ENVELOPE_"))
CALL_FAULTS = tuple(kind for kind in FaultKind if kind not in ENVELOPE_FAULTS)


class ScriptedEventKind(StrEnum):
    """What the script of a plan can do to the app and its workspace."""

    TOKEN_REVOKED = "token revoked"  # noqa: S105 - the name of an event, not a secret
    TOKEN_RESTORED = "token back"  # noqa: S105 - the name of an event, not a secret
    CHANNEL_ARCHIVED = "channel archived"
    CHANNEL_MADE_PRIVATE = "channel made private"
    CHANNEL_ID_CHANGED = "channel id changed"
    BOT_REMOVED = "bot removed from a channel"
    USER_DEACTIVATED = "user deactivated"
    USER_REACTIVATED = "user reactivated"
    OUTAGE = "Slack away"


@dataclass(frozen=True, slots=True)
class ScriptedEvent:
    """One event of a script. Times are on the sandbox's clock.

    `after` is the time from the start of the plan. `target` is a channel's name or a person's
    handle, or empty if the event has none. `duration` is how long an outage lasts.
    """

    after: timedelta
    kind: ScriptedEventKind
    target: str = ""
    duration: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """Each call and envelope gets one of `faults` with this `probability` (0 to 1).

    The draws depend on `seed` only, so a plan can be repeated. Web API methods in `exempt_methods`
    get no fault. `slow_seconds` delays a slow answer, and `late_seconds` a late envelope, both in
    real seconds.
    """

    name: str
    faults: tuple[FaultKind, ...] = ()
    probability: float = 0.2
    seed: int = 0
    script: tuple[ScriptedEvent, ...] = ()
    exempt_methods: frozenset[str] = frozenset()
    slow_seconds: float = 12.0
    late_seconds: float = 1.0


NO_PLAN = FaultPlan("no faults")


@dataclass(slots=True)
class _PendingFault:
    """A fault for the next `times` calls or envelopes with this name; "*" is any name."""

    fault: FaultKind
    times: int
    name: str


class FaultInjector:
    """Decides which faults happen. Any thread may set a plan; only the event loop draws faults.

    `counts` has how often each fault and event happened.
    """

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._plan = NO_PLAN
        self._random = random.Random(0)  # noqa: S311 - draws faults, not secrets
        self._pending: list[_PendingFault] = []
        self._script: list[tuple[datetime, ScriptedEvent]] = []  # due times, the next one first
        self._outage_until: datetime | None = None
        self.token_revoked = False
        self.counts: Counter[str] = Counter()

    def set_plan(self, plan: FaultPlan | None) -> None:
        """Start a plan, or with None end all faults, an outage and the revocation of the token."""
        if plan is None:
            self._pending.clear()
            self._outage_until = None
            self.token_revoked = False
        self._plan = plan or NO_PLAN
        self._random = random.Random(self._plan.seed)  # noqa: S311 - draws faults, not secrets
        start = self._clock.now()
        script = ((start + event.after, event) for event in self._plan.script)
        self._script = sorted(script, key=lambda pair: pair[0])

    def inject_next(self, fault: FaultKind, *, times: int = 1, name: str = "*") -> None:
        """Add a fault apart from the plan, for the next `times` calls or envelopes with this name.

        It is the name of a Web API method, command, action or event; "*" is any name.
        """
        self._pending.append(_PendingFault(fault, times, name))

    @property
    def slow_seconds(self) -> float:
        return self._plan.slow_seconds

    @property
    def late_seconds(self) -> float:
        return self._plan.late_seconds

    @property
    def in_outage(self) -> bool:
        return self._outage_until is not None and self._clock.now() < self._outage_until

    def start_outage(self, duration: timedelta) -> None:
        """Make Slack unreachable for `duration`, on the sandbox's clock."""
        self._outage_until = self._clock.now() + duration

    def draw_call_fault(self, method: str) -> FaultKind | None:
        """Decide and count the fault of this Web API call; None for no fault."""
        return self._draw(method, CALL_FAULTS)

    def draw_envelope_fault(self, name: str) -> FaultKind | None:
        """Decide and count the fault of this envelope; None for no fault."""
        return self._draw(name, ENVELOPE_FAULTS)

    def run_due_events(self, apply: Callable[[ScriptedEvent], None]) -> None:
        """Call `apply` for each event of the script that is due by now."""
        while self._script and self._script[0][0] <= self._clock.now():
            _, event = self._script.pop(0)
            apply(event)
            self.counts[event.kind] += 1

    def _draw(self, name: str, kinds: tuple[FaultKind, ...]) -> FaultKind | None:
        fault = self._take_pending(name, kinds) or self._draw_at_random(name, kinds)
        if fault is not None:
            self.counts[fault] += 1
        return fault

    def _take_pending(self, name: str, kinds: tuple[FaultKind, ...]) -> FaultKind | None:
        for pending in self._pending:
            if pending.fault in kinds and pending.name in (name, "*"):
                pending.times -= 1
                if pending.times <= 0:
                    self._pending.remove(pending)
                return pending.fault
        return None

    def _draw_at_random(self, name: str, kinds: tuple[FaultKind, ...]) -> FaultKind | None:
        plan = self._plan
        candidates = [fault for fault in plan.faults if fault in kinds]
        if name in plan.exempt_methods or not candidates:
            return None
        if self._random.random() >= plan.probability:
            return None
        return self._random.choice(candidates)
