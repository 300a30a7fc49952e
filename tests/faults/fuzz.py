"""Whatever arrives, nobody sees a traceback, the bot logs no failure and its memory stays flat.

Payloads in the forms that Slack documents (`payload_templates`) are mutated, truncated and padded
by hypothesis from a seed, and sent over HTTP with valid signatures or through the socket. The bot
runs in a process of its own; its answers, its log and its memory are checked.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import hashlib
import hmac
import http.client
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot.clock import SystemClock
from sandbox.delivery.dispatcher import Delivery
from sandbox.driver.client import wait_for
from tests.faults.deployment import Deployment
from tests.faults.payload_templates import TRIGGER, Json, PayloadTemplate, payload_templates
from tests.faults.process_resources import read_resources
from tests.faults.simulated_users import SimulatedUsers

SECRET = "5ec2e7"
PATIENCE = 0.04  # seconds for an ack by the socket; what nobody listens to gets none
WARM = 0.25  # the share of the payloads after which memory has to be flat
FLAT = 1.1
MAY_BE = {200, 400, 401, 404, 413}
OURS = ("_failed", "payload_not_read", "not_rendered", "blocks_refused")
BAD_CALLS = ("invalid_blocks", "invalid_arguments", "msg_blocks_too_long", "invalid_array_arg")

ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", " ", "0", "1", "2", "-1", "9" * 40, "1:2", "NaN", "null",
    "\x00", "a\x00b", "\ud800", "\ud83d\ude00", "\u202e", "<!channel>", "<@U0A1>", "'; --",
    "x" * 5_000, "\U0001f600" * 3_000, "%s {0} ${x}", "\n" * 500, [], {}, [None], [[]], {"": ""},
    {"id": None}, {"value": {"value": "1"}}, {"selected_option": None}, ["x"] * 200,
]  # fmt: skip


def _nested(depth: int) -> Json:
    inner: Json = {}
    for _ in range(depth):
        inner = {"state": inner}
    return inner


values = st.one_of(
    st.sampled_from([*ODD, _nested(150)]),
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
)


def _paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    below: list[tuple[Any, Any]] = []
    if isinstance(tree, dict):
        below = list(tree.items())
    elif isinstance(tree, list):
        below = list(enumerate(tree))
    for key, inner in below:
        found += _paths(inner, (*path, key))
    return found


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


@dataclass(frozen=True, slots=True)
class MutatedPayload:
    """One payload as it is sent. `cut` keeps so much of its bytes; `pad` makes it huge, `deep`
    nests it without an end."""

    shape: PayloadTemplate
    payload: Any
    way: str
    cut: float = 1.0
    pad: int = 0
    deep: int = 0


class _Known(list[PayloadTemplate]):
    """Hypothesis writes what it is given into its messages: these are too many."""

    def __repr__(self) -> str:
        return "known"


@st.composite
def mutated_payloads(draw: st.DrawFn, known: _Known, way: str) -> MutatedPayload:
    shape = known[draw(st.integers(0, len(known) - 1))]
    text = json.dumps(shape.payload)
    if draw(st.booleans()):  # rows that are there, in place of the catalogue's
        text = re.sub(r'("(?:value|private_metadata)": ")\d+', r"\g<1>1", text)
    payload: Any = json.loads(text)
    for _ in range(draw(st.integers(0, 4))):
        paths = _paths(payload)
        if not paths:
            break
        path = paths[draw(st.integers(0, len(paths) - 1))]
        holder, key = _at(payload, path[:-1]), path[-1]
        deed = draw(st.sampled_from(("replace", "replace", "remove", "repeat")))
        if deed == "remove":
            del holder[key]
        elif deed == "repeat" and isinstance(holder, list):
            holder.extend([holder[key]] * draw(st.integers(1, 120)))
        else:
            holder[key] = copy.deepcopy(draw(values))
    rng = draw(st.integers(0, 39))
    if rng == 0:
        payload = copy.deepcopy(draw(values))
    cut = draw(st.floats(0, 1)) if rng in (1, 2) else 1.0
    pad = draw(st.sampled_from((70_000, 300_000, 1_100_000))) if rng == 3 else 0
    return MutatedPayload(
        shape, payload, way, cut, pad, 100_000 if rng == 4 and way == "http" else 0
    )


def _fresh(deployment: Deployment, payload: Any, user: str) -> Any:
    """With a trigger that Slack would take, where the payload still has one."""
    if isinstance(payload, dict):
        for key in ("trigger_id", "event_id"):
            if payload.get(key) == TRIGGER:
                payload[key] = deployment.slack.engine.triggers.issue(user)
    return payload


class HttpSender:
    """Signed as Slack signs, over one connection."""

    def __init__(self, deployment: Deployment, address: str) -> None:
        self._town = deployment
        self._address = address
        self.answers: Counter[str] = Counter()
        self._link: http.client.HTTPConnection | None = None

    def __call__(self, mutated: MutatedPayload) -> None:
        payload = _fresh(self._town, mutated.payload, "U0A0")
        if mutated.pad and isinstance(payload, dict):
            payload["padding"] = "p" * mutated.pad
        if mutated.deep:
            payload = "$deep"
        kind = "application/x-www-form-urlencoded"
        if mutated.shape.type == "events_api":
            body, kind = json.dumps(payload).encode(), "application/json"
        elif mutated.shape.type == "slash_commands" and isinstance(payload, dict):
            fields = {key: _plain(value) for key, value in payload.items()}
            body = urlencode(fields, errors="surrogatepass").encode()
        else:
            text = "[" * mutated.deep if mutated.deep else json.dumps(payload)
            body = urlencode({"payload": text}).encode()
        body = body[: int(len(body) * mutated.cut)]
        status, text = self._post(body, kind)
        self.answers[str(status)] += 1
        assert status in MAY_BE, (status, text[:300])
        assert "Traceback" not in text, text[:300]
        assert "our fault" not in text, text[:300]

    def _post(self, body: bytes, kind: str) -> tuple[int, str]:
        stamp = str(int(SystemClock().now().timestamp()))
        base = b"v0:" + stamp.encode() + b":" + body
        secret = self._town.slack.signing_secret.encode()
        signature = "v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        }
        for _ in range(2):
            link = self._link or http.client.HTTPConnection(self._address, timeout=20)
            try:
                link.request("POST", "/slack/events", body, headers)
                answer = link.getresponse()
                text = answer.read().decode("utf-8", "replace")
            except (OSError, http.client.HTTPException):  # closed after a body that was too large
                link.close()
                self._link = None
                continue
            self._link = link
            return answer.status, text
        return 413, "the connection was closed"


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


class SocketSender:
    """As envelopes of Slack's; now and then a frame that is none."""

    def __init__(self, deployment: Deployment) -> None:
        self._town = deployment
        self.answers: Counter[str] = Counter()

    def __call__(self, mutated: MutatedPayload) -> None:
        hub, slack = self._town.slack.engine.sockets, self._town.slack
        payload = _fresh(self._town, mutated.payload, "U0A0")
        if mutated.pad and isinstance(payload, dict):
            payload["padding"] = "p" * mutated.pad

        async def send() -> Any:
            with contextlib.suppress(TimeoutError):
                told = Delivery(mutated.shape.type, mutated.shape.name, payload)  # type: ignore[arg-type]  # one of the three
                return await asyncio.wait_for(hub.send(told), PATIENCE)
            return None

        async def garble() -> None:
            text = json.dumps({"envelope_id": "e", "type": mutated.shape.type, "payload": payload})
            for connection in list(hub._connections):
                if connection.socket is None:
                    continue
                await connection.socket.send_text(text[: int(len(text) * mutated.cut)])

        if mutated.cut < 1:
            slack._run_on_loop(garble(), 10)
            self.answers["garbled"] += 1
            return
        ack = slack._run_on_loop(send(), 10)
        self.answers["acked" if ack is not None else "let go"] += 1
        text = str(ack.payload if ack else "")
        assert "Traceback" not in text, text[:300]
        assert "our fault" not in text, text[:300]


