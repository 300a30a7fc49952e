"""The order in which endorsements and referrals are shown, deep ones before others.

The depth of an endorsement says how much its advocate has told and done for the candidate
(`domain.endorsements.endorsement_depth`). It only sorts: all endorsements and referrals are shown.
docs/depth.md explains the rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from domain.endorsements import (
    Commitment,
    CommitmentState,
    Conviction,
    Depth,
    Endorsement,
    endorsement_depth,
)
from domain.working_time import as_utc

# Lower ranks come first. A rank is the last digit of `desk_order`.
DEPTH_RANK = {Depth.ADVOCATED: 0, Depth.RECOMMENDED: 1, Depth.LEAD: 2}
DEPTH_BY_RANK = {rank: depth for depth, rank in DEPTH_RANK.items()}
DEPTH_RANKS = 10  # How many values the last digit of `desk_order` can have.
_SUREST_FIRST = tuple(reversed(Conviction))


def deepest_depth(depths: Iterable[Depth]) -> Depth:
    """The depth of the deepest endorsement of a referral, or LEAD if there is none."""
    return min(depths, key=DEPTH_RANK.__getitem__, default=Depth.LEAD)


def desk_order(*, answered: bool, created_at: datetime, depth: Depth) -> int:
    """A number to sort the referrals of the desk by: lower numbers come first.

    From left to right its digits are: 1 if the referral is answered, seven for the day on which it
    was created (UTC, counted from the year 1), and one for the depth. A deep referral therefore
    comes before others of its own day, but never before an older one. How well the advocate knows
    the candidate has no influence. Raises ValueError when `created_at` is naive.
    """
    return desk_order_without_depth(answered=answered, created_at=created_at) + DEPTH_RANK[depth]


def desk_order_without_depth(*, answered: bool, created_at: datetime) -> int:
    """The number of `desk_order` with 0 as its last digit, to which the caller adds the rank."""
    day = as_utc(created_at).date().toordinal()
    first_digit = 1 if answered else 0
    return first_digit * 10**8 + day * DEPTH_RANKS


def count_fulfilled(commitments: Iterable[Commitment]) -> Counter[str]:
    """How many of these commitments each advocate has fulfilled, by user id."""
    return Counter(each.member for each in commitments if each.state is CommitmentState.DONE)


def find_deepest(
    endorsements: Sequence[Endorsement], fulfilled: Mapping[str, int]
) -> tuple[Depth, Endorsement] | None:
    """The deepest endorsement with its depth; None when there is no endorsement.

    Among equally deep endorsements, the one whose advocate is surest (`conviction`) is taken, then
    the first endorsement, then the oldest. `fulfilled` is as for `sort_endorsements`.
    """

    def sort_key(pair: tuple[Depth, Endorsement]) -> tuple[int, int, bool, int]:
        depth, endorsement = pair
        conviction = endorsement.evidence.conviction
        conviction_rank = _SUREST_FIRST.index(conviction) if conviction else len(_SUREST_FIRST)
        return DEPTH_RANK[depth], conviction_rank, not endorsement.is_first, endorsement.id

    depths = (
        endorsement_depth(each.evidence, fulfilled.get(each.advocate, 0)) for each in endorsements
    )
    return min(zip(depths, endorsements, strict=True), key=sort_key, default=None)


def sort_endorsements(
    endorsements: Sequence[Endorsement], fulfilled: Mapping[str, int]
) -> tuple[Endorsement, ...]:
    """The endorsement of the advocate who referred the candidate, then the others by depth and age.

    `fulfilled` has the number of commitments that each advocate has fulfilled, by user id. How well
    an advocate knows the candidate has no influence: an acquaintance counts as much as a friend.
    """

    def sort_key(endorsement: Endorsement) -> tuple[bool, int, int]:
        depth = endorsement_depth(endorsement.evidence, fulfilled.get(endorsement.advocate, 0))
        return not endorsement.is_first, DEPTH_RANK[depth], endorsement.id

    return tuple(sorted(endorsements, key=sort_key))
