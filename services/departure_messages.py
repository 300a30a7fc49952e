"""Loads the message to a member who is back, and hands over a card that Slack refuses.

A refused card goes to the next owner, and the admins are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from domain.departure_messages import CardNotDelivered, MemberReturned
from domain.departure_pages import CardNotDeliveredPage, MemberReturnedPage, Offer
from domain.departures import HandedOver, HandedOverKind
from domain.message_payload import Delivery
from domain.messages import ReferralReceived
from domain.openings import Opening, OpeningStatus
from domain.outcomes import Dropped
from domain.referrals import Referral
from services import desk, outbox
from services.context import Context
from services.people import build_viewer, list_other_possible_owners
from storage import departures, members, openings, referrals
from storage.outbox.find import list_recipients_of_dropped

_ENDED_STATUSES = frozenset({OpeningStatus.FILLED, OpeningStatus.CLOSED})


def load_member_returned(
    context: Context, payload: MemberReturned, delivery: Delivery
) -> MemberReturnedPage | Dropped:
    """Loads what a returned member got back, and the offers to take back the rest.

    An offer can be taken while its row exists and the referral or opening has not ended. Other
    offers are left out, except those that the member has accepted.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    subjects = [*payload.given_back, *payload.offered]
    referral_kind = HandedOverKind.REFERRAL
    found_referrals = referrals.find_many(
        transaction, workspace_id, {id_ for kind, id_ in subjects if kind is referral_kind}
    )
    found_openings = openings.find_many(
        transaction, workspace_id, {id_ for kind, id_ in subjects if kind is not referral_kind}
    )
    handed_over = departures.list_handed_over(transaction, workspace_id, delivery.recipient)
    rows = {(each.kind, each.subject_id): each for each in handed_over}
    all_offers = (
        _build_offer(kind, id_, found_referrals, found_openings, rows)
        for kind, id_ in payload.offered
    )
    offers = [each for each in all_offers if each.can_take or each.holder == delivery.recipient]
    given_back_openings = {id_ for kind, id_ in payload.given_back if kind is not referral_kind}
    return MemberReturnedPage(
        viewer=build_viewer(context, delivery.recipient),
        referral_count=sum(kind is referral_kind for kind, _ in payload.given_back),
        openings=tuple(found_openings[id_] for id_ in sorted(given_back_openings)),
        offers=tuple(offers),
        until=_find_give_back_deadline(context, delivery.recipient, offers),
        intent_id=delivery.intent_id,
    )


def _find_give_back_deadline(
    context: Context, user_id: str, offers: list[Offer]
) -> datetime | None:
    if not any(offer.can_take for offer in offers):
        return None
    return departures.find_give_back_deadline(context.transaction, context.workspace.id, user_id)


def _build_offer(
    kind: HandedOverKind,
    subject_id: int,
    found_referrals: Mapping[int, Referral],
    found_openings: Mapping[int, Opening],
    rows: Mapping[tuple[HandedOverKind, int], HandedOver],
) -> Offer:
    referral = found_referrals.get(subject_id) if kind is HandedOverKind.REFERRAL else None
    opening = found_openings.get(subject_id) if kind is not HandedOverKind.REFERRAL else None
    holder, has_ended = None, True
    if referral is not None:
        holder, has_ended = referral.owner, referral.ended
    elif opening is not None:
        is_recruiter = kind is HandedOverKind.RECRUITER
        holder = opening.recruiter if is_recruiter else opening.hiring_manager
        has_ended = opening.status in _ENDED_STATUSES
    can_take = (kind, subject_id) in rows and not has_ended
    return Offer(kind, subject_id, referral, opening, holder, can_take)


def load_card_not_delivered(
    context: Context, payload: CardNotDelivered, _delivery: Delivery
) -> CardNotDeliveredPage | Dropped:
    referral = referrals.find(context.transaction, context.workspace.id, payload.subject_id)
    if referral is None:
        return Dropped("referral_gone")
    return CardNotDeliveredPage(referral, payload.unreached, payload.error)


def hand_over_refused_card(context: Context, referral_id: int, owner: str, error: str) -> None:
    """Hands a referral over if Slack refuses to send its card to the owner, and tells the admins.

    People to whom Slack has refused to send this card before are passed over.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    referral = referrals.find(transaction, workspace_id, referral_id)
    if referral is None or referral.ended or referral.owner != owner:
        return
    refused = list_recipients_of_dropped(
        transaction, workspace_id, ReferralReceived.kind, referral_id
    )
    possible = list_other_possible_owners(context, referral)
    successor = next((each for each in possible if each not in {owner, *refused}), None)
    if successor is not None:
        desk.change_owner(context, referral, successor)
    _, admins = members.list_recruiters_and_admins(
        transaction, workspace_id, context.policy.recruiters, context.policy.admins
    )
    for admin in admins:
        if admin != owner:
            payload = CardNotDelivered(referral_id, owner, error)
            outbox.queue(context, payload, to=admin, occasion=f"{owner}:{admin}")
