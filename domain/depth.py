"""The order in which endorsements and referrals are shown. It never leaves anybody out.

`domain.endorsements.endorsement_depth` computes the depth of one endorsement. docs/depth.md
explains the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from domain.endorsements import Depth, Endorsement, endorsement_depth
from domain.working_time import as_utc

# Lower ranks come first.
_RANK = {Depth.ADVOCATED: 0, Depth.RECOMMENDED: 1, Depth.LEAD: 2}


def deepest_depth(depths: Iterable[Depth]) -> Depth:
    """The depth of a referral: that of its deepest endorsement, or LEAD when there is none."""
    return min(depths, key=_RANK.__getitem__, default=Depth.LEAD)


def desk_sort_key(
    *, answered: bool, created_at: datetime, depth: Depth
) -> tuple[bool, date, int, datetime]:
    """The sort key of a referral: unanswered ones first, then by day (UTC), then by depth.

    A deep referral therefore comes before others of its own day, but never before an older one.
    How well the advocate knows the candidate has no influence. Raises ValueError when `created_at`
    is naive.
    """
    moment = as_utc(created_at)
    return answered, moment.date(), _RANK[depth], moment


def sort_endorsements(
    endorsements: Sequence[Endorsement], fulfilled: Mapping[str, int]
) -> tuple[Endorsement, ...]:
    """The first endorsement, then the others by depth and age.

    `fulfilled` maps the user id of an advocate to the number of commitments that they have
    fulfilled. How well an advocate knows the candidate has no influence, so that weak ties are
    never ranked below others.
    """

    def sort_key(endorsement: Endorsement) -> tuple[bool, int, int]:
        depth = endorsement_depth(endorsement.evidence, fulfilled.get(endorsement.advocate, 0))
        return not endorsement.is_first, _RANK[depth], endorsement.id

    return tuple(sorted(endorsements, key=sort_key))
