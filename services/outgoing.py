"""Loads what an intent is about when it is sent: today's truth, or the reason why it is not said.

`standing` is true when the message is in Slack already and is being edited: then it is brought up
to date rather than dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from domain.commitment_pages import PostPage, WordPage
from domain.consent import is_hidden
from domain.members import Standing
from domain.outbox import TO_CHANNEL, Intent, IntentKind
from domain.pages import (
    AdvocatePage,
    AnnouncementPage,
    AskPage,
    DeskPage,
    ErasedPage,
    NudgePage,
    QuestionPage,
    RoundupPage,
    ThanksPage,
)
from domain.permissions import may_answer
from domain.policy import Policy
from domain.referrals import Reason, Referral
from domain.working_time import is_civil, next_civil, zone
from services import channel_post, manager_word, roundups
from services.asks.asks import page as ask_page
from services.consent import behind
from services.nudging import still_true
from services.pages import advocate_page, desk_page, nudge_item
from services.people import actor, reader
from services.referrals import opening_of
from storage import (
    candidates,
    endorsements,
    follow_ups,
    members,
    openings,
    questions,
    referrals,
    thanks,
)
from storage.asks import asks
from storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class NotSaid:
    """The intent is dropped, and this is kept as the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """The intent waits until this moment (UTC)."""

    until: datetime
    reason: str


Page = (
    AnnouncementPage
    | AdvocatePage
    | AskPage
    | DeskPage
    | QuestionPage
    | NudgePage
    | RoundupPage
    | ErasedPage
    | ThanksPage
    | WordPage
    | PostPage
)


def load(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, *, standing: bool
) -> Page | NotSaid | NotNow:
    """What the intent's message shows now. For a person who has left: `NotSaid`."""
    if intent.kind not in TO_CHANNEL:
        member = members.find(transaction, intent.workspace_id, intent.to)
        if member is not None and (
            not member.active or member.is_bot or member.standing is Standing.STRANGER
        ):
            return NotSaid("recipient_not_here")
    return _LOADERS[intent.kind](transaction, intent, policy, now, standing)


def _announcement(
    transaction: Transaction, intent: Intent, _policy: Policy, _now: datetime, _standing: bool
) -> Page | NotSaid:
    announcement = openings.find_announcement(transaction, intent.workspace_id, intent.subject_id)
    if announcement is None:
        return NotSaid("opening_gone")
    opening = openings.find(transaction, intent.workspace_id, announcement.opening_id)
    if opening is None:
        return NotSaid("opening_gone")
    if announcement.ts is None and not opening.taking:
        return NotSaid("opening_not_open")
    return AnnouncementPage(opening, announcement)


def _referral(transaction: Transaction, intent: Intent) -> Referral | None:
    return referrals.find(transaction, intent.workspace_id, intent.subject_id)


def _advocate(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, standing: bool
) -> Page | NotSaid:
    referral = _referral(transaction, intent)
    if referral is None:
        return NotSaid("referral_gone")
    if referral.candidate.erased_at is not None:
        return _gone(transaction, intent, referral, policy, now, standing)
    said = endorsements.by(transaction, intent.workspace_id, referral.id, intent.to)
    if said is None:
        return NotSaid("not_an_advocate")
    expected = intent.about.get("stage")
    if expected is not None and expected != referral.stage.value and not standing:
        return NotSaid("overtaken")
    who = reader(transaction, intent.workspace_id, intent.to, policy, now)
    return with_others(
        transaction, intent, advocate_page(transaction, who, referral, said, policy), policy
    )


def with_others(
    transaction: Transaction, intent: Intent, page: AdvocatePage, policy: Policy
) -> AdvocatePage:
    """With the referrals that were submitted together with it, and are told of together."""
    ids = cast(list[int], intent.about.get("with", []))
    if not ids:
        return page
    others = []
    for referral in referrals.some(transaction, intent.workspace_id, ids).values():
        said = endorsements.by(transaction, intent.workspace_id, referral.id, intent.to)
        if said is not None:
            others.append(advocate_page(transaction, page.reader, referral, said, policy))
    return replace(page, others=tuple(others))


def _gone(
    transaction: Transaction,
    intent: Intent,
    referral: Referral,
    policy: Policy,
    now: datetime,
    standing: bool,
) -> Page | NotSaid:
    """What stands about somebody who is erased says so; what does not stand yet is not said."""
    if not standing:
        return NotSaid("candidate_erased")
    who = reader(transaction, intent.workspace_id, intent.to, policy, now)
    return ErasedPage(who, (referral,), referral.reason)


def _erased(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, _standing: bool
) -> Page | NotSaid:
    candidate = candidates.find(transaction, intent.workspace_id, intent.subject_id)
    theirs = behind(transaction, candidate, intent.to) if candidate else []
    if not theirs:
        return NotSaid("not_an_advocate")
    who = reader(transaction, intent.workspace_id, intent.to, policy, now)
    by_reader = intent.about.get("by") == intent.to
    return ErasedPage(who, tuple(theirs), Reason(str(intent.about["why"])), by_reader)


def _desk(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, standing: bool
) -> Page | NotSaid:
    referral = _referral(transaction, intent)
    if referral is None:
        return NotSaid("referral_gone")
    if referral.candidate.erased_at is not None:
        return _gone(transaction, intent, referral, policy, now, standing)
    member = members.find(transaction, intent.workspace_id, intent.to)
    if member is None:
        return NotSaid("recipient_not_here")
    if not may_answer(
        actor(transaction, member, policy), opening_of(transaction, referral), referral.owner
    ):
        return NotSaid("may_not_see")
    if not standing and referral.owner != intent.to and intent.kind is IntentKind.RECEIVED:
        return NotSaid("owner_changed")
    who = reader(transaction, intent.workspace_id, intent.to, policy, now)
    return desk_page(transaction, who, referral, policy)


