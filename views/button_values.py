"""Parses the ids in the values of buttons and menus and in private metadata.

A value that is not an id becomes 0. No row has that id, so none is found. A value with more
than one id is written and parsed by the view that shows the button.
"""

from __future__ import annotations

MAX_ID = 2**31 - 1  # the largest INTEGER of PostgreSQL, which refuses larger parameters


def parse_id(text: str) -> int:
    """Return the id in `text`, or 0 if `text` is not an id. No row has the id 0."""
    number = int(text) if text.isdecimal() and len(text) <= len(str(MAX_ID)) else 0
    return number if number <= MAX_ID else 0