@dataclass(frozen=True, slots=True)
class FuzzResult:
    """`early` and `late` are MiB after a quarter of the payloads and after all of them."""

    way: str
    seed: int
    payloads: int
    answers: dict[str, int]
    early: float
    late: float
    problem: str = ""

    @property
    def flat(self) -> bool:
        return self.late <= self.early * FLAT + 2

    @property
    def good(self) -> bool:
        return not self.problem and self.flat


def fuzz(way: str, database_url: str, folder: Path, *, number: int, payloads: int) -> FuzzResult:
    """`way` is "http" or "socket"; `number` the seed. The first problem is told, with what was sent
    (by the socket, several are under way at once)."""
    port = _free_port()
    with Deployment(database_url, folder, recruiters=1, speed=1) as deployment:
        process = deployment.start(http=f"127.0.0.1:{port}" if way == "http" else "")
        assert process.pid is not None
        send: HttpSender | SocketSender
        if way == "http":
            send = HttpSender(deployment, f"127.0.0.1:{port}")
            assert wait_for(lambda: _listens(port) or None, 30), deployment.log.read_text()
            deployment.slack.use_http(f"http://127.0.0.1:{port}/slack/events")
        else:
            send = SocketSender(deployment)
            assert deployment.wait_until_connected(1, but=process), deployment.log.read_text()
        _referrals(deployment, number)
        known = [
            *payload_templates("U0A0", "U0A1", _channel(deployment)),
            *(
                s
                for s in payload_templates("U0R0", "U0A1", _channel(deployment))
                if s.type != "events_api"
            ),
        ]
        known = [s for s in known if s.type != "events_api" or "user" not in s.name] + [
            s
            for s in payload_templates("U0A3", "U0A1", _channel(deployment))
            if s.type == "events_api"
        ]
        log, memory, count = _Log(deployment.log), [0.0], [0]
        first: list[str] = []

        def one(mutated: MutatedPayload) -> None:
            try:
                send(mutated)
            finally:
                new = log.new()
                wrong = [line for line in new if any(word in line["event"] for word in OURS)]
                if wrong:
                    faults = "\n".join(str(line.get("exception", line)) for line in wrong)
                    payload = json.dumps(mutated.payload)
                    first.append(f"{mutated.shape.name}, or one before it:\n{faults}\n{payload}")
            assert not wrong
            count[0] += 1
            if count[0] == int(payloads * WARM):
                memory[0] = read_resources(process.pid or 0).memory

        problem = _run(mutated_payloads(_Known(known), way), one, number, payloads)
        problem = first[0] if first else problem
        late = read_resources(process.pid).memory if process.is_alive() else 0.0
        if not process.is_alive():
            problem = problem or "the process has ended"
        bad = [
            e
            for e in deployment.slack.traffic
            if e["direction"] == "in" and e["error"] in BAD_CALLS
        ]
        if bad:
            problem = problem or f"Slack does not take {bad[0]['name']}: {bad[0]['response']}"
    return FuzzResult(way, number, count[0], dict(send.answers), memory[0], late, problem)


