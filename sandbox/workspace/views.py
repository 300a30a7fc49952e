"""Stores each person's stack of open modals and their App Home, with the values they entered.

It sends nothing to the app.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from sandbox.blockkit import check_view, initial_element_state, initial_state
from sandbox.errors import InvalidArgumentsError, SlackError
from sandbox.people.page_updates import PageUpdates
from sandbox.state.world import Json, World
from sandbox.workspace.messaging import problems_error, random_id
from sandbox.workspace.slack_objects import fill_in_defaults

MAX_STACK = 3
"""Slack: "up to 3 views in the view stack" (modals)."""


@dataclass(slots=True)
class OpenView:
    """An open modal or an App Home.

    `body` is the view that the app sent, with missing ids filled in. `hash` changes with every
    update. `root_id` is the lowest modal of the stack, and `previous_id` the one below this view.
    `values` has what the person entered, as in Slack's `view.state.values`, and `errors` has the
    messages under the fields, by block_id.
    """

    id: str
    user_id: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None
    values: Json = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_home(self) -> bool:
        return bool(self.body.get("type") == "home")


class Views:
    """The open modals and App Homes of all people, by user id."""

    def __init__(self, world: World, page_updates: PageUpdates) -> None:
        self._world = world
        self._page_updates = page_updates
        # True to imitate a fault that Slack had between 2021 and 2024: after an update, apps got
        # null instead of the initial value for inputs that nobody had changed
        # (slackapi/bolt-js#1258, slackapi/bolt-python#572).
        self.updates_empty_untouched_inputs = False
        self.stacks: dict[str, list[OpenView]] = {}
        self.homes: dict[str, OpenView] = {}
        for user_id, saved in world.homes.items():
            self.homes[user_id] = OpenView(**saved)

    def view_object(self, view: OpenView) -> Json:
        """The view as Slack sends it in payloads and answers."""
        body = view.body
        slack_object: Json = {
            "id": view.id,
            "team_id": self._world.team.id,
            "type": body["type"],
            "blocks": body.get("blocks", []),
            "private_metadata": body.get("private_metadata", ""),
            "callback_id": body.get("callback_id", ""),
            "state": {"values": view.values},
            "hash": view.hash,
            "title": body.get("title") or _plain_text("View Title"),
            "clear_on_close": bool(body.get("clear_on_close")),
            "notify_on_close": bool(body.get("notify_on_close")),
            "close": body.get("close"),
            "submit": body.get("submit"),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": self._world.app.id,
            "external_id": body.get("external_id", ""),
            "app_installed_team_id": self._world.team.id,
            "bot_id": self._world.app.bot_id,
        }
        if body.get("submit_disabled") is not None:
            slack_object["submit_disabled"] = body["submit_disabled"]
        return slack_object

    def validate(self, given: Any, *, home: bool) -> Json:
        """Check a view and return it as Slack stores it. Raises InvalidArgumentsError."""
        if not isinstance(given, dict):
            raise InvalidArgumentsError("[ERROR] must be a valid view [json-pointer:/view]")
        wanted = "home" if home else "modal"
        if given.get("type") != wanted:
            raise InvalidArgumentsError(
                f"[ERROR] must be a {wanted} view [json-pointer:/view/type]"
            )
        problems = check_view(given)
        if problems:
            raise problems_error(problems)
        body = dict(given)
        body["blocks"] = fill_in_defaults(given.get("blocks", []), random_id)
        for key in ("title", "submit", "close"):
            if isinstance(body.get(key), dict):
                body[key] = {"emoji": True, **body[key]}
        return body

    def open(self, user_id: str, body: Json) -> OpenView:
        """Close the person's open modals and open a new one. Raises duplicate_external_id."""
        self._check_external_id(body)
        view = self._create(user_id, body)
        self.stacks[user_id] = [view]
        self._notify_page(user_id)
        return view

    def push(self, user_id: str, body: Json) -> OpenView:
        """Open a modal on top of the others.

        Raises not_found if no modal is open, push_limit_reached and duplicate_external_id.
        """
        stack = self.stacks.get(user_id) or []
        if not stack:
            raise SlackError("not_found")
        if len(stack) >= MAX_STACK:
            raise SlackError("push_limit_reached")
        self._check_external_id(body)
        view = self._create(user_id, body, below=stack[-1])
        stack.append(view)
        self._notify_page(user_id)
        return view

    def update(self, view: OpenView, body: Json, given_hash: str | None = None) -> OpenView:
        """Replace the content of a view.

        Entered values stay where block_id, action_id and the type of the element stay the same.
        Raises duplicate_external_id, and hash_conflict if `given_hash` is not the view's own hash.
        """
        if given_hash and given_hash != view.hash:
            raise SlackError("hash_conflict")
        self._check_external_id(body, own_id=view.id)
        entered, old_initial = view.values, initial_state(view.body)
        view.body = body
        view.hash = self._new_hash()
        view.errors = {}
        view.values = initial_state(body)
        self._restore_entered_values(view, entered, old_initial)
        if view.is_home:
            self._save_home(view)
        else:
            self._notify_page(view.user_id)
        return view

    def _restore_entered_values(self, view: OpenView, entered: Json, old_initial: Json) -> None:
        """Put the `entered` values into the updated view, where an element of that type remains."""
        for block_id, actions in view.values.items():
            for action_id, initial in actions.items():
                old = entered.get(block_id, {}).get(action_id)
                if not old or old.get("type") != initial.get("type"):
                    continue
                was_untouched = old == old_initial.get(block_id, {}).get(action_id)
                if was_untouched and self.updates_empty_untouched_inputs:
                    actions[action_id] = initial_element_state({"type": initial["type"]})
                else:
                    actions[action_id] = old

    def publish(self, user_id: str, body: Json, given_hash: str | None) -> OpenView:
        """Set a person's App Home. Raises what `update` raises if the person has one already."""
        view = self.homes.get(user_id)
        if view is None:
            view = self._create(user_id, body)
            self.homes[user_id] = view
            self._save_home(view)
            return view
        return self.update(view, body, given_hash)

    def find(self, view_id: str | None, external_id: str | None = None) -> OpenView:
        """The open modal or App Home with the view id or the external id. Raises not_found."""
        modals = [v for stack in self.stacks.values() for v in stack]
        for view in [*modals, *self.homes.values()]:
            if view_id and view.id == view_id:
                return view
            if external_id and view.body.get("external_id") == external_id:
                return view
        raise SlackError("not_found")

    def find_for_user(self, user_id: str, view_id: str) -> OpenView | None:
        """This person's open modal or App Home with that id, or None."""
        home = self.homes.get(user_id)
        if home is not None and home.id == view_id:
            return home
        return next((v for v in self.stacks.get(user_id, []) if v.id == view_id), None)

    def close(self, user_id: str, view_id: str) -> None:
        """Close one modal of the person's stack, if it is open."""
        stack = self.stacks.get(user_id, [])
        self.stacks[user_id] = [v for v in stack if v.id != view_id]
        self._notify_page(user_id)

    def clear(self, user_id: str) -> list[OpenView]:
        """Close all modals. Returns the closed ones, topmost first."""
        stack = self.stacks.pop(user_id, [])
        self._notify_page(user_id)
        return stack[::-1]

    def set_errors(self, view: OpenView, errors: dict[str, str]) -> None:
        view.errors = errors
        self._notify_page(view.user_id)

    def _create(self, user_id: str, body: Json, below: OpenView | None = None) -> OpenView:
        view_id = self._world.next_id("V")
        return OpenView(
            id=view_id,
            user_id=user_id,
            body=body,
            hash=self._new_hash(),
            root_id=below.root_id if below else view_id,
            previous_id=below.id if below else None,
            values=initial_state(body),
        )

    def _check_external_id(self, body: Json, own_id: str | None = None) -> None:
        """Raise duplicate_external_id if a view other than `own_id` has the same external_id."""
        external_id = body.get("external_id")
        if not external_id:
            return
        try:
            other = self.find(view_id=None, external_id=external_id)
        except SlackError:
            return
        if other.id != own_id:
            raise SlackError("duplicate_external_id")

    def _save_home(self, view: OpenView) -> None:
        self._world.homes[view.user_id] = {name: getattr(view, name) for name in OpenView.__slots__}
        self._world.home_unread.add(view.user_id)
        self._page_updates.notify([view.user_id], {"type": "home"})
        self._page_updates.notify([view.user_id], {"type": "sidebar"})

    def _notify_page(self, user_id: str) -> None:
        self._page_updates.notify([user_id], {"type": "views"})

    def _new_hash(self) -> str:
        return f"{self._world.unix_now()}.{secrets.token_hex(4)}"


def _plain_text(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}
