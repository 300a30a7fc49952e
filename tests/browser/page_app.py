"""A demo Bolt app that uses every block and element once, for the page's tests."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from tests.browser import page_blocks as blocks

Json = dict[str, Any]


def build(app: App, seen: list[Json]) -> None:
    """Register the demo's listeners; `seen` collects what arrives."""

    def keep(kind: str, body: Json) -> None:
        seen.append({"kind": kind, "body": body})

    @app.command("/garden")
    def garden(ack: Any, command: Json, client: Any, respond: Any) -> None:
        keep("command", command)
        word = command["text"].split(" ")[0]
        ack()
        if word in ("form", "kinds", "stack"):
            view = {"form": blocks.form, "kinds": blocks.kinds, "stack": blocks.first}[word]()
            client.views_open(trigger_id=command["trigger_id"], view=view)
        elif word == "show":
            client.chat_postMessage(channel=command["channel_id"], **blocks.showcase())
        else:
            respond(text=f"You said: {command['text']}")

    @app.command("/garden-slow")
    def slow(command: Json) -> None:
        keep("command", command)

    @app.shortcut("water")
    def water(ack: Any, shortcut: Json, client: Any) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=blocks.form())

    @app.shortcut("plant_this")
    def plant(ack: Any, shortcut: Json, client: Any) -> None:
        ack()
        keep("message_action", shortcut)
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
        keep("submit", values)
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="The plant is *yours* now.")

    @app.view("kinds")
    def kinds(ack: Any, view: Json) -> None:
        keep("submit", view["state"]["values"])
        ack()

    @app.action("push")
    def push(ack: Any, body: Json, client: Any) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=blocks.second())

    @app.action("done")
    def done(ack: Any, body: Json, respond: Any) -> None:
        ack()
        keep("action", body["actions"][0])
        respond(replace_original=True, text="Watered", blocks=blocks.watered(body["user"]["id"]))

    @app.action("home_button")
    def home_button(ack: Any, body: Json, client: Any) -> None:
        ack()
        keep("action", body["actions"][0])
        client.views_publish(user_id=body["user"]["id"], view=blocks.home("Watered today"))

    @app.event("app_home_opened")
    def opened(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view=blocks.home("Thirsty"))

    @app.event("message")
    def said(event: Json, client: Any) -> None:
        if "bot_id" not in event and event.get("subtype") is None:
            client.chat_postMessage(channel=event["channel"], text=f"I heard: {event['text']}")

    @app.action({"type": "block_actions", "action_id": blocks.ANY_ACTION})
    def anything(ack: Any, body: Json) -> None:
        ack()
        keep("action", body["actions"][0])
