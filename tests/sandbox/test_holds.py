"""A test can hold a Web API call and release or lose it later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient

from sandbox.server import Sandbox
from tests.sandbox.conftest import count_posts

POST = "chat.postMessage"


@pytest.mark.parametrize(("after_effect", "stored"), [(False, 0), (True, 1)])
def test_a_call_is_held_before_or_after_its_effect(
    sandbox: Sandbox, client: WebClient, food_channel_id: str, after_effect: bool, stored: int
) -> None:
    hold = sandbox.hold_call(POST, after_effect=after_effect)
    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(client.chat_postMessage, channel=food_channel_id, text="Soup is up")
        assert hold.wait_until_held(5)
        assert (count_posts(sandbox, food_channel_id), calling.done()) == (stored, False)
        hold.release()
        assert calling.result(5)["ok"]
    assert count_posts(sandbox, food_channel_id) == 1


def test_a_lost_call_has_no_effect(
    sandbox: Sandbox, client: WebClient, food_channel_id: str
) -> None:
    hold = sandbox.hold_call(POST, skip=1)
    client.chat_postMessage(channel=food_channel_id, text="Soup is up")
    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(client.chat_postMessage, channel=food_channel_id, text="Soup is up")
        assert hold.wait_until_held(5)
        hold.release(lost=True)
        assert calling.exception(5) is not None
    assert count_posts(sandbox, food_channel_id) == 1


def test_a_cancelled_hold_holds_nothing(
    sandbox: Sandbox, client: WebClient, food_channel_id: str
) -> None:
    sandbox.cancel_hold(sandbox.hold_call(POST))
    client.chat_postMessage(channel=food_channel_id, text="Soup is up")
    assert count_posts(sandbox, food_channel_id) == 1
