"""Fault plans: each trouble as the app meets it, drawn from a seed or ordered by a script."""

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
from sandbox.faults.plans import Event, FaultPlan, Happening, Plans, Trouble
from sandbox.server import Sandbox
from tests.sandbox.conftest import People
from tests.sandbox.demo_app import Seen

NO_ANSWER = (OSError, HTTPException)
both_ways = pytest.mark.usefixtures("connected")


@pytest.fixture
def food(sandbox: Sandbox) -> str:
    channel = sandbox.world.channel_by_name("food")
    assert channel is not None
    return channel.id


def posts(sandbox: Sandbox, channel: str) -> int:
    messages = sandbox.world.channels[channel].messages.values()
    return sum(message["text"] == "Soup is up" for message in messages)


def post(client: WebClient, channel: str) -> None:
    client.chat_postMessage(channel=channel, text="Soup is up")


def count_of(trouble: Trouble, sandbox: Sandbox) -> int:
    return sandbox.happened.get(trouble, 0)


# Calls


@pytest.mark.parametrize(
    ("trouble", "status", "error", "stands"),
    [
        (Trouble.RATE_LIMITED, 429, "ratelimited", 0),
        (Trouble.SERVER_ERROR, 503, "service_unavailable", 0),
        (Trouble.ERROR_AFTER, 200, "internal_error", 1),
    ],
)
def test_a_refused_call(
    sandbox: Sandbox,
    client: WebClient,
    food: str,
    trouble: Trouble,
    status: int,
    error: str,
    stands: int,
) -> None:
    sandbox.trouble(trouble, name="chat.postMessage")
    with pytest.raises(SlackApiError) as refused:
        post(client, food)
    assert (refused.value.response.status_code, refused.value.response["error"]) == (status, error)
    assert posts(sandbox, food) == stands
    post(client, food)
    assert posts(sandbox, food) == stands + 1


def test_429_says_when_to_come_back(sandbox: Sandbox, client: WebClient, food: str) -> None:
    sandbox.trouble(Trouble.RATE_LIMITED)
    with pytest.raises(SlackApiError) as refused:
        post(client, food)
    assert refused.value.response.headers["Retry-After"] == "1"


@pytest.mark.parametrize(("trouble", "stands"), [(Trouble.CUT_BEFORE, 0), (Trouble.CUT_AFTER, 1)])
def test_a_call_without_an_answer(
    sandbox: Sandbox, client: WebClient, food: str, trouble: Trouble, stands: int
) -> None:
    sandbox.trouble(trouble, name="chat.postMessage")
    with pytest.raises(NO_ANSWER):
        post(client, food)
    assert posts(sandbox, food) == stands
    assert count_of(trouble, sandbox) == 1


def test_an_answer_past_the_client_s_timeout(sandbox: Sandbox, food: str) -> None:
    sandbox.follow(FaultPlan("slow", (Trouble.SLOW,), share=1, slow=1.5))
    client = WebClient(
        token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[], timeout=1
    )
    with pytest.raises(NO_ANSWER):
        post(client, food)
    assert posts(sandbox, food) == 1


def test_a_spared_method_and_an_ordinary_day(
    sandbox: Sandbox, client: WebClient, food: str
) -> None:
    plan = FaultPlan("bad", (Trouble.CUT_BEFORE,), share=1, spared=frozenset({"chat.postMessage"}))
    sandbox.follow(plan)
    post(client, food)
    with pytest.raises(NO_ANSWER):
        client.auth_test()
    sandbox.follow(None)
    client.auth_test()


def test_a_seed_draws_the_same_troubles_again() -> None:
    def drawn(seed: int) -> list[Trouble | None]:
        plans = Plans(SandboxClock())
        plans.follow(FaultPlan("mixed", tuple(Trouble), share=0.2, seed=seed))
        return [plans.call("chat.postMessage") for _ in range(500)]

    first = drawn(7)
    assert first == drawn(7) != drawn(8)
    bad = [trouble for trouble in first if trouble]
    assert 60 < len(bad) < 140
    assert {str(trouble) for trouble in bad} == {str(trouble) for trouble in tuple(Trouble)[:6]}


# Envelopes


@both_ways
def test_an_envelope_that_comes_twice(sandbox: Sandbox, people: People, seen: Seen) -> None:
    sandbox.trouble(Trouble.ENVELOPE_TWICE)
    answer = people.do("ada", "command", channel=people.channel("general"), text="/raw")
    assert "warning" not in answer
    assert wait_for(lambda: len(seen.commands) == 2 or None, 3)
    assert seen.commands[0]["trigger_id"] == seen.commands[1]["trigger_id"]


@both_ways
def test_a_late_envelope(sandbox: Sandbox, people: People, seen: Seen) -> None:
    sandbox.follow(FaultPlan("late", (Trouble.ENVELOPE_LATE,), share=1, late=1.3))
    told = people.do("ada", "command", channel=people.channel("general"), text="/raw")["warning"]
    assert told == '/raw failed with the error "operation_timeout"'
    assert wait_for(lambda: len(seen.commands) == 1 or None, 3), "it comes, but too late"


