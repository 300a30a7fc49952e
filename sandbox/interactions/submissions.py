"""Submits and closes a person's modals: sends the payload to the app, and applies its answer."""

from __future__ import annotations

from typing import Any

from sandbox.blockkit import validate_submission
from sandbox.delivery.dispatcher import Ack, Delivery
from sandbox.engine import Engine
from sandbox.errors import PersonError, SlackError
from sandbox.interactions import payloads
from sandbox.interactions.element_values import find_element, validate_value
from sandbox.state.world import Json, User
from sandbox.workspace.files import check_file_input_scope
from sandbox.workspace.views import OpenView

CONNECTION_WARNING = "We had some trouble connecting. Try again?"
"""Slack's text in a modal if the app does not answer, or if the answer is invalid."""


class Submissions:
    """Submits and closes modals, for all people of the world."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def submit(self, user: User, view_id: str, values: Json) -> Json:
        """Submit a modal with `values`, by block_id and action_id.

        If Slack's own client would refuse a value, the app gets nothing. Returns `stack` (see the
        method), `errors` by block_id if there are any, and a `warning` if the app failed. Raises
        PersonError when the modal is not on top or has no submit button.
        """
        engine = self._engine
        view = self._topmost(user, view_id)
        if view.body.get("submit") is None:
            raise PersonError("This view has nothing to submit.")
        self._store_values(view, values)
        field_errors = validate_submission(view.body, view.values)
        if field_errors:
            engine.views.set_errors(view, dict(field_errors))
            return self._result(user, errors=dict(field_errors))
        engine.views.set_errors(view, {})
        payload = payloads.submission(engine, user, view, self._response_urls(user, view))
        name = view.body.get("callback_id") or "view_submission"
        ack = await engine.dispatcher.deliver(Delivery("interactive", name, payload))
        if not ack.ok:
            return self._warn(user)
        try:
            errors = self._apply_answer(user, view, ack)
        except SlackError as error:
            details = error.fields.get("response_metadata", {}).get("messages", [])
            return self._warn(user, ack, " ".join([error.error, *details]))
        return self._result(user, errors=errors)

    async def close(self, user: User, view_id: str, *, clear: bool) -> Json:
        """Close one modal, or all if `clear` or the modal's clear_on_close is set.

        Raises PersonError when the modal is no longer open.
        """
        engine = self._engine
        view = engine.views.find_for_user(user.id, view_id)
        if view is None or view.is_home:
            raise PersonError("That view is no longer open.")
        clear = clear or bool(view.body.get("clear_on_close"))
        closed_views = [view]
        if clear:
            closed_views = engine.views.clear(user.id)
        else:
            engine.views.close(user.id, view_id)
        for closed_view in closed_views:
            if closed_view.body.get("notify_on_close"):
                payload = payloads.view_closed(engine, user, closed_view, cleared=clear)
                name = closed_view.body.get("callback_id") or "view_closed"
                await engine.dispatcher.deliver(Delivery("interactive", name, payload))
        return self._result(user)

    def stack(self, user: User) -> list[Json]:
        """The open modals, bottom first, each with the errors under its fields."""
        views = self._engine.views
        open_views = views.stacks.get(user.id, [])
        return [views.view_object(view) | {"errors": view.errors} for view in open_views]

    def _topmost(self, user: User, view_id: str) -> OpenView:
        stack = self._engine.views.stacks.get(user.id) or []
        if not stack or stack[-1].id != view_id:
            raise PersonError("That view is not on top.")
        return stack[-1]

    def _store_values(self, view: OpenView, values: Json) -> None:
        for block_id, values_by_action in values.items():
            for action_id, value in values_by_action.items():
                _, element = find_element(view.body["blocks"], block_id, action_id)
                state = {"type": element["type"], **validate_value(element, value)}
                view.values.setdefault(block_id, {})[action_id] = state

    def _response_urls(self, user: User, view: OpenView) -> list[Json]:
        """A response URL for each channel chosen in an element with `response_url_enabled`."""
        urls: list[Json] = []
        for block in view.body["blocks"]:
            element = block.get("element") or {}
            if not element.get("response_url_enabled"):
                continue
            state = view.values.get(block["block_id"], {}).get(element["action_id"], {})
            channel = state.get("selected_conversation") or state.get("selected_channel")
            if channel:
                path = self._engine.response_urls.issue(user.id, channel)
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": self._engine.base_url + path,
                    }
                )
        return urls

    def _apply_answer(self, user: User, view: OpenView, ack: Ack) -> dict[str, str]:
        """Do what the app's ack says with the modals. Returns its errors by block_id.

        Raises SlackError for an invalid answer.
        """
        views = self._engine.views
        answer: Any = ack.payload
        if answer in (None, {}, ""):
            views.close(user.id, view.id)
            return {}
        if not isinstance(answer, dict):
            raise SlackError("invalid_ack_payload")
        action = answer.get("response_action")
        if action == "clear":
            views.clear(user.id)
        elif action == "update":
            views.update(view, self._validate_modal(answer.get("view")))
        elif action == "push":
            views.push(user.id, self._validate_modal(answer.get("view")))
        elif action == "errors":
            errors = self._keep_known_errors(view, answer.get("errors"))
            views.set_errors(view, errors)
            return errors
        else:
            raise SlackError("invalid_response_action")
        return {}

    def _validate_modal(self, given: Any) -> Json:
        body = self._engine.views.validate(given, home=False)
        check_file_input_scope(self._engine, body)
        return body

    def _keep_known_errors(self, view: OpenView, given: Any) -> dict[str, str]:
        """The errors under input blocks. Slack drops others, so the traffic reports them."""
        if not isinstance(given, dict) or not given:
            raise SlackError("invalid_errors")
        blocks = view.body["blocks"]
        input_ids = {block["block_id"] for block in blocks if block.get("type") == "input"}
        errors = {str(key): str(text) for key, text in given.items() if key in input_ids}
        if len(errors) < len(given):
            unknown = ", ".join(sorted(set(given) - input_ids))
            self._engine.traffic.record(
                "in",
                "ack",
                "errors",
                given,
                ok=False,
                error=f"no input block for: {unknown}",
            )
        return errors

    def _warn(self, user: User, ack: Ack | None = None, problem: str = "") -> Json:
        """Show Slack's warning. If `ack` was invalid, the traffic shows its `problem`."""
        if ack is not None and ack.traffic_entry is not None:
            ack.traffic_entry.update(ok=False, error=problem)
        self._engine.page_updates.show_toast(user.id, CONNECTION_WARNING)
        return self._result(user, warning=CONNECTION_WARNING)

    def _result(
        self, user: User, errors: dict[str, str] | None = None, warning: str | None = None
    ) -> Json:
        result: Json = {"stack": self.stack(user)}
        if errors:
            result["errors"] = errors
        if warning:
            result["warning"] = warning
        return result
