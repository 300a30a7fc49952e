"""Asks Slack whether the bot token is still accepted. A bot without other calls would not notice.

The client passes the answer on to `slack_io.token_monitor`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class TokenOwner(Protocol):
    def fetch_identity(self) -> object:
        """Asks for the workspace of the token. Never raises."""
        ...


def step(slack: TokenOwner, _now: datetime) -> bool:
    """Makes one call. Returns False, because there is never more to do."""
    slack.fetch_identity()
    return False
