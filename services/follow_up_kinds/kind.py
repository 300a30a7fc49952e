"""The shape of an entry in the table of kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.follow_ups import FollowUp, FollowUpState
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from services.context import Context


@dataclass(frozen=True, slots=True)
class KindOfFollowUp:
    """All functions take follow-ups of this kind and of the context's workspace.

    The first two read any number of follow-ups in a constant number of queries.
    """

    # Returns the ids of those that still apply, according to the rows of this moment.
    find_applicable: Callable[[Context, Sequence[FollowUp]], set[int]]
    # Returns what a nudge shows to its viewer, by id; those whose subject is gone are left out.
    load_items: Callable[[Context, Viewer, Sequence[FollowUp]], Mapping[int, NudgeItem]]
    # Returns when the nudge after the one that goes out at the given moment is due (both UTC), or
    # None where that one is the last.
    next_nudge_time: Callable[[Policy, FollowUp, ZoneInfo, datetime], datetime | None]
    # Changes what the follow-up is about, after its member has answered it.
    on_answer: Callable[[Context, FollowUp, FollowUpState], None] | None = None
    # Returns the user id of whoever is nudged instead from now on, or None where nobody else is.
    find_next_member: Callable[[Context, FollowUp], str | None] | None = None
    # Whether App Home and `/refer mine` list it.
    is_listed: bool = True
