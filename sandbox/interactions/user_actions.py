"""Sends a person's commands, clicks, type-ahead queries and shortcuts to the app.

Each method of `Interactions` does what Slack does with one action of a person in the sandbox's
page. It returns what the page has to show, such as Slack's warning that the app did not answer.
"""

from __future__ import annotations

import base64
from typing import Any

from sandbox.blockkit import initial_state
from sandbox.blockkit.elements import STATEFUL
from sandbox.delivery.dispatcher import Ack, Delivery
from sandbox.engine import Engine
from sandbox.errors import PersonError, SlackError
from sandbox.interactions import payloads
from sandbox.interactions.built_in_commands import BuiltInCommands
from sandbox.interactions.element_values import find_element, list_blocks, validate_value
from sandbox.interactions.response_urls import post_answer
from sandbox.people.encoding import encode
from sandbox.state.world import Channel, Json, User
from sandbox.workspace.files import add_chosen_file
from sandbox.workspace.slack_objects import file_json
from sandbox.workspace.views import OpenView

NO_ANSWER = "The app did not respond. Try again?"
"""Like Slack's own warning beside a button, whose exact text differs between its clients."""


class Interactions:
    """One method for each kind of action.

    Each raises PersonError for an action that this person cannot do now. `body` and `container` are
    JSON from the sandbox's page, with the field names of Slack's payloads.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._built_in_commands = BuiltInCommands(engine)
        # What each person entered into the inputs of each message, by user id and ts.
        self._message_state: dict[tuple[str, str], Json] = {}

    async def command(self, user: User, channel: Channel, line: str) -> Json:
        """Run a line that starts with a slash. Returns `{}` or `{"warning": ...}`."""
        engine = self._engine
        name, _, rest = line.strip().partition(" ")
        spec = engine.manifest.find_command(name)
        rest = rest.strip()
        if spec is None:
            return self._run_built_in(name, user, channel, rest)
        text = encode(engine.world, rest, labels=True) if spec.should_escape else rest
        payload = payloads.command(engine, user, channel, name, text)
        ack = await engine.dispatcher.deliver(Delivery("slash_commands", name, payload))
        if not ack.ok:
            return self._warn(user, f'{name} failed with the error "{ack.error}"')
        return self._post_ack_answer(user, channel, ack, name)

    def _run_built_in(self, name: str, user: User, channel: Channel, text: str) -> Json:
        try:
            if self._built_in_commands.run(name, user, channel, text):
                return {}
            problem = f"{name} is not a valid command."
        except PersonError as error:
            problem = str(error)
        self._post_from_slackbot(user, channel, problem)
        return {"warning": problem}

    async def click(self, user: User, body: Json) -> Json:
        """Click a button, choose an option, or change an input that dispatches its changes."""
        container = body.get("container") or {}
        block_id, action_id = str(body.get("block_id")), str(body.get("action_id"))
        given = body.get("value") or {}
        if container.get("type") == "view":
            view = self.find_view(user, container)
            payload = self._view_click(user, view, block_id, action_id, given)
        else:
            payload = self._message_click(user, container, block_id, action_id, given)
        ack = await self._engine.dispatcher.deliver(Delivery("interactive", action_id, payload))
        if not ack.ok:
            return self._warn(user, NO_ANSWER)
        return {}

    def set_state(self, user: User, body: Json) -> None:
        """Store what the person entered into an open view, without telling the app."""
        view = self.find_view(user, body)
        _, element = find_element(
            view.body["blocks"], str(body["block_id"]), str(body["action_id"])
        )
        self._store_value(view.values, str(body["block_id"]), element, body.get("value") or {})

    def upload(self, user: User, body: Json) -> Json:
        """Put a file into a file input. Returns the new value of the input.

        `body` has the file's `name`, and its `content` in base64.
        """
        view = self.find_view(user, body)
        block_id, action_id = str(body["block_id"]), str(body["action_id"])
        _, element = find_element(view.body["blocks"], block_id, action_id)
        if element["type"] != "file_input":
            raise PersonError("A file fits a file input only.")
        data = base64.b64decode(str(body.get("content", "")))
        file = add_chosen_file(self._engine, user, element, str(body["name"]), data)
        value = {"files": [file_json(file, self._engine.base_url)]}
        self._store_value(view.values, block_id, element, value)
        return value

    async def suggest(self, user: User, body: Json) -> Json:
        """Load the options of an external select. Returns `{options}` or `{option_groups}`."""
        engine = self._engine
        container = body.get("container") or {}
        block_id, action_id = str(body.get("block_id")), str(body.get("action_id"))
        surface = self._surface_fields(user, container, block_id, action_id)
        query = str(body.get("query", ""))
        payload = payloads.suggestion(engine, user, block_id, action_id, query, surface)
        ack = await engine.dispatcher.deliver(Delivery("interactive", action_id, payload))
        answer = ack.payload if isinstance(ack.payload, dict) else {}
        problem = _options_problem(answer) if ack.ok else ack.error
        if problem:
            if ack.traffic_entry is not None:
                ack.traffic_entry.update(ok=False, error=problem)
            raise PersonError("The options could not be loaded.")
        return {key: answer[key] for key in ("options", "option_groups") if key in answer}

    def _surface_fields(self, user: User, container: Json, block_id: str, action_id: str) -> Json:
        """The payload's fields about the view or message in which the select is."""
        if container.get("type") == "view":
            view = self.find_view(user, container)
            find_element(view.body["blocks"], block_id, action_id)
            return {
                "container": {"type": "view", "view_id": view.id},
                "view": self._engine.views.view_object(view),
            }
        channel, message = self.find_message(user, container)
        find_element(list_blocks(message), block_id, action_id)
        return {
            "container": {
                "type": "message",
                "message_ts": message["ts"],
                "channel_id": channel.id,
                "is_ephemeral": bool(message.get("ephemeral")),
            },
            "channel": {"id": channel.id, "name": payloads.channel_name(channel)},
            "message": message,
        }

    async def shortcut(self, user: User, callback_id: str, target: Json | None) -> Json:
        """Use a global shortcut, or a message shortcut on the message `target`."""
        engine = self._engine
        kind = "message" if target else "global"
        spec = engine.manifest.find_shortcut(callback_id)
        if spec is None or spec.kind != kind:
            raise PersonError("The app has no such shortcut.")
        if target:
            channel, message = self.find_message(user, target)
            payload = payloads.message_shortcut(engine, user, callback_id, channel, message)
        else:
            payload = payloads.shortcut(engine, user, callback_id)
        ack = await engine.dispatcher.deliver(Delivery("interactive", callback_id, payload))
        return {} if ack.ok else self._warn(user, NO_ANSWER)

    def open_home(self, user: User, tab: str) -> None:
        """Open the app's home tab or messages tab, which sends app_home_opened."""
        engine = self._engine
        channel = engine.world.open_dm(engine.world.app.user_id, user.id)
        view = engine.views.homes.get(user.id)
        view_object = engine.views.view_object(view) if view is not None else None
        if tab == "home":
            engine.world.home_unread.discard(user.id)
        engine.events.emit_home_opened(user.id, channel, tab, view_object)

    def find_view(self, user: User, body: Json) -> OpenView:
        """This person's modal or App Home with the `view_id` in `body`.

        Raises PersonError if it is no longer open.
        """
        view = self._engine.views.find_for_user(user.id, str(body.get("view_id")))
        if view is None:
            raise PersonError("That view is no longer open.")
        return view

    def find_message(self, user: User, container: Json) -> tuple[Channel, Json]:
        """The message that `container` names, and its channel.

        Raises PersonError if this person cannot see the message.
        """
        engine = self._engine
        channel = engine.world.channels.get(str(container.get("channel")))
        if channel is None or (not channel.is_public and user.id not in channel.members):
            raise PersonError("That channel is not there for this person.")
        if container.get("ephemeral_id") or container.get("type") == "ephemeral":
            record = engine.messaging.find_ephemeral(
                user.id, channel.id, str(container.get("ephemeral_id"))
            )
            if record is None:
                raise PersonError("That message is no longer there.")
            message: Json = record["message"]
            return channel, message
        found = channel.messages.get(str(container.get("ts")))
        if found is None:
            raise PersonError("That message is no longer there.")
        return channel, found

    def _view_click(
        self, user: User, view: OpenView, block_id: str, action_id: str, given: Any
    ) -> Json:
        block, element = find_element(view.body["blocks"], block_id, action_id)
        state = self._store_value(view.values, block_id, element, given)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise PersonError("This input waits for the form to be submitted.")
        entry = payloads.action(self._engine, block_id, element, state)
        return payloads.view_actions(self._engine, user, view, [entry])

    def _message_click(
        self, user: User, container: Json, block_id: str, action_id: str, given: Any
    ) -> Json:
        channel, message = self.find_message(user, container)
        blocks = list_blocks(message)
        _, element = find_element(blocks, block_id, action_id)
        entered = self._message_state.setdefault((user.id, message["ts"]), {})
        values = initial_state({"blocks": blocks})
        # An edit may have removed inputs since the person filled them in.
        for entered_block_id, entered_states in entered.items():
            states = values.get(entered_block_id, {})
            for entered_action_id, entered_state in entered_states.items():
                if entered_action_id in states:
                    states[entered_action_id] = entered_state
        state = self._store_value(values, block_id, element, given)
        self._store_value(entered, block_id, element, given)
        entry = payloads.action(self._engine, block_id, element, state)
        return payloads.message_actions(self._engine, user, channel, message, values, [entry])

    def _store_value(self, values: Json, block_id: str, element: Json, given: Any) -> Json:
        """Check a value and return its fields in Slack's form.

        `values` gets them too, unless the element keeps no value (such as a button).
        """
        state = validate_value(element, given)
        if element["type"] in STATEFUL:
            values.setdefault(block_id, {})[element["action_id"]] = {
                "type": element["type"],
                **state,
            }
        return state

    def _post_ack_answer(self, user: User, channel: Channel, ack: Ack, name: str) -> Json:
        """Post the text or blocks of a command's ack as a message."""
        answer = ack.payload
        if isinstance(answer, str):
            answer = {"text": answer}
        if not isinstance(answer, dict) or not any(answer.get(k) for k in ("text", "blocks")):
            return {}
        try:
            post_answer(self._engine, user.id, channel, answer, thread_ts=None)
        except SlackError as error:
            if ack.traffic_entry is not None:
                ack.traffic_entry.update(ok=False, error=error.error)
            return self._warn(user, f'{name} failed with the error "invalid_command_response"')
        return {}

    def _post_from_slackbot(self, user: User, channel: Channel, text: str) -> None:
        author = {"user": "USLACKBOT"}
        self._engine.messaging.post_ephemeral(user.id, channel, {"text": text}, author=author)

    def _warn(self, user: User, text: str) -> Json:
        self._engine.page_updates.show_toast(user.id, text)
        return {"warning": text}


def _options_problem(answer: Json) -> str | None:
    """What is wrong with an answer to a block_suggestion, as a code for the traffic, or None."""
    groups = answer.get("option_groups")
    if groups is None and "options" not in answer:
        return "no_options_in_answer"
    option_lists = [answer.get("options")] if groups is None else [g.get("options") for g in groups]
    # Slack's limits: 100 groups, 100 options in each, 75 characters of text and 150 of value.
    if len(option_lists) > 100:
        return "invalid_options"
    for options in option_lists:
        if not isinstance(options, list) or len(options) > 100:
            return "invalid_options"
        for option in options:
            text = (option.get("text") or {}).get("text", "") if isinstance(option, dict) else ""
            if not 0 < len(text) <= 75 or not 0 < len(str(option.get("value", ""))) <= 150:
                return "invalid_options"
    return None
