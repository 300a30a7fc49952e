"""A small Bolt app that plans lunches, for the sandbox's own tests.

The tests use it by Socket Mode and by HTTP.
"""

from __future__ import annotations

import threading
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

Json = dict[str, Any]


class ReceivedPayloads:
    """The payloads that reached the app.

    `answer` replaces the app's ack of a submission. While `may_answer` is not set, the app waits
    before it answers.
    """

    def __init__(self) -> None:
        self.events: list[Json] = []
        self.headers: list[Json] = []
        self.commands: list[Json] = []
        self.actions: list[Json] = []
        self.submissions: list[Json] = []
        self.closed: list[Json] = []
        self.suggestions: list[Json] = []
        self.shortcuts: list[Json] = []
        self.answer: Json | None = None
        self.may_answer = threading.Event()
        self.may_answer.set()

    def wait_until_allowed(self) -> None:
        self.may_answer.wait(10)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def plan_view(title: str = "Plan a lunch") -> Json:
    """A modal with the kinds of fields that the tests fill in."""
    return {
        "type": "modal",
        "callback_id": "plan",
        "title": plain(title),
        "submit": plain("Plan"),
        "notify_on_close": True,
        "private_metadata": "kept",
        "blocks": [
            {
                "type": "input",
                "block_id": "place",
                "label": plain("Where"),
                "element": {"type": "plain_text_input", "action_id": "text"},
            },
            {
                "type": "input",
                "block_id": "dish",
                "label": plain("Dish"),
                "optional": True,
                "element": {
                    "type": "external_select",
                    "action_id": "dishes",
                    "min_query_length": 1,
                },
            },
            {
                "type": "actions",
                "block_id": "more",
                "elements": [
                    {"type": "button", "action_id": "push", "text": plain("More"), "value": "m"},
                    {"type": "button", "action_id": "redraw", "text": plain("Redraw")},
                ],
            },
        ],
    }


def build_app(token: str, api_url: str, signing_secret: str, received: ReceivedPayloads) -> App:
    """Build the app, which calls the server at `api_url`."""
    client = WebClient(token=token, base_url=api_url)
    app = App(client=client, signing_secret=signing_secret, process_before_response=True)

    @app.command("/lunch")
    def lunch(ack: Any, body: Json, client: WebClient) -> None:
        received.commands.append(body)
        received.wait_until_allowed()
        if body["text"] == "say":
            ack("Lunch is at noon")
            return
        client.views_open(trigger_id=body["trigger_id"], view=plan_view())
        ack()

    @app.command("/raw")
    def raw(ack: Any, body: Json) -> None:
        received.commands.append(body)
        ack(response_type="in_channel", text="Got it")

    @app.view("plan")
    def handle_plan(ack: Any, body: Json, client: WebClient) -> None:
        received.submissions.append(body)
        if received.answer is not None:
            ack(**received.answer)
            return
        place = body["view"]["state"]["values"]["place"]["text"]["value"]
        client.chat_postMessage(
            channel=body["user"]["id"],
            text=f"Lunch at {place}",
            blocks=[
                {"type": "section", "text": {"type": "mrkdwn", "text": f"Lunch at {place}"}},
                {
                    "type": "actions",
                    "block_id": "row",
                    "elements": [
                        {
                            "type": "button",
                            "action_id": "take",
                            "value": "42",
                            "text": plain("I am in"),
                        },
                    ],
                },
            ],
            metadata={"event_type": "lunch", "event_payload": {"key": "k1"}},
        )
        ack()

    @app.view_closed("plan")
    def handle_closed(ack: Any, body: Json) -> None:
        received.closed.append(body)
        ack()

    @app.action("take")
    def take(ack: Any, body: Json, respond: Any) -> None:
        received.actions.append(body)
        received.wait_until_allowed()
        respond(text="You are in", replace_original=True)
        ack()

    @app.action("push")
    def push(ack: Any, body: Json, client: WebClient) -> None:
        received.actions.append(body)
        client.views_push(trigger_id=body["trigger_id"], view=plan_view("More"))
        ack()

    @app.action("redraw")
    def redraw(ack: Any, body: Json, client: WebClient) -> None:
        received.actions.append(body)
        view = body["view"]
        client.views_update(view_id=view["id"], hash=view["hash"], view=plan_view("Redrawn"))
        ack()

    @app.options("dishes")
    def dishes(ack: Any, body: Json) -> None:
        received.suggestions.append(body)
        names = ["Soup", "Salad", "Stew"]
        wanted = body["value"].lower()
        options = [
            {"text": plain(name), "value": name.lower()}
            for name in names
            if name.lower().startswith(wanted)
        ]
        ack(options=options)

    @app.shortcut("plan")
    def shortcut(ack: Any, body: Json, client: WebClient) -> None:
        received.shortcuts.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=plan_view())
        ack()

    @app.shortcut("about")
    def about(ack: Any, body: Json, respond: Any) -> None:
        received.shortcuts.append(body)
        respond("Noted")
        ack()

    @app.event("app_home_opened")
    def home(event: Json, client: WebClient) -> None:
        received.events.append(event)
        if event["tab"] == "home":
            blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "No lunch yet"}}]
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.event({"type": "message"})
    def message(event: Json, say: Any) -> None:
        received.events.append(event)
        if event.get("text") == "ping" and "subtype" not in event:
            say("pong")

    names = (
        "app_mention app_uninstalled channel_archive channel_id_changed channel_rename "
        "member_left_channel reaction_added "
        "subteam_members_changed team_join tokens_revoked user_change"
    )
    for name in names.split():

        @app.event(name)
        def other(event: Json, request: Any) -> None:
            received.headers.append({k: v[0] for k, v in request.headers.items()})
            received.wait_until_allowed()
            received.events.append(event)

    return app
