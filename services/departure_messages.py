"""Loads the message to a member who is back, and the message to admins about a refused card.

A card is the message that shows a referral to its owner. If Slack refuses to post the card, the
referral is handed over to the next possible owner.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from domain.departure_messages import CardNotDelivered, MemberReturned
from domain.departure_pages import CardNotDeliveredPage, MemberReturnedPage, Offer
from domain.departures import HandedOverKind
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
    """Loads what a returned member got back, and offers the rest, on which others acted meanwhile.

    `payload` names the subjects of both by kind and id. Offers that can no longer be taken are left
    out, unless the member has taken them.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    all_subjects = [*payload.given_back, *payload.offered]
    referral_ids, opening_ids = _split_ids(all_subjects)
    found_referrals = referrals.find_many(transaction, workspace_id, referral_ids)
    found_openings = openings.find_many(transaction, workspace_id, opening_ids)
    handed_over = departures.list_handed_over(transaction, workspace_id, delivery.recipient)
    still_handed_over = {(each.kind, each.subject_id) for each in handed_over}
    all_offers = (
        _build_offer(kind, subject_id, found_referrals, found_openings, still_handed_over)
        for kind, subject_id in payload.offered
    )
    offers = [each for each in all_offers if each.can_take or each.holder == delivery.recipient]
    given_back_referrals, given_back_openings = _split_ids(payload.given_back)
    return MemberReturnedPage(
        viewer=build_viewer(context, delivery.recipient),
        referral_count=len(given_back_referrals),
        openings=tuple(found_openings[id_] for id_ in sorted(given_back_openings)),
        offers=tuple(offers),
        until=_find_give_back_deadline(context, delivery.recipient, offers),
        intent_id=delivery.intent_id,
    )


def _split_ids(subjects: Iterable[tuple[HandedOverKind, int]]) -> tuple[set[int], set[int]]:
    """The ids of the referrals, and those of the openings."""
    referral_ids: set[int] = set()
    opening_ids: set[int] = set()
    for kind, subject_id in subjects:
        ids = referral_ids if kind is HandedOverKind.REFERRAL else opening_ids
        ids.add(subject_id)
    return referral_ids, opening_ids


def _find_give_back_deadline(
    context: Context, user_id: str, offers: list[Offer]
) -> datetime | None:
    """The time until which the member can take an offer (UTC), or None if no offer can be taken."""
    if not any(offer.can_take for offer in offers):
        return None
    return departures.find_give_back_deadline(context.transaction, context.workspace.id, user_id)


def _build_offer(
    kind: HandedOverKind,
    subject_id: int,
    found_referrals: Mapping[int, Referral],
    found_openings: Mapping[int, Opening],
    still_handed_over: Collection[tuple[HandedOverKind, int]],
) -> Offer:
    referral = opening = holder = None
    is_open = False
    if kind is HandedOverKind.REFERRAL:
        referral = found_referrals.get(subject_id)
    else:
        opening = found_openings.get(subject_id)
    if referral is not None:
        holder, is_open = referral.owner, not referral.ended
    elif opening is not None:
        is_recruiter = kind is HandedOverKind.RECRUITER
        holder = opening.recruiter if is_recruiter else opening.hiring_manager
        is_open = opening.status not in _ENDED_STATUSES
    can_take = is_open and (kind, subject_id) in still_handed_over
    return Offer(kind, subject_id, referral, opening, holder, can_take)


def load_card_not_delivered(
    context: Context, payload: CardNotDelivered, _delivery: Delivery
) -> CardNotDeliveredPage | Dropped:
    referral = referrals.find(context.transaction, context.workspace.id, payload.subject_id)
    if referral is None:
        return Dropped("referral_gone")
    return CardNotDeliveredPage(referral, payload.owner, payload.error)


def hand_over_refused_card(context: Context, referral_id: int, owner: str, error: str) -> None:
    """Hands a referral over after Slack has refused its card to the owner, and tells the admins.

    `error` is Slack's error code. People to whom Slack has refused this card before are left out.
    If nobody remains, the owner stays, and only the admins are told. Nothing happens if the
    referral has ended or has another owner by now.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    referral = referrals.find(transaction, workspace_id, referral_id)
    if referral is None or referral.ended or referral.owner != owner:
        return
    unreachable = list_recipients_of_dropped(
        transaction, workspace_id, ReferralReceived.kind, referral_id
    )
    for successor in list_other_possible_owners(context, referral):
        if successor not in {owner, *unreachable}:
            desk.change_owner(context, referral, successor)
            break
    _, admins = members.list_recruiters_and_admins(
        transaction, workspace_id, context.policy.recruiters, context.policy.admins
    )
    for admin in admins:
        if admin != owner:
            payload = CardNotDelivered(referral_id, owner, error)
            outbox.queue(context, payload, to=admin, occasion=f"{owner}:{admin}")
