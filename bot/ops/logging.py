"""Logging: one line for each event, readable on a terminal and as JSON elsewhere.

Starts at `configure_logging`, which a command calls once. What people wrote, their names and
addresses, and tokens are taken out of every line, whichever library wrote it.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

# Keys whose values come from people. They are dropped at any depth.
_PEOPLE = "display_name first_name last_name name phone profile real_name user_name username"
_WORDS = "candidate comment email emails evidence form message_text note submission text values"
_SLACKS = "actions attachments blocks body headers payload view"
PERSONAL = frozenset(f"{_PEOPLE} {_WORDS} {_SLACKS}".split())
# Libraries' loggers that say too much: at DEBUG slack_sdk and Bolt write whole messages.
_FLOORS = {
    "alembic": logging.INFO,
    "apscheduler": logging.WARNING,
    "asyncio": logging.INFO,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "slack_bolt": logging.INFO,
    "slack_sdk": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "urllib3": logging.WARNING,
    "uvicorn.access": logging.WARNING,
}
# On a bad signature Bolt writes the whole body at INFO (SLACK.md 3). The answer 401 is enough.
_SILENT = ("slack_bolt.RequestVerification", "slack_bolt.AsyncRequestVerification")

_TOKEN = re.compile(r"\b(xox[a-z]|xapp|xoxe)[-.][A-Za-z0-9.-]{4,}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Bolt's warnings end with the request, as in "Unhandled request ({'type': ...})".
_REQUEST = re.compile(r"\s*\(\{.*", re.DOTALL)


def configure_logging(
    level: str = "INFO", json: bool | None = None, stream: TextIO | None = None
) -> None:
    """Sends all logging, structlog's and the standard library's, to one stream (standard error).

    `level` is a name such as INFO. `json` None means: unless the stream is a terminal. May be
    called again; the last call counts.
    """
    target = sys.stderr if stream is None else stream
    as_json = not target.isatty() if json is None else json
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(
            # The richer one prints local variables, and those hold people's words.
            exception_formatter=structlog.dev.plain_traceback,
            colors=target.isatty(),
        )
    )
    handler = logging.StreamHandler(target)
    handler.addFilter(_worth_a_line)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                leave_out_people,
                renderer,
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # The SDK asks its logger's own level, not the one that holds: left alone, it would put every
    # call's whole body into words that nobody reads.
    floor = max(_FLOORS["slack_sdk"], logging.getLogger().level)
    logging.getLogger("slack_sdk.web.base_client").setLevel(floor)
    # uvicorn sets its own handlers unless it is told log_config=None; these would print twice.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
        logging.getLogger(name).setLevel(_FLOORS.get(name, logging.NOTSET))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # a second call must reach loggers already made
    )


def leave_out_people(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A structlog processor: drops PERSONAL keys, and tokens and e-mail addresses in any text.

    The names of what was dropped stay, under `left_out`.
    """
    dropped: set[str] = set()
    logger = str(event.get("logger", ""))
    if logger.startswith("slack_bolt."):
        event["event"] = _REQUEST.sub("", str(event["event"]))
    cleaned: EventDict = {
        key: _clean(value, dropped) for key, value in event.items() if not _personal(key, dropped)
    }
    if dropped:
        cleaned["left_out"] = sorted(dropped)
    return cleaned


def _personal(key: object, dropped: set[str]) -> bool:
    personal = str(key).lower() in PERSONAL
    if personal:
        dropped.add(str(key))
    return personal


def _clean(value: Any, dropped: set[str]) -> Any:
    if isinstance(value, str):
        return _EMAIL.sub("[e-mail]", _TOKEN.sub(r"\1-[token]", value))
    if isinstance(value, Mapping):
        return {
            key: _clean(inner, dropped)
            for key, inner in value.items()
            if not _personal(key, dropped)
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(inner, dropped) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return _clean(str(value), dropped)


def _worth_a_line(record: logging.LogRecord) -> bool:
    """Floors hold at the handler: Bolt overwrites the levels of its own loggers."""
    if record.name in _SILENT:
        return False
    return all(
        record.levelno >= floor
        for name, floor in _FLOORS.items()
        if record.name == name or record.name.startswith(f"{name}.")
    )
