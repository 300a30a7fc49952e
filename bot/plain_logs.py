"""structlog without rich, which it takes along where it is installed.

Our lines do not use it: a traceback drawn by rich shows local variables, and those hold people's
words (`bot.logs`). It would be 4 MiB, 0.03 s of each start, and nothing else.
"""

from __future__ import annotations

import importlib
import sys

_NAME = "rich"


def import_structlog() -> None:
    """Before anything else does. Rich can be imported afterwards, by who prints for a person."""
    if _NAME in sys.modules:
        return
    # None says "there is none" (Python's reference, "The module cache"); structlog minds little.
    sys.modules[_NAME] = None  # type: ignore[assignment]
    try:
        importlib.import_module("structlog")
    finally:
        del sys.modules[_NAME]
