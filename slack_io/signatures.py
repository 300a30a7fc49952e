"""Says why Slack's requests over HTTP are refused: no signature, a wrong clock, or a wrong secret.

Bolt answers such a request with 401 and logs no reason, so a bot that refuses every click would
look healthy. The HTTP receiver tells `SignatureMonitor` which requests were accepted or refused.
The monitor logs the reasons, and the readiness check asks it for the problem.
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

# How far a request's timestamp may differ from our clock. Bolt's `SignatureVerifier` has the same
# limit, from docs.slack.dev/authentication/verifying-requests-from-slack.
MAX_SKEW_SECONDS = 300
LOG_AGAIN_SECONDS = 600.0  # each reason is logged at most once in this time
PROBLEM_SECONDS = 600.0  # how long the latest refusal is reported as a problem
# For this long after an accepted request, the bot takes its secret to be right. A request with a
# missing or wrong signature is then forged, which is no problem of the bot's: otherwise a stranger
# could make the bot look broken.
SECRET_PROVEN_SECONDS = 3600.0


class RefusalReason(StrEnum):
    """Why a request was refused. The value is a label of a metric."""

    NO_SIGNATURE = "no_signature"
    CLOCK = "clock"
    SECRET = "secret"  # noqa: S105 - a label of the metric


class SignatureMonitor:
    """Remembers the latest refusal. Its methods may be called from any thread.

    `now` returns Unix seconds. `monotonic` returns seconds from which durations are computed.
    """

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
        # The latest refusal. The reason is None if a request has been accepted since.
        self._refused_at = 0.0
        self._reason: RefusalReason | None = None
        self._explanation = ""
        self._logged_at: dict[RefusalReason, float] = {}

    def record_accepted(self) -> None:
        """Records that a request had a correct signature, which ends the problem."""
        with self._lock:
            self._accepted_at = self._monotonic()
            self._reason = None

    def record_refused(self, body: str, headers: Mapping[str, object]) -> None:
        """Records that a request was answered with 401. `headers` has names in lower case."""
        reason, explanation = self._explain(body, headers)
        self._observer.record_refusal(reason.value)
        with self._lock:
            now = self._monotonic()
            self._reason, self._explanation, self._refused_at = reason, explanation, now
            logged_at = self._logged_at.get(reason)
            if logged_at is not None and now - logged_at < LOG_AGAIN_SECONDS:
                return
            self._logged_at[reason] = now
        log.error("slack_request_refused", reason=reason.value, why=explanation)

    def problem(self) -> str | None:
        """Returns a text that says why Slack's requests are refused, or None without a problem."""
        with self._lock:
            now = self._monotonic()
            if self._reason is None or now - self._refused_at >= PROBLEM_SECONDS:
                return None
            is_secret_proven = (
                self._accepted_at is not None and now - self._accepted_at < SECRET_PROVEN_SECONDS
            )
            # A request that is refused for its time was signed with our secret, so it isn't forged.
            may_be_forged = self._reason is not RefusalReason.CLOCK
            if is_secret_proven and may_be_forged:
                return None
            return self._explanation

    def _explain(self, body: str, headers: Mapping[str, object]) -> tuple[RefusalReason, str]:
        """Returns the reason, and a text about it for the operator."""
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
