"""Several voices on one referral: who was first, in which order they stand, whose credit it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.referrals import Depth, Endorsement, depth_of

_DEEPEST_FIRST = (Depth.ADVOCATED, Depth.RECOMMENDED, Depth.LEAD)


def side_by_side(
    voices: Sequence[Endorsement], deeds: Mapping[str, int]
) -> tuple[Endorsement, ...]:
    """The first voice, then the deeper ones, then whoever spoke earlier.

    `deeds` are the commitments that each advocate kept. How well somebody knows the candidate does
    not count: weak ties are never ranked below others for being weak.
    """

    def place(voice: Endorsement) -> tuple[bool, int, int]:
        depth = depth_of(voice.evidence, deeds.get(voice.advocate, 0))
        return (not voice.first, _DEEPEST_FIRST.index(depth), voice.id)

    return tuple(sorted(voices, key=place))
