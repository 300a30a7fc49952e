"""`Modal` and `Home`: what is open in front of a person, read anew at every look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.driver.client import Wire, same
from sandbox.driver.fields import (
    Field,
    by_name,
    fields_in,
    option_text,
    shown,
    stateful,
    value_for,
)
from sandbox.driver.interactive import Touchable

Json = dict[str, Any]


class Modal(Touchable):
    """An open modal, read anew at every look. `warning` is Slack's own, of the last submit."""

    def __init__(self, wire: Wire, view_id: str) -> None:
        self.wire = wire
        self.view_id = view_id
        self.warning: str | None = None

    def __repr__(self) -> str:
        return f"<Modal {same(self.text)[:200]!r}>"

    @property
    def title(self) -> str:
        return str(self._payload()["title"]["text"])

    @property
    def errors(self) -> dict[str, str]:
        """What stands under the fields, by label."""
        view = self._payload()
        labels = {field.ids[0]: field.label for field in fields_in(view)}
        return {labels.get(key, key): text for key, text in view.get("errors", {}).items()}

    @property
    def fields(self) -> list[str]:
        """The labels of everything that can be filled in."""
        return [field.label for field in stateful(fields_in(self._payload()))]

    def value(self, name: str) -> str:
        """What stands in a field now."""
        field = self._field(name)
        block_id, action_id = field.ids
        values: Mapping[str, Any] = self._payload()["state"]["values"]
        state = values.get(block_id, {}).get(action_id, {})
        return shown(field, state, self.wire.names())

    def options(self, name: str, query: str) -> list[str]:
        """What an external select offers for `query`."""
        return [option_text(option) for option in self._asker(self._field(name))(query)]

    def fills(self, name: str, value: Any) -> Modal:
        """Put `value` into the field of that label (or placeholder or block_id).

        See `fields.value_for` for what may be given; None empties the field.
        """
        field = self._field(name)
        state = value_for(field, value, self.wire, self._asker(field))
        if field.dispatches:
            self._touch(field, state)
        else:
            block_id, action_id = field.ids
            self.wire.do(
                "state",
                view_id=self.view_id,
                block_id=block_id,
                action_id=action_id,
                value=state,
            )
        return self

    def picks(self, name: str, query: str) -> Modal:
        """Type `query` into an external select and take the option that contains it."""
        return self.fills(name, query)

    def chooses(self, menu: str, option: str | None = None) -> Modal | None:
        """Take an option of a menu that is not a field; answers what is on top then."""
        self._choose(menu, option)
        return self._top()

    def clicks(self, text: str) -> Modal | None:
        """Click a button in it; answers the modal that is on top then, None when all closed."""
        self._click(text)
        return self._top()

    def submits(self) -> Modal | None:
        """Press the submit button. The modal that is on top then: this one with `errors`, the
        next one, the one below; None when all closed."""
        answer = self.wire.do("submit", view_id=self.view_id)
        top = self._top(answer["stack"])
        if top is not None:
            top.warning = answer.get("warning")
        return top

    def closes(self, *, clear: bool = False) -> Modal | None:
        """Press the close button, or the cross for all; answers the modal below, if any."""
        return self._top(self.wire.do("close", view_id=self.view_id, clear=clear)["stack"])

    def next_modal(self, title: str) -> Modal:
        """Wait until a modal of that title is on top, and return it. Raises AssertionError."""
        found = wait_for_modal(self.wire, title)
        if found is None:
            raise AssertionError(f"no modal {title!r} opened after {self._what()}")
        return found

    def sees(self, text: str) -> Modal:
        """Wait until it shows `text`. Raises AssertionError with what it shows instead."""
        goal = same(text)
        if self.wire.wait_for(lambda: True if goal in same(self.text) else None) is None:
            raise AssertionError(f"{self._what()} does not show {text!r} but:\n{self.text}")
        return self

    def _top(self, stack: list[Json] | None = None) -> Modal | None:
        views = self.wire.open_modals() if stack is None else stack
        if not views:
            return None
        return self if views[-1]["id"] == self.view_id else Modal(self.wire, views[-1]["id"])

    def _field(self, name: str) -> Field:
        found = self.wire.wait_for(lambda: by_name(name, stateful(fields_in(self._payload()))))
        if found is None:
            has = ", ".join(repr(label) for label in self.fields) or "no fields"
            raise AssertionError(f"{self._what()} has no field {name!r}; it has {has}")
        return found

    def _payload(self) -> Json:
        stack = self.wire.open_modals()
        for view in stack:
            if view["id"] == self.view_id:
                return view
        titles = ", ".join(repr(view["title"]["text"]) for view in stack) or "nothing"
        raise AssertionError(f"this modal is no longer open; open is {titles}")

    def _what(self) -> str:
        return f"the modal {self.title!r}"

    def _container(self) -> Json:
        return {"type": "view", "view_id": self.view_id}


def wait_for_modal(wire: Wire, title: str | None = None) -> Modal | None:
    """The topmost open modal, waited for; None when no modal (of that title) opens in time."""

    def find_modal() -> Modal | None:
        stack = wire.open_modals()
        if not stack or (title is not None and stack[-1]["title"]["text"] != title):
            return None
        return Modal(wire, stack[-1]["id"])

    return wire.wait_for(find_modal)


class Home(Touchable):
    """The app's home tab, read anew at every look."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def clicks(self, text: str) -> Home:
        """Click a button, or the entry of an overflow menu, of that text."""
        self._click(text)
        return self

    def chooses(self, menu: str, option: str | None = None) -> Home:
        self._choose(menu, option)
        return self

    def sees(self, text: str) -> Home:
        """Wait until it shows `text`. Raises AssertionError with what it shows instead."""
        goal = same(text)
        if self.wire.wait_for(lambda: True if goal in same(self.text) else None) is None:
            raise AssertionError(f"the home tab does not show {text!r} but:\n{self.text}")
        return self

    def _payload(self) -> Json:
        view = self.wire.mine("home")["view"]
        if view is None:
            raise AssertionError("the home tab is empty: the app has published nothing")
        return dict(view)

    def _what(self) -> str:
        return "the home tab"

    def _container(self) -> Json:
        return {"type": "view", "view_id": self._payload()["id"]}