@both_ways
def test_envelopes_out_of_order(sandbox: Sandbox, people: People, seen: Seen) -> None:
    sandbox.trouble(Trouble.ENVELOPE_OVERTAKEN)
    general = people.channel("general")
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(people.do, "ada", "command", channel=general, text="/raw first")
        assert wait_for(lambda: count_of(Trouble.ENVELOPE_OVERTAKEN, sandbox) or None, 3)
        people.do("ada", "command", channel=general, text="/raw second")
        assert "warning" not in first.result()
    assert [command["text"] for command in seen.commands] == ["second", "first"]


@pytest.mark.parametrize(
    ("trouble", "arrived"), [(Trouble.ENVELOPE_CUT, 0), (Trouble.ENVELOPE_ANSWER_CUT, 1)]
)
def test_the_socket_dies_under_an_envelope(
    sandbox: Sandbox,
    people: People,
    seen: Seen,
    connect_socket: Callable[[Sandbox], SocketModeHandler],
    trouble: Trouble,
    arrived: int,
) -> None:
    handler = connect_socket(sandbox)
    general = people.channel("general")
    sandbox.trouble(trouble)
    told = people.do("ada", "command", channel=general, text="/raw lost")["warning"]
    assert told == '/raw failed with the error "operation_timeout"'
    assert sandbox.connections == 0
    handler.client.connect_to_new_endpoint(force=True)  # by itself it takes up to a minute
    people.do("ada", "command", channel=general, text="/raw")
    assert [command["text"] for command in seen.commands] == ["lost"] * arrived + [""]


def test_an_event_that_was_cut_is_delivered_again(
    sandbox: Sandbox,
    people: People,
    seen: Seen,
    connect_http: Callable[[Sandbox], None],
) -> None:
    connect_http(sandbox)
    sandbox.trouble(Trouble.ENVELOPE_CUT)
    people.admin("user", user=people.id("bo"), tz="Europe/Paris")
    assert wait_for(lambda: seen.events or None, 3)
    assert seen.headers[0]["x-slack-retry-num"] == "1"


# What happens to the world


@pytest.fixture
def slack(make_sandbox: Callable[..., Sandbox]) -> Sandbox:
    return make_sandbox(clock=SandboxClock(datetime(2026, 3, 2, 9, tzinfo=UTC), frozen=True))


def scripted(slack: Sandbox, *happenings: Happening) -> None:
    slack.follow(FaultPlan("scripted", script=happenings))
    slack.clock.advance(timedelta(minutes=10))
    assert wait_for(lambda: sum(slack.happened.values()) == len(happenings) or None, 3)


def in_minutes(minutes: float, event: Event, target: str = "") -> Happening:
    return Happening(timedelta(minutes=minutes), event, target)


def refusal(slack: Sandbox, channel: str) -> str:
    client = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
    found = slack.world.channel_by_name(channel)
    assert found is not None
    try:
        post(client, found.id)
    except SlackApiError as refused:
        return str(refused.response["error"])
    return ""


@pytest.mark.parametrize(
    ("event", "target", "error"),
    [
        (Event.TOKEN_REVOKED, "", "token_revoked"),
        (Event.CHANNEL_ARCHIVED, "food", "is_archived"),
        (Event.BOT_REMOVED, "food", "not_in_channel"),
    ],
)
def test_what_a_script_holds_comes_at_its_moment(
    slack: Sandbox, event: Event, target: str, error: str
) -> None:
    assert refusal(slack, "food") == ""
    scripted(slack, in_minutes(5, event, target))
    assert refusal(slack, "food") == error


def test_somebody_is_deactivated(slack: Sandbox) -> None:
    scripted(slack, in_minutes(5, Event.USER_DEACTIVATED, "bo"))
    bo = slack.world.user_by_handle("bo")
    assert bo is not None
    assert bo.deleted


def test_a_token_comes_back(slack: Sandbox) -> None:
    scripted(slack, in_minutes(1, Event.TOKEN_REVOKED), in_minutes(2, Event.TOKEN_BACK))
    assert refusal(slack, "food") == ""


def test_slack_is_away_for_an_hour_of_its_clock(
    slack: Sandbox, connect_socket: Callable[[Sandbox], SocketModeHandler]
) -> None:
    connect_socket(slack)
    scripted(slack, in_minutes(5, Event.AWAY))
    assert wait_for(lambda: slack.connections == 0 or None, 3)
    for _ in range(2):
        with pytest.raises(NO_ANSWER):
            refusal(slack, "food")
        slack.clock.advance(timedelta(minutes=29))
    slack.clock.advance(timedelta(minutes=2))
    assert refusal(slack, "food") == ""
