"""Asks Slack whether the bot token is still accepted: a bot that makes no calls would not notice.

`slack_io.token_monitor` draws the conclusion.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class TokenOwner(Protocol):
    def fetch_identity(self) -> object:
        """Asks for the workspace of the token. Never raises."""
        ...


def step(slack: TokenOwner, _now: datetime) -> bool:
    """Makes one call. Returns False: there is never more to do."""
    slack.fetch_identity()
    return False
