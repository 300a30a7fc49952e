"""A demo Bolt app that uses every block and element once, for the page's tests."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from tests.browser import page_blocks as blocks

Json = dict[str, Any]


def build(app: App, received: list[Json]) -> None:
    """Register the demo's listeners, which add each payload to `received`."""

    def record(kind: str, body: Json) -> None:
        received.append({"kind": kind, "body": body})

    @app.command("/garden")
    def open_view(ack: Any, command: Json, client: Any, respond: Any) -> None:
        record("command", command)
        view_name = command["text"].split(" ")[0]
        ack()
        if view_name in ("form", "kinds", "stack"):
            view = {"form": blocks.form, "kinds": blocks.kinds, "stack": blocks.first}[view_name]()
            client.views_open(trigger_id=command["trigger_id"], view=view)
        elif view_name == "show":
            client.chat_postMessage(channel=command["channel_id"], **blocks.showcase())
        else:
            respond(text=f"You said: {command['text']}")

    @app.command("/garden-slow")
    def never_acknowledge(command: Json) -> None:
        record("command", command)

    @app.shortcut("water")
    def water(ack: Any, shortcut: Json, client: Any) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=blocks.form())

    @app.shortcut("plant_this")
    def plant(ack: Any, shortcut: Json, client: Any) -> None:
        ack()
        record("message_action", shortcut)
        view = blocks.form(shortcut["message"]["text"])
        client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    @app.options("plant")
    def options(ack: Any, payload: Json) -> None:
        ack(options=blocks.plants(payload.get("value", "")))

    @app.view("form")
    def submitted(ack: Any, view: Json, body: Json, client: Any) -> None:
        values = view["state"]["values"]
        if values["name"]["name"]["value"] == "Weed":
            ack(response_action="errors", errors={"name": "Weeds need no help."})
            return
        record("submit", values)
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="The plant is *yours* now.")

    @app.view("kinds")
    def kinds(ack: Any, view: Json) -> None:
        record("submit", view["state"]["values"])
        ack()

    @app.action("push")
    def push(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=blocks.second())

    @app.action("done")
    def water_plant(ack: Any, body: Json, respond: Any) -> None:
        ack()
        record("action", body["actions"][0])
        respond(replace_original=True, text="Watered", blocks=blocks.watered(body["user"]["id"]))

    @app.action("home_button")
    def home_button(ack: Any, body: Json, client: Any) -> None:
        ack()
        record("action", body["actions"][0])
        client.views_publish(user_id=body["user"]["id"], view=blocks.home("Watered today"))

    @app.event("app_home_opened")
    def publish_home(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=blocks.home("Thirsty"))

    @app.event("message")
    def echo(event: Json, client: Any) -> None:
        if "bot_id" not in event and event.get("subtype") is None:
            client.chat_postMessage(channel=event["channel"], text=f"I heard: {event['text']}")

    @app.action({"type": "block_actions", "action_id": blocks.ANY_ACTION})
    def record_action(ack: Any, body: Json) -> None:
        ack()
        record("action", body["actions"][0])
