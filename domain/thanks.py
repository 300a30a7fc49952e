"""Thanks from one colleague to another for a deed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Thanks:
    """Stored thanks. `giver` and `receiver` are user ids. Moments are UTC.

    `deed` is what the receiver did. `words` is what the giver added, and may be empty. `day` is the
    giver's local date. `shared_at` is the time at which the receiver agreed to share the thanks in
    the channel. `share_failed` is true when Slack refused that post.
    """

    id: int
    workspace_id: int
    giver: str
    receiver: str
    day: date
    deed: str
    words: str
    given_at: datetime
    shared_at: datetime | None
    share_failed: bool
