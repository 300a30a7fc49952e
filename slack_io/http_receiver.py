"""Receives Slack's signed requests over HTTP: commands, clicks and events at `/slack/events`.

The web server calls the endpoint in a thread. The endpoint passes the request to Bolt and returns
Bolt's response.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from slack_bolt import App
from slack_bolt.request import BoltRequest

from slack_io.signatures import SignatureMonitor
from slack_io.web_server import MAX_BODY, Answer, Endpoint, Endpoints, WebRequest, WebServer

PATH = "/slack/events"


def build_slack_endpoint(bolt: App, signatures: SignatureMonitor) -> Endpoint:
    """Returns the function that answers Slack's requests. `signatures` counts the refused ones."""

    def receive(request: WebRequest) -> Answer:
        bolt_request = _read_request(request, signatures)
        if isinstance(bolt_request, Answer):
            return bolt_request
        response = bolt.dispatch(bolt_request)
        if response.status == HTTPStatus.UNAUTHORIZED:
            signatures.record_refused(bolt_request.raw_body, request.headers)
        else:
            signatures.record_accepted()
        headers = {name: values[0] for name, values in response.headers.items() if values}
        return Answer(response.body, response.status, headers)

    return receive


def _read_request(request: WebRequest, signatures: SignatureMonitor) -> BoltRequest | Answer:
    """Returns the request for Bolt, or the answer to a request that Bolt could not handle."""
    if len(request.body) > MAX_BODY:
        return Answer("too large", 413)
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError:
        return Answer("not utf-8", 400)
    headers: dict[str, str | Sequence[str]] = dict(request.headers)
    if not _has_plausible_signature(headers):
        signatures.record_refused(text, request.headers)
        return Answer("invalid request", 401)
    try:
        return BoltRequest(body=text, query=request.query, headers=headers)
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        # Bolt parses the body before it checks the signature, so anybody may have sent it.
        return Answer("not understood", 400)


def _has_plausible_signature(headers: Mapping[str, str | Sequence[str]]) -> bool:
    """Whether Bolt can check the signature.

    If the timestamp is not a number or the signature is not ASCII, Bolt would answer 500, not 401.
    """
    timestamp = str(headers.get("x-slack-request-timestamp", ""))
    signature = str(headers.get("x-slack-signature", ""))
    return timestamp.isascii() and timestamp.isdigit() and signature.isascii()


class SlackReceiver(WebServer):
    """The web server for Slack's requests, and for `other_endpoints` such as the health checks."""

    def __init__(
        self,
        bolt: App,
        signatures: SignatureMonitor,
        host: str,
        port: int,
        other_endpoints: Endpoints | None = None,
    ) -> None:
        endpoints = {
            ("POST", PATH): build_slack_endpoint(bolt, signatures),
            **(other_endpoints or {}),
        }
        super().__init__(endpoints, host, port, "--http")
        self._signatures = signatures

    @property
    def problem(self) -> str | None:
        """Why Slack's requests are not answered, or None if they are."""
        return self._signatures.problem() if self.alive else "the HTTP server has ended"
