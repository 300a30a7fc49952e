"""Loads what an intent is about when it is sent: today's truth, or the reason why it is not said.

`standing` is true when the message is in Slack already and is being edited: then it is brought up
to date rather than dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import cast

from domain.commitment_pages import ChannelPostPage, ManagerWordPage
from domain.consent import is_candidate_hidden
from domain.members import Membership
from domain.outbox import TO_CHANNEL, Intent, IntentKind
from domain.outcomes import Deferred, Dropped
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
from domain.referrals import Reason, Referral
from domain.working_time import is_civil_time, next_civil_time, time_zone
from services import channel_post, manager_word, roundups
from services.asks.asks import page as ask_page
from services.consent import behind
from services.context import Context
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
    | ManagerWordPage
    | ChannelPostPage
)


def load(context: Context, intent: Intent, *, standing: bool) -> Page | Dropped | Deferred:
    """What the intent's message shows now. For a person who has left: `Dropped`."""
    if intent.kind not in TO_CHANNEL:
        member = members.find(context.transaction, intent.workspace_id, intent.to)
        if member is not None and (
            not member.active or member.is_bot or member.membership is Membership.EXTERNAL
        ):
            return Dropped("recipient_not_here")
    return _LOADERS[intent.kind](context, intent, standing)


def _announcement(context: Context, intent: Intent, _standing: bool) -> Page | Dropped:
    announcement = openings.find_announcement(
        context.transaction, intent.workspace_id, intent.subject_id
    )
    if announcement is None:
        return Dropped("opening_gone")
    opening = openings.find(context.transaction, intent.workspace_id, announcement.opening_id)
    if opening is None:
        return Dropped("opening_gone")
    if announcement.ts is None and not opening.takes_referrals:
        return Dropped("opening_not_open")
    return AnnouncementPage(opening, announcement)


def _referral(context: Context, intent: Intent) -> Referral | None:
    return referrals.find(context.transaction, intent.workspace_id, intent.subject_id)


def _advocate(context: Context, intent: Intent, standing: bool) -> Page | Dropped:
    referral = _referral(context, intent)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        return _gone(context, intent, referral, standing)
    said = endorsements.find_by_advocate(
        context.transaction, intent.workspace_id, referral.id, intent.to
    )
    if said is None:
        return Dropped("not_an_advocate")
    expected = intent.about.get("stage")
    if expected is not None and expected != referral.stage.value and not standing:
        return Dropped("overtaken")
    who = reader(context, intent.to)
    return with_others(context, intent, advocate_page(context, who, referral, said))


def with_others(context: Context, intent: Intent, page: AdvocatePage) -> AdvocatePage:
    """With the referrals that were submitted together with it, and are told of together."""
    ids = cast(list[int], intent.about.get("with", []))
    if not ids:
        return page
    others = []
    for referral in referrals.find_many(context.transaction, intent.workspace_id, ids).values():
        said = endorsements.find_by_advocate(
            context.transaction, intent.workspace_id, referral.id, intent.to
        )
        if said is not None:
            others.append(advocate_page(context, page.reader, referral, said))
    return replace(page, others=tuple(others))


def _gone(context: Context, intent: Intent, referral: Referral, standing: bool) -> Page | Dropped:
    """What stands about somebody who is erased says so; what does not stand yet is not said."""
    if not standing:
        return Dropped("candidate_erased")
    who = reader(context, intent.to)
    return ErasedPage(who, (referral,), referral.reason)


def _erased(context: Context, intent: Intent, _standing: bool) -> Page | Dropped:
    candidate = candidates.find(context.transaction, intent.workspace_id, intent.subject_id)
    theirs = behind(context, candidate, intent.to) if candidate else []
    if not theirs:
        return Dropped("not_an_advocate")
    who = reader(context, intent.to)
    by_reader = intent.about.get("by") == intent.to
    return ErasedPage(who, tuple(theirs), Reason(str(intent.about["why"])), by_reader)


