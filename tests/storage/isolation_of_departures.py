"""Calls about members who left, for `test_isolation`. Dora seems to have left, with a follow-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.departures import HandedOver, HandedOverKind
from domain.messages import ReferralReceived
from domain.outbox import IntentState
from storage import departures, hidden_follow_ups
from storage.engine import Transaction
from storage.outbox import find, settle
from tests.cast import ADA, DORA, LINUS, MONDAY
from tests.storage.rows import Company, plan_follow_up, queue_message

MODULES = (departures, hidden_follow_ups)
DORA_ID = DORA.user_id
HANDED_OVER = HandedOver(HandedOverKind.REFERRAL, 1, LINUS.user_id, 2)


def add_departure(transaction: Transaction, acme: Company) -> None:
    assert departures.add(transaction, acme.ws, DORA_ID, MONDAY)
    departures.save_handed_over(transaction, acme.ws, DORA_ID, [HANDED_OVER], MONDAY)
    plan_follow_up(transaction, acme, 404, member=DORA)
    hidden_follow_ups.hide(transaction, acme.ws, DORA_ID)
    card = queue_message(transaction, acme.ws, "refused card", to=DORA_ID, subject_id=404)
    intent = find.find_intent(transaction, acme.ws, card)
    assert intent is not None
    settle.settle_intent(transaction, intent, IntentState.DROPPED, MONDAY, reason="left")


Call = Callable[[Transaction, Any], Any]

READS: dict[str, Call] = {
    "departures.find": lambda t, f: departures.find(t, f.ws, DORA_ID),
    "departures.find_give_back_deadline": lambda t, f: departures.find_give_back_deadline(
        t, f.ws, DORA_ID
    ),
    "departures.list_handed_over": lambda t, f: departures.list_handed_over(t, f.ws, DORA_ID),
    "find.list_recipients_of_dropped": lambda t, f: find.list_recipients_of_dropped(
        t, f.ws, ReferralReceived.kind, 404
    ),
}
CHANGES: dict[str, Call] = {
    "settle.drop_queued_with_keys": lambda t, f: settle.drop_queued_with_keys(
        t, f.ws, ["deferred"], MONDAY, "ended"
    ),
    "settle.queue_dropped_again": lambda t, f: settle.queue_dropped_again(
        t, f.ws, ReferralReceived.kind, [404], MONDAY, reason="left", since=MONDAY
    ),
    "departures.confirm": lambda t, f: departures.confirm(t, f.ws, DORA_ID, MONDAY),
    "departures.remove": lambda t, f: departures.remove(t, f.ws, DORA_ID),
    "departures.remove_handed_over": lambda t, f: departures.remove_handed_over(
        t, f.ws, DORA_ID, [HANDED_OVER]
    ),
    "hidden_follow_ups.hide": lambda t, f: hidden_follow_ups.hide(t, f.ws, ADA.user_id),
    "hidden_follow_ups.reopen": lambda t, f: hidden_follow_ups.reopen(t, f.ws, DORA_ID),
    "hidden_follow_ups.cancel": lambda t, f: hidden_follow_ups.cancel(t, f.ws, DORA_ID, MONDAY),
}
INSERTS: dict[str, Call] = {
    "departures.add": lambda t, f: departures.add(t, f.ws, DORA_ID, MONDAY),
    "departures.save_handed_over": lambda t, f: departures.save_handed_over(
        t, f.ws, DORA_ID, [HANDED_OVER], MONDAY
    ),
}
