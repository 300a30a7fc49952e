"""Simulated people who click all the time, each in a thread of their own.

Advocates refer one candidate after another, and recruiters take the referrals that they are shown.
What Slack showed them is recorded, so that a test can compare it with the database.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from datetime import datetime
from http.client import HTTPException
from typing import Any

from bot.clock import SystemClock
from domain.referrals import Consent
from sandbox.driver.client import RefusedError
from sandbox.driver.person import Person
from tests.faults.deployment import Deployment

CLICK_ERRORS = (RefusedError, OSError, HTTPException)
PAUSE_SECONDS = 0.02
PAUSE_AFTER_FAILURE_SECONDS = 0.1


class SimulatedUsers:
    """A context manager in which the first `advocate_count` advocates of the deployment click.

    `acknowledged` has the advocate of each candidate for whom thanks were shown, by the candidate's
    name. `taken` has the ids of the referrals that a recruiter took without getting a warning.
    `bad_texts` are texts that nobody should read, such as a traceback. `unanswered` are Slack's
    warnings about clicks that the bot did not acknowledge. `click_spans` are the simulated times at
    which each click was made and answered.
    """

    def __init__(self, deployment: Deployment, seed: int, advocate_count: int = 1) -> None:
        self._deployment = deployment
        self._seed = seed
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        # One recruiter is shared by several threads and may have one modal open at a time.
        self._recruiter_lock = threading.Lock()
        self.attempts = 0
        self.failed = 0
        self.acknowledged: dict[str, str] = {}
        self.taken: set[int] = set()
        self.bad_texts: list[str] = []
        self.unanswered: list[str] = []
        self.click_spans: list[tuple[datetime, datetime]] = []
        self._threads = [
            threading.Thread(target=self._click_until_stopped, args=(number, name), daemon=True)
            for number, name in enumerate(deployment.advocates[:advocate_count])
        ]

    def __enter__(self) -> SimulatedUsers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join(30)

    def _click_until_stopped(self, number: int, name: str) -> None:
        rng = random.Random(f"{self._seed}:{number}")  # noqa: S311 - chooses clicks, no secrets
        advocate = self._deployment.slack.person(name)
        recruiter = self._deployment.slack.person(rng.choice(self._deployment.recruiters))
        clock = SystemClock()
        while not self._stopped.is_set():
            failed, started_at = self.failed, self._deployment.now()
            try:
                if rng.random() < 0.85:
                    self.refer(advocate, name, rng)
                else:
                    with self._recruiter_lock:
                        self.take(recruiter, rng)
            except CLICK_ERRORS:
                self._record_failure()
            with self._lock:
                self.click_spans.append((started_at, self._deployment.now()))
            clock.wait(
                self._stopped,
                PAUSE_SECONDS if failed == self.failed else PAUSE_AFTER_FAILURE_SECONDS,
            )

    def refer(self, advocate: Person, name: str, rng: random.Random) -> None:
        with self._lock:
            self.attempts += 1
            candidate = f"Candidate {name} Number{self.attempts:05}"
        for view in reversed(advocate.stack()):
            advocate.client.post("close", view_id=view["id"])
        reply = advocate.client.post(
            "command",
            channel=advocate.client.channel_id("#general"),
            text=f"/refer {self._ref(rng)}",
        )
        stack = advocate.stack()
        if "warning" in reply or not stack:
            self._record_failure(reply)
            return
        view = stack[-1]
        reply = advocate.client.post(
            "submit", view_id=view["id"], values=fill_form(view, candidate)
        )
        # After a warning, people press the button again.
        while "warning" in reply and rng.random() < 0.5:
            self._record_warning(reply)
            reply = advocate.client.post(
                "submit", view_id=view["id"], values=fill_form(view, candidate)
            )
        top_view = (reply.get("stack") or [None])[-1]
        if "warning" not in reply and top_view and top_view["title"]["text"] == "Thank you":
            with self._lock:
                self.acknowledged[candidate] = name
        else:
            self._record_failure(reply)
            self._record_bad_text(top_view, reply)

    def take(self, recruiter: Person, rng: random.Random) -> None:
        cards = list(self.cards(recruiter.id))
        if not cards:
            return
        channel, message, block, value = rng.choice(cards[-20:])
        reply = recruiter.client.post(
            "click",
            container={"type": "message", "channel": channel, "ts": message},
            block_id=block,
            action_id="desk.take",
            value={},
        )
        if "warning" in reply or recruiter.stack():
            self._record_failure(reply)
            for view in reversed(recruiter.stack()):
                self._record_bad_text(view, reply)
                recruiter.client.post("close", view_id=view["id"])
        else:
            with self._lock:
                self.taken.add(int(value))

    def cards(self, user: str) -> list[tuple[str, str, str, str]]:
        """Return (channel, ts, block id, referral id) of each "I'll take it" that they see."""
        world = self._deployment.slack.world
        dm = world.open_dm(user, world.app.user_id)
        return [
            (dm.id, message["ts"], block["block_id"], element["value"])
            for message in list(dm.messages.values())
            for block in message.get("blocks") or []
            for element in block.get("elements") or []
            if element.get("action_id") == "desk.take"
        ]

    def _ref(self, rng: random.Random) -> str:
        return rng.choice(self._deployment.refs)

    def _record_failure(self, reply: Mapping[str, Any] | None = None) -> None:
        self._record_warning(reply or {})
        with self._lock:
            self.failed += 1

    def _record_warning(self, reply: Mapping[str, Any]) -> None:
        if "warning" in reply:
            with self._lock:
                self.unanswered.append(
                    f"at {self._deployment.now():%d %b %H:%M}: {reply['warning']}"
                )

    def _record_bad_text(self, view: dict[str, Any] | None, reply: dict[str, Any]) -> None:
        """Record the text of a failure if it shows a traceback or another internal error."""
        text = f"{view} {reply}"
        if "Traceback" in text or "Error(" in text or "sqlalchemy" in text:
            self.bad_texts.append(text[:300])


def fill_form(view: dict[str, Any], candidate: str) -> dict[str, Any]:
    """Return the values of the form of a referral.

    The candidate has agreed: otherwise they would be erased after thirty days, which pass quickly
    here.
    """
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["block_id"] == "relationship":
            option = block["element"]["options"][0]
            values["relationship"] = {"relationship": {"selected_option": option}}
        if block["block_id"] == "consent":
            agreed = [o for o in block["element"]["options"] if o["value"] == Consent.AGREED.value]
            values["consent"] = {"consent": {"selected_option": agreed[0]}}
    address = candidate.lower().replace(" ", ".") + "@example.org"
    values["name"] = {"name": {"value": candidate}}
    values["email"] = {"email": {"value": address}}
    return values
