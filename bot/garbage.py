"""When Python looks for garbage: not during a start, and never among what the start brought.

A start makes a hundred thousand objects, and all of them stay. Looking through them again and
again is a tenth of the start, and each time takes as long as ten clicks.
"""

from __future__ import annotations

import gc


def not_yet() -> None:
    """No search from here on. A short command is over before one is needed."""
    gc.disable()


def from_now_on() -> None:
    """What is there now stays until the end, and is passed over; what comes is looked through."""
    gc.freeze()
    gc.enable()
