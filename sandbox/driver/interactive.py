"""The base class of messages, modals and the home tab: text to read, buttons and menus to use."""

from __future__ import annotations

from typing import Any

from sandbox.blockkit.objects import list_options
from sandbox.blockkit.reading import visible_text
from sandbox.driver.client import PeopleClient, index_of_text
from sandbox.driver.fields import (
    Field,
    OptionLoader,
    button_fields,
    element_value,
    fields_in,
    find_field,
    find_option,
)

Json = dict[str, Any]


class InteractiveSurface:
    """Something that shows blocks: a person reads its text, clicks buttons, chooses options."""

    client: PeopleClient

    def _describe(self) -> str:
        """The name of this surface in failure messages."""
        raise NotImplementedError

    def _payload(self) -> Json:
        """The message or view as Slack stores it now."""
        raise NotImplementedError

    def _container(self) -> Json:
        """The ids of the message or view, as the routes under `/people` expect them."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """Everything that a person reads in it; a mention reads `@handle`."""
        return visible_text(self._payload(), self.client.names_by_id())

    @property
    def buttons(self) -> list[str]:
        return [field.caption for field in button_fields(fields_in(self._payload()))]

    def choices(self, name: str = "") -> list[str]:
        """The texts of the options in a menu, radio group or list of checkboxes.

        Without a name, the options of the first one.
        """
        return self._find_menu(name, option=None).options()

    def _click(self, text: str) -> None:
        fields = fields_in(self._payload())
        clickable = button_fields(fields)
        found = index_of_text(text, [field.caption for field in clickable])
        if found is not None:
            self._send_action(clickable[found], {})
            return
        for field in fields:
            if field.kind == "overflow" and index_of_text(text, field.options()) is not None:
                option = find_option(text, list_options(field.element), "the menu")
                self._send_action(field, {"selected_option": option})
                return
        raise AssertionError(
            f"{self._describe()} has no button {text!r}; it has {self._list_controls()}"
        )

    def _choose(self, name: str, option: str | None) -> None:
        if option is None:  # the only argument is the option; the menu is the one that offers it
            name, option = "", name
        field = self._find_menu(name, option)
        if field.kind == "overflow":
            chosen = find_option(option, list_options(field.element), "the menu")
            self._send_action(field, {"selected_option": chosen})
        else:
            self._send_action(
                field, element_value(field, option, self.client, self._option_loader(field))
            )

    def _find_menu(self, name: str, option: str | None) -> Field:
        """The menu of that name; without a name, the first menu, or the first with `option`.

        Raises AssertionError if there is none.
        """
        kinds = ("overflow", "radio_buttons", "checkboxes")
        fields = fields_in(self._payload())
        menus = [f for f in fields if f.kind in kinds or f.kind.endswith("_select")]
        if option is not None and not name:
            menus = [f for f in menus if index_of_text(option, f.options()) is not None]
        found = find_field(name, menus) if name else next(iter(menus), None)
        if found is None:
            wanted = f"menu {name!r}" if name else f"menu that offers {option!r}"
            raise AssertionError(
                f"{self._describe()} has no {wanted}; it has {self._list_controls()}"
            )
        return found

    def _send_action(self, field: Field, value: Json) -> None:
        block_id, action_id = field.ids
        self.client.post(
            "click",
            container=self._container(),
            block_id=block_id,
            action_id=action_id,
            value=value,
        )

    def _option_loader(self, field: Field) -> OptionLoader:
        def load_options(query: str) -> list[Json]:
            block_id, action_id = field.ids
            answer = self.client.post(
                "suggest",
                container=self._container(),
                block_id=block_id,
                action_id=action_id,
                query=query,
            )
            return list_options(answer)

        return load_options

    def _list_controls(self) -> str:
        fields = fields_in(self._payload())
        captions = ", ".join(repr(caption) for caption in self.buttons) or "no buttons"
        menus = [
            f"{field.label!r} ({', '.join(field.options())})"
            for field in fields
            if field.kind not in ("button", "icon_button")
        ]
        return captions + (f"; menus and fields: {'; '.join(menus)}" if menus else "")
