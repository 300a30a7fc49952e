"""The assembled bot without its threads: a test runs each delivery and tick itself.

Its clock follows the sandbox's clock. Waiting on it moves both clocks ahead, so that no test waits
in real time.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

from sqlalchemy import select

from bot.app import build
from bot.clock import FollowingClock
from bot.demo.company import COMPANY
from bot.settings import load
from domain.endorsements import Relationship
from domain.members import Actor, Role
from domain.messages import PAYLOADS
from domain.openings import Opening, OpeningForm
from domain.outbox import NewIntent
from domain.referrals import Consent, Lead, Referral
from nudges import members as member_tick
from sandbox.clock import SandboxClock
from sandbox.driver.person import Person
from sandbox.server import Sandbox
from services import openings, referrals
from storage import outbox
from storage.tables.messages import OUTBOX
from tests.background import stop_in_background
from tests.cast import MONDAY
from tests.contexts import actor_for, context_for
from tests.demo_slack import MANIFEST, connection_settings

WAIT_SECONDS = 2.0  # how long a person waits for what they expect to see


class SteppingClock(FollowingClock):
    """A clock whose `wait` moves the sandbox's time ahead and returns at once.

    `waited` has the seconds of each wait, and `woken` whether the event was set when it began. The
    clock is behind the sandbox's clock by `set_back_by`.
    """

    def __init__(self, sandbox_clock: SandboxClock) -> None:
        self.set_back_by = timedelta(0)
        super().__init__(lambda: sandbox_clock.now() - self.set_back_by)
        self._sandbox_clock = sandbox_clock
        self.waited: list[float] = []
        self.woken: list[bool] = []

    def wait(self, event: threading.Event, seconds: float) -> bool:
        self.waited.append(seconds)
        self.woken.append(event.is_set())
        self._sandbox_clock.advance(timedelta(seconds=max(seconds, 0)))
        return event.is_set()


class QuietBot:
    """A bot that has posted nothing yet, as a context manager.

    `refused_scopes` were not granted to it. It has read the members of the company, unless
    `with_members` is false. `api_url` is the sandbox's unless another one is given.
    """

    def __init__(
        self,
        database_url: str,
        *,
        refused_scopes: tuple[str, ...] = (),
        api_url: str | None = None,
        settings: Mapping[str, str] | None = None,
        with_members: bool = True,
        company: Mapping[str, Any] | None = None,
    ) -> None:
        clock = SandboxClock(MONDAY, frozen=True)
        manifest = replace(MANIFEST, scopes=MANIFEST.scopes - set(refused_scopes))
        self.slack = Sandbox(manifest, dict(company or COMPANY), clock=clock, rate_limits=False)
        self.clock = SteppingClock(clock)
        self._url = database_url
        self._api_url = api_url
        self._extra_settings = dict(settings or {})
        self._knows_people = with_members
        self._people: dict[str, Person] = {}
        self.triggers: dict[str, str] = {}  # ids that the sandbox accepts, by those in the test

    def __enter__(self) -> Self:
        self.slack.start()
        self.assemble(self._api_url or self.slack.api_url)
        return self

    def assemble(self, api_url: str) -> None:
        """Build the bot with this address of Slack. A second call is a restart of the bot."""
        environ = {
            **connection_settings(self.slack, self._url),
            "SLACK_API_URL": api_url,
            "VOUCH_RECRUITERS": "U0LINUS,U0PRIYA",
            **self._extra_settings,
        }
        self.vouch = build(load(environ, env_file=None), self.clock)
        vouch = self.vouch
        self.workspace_id = vouch.workspace.id
        if self._knows_people:
            member_tick.read_all(vouch.database, vouch.slack, self.now())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.vouch.database.close()
        stop_in_background(self.slack)

    def now(self) -> datetime:
        return self.clock.now()

    def advance_clock(self, **by: float) -> None:
        self.slack.clock.advance(timedelta(**by))

    def run_delivery(self, turns: int = 1) -> bool:
        """Run the delivery `turns` times, and return whether the last turn found an intent."""
        found = False
        for _ in range(turns):
            found = self.vouch.delivery.run_once()
        return found

    def person(self, handle: str) -> Person:
        """Return the same object each time. It keeps ids and names that it has asked Slack for."""
        if handle not in self._people:
            self._people[handle] = self.slack.person(handle)
            self._people[handle].client.wait_seconds = WAIT_SECONDS
        return self._people[handle]

    def texts(self, handle: str, where: str = "dm") -> list[str]:
        """Return the texts in this channel or direct message, oldest first."""
        return [message.text for message in self.person(handle).channel(where)]

    def channel(self, name: str) -> str:
        return next(c.id for c in self.slack.world.channels.values() if c.name == name)

    def calls(self, method: str) -> list[dict[str, Any]]:
        return [call for call in self.slack.traffic if call["name"] == method]

    # Rows to start from ------------------------------------------------------------------------

    def actor(self, user_id: str, *roles: Role) -> Actor:
        with self.vouch.database.read() as transaction:
            return actor_for(transaction, self.workspace_id, user_id, *roles)

    def post_opening(
        self, *channels: str, title: str = "Staff Engineer, Storage", manager: str = "U0MARGARET"
    ) -> Opening:
        """Store an opening with Linus as recruiter and queue its announcements.

        With Linus as the manager as well, a referral of it queues one card instead of two.
        """
        form = OpeningForm(
            title=title,
            team="Engineering",
            place="Berlin",
            hiring_manager=manager,
            recruiter="U0LINUS",
            channels=tuple(self.channel(name) for name in channels),
        )
        with self.vouch.database.write() as transaction:
            return openings.store_opening(
                context_for(transaction, self.actor("U0LINUS"), now=self.now()), form
            )

    def refer_candidate(
        self, opening: Opening, name: str = "Grace Hopper", who: str = "U0ADA"
    ) -> Referral:
        """Store a lead, which queues the thanks to the advocate `who` and a card for Linus."""
        email = f"{name.split()[0].lower()}@example.org"
        lead = Lead(opening.id, name, email, None, Relationship.WORKED_TOGETHER, Consent.AGREED)
        with self.vouch.database.write() as transaction:
            actor = self.actor(who)
            stored = referrals.submit_lead(context_for(transaction, actor, now=self.now()), lead)
            return stored.referral

    def queue(self, kind: str, to: str, subject: int, dedupe: str, **about: object) -> None:
        with self.vouch.database.write() as transaction:
            priority = PAYLOADS[kind].priority
            intent = NewIntent(kind, to, subject, dedupe, dict(about), priority=priority)
            assert outbox.queue_intent(transaction, self.workspace_id, intent, self.now())

    def rows(self, *kinds: str) -> list[Any]:
        """Return the outbox rows of these kinds, or of all kinds if none is given, oldest first."""
        with self.vouch.database.read() as transaction:
            rows = transaction.execute(select(OUTBOX).order_by(OUTBOX.c.id)).all()
        return [row for row in rows if not kinds or row.kind in kinds]

    def states(self, *kinds: str) -> list[str]:
        return [row.state for row in self.rows(*kinds)]
