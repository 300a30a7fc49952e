"""What messages, modals and the home tab share: a text to read, buttons and menus to touch."""

from __future__ import annotations

from typing import Any

from sandbox.blockkit.objects import options_of
from sandbox.blockkit.reading import visible_text
from sandbox.driver.client import Wire, pick_by_text
from sandbox.driver.fields import Field, buttons, by_name, choose, fields_in, value_for

Json = dict[str, Any]


class Touchable:
    """Something with blocks in it that can be clicked."""

    wire: Wire

    def _what(self) -> str:
        """How it is called in a failure."""
        raise NotImplementedError

    def _payload(self) -> Json:
        raise NotImplementedError

    def _container(self) -> Json:
        raise NotImplementedError

    @property
    def text(self) -> str:
        """All that a person reads in it; mentions are `@handle`."""
        return visible_text(self._payload(), self.wire.names())

    @property
    def buttons(self) -> list[str]:
        return [field.caption for field in buttons(fields_in(self._payload()))]

    def choices(self, name: str = "") -> list[str]:
        """The texts that a menu, radio group or list of checkboxes offers."""
        return self._chooser(name, None).options()

    def _click(self, text: str) -> None:
        fields = fields_in(self._payload())
        clickable = buttons(fields)
        found = pick_by_text(text, [field.caption for field in clickable])
        if found is not None:
            self._touch(clickable[found], {})
            return
        for field in fields:
            if field.kind == "overflow" and pick_by_text(text, field.options()) is not None:
                option = choose(text, options_of(field.element), "the menu")
                self._touch(field, {"selected_option": option})
                return
        raise AssertionError(f"{self._what()} has no button {text!r}; it has {self._offer()}")

    def _choose(self, name: str, option: str | None) -> None:
        if option is None:
            name, option = "", name
        field = self._chooser(name, option)
        if field.kind == "overflow":
            chosen = choose(option, options_of(field.element), "the menu")
            self._touch(field, {"selected_option": chosen})
        else:
            self._touch(field, value_for(field, option, self.wire, self._asker(field)))

    def _chooser(self, name: str, option: str | None) -> Field:
        kinds = ("overflow", "radio_buttons", "checkboxes")
        fields = fields_in(self._payload())
        menus = [f for f in fields if f.kind in kinds or f.kind.endswith("_select")]
        if option is not None and not name:
            menus = [f for f in menus if pick_by_text(option, f.options()) is not None]
        found = by_name(name, menus) if name else next(iter(menus), None)
        if found is None:
            wanted = f"menu {name!r}" if name else f"menu that offers {option!r}"
            raise AssertionError(f"{self._what()} has no {wanted}; it has {self._offer()}")
        return found

    def _touch(self, field: Field, value: Json) -> None:
        block_id, action_id = field.ids
        self.wire.do(
            "click",
            container=self._container(),
            block_id=block_id,
            action_id=action_id,
            value=value,
        )

    def _asker(self, field: Field) -> Any:
        def ask(query: str) -> list[Json]:
            block_id, action_id = field.ids
            answer = self.wire.do(
                "suggest",
                container=self._container(),
                block_id=block_id,
                action_id=action_id,
                query=query,
            )
            return options_of(answer)

        return ask

    def _offer(self) -> str:
        fields = fields_in(self._payload())
        shown_buttons = ", ".join(repr(caption) for caption in self.buttons) or "no buttons"
        menus = [
            f"{field.label!r} ({', '.join(field.options())})"
            for field in fields
            if field.kind not in ("button", "icon_button")
        ]
        return f"{shown_buttons}" + (f"; menus and fields: {'; '.join(menus)}" if menus else "")