def _question(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, standing: bool
) -> Page | NotSaid:
    question = questions.find(transaction, intent.workspace_id, intent.subject_id)
    if question is None:
        return NotSaid("question_gone")
    referral = referrals.find(transaction, intent.workspace_id, question.referral_id)
    if referral is None:
        return NotSaid("referral_gone")
    if referral.candidate.erased_at is not None:
        return _gone(transaction, intent, referral, policy, now, standing)
    hidden = is_hidden(referral.candidate, policy.hide_until_agreed)
    if intent.kind is IntentKind.ANSWER and hidden and not standing:
        return NotSaid("hidden")  # it stands on the card when they agree
    if intent.kind is IntentKind.QUESTION and question.answered_at is not None and not standing:
        return NotSaid("answered")
    said = endorsements.by(transaction, intent.workspace_id, referral.id, question.asked_of)
    called = said.called if said and intent.to == said.advocate else referral.candidate.name
    who = reader(transaction, intent.workspace_id, intent.to, policy, now)
    return QuestionPage(who, referral, question, called)


def _ask(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, _standing: bool
) -> Page | NotSaid:
    ask = asks.find(transaction, intent.workspace_id, intent.subject_id)
    if ask is None or ask.asker != intent.to:
        return NotSaid("ask_gone")
    who = reader(transaction, intent.workspace_id, intent.to, policy, now)
    return ask_page(transaction, who, ask, policy)


def _nudge(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, standing: bool
) -> Page | NotSaid | NotNow:
    ids = cast(list[int], intent.about["follow_ups"])
    who = reader(transaction, intent.workspace_id, intent.to, policy, now)
    steps = follow_ups.some(transaction, intent.workspace_id, ids)
    if not standing:
        member = members.find(transaction, intent.workspace_id, intent.to)
        if member and member.paused_until and member.paused_until > now:
            return NotNow(member.paused_until, "paused")
        tz = zone(member.tz if member else None, policy.default_tz)
        if not is_civil(now, tz, policy.hours):
            return NotNow(next_civil(now, tz, policy.hours), "hours")
        steps = [
            step for step in steps if step.member == intent.to and still_true(transaction, step)
        ]
    items = tuple(item for step in steps if (item := nudge_item(transaction, who, step)))
    if not items:
        return NotSaid("answered_meanwhile")
    return NudgePage(who, items, intent.id, policy.dms_per_week)


def _roundup(
    transaction: Transaction, intent: Intent, _policy: Policy, _now: datetime, _standing: bool
) -> Page | NotSaid:
    since = datetime.fromisoformat(str(intent.about["since"]))
    page = roundups.page(transaction, intent.workspace_id, intent.to, since)
    return page if page is not None else NotSaid("nothing_changed")


def _thanks(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, _standing: bool
) -> Page | NotSaid:
    given = thanks.find(transaction, intent.workspace_id, intent.subject_id)
    if given is None:
        return NotSaid("thanks_gone")
    if intent.kind is IntentKind.THANKS_SHARED and given.shared_at is None:
        return NotSaid("not_shared")
    who = reader(transaction, intent.workspace_id, given.receiver, policy, now)
    return ThanksPage(who, given, policy.thanks_channel)


def _word(
    transaction: Transaction, intent: Intent, policy: Policy, now: datetime, standing: bool
) -> Page | NotSaid:
    ws, id_ = intent.workspace_id, intent.subject_id
    page = manager_word.page(transaction, ws, id_, intent.to, policy, now)
    if page is None:
        return NotSaid("word_gone")
    if page.referral.candidate.erased_at is not None:
        return _gone(transaction, intent, page.referral, policy, now, standing)
    to_manager = intent.kind is IntentKind.MANAGER_WORD
    if to_manager and page.referral.ended and not standing:
        return NotSaid("ended")
    return page


def _post(
    transaction: Transaction, intent: Intent, _policy: Policy, _now: datetime, standing: bool
) -> Page | NotSaid:
    channel = str(intent.about.get("channel") or intent.to)
    page = channel_post.shown(transaction, intent.workspace_id, intent.subject_id, channel)
    if page is None:
        return NotSaid("referral_gone")
    first = intent.kind is IntentKind.CHANNEL_POST and not standing
    if first and not page.opening.taking:
        return NotSaid("opening_not_open")
    return page


_Loader = Callable[[Transaction, Intent, Policy, datetime, bool], Page | NotSaid | NotNow]

_LOADERS: dict[IntentKind, _Loader] = {
    IntentKind.ANNOUNCEMENT: _announcement,
    IntentKind.ANNOUNCEMENT_FAILED: _announcement,
    IntentKind.ACKNOWLEDGEMENT: _advocate,
    IntentKind.RECEIVED: _desk,
    IntentKind.SECOND_VOUCH: _desk,
    IntentKind.STAGE_CHANGED: _advocate,
    IntentKind.OWNER_CHANGED: _advocate,
    IntentKind.QUESTION: _question,
    IntentKind.ANSWER: _question,
    IntentKind.ASKED: _ask,
    IntentKind.ASK_ANSWER: _ask,
    IntentKind.MANAGER_WORD: _word,
    IntentKind.MANAGER_REPLY: _word,
    IntentKind.CHANNEL_POST: _post,
    IntentKind.CHANNEL_POST_FAILED: _post,
    IntentKind.NUDGE: _nudge,
    IntentKind.ROUNDUP: _roundup,
    IntentKind.AGREED: _desk,
    IntentKind.ERASED: _erased,
    IntentKind.THANKS: _thanks,
    IntentKind.THANKS_SHARED: _thanks,
}
