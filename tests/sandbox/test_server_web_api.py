"""The Web API: tokens, scopes, arguments, limits, and the names of errors."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from logging.handlers import BufferingHandler
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from tests.sandbox.conftest import People


def error_response(work: Callable[[], Any]) -> Any:
    """The error response of a call that must be refused."""
    with pytest.raises(SlackApiError) as caught:
        work()
    return caught.value.response


def call(sandbox: Sandbox, method: str, token: str | None, **body: Any) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.post(sandbox.api_url + method, json=body, headers=headers).json()


@pytest.mark.parametrize(
    ("token", "error"), [(None, "not_authed"), ("xoxb-made-up", "invalid_auth")]
)
def test_a_call_without_a_valid_token_is_refused(
    sandbox: Sandbox, token: str | None, error: str
) -> None:
    assert call(sandbox, "auth.test", token) == {"ok": False, "error": error}


def test_an_incomplete_request_is_ignored(sandbox: Sandbox) -> None:
    log_handler = BufferingHandler(100)
    logging.getLogger("uvicorn.error").addHandler(log_handler)
    address = urlsplit(sandbox.api_url)
    with socket.create_connection((address.hostname, address.port)) as half:
        half.sendall(
            b"POST /api/chat.postMessage HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
    assert call(sandbox, "auth.test", sandbox.bot_token)["ok"]
    logging.getLogger("uvicorn.error").removeHandler(log_handler)
    assert [record.getMessage() for record in log_handler.buffer] == []
    assert [entry["name"] for entry in sandbox.traffic] == ["auth.test"]


def test_each_method_takes_one_kind_of_token(sandbox: Sandbox) -> None:
    wrong = {"ok": False, "error": "not_allowed_token_type"}
    assert call(sandbox, "apps.connections.open", sandbox.bot_token) == wrong
    assert call(sandbox, "auth.test", sandbox.app_token) == wrong


def test_an_unknown_method_is_answered_as_slack_does(sandbox: Sandbox) -> None:
    assert call(sandbox, "lunch.eat", sandbox.bot_token)["error"] == "unknown_method"


def test_a_missing_argument_is_named(client: WebClient) -> None:
    answer = error_response(lambda: client.api_call("conversations.info"))
    assert answer["error"] == "invalid_arguments"
    assert "channel" in answer["response_metadata"]["messages"][0]


def test_a_missing_scope_is_named_with_what_is_granted(client: WebClient, people: People) -> None:
    answer = error_response(
        lambda: client.conversations_invite(channel=people.channel("food"), users=people.id("gus"))
    )
    assert answer["error"] == "missing_scope"
    assert answer["needed"] == "channels:manage,channels:write.invites"
    assert "chat:write" in answer["provided"].split(",")


def test_private_channels_are_listed_only_with_their_own_scope(client: WebClient) -> None:
    answer = error_response(
        lambda: client.conversations_list(types="public_channel,private_channel")
    )
    assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:read")
    names = [c["name"] for c in client.conversations_list()["channels"]]
    assert names == ["food", "general", "old", "quiet"]


def test_a_group_conversation_needs_its_own_scope(client: WebClient, people: People) -> None:
    both = [people.id("ada"), people.id("bo")]
    answer = error_response(lambda: client.conversations_open(users=both))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "mpim:write")


def test_a_customised_name_needs_its_scope(client: WebClient, people: People) -> None:
    post: dict[str, Any] = {"channel": people.channel("food"), "text": "hi", "username": "Chef"}
    answer = error_response(lambda: client.chat_postMessage(**post))
    assert answer["needed"] == "chat:write.customize"


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ("general", "not_in_channel"),
        ("secret", "channel_not_found"),
        ("old", "is_archived"),
        ("C0NOWHERE", "channel_not_found"),
        ("@dee", "user_disabled"),
        ("@sam", "user_not_visible"),
        ("@lunch", "cannot_dm_bot"),
    ],
)
def test_the_app_may_not_post_there(
    client: WebClient, people: People, where: str, error: str
) -> None:
    target = where
    if where.startswith("@"):
        target = people.id(where[1:])
    elif not where.startswith("C0"):
        target = people.channel(where)
    assert (
        error_response(lambda: client.chat_postMessage(channel=target, text="hi"))["error"] == error
    )


def test_the_app_may_post_in_a_public_channel_after_joining(
    client: WebClient, people: People
) -> None:
    client.conversations_join(channel=people.channel("general"))
    assert client.chat_postMessage(channel="#general", text="hi")["ok"]
    again = client.conversations_join(channel=people.channel("general"))
    assert again["warning"] == "already_in_channel"


def test_a_channel_for_admins_only_refuses_the_bot(client: WebClient, people: People) -> None:
    client.conversations_join(channel=people.channel("quiet"))
    answer = error_response(
        lambda: client.chat_postMessage(channel=people.channel("quiet"), text="hi")
    )
    assert answer["error"] == "restricted_action"


def test_users_are_listed_page_by_page(client: WebClient) -> None:
    members: list[Any] = []
    cursor = ""
    pages = 0
    while True:
        page = client.users_list(limit=2, cursor=cursor)
        members += page["members"]
        pages += 1
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert pages == 3
    by_name = {m["name"]: m for m in members}
    assert set(by_name) == {"slackbot", "lunch", "ada", "bo", "gus", "dee"}
    assert by_name["ada"]["profile"]["email"] == "ada@acme.test"
    assert by_name["ada"]["is_admin"]
    assert by_name["gus"]["is_restricted"]
    assert by_name["dee"]["deleted"]
    assert "tz" not in by_name["dee"]
    assert by_name["bo"]["tz_offset"] == 9 * 3600
    assert error_response(lambda: client.users_list(cursor="odd"))["error"] == "invalid_cursor"


def test_people_are_found_by_address_or_id(client: WebClient, people: People) -> None:
    found = client.users_lookupByEmail(email="BO@acme.test")
    assert found["user"]["id"] == people.id("bo")
    nobody = error_response(lambda: client.users_lookupByEmail(email="x@y.z"))
    assert nobody["error"] == "users_not_found"
    assert error_response(lambda: client.users_info(user="U0X"))["error"] == "user_not_found"
    stranger = people.id("sam")
    assert error_response(lambda: client.users_info(user=stranger))["error"] == "user_not_visible"


def test_groups_list_their_members(client: WebClient, people: People) -> None:
    [group] = client.usergroups_list(include_users=True)["usergroups"]
    assert (group["handle"], group["users"]) == ("cooks", [people.id("bo")])
    assert client.usergroups_users_list(usergroup=group["id"])["users"] == [people.id("bo")]


def test_do_not_disturb_is_in_the_time_zone_of_the_person(
    make_sandbox: Callable[..., Sandbox],
) -> None:
    clock = SandboxClock(datetime(2026, 3, 2, 12, 0, tzinfo=UTC), frozen=True)
    sandbox = make_sandbox(clock=clock)
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    bo = sandbox.world.user_by_handle("bo")
    assert bo is not None
    window = client.dnd_info(user=bo.id)
    # 22:00 to 08:00 in Tokyo is 13:00 to 23:00 UTC.
    start = datetime.fromtimestamp(window["next_dnd_start_ts"], UTC)
    end = datetime.fromtimestamp(window["next_dnd_end_ts"], UTC)
    assert (start.hour, end.hour) == (13, 23)
    team = client.dnd_teamInfo(users=[bo.id])
    assert team["users"][bo.id]["dnd_enabled"]


def test_too_many_calls_are_rate_limited(make_sandbox: Callable[..., Sandbox]) -> None:
    sandbox = make_sandbox(rate_limits=True)
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url)
    answer = error_response(lambda: [client.users_list() for _ in range(30)])
    assert answer["error"] == "ratelimited"
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_test_can_make_calls_fail(sandbox: Sandbox, client: WebClient, people: People) -> None:
    sandbox.fail("auth.test", "fatal_error")
    assert error_response(client.auth_test)["error"] == "fatal_error"
    assert client.auth_test()["ok"]
    sandbox.fail("chat.postMessage", took_effect=True)
    food = people.channel("food")
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=food, text="lost answer")
    assert people.messages("ada", food)[-1]["text"] == "lost answer"
    sandbox.fail("chat.postMessage", took_effect=True, body=b"<html>")
    assert (
        "non-JSON"
        in error_response(lambda: client.chat_postMessage(channel=food, text="page"))["error"]
    )
    assert people.messages("ada", food)[-1]["text"] == "page"


def test_the_tokens_of_an_uninstalled_app_are_refused(client: WebClient, people: People) -> None:
    people.admin("uninstall")
    assert error_response(client.auth_test)["error"] == "account_inactive"
    people.admin("reinstall")
    assert client.auth_test()["ok"]


def test_an_app_that_was_installed_again_may_have_another_token(
    sandbox: Sandbox, client: WebClient, people: People
) -> None:
    people.admin("uninstall")
    people.admin("reinstall", new_token=True)
    assert error_response(client.auth_test)["error"] == "invalid_auth"
    client.token = sandbox.bot_token
    assert client.auth_test()["ok"]


def test_requests_of_other_sites_are_refused(sandbox: Sandbox) -> None:
    evil = {"Origin": "https://evil.test"}
    assert httpx.get(f"{sandbox.url}/people/boot", headers=evil).status_code == 403
    rebound = {"Host": "evil.test"}
    assert httpx.get(f"{sandbox.url}/people/boot", headers=rebound).status_code == 400
