"""The sandbox as a whole: restarts, the clock, update notes and the data for the page."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from websockets.sync.client import connect

from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from tests.sandbox.conftest import People

Json = dict[str, Any]


def test_messages_files_and_homes_survive_a_restart(
    make_sandbox: Callable[..., Sandbox], tmp_path: Path
) -> None:
    first = make_sandbox(state_dir=tmp_path)
    people = People(first)
    client = WebClient(token=first.bot_token, base_url=first.api_url)
    food = people.channel("food")
    client.files_upload_v2(content=b"menu", filename="menu.txt", channel=food)
    ts = client.chat_postMessage(channel=food, text="kept")["ts"]
    client.chat_postEphemeral(channel=food, user=people.id("bo"), text="psst")
    home: Json = {"type": "home", "blocks": [{"type": "divider"}]}
    client.views_publish(user_id=people.id("bo"), view=home)
    people.post("ada", "react", channel=food, ts=ts, name="tada")
    first.clock.advance(timedelta(days=2))
    people.http.close()
    first.stop()

    second = make_sandbox(state_dir=tmp_path, clock=SandboxClock())
    people = People(second)
    assert second.bot_token == first.bot_token
    assert second.clock.seconds_ahead() > timedelta(days=1, hours=23).total_seconds()
    texts = [m["text"] for m in people.messages("bo", food)]
    assert texts[-2:] == ["kept", "psst"]
    assert people.messages("ada", food)[-1]["reactions"][0]["name"] == "tada"
    file = people.messages("ada", food)[-2]["files"][0]["id"]
    assert people.http.get(f"/people/files/{file}").content == b"menu"
    assert people.get(f"{people.id('bo')}/home")["view"]["type"] == "home"
    client = WebClient(token=second.bot_token, base_url=second.api_url)
    assert client.chat_postMessage(channel=food, text="later")["ts"] > ts
    people.http.close()


def test_a_stopped_sandbox_starts_again_at_the_same_address(
    sandbox: Sandbox, client: WebClient
) -> None:
    address = sandbox.url
    sandbox.stop()
    with pytest.raises(OSError, match="refused"):
        client.auth_test()
    sandbox.start()
    sandbox.clock.advance(timedelta(hours=1))
    assert sandbox.url == address
    assert client.auth_test()["ok"]
    assert sandbox.wait_idle()


def test_a_frozen_clock_does_not_move_by_itself() -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    clock = SandboxClock(start, frozen=True)
    notified: list[datetime] = []
    clock.on_change(notified.append)
    assert clock.now() == start
    clock.advance(timedelta(hours=1))
    clock.set(start + timedelta(hours=2))
    assert notified == [start + timedelta(hours=1), start + timedelta(hours=2)]
    with pytest.raises(ValueError, match="forward only"):
        clock.set(start)


def test_the_page_moves_the_clock_to_the_next_due_time(
    make_sandbox: Callable[..., Sandbox],
) -> None:
    start = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    stop = start + timedelta(days=3)
    sandbox = make_sandbox(clock=SandboxClock(start, frozen=True), next_due_time=lambda: stop)
    people = People(sandbox)
    read = people.get("clock")
    assert (read["now"], read["next_due_time"]) == (start.timestamp(), stop.timestamp())
    assert people.http.post("/people/clock", json={"to_next": True}).json()["ok"]
    assert sandbox.clock.now() == stop
    back = people.http.post("/people/clock", json={"to": start.timestamp()}).json()
    assert not back["ok"]
    people.http.close()


def test_open_pages_receive_update_notes(
    sandbox: Sandbox, people: People, client: WebClient
) -> None:
    food = people.channel("food")
    address = sandbox.url.replace("http", "ws") + f"/people/live?user={people.id('bo')}"
    with connect(address) as page:
        client.chat_postMessage(channel=food, text="hi")
        client.chat_postEphemeral(channel=food, user=people.id("ada"), text="not for bo")
        notes = [json.loads(page.recv(timeout=5)) for _ in range(3)]
    kinds = [n["type"] for n in notes]
    assert {"message", "sidebar", "traffic"} == set(kinds)
    message = next(n for n in notes if n["type"] == "message")
    assert message["channel"] == food


def test_the_sidebar_counts_unread_messages(people: People, client: WebClient) -> None:
    food = people.channel("food")

    def unread() -> int:
        channels = people.get(f"{people.id('bo')}/sidebar")["channels"]
        return int(next(c["unread"] for c in channels if c["id"] == food))

    assert unread() == 1
    people.messages("bo", food)
    client.chat_postMessage(channel=food, text="new")
    assert unread() == 1
    people.messages("bo", food)
    assert unread() == 0


def test_the_page_gets_the_workspace_when_it_loads(people: People) -> None:
    boot = people.get("boot")
    assert boot["app"]["name"] == "Lunch"
    assert {c["command"] for c in boot["commands"]} == {"/lunch", "/raw"}
    assert {s["type"] for s in boot["shortcuts"]} == {"global", "message"}
    ada = next(u for u in boot["users"] if u["handle"] == "ada")
    assert (ada["initials"], ada["is_admin"], ada["color"][0]) == ("AP", True, "#")
    food = next(c for c in boot["channels"] if c["name"] == "food")
    assert food["bot_in"] is True


def test_a_deactivated_user_can_do_nothing(people: People) -> None:
    food = people.channel("food")
    people.admin("change_user", user=people.id("bo"), deleted=True)
    answer = people.try_post("bo", "say", channel=food, text="hi")
    assert answer["error"] == "This person's account is deactivated."
    assert people.id("bo") not in people.sandbox.world.channels[food].members


def test_people_add_the_app_to_channels_and_remove_it(people: People, client: WebClient) -> None:
    general, bot = people.channel("general"), people.sandbox.world.app.user_id
    people.post("ada", "invite", channel=general, user=bot)
    assert client.chat_postMessage(channel=general, text="hi")["ok"]
    people.post("ada", "remove", channel=general, user=bot)
    assert bot not in client.conversations_members(channel=general)["members"]
    assert not people.try_post("gus", "join", channel=general)["ok"]


def test_an_unknown_channel_member_is_refused() -> None:
    manifest = Path(__file__).parent / "demo_manifest.yml"
    company: Json = {"users": [], "channels": [{"name": "x", "members": ["nobody"]}]}
    with pytest.raises(ValueError, match="nobody"):
        Sandbox(manifest, company)
