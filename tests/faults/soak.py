"""Runs one process for several simulated weeks and measures it at the end of each week.

People click on working days, and the clock moves from hour to hour. After the first third of the
weeks, memory may grow by a tenth and the counts of threads and files may differ by six. The
database may not grow faster towards the end, and idempotency keys may not pile up.
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
from tests.faults.checks import (
    Findings,
    collect_findings,
    count_delivered_follow_ups,
    find_undelivered,
)
from tests.faults.deployment import Deployment
from tests.faults.process_resources import MIB, read_resources
from tests.faults.simulated_users import SimulatedUsers

HOURS = (10, 13, 15)  # when people click on a working day, UTC
IDLE_SECONDS = 60.0
MAX_MEMORY_GROWTH = 1.1
MAX_HANDLE_SPREAD = 6
MAX_DATABASE_GROWTH_RATIO = 1.5
ANSWER_ACTIONS = ("nudge.done", "nudge.not_needed", "nudge.take")


@dataclass(frozen=True, slots=True)
class Week:
    """Measured at the end of a week: memory and database in MiB, and counts of rows."""

    memory: float
    threads: int
    files: int
    database: float
    referrals: int
    messages: int
    edits: int
    idempotency_keys: int


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
        """A sentence for each figure that grew too much."""
        late = self.weeks[len(self.weeks) // 3 :]
        first, last = late[0], late[-1]
        problems = []
        if last.memory > first.memory * MAX_MEMORY_GROWTH + 2:
            problems.append(f"memory {first.memory:.0f} -> {last.memory:.0f} MiB")
        for name in ("threads", "files"):
            resources = [getattr(week, name) for week in late]
            if max(resources) - min(resources) > MAX_HANDLE_SPREAD:
                problems.append(f"{name} {resources}")
        weekly_growth = [later.database - earlier.database for earlier, later in pairwise(late)]
        half = len(weekly_growth) // 2
        if (
            half
            and sum(weekly_growth[-half:])
            > sum(weekly_growth[:half]) * MAX_DATABASE_GROWTH_RATIO + 0.3
        ):
            problems.append(f"the database grows faster and faster: {weekly_growth}")
        if last.idempotency_keys > max(week.idempotency_keys for week in self.weeks[:-1]) * 2 + 50:
            problems.append(f"idempotency keys pile up: {last.idempotency_keys}")
        return problems

    @property
    def passed(self) -> bool:
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
    """At each of the `hours` (UTC), people make `clicks` referrals and as many answers."""
    rng = random.Random(seed)  # noqa: S311 - chooses clicks, no secrets
    file = Path(database_url.removeprefix("sqlite:///"))
    with Deployment(database_url, folder, recruiters=2, raise_weekly_limit=True) as deployment:
        process = deployment.start_and_connect()
        assert process.pid is not None
        users = SimulatedUsers(deployment, seed)  # its threads are never started
        result = SoakResult(seed, 0, 0, 0, Findings())
        monday = deployment.now().replace(hour=0, minute=0, second=0, microsecond=0)
        for week in range(weeks):
            for day in range(7):
                morning = monday + timedelta(days=7 * week + day)
                for hour in hours if day < 5 else (12,):
                    _move_clock(deployment, morning + timedelta(hours=hour))
                    if day < 5:
                        result.clicks += _click_everywhere(deployment, users, rng, clicks)
                    _wait_until_delivered(deployment)
            result.weeks.append(_measure_week(deployment, process.pid, file))
        result.findings = collect_findings(deployment, users)
        result.delivered_follow_ups = count_delivered_follow_ups(deployment)
        result.acknowledged = len(users.acknowledged)
        if not process.is_alive():
            result.findings.undelivered.append("the process has ended")
    return result


def _move_clock(deployment: Deployment, moment: datetime) -> None:
    if moment > deployment.now():
        deployment.slack.clock.set(moment)
    _wait_until_delivered(deployment)


def _wait_until_delivered(deployment: Deployment) -> None:
    delivered = wait_for(lambda: not find_undelivered(deployment), IDLE_SECONDS)
    assert delivered, find_undelivered(deployment)[:3]


def _click_everywhere(
    deployment: Deployment, users: SimulatedUsers, rng: random.Random, clicks: int
) -> int:
    for _ in range(clicks):
        name = rng.choice(deployment.advocates)
        users.refer(deployment.slack.person(name), name, rng)
        with suppress(RefusedError):  # the card was edited before the click
            users.take(deployment.slack.person(rng.choice(deployment.recruiters)), rng)
    for handle in (*deployment.advocates, *deployment.recruiters):
        person = deployment.slack.person(handle)
        person.opens_home()
        _answer_latest_nudge(deployment, person, rng)
    return clicks * 2 + len(deployment.advocates) + len(deployment.recruiters)


def _answer_latest_nudge(deployment: Deployment, person: Person, rng: random.Random) -> None:
    """Answer the latest nudge in 70% of all cases."""
    world = deployment.slack.world
    dm = world.open_dm(person.id, world.app.user_id)
    buttons = [
        (message["ts"], block["block_id"], element["action_id"])
        for message in list(dm.messages.values())[-20:]
        for block in message.get("blocks") or []
        for element in block.get("elements") or []
        if element.get("action_id") in ANSWER_ACTIONS
    ]
    if buttons and rng.random() < 0.7:
        ts, block, action = buttons[-1]
        container = {"type": "message", "channel": dm.id, "ts": ts}
        with suppress(RefusedError):
            person.client.post(
                "click", container=container, block_id=block, action_id=action, value={}
            )
        for view in reversed(person.stack()):
            person.client.post("close", view_id=view["id"])


def _measure_week(deployment: Deployment, pid: int, file: Path) -> Week:
    resources = read_resources(pid)
    with deployment.database.read() as transaction:
        kinds: Counter[str] = Counter(transaction.scalars(select(OUTBOX.c.kind)))
        referrals = transaction.scalar(select(func.count()).select_from(REFERRAL)) or 0
        idempotency_keys = (
            transaction.scalar(select(func.count()).select_from(IDEMPOTENCY_KEY)) or 0
        )
    edits = kinds.pop(MessageEdit.kind, 0)
    size = file.stat().st_size / MIB
    return Week(
        resources.memory,
        resources.threads,
        resources.files,
        size,
        referrals,
        kinds.total(),
        edits,
        idempotency_keys,
    )
