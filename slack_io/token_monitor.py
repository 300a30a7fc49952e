"""Notices from the results of calls whether Slack still accepts the bot token.

Slack has answered `account_inactive` for a moment although the token was valid
(onyx-dot-app/onyx#1466). So a refusal of the token counts only when auth.test confirms it.
`TokenMonitor.record` says when to call auth.test, and logs one line when its answer changes.
"""

from __future__ import annotations

import threading

import structlog

from domain.outcomes import CallOutcome
from slack_io.results import CallResult

log = structlog.get_logger(__name__)

CHECK_METHOD = "auth.test"


class TokenMonitor:
    """Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accepted = False  # whether Slack has ever accepted the token
        self._problem: str | None = None

    @property
    def problem(self) -> str | None:
        """A sentence for the operator if Slack refuses a token that it accepted before, or None."""
        return self._problem

    def record(self, method: str, result: CallResult) -> bool:
        """Records the result of a call. Returns whether auth.test has to be called now."""
        if result.ok:
            self._record_accepted()
        elif result.outcome is CallOutcome.TOKEN_DEAD and method == CHECK_METHOD:
            self._record_refused(result.error)
        elif result.outcome is CallOutcome.TOKEN_DEAD:
            return self._problem is None
        return False

    def _record_accepted(self) -> None:
        with self._lock:
            was_refused = self._problem is not None
            self._accepted, self._problem = True, None
        if was_refused:
            log.info("slack_token_accepted")

    def _record_refused(self, error: str) -> None:
        problem = _explain(error)
        with self._lock:
            # A token that never worked has already been reported: the bot does not start with it.
            if not self._accepted or self._problem == problem:
                return
            self._problem = problem
        log.error("slack_token_refused", why=problem)


def _explain(error: str) -> str:
    return (
        f"Slack does not accept SLACK_BOT_TOKEN any more ({error}): Vouch was removed from the "
        "workspace, or its token was revoked. Nothing is sent, and what is queued is kept. Install "
        'the app again under "OAuth & Permissions"; if its token is another one then, put that '
        "into SLACK_BOT_TOKEN and restart."
    )
