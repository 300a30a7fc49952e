"""Fault plans: a bad day of Slack's, scripted or drawn at random from a seed.

Starts from a `FaultPlan`; the door of the Web API and the dispatcher ask `Plans` what goes wrong
with this call and this envelope, and `mishaps` does it. `happened` counts what was done.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sandbox.clock import SandboxClock


class Trouble(StrEnum):
    """What can go wrong: first with a call of the bot's, then with what is sent to it."""

    RATE_LIMITED = "429"
    SERVER_ERROR = "5xx"
    ERROR_AFTER = "internal_error after success"
    CUT_BEFORE = "cut before processing"
    CUT_AFTER = "cut after processing"
    SLOW = "slow answer"
    ENVELOPE_CUT = "socket cut mid-envelope"
    ENVELOPE_ANSWER_CUT = "socket cut before the ack"
    ENVELOPE_TWICE = "envelope twice"
    ENVELOPE_LATE = "envelope late"
    ENVELOPE_OVERTAKEN = "envelopes out of order"


CALLS = tuple(Trouble)[:6]
ENVELOPES = tuple(Trouble)[6:]


class Event(StrEnum):
    """What can happen to the app and its world at a moment of the plan."""

    TOKEN_REVOKED = "token revoked"  # noqa: S105 - the name of an event, no secret
    TOKEN_BACK = "token back"  # noqa: S105
    CHANNEL_ARCHIVED = "channel archived"
    BOT_REMOVED = "bot removed from a channel"
    USER_DEACTIVATED = "user deactivated"
    AWAY = "Slack away"


@dataclass(frozen=True, slots=True)
class Happening:
    """`after` the plan was taken up, on the sandbox's clock.

    `target` is a channel's name or a handle; `lasting` says for how long Slack is away.
    """

    after: timedelta
    event: Event
    target: str = ""
    lasting: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """`share` (0 to 1) of the calls and envelopes meet one of the troubles, drawn from `seed`.

    `spared` methods never do. `slow` and `late` are real seconds.
    """

    name: str
    troubles: tuple[Trouble, ...] = ()
    share: float = 0.2
    seed: int = 0
    script: tuple[Happening, ...] = ()
    spared: frozenset[str] = frozenset()
    slow: float = 12.0
    late: float = 1.0


@dataclass(slots=True)
class _Order:
    trouble: Trouble
    times: int
    name: str


class Plans:
    """What goes wrong now. Taken up from any thread; asked on the sandbox's loop only."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._plan: FaultPlan | None = None
        self._dice = random.Random(0)  # noqa: S311 - accidents, no secrets
        self._orders: list[_Order] = []
        self._script: list[tuple[datetime, Happening]] = []
        self._away_until: datetime | None = None
        self.token_revoked = False
        self.happened: Counter[str] = Counter()

    def follow(self, plan: FaultPlan | None) -> None:
        """Take up a plan from its beginning; None: an ordinary day again, Slack and token back."""
        self._dice = random.Random(plan.seed if plan else 0)  # noqa: S311
        begins = self._clock.now()
        script = plan.script if plan else ()
        self._script = sorted(((begins + h.after, h) for h in script), key=lambda pair: pair[0])
        if plan is None:
            self._orders.clear()
            self._away_until = None
            self.token_revoked = False
        self._plan = plan

    def order(self, trouble: Trouble, *, times: int = 1, name: str = "*") -> None:
        """The next `times` calls of this method, or envelopes of this name, meet it."""
        self._orders.append(_Order(trouble, times, name))

    @property
    def slow(self) -> float:
        return self._plan.slow if self._plan else FaultPlan("").slow

    @property
    def late(self) -> float:
        return self._plan.late if self._plan else FaultPlan("").late

    @property
    def away(self) -> bool:
        return self._away_until is not None and self._clock.now() < self._away_until

    def leave(self, lasting: timedelta) -> None:
        """Slack is away for so long, on the sandbox's clock."""
        self._away_until = self._clock.now() + lasting
        self.happened[Event.AWAY] += 1

    def call(self, method: str) -> Trouble | None:
        return self._draw(method, CALLS)

    def envelope(self, name: str) -> Trouble | None:
        return self._draw(name, ENVELOPES)

    def due(self, do: Callable[[Happening], None]) -> None:
        """Let happen what the script holds until now."""
        while self._script and self._script[0][0] <= self._clock.now():
            _, happening = self._script.pop(0)
            do(happening)
            if happening.event is not Event.AWAY:
                self.happened[happening.event] += 1

    def _draw(self, name: str, kinds: tuple[Trouble, ...]) -> Trouble | None:
        trouble = self._ordered(name, kinds) or self._by_chance(name, kinds)
        if trouble is not None:
            self.happened[trouble] += 1
        return trouble

    def _ordered(self, name: str, kinds: tuple[Trouble, ...]) -> Trouble | None:
        for order in self._orders:
            if order.trouble in kinds and order.name in (name, "*"):
                order.times -= 1
                if order.times <= 0:
                    self._orders.remove(order)
                return order.trouble
        return None

    def _by_chance(self, name: str, kinds: tuple[Trouble, ...]) -> Trouble | None:
        plan = self._plan
        if plan is None or name in plan.spared:
            return None
        fitting = [trouble for trouble in plan.troubles if trouble in kinds]
        if not fitting or self._dice.random() >= plan.share:
            return None
        return self._dice.choice(fitting)
