"""Reads ahead what a lot of intents is about: a few queries for all, instead of a dozen for each.

Whatever is not foreseen here is looked up when its message is loaded, as it would be anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from domain.follow_ups import FollowUp, FollowUpKind
from domain.outbox import TO_CHANNEL, Intent, IntentKind
from services.follow_ups import CARDS
from storage import (
    ahead,
    endorsements,
    follow_ups,
    interview_notes,
    members,
    openings,
    questions,
    referrals,
)
from storage.asks import asks
from storage.engine import Transaction

_ABOUT_A_REFERRAL = frozenset(
    {
        IntentKind.ACKNOWLEDGEMENT,
        IntentKind.RECEIVED,
        IntentKind.SECOND_VOUCH,
        IntentKind.STAGE_CHANGED,
        IntentKind.OWNER_CHANGED,
        IntentKind.AGREED,
    }
)
_ON_A_DESK = frozenset({IntentKind.RECEIVED, IntentKind.SECOND_VOUCH, IntentKind.AGREED})
_ABOUT_AN_ASK = frozenset({IntentKind.ASKED, IntentKind.ASK_ANSWER})
_ABOUT_A_QUESTION = frozenset({IntentKind.QUESTION, IntentKind.ANSWER})


def read_ahead(transaction: Transaction, intents: Sequence[Intent]) -> None:
    """For `outgoing.load` of each of them, in this transaction, which must not change anything."""
    ahead.begin(transaction)
    for workspace_id in {intent.workspace_id for intent in intents}:
        _read(transaction, workspace_id, [it for it in intents if it.workspace_id == workspace_id])


def _read(transaction: Transaction, ws: int, intents: Sequence[Intent]) -> None:
    steps = follow_ups.find_many(transaction, ws, set(_steps(intents)))
    asked = {it.subject_id for it in intents if it.kind in _ABOUT_A_QUESTION}
    asked |= {step.subject_id for step in steps if step.kind is FollowUpKind.QUESTION}
    about = {it.subject_id for it in intents if it.kind in _ABOUT_A_REFERRAL}
    about |= {step.referral_id for step in steps if step.referral_id is not None}
    about |= {each.referral_id for each in questions.find_many(transaction, ws, asked).values()}
    known = referrals.find_many(transaction, ws, about)
    asks.list_by_referrals(transaction, ws, {it.subject_id for it in intents if it.kind in _ON_A_DESK})
    asks.find_many(transaction, ws, _about_an_ask(intents, steps))
    voices = endorsements.list_current_by_referrals(transaction, ws, known.keys())
    interview_notes.list_by_referrals(transaction, ws, {it.subject_id for it in intents if it.kind in CARDS})
    openings.find_many(transaction, ws, {it.opening_id for it in known.values() if it.opening_id})
    people = {it.to for it in intents if it.kind not in TO_CHANNEL}
    people |= {it.owner for it in known.values()}
    people |= {voice.advocate for said in voices.values() for voice in said}
    members.find_many(transaction, ws, people)


def _about_an_ask(intents: Iterable[Intent], steps: Iterable[FollowUp]) -> set[int]:
    told = {it.subject_id for it in intents if it.kind in _ABOUT_AN_ASK}
    return told | {step.subject_id for step in steps if step.kind is FollowUpKind.ASK}


def _steps(intents: Iterable[Intent]) -> Iterable[int]:
    for intent in intents:
        if intent.kind is IntentKind.NUDGE:
            yield from cast(list[int], intent.about["follow_ups"])
