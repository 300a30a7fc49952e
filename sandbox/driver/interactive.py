"""The base class with which tests read and use a message, a modal or the home tab."""

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
    """Something that shows blocks. A person reads its text, clicks buttons and chooses options."""

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
        """The texts of the options of the menu, radio group or checkboxes with this label.

        Without a name, the options of the first of these on the surface.
        """
        return self._find_menu(name, option=None).options()

    def _click(self, text: str) -> None:
        """Click the button, or choose the entry of an overflow menu, with this text."""
        fields = fields_in(self._payload())
        buttons = button_fields(fields)
        index = index_of_text(text, [button.caption for button in buttons])
        if index is not None:
            self._send_action(buttons[index], {})
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
        """Choose the option in the menu `name`.

        If `option` is None, `name` is the option, and the first menu that offers it is used.
        """
        if option is None:
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
        """The menu called `name`. If that is empty, the first menu, or the first with `option`.

        Raises AssertionError if there is none.
        """
        kinds = ("overflow", "radio_buttons", "checkboxes")
        fields = fields_in(self._payload())
        menus = [field for field in fields if field.kind in kinds or field.kind.endswith("_select")]
        if option is not None and not name:
            menus = [menu for menu in menus if index_of_text(option, menu.options()) is not None]
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
