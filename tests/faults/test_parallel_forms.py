"""The same form is sent many times at once, and two clicks wait for each other's rows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from domain.permissions import Access
from handlers.protocol import Done, Request, Response, Source
from services.context import Context
from storage.tables.bench import BENCH_PERSON
from storage.tables.core import MEMBER
from tests.bot.dispatch_kit import Json, body_of, button_payload, dispatch
from tests.quiet_bot import QuietBot
from tests.storage.concurrency import run_at_once

FORMS = 20


@pytest.fixture
def bot(database_url: str) -> Iterator[QuietBot]:
    with QuietBot(database_url) as bot:
        yield bot


def bench_payload(number: int, **fields: str) -> Json:
    """The form of the bench, sent from the window `number`."""
    values = {name: {name: {"value": value}} for name, value in fields.items()}
    view: Json = {"id": f"V{number}", "type": "modal", "callback_id": "bench.form", "hash": "1.a"}
    view |= {"private_metadata": "", "blocks": [], "state": {"values": values}}
    return {
        "type": "view_submission",
        "team": {"id": "T0DIFF"},
        "user": {"id": "U0ADA", "team_id": "T0DIFF"},
        "trigger_id": f"2.{number}.b",
        "view": view,
    }


@pytest.mark.parametrize(
    "contact", [{"email": "grace@example.com"}, {"profile": "linkedin.com/in/grace"}]
)
def test_one_person_comes_once_onto_a_bench(bot: QuietBot, contact: dict[str, str]) -> None:
    responses = run_at_once(
        FORMS, lambda n: body_of(dispatch(bot, bench_payload(n, name="Grace", **contact)))
    )
    (field,) = contact
    refused = [each for each in responses if each.get("response_action") == "errors"]
    assert [each["errors"] for each in refused] == [
        {field: "Someone on your bench already has this one."}
    ] * (FORMS - 1)
    with bot.vouch.database.read() as transaction:
        assert len(transaction.execute(select(BENCH_PERSON)).all()) == 1


def test_the_people_of_a_bench_do_not_get_one_address_by_editing(bot: QuietBot) -> None:
    for number in range(4):
        dispatch(bot, bench_payload(number, name=f"Grace {number}"))
    with bot.vouch.database.read() as transaction:
        ids = list(transaction.scalars(select(BENCH_PERSON.c.id)))

    def edit(number: int) -> Json:
        payload = bench_payload(10 + number, name="Grace", email="grace@example.com")
        payload["view"]["private_metadata"] = str(ids[number])
        return body_of(dispatch(bot, payload))

    responses = run_at_once(len(ids), edit)
    with bot.vouch.database.read() as transaction:
        emails = list(transaction.scalars(select(BENCH_PERSON.c.email)))
    assert emails.count("grace@example.com") == 1
    assert [each.get("response_action") for each in responses].count("errors") == len(ids) - 1


class CrossingClicks:
    """A handler that locks two members, each click in the other order and after a meeting."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.meeting = threading.Barrier(2)

    def __call__(self, context: Context, request: Request) -> Response:
        is_first_run = request.id not in self.runs
        self.runs.append(request.id)
        first, second = ("U0ADA", "U0BOB") if request.id == "up" else ("U0BOB", "U0ADA")
        self._lock(context, first)
        if is_first_run:
            self.meeting.wait(timeout=10)
        self._lock(context, second)
        return Done()

    def _lock(self, context: Context, user_id: str) -> None:
        locked: Any = select(MEMBER).where(MEMBER.c.user_id == user_id).with_for_update()
        context.transaction.execute(locked)


def test_clicks_that_wait_for_each_other_both_succeed(postgres_url: str) -> None:
    with QuietBot(postgres_url) as bot:
        clicks = CrossingClicks()
        for id_ in ("up", "down"):
            bot.vouch.registry.add(
                Source.ACTION, id_, clicks, access=Access.ANYONE, action="help", writes=True
            )
        payloads = [button_payload(f"1.{id_}.a", id_) for id_ in ("up", "down")]
        assert [each.status for each in run_at_once(2, lambda n: dispatch(bot, payloads[n]))] == [
            200,
            200,
        ]
        assert len(clicks.runs) == 3, "one of them was done once more"
        assert not bot.calls("views.open"), "nobody was told that it was our fault"