def _desk(context: Context, intent: Intent, standing: bool) -> Page | Dropped:
    referral = _referral(context, intent)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        return _gone(context, intent, referral, standing)
    member = members.find(context.transaction, intent.workspace_id, intent.to)
    if member is None:
        return Dropped("recipient_not_here")
    if not may_answer(
        actor(context.transaction, member, context.policy),
        opening_of(context, referral),
        referral.owner,
    ):
        return Dropped("may_not_see")
    if not standing and referral.owner != intent.to and intent.kind is IntentKind.RECEIVED:
        return Dropped("owner_changed")
    who = reader(context, intent.to)
    return desk_page(context, who, referral)


def _question(context: Context, intent: Intent, standing: bool) -> Page | Dropped:
    question = questions.find(context.transaction, intent.workspace_id, intent.subject_id)
    if question is None:
        return Dropped("question_gone")
    referral = referrals.find(context.transaction, intent.workspace_id, question.referral_id)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        return _gone(context, intent, referral, standing)
    hidden = is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed)
    if intent.kind is IntentKind.ANSWER and hidden and not standing:
        return Dropped("hidden")  # it stands on the card when they agree
    if intent.kind is IntentKind.QUESTION and question.answered_at is not None and not standing:
        return Dropped("answered")
    said = endorsements.find_by_advocate(
        context.transaction, intent.workspace_id, referral.id, question.asked_of
    )
    called = said.candidate_name if said and intent.to == said.advocate else referral.candidate.name
    who = reader(context, intent.to)
    return QuestionPage(who, referral, question, called)


def _ask(context: Context, intent: Intent, _standing: bool) -> Page | Dropped:
    ask = asks.find(context.transaction, intent.workspace_id, intent.subject_id)
    if ask is None or ask.asker != intent.to:
        return Dropped("ask_gone")
    who = reader(context, intent.to)
    return ask_page(context, who, ask)


def _nudge(context: Context, intent: Intent, standing: bool) -> Page | Dropped | Deferred:
    ids = cast(list[int], intent.about["follow_ups"])
    who = reader(context, intent.to)
    steps = follow_ups.find_many(context.transaction, intent.workspace_id, ids)
    if not standing:
        member = members.find(context.transaction, intent.workspace_id, intent.to)
        if member and member.paused_until and member.paused_until > context.now:
            return Deferred(member.paused_until, "paused")
        tz = time_zone(member.tz if member else None, context.policy.default_tz)
        if not is_civil_time(context.now, tz, context.policy.hours):
            return Deferred(next_civil_time(context.now, tz, context.policy.hours), "hours")
        steps = [step for step in steps if step.member == intent.to and still_true(context, step)]
    items = tuple(item for step in steps if (item := nudge_item(context, who, step)))
    if not items:
        return Dropped("answered_meanwhile")
    return NudgePage(who, items, intent.id, context.policy.dms_per_week)


def _roundup(context: Context, intent: Intent, _standing: bool) -> Page | Dropped:
    since = datetime.fromisoformat(str(intent.about["since"]))
    page = roundups.page(context, intent.to, since)
    return page if page is not None else Dropped("nothing_changed")


def _thanks(context: Context, intent: Intent, _standing: bool) -> Page | Dropped:
    given = thanks.find(context.transaction, intent.workspace_id, intent.subject_id)
    if given is None:
        return Dropped("thanks_gone")
    if intent.kind is IntentKind.THANKS_SHARED and given.shared_at is None:
        return Dropped("not_shared")
    who = reader(context, given.receiver)
    return ThanksPage(who, given, context.policy.thanks_channel)


def _word(context: Context, intent: Intent, standing: bool) -> Page | Dropped:
    page = manager_word.page(context, intent.subject_id, intent.to)
    if page is None:
        return Dropped("word_gone")
    if page.referral.candidate.erased_at is not None:
        return _gone(context, intent, page.referral, standing)
    to_manager = intent.kind is IntentKind.MANAGER_WORD
    if to_manager and page.referral.ended and not standing:
        return Dropped("ended")
    return page


def _post(context: Context, intent: Intent, standing: bool) -> Page | Dropped:
    channel = str(intent.about.get("channel") or intent.to)
    page = channel_post.shown(context, intent.subject_id, channel)
    if page is None:
        return Dropped("referral_gone")
    first = intent.kind is IntentKind.CHANNEL_POST and not standing
    if first and not page.opening.takes_referrals:
        return Dropped("opening_not_open")
    return page


_Loader = Callable[[Context, Intent, bool], Page | Dropped | Deferred]

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
