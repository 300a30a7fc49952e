"""Parses the ids in the values of buttons and menus and in private metadata.

A value that is not an id becomes 0. No row has that id, so none is found. A value with more
than one id is written and parsed by the view that shows the button.
"""

from __future__ import annotations

# The action id of a menu whose choices are buttons. Each has the value "<action id>:<value>".
MORE_MENU = "more"
MAX_ID = 2**31 - 1  # the largest INTEGER of PostgreSQL, which refuses larger parameters


def parse_id(text: str) -> int:
    """Return the id in `text`, or 0 if `text` is not an id."""
    number = int(text) if text.isdecimal() and len(text) <= len(str(MAX_ID)) else 0
    return number if number <= MAX_ID else 0


def fold_button(action_id: str, value: str = "") -> str:
    """The value of a choice in a menu that does what the button would do."""
    return f"{action_id}:{value}"


def unfold_button(action_id: str, value: str) -> tuple[str, str]:
    """The action id and the value of the button, if a choice of such a menu was clicked."""
    if action_id != MORE_MENU:
        return action_id, value
    folded_id, _, folded_value = value.partition(":")
    return folded_id, folded_value
