"""A call that is held: it stands where it was ordered to, and goes on as it is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient

from sandbox.server import Sandbox

POST = "chat.postMessage"


@pytest.fixture
def food(sandbox: Sandbox) -> str:
    channel = sandbox.world.channel_by_name("food")
    assert channel is not None
    return channel.id


def posts(sandbox: Sandbox, channel: str) -> int:
    messages = sandbox.world.channels[channel].messages.values()
    return sum(message["text"] == "Soup is up" for message in messages)


@pytest.mark.parametrize(("done", "stands"), [(False, 0), (True, 1)])
def test_a_call_is_held_before_or_after_its_work(
    sandbox: Sandbox, client: WebClient, food: str, done: bool, stands: int
) -> None:
    hold = sandbox.hold(POST, done=done)
    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(client.chat_postMessage, channel=food, text="Soup is up")
        assert hold.here(5)
        assert (posts(sandbox, food), calling.done()) == (stands, False)
        hold.let_go()
        assert calling.result(5)["ok"]
    assert posts(sandbox, food) == 1


def test_a_call_that_is_lost_was_never_done(sandbox: Sandbox, client: WebClient, food: str) -> None:
    hold = sandbox.hold(POST, skip=1)
    client.chat_postMessage(channel=food, text="Soup is up")
    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(client.chat_postMessage, channel=food, text="Soup is up")
        assert hold.here(5)
        hold.let_go(lost=True)
        assert calling.exception(5) is not None
    assert posts(sandbox, food) == 1


def test_an_order_that_is_taken_back_holds_nothing(
    sandbox: Sandbox, client: WebClient, food: str
) -> None:
    sandbox.no_hold(sandbox.hold(POST))
    client.chat_postMessage(channel=food, text="Soup is up")
    assert posts(sandbox, food) == 1
