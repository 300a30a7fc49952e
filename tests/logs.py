"""The log of a test: collected as text, or put back as it was after a test that configured it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import structlog

from bot.ops.logging import configure_logging


@contextmanager
def restored_logging() -> Iterator[None]:
    """Let the block configure logging. Afterwards it is configured as before."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    structlog_settings = structlog.get_config() if structlog.is_configured() else None
    try:
        yield
    finally:
        if structlog_settings is None:
            structlog.reset_defaults()
        else:
            structlog.configure(**structlog_settings)
        root.handlers[:] = handlers
        root.setLevel(level)


@contextmanager
def collected_log(level: str = "INFO", *, json: bool = True) -> Iterator[StringIO]:
    """Yield the text of what the block logs. As `json` each line is an object."""
    stream = StringIO()
    with restored_logging():
        configure_logging(level, json=json, stream=stream)
        yield stream
