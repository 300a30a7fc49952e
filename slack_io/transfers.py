"""Moves the bytes of files, which go over addresses of Slack's own and not over the Web API."""

from __future__ import annotations

from http.client import HTTPException
from ssl import SSLContext
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from domain.outcomes import CallOutcome
from slack_io.results import CallResult, result_without_answer


def send_bytes(url: str, content: bytes, seconds: float, ssl: SSLContext | None) -> CallResult:
    """Sends a file to the address that files.getUploadURLExternal has given.

    A failed transfer may be tried again from the beginning, as nobody sees a file before it is
    shared. See docs.slack.dev/messaging/working-with-files.
    """
    if not url.startswith(("https://", "http://")):
        return CallResult(CallOutcome.TRY_AGAIN, error="unreadable_address", outage=True)
    request = Request(  # noqa: S310 - the scheme is checked above
        url, data=content, headers={"Content-Type": "application/octet-stream"}, method="POST"
    )
    try:
        with urlopen(request, timeout=seconds, context=ssl):  # noqa: S310
            return CallResult(CallOutcome.SENT)
    except HTTPError as error:
        return CallResult(CallOutcome.TRY_AGAIN, error=f"http_{error.code}", outage=True)
    except (OSError, HTTPException) as error:
        return result_without_answer(error)
