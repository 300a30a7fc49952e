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
    """How a call ended. `retry_after` is in seconds, or 0 if no wait was asked for.

    `error` is Slack's error name, or one of ours if Slack sent none, or "" after a success.

    `unreachable`: no connection to Slack could be made, so the request was certainly not read.
    `outage`: Slack did not answer or reported an outage, so the same request may succeed later.
    `scopes` are those of the token, with commas between them; None if Slack did not say.
    """

    outcome: CallOutcome
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    retry_after: int = 0
    unreachable: bool = False
    outage: bool = False
    scopes: str | None = None

    @property
    def ok(self) -> bool:
        return self.outcome is CallOutcome.SENT


# The status says success, but the content is not Slack's, so the outcome is unknown.
UNREADABLE = CallResult(CallOutcome.UNKNOWN, error="unreadable_answer", outage=True)
# The SDK raises these for an answer that is no JSON object, not UTF-8 or of an unknown encoding.
UNREADABLE_ERRORS = (ValueError, AttributeError, LookupError)


def result_of_response(response: SlackResponse) -> CallResult:
    """Returns the result of a call that raised no error.

    It is `UNREADABLE` unless Slack says that the call was carried out.
    """
    data = response.data
    if not isinstance(data, dict) or data.get("ok") is not True:
        return UNREADABLE
    return CallResult(CallOutcome.SENT, data, scopes=_read_scopes(response.headers))


def _read_scopes(headers: Mapping[str, Any]) -> str | None:
    """Reads the header X-OAuth-Scopes (docs.slack.dev/authentication/installing-with-oauth)."""
    for name, value in headers.items():
        if name.lower() == "x-oauth-scopes":
            return value if isinstance(value, str) else None
    return None


def result_of_refusal(error: SlackApiError) -> CallResult:
    """Returns the result of a call that Slack, or a proxy on the way, answered with an error.

    An answer without an error name comes from a proxy. The exception is a 404 with a JSON body: it
    means that the server does not know the method.
    """
    response = error.response
    data = response.data if isinstance(response.data, dict) else {}
    status = int(response.status_code)
    method_unknown = status == 404 and not data.get("error")
    name = "unknown_method" if method_unknown else _read_error_name(data)
    if not name and 200 <= status < 300:
        return UNREADABLE
    seconds = str(response.headers.get("Retry-After", "0"))
    return CallResult(
        outcome=classify_response(name, status),
        data=data,
        error=name or f"http_{status}",
        retry_after=int(seconds) if seconds.isdigit() else 0,
        outage=status >= 500 or not name or name in _OUTAGE_ERRORS,
    )


def _read_error_name(data: Mapping[str, Any]) -> str:
    """Returns Slack's error name, which is one word, or "" if there is none.

    The SDK writes a whole sentence into the same field when the answer is not JSON.
    """
    name = data.get("error")
    return name if isinstance(name, str) and len(name.split()) == 1 else ""


def result_without_answer(error: Exception) -> CallResult:
    """Returns the result of a call that changes something and got no answer.

    The outcome is unknown, unless the request certainly did not reach Slack.
    """
    cause = error.reason if isinstance(error, URLError) else error
    unreachable = _is_connection_failure(cause)
    return CallResult(
        classify_no_answer(request_left=not unreachable),
        error=type(cause).__name__,
        unreachable=unreachable,
        outage=True,
    )


def _is_connection_failure(cause: object) -> bool:
    """Whether no connection was made, so that the request was certainly not sent.

    That is so for an unknown host name, no route, a closed port, and an invalid certificate.
    """
    if isinstance(cause, OSError) and cause.errno == errno.ENETUNREACH:
        return True
    connection_errors = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)
    return isinstance(cause, connection_errors)
