"""Ids in the values of buttons and menus and in private metadata: how they are written and read.

Whatever cannot be read becomes 0, an id that no row has, so that the lookup refuses it. A value
that is more than one id is written and read by the view that shows the button.
"""

from __future__ import annotations

MAX_ID = 2**31 - 1  # the largest INTEGER of PostgreSQL, which refuses to compare with more


def parse_id(text: str) -> int:
    """An id that came back from Slack; 0, which no row has, for anything else."""
    number = int(text) if text.isdecimal() and len(text) <= len(str(MAX_ID)) else 0
    return number if number <= MAX_ID else 0
