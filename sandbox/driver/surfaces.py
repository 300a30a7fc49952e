"""`Modal` and `Home`: tests read and use an open modal or the app's home tab as a person would.

Methods have names such as `clicks`, so that a test reads as sentences about that person. Each call
asks the sandbox for the present content. The methods named `sees` wait until it shows a text.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from sandbox.driver.client import PeopleClient, normalize_text
from sandbox.driver.fields import (
    Field,
    displayed_value,
    element_value,
    fields_in,
    find_field,
    option_text,
    stateful_fields,
)
from sandbox.driver.interactive import InteractiveSurface

Json = dict[str, Any]


class Modal(InteractiveSurface):
    """A person's open modal.

    `warning` is what Slack itself showed after the submission that led to this modal, or None.
    """

    def __init__(self, client: PeopleClient, view_id: str) -> None:
        self.client = client
        self.view_id = view_id
        self.warning: str | None = None

    def __repr__(self) -> str:
        return f"<Modal {normalize_text(self.text)[:200]!r}>"

    @property
    def title(self) -> str:
        return str(self._payload()["title"]["text"])

    @property
    def errors(self) -> dict[str, str]:
        """The errors by the label of their field, or by block_id if no field has this block_id."""
        view = self._payload()
        labels = {field.ids[0]: field.label for field in fields_in(view)}
        return {labels.get(key, key): text for key, text in view.get("errors", {}).items()}

    @property
    def fields(self) -> list[str]:
        """The labels of all fields that can be filled in."""
        return [field.label for field in stateful_fields(fields_in(self._payload()))]

    def value(self, name: str) -> str:
        """What a person reads in a field now."""
        field = self._find_field(name)
        block_id, action_id = field.ids
        values: Mapping[str, Any] = self._payload()["state"]["values"]
        state = values.get(block_id, {}).get(action_id, {})
        return displayed_value(field, state, self.client.names_by_id())

    def options(self, name: str, query: str) -> list[str]:
        """The texts of the options that an external select offers for `query`."""
        load_options = self._option_loader(self._find_field(name))
        return [option_text(option) for option in load_options(query)]

    def fills(self, name: str, value: Any) -> Modal:
        """Put `value` into the field whose label, placeholder or block_id is `name`.

        `fields.element_value` lists the values that each kind of field accepts. None empties the
        field.
        """
        field = self._find_field(name)
        state = element_value(field, value, self.client, self._option_loader(field))
        if field.dispatches_changes:
            self._send_action(field, state)
        else:
            block_id, action_id = field.ids
            self.client.post(
                "set_state",
                view_id=self.view_id,
                block_id=block_id,
                action_id=action_id,
                value=state,
            )
        return self

    def gives(self, name: str, filename: str, content: bytes) -> Modal:
        """Put a file, as if from the person's computer, into the file input `name`.

        Raises RefusedError for a file that Slack does not accept in that input.
        """
        block_id, action_id = self._find_field(name).ids
        self.client.post(
            "upload",
            view_id=self.view_id,
            block_id=block_id,
            action_id=action_id,
            name=filename,
            content=base64.b64encode(content).decode(),
        )
        return self

    def picks(self, name: str, query: str) -> Modal:
        """Type `query` into an external select, and choose the option with that text in it."""
        return self.fills(name, query)

    def chooses(self, menu: str, option: str | None = None) -> Modal | None:
        """Choose an option of a menu that is not a field. Returns the topmost modal afterwards.

        The menu is found as in `Home.chooses`.
        """
        self._choose(menu, option)
        return self._topmost()

    def clicks(self, text: str) -> Modal | None:
        """Click a button. Returns the topmost modal afterwards, or None if all are closed."""
        self._click(text)
        return self._topmost()

    def submits(self) -> Modal | None:
        """Press the submit button. Returns the topmost modal afterwards, or None if none is open.

        This modal stays on top if the app answers with errors. Otherwise a new modal is on top, or
        the one that was below.
        """
        answer = self.client.post("submit", view_id=self.view_id)
        top = self._topmost(answer["stack"])
        if top is not None:
            top.warning = answer.get("warning")
        return top

    def closes(self, *, clear: bool = False) -> Modal | None:
        """Close this modal, or with `clear` all modals. Returns the topmost modal afterwards."""
        answer = self.client.post("close", view_id=self.view_id, clear=clear)
        return self._topmost(answer["stack"])

    def next_modal(self, title: str) -> Modal:
        """Wait until a modal with this title is on top, and return it.

        Raises AssertionError if none opens in time.
        """
        found = wait_for_modal(self.client, title)
        if found is None:
            raise AssertionError(f"no modal {title!r} opened after {self._describe()}")
        return found

    def sees(self, text: str) -> Modal:
        """Wait until the modal shows `text`, or raise AssertionError with the modal's text."""
        wanted_text = normalize_text(text)
        if not self.client.wait_for(lambda: wanted_text in normalize_text(self.text)):
            raise AssertionError(f"{self._describe()} does not show {text!r} but:\n{self.text}")
        return self

    def _topmost(self, stack: list[Json] | None = None) -> Modal | None:
        """The last modal of `stack`, which is the topmost one. None: ask the sandbox for it."""
        views = self.client.open_modals() if stack is None else stack
        if not views:
            return None
        return self if views[-1]["id"] == self.view_id else Modal(self.client, views[-1]["id"])

    def _find_field(self, name: str) -> Field:
        found = self.client.wait_for(
            lambda: find_field(name, stateful_fields(fields_in(self._payload())))
        )
        if found is None:
            labels = ", ".join(repr(label) for label in self.fields) or "no fields"
            raise AssertionError(f"{self._describe()} has no field {name!r}; it has {labels}")
        return found

    def _payload(self) -> Json:
        stack = self.client.open_modals()
        for view in stack:
            if view["id"] == self.view_id:
                return view
        titles = ", ".join(repr(view["title"]["text"]) for view in stack) or "nothing"
        raise AssertionError(f"this modal is no longer open; open is {titles}")

    def _describe(self) -> str:
        return f"the modal {self.title!r}"

    def _container(self) -> Json:
        return {"type": "view", "view_id": self.view_id}