def _run(ones: Any, one: Callable[[MutatedPayload], None], number: int, payloads: int) -> str:
    @seed(number)
    @settings(
        max_examples=payloads,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(ones)
    def hold(mutated: MutatedPayload) -> None:
        one(mutated)

    try:
        hold()
    except Exception as problem:  # whatever it is, the row tells it
        several: tuple[Exception, ...] = getattr(problem, "exceptions", ())
        notes = " ".join([*map(repr, several), *getattr(problem, "__notes__", [])])
        return f"{type(problem).__name__}: {str(problem)[:500]} {notes[:3000]}"
    return ""


class _Log:
    """The lines that the bot has logged since the last look, without those of Slack's client."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._check_texts = file.stat().st_size if file.exists() else 0

    def new(self) -> list[Json]:
        size = self._file.stat().st_size
        if size == self._check_texts:
            return []
        with self._file.open("rb") as file:
            file.seek(self._check_texts)
            text = file.read().decode("utf-8", "replace")
        whole, _, _ = text.rpartition("\n")
        self._check_texts += len(whole.encode()) + 1 if whole else 0
        lines = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
        return [line for line in lines if not line.get("logger", "").startswith("slack_sdk")]


def _referrals(deployment: Deployment, number: int) -> None:
    """Rows for the payloads to meet: some referrals, one of them taken."""
    people = SimulatedUsers(deployment, number)  # by hand: its threads are never started
    rng = random.Random(number)  # noqa: S311 - who refers whom, no secrets
    for name in ("a0", "a0", "a1"):
        people.refer(deployment.slack.person(name), name, rng)
    assert len(people.acknowledged) == 3, "nobody was thanked: there is nothing to meet"
    rita = deployment.slack.person(deployment.recruiters[0])
    assert wait_for(lambda: people.cards(rita.id) or None, 30)
    people.take(rita, rng)


def _channel(deployment: Deployment) -> str:
    found = deployment.slack.world.channel_by_name("general")
    assert found is not None
    return found.id


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _listens(port: int) -> bool:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
