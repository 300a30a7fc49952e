"""In which order those who answer see what waits: by age, then by depth. Nobody is left out.

Which depth one voice has is `domain.referrals.depth_of`; the rule in words is docs/depth.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from domain.referrals import Depth
from domain.working_time import as_utc

_DEEPER_FIRST = {Depth.ADVOCATED: 0, Depth.RECOMMENDED: 1, Depth.LEAD: 2}


def deepest(voices: Iterable[Depth]) -> Depth:
    """The depth of a referral is that of its deepest voice; a lead where there is none."""
    return min(voices, key=_DEEPER_FIRST.__getitem__, default=Depth.LEAD)


def desk_order(
    *, answered: bool, came_at: datetime, depth: Depth
) -> tuple[bool, date, int, datetime]:
    """A sort key: what waits for a first answer, the older day (UTC) first, the deeper within it.

    So depth moves a referral past others of the same day and never past an older day: who waits
    gets their turn. Relationship is not asked for: a weak tie is never ranked away.
    Raises ValueError when `came_at` is naive.
    """
    moment = as_utc(came_at)
    return answered, moment.date(), _DEEPER_FIRST[depth], moment
