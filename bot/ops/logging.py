"""Sets up logging: one line for each event, readable on a terminal and as JSON elsewhere.

Every command calls `configure_logging` once. People's texts, names and addresses, and tokens, are
removed from every line, even from the lines of libraries.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

from domain import log_privacy

# The lowest level that is logged for each library. At DEBUG, slack_sdk and Bolt log whole messages.
_LOWEST_LEVELS = {
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
# These log the whole body of a request with a wrong signature.
_SILENCED_LOGGERS = ("slack_bolt.RequestVerification", "slack_bolt.AsyncRequestVerification")

# Matches the request at the end of Bolt's warnings, with the space before it, as in "Unhandled
# request ({'type': ...})".
_REQUEST_IN_WARNING = re.compile(r"(?<!\s)\s*\(\{.*", re.DOTALL)


def configure_logging(
    level: str = "INFO", json: bool | None = None, stream: TextIO | None = None
) -> None:
    """Sends the logs of structlog and of the standard library to `stream`, or to standard error.

    `level` is a name such as INFO. If `json` is None, the format is JSON unless the stream is a
    terminal. A later call replaces the configuration.
    """
    target = sys.stderr if stream is None else stream
    as_json = not target.isatty() if json is None else json
    first_processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            # rich's tracebacks print local variables, which contain people's texts.
            exception_formatter=structlog.dev.plain_traceback,
            colors=target.isatty(),
        )
    )
    handler = logging.StreamHandler(target)
    handler.addFilter(_is_wanted)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=first_processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redact,
                renderer,
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # At DEBUG this logger formats the body of every call, even if a filter drops the line later.
    sdk_level = max(_LOWEST_LEVELS["slack_sdk"], logging.getLogger().level)
    logging.getLogger("slack_sdk.web.base_client").setLevel(sdk_level)
    # uvicorn may have set its own handlers, which would print each line a second time.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
        logging.getLogger(name).setLevel(_LOWEST_LEVELS.get(name, logging.NOTSET))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *first_processors,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # so that a later call also changes existing loggers
    )


def redact(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A structlog processor that removes personal data, and the requests in Bolt's warnings."""
    if str(event.get("logger", "")).startswith("slack_bolt."):
        event["event"] = _REQUEST_IN_WARNING.sub("", str(event["event"]))
    return log_privacy.remove_personal(event)


def _is_wanted(record: logging.LogRecord) -> bool:
    """Whether to log the record. Levels would not be enough: Bolt sets those of its own loggers."""
    if record.name in _SILENCED_LOGGERS:
        return False
    return all(
        record.levelno >= lowest
        for name, lowest in _LOWEST_LEVELS.items()
        if record.name == name or record.name.startswith(f"{name}.")
    )
