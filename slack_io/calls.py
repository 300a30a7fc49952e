"""Makes calls to Slack's Web API. A failed call returns a `CallResult`, too; none raises.

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
    """How many seconds to wait for Slack's answer, by the kind of the call."""

    post: int = 10
    """For calls that change messages. After this time it is unknown whether they did."""
    view: int = 3
    """For modals and App Home. Slack accepts no modal later than three seconds after the click."""
    read: int = 8
    """For calls that change nothing. A clean stop of the bot waits for one that has begun."""
    file: int = 30
    """For the transfer of a file of up to 10 MB."""


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
        # All clients share one TLS context, because each new context reads all certificates again.
        self._ssl = ssl.create_default_context() if api_url.startswith("https:") else None
        self._timeouts = timeouts or Timeouts()
        self._observer = observer or NullObserver()
        self._token_monitor = TokenMonitor()
        self._post_client = self._build_web_client(self._timeouts.post)
        self._view_client = self._build_web_client(self._timeouts.view)
        self._read_client = self._build_web_client(self._timeouts.read)

    def _build_web_client(self, timeout: int, token: str | None = None) -> WebClient:
        return WebClient(
            token=token or self._token,
            base_url=self._api_url,
            timeout=timeout,
            ssl=self._ssl,
            retry_handlers=[],
        )

    def build_bolt_client(self) -> WebClient:
        """Returns a client for Bolt, which copies it for each payload and sets the token itself."""
        return WebClient(
            base_url=self._api_url,
            timeout=self._timeouts.read,
            ssl=self._ssl,
            retry_handlers=[],
        )

    def build_socket_web_client(self, app_token: str) -> WebClient:
        """Returns a client for Socket Mode, with the app-level token and the certificates."""
        return self._build_web_client(self._timeouts.read, app_token)

    def _write(
        self,
        client: WebClient,
        method: str,
        arguments: Mapping[str, Any],
        required_field: str = "ok",
        *,
        as_form: bool = False,
    ) -> CallResult:
        """Makes a call that changes something. Without an answer, its outcome is unknown.

        `required_field` is in every complete answer. `as_form` is for methods that accept no JSON.
        """
        form, json = (dict(arguments), None) if as_form else (None, dict(arguments))
        try:
            result = result_of_response(client.api_call(method, params=form, json=json))
        except SlackApiError as error:
            result = result_of_refusal(error)
        except (OSError, HTTPException, SlackRequestError) as error:
            result = result_without_answer(error)
        except UNREADABLE_ERRORS:
            result = UNREADABLE
        if result.ok and not result.data.get(required_field):
            result = UNREADABLE
        return self._observe(method, result)

    def _read(self, method: str, **arguments: Any) -> CallResult:
        """Makes a call that changes nothing, as a form: several such methods accept no JSON."""
        try:
            result = result_of_response(self._read_client.api_call(method, params=arguments))
        except SlackApiError as error:
            result = result_of_refusal(error)
        except (OSError, HTTPException, SlackRequestError, *UNREADABLE_ERRORS) as error:
            result = CallResult(CallOutcome.TRY_AGAIN, error=type(error).__name__)
        return self._observe(method, result)

    def _observe(self, method: str, result: CallResult) -> CallResult:
        """Counts the call. If Slack seems to refuse the token, checks the token with auth.test.

        Slack's error for an inactive account is about the bot or about the recipient. If the token
        is valid, the error is about the recipient, and the call may be tried again.
        """
        self._observer.record_call(method, result.outcome)
        must_check_token = self._token_monitor.record(method, result)
        is_proven_valid = must_check_token and self.fetch_identity().ok
        if is_proven_valid and result.error == INACTIVE_ACCOUNT:
            return replace(result, outcome=CallOutcome.TRY_AGAIN)
        return result

    def _read_pages(self, method: str, **arguments: Any) -> Iterator[CallResult]:
        """Yields the result for each page of a list.

        If Slack refuses a page or the process is stopping, the last result is a failed one.
        """
        cursor = ""
        while True:
            if self.stopping.is_set():
                yield CallResult(CallOutcome.TRY_AGAIN, error="stopping", outage=True)
                return
            if cursor:
                arguments["cursor"] = cursor
            page = self._read(method, **arguments)
            yield page
            cursor = next_cursor(page)
            if not page.ok or not cursor:
                return

    @property
    def token_problem(self) -> str | None:
        """A sentence for the operator if Slack no longer accepts the token, or None."""
        return self._token_monitor.problem

    def fetch_identity(self) -> CallResult:
        """Returns the workspace and the bot user that the token belongs to (auth.test)."""
        return self._read(CHECK_METHOD)


def next_cursor(page: CallResult) -> str:
    """The cursor of the page after this one, or "" after the last page."""
    return (page.data.get("response_metadata") or {}).get("next_cursor") or ""
