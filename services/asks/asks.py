"""Asks: a member asks a colleague to vouch for somebody, sees the ask, and may withdraw it.

The answers are in `services.asks.answers`, and all other ends in `services.asks.closing`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from domain import nudging
from domain.asks import (
    MAX_OPEN_ASKS,
    OPEN_DURATION,
    Ask,
    AskForm,
    AskKind,
    AskState,
)
from domain.budget import WEEK
from domain.consent import is_candidate_hidden
from domain.errors import FieldError, FormError, NotAllowedError, NotFoundError, StaleError
from domain.follow_ups import FollowUpKind
from domain.limits import (
    ASK_DRAFT_MAX,
    ASK_HELP_MAX,
    ASK_SHARED_MAX,
    ASK_WHY_MAX,
    CANDIDATE_NAME_MAX,
)
from domain.members import Actor, Member, choice_problem
from domain.messages import AskSent
from domain.pages import AskPage, Reader
from services import outbox
from services.asks import closing as ask_ends
from services.context import Context
from services.desk import find_answerable_referral
from services.openings import find_open_opening
from services.people import build_reader as reader_of
from storage import endorsements, follow_ups, members, referrals
from storage import outbox as stored_outbox
from storage.asks import asks


def make_ask(context: Context, form: AskForm) -> Ask:
    """Store the ask; it reaches the colleague as a nudge, in their hours and within their week.

    Raises `FormError` with all that cannot be used, `OpeningNotOpenError`; `NotFoundError` and
    `NotAllowedError`
    where it is asked from a referral's card.
    """
    ws = context.workspace.id
    if form.kind is AskKind.DESK:
        form = _fill_from_referral(context, form)
    elif form.opening_id is not None:
        find_open_opening(context, form.opening_id)
    if form.kind is AskKind.OWN:
        form = replace(
            form,
            name=form.name or context.actor.member.name,
            email=form.email or (context.actor.member.email or "").casefold() or None,
        )
    bad = [*_find_person_errors(context, form), *_find_text_errors(context.actor, form)]
    if not bad and asks.count_open(context.transaction, ws, context.actor.user_id) >= MAX_OPEN_ASKS:
        bad.append(FieldError("asked", "most_open", str(MAX_OPEN_ASKS)))
    if bad:
        raise FormError(tuple(bad))
    made = asks.add(
        context.transaction,
        ws,
        context.actor.user_id,
        form,
        closes_at=context.now + OPEN_DURATION,
        now=context.now,
    )
    if made is None:
        raise FieldError("asked", "asked_already")
    follow_ups.plan(
        context.transaction,
        ws,
        FollowUpKind.ASK,
        made.id,
        referral_id=made.referral_id,
        member=made.asked,
        due_at=context.now,
        now=context.now,
    )
    outbox.queue(context, AskSent(made.id), to=context.actor.user_id)
    ask_ends.add_history_line(context, made, "made")
    ask_ends.queue_edits_about(context, made)  # the referral's card says whom it waits for
    return made


def _fill_from_referral(context: Context, form: AskForm) -> AskForm:
    """From a card: whom it is about is the referral's, whatever the form says."""
    referral = find_answerable_referral(context, form.referral_id or 0)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        raise FieldError("asked", "not_agreed")
    if (
        endorsements.find_by_advocate(
            context.transaction, context.workspace.id, referral.id, form.asked
        )
        is not None
    ):
        raise FieldError("asked", "vouches_already")
    return replace(
        form, opening_id=referral.opening_id, name=referral.candidate.name, email=None,
        profile_url=None,
    )  # fmt: skip


def _find_person_errors(context: Context, form: AskForm) -> list[FieldError]:
    """Why this person cannot be asked."""
    if not form.asked:
        return [FieldError("asked", "empty")]
    if form.asked == context.actor.user_id:
        return [FieldError("asked", "yourself")]
    asked = members.find(context.transaction, context.workspace.id, form.asked)
    problem = choice_problem(asked)
    if asked is None or problem:
        return [FieldError("asked", problem or "not_here")]
    if form.email is not None and form.email == (asked.email or "").casefold():
        return [FieldError("asked", "about_them")]
    reached = first_message_time(context, asked, context.now)
    if reached is None or reached >= context.now + OPEN_DURATION:
        return [FieldError("asked", "unreachable")]
    return []


