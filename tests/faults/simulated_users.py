"""People who click all the time: advocates refer one candidate after the other, recruiters take
what they are shown. Kept is what Slack told them was done; whatever failed, they were told.
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
ANNOYED_SECONDS = 0.1  # after something did not work


class SimulatedUsers:
    """`acknowledged` are the candidates for whom thanks were shown, `taken` the cards that were
    answered without a warning; `complaints` are what people read that nobody should read, and
    `unanswered` what Slack told them of a click that the bot did not acknowledge. `spans` are from
    a click, or several by one person, to its answer, by the town's clock."""

    def __init__(self, deployment: Deployment, seed: int, people: int = 1) -> None:
        self._town = deployment
        self._seed = seed
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._desk = (
            threading.Lock()
        )  # a recruiter does one thing at a time: what is shown is theirs
        self.attempts = 0
        self.failed = 0
        self.acknowledged: dict[str, str] = {}
        self.taken: set[int] = set()
        self.complaints: list[str] = []
        self.unanswered: list[str] = []
        self.spans: list[tuple[datetime, datetime]] = []
        advocates = (
            deployment.advocates[:people]
            if people < len(deployment.advocates)
            else deployment.advocates
        )
        self._threads = [
            threading.Thread(target=self._click_until_stopped, args=(number, name), daemon=True)
            for number, name in enumerate(advocates)
        ]

    def __enter__(self) -> SimulatedUsers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(30)

    def _click_until_stopped(self, number: int, name: str) -> None:
        rng = random.Random(f"{self._seed}:{number}")  # noqa: S311 - who clicks when, no secrets
        ada = self._town.slack.person(name)
        recruiter = rng.choice(self._town.recruiters)
        rita = self._town.slack.person(recruiter)
        pause = SystemClock()
        while not self._over.is_set():
            failed, begun = self.failed, self._town.now()
            try:
                if rng.random() < 0.85:
                    self.refer(ada, name, rng)
                else:
                    with self._desk:
                        self.take(rita, rng)
            except CLICK_ERRORS:
                self._record_failure()
            with self._lock:
                self.spans.append((begun, self._town.now()))
            pause.wait(self._over, PAUSE_SECONDS if failed == self.failed else ANNOYED_SECONDS)

    def refer(self, ada: Person, name: str, rng: random.Random) -> None:
        with self._lock:
            self.attempts += 1
            candidate = f"Candidate {name} Number{self.attempts:05}"
        for view in reversed(ada.stack()):
            ada.client.post("close", view_id=view["id"])
        told = ada.client.post(
            "command", channel=ada.client.channel_id("#general"), text=f"/refer {self._ref(rng)}"
        )
        stack = ada.stack()
        if "warning" in told or not stack:
            self._record_failure(told)
            return
        view = stack[-1]
        done = ada.client.post("submit", view_id=view["id"], values=fill_form(view, candidate))
        while "warning" in done and rng.random() < 0.5:  # pressed again, as people do
            self._record_warning(done)
            done = ada.client.post("submit", view_id=view["id"], values=fill_form(view, candidate))
        top = (done.get("stack") or [None])[-1]
        if "warning" not in done and top and top["title"]["text"] == "Thank you":
            with self._lock:
                self.acknowledged[candidate] = name
        else:
            self._record_failure(done)
            self._check_texts(top, done)

    def take(self, rita: Person, rng: random.Random) -> None:
        cards = list(self.cards(rita.id))
        if not cards:
            return
        channel, message, block, value = rng.choice(cards[-20:])
        told = rita.client.post(
            "click",
            container={"type": "message", "channel": channel, "ts": message},
            block_id=block,
            action_id="desk.take",
            value={},
        )
        if "warning" in told or rita.stack():
            self._record_failure(told)
            for view in reversed(rita.stack()):
                self._check_texts(view, told)
                rita.client.post("close", view_id=view["id"])
        else:
            with self._lock:
                self.taken.add(int(value))

    def cards(self, user: str) -> list[tuple[str, str, str, str]]:
        """(channel, ts, block, referral) of each "I take it" that this person sees."""
        world = self._town.slack.world
        dm = world.open_dm(user, world.app.user_id)
        return [
            (dm.id, message["ts"], block["block_id"], element["value"])
            for message in list(dm.messages.values())
            for block in message.get("blocks") or []
            for element in block.get("elements") or []
            if element.get("action_id") == "desk.take"
        ]

    def _ref(self, rng: random.Random) -> str:
        return rng.choice(self._town.refs)

    def _record_failure(self, told: Mapping[str, Any] | None = None) -> None:
        self._record_warning(told or {})
        with self._lock:
            self.failed += 1

    def _record_warning(self, told: Mapping[str, Any]) -> None:
        if "warning" in told:
            with self._lock:
                self.unanswered.append(f"at {self._town.now():%d %b %H:%M}: {told['warning']}")

    def _check_texts(self, view: dict[str, Any] | None, told: dict[str, Any]) -> None:
        """What they read when it did not work: plain sentences, no traceback."""
        text = f"{view} {told}"
        if "Traceback" in text or "Error(" in text or "sqlalchemy" in text:
            self.complaints.append(text[:300])


def fill_form(view: dict[str, Any], candidate: str) -> dict[str, Any]:
    """The form's answers: what it was opened with, and who is put forward, with their consent:
    the days pass quickly here, and without it a candidate is erased after thirty."""
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
