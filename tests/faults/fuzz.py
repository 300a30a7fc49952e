"""Sends broken payloads to a running bot, which must not show or log a failure, or leak memory.

`payload_mutations` makes the payloads from a seed. They are sent over HTTP with valid signatures,
or through the socket. The bot runs in its own process, and `fuzz` checks its answers, its log, its
memory and the calls that it makes to Slack.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import http.client
import json
import random
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, Phase, given, seed, settings

from bot.clock import SystemClock
from sandbox.delivery.dispatcher import Delivery
from sandbox.driver.client import wait_for
from tests.faults.deployment import Deployment
from tests.faults.payload_mutations import MutatedPayload, PayloadTemplates, mutated_payloads
from tests.faults.payload_templates import TRIGGER, Json, PayloadTemplate, payload_templates
from tests.faults.process_resources import read_resources
from tests.faults.simulated_users import SimulatedUsers

ACK_TIMEOUT_SECONDS = 0.04  # short, because payloads without a listener are never acknowledged
WARM_UP_SHARE = 0.25  # memory is measured after this share of the payloads, and at the end
MAX_MEMORY_GROWTH = 1.1  # the highest ratio of the memory at the end to that after the warm-up
MEMORY_TOLERANCE_MIB = 2  # noise that is not a leak
ALLOWED_STATUSES = {200, 400, 401, 404, 413}
FAILURE_EVENT_PARTS = (  # a log line is a failure if its event contains one of these
    "_failed",
    "payload_not_read",
    "not_rendered",
    "blocks_refused",
)
FAILURE_TEXT = "our fault"  # from what `bot.dispatch.error_messages` shows after a crash
ADVOCATE_ID = "U0A0"  # the ids of people whom `deployment.company` creates
OTHER_ADVOCATE_ID = "U0A1"  # the person whom the payloads choose in their fields
BYSTANDER_ID = "U0A3"
RECRUITER_ID = "U0R0"
BAD_CALL_ERRORS = (  # by which Slack says that the bot's call itself is wrong
    "invalid_blocks",
    "invalid_arguments",
    "msg_blocks_too_long",
    "invalid_array_arg",
)


def _fill_in_ids(deployment: Deployment, payload: Any, user: str) -> Any:
    """Replace the placeholder of a trigger or event id by an id that the sandbox accepts.

    With the placeholder, the sandbox would refuse every modal that the bot opens in answer.
    """
    if isinstance(payload, dict):
        for key in ("trigger_id", "event_id"):
            if payload.get(key) == TRIGGER:
                payload[key] = deployment.slack.engine.triggers.issue(user)
    return payload


class HttpSender:
    """Sends payloads over one HTTP connection, with the signature that Slack would send."""

    def __init__(self, deployment: Deployment, address: str) -> None:
        self._deployment = deployment
        self._address = address
        self.answers: Counter[str] = Counter()
        self._connection: http.client.HTTPConnection | None = None

    def __call__(self, mutated: MutatedPayload) -> None:
        body, content_type = self._encode(mutated)
        body = body[: int(len(body) * mutated.kept_share)]
        status, text = self._post(body, content_type)
        self.answers[str(status)] += 1
        assert status in ALLOWED_STATUSES, (status, text[:300])
        assert "Traceback" not in text, text[:300]
        assert FAILURE_TEXT not in text, text[:300]

    def _encode(self, mutated: MutatedPayload) -> tuple[bytes, str]:
        """The body of the request and its content type."""
        is_event = mutated.template.type == "events_api"
        content_type = "application/json" if is_event else "application/x-www-form-urlencoded"
        if mutated.nesting_depth:
            brackets = "[" * mutated.nesting_depth  # json.dumps cannot nest so deeply
            body = brackets if is_event else urlencode({"payload": brackets})
            return body.encode(), content_type
        payload = _fill_in_ids(self._deployment, mutated.payload, ADVOCATE_ID)
        if mutated.padding_bytes and isinstance(payload, dict):
            payload["padding"] = "p" * mutated.padding_bytes
        if is_event:
            body = json.dumps(payload)
        elif mutated.template.type == "slash_commands" and isinstance(payload, dict):
            fields = {key: _form_text(value) for key, value in payload.items()}
            body = urlencode(fields, errors="surrogatepass")
        else:
            body = urlencode({"payload": json.dumps(payload)})
        return body.encode(), content_type

    def _post(self, body: bytes, content_type: str) -> tuple[int, str]:
        stamp = str(int(SystemClock().now().timestamp()))
        base = b"v0:" + stamp.encode() + b":" + body
        secret = self._deployment.slack.signing_secret.encode()
        signature = "v0=" + hmac.new(secret, base, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature,
        }
        for _ in range(2):
            connection = self._connection or http.client.HTTPConnection(self._address, timeout=20)
            try:
                connection.request("POST", "/slack/events", body, headers)
                response = connection.getresponse()
                text = response.read().decode("utf-8", "replace")
            except (OSError, http.client.HTTPException):
                # The server closed it, perhaps because the body before this one was too large.
                connection.close()
                self._connection = None
                continue
            self._connection = connection
            return response.status, text
        # The server closes the connection after a body that is too large, often before the client
        # has read the status, which is 413.
        return 413, "the connection was closed"


def _form_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


class SocketSender:
    """Sends payloads as Socket Mode envelopes. A payload that is cut makes an invalid frame."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self.answers: Counter[str] = Counter()

    def __call__(self, mutated: MutatedPayload) -> None:
        hub, slack = self._deployment.slack.engine.sockets, self._deployment.slack
        payload = _fill_in_ids(self._deployment, mutated.payload, ADVOCATE_ID)
        if mutated.padding_bytes and isinstance(payload, dict):
            payload["padding"] = "p" * mutated.padding_bytes

        async def send() -> Any:
            with contextlib.suppress(TimeoutError):
                delivery = Delivery(mutated.template.type, mutated.template.name, payload)  # type: ignore[arg-type]  # every template has one of the types that `Delivery` takes
                return await asyncio.wait_for(hub.send(delivery), ACK_TIMEOUT_SECONDS)
            return None

        async def send_cut_json() -> None:
            text = json.dumps(
                {"envelope_id": "e", "type": mutated.template.type, "payload": payload}
            )
            for connection in list(hub._connections):
                if connection.socket is None:
                    continue
                await connection.socket.send_text(text[: int(len(text) * mutated.kept_share)])

        if mutated.kept_share < 1:
            slack._run_on_loop(send_cut_json(), 10)
            self.answers["cut"] += 1
            return
        ack = slack._run_on_loop(send(), 10)
        self.answers["acked" if ack is not None else "not acked"] += 1
        text = str(ack.payload if ack else "")
        assert "Traceback" not in text, text[:300]
        assert FAILURE_TEXT not in text, text[:300]


