"""Messages: storage, visibility, threads, edits, reactions and files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from sandbox.server import Sandbox
from tests.sandbox.conftest import People, becomes_true
from tests.sandbox.test_server_web_api import error_response

METADATA = {"event_type": "lunch", "event_payload": {"key": "k1"}}


def test_metadata_is_returned_only_on_request(client: WebClient, people: People) -> None:
    dm = client.conversations_open(users=people.id("ada"))["channel"]["id"]
    client.chat_postMessage(channel=dm, text="hi", metadata=METADATA)
    [plain] = client.conversations_history(channel=dm)["messages"]
    [full] = client.conversations_history(channel=dm, include_all_metadata=True)["messages"]
    assert "metadata" not in plain
    assert full["metadata"] == METADATA


def test_history_is_newest_first_and_paged(client: WebClient, people: People) -> None:
    food = people.channel("food")
    stamps = [client.chat_postMessage(channel=food, text=str(n))["ts"] for n in range(3)]
    assert stamps == sorted(set(stamps))
    first = client.conversations_history(channel=food, limit=2)
    assert [m["text"] for m in first["messages"]] == ["2", "1"]
    assert first["has_more"]
    rest = client.conversations_history(
        channel=food, limit=2, cursor=first["response_metadata"]["next_cursor"]
    )
    assert [m["text"] for m in rest["messages"]] == ["0", "Hungry"]
    since = client.conversations_history(channel=food, oldest=stamps[1], inclusive=True)
    assert [m["text"] for m in since["messages"]] == ["2", "1"]


def test_the_app_reads_only_channels_that_it_has_joined(client: WebClient, people: People) -> None:
    answer = error_response(lambda: client.conversations_history(channel=people.channel("general")))
    assert answer["error"] == "not_in_channel"


def test_an_ephemeral_message_is_seen_by_one_person_only(client: WebClient, people: People) -> None:
    food = people.channel("food")
    client.chat_postEphemeral(channel=food, user=people.id("bo"), text="psst")
    assert people.messages("bo", food)[-1]["text"] == "psst"
    assert people.messages("bo", food)[-1]["ephemeral"] is True
    assert "psst" not in [m["text"] for m in people.messages("ada", food)]
    history = client.conversations_history(channel=food)["messages"]
    assert "psst" not in [m["text"] for m in history]
    outsider = error_response(
        lambda: client.chat_postEphemeral(channel=food, user=people.id("gus"), text="psst")
    )
    assert outsider["error"] == "user_not_in_channel"


def test_a_thread_counts_its_replies(client: WebClient, people: People) -> None:
    food = people.channel("food")
    parent = client.chat_postMessage(channel=food, text="Who is in?")["ts"]
    people.post("bo", "say", channel=food, text="Me", thread_ts=parent)
    thread = client.conversations_replies(channel=food, ts=parent)["messages"]
    assert [m["text"] for m in thread] == ["Who is in?", "Me"]
    assert (thread[0]["reply_count"], thread[0]["reply_users"]) == (1, [people.id("bo")])
    assert "Me" not in [m["text"] for m in people.messages("ada", food)]
    assert [m["text"] for m in people.messages("ada", food, thread_ts=parent)][-1] == "Me"
    client.chat_delete(channel=food, ts=parent)
    [tombstone, _] = client.conversations_replies(channel=food, ts=parent)["messages"]
    assert tombstone["subtype"] == "tombstone"
    missing: dict[str, Any] = {"channel": food, "text": "hi", "thread_ts": "1.000000"}
    assert error_response(lambda: client.chat_postMessage(**missing))["error"] == "thread_not_found"


def test_the_app_edits_only_its_own_messages(client: WebClient, people: People) -> None:
    food = people.channel("food")
    people.post("ada", "say", channel=food, text="Mine")
    others_ts = people.messages("ada", food)[-1]["ts"]
    edit: dict[str, Any] = {"channel": food, "text": "Yours"}
    assert (
        error_response(lambda: client.chat_update(ts=others_ts, **edit))["error"]
        == "cant_update_message"
    )
    assert (
        error_response(lambda: client.chat_update(ts="1.0", **edit))["error"] == "message_not_found"
    )
    answer = error_response(lambda: client.chat_delete(channel=food, ts=others_ts))
    assert answer["error"] == "cant_delete_message"
    blocks = [{"type": "divider"}]
    own = client.chat_postMessage(channel=food, text="Ours", blocks=blocks)["ts"]
    too_long = error_response(lambda: client.chat_update(channel=food, ts=own, text="x" * 4001))
    assert too_long["error"] == "msg_too_long"
    client.chat_update(channel=food, ts=own, text="Edited")
    edited = people.messages("ada", food)[-1]
    assert (edited["text"], "blocks" in edited) == ("Edited", False)
    assert edited["edited"]["user"] == edited["user"]


def test_typed_text_is_escaped_and_linked(client: WebClient, people: People) -> None:
    food = people.channel("food")
    people.post(
        "ada", "say", channel=food, text="@bo & <b> in #general, see https://a.test/x @here"
    )
    text = client.conversations_history(channel=food)["messages"][0]["text"]
    bo, general = people.id("bo"), people.channel("general")
    assert text == (
        f"<@{bo}> &amp; &lt;b&gt; in <#{general}|general>, see <https://a.test/x> <!here>"
    )


def test_a_reaction_is_added_once_and_removed(client: WebClient, people: People) -> None:
    food = people.channel("food")
    ts = people.messages("ada", food)[0]["ts"]
    client.reactions_add(channel=food, timestamp=ts, name="tada")
    again = error_response(lambda: client.reactions_add(channel=food, timestamp=ts, name="tada"))
    assert again["error"] == "already_reacted"
    people.post("bo", "react", channel=food, ts=ts, name="tada")
    [reaction] = people.messages("ada", food)[0]["reactions"]
    assert reaction["users"] == [client.auth_test()["user_id"], people.id("bo")]
    client.reactions_remove(channel=food, timestamp=ts, name="tada")
    none = error_response(lambda: client.reactions_remove(channel=food, timestamp=ts, name="tada"))
    assert none["error"] == "no_reaction"


def test_a_file_is_uploaded_in_three_steps(
    client: WebClient, people: People, sandbox: Sandbox
) -> None:
    picture = b"\x89PNG not really"
    food = people.channel("food")
    done = client.files_upload_v2(
        content=picture, filename="menu.png", title="Menu", channel=food, initial_comment="Today"
    )
    message = people.messages("ada", food)[-1]
    assert (message["text"], message["files"][0]["title"]) == ("Today", "Menu")
    shown = httpx.get(f"{sandbox.url}/people/files/{done['file']['id']}")
    assert shown.content == picture
    assert shown.headers["content-type"] == "image/png"


def test_scheduled_messages_are_posted_when_the_clock_reaches_them(
    sandbox: Sandbox, client: WebClient, people: People
) -> None:
    food = people.channel("food")
    now = sandbox.clock.timestamp()
    past = error_response(
        lambda: client.chat_scheduleMessage(channel=food, post_at=int(now) - 5, text="late")
    )
    assert past["error"] == "time_in_past"
    client.chat_scheduleMessage(channel=food, post_at=int(now) + 3600, text="noon")
    client.chat_scheduleMessage(
        channel=food, post_at=int(now) + 3600, text="never", metadata=METADATA
    )
    people.http.post("/people/clock", json={"advance": 3700})
    assert becomes_true(lambda: people.messages("ada", food)[-1]["text"] == "noon")
    assert client.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_a_permalink_names_the_channel_and_the_message(client: WebClient, people: People) -> None:
    food = people.channel("food")
    ts = people.messages("ada", food)[0]["ts"]
    link = client.chat_getPermalink(channel=food, message_ts=ts)["permalink"]
    assert link == f"https://acme.slack.com/archives/{food}/p{ts.replace('.', '')}"


@pytest.mark.parametrize("handle", ["gus", "bo"])
def test_people_cannot_read_private_channels_of_others(people: People, handle: str) -> None:
    path = f"/people/{people.id(handle)}/messages"
    secret = people.http.get(path, params={"channel": people.channel("secret")}).json()
    assert not secret["ok"]
    general = people.http.get(path, params={"channel": people.channel("general")}).json()
    assert general["ok"] is (handle == "bo")


def test_message_times_follow_the_clock(
    sandbox: Sandbox, client: WebClient, people: People
) -> None:
    before = float(client.chat_postMessage(channel=people.channel("food"), text="a")["ts"])
    sandbox.clock.advance(timedelta(days=3))
    after = float(client.chat_postMessage(channel=people.channel("food"), text="b")["ts"])
    assert after - before >= 3 * 86400