def wait_for_modal(client: PeopleClient, title: str | None = None) -> Modal | None:
    """Wait until a modal, with this title if it is given, is on top. None after a time-out."""

    def find_modal() -> Modal | None:
        stack = client.open_modals()
        if not stack or (title is not None and stack[-1]["title"]["text"] != title):
            return None
        return Modal(client, stack[-1]["id"])

    return client.wait_for(find_modal)


class Home(InteractiveSurface):
    """A person's home tab of the app."""

    def __init__(self, client: PeopleClient) -> None:
        self.client = client

    def clicks(self, text: str) -> Home:
        """Click the button, or the entry of an overflow menu, with this text."""
        self._click(text)
        return self

    def chooses(self, menu: str, option: str | None = None) -> Home:
        """Choose an option of a menu.

        `menu` is the menu's label or placeholder. Without `option`, `menu` is the option's text.
        """
        self._choose(menu, option)
        return self

    def sees(self, text: str) -> Home:
        """Wait until the tab shows `text`, or raise AssertionError with the tab's text."""
        wanted_text = normalize_text(text)
        if not self.client.wait_for(lambda: wanted_text in normalize_text(self.text)):
            raise AssertionError(f"the home tab does not show {text!r} but:\n{self.text}")
        return self

    def _payload(self) -> Json:
        view = self.client.get_own("home")["view"]
        if view is None:
            raise AssertionError("the home tab is empty: the app has published nothing")
        return dict(view)

    def _describe(self) -> str:
        return "the home tab"

    def _container(self) -> Json:
        return {"type": "view", "view_id": self._payload()["id"]}
