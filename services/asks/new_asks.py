"""Checks and stores an ask, in which someone asks a colleague to vouch for a candidate.

An ask about a referral comes from its card at the desk. Others are about someone whom the asker
knows, or about the asker, who wants another role (`AskKind`). The ask ends in the other modules of
this package.
"""

from __future__ import annotations

from dataclasses import replace

from domain.asks import (
    MAX_OPEN_ASKS,
    OPEN_DURATION,
    Ask,
    AskForm,
    AskKind,
)
from domain.budget import WEEK
from domain.consent import is_candidate_hidden
from domain.contact import address_to_compare
from domain.errors import FieldError, FormError, NotFoundError, StaleError
from domain.follow_ups import FollowUpKind
from domain.limits import (
    ASK_DRAFT_MAX,
    ASK_HELP_MAX,
    ASK_SHARED_MAX,
    ASK_WHY_MAX,
    CANDIDATE_NAME_MAX,
)
from domain.members import Actor, find_choice_problem
from domain.messages import AskSent
from services import outbox
from services.asks import closing
from services.asks.own_asks import first_message_time
from services.context import Context
from services.desk import find_answerable_referral
from services.openings import find_open_opening
from services.people import find_own_candidates
from storage import endorsements, follow_ups, members
from storage.asks import asks
from storage.outbox import find as stored_messages


def make_ask(context: Context, form: AskForm) -> Ask:
    """Stores an ask and plans the nudge to the colleague, which waits for their civil hours.

    Raises `FormError`, `FieldError`, `OpeningNotFoundError` and `OpeningNotOpenError`. An ask
    from the card of a referral also raises `NotFoundError`, `NotAllowedError` and `StaleError`.
    """
    workspace_id = context.workspace.id
    form = _complete_form(context, form)
    errors = [*_find_colleague_errors(context, form), *_find_text_errors(context.actor, form)]
    if not errors:
        open_count = asks.count_open(context.transaction, workspace_id, context.actor.user_id)
        if open_count >= MAX_OPEN_ASKS:
            errors.append(FieldError("asked", "most_open", str(MAX_OPEN_ASKS)))
    if errors:
        raise FormError(tuple(errors))
    ask = asks.add(
        context.transaction,
        workspace_id,
        context.actor.user_id,
        form,
        closes_at=context.now + OPEN_DURATION,
        now=context.now,
    )
    if ask is None:  # the asker has an open ask to this colleague already
        raise FieldError("asked", "asked_already")
    follow_ups.plan(
        context.transaction,
        workspace_id,
        FollowUpKind.ASK,
        ask.id,
        referral_id=ask.referral_id,
        member=ask.asked,
        due_at=context.now,
        now=context.now,
    )
    outbox.queue(context, AskSent(ask.id), to=context.actor.user_id)
    closing.add_history_line(context, ask, "made")
    closing.queue_edits_about(context, ask)  # The card of the referral shows open asks.
    return ask


def _complete_form(context: Context, form: AskForm) -> AskForm:
    """Fills in what the asker need not write, and checks the opening or the referral."""
    if form.kind is AskKind.DESK:
        return _fill_from_referral(context, form)
    if form.opening_id is not None:
        find_open_opening(context, form.opening_id)
    if form.kind is AskKind.OWN:
        asker = context.actor.member
        email = form.email or address_to_compare(asker.email)
        return replace(form, name=form.name or asker.name, email=email)
    return form


def _fill_from_referral(context: Context, form: AskForm) -> AskForm:
    """Fills in the candidate and the opening of the referral from whose card the form came.

    Raises `FieldError("asked")` if the colleague may not be asked about this candidate.
    """
    if form.referral_id is None:
        raise NotFoundError("referral")
    referral = find_answerable_referral(context, form.referral_id)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        raise FieldError("asked", "not_agreed")
    vouch = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, form.asked
    )
    if vouch is not None:
        raise FieldError("asked", "vouches_already")
    if form.asked in find_own_candidates(context, [referral])[referral.id]:
        raise FieldError("asked", "about_them")
    return replace(
        form,
        opening_id=referral.opening_id,
        name=referral.candidate.name,
        email=None,  # the colleague is not told the contact that another advocate gave
        profile_url=None,
    )


def _find_colleague_errors(context: Context, form: AskForm) -> list[FieldError]:
    """The one reason why the colleague cannot be asked, or an empty list."""
    if not form.asked:
        return [FieldError("asked", "empty")]
    if form.asked == context.actor.user_id:
        return [FieldError("asked", "yourself")]
    asked = members.find(context.transaction, context.workspace.id, form.asked)
    problem = find_choice_problem(asked)
    if asked is None or problem:
        return [FieldError("asked", problem or "not_known", form.asked)]
    if asked.has_address(form.email):
        return [FieldError("asked", "about_them")]
    nudged_at = stored_messages.list_nudge_times(
        context.transaction, context.workspace.id, asked.user_id, context.now - WEEK
    )
    arrives_at = first_message_time(context, asked, context.now, nudged_at)
    if arrives_at is None or arrives_at >= context.now + OPEN_DURATION:
        return [FieldError("asked", "unreachable")]
    return []


def _find_text_errors(actor: Actor, form: AskForm) -> list[FieldError]:
    """What is missing or too long, and an address that belongs to the asker."""
    errors = []
    if form.kind is AskKind.COLLEAGUE:
        if not form.name:
            errors.append(FieldError("name", "empty"))
        if actor.member.has_address(form.email):
            errors.append(FieldError("email", "for_yourself"))
    if form.kind is AskKind.OWN and form.email is None:
        errors.append(FieldError("own_email", "own_unknown"))
    if not form.why:
        errors.append(FieldError("why", "empty"))
    for name, text, longest in (
        ("name", form.name, CANDIDATE_NAME_MAX),
        ("why", form.why, ASK_WHY_MAX),
        ("shared", form.shared, ASK_SHARED_MAX),
        ("help_text", form.help_text, ASK_HELP_MAX),
        ("draft", form.draft, ASK_DRAFT_MAX),
    ):
        if len(text) > longest:
            errors.append(FieldError(name, "too_long", str(longest)))
    return errors
