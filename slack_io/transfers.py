"""Downloads and uploads the content of files, at addresses outside the Web API."""

from __future__ import annotations

from dataclasses import replace
from http.client import HTTPException
from ssl import SSLContext
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from domain.outcomes import CallOutcome
from slack_io.results import CallResult, result_without_answer

# If the token may not read a file, Slack answers with its sign-in page and status 200
# (slackapi/bolt-js#2585).
_SIGN_IN_PAGE: Final = CallResult(CallOutcome.FORBIDDEN, error="sign_in_page")

# Slack's hosts for files and for the Web API (docs.slack.dev/govslack).
_SLACK_HOST_ENDINGS: Final = (".slack.com", ".slack-gov.com")


def may_have_token(url: str, api_url: str) -> bool:
    """Whether the bot's token may be sent to the address that Slack gives for a file.

    It may be sent to Slack and to the host of `api_url`. A file in another service, such as Google
    Drive, has an address of that service.
    """
    try:
        parts, api = urlsplit(url), urlsplit(api_url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if (parts.scheme, parts.netloc) == (api.scheme, api.netloc):
        return True
    return parts.scheme == "https" and host.endswith(_SLACK_HOST_ENDINGS)


def fetch_bytes(
    url: str, token: str, seconds: float, ssl: SSLContext | None, max_bytes: int
) -> CallResult:
    """Downloads a private file, with a time-out in `seconds`. `data["content"]` has its bytes.

    A file of more than `max_bytes`, and one that the token may not read, gives FORBIDDEN.
    The token is not sent to an address to which Slack redirects the request.
    """
    if not url.startswith(("https://", "http://")):
        return CallResult(CallOutcome.TRY_AGAIN, error="unreadable_address", outage=True)
    request = Request(url)  # noqa: S310 - the scheme is checked above
    request.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with urlopen(request, timeout=seconds, context=ssl) as response:  # noqa: S310
            if response.headers.get_content_type() == "text/html":
                return _SIGN_IN_PAGE
            content = response.read(max_bytes + 1)
    except HTTPError as error:
        if error.code in (404, 410):
            return CallResult(CallOutcome.FILE_GONE, error="file_not_found")
        return CallResult(CallOutcome.TRY_AGAIN, error=f"http_{error.code}", outage=True)
    except (OSError, HTTPException) as error:
        return CallResult(CallOutcome.TRY_AGAIN, error=type(error).__name__, outage=True)
    if len(content) > max_bytes:
        return CallResult(CallOutcome.FORBIDDEN, error="file_too_large")
    return CallResult(CallOutcome.SENT, data={"content": content})


def send_bytes(url: str, content: bytes, seconds: float, ssl: SSLContext | None) -> CallResult:
    """Sends a file to the address that files.getUploadURLExternal gave; times out after `seconds`.

    A failed transfer may be tried again from the beginning, because nobody sees a file before it is
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
        # Only the host of files is unreachable. Messages go to another host and are still sent.
        return replace(result_without_answer(error), unreachable=False)
