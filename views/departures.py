"""Messages about members who left: what they get back on their return, and undelivered cards."""

from __future__ import annotations

from dataclasses import dataclass

from domain.departure_pages import CardNotDeliveredPage, MemberReturnedPage, Offer
from domain.departures import HandedOverKind
from views import labels
from views.block_kit import Block, Message, button, context, message, section
from views.button_values import parse_id
from views.form_state import enum_member
from views.formatting import absolute_day, escape, join_with_and, mention

TAKE_BACK = "departure.take_back"  # an action id; the value is an `OfferValue`
OFFERS_MAX = 10  # The message counts further offers without listing them.


@dataclass(frozen=True, slots=True)
class OfferValue:
    """What is taken back, and the outbox row (`intent_id`) of the message to edit.

    `kind` is None for an unknown kind, which Vouch did not write.
    """

    kind: HandedOverKind | None
    subject_id: int
    intent_id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject_id}:{self.intent_id}"


def parse_offer(value: str) -> OfferValue:
    kind, _, ids = value.partition(":")
    subject_id, _, intent_id = ids.partition(":")
    return OfferValue(enum_member(HandedOverKind, kind), parse_id(subject_id), parse_id(intent_id))


def member_returned_message(page: MemberReturnedPage) -> Message:
    text = "Welcome back. Your bench and your reminders are as you left them."
    if given_back := _given_back(page):
        text += f" {given_back} yours again."
    blocks = [section(text)]
    if page.offers:
        blocks.append(section("Others have carried on with these while you were away:"))
    blocks += [_offer_row(offer, page) for offer in page.offers[:OFFERS_MAX]]
    if len(page.offers) > OFFERS_MAX:
        more = len(page.offers) - OFFERS_MAX
        blocks.append(context(f"And {more} more. Whoever has one can hand it over to you."))
    footer = "Slack had reported your account as deactivated, or as a guest's."
    if page.until is not None:
        footer += f" You can take things back until {absolute_day(page.until, page.viewer)}."
    return message(*blocks, context(footer), text=text)


def _given_back(page: MemberReturnedPage) -> str:
    """The beginning of "… yours again", such as "One referral is"; empty if nothing came back."""
    parts = [f"*{escape(opening.ref, 40)}*" for opening in page.openings]
    if page.referral_count:
        count = page.referral_count
        parts.append("one referral" if count == 1 else f"{count} referrals")
    if not parts:
        return ""
    subject = join_with_and(parts)
    is_one = len(page.openings) + page.referral_count == 1
    return f"{subject[:1].upper()}{subject[1:]} {'is' if is_one else 'are'}"


def _offer_row(offer: Offer, page: MemberReturnedPage) -> Block:
    description = _describe(offer)
    if not offer.can_take:
        return section(f"{description}: it's yours again.")
    holder_clause = f"{mention(offer.holder)} has it now" if offer.holder else "no one has it now"
    value = str(OfferValue(offer.kind, offer.subject_id, page.intent_id))
    take_button = button("Take it back", TAKE_BACK, value, spoken=f"Take back {_short_name(offer)}")
    return section(f"{description}: {holder_clause}.", accessory=take_button)


def _short_name(offer: Offer) -> str:
    if offer.referral is not None:
        return f"a referral for {offer.referral.opening_ref or 'no role yet'}"
    return offer.opening.ref if offer.opening else "an opening"


def _describe(offer: Offer) -> str:
    if offer.referral is not None:
        advocate = mention(offer.referral.advocate)
        return f"The referral from {advocate} for {labels.role_name(offer.referral)}"
    name = labels.opening_name(offer.opening.ref) if offer.opening else "An opening"
    is_recruiter = offer.kind is HandedOverKind.RECRUITER
    return f"{name}, as its {'recruiter' if is_recruiter else 'hiring manager'}"


def card_not_delivered_message(page: CardNotDeliveredPage) -> Message:
    referral, unreached = page.referral, mention(page.unreached)
    what = f"the referral from {mention(referral.advocate)} for {labels.role_name(referral)}"
    text = (
        f"I can't get a message to {unreached} about {what}. "
        f"Slack's answer is `{escape(page.error, 60)}`."
    )
    if referral.owner == page.unreached:
        outcome = "No one else can answer it yet, so it waits. It needs another recruiter."
    else:
        outcome = f"{mention(referral.owner)} answers it now."
    advice = f"If {unreached} still works here, please check their account in Slack."
    return message(section(f"{text} {outcome}"), context(advice), text=f"{text} {outcome}")
