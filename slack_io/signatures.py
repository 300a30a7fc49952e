"""Says why Slack's requests over HTTP are refused: no signature, a wrong clock, or a wrong secret.

Bolt answers each such request with 401 and logs no reason, so a bot that misses every click would
look healthy. `SignatureMonitor` is told how each request was answered. It logs one line for each
reason and reports the problem to the readiness check.
"""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Callable, Mapping
from enum import StrEnum

import structlog
from slack_sdk.signature import SignatureVerifier

from domain.observer import Observer

log = structlog.get_logger(__name__)

# The greatest difference of the clocks: docs.slack.dev/authentication/verifying-requests-from-slack
MAX_SKEW_SECONDS = 300
REPEAT_SECONDS = 600.0  # the same reason is logged again after this time
# A reason counts as a problem for this long after the last request that was refused for it.
PROBLEM_SECONDS = 600.0
# For this long after an accepted request our secret is known to be right, so a request with a wrong
# signature is forged and no problem. Otherwise a stranger could make a healthy bot look broken.
PROVEN_SECONDS = 3600.0


class RefusalReason(StrEnum):
    """Why a request was refused; the value is the label of the metric."""

    NO_SIGNATURE = "no_signature"
    CLOCK = "clock"
    SECRET = "secret"  # noqa: S105 - a label of the metric


class SignatureMonitor:
    """Safe from any thread. `now` returns seconds since 1970, `monotonic` real seconds."""

    def __init__(
        self,
        signing_secret: str,
        observer: Observer,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._verifier = SignatureVerifier(signing_secret or "unused-in-socket-mode")
        self._observer = observer
        self._now = now
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._accepted_at: float | None = None
        self._refused_at = 0.0
        self._reason: RefusalReason | None = None  # of the last refusal since the last acceptance
        self._sentence = ""
        self._logged_at: dict[RefusalReason, float] = {}

    def record_accepted(self) -> None:
        """Records a request with a correct signature, which ends the problem."""
        with self._lock:
            self._accepted_at = self._monotonic()
            self._reason = None

    def record_refused(self, body: str, headers: Mapping[str, object]) -> None:
        """Records a request that was answered with 401. Names of headers are in lower case."""
        reason, sentence = self._explain(body, headers)
        self._observer.record_refusal(reason.value)
        with self._lock:
            now = self._monotonic()
            self._reason, self._sentence, self._refused_at = reason, sentence, now
            logged_at = self._logged_at.get(reason)
            if logged_at is not None and now - logged_at < REPEAT_SECONDS:
                return
            self._logged_at[reason] = now
        log.error("slack_request_refused", reason=reason.value, why=sentence)

    def problem(self) -> str | None:
        """Returns a sentence that says why Slack's requests are refused; None if they are not."""
        with self._lock:
            now = self._monotonic()
            if self._reason is None or now - self._refused_at >= PROBLEM_SECONDS:
                return None
            proven = self._accepted_at is not None and now - self._accepted_at < PROVEN_SECONDS
            # A correct signature that is too old was made with our secret, so it is not forged.
            if proven and self._reason is not RefusalReason.CLOCK:
                return None
            return self._sentence

    def _explain(self, body: str, headers: Mapping[str, object]) -> tuple[RefusalReason, str]:
        signature = str(headers.get("x-slack-signature") or "")
        timestamp = str(headers.get("x-slack-request-timestamp") or "")
        if not signature or not timestamp:
            return RefusalReason.NO_SIGNATURE, (
                "A request came without Slack's signature. If it was Slack's, a proxy on the way "
                "drops X-Slack-Signature or X-Slack-Request-Timestamp."
            )
        expected = self._verifier.generate_signature(timestamp=timestamp, body=body) or ""
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            return RefusalReason.SECRET, (
                "A request's signature does not fit SLACK_SIGNING_SECRET. If it was Slack's, copy "
                'the secret anew from "Basic Information", or a proxy on the way changes the body.'
            )
        skew = int(self._now() - int(timestamp))
        return RefusalReason.CLOCK, (
            f"This machine's clock is {abs(skew)} seconds {'ahead of' if skew > 0 else 'behind'} "
            f"Slack's, and {MAX_SKEW_SECONDS} are allowed. Set the clock, for instance by NTP."
        )
