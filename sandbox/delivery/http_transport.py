"""Sends commands, interactions and events as signed HTTP requests, as Slack does."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode, urlsplit

from sandbox.clock import wall_seconds
from sandbox.delivery.dispatcher import Ack, Delivery

READ_SECONDS = 15
"""How long to wait for a response.

`Dispatcher` applies Slack's own limit of 3 seconds. Waiting longer here lets the log of the traffic
show a response that came too late.
"""


class HttpTransport:
    """Posts to one request URL, signed with Slack's v0 HMAC over `v0:timestamp:body`."""

    def __init__(self, url: str, signing_secret: str) -> None:
        self._url = urlsplit(url)
        self._secret = signing_secret.encode()
        self._closed = False
        self._pool = ThreadPoolExecutor(max_workers=32, thread_name_prefix="sandbox-http")

    async def send(self, delivery: Delivery) -> Ack:
        """Send the delivery and return the app's answer. A failure is an `Ack` that is not ok."""
        body, content_type = _encode(delivery)
        headers = {"Content-Type": content_type, "User-Agent": "Slackbot 1.0", **self._sign(body)}
        if delivery.attempt:
            headers["X-Slack-Retry-Num"] = str(delivery.attempt)
            headers["X-Slack-Retry-Reason"] = delivery.reason
        if self._closed:
            return Ack(ok=False, error="dispatch_failed", reason="connection_failed")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._post, body, headers)

    def close(self) -> None:
        """Send nothing more. Requests in progress may finish."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=False)

    def _sign(self, body: str) -> dict[str, str]:
        """The headers that prove that the body comes from Slack."""
        timestamp = str(int(wall_seconds()))
        digest = hmac.new(
            self._secret, f"v0:{timestamp}:{body}".encode(), hashlib.sha256
        ).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}

    def _post(self, body: str, headers: dict[str, str]) -> Ack:
        connection = http.client.HTTPConnection(
            self._url.hostname or "127.0.0.1", self._url.port, timeout=READ_SECONDS
        )
        try:
            connection.request("POST", self._url.path or "/", body.encode(), headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except TimeoutError:
            return Ack(ok=False, error="operation_timeout", reason="http_timeout")
        except (OSError, http.client.HTTPException):
            return Ack(ok=False, error="dispatch_failed", reason="connection_failed")
        finally:
            connection.close()
        no_retry = response.getheader("X-Slack-No-Retry") == "1"
        if response.status != 200:
            return Ack(
                ok=False,
                error="dispatch_failed",
                reason="http_error",
                payload={"status": response.status, "body": text[:2000]},
                no_retry=no_retry,
            )
        return Ack(ok=True, payload=_decode(text, response.getheader("Content-Type") or ""))


def _encode(delivery: Delivery) -> tuple[str, str]:
    """The body and its content type.

    Events are JSON. Commands are form fields. Interactions are JSON in the form field `payload`.
    """
    if delivery.type == "events_api":
        return json.dumps(delivery.payload), "application/json"
    fields = (
        delivery.payload
        if delivery.type == "slash_commands"
        else {"payload": json.dumps(delivery.payload)}
    )
    return urlencode(fields), "application/x-www-form-urlencoded"


def _decode(text: str, content_type: str) -> Any:
    """The app's answer: None if it is empty, the parsed JSON, or plain text as `{"text": ...}`.

    Invalid JSON is returned as a string.
    """
    if not text.strip():
        return None
    if content_type.startswith("application/json"):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return {"text": text}
