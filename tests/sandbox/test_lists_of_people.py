"""Lists of people: all of a large company, user groups that are refused, and channel members."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from slack_sdk import WebClient

from sandbox.server import Sandbox
from tests.sandbox.conftest import COMPANY, People
from tests.sandbox.test_server_web_api import error_response


@pytest.mark.parametrize("error", ["paid_teams_only", "permission_denied"])
def test_a_workspace_can_refuse_all_access_to_groups(
    sandbox: Sandbox, people: People, client: WebClient, error: str
) -> None:
    group = people.get("boot")["usergroups"][0]["id"]
    sandbox.refuse_usergroups(error)
    assert error_response(client.usergroups_list)["error"] == error
    assert error_response(lambda: client.usergroups_users_list(usergroup=group))["error"] == error
    sandbox.refuse_usergroups("")
    assert client.usergroups_users_list(usergroup=group)["ok"]


def test_a_deleted_group_is_unknown(sandbox: Sandbox, people: People, client: WebClient) -> None:
    group = people.get("boot")["usergroups"][0]["id"]
    sandbox.delete_usergroup("cooks")
    unknown = error_response(lambda: client.usergroups_users_list(usergroup=group))
    assert unknown["error"] == "no_such_subteam"


def test_a_page_of_channel_members_has_at_most_999(client: WebClient, people: People) -> None:
    food = people.channel("food")
    assert client.conversations_members(channel=food, limit=999)["ok"]
    answer = error_response(lambda: client.conversations_members(channel=food, limit=1000))
    assert answer["error"] == "invalid_limit"


def test_more_than_4000_people_cannot_be_listed_in_a_minute(
    make_sandbox: Callable[..., Sandbox],
) -> None:
    users = [{"handle": f"person{n}"} for n in range(4_200)]
    company = {**COMPANY, "users": [*COMPANY["users"], *users]}
    sandbox = make_sandbox(company=company, rate_limits=True)
    client = WebClient(token=sandbox.bot_token, base_url=sandbox.api_url, retry_handlers=[])
    assert error_response(client.users_list)["error"] == "limit_required"
    cursor, listed = "", 0
    for _ in range(19):
        page = client.users_list(limit=200, cursor=cursor)
        listed += len(page["members"])
        cursor = page["response_metadata"]["next_cursor"]
    limited = error_response(lambda: client.users_list(limit=200, cursor=cursor))
    assert (limited["error"], limited.status_code) == ("ratelimited", 429)
    assert int(limited.headers["Retry-After"]) > 1
    sandbox.allow_burst("users.list", 10)
    while cursor:
        page = client.users_list(limit=200, cursor=cursor)
        listed += len(page["members"])
        cursor = page["response_metadata"]["next_cursor"]
    assert listed == len(sandbox.world.users) - 1  # without the stranger
