"""The type of an entry in the table of kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.follow_ups import FollowUp, FollowUpState
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from services.context import Context


def never_again(
    _policy: Policy, _follow_up: FollowUp, _rules: PersonalRules, _now: datetime
) -> datetime | None:
    """The `next_nudge_time` of a kind that is nudged at most once."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfFollowUp:
    """The behaviour of one kind. Functions get follow-ups of this kind in the context's workspace.

    `find_applicable` and `load_items` take a constant number of queries, however many follow-ups
    they get. Only those about benches make some for each owner and person.
    """

    # Returns the ids of the follow-ups that still apply.
    find_applicable: Callable[[Context, Sequence[FollowUp]], set[int]]
    # Returns what a nudge shows, by follow-up id. A follow-up whose subject no longer exists is
    # left out.
    load_items: Callable[[Context, Viewer, Sequence[FollowUp]], Mapping[int, NudgeItem]]
    # Returns the time of the nudge after the one that is sent at the given time (both UTC), or None
    # after the last nudge.
    next_nudge_time: Callable[[Policy, FollowUp, PersonalRules, datetime], datetime | None]
    # Updates the subject of the follow-up after its member has answered it.
    on_answer: Callable[[Context, FollowUp, FollowUpState], None] | None = None
    # Updates the subject after its member has postponed the next nudge to the given time (UTC).
    on_snooze: Callable[[Context, FollowUp, datetime], None] | None = None
    # Returns the user id of the member who is nudged instead from now on; None if nobody else is.
    # The last argument is whether the member who was nudged so far is away.
    find_next_member: Callable[[Context, FollowUp, bool], str | None] | None = None
    # Whether App Home and `/refer mine` list follow-ups of this kind.
    is_listed: bool = True
    # Whether these lists show a follow-up before it is due.
    is_listed_early: bool = True
    # Whether only its member may know of a follow-up. Its answers leave no line in the history.
    is_private: bool = False