@dataclass(frozen=True, slots=True)
class FuzzResult:
    """Memory is in MiB. `problem` is empty when everything held."""

    transport: str
    seed: int
    payloads: int
    answers: dict[str, int]
    memory_after_warm_up: float
    memory_at_end: float
    problem: str = ""

    @property
    def memory_is_flat(self) -> bool:
        limit = self.memory_after_warm_up * MAX_MEMORY_GROWTH + MEMORY_TOLERANCE_MIB
        return self.memory_at_end <= limit

    @property
    def passed(self) -> bool:
        return not self.problem and self.memory_is_flat


def fuzz(
    transport: str, database_url: str, folder: Path, *, seed_number: int, payloads: int
) -> FuzzResult:
    """Send that many payloads by `transport` ("http" or "socket") and stop at the first problem.

    The problem names the payload after which it was seen. By the socket several payloads are in
    progress at once, so an earlier one may be the cause.
    """
    port = _free_port()
    with Deployment(database_url, folder, recruiters=1, speed=1) as deployment:
        process = deployment.start(http_address=f"127.0.0.1:{port}" if transport == "http" else "")
        assert process.pid is not None
        send: HttpSender | SocketSender
        if transport == "http":
            send = HttpSender(deployment, f"127.0.0.1:{port}")
            assert wait_for(lambda: _listens(port), 30), deployment.log.read_text()
            deployment.slack.use_http(f"http://127.0.0.1:{port}/slack/events")
        else:
            send = SocketSender(deployment)
            assert deployment.wait_until_connected(1, or_ended=process), deployment.log.read_text()
        _prepare_referrals(deployment, seed_number)
        templates = _templates_of_three_people(_general_channel_id(deployment))
        log = _BotLog(deployment.log)
        memory_after_warm_up = 0.0
        sent_count = 0
        logged_problem = ""

        def check_payload(mutated: MutatedPayload) -> None:
            nonlocal memory_after_warm_up, sent_count, logged_problem
            try:
                send(mutated)
            finally:
                lines = log.read_new_lines()
                failures = [
                    line
                    for line in lines
                    if any(part in line["event"] for part in FAILURE_EVENT_PARTS)
                ]
                if failures and not logged_problem:
                    tracebacks = "\n".join(str(line.get("exception", line)) for line in failures)
                    payload = json.dumps(mutated.payload)
                    logged_problem = (
                        f"{mutated.template.name}, or one before it:\n{tracebacks}\n{payload}"
                    )
            assert not failures
            sent_count += 1
            if sent_count == int(payloads * WARM_UP_SHARE):
                memory_after_warm_up = read_resources(process.pid or 0).memory

        problem = _find_problem(
            mutated_payloads(PayloadTemplates(templates), transport),
            check_payload,
            seed_number,
            payloads,
        )
        problem = logged_problem or problem
        memory_at_end = read_resources(process.pid).memory if process.is_alive() else 0.0
        if not process.is_alive():
            problem = problem or "the process has ended"
        bad_calls = [
            e
            for e in deployment.slack.traffic
            if e["direction"] == "in" and e["error"] in BAD_CALL_ERRORS
        ]
        if bad_calls:
            problem = (
                problem or f"Slack does not take {bad_calls[0]['name']}: {bad_calls[0]['response']}"
            )
    return FuzzResult(
        transport,
        seed_number,
        sent_count,
        dict(send.answers),
        memory_after_warm_up,
        memory_at_end,
        problem,
    )


