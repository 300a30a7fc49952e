"""A person acts: commands, clicks, type-ahead, shortcuts and App Home, on the wire to the bot.

Each starts with what the person did and ends with what they see: nothing, an answer from the
ack, or Slack's warning that the app did not answer.
"""

from __future__ import annotations

from typing import Any

from sandbox.blockkit import initial_state
from sandbox.blockkit.elements import STATEFUL
from sandbox.delivery.dispatcher import Ack, Delivery
from sandbox.engine import Engine
from sandbox.errors import PersonError, SlackError
from sandbox.interactions import payloads
from sandbox.interactions.element_values import blocks_of, find, state_for
from sandbox.interactions.response_urls import place_answer
from sandbox.people.encoding import encode
from sandbox.state.world import Channel, Json, User
from sandbox.workspace.views import OpenView

NO_ANSWER = "The app did not respond. Try again?"
"""In the sense of Slack's own warning beside a button; its exact words differ by client."""


class Interactions:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._message_state: dict[tuple[str, str], Json] = {}

    async def command(self, user: User, channel: Channel, line: str) -> Json:
        """A line that starts with a slash. Answers `{}` or `{"warning": ...}`."""
        engine = self._engine
        word, _, rest = line.strip().partition(" ")
        spec = engine.manifest.command(word)
        if spec is None:
            text = f"{word} is not a valid command."
            self._slackbot(user, channel, text)
            return {"warning": text}
        rest = rest.strip()
        text = encode(engine.world, rest, labels=True) if spec.should_escape else rest
        payload = payloads.command(engine, user, channel, word, text)
        ack = await engine.dispatcher.deliver(Delivery("slash_commands", word, payload))
        if not ack.ok:
            return self._warn(user, f'{word} failed with the error "{ack.error}"')
        return self._place(user, channel, ack, word)

    async def click(self, user: User, body: Json) -> Json:
        """A button, a choice, or an input that dispatches."""
        container = body.get("container") or {}
        block_id, action_id = str(body.get("block_id")), str(body.get("action_id"))
        given = body.get("value") or {}
        if container.get("type") == "view":
            view = self.view(user, container)
            payload = self._view_click(user, view, block_id, action_id, given)
        else:
            payload = self._message_click(user, container, block_id, action_id, given)
        ack = await self._engine.dispatcher.deliver(Delivery("interactive", action_id, payload))
        if not ack.ok:
            return self._warn(user, NO_ANSWER)
        return {}

    def set_state(self, user: User, body: Json) -> None:
        """What is typed into an open view, without telling the bot."""
        view = self.view(user, body)
        _, element = find(view.body["blocks"], str(body["block_id"]), str(body["action_id"]))
        self._keep(view.values, str(body["block_id"]), element, body.get("value") or {})

    async def suggest(self, user: User, body: Json) -> Json:
        """Options for an external select. Answers `{options}` or `{option_groups}`."""
        engine = self._engine
        container = body.get("container") or {}
        block_id, action_id = str(body.get("block_id")), str(body.get("action_id"))
        where: Json
        if container.get("type") == "view":
            view = self.view(user, container)
            find(view.body["blocks"], block_id, action_id)
            where = {
                "container": {"type": "view", "view_id": view.id},
                "view": engine.views.shape(view),
            }
        else:
            channel, message = self.message(user, container)
            find(blocks_of(message), block_id, action_id)
            where = {
                "container": {
                    "type": "message",
                    "message_ts": message["ts"],
                    "channel_id": channel.id,
                    "is_ephemeral": bool(message.get("ephemeral")),
                },
                "channel": {"id": channel.id, "name": payloads.channel_name(channel)},
                "message": message,
            }
        query = str(body.get("query", ""))
        payload = payloads.suggestion(engine, user, block_id, action_id, query, where)
        ack = await engine.dispatcher.deliver(Delivery("interactive", action_id, payload))
        answer = ack.payload if isinstance(ack.payload, dict) else {}
        problem = None if ack.ok else ack.error
        if ack.ok:
            problem = _options_problem(answer)
        if problem and ack.entry is not None:
            ack.entry.update(ok=False, error=problem)
        if problem:
            raise PersonError("The options could not be loaded.")
        return {key: answer[key] for key in ("options", "option_groups") if key in answer}

    async def shortcut(self, user: User, callback_id: str, target: Json | None) -> Json:
        engine = self._engine
        kind = "message" if target else "global"
        spec = engine.manifest.shortcut(callback_id)
        if spec is None or spec.kind != kind:
            raise PersonError("The app has no such shortcut.")
        if target:
            channel, message = self.message(user, target)
            payload = payloads.message_shortcut(engine, user, callback_id, channel, message)
        else:
            payload = payloads.shortcut(engine, user, callback_id)
        ack = await engine.dispatcher.deliver(Delivery("interactive", callback_id, payload))
        return {} if ack.ok else self._warn(user, NO_ANSWER)

    def open_home(self, user: User, tab: str) -> None:
        """Opens the app's own place in the sidebar; its home or its messages."""
        engine = self._engine
        channel = engine.world.im(engine.world.app.user_id, user.id)
        view = engine.views.homes.get(user.id)
        shape = engine.views.shape(view) if view is not None else None
        if tab == "home":
            engine.world.home_unread.discard(user.id)
        engine.events.home_opened(user.id, channel, tab, shape)

    def view(self, user: User, body: Json) -> OpenView:
        view = self._engine.views.of(user.id, str(body.get("view_id")))
        if view is None:
            raise PersonError("That view is no longer open.")
        return view

    def message(self, user: User, container: Json) -> tuple[Channel, Json]:
        """A message that this person can see. Raises PersonError."""
        engine = self._engine
        channel = engine.world.channels.get(str(container.get("channel")))
        if channel is None or (channel.kind != "channel" and user.id not in channel.members):
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
        block, element = find(view.body["blocks"], block_id, action_id)
        state = self._keep(view.values, block_id, element, given)
        if block["type"] == "input" and not block.get("dispatch_action"):
            raise PersonError("This input waits for the form to be submitted.")
        entry = payloads.action(self._engine, block_id, element, state)
        return payloads.view_actions(self._engine, user, view, [entry])

    def _message_click(
        self, user: User, container: Json, block_id: str, action_id: str, given: Any
    ) -> Json:
        channel, message = self.message(user, container)
        blocks = blocks_of(message)
        _, element = find(blocks, block_id, action_id)
        touched = self._message_state.setdefault((user.id, message["ts"]), {})
        values = initial_state({"blocks": blocks})
        for block, actions in touched.items():
            if block in values:
                values[block] |= {key: actions[key] for key in actions if key in values[block]}
        state = self._keep(values, block_id, element, given)
        self._keep(touched, block_id, element, given)
        entry = payloads.action(self._engine, block_id, element, state)
        return payloads.message_actions(self._engine, user, channel, message, values, [entry])

    def _keep(self, values: Json, block_id: str, element: Json, given: Any) -> Json:
        state = state_for(element, given)
        if element["type"] in STATEFUL:
            values.setdefault(block_id, {})[element["action_id"]] = {
                "type": element["type"],
                **state,
            }
        return state

    def _place(self, user: User, channel: Channel, ack: Ack, word: str) -> Json:
        """Whatever a command's ack carried arrives as a message."""
        answer = ack.payload
        if isinstance(answer, str):
            answer = {"text": answer}
        if not isinstance(answer, dict) or not any(answer.get(k) for k in ("text", "blocks")):
            return {}
        try:
            place_answer(self._engine, user.id, channel, answer, None)
        except SlackError as error:
            if ack.entry is not None:
                ack.entry.update(ok=False, error=error.error)
            return self._warn(user, f'{word} failed with the error "invalid_command_response"')
        return {}

    def _slackbot(self, user: User, channel: Channel, text: str) -> None:
        author = {"user": "USLACKBOT"}
        self._engine.messaging.post_ephemeral(user.id, channel, {"text": text}, author=author)

    def _warn(self, user: User, text: str) -> Json:
        self._engine.live.toast(user.id, text)
        return {"warning": text}


def _options_problem(answer: Json) -> str | None:
    """What is wrong with the answer to a block_suggestion, in a word for the traffic."""
    groups = answer.get("option_groups")
    if groups is None and "options" not in answer:
        return "no_options_in_answer"
    lists = [answer.get("options")] if groups is None else [g.get("options") for g in groups]
    if len(lists) > 100:
        return "invalid_options"
    for entries in lists:
        if not isinstance(entries, list) or len(entries) > 100:
            return "invalid_options"
        for option in entries:
            text = (option.get("text") or {}).get("text", "") if isinstance(option, dict) else ""
            if not 0 < len(text) <= 75 or not 0 < len(str(option.get("value", ""))) <= 150:
                return "invalid_options"
    return None
