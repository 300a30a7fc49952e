"""The page of a nudge, which a view renders. Services fill it from the database."""

from __future__ import annotations

from dataclasses import dataclass

from domain.desk_pages import ManagerDigestPage
from domain.pages import NudgeItem, Viewer


@dataclass(frozen=True, slots=True)
class NudgePage:
    """The follow-ups in one message.

    `intent_id` is the queued message. `per_week` is the viewer's weekly budget of messages for
    which they did not ask. `is_unsolicited` says whether this one counts against the budget, and
    `has_work` whether it has reminders about referrals that the viewer owns. Both are copied from
    the payload, because they decide which limits apply to the message. `digest` is the viewer's
    digest as a hiring manager if it fell due in the same hour, or None.
    """

    viewer: Viewer
    items: tuple[NudgeItem, ...]
    intent_id: int
    per_week: int
    is_unsolicited: bool = True
    has_work: bool = False
    digest: ManagerDigestPage | None = None
