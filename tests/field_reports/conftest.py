"""The log of a story, one JSON object in each line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog

from bot.ops.logging import configure_logging


@pytest.fixture
def log() -> Iterator[StringIO]:
    stream = StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure_logging("INFO", json=True, stream=stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = before
    root.setLevel(level)
