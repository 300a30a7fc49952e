"""The shape of an entry in the table of kinds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Reader
from domain.policy import Policy
from services.context import Context


@dataclass(frozen=True, slots=True)
class Step:
    """`asks`: whether an open step still asks for something, by today's rows.

    `item`: what the nudge shows of it to its reader; None where its subject is gone.
    `next_due`: when the nudge after the one that goes out at the given moment (UTC) is due, None
    when there is none; where it is not given, the kind's cadence in the policy says so.
    """

    asks: Callable[[Context, FollowUp], bool]
    item: Callable[[Context, Reader, FollowUp], NudgeItem | None]
    next_due: Callable[[FollowUp, ZoneInfo, Policy, datetime], datetime | None] | None = None
