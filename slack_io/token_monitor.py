"""Finds out from the results of Web API calls whether Slack still accepts the bot token.

Slack has answered `account_inactive` for a moment although the token was valid
(onyx-dot-app/onyx#1466). So one refused call proves nothing. The token counts as refused only when
auth.test fails as well. `TokenMonitor.record` tells its caller when to call auth.test.
"""

from __future__ import annotations

import threading

import structlog

from domain.outcomes import CallOutcome
from slack_io.results import CallResult

log = structlog.get_logger(__name__)

CHECK_METHOD = "auth.test"


class TokenMonitor:
    """Remembers whether the token is refused, and logs each change. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._was_ever_accepted = False
        self._problem: str | None = None

    @property
    def problem(self) -> str | None:
        """What an operator reads while Slack refuses a token that it accepted before, or None."""
        return self._problem

    def record(self, method: str, result: CallResult) -> bool:
        """Records the result of calling `method`. Returns whether auth.test must be called now."""
        if result.ok:
            self._record_accepted()
            return False
        if result.outcome is not CallOutcome.TOKEN_DEAD:
            return False
        if method == CHECK_METHOD:
            self._record_refused(result.error)
            return False
        return self._problem is None  # Otherwise auth.test has confirmed the refusal already.

    def _record_accepted(self) -> None:
        with self._lock:
            was_refused = self._problem is not None
            self._was_ever_accepted, self._problem = True, None
        if was_refused:
            log.info("slack_token_accepted")

    def _record_refused(self, error: str) -> None:
        problem = _explain(error)
        with self._lock:
            if not self._was_ever_accepted:
                return  # The bot does not start with such a token, and then says why.
            if self._problem == problem:
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
