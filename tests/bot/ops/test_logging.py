"""Every library logs to one stream, and nothing personal gets there."""

from __future__ import annotations

import io
import json
import logging
import socket
from collections.abc import Iterator
from typing import Any
from urllib.error import URLError

import pytest
import structlog
from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_sdk import WebClient

from bot.ops.logging import configure_logging
from tests.logs import restored_logging


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    with restored_logging():
        yield


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_off_a_terminal_each_line_is_json_with_level_logger_and_time(stream: io.StringIO) -> None:
    configure_logging("INFO", stream=stream)
    structlog.get_logger("delivery.worker").info("sent", outbox=3)
    (line,) = lines(stream)
    assert line["event"] == "sent"
    assert (line["level"], line["logger"], line["outbox"]) == ("info", "delivery.worker", 3)
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\x1e", "\r", "\ud800"])
def test_a_value_that_looks_like_a_line_break_stays_on_its_line(
    stream: io.StringIO, mark: str
) -> None:
    configure_logging("INFO", stream=stream)
    structlog.get_logger("bot.dispatch").info("unknown_team", team=f"T0{mark}OTHER")
    (line,) = lines(stream)
    assert line["team"] == f"T0{mark}OTHER"
    assert stream.getvalue().isascii()


def test_lines_can_be_plain_text_instead_of_json(stream: io.StringIO) -> None:
    configure_logging("INFO", json=False, stream=stream)
    structlog.get_logger("delivery.worker").info("sent", outbox=3)
    assert "sent" in stream.getvalue()
    assert "outbox=3" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


def test_the_level_holds_and_the_last_call_counts(stream: io.StringIO) -> None:
    log = structlog.get_logger("bot.x")
    configure_logging("DEBUG", stream=io.StringIO())
    log.debug("before")
    configure_logging("WARNING", stream=stream)
    log.info("quiet")
    log.warning("loud")
    assert [line["event"] for line in lines(stream)] == ["loud"]


@pytest.mark.parametrize("as_json", [True, False])
def test_what_people_wrote_is_left_out_at_any_depth(stream: io.StringIO, as_json: bool) -> None:
    configure_logging("INFO", json=as_json, stream=stream)
    structlog.get_logger("bot.x").info(
        "stored",
        text="she rebuilt our on-call",
        user={"id": "U1", "real_name": "Ada Lovelace", "profile": {"email": "ada@example.com"}},
        rows=[{"Body": "she rebuilt our on-call"}],
        to="ada@example.com",
        token="xoxb-12345-abcdef",
    )
    written = stream.getvalue()
    for personal in ("on-call", "Lovelace", "ada@", "12345"):
        assert personal not in written
    assert "U1" in written
    assert "real_name" in written  # the names of what was left out stay


def test_an_exception_is_logged_without_addresses_tokens_or_variables(
    stream: io.StringIO,
) -> None:
    configure_logging("INFO", json=False, stream=stream)
    candidate = "Grace Hopper"
    try:
        raise ValueError(f"no ada@example.com, xapp-1-A2-secret, {len(candidate)}")
    except ValueError:
        structlog.get_logger("bot.x").exception("failed")
    written = stream.getvalue()
    assert "ValueError" in written
    assert "ada@" not in written
    assert "A2-secret" not in written
    assert "Grace" not in written


def test_libraries_speak_on_the_same_stream_once(stream: io.StringIO) -> None:
    logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler(stream))
    configure_logging("DEBUG", stream=stream)
    logging.getLogger("uvicorn.error").info("started on %s", 8080)
    logging.getLogger("apscheduler.executors.default").info("Running job")
    logging.getLogger("slack_sdk.web.base_client").debug("Sending a request")
    assert [line["event"] for line in lines(stream)] == ["started on 8080"]


def test_a_forged_request_leaves_nothing_of_its_body_in_the_log(stream: io.StringIO) -> None:
    configure_logging("DEBUG", stream=stream)
    app = App(token="xoxb-1-2-abc", signing_secret="right", token_verification_enabled=False)
    answer = app.dispatch(BoltRequest(body="command=/refer&text=Grace", headers={}))
    assert answer.status == 401
    assert "Grace" not in stream.getvalue()


def test_bolt_s_warning_about_an_unknown_action_does_not_quote_the_request(
    stream: io.StringIO,
) -> None:
    configure_logging("INFO", stream=stream)
    app = App(token="xoxb-1-2-abc", signing_secret="right", token_verification_enabled=False)
    logger = app.logger
    logger.warning("Unhandled request ({'type': 'block_suggestion', 'value': 'Grace'})\nAdvice")
    assert [line["event"] for line in lines(stream)] == ["Unhandled request"]


class Heard(str):
    """What a person wrote. `formatted` counts how often it was formatted for a line of the log."""

    formatted = 0

    def __repr__(self) -> str:
        Heard.formatted += 1
        return super().__repr__()


def test_a_call_of_slack_is_not_formatted_for_a_line_that_is_not_logged(
    stream: io.StringIO,
) -> None:
    configure_logging("INFO", stream=stream)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens there
        client = WebClient("xoxb-1-test", f"http://127.0.0.1:{taken.getsockname()[1]}/api/")
        client.retry_handlers = []
        with pytest.raises(URLError):
            client.api_call("chat.postMessage", json={"text": Heard("Grace was the best.")})
    assert Heard.formatted == 0