def _find_problem(
    payloads_strategy: Any,
    check_payload: Callable[[MutatedPayload], None],
    seed_number: int,
    payloads: int,
) -> str:
    """Check that many payloads; the text of the first failure, or "" if there is none."""

    @seed(seed_number)
    @settings(
        max_examples=payloads,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(payloads_strategy)
    def send_one(mutated: MutatedPayload) -> None:
        check_payload(mutated)

    try:
        send_one()
    except Exception as problem:  # every failure becomes the text of the result
        grouped: tuple[Exception, ...] = getattr(problem, "exceptions", ())
        notes = " ".join([*map(repr, grouped), *getattr(problem, "__notes__", [])])
        return f"{type(problem).__name__}: {str(problem)[:500]} {notes[:3000]}"
    return ""


class _BotLog:
    """Reads the bot's log piece by piece, without the lines of Slack's own client."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._offset = file.stat().st_size if file.exists() else 0

    def read_new_lines(self) -> list[Json]:
        size = self._file.stat().st_size
        if size == self._offset:
            return []
        with self._file.open("rb") as file:
            file.seek(self._offset)
            text = file.read().decode("utf-8", "replace")
        whole, _, _ = text.rpartition("\n")
        self._offset += len(whole.encode()) + 1 if whole else 0
        lines = [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
        return [line for line in lines if not line.get("logger", "").startswith("slack_sdk")]


def _templates_of_three_people(channel_id: str) -> list[PayloadTemplate]:
    """Payloads of an advocate, of a recruiter and of a bystander.

    Events about people are about the bystander, so that a broken profile does not lock out the
    other two.
    """
    advocate, recruiter, bystander = (
        payload_templates(user, OTHER_ADVOCATE_ID, channel_id)
        for user in (ADVOCATE_ID, RECRUITER_ID, BYSTANDER_ID)
    )
    return [
        *(each for each in advocate if each.type != "events_api" or "user" not in each.name),
        *(each for each in recruiter if each.type != "events_api"),
        *(each for each in bystander if each.type == "events_api"),
    ]


def _prepare_referrals(deployment: Deployment, seed_number: int) -> None:
    """Store three referrals, of which a recruiter takes one: the payloads refer to them."""
    users = SimulatedUsers(deployment, seed_number)  # its threads are never started
    rng = random.Random(seed_number)  # noqa: S311 - chooses clicks, no secrets
    for name in ("a0", "a0", "a1"):
        users.refer(deployment.slack.person(name), name, rng)
    assert len(users.acknowledged) == 3, "not every referral was stored"
    recruiter = deployment.slack.person(deployment.recruiters[0])
    assert wait_for(lambda: users.cards(recruiter.id), 30)
    users.take(recruiter, rng)


def _general_channel_id(deployment: Deployment) -> str:
    found = deployment.slack.world.channel_by_name("general")
    assert found is not None
    return found.id


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _listens(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
