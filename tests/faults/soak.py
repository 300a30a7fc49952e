"""Weeks in one process: people click on working days, the clock is moved from hour to hour, and
what the process and its database hold is read at the end of each week.

Flat means: from the first third on, memory grows by less than a tenth, threads and file handles
stay within a handful; the database grows by what is kept (docs/measured.md says what that is) and
not faster towards the end; what is not kept (doors, old edits) does not pile up.
"""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from domain.messages import MessageEdit
from sandbox.driver.client import RefusedError, wait_for
from sandbox.driver.person import Person
from storage.tables.core import REFERRAL
from storage.tables.messages import IDEMPOTENCY_KEY, OUTBOX
from tests.faults.checks import Findings, delivered_follow_ups, look, undelivered
from tests.faults.deployment import Deployment
from tests.faults.process_resources import MIB, read_resources
from tests.faults.simulated_users import SimulatedUsers

HOURS = (10, 13, 15)  # when people click on a working day, UTC
IDLE_SECONDS = 60.0
MOST_MEMORY = 1.1
MOST_HANDLES = 6
MOST_GROWTH = 1.5
ANSWERS = ("nudge.done", "nudge.not_needed", "nudge.take")


@dataclass(frozen=True, slots=True)
class Week:
    """At its end: MiB of memory and of database; rows by name."""

    memory: float
    threads: int
    files: int
    database: float
    referrals: int
    messages: int
    edits: int
    doors: int


@dataclass(slots=True)
class SoakResult:
    seed: int
    clicks: int
    acknowledged: int
    delivered_follow_ups: int
    findings: Findings
    weeks: list[Week] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        """What is not flat."""
        late = self.weeks[len(self.weeks) // 3 :]
        first, last = late[0], late[-1]
        found = []
        if last.memory > first.memory * MOST_MEMORY + 2:
            found.append(f"memory {first.memory:.0f} -> {last.memory:.0f} MiB")
        for name in ("threads", "files"):
            held = [getattr(week, name) for week in late]
            if max(held) - min(held) > MOST_HANDLES:
                found.append(f"{name} {held}")
        grown = [b.database - a.database for a, b in pairwise(late)]
        half = len(grown) // 2
        if half and sum(grown[-half:]) > sum(grown[:half]) * MOST_GROWTH + 0.3:
            found.append(f"the database grows faster and faster: {grown}")
        if last.doors > max(week.doors for week in self.weeks[:-1]) * 2 + 50:
            found.append(f"doors pile up: {last.doors}")
        return found

    @property
    def good(self) -> bool:
        return self.findings.clean and not self.problems and self.acknowledged > 0


def soak(
    database_url: str,
    folder: Path,
    *,
    seed: int,
    weeks: int,
    clicks: int = 4,
    hours: tuple[int, ...] = HOURS,
) -> SoakResult:
    """`clicks` referrals each time that people click, and as many answers, at `hours` (UTC)."""
    rng = random.Random(seed)  # noqa: S311 - who clicks what, no secrets
    file = Path(database_url.removeprefix("sqlite:///"))
    with Deployment(database_url, folder, recruiters=2, busy=True) as deployment:
        process = deployment.start_and_connect()
        assert process.pid is not None
        people = SimulatedUsers(deployment, seed)  # by hand: its threads are never started
        done = SoakResult(seed, 0, 0, 0, Findings())
        monday = deployment.now().replace(hour=0, minute=0, second=0, microsecond=0)
        for week in range(weeks):
            for day in range(7):
                morning = monday + timedelta(days=7 * week + day)
                for hour in hours if day < 5 else (12,):
                    _move(deployment, morning + timedelta(hours=hour))
                    if day < 5:
                        done.clicks += _click(deployment, people, rng, clicks)
                    _rest(deployment)
            done.weeks.append(_check_texts(deployment, process.pid, file))
        done.findings = look(deployment, people)
        done.delivered_follow_ups = delivered_follow_ups(deployment)
        done.acknowledged = len(people.acknowledged)
        if not process.is_alive():
            done.findings.undelivered.append("the process has ended")
    return done


def _move(deployment: Deployment, moment: datetime) -> None:
    if moment > deployment.now():
        deployment.slack.clock.set(moment)
    _rest(deployment)


def _rest(deployment: Deployment) -> None:
    assert wait_for(lambda: not undelivered(deployment) or None, IDLE_SECONDS), undelivered(
        deployment
    )[:3]


def _click(deployment: Deployment, people: SimulatedUsers, rng: random.Random, clicks: int) -> int:
    for _ in range(clicks):
        name = rng.choice(deployment.advocates)
        people.refer(deployment.slack.person(name), name, rng)
        with suppress(RefusedError):  # the card was edited between the look and the click
            people.take(deployment.slack.person(rng.choice(deployment.recruiters)), rng)
    for handle in (*deployment.advocates, *deployment.recruiters):
        person = deployment.slack.person(handle)
        person.opens_home()
        _answer(deployment, person, rng)
    return clicks * 2 + len(deployment.advocates) + len(deployment.recruiters)


def _answer(deployment: Deployment, person: Person, rng: random.Random) -> None:
    """The latest nudge is answered, most of the time."""
    world = deployment.slack.world
    dm = world.open_dm(person.id, world.app.user_id)
    buttons = [
        (message["ts"], block["block_id"], element["action_id"])
        for message in list(dm.messages.values())[-20:]
        for block in message.get("blocks") or []
        for element in block.get("elements") or []
        if element.get("action_id") in ANSWERS
    ]
    if buttons and rng.random() < 0.7:
        ts, block, action = buttons[-1]
        where = {"type": "message", "channel": dm.id, "ts": ts}
        with suppress(RefusedError):
            person.client.post("click", container=where, block_id=block, action_id=action, value={})
        for view in reversed(person.stack()):
            person.client.post("close", view_id=view["id"])


def _check_texts(deployment: Deployment, pid: int, file: Path) -> Week:
    held = read_resources(pid)
    with deployment.database.read() as transaction:
        kinds: Counter[str] = Counter(transaction.scalars(select(OUTBOX.c.kind)))
        referrals = transaction.scalar(select(func.count()).select_from(REFERRAL)) or 0
        doors = transaction.scalar(select(func.count()).select_from(IDEMPOTENCY_KEY)) or 0
    edits = kinds.pop(MessageEdit.kind, 0)
    size = file.stat().st_size / MIB
    return Week(held.memory, held.threads, held.files, size, referrals, kinds.total(), edits, doors)
