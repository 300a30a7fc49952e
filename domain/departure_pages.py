"""The values that the views about members who left render. They name no candidate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.departures import HandedOverKind
from domain.openings import Opening
from domain.pages import Viewer
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class Offer:
    """What a returned member may take back, although someone else has acted on it meanwhile.

    It is a referral, or the part of the recruiter or hiring manager in an opening. `holder` is the
    user id of the person who has it now, or None. `can_take` is false once it was taken back.
    """

    kind: HandedOverKind
    subject_id: int
    referral: Referral | None
    opening: Opening | None
    holder: str | None
    can_take: bool


@dataclass(frozen=True, slots=True)
class MemberReturnedPage:
    """What came back with a member. `until` (UTC) is when the offers end; None without offers."""

    viewer: Viewer
    referral_count: int
    openings: tuple[Opening, ...]
    offers: tuple[Offer, ...]
    until: datetime | None
    intent_id: int


@dataclass(frozen=True, slots=True)
class CardNotDeliveredPage:
    """Slack refuses messages to `unreached`, a user id, with `error`."""

    referral: Referral
    unreached: str
    error: str