def _find_text_errors(actor: Actor, form: AskForm) -> list[FieldError]:
    bad = []
    if form.kind is AskKind.COLLEAGUE:
        if not form.name:
            bad.append(FieldError("name", "empty"))
        if form.email is not None and form.email == (actor.member.email or "").casefold():
            bad.append(FieldError("email", "for_yourself"))
    if form.kind is AskKind.OWN and form.email is None:
        bad.append(FieldError("own_email", "own_unknown"))
    if not form.why:
        bad.append(FieldError("why", "empty"))
    for name, text, longest in (
        ("name", form.name, CANDIDATE_NAME_MAX),
        ("why", form.why, ASK_WHY_MAX),
        ("shared", form.shared, ASK_SHARED_MAX),
        ("help_text", form.help_text, ASK_HELP_MAX),
        ("draft", form.draft, ASK_DRAFT_MAX),
    ):
        if len(text) > longest:
            bad.append(FieldError(name, "too_long", str(longest)))
    return bad


@dataclass(frozen=True, slots=True)
class _Due:
    due_at: datetime


def first_message_time(context: Context, member: Member, due_at: datetime) -> datetime | None:
    """When what is due at that moment reaches this person (UTC), by today's rules.

    None: never, as they are written to by nobody unasked. What else becomes due before it may take
    its place in the week's budget, so it is a promise for what is known now.
    """
    ws = member.workspace_id
    person = nudging.Recipient(
        tz=member.tz,
        active=member.active,
        paused_until=member.paused_until,
        sent_at=stored_outbox.list_nudge_times(
            context.transaction, ws, member.user_id, context.now - WEEK
        ),
    )
    rules = nudging.NudgeRules(
        context.policy.hours, context.policy.dms_per_week, context.policy.default_tz
    )
    decision = nudging.decide_nudge([_Due(due_at)], person, rules, context.now)
    if isinstance(decision, nudging.Wait):
        return decision.until
    return context.now if isinstance(decision, nudging.Send) else None


def find_own_ask(context: Context, ask_id: int) -> Ask:
    """An ask that the actor made: `NotFoundError`, or `NotAllowedError` for somebody else's.

    What somebody else asked for themselves is not even there.
    """
    found = asks.find(context.transaction, context.workspace.id, ask_id)
    if found is None or (found.is_own and found.asker != context.actor.user_id):
        raise NotFoundError("ask")
    if found.asker != context.actor.user_id:
        raise NotAllowedError("others_ask", found.asker)
    return found


def withdraw_ask(context: Context, ask_id: int) -> Ask:
    """Nothing more reaches the asked person; what stands there says so.

    Raises `NotFoundError` (also where it was answered meanwhile, and the asker was told),
    `NotAllowedError`.
    """
    found = find_own_ask(context, ask_id)
    if found.state is AskState.WITHDRAWN:
        return found
    alive = found.is_open or found.awaits_asker
    if not alive or not asks.settle(
        context.transaction,
        context.workspace.id,
        ask_id,
        AskState.WITHDRAWN,
        context.now,
        was=found.state,
    ):
        raise NotFoundError("ask")
    ended = replace(found, state=AskState.WITHDRAWN, vouch_text=None)
    ask_ends.finish_ask(context, ended)
    return ended


def load_ask_page(context: Context, reader: Reader, found: Ask) -> AskPage:
    ws = found.workspace_id
    asked = members.find(context.transaction, ws, found.asked)
    reaches = None
    if found.is_open and asked is not None:
        for step in follow_ups.list_by_subject(context.transaction, ws, FollowUpKind.ASK, found.id):
            if step.nudges_sent == 0:
                reaches = first_message_time(context, asked, step.due_at)
    referral = (
        referrals.find(context.transaction, ws, found.referral_id) if found.referral_id else None
    )
    return AskPage(reader, found, reaches, referral.owner if referral else None)


def load_unfinished_asks(context: Context) -> tuple[AskPage, ...]:
    """What the actor asked and what is not at an end, oldest first."""
    ws = context.workspace.id
    reader = reader_of(context)
    found = asks.list_unfinished_by_asker(context.transaction, ws, context.actor.user_id)
    return tuple(load_ask_page(context, reader, each) for each in found)
