"""The entries of the catalogue for messages about members who left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.departure_pages import CardNotDeliveredPage, MemberReturnedPage, Offer
from domain.departures import HandedOverKind
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import NOW, Sample
from views import departures


def _returned(sample: Sample) -> MemberReturnedPage:
    """Linus is back: a referral was answered and a role was changed while he was away."""
    margaret = "U0MARGARET"
    referral, opening = sample.referral(owner=margaret), sample.opening(number=15)
    recruiter = HandedOverKind.RECRUITER
    offers = [
        Offer(HandedOverKind.REFERRAL, 41, referral, None, margaret, can_take=True),
        Offer(recruiter, 15, None, opening, margaret, can_take=True),
        Offer(HandedOverKind.HIRING_MANAGER, 16, None, sample.opening(number=16), None, True),
    ]
    return MemberReturnedPage(
        viewer=sample.owner_viewer,
        referral_count=2,
        openings=(sample.opening(), sample.opening(number=13)),
        offers=tuple(offers * (12 if sample.maximal else 1)),
        until=NOW + timedelta(days=28),
        intent_id=7,
    )


def _taken_back(sample: Sample) -> MemberReturnedPage:
    page = _returned(sample)
    offers = (replace(offer, holder="U0LINUS", can_take=False) for offer in page.offers[:3])
    return replace(page, offers=tuple(offers), until=None)


def _refused(sample: Sample, owner: str) -> CardNotDeliveredPage:
    return CardNotDeliveredPage(sample.referral(owner=owner), "U0LINUS", "user_not_found")


DEPARTURES: Final[dict[str, MakePayload]] = {
    "departures.member_returned_message": lambda sample: departures.member_returned_message(
        _returned(sample)
    ),
    "departures.member_returned_message taken back": lambda sample: (
        departures.member_returned_message(_taken_back(sample))
    ),
    "departures.member_returned_message nothing offered": lambda sample: (
        departures.member_returned_message(
            replace(_returned(sample), referral_count=1, openings=(), offers=(), until=None)
        )
    ),
    "departures.card_not_delivered_message": lambda sample: departures.card_not_delivered_message(
        _refused(sample, "U0MARGARET")
    ),
    "departures.card_not_delivered_message nobody else": lambda sample: (
        departures.card_not_delivered_message(_refused(sample, "U0LINUS"))
    ),
}
