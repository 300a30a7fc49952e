"""Imports without a search for garbage: a hundred thousand objects come, and all of them stay.

Python would look through them again and again meanwhile, which is a tenth of the start.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_stays() -> Iterator[None]:
    """No search for garbage in this block."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def never_look_again() -> None:
    """What is there now stays until the end: later searches pass it over, and nobody waits.

    With everything that a start brings along, one search takes longer than a click.
    """
    gc.freeze()
