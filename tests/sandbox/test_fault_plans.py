"""Each kind of fault as the app experiences it, drawn from a seed or scripted."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPException

import pytest
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.clock import SandboxClock
from sandbox.driver.client import wait_for
from sandbox.faults.plans import (
    CALL_FAULTS,
    FaultInjector,
    FaultKind,
    FaultPlan,
    ScriptedEvent,
    ScriptedEventKind,
)
from sandbox.server import Sandbox
from tests.sandbox.conftest import People, count_posts
from tests.sandbox.demo_app import ReceivedPayloads

CONNECTION_ERRORS = (OSError, HTTPException)
on_both_transports = pytest.mark.usefixtures("connected")


def post(client: WebClient, channel: str) -> None:
    client.chat_postMessage(channel=channel, text="Soup is up")


def count_faults(fault: FaultKind, sandbox: Sandbox) -> int:
    return sandbox.fault_counts.get(fault, 0)


# Calls


@pytest.mark.parametrize(
    ("fault", "status", "error", "stored"),
    [
        (FaultKind.RATE_LIMITED, 429, "ratelimited", 0),
        (FaultKind.SERVER_ERROR, 503, "service_unavailable", 0),
        (FaultKind.ERROR_AFTER_EFFECT, 200, "internal_error", 1),
    ],
)
def test_a_call_gets_an_error_answer(
    sandbox: Sandbox,
    client: WebClient,
    food_channel_id: str,
    fault: FaultKind,
    status: int,
    error: str,
    stored: int,
) -> None:
    sandbox.inject_fault(fault, name="chat.postMessage")
    with pytest.raises(SlackApiError) as refused:
        post(client, food_channel_id)
    assert (refused.value.response.status_code, refused.value.response["error"]) == (status, error)
    assert count_posts(sandbox, food_channel_id) == stored
    post(client, food_channel_id)
    assert count_posts(sandbox, food_channel_id) == stored + 1


def test_a_rate_limited_answer_has_a_retry_after_header(
    sandbox: Sandbox, client: WebClient, food_channel_id: str
) -> None:
    sandbox.inject_fault(FaultKind.RATE_LIMITED)
    with pytest.raises(SlackApiError) as refused:
        post(client, food_channel_id)
    assert refused.value.response.headers["Retry-After"] == "1"


# The connection is cut before or after the sandbox has processed the call.
@pytest.mark.parametrize(("fault", "stored"), [(FaultKind.CUT_BEFORE, 0), (FaultKind.CUT_AFTER, 1)])
def test_a_call_gets_no_answer(
    sandbox: Sandbox, client: WebClient, food_channel_id: str, fault: FaultKind, stored: int
) -> None:
    sandbox.inject_fault(fault, name="chat.postMessage")
    with pytest.raises(CONNECTION_ERRORS):
        post(client, food_channel_id)
    assert count_posts(sandbox, food_channel_id) == stored
    assert count_faults(fault, sandbox) == 1


def test_a_slow_answer_comes_after_the_timeout_of_the_client(
    sandbox: Sandbox, food_channel_id: str
) -> None:
    sandbox.set_fault_plan(FaultPlan("slow", (FaultKind.SLOW,), probability=1, slow_seconds=1.5))
    client = WebClient(
        token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=1
    )
    with pytest.raises(CONNECTION_ERRORS):
        post(client, food_channel_id)
    assert count_posts(sandbox, food_channel_id) == 1


def test_exempt_methods_get_no_fault_and_removing_the_plan_ends_all_faults(
    sandbox: Sandbox, client: WebClient, food_channel_id: str
) -> None:
    plan = FaultPlan(
        "bad",
        (FaultKind.CUT_BEFORE,),
        probability=1,
        exempt_methods=frozenset({"chat.postMessage"}),
    )
    sandbox.set_fault_plan(plan)
    post(client, food_channel_id)
    with pytest.raises(CONNECTION_ERRORS):
        client.auth_test()
    sandbox.set_fault_plan(None)
    client.auth_test()


def test_a_seed_always_draws_the_same_faults() -> None:
    def draw_faults(seed: int) -> list[FaultKind | None]:
        injector = FaultInjector(SandboxClock())
        injector.set_plan(FaultPlan("mixed", tuple(FaultKind), probability=0.2, seed=seed))
        return [injector.draw_call_fault("chat.postMessage") for _ in range(500)]

    first = draw_faults(7)
    assert first == draw_faults(7) != draw_faults(8)
    bad = [fault for fault in first if fault]
    assert 60 < len(bad) < 140
    assert set(bad) == set(CALL_FAULTS)


# Envelopes


@on_both_transports
def test_an_envelope_is_delivered_twice(
    sandbox: Sandbox, people: People, received: ReceivedPayloads
) -> None:
    sandbox.inject_fault(FaultKind.ENVELOPE_TWICE)
    answer = people.post("ada", "command", channel=people.channel("general"), text="/raw")
    assert "warning" not in answer
    assert wait_for(lambda: len(received.commands) == 2, 3)
    assert received.commands[0]["trigger_id"] == received.commands[1]["trigger_id"]


@on_both_transports
def test_an_envelope_is_delivered_late(
    sandbox: Sandbox, people: People, received: ReceivedPayloads
) -> None:
    sandbox.set_fault_plan(
        FaultPlan("late", (FaultKind.ENVELOPE_LATE,), probability=1, late_seconds=1.3)
    )
    warning = people.post("ada", "command", channel=people.channel("general"), text="/raw")[
        "warning"
    ]
    assert warning == '/raw failed with the error "operation_timeout"'
    assert wait_for(lambda: len(received.commands) == 1, 3), "the late envelope never arrived"


@on_both_transports
def test_envelopes_are_delivered_out_of_order(
    sandbox: Sandbox, people: People, received: ReceivedPayloads
) -> None:
    sandbox.inject_fault(FaultKind.ENVELOPE_OVERTAKEN)
    general = people.channel("general")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(people.post, "ada", "command", channel=general, text="/raw first")
        assert wait_for(lambda: count_faults(FaultKind.ENVELOPE_OVERTAKEN, sandbox), 3)
        people.post("ada", "command", channel=general, text="/raw second")
        assert "warning" not in first.result()
    assert [command["text"] for command in received.commands] == ["second", "first"]


@pytest.mark.parametrize(
    ("fault", "arrived"), [(FaultKind.ENVELOPE_CUT, 0), (FaultKind.ENVELOPE_ANSWER_CUT, 1)]
)
def test_the_connection_breaks_during_an_envelope(
    sandbox: Sandbox,
    people: People,
    received: ReceivedPayloads,
    connect_socket: Callable[[Sandbox], SocketModeHandler],
    fault: FaultKind,
    arrived: int,
) -> None:
    handler = connect_socket(sandbox)
    general = people.channel("general")
    sandbox.inject_fault(fault)
    warning = people.post("ada", "command", channel=general, text="/raw lost")["warning"]
    assert warning == '/raw failed with the error "operation_timeout"'
    assert sandbox.connections == 0
    handler.client.connect_to_new_endpoint(force=True)  # by itself the client may wait a minute
    people.post("ada", "command", channel=general, text="/raw")
    assert [command["text"] for command in received.commands] == ["lost"] * arrived + [""]


def test_an_event_on_a_broken_connection_is_retried(
    sandbox: Sandbox,
    people: People,
    received: ReceivedPayloads,
    connect_http: Callable[[Sandbox], None],
) -> None:
    connect_http(sandbox)
    sandbox.inject_fault(FaultKind.ENVELOPE_CUT)
    people.admin("change_user", user=people.id("bo"), tz="Europe/Paris")
    assert wait_for(lambda: received.events, 3)
    assert received.headers[0]["x-slack-retry-num"] == "1"


# Scripted events


@pytest.fixture
def frozen_sandbox(make_sandbox: Callable[..., Sandbox]) -> Sandbox:
    return make_sandbox(clock=SandboxClock(datetime(2026, 3, 2, 9, tzinfo=UTC), frozen=True))


def run_script(frozen_sandbox: Sandbox, *events: ScriptedEvent) -> None:
    frozen_sandbox.set_fault_plan(FaultPlan("scripted", script=events))
    frozen_sandbox.clock.advance(timedelta(minutes=10))
    assert wait_for(lambda: sum(frozen_sandbox.fault_counts.values()) == len(events), 3)


def event_after_minutes(
    minutes: float, event: ScriptedEventKind, target: str = ""
) -> ScriptedEvent:
    return ScriptedEvent(timedelta(minutes=minutes), event, target)


def error_of_post(frozen_sandbox: Sandbox, channel: str) -> str:
    client = WebClient(
        token=frozen_sandbox.bot_token, base_url=frozen_sandbox.api_url, retry_handlers=[]
    )
    found = frozen_sandbox.world.channel_by_name(channel)
    assert found is not None
    try:
        post(client, found.id)
    except SlackApiError as refused:
        return str(refused.response["error"])
    return ""


@pytest.mark.parametrize(
    ("event", "target", "error"),
    [
        (ScriptedEventKind.TOKEN_REVOKED, "", "token_revoked"),
        (ScriptedEventKind.CHANNEL_ARCHIVED, "food", "is_archived"),
        (ScriptedEventKind.BOT_REMOVED, "food", "not_in_channel"),
    ],
)
def test_a_scripted_event_happens_at_its_time(
    frozen_sandbox: Sandbox, event: ScriptedEventKind, target: str, error: str
) -> None:
    assert error_of_post(frozen_sandbox, "food") == ""
    run_script(frozen_sandbox, event_after_minutes(5, event, target))
    assert error_of_post(frozen_sandbox, "food") == error


def test_a_script_deactivates_a_user(frozen_sandbox: Sandbox) -> None:
    run_script(frozen_sandbox, event_after_minutes(5, ScriptedEventKind.USER_DEACTIVATED, "bo"))
    bo = frozen_sandbox.world.user_by_handle("bo")
    assert bo is not None
    assert bo.deleted


def test_a_script_reactivates_a_user(frozen_sandbox: Sandbox) -> None:
    bo = frozen_sandbox.world.user_by_handle("bo")
    assert bo is not None
    run_script(
        frozen_sandbox,
        event_after_minutes(5, ScriptedEventKind.USER_DEACTIVATED, "bo"),
        event_after_minutes(6, ScriptedEventKind.USER_REACTIVATED, "bo"),
    )
    assert not bo.deleted


def test_a_script_makes_a_channel_private_and_changes_its_id(frozen_sandbox: Sandbox) -> None:
    old = frozen_sandbox.world.channel_by_name("food")
    assert old is not None
    old_id = old.id
    run_script(
        frozen_sandbox,
        event_after_minutes(5, ScriptedEventKind.CHANNEL_MADE_PRIVATE, "food"),
        event_after_minutes(6, ScriptedEventKind.CHANNEL_ID_CHANGED, "food"),
    )
    channel = frozen_sandbox.world.channel_by_name("food")
    assert channel is not None
    assert (channel.kind, channel.id == old_id) == ("private", False)


def test_a_script_restores_the_token(frozen_sandbox: Sandbox) -> None:
    run_script(
        frozen_sandbox,
        event_after_minutes(1, ScriptedEventKind.TOKEN_REVOKED),
        event_after_minutes(2, ScriptedEventKind.TOKEN_RESTORED),
    )
    assert error_of_post(frozen_sandbox, "food") == ""


def test_an_outage_lasts_an_hour_on_the_sandbox_clock(
    frozen_sandbox: Sandbox, connect_socket: Callable[[Sandbox], SocketModeHandler]
) -> None:
    connect_socket(frozen_sandbox)
    run_script(frozen_sandbox, event_after_minutes(5, ScriptedEventKind.OUTAGE))
    assert wait_for(lambda: frozen_sandbox.connections == 0, 3)
    # `run_script` moved the clock before the outage began, so its hour starts now.
    for _ in range(2):
        with pytest.raises(CONNECTION_ERRORS):
            error_of_post(frozen_sandbox, "food")
        frozen_sandbox.clock.advance(timedelta(minutes=29))
    frozen_sandbox.clock.advance(timedelta(minutes=2))
    assert error_of_post(frozen_sandbox, "food") == ""
