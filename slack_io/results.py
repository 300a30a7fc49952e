"""`CallResult`: the result of a call to Slack's Web API.

It is made from the response that the SDK returned or from the exception that it raised.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from domain.outcomes import CallOutcome, classify_no_answer, classify_response

# Slack sends these errors, with any HTTP status, during an outage.
_OUTAGE_ERRORS = frozenset({"service_unavailable", "request_timeout"})


@dataclass(frozen=True, slots=True)
class CallResult:
    """How a call ended. `retry_after` is in seconds; `error` is Slack's own error name.

    `unreachable`: no connection to Slack could be made, so the request was certainly not read.
    `outage`: Slack did not answer or reported an outage, so the request itself may be valid.
    """

    outcome: CallOutcome
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    retry_after: int = 0
    unreachable: bool = False
    outage: bool = False

    @property
    def ok(self) -> bool:
        return self.outcome is CallOutcome.SENT


class SlackReadError(Exception):
    """Slack refused a read or did not answer it. Nothing has changed on our side."""

    def __init__(self, method: str, result: CallResult) -> None:
        super().__init__(f"{method}: {result.error}")
        self.result = result


def result_of_response(response: SlackResponse) -> CallResult:
    return CallResult(CallOutcome.SENT, response.data if isinstance(response.data, dict) else {})


def result_of_refusal(error: SlackApiError) -> CallResult:
    """A 404 without an error name means that the server does not know the method."""
    response = error.response
    data = response.data if isinstance(response.data, dict) else {}
    status = int(response.status_code)
    name = str(data.get("error") or "") or ("unknown_method" if status == 404 else "")
    seconds = str(response.headers.get("Retry-After", "0"))
    return CallResult(
        outcome=classify_response(name, status),
        data=data,
        error=name or f"http_{status}",
        retry_after=int(seconds) if seconds.isdigit() else 0,
        outage=status >= 500 or name in _OUTAGE_ERRORS,
    )


def result_without_answer(error: Exception) -> CallResult:
    """The result of a call that changes something. The outcome is unknown, unless the request
    certainly did not reach Slack."""
    cause = error.reason if isinstance(error, URLError) else error
    unreachable = _never_connected(cause)
    return CallResult(
        classify_no_answer(request_left=not unreachable),
        error=type(cause).__name__,
        unreachable=unreachable,
        outage=True,
    )


def _never_connected(cause: object) -> bool:
    """Whether the name was not resolved, no route exists, the port is closed, or the certificate is
    wrong: then the request was not sent."""
    if isinstance(cause, OSError) and cause.errno == errno.ENETUNREACH:
        return True
    before_sending = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    return isinstance(cause, before_sending)
