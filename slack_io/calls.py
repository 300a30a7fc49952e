"""Makes calls to Slack's Web API, and returns their results as values.

No other module calls the SDK's web client. No call is repeated automatically: the SDK's retry after
a broken connection would post a message twice (docs/decisions/014-outbox-and-true-messages.md).
"""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackRequestError

from domain.observer import NullObserver, Observer
from domain.outcomes import INACTIVE_ACCOUNT, CallOutcome
from slack_io.proxies import exempt_this_machine
from slack_io.results import (
    UNREADABLE,
    UNREADABLE_ERRORS,
    CallResult,
    result_of_refusal,
    result_of_response,
    result_without_answer,
)
from slack_io.token_monitor import CHECK_METHOD, TokenMonitor


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for an answer, by what the call is for.

    `post`: after this time we do not know whether the message was posted. `view`: Slack accepts a
    view within three seconds of the click. `read`: a clean stop waits this long for a running call.
    `file`: for the transfer of a file of up to 10 MB.
    """

    post: int = 10
    view: int = 3
    read: int = 8
    file: int = 30


class SlackCalls:
    """Makes calls with the token of one workspace. Safe from any thread.

    Its subclasses `FileCalls` and `SlackClient` have the methods of the Web API.
    """

    def __init__(
        self,
        token: str,
        api_url: str,
        timeouts: Timeouts | None = None,
        observer: Observer | None = None,
    ) -> None:
        exempt_this_machine(api_url)
        self.stopping = threading.Event()  # once it is set, no further page of a list is read
        self._token = token
        self._api_url = api_url
        # All clients share one context, because a new one reads all certificates of the system
        # again.
        self._ssl = ssl.create_default_context() if api_url.startswith("https:") else None
        self._timeouts = timeouts or Timeouts()
        self._observer = observer or NullObserver()
        self._token_monitor = TokenMonitor()
        self._post_client = self._web_client(self._timeouts.post)
        self._view_client = self._web_client(self._timeouts.view)
        self._read_client = self._web_client(self._timeouts.read)

    def _web_client(self, timeout: int, token: str | None = None) -> WebClient:
        return WebClient(
            token=token or self._token,
            base_url=self._api_url,
            timeout=timeout,
            ssl=self._ssl,
            retry_handlers=[],
        )

    def bolt_client(self) -> WebClient:
        """Returns a client for Bolt, which copies it for each payload and sets the token itself."""
        return WebClient(
            base_url=self._api_url,
            timeout=self._timeouts.read,
            ssl=self._ssl,
            retry_handlers=[],
        )

    def socket_client(self, app_token: str) -> WebClient:
        """Returns a client for Socket Mode, with the app-level token and the certificates."""
        return self._web_client(self._timeouts.read, app_token)

    def _write(
        self,
        client: WebClient,
        method: str,
        arguments: Mapping[str, Any],
        returns: str = "ok",
        *,
        as_form: bool = False,
    ) -> CallResult:
        """Makes a call that changes something, so that without an answer its outcome is unknown.

        `returns` names a field that every complete answer has. `as_form` is for methods that accept
        no JSON.
        """
        as_json = None if as_form else dict(arguments)
        form = dict(arguments) if as_form else None
        try:
            result = result_of_response(client.api_call(method, params=form, json=as_json))
        except SlackApiError as error:
            result = result_of_refusal(error)
        except (OSError, HTTPException, SlackRequestError) as error:
            result = result_without_answer(error)
        except UNREADABLE_ERRORS:
            result = UNREADABLE
        if result.ok and not result.data.get(returns):
            result = UNREADABLE
        return self._observe(method, result)

    def _read(self, method: str, **arguments: Any) -> CallResult:
        """Makes a call that changes nothing. Several such methods accept a form, but no JSON."""
        try:
            result = result_of_response(self._read_client.api_call(method, params=arguments))
        except SlackApiError as error:
            result = result_of_refusal(error)
        except (OSError, HTTPException, SlackRequestError, *UNREADABLE_ERRORS) as error:
            result = CallResult(CallOutcome.TRY_AGAIN, error=type(error).__name__)
        return self._observe(method, result)

    def _observe(self, method: str, result: CallResult) -> CallResult:
        """Counts the call, and checks the token if Slack seems to refuse it.

        If auth.test accepts the token, the account that Slack calls inactive is the recipient's.
        The call may then be tried again.
        """
        self._observer.record_call(method, result.outcome)
        is_accepted = self._token_monitor.record(method, result) and self.fetch_identity().ok
        if is_accepted and result.error == INACTIVE_ACCOUNT:
            return replace(result, outcome=CallOutcome.TRY_AGAIN)
        return result

    def _read_pages(self, method: str, **arguments: Any) -> Iterator[CallResult]:
        """Yields each page of a list.

        The last one is a failed result if Slack refused a page or the process is stopping.
        """
        cursor = ""
        while True:
            if self.stopping.is_set():
                yield CallResult(CallOutcome.TRY_AGAIN, error="stopping", outage=True)
                return
            page = self._read(method, **arguments, **({"cursor": cursor} if cursor else {}))
            yield page
            cursor = next_cursor(page)
            if not page.ok or not cursor:
                return

    @property
    def token_problem(self) -> str | None:
        """A sentence about a token that Slack no longer accepts, or None."""
        return self._token_monitor.problem

    def fetch_identity(self) -> CallResult:
        """Returns the workspace and the bot user that the token belongs to (auth.test)."""
        return self._read(CHECK_METHOD)


def next_cursor(page: CallResult) -> str:
    return (page.data.get("response_metadata") or {}).get("next_cursor") or ""
