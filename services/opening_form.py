"""Checks the form with which someone posts or edits an opening, and stores a draft of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from domain.bonus.rule import (
    BonusFields,
    BonusRule,
    Exclusion,
    Leavers,
    Sharing,
    parse_rule,
)
from domain.errors import FieldError, FormError
from domain.limits import (
    BONUS_MAX,
    BONUS_RULE_MAX,
    CHANNELS_MAX,
    PLACE_MAX,
    RECALL_PROMPT_MAX,
    RECALL_PROMPTS_MAX,
    TEAM_MAX,
    TEXT_MAX,
    TITLE_MAX,
)
from domain.members import find_choice_problem
from domain.openings import Opening, OpeningForm
from domain.permissions import Access, check_access
from domain.working_time import end_of_day
from services.context import Context
from services.people import find_time_zone
from storage import drafts, members

DRAFT_KIND = "post"
OPEN_AT_MOST = timedelta(days=366)  # a last day later than that probably has a wrong year


def check_may_post(context: Context) -> None:
    """Raises `NotAllowedError` unless the actor may post openings.

    The error names a recruiter or an admin who can post instead, if there is one.
    """
    recruiters, admins = members.list_recruiters_and_admins(
        context.transaction, context.workspace.id, context.policy.recruiters, context.policy.admins
    )
    allowed_user = next(iter((*recruiters, *admins)), None)
    check_access(context.actor, Access.POSTER, "post_opening", allowed_user)


def check_opening_form(context: Context, form: OpeningForm, stored: Opening | None = None) -> None:
    """Raises `FormError` with every invalid field.

    `stored` is the opening that is edited, or None for a new one. An unchanged last day is not
    checked again.
    """
    errors = [
        *_find_text_errors(form),
        *_find_prompt_errors(form.recall_prompts),
        *_find_people_errors(context, form),
    ]
    if stored is None or form.closes_on != stored.closes_on:
        poster = stored.posted_by if stored else context.actor.user_id
        closes_at = find_closing_time(context, form, poster)
        if closes_at is not None and closes_at <= context.now:
            errors.append(FieldError("closes_on", "past_date"))
        if closes_at is not None and closes_at > context.now + OPEN_AT_MOST:
            errors.append(FieldError("closes_on", "far_date"))
    if not form.channels:
        errors.append(FieldError("channels", "empty"))
    elif len(form.channels) > CHANNELS_MAX:
        errors.append(FieldError("channels", "too_many", str(CHANNELS_MAX)))
    if form.bonus_rule and not form.bonus:
        errors.append(FieldError("bonus", "rule_without_bonus"))
    try:
        build_bonus_rule(context, form, stored)
    except FormError as error:
        errors += error.fields
    if errors:
        raise FormError(tuple(errors))


def build_bonus_rule(
    context: Context, form: OpeningForm, stored: Opening | None = None
) -> BonusRule | None:
    """The rule of the bonus that the form describes, or None without a bonus. Raises `FormError`.

    The policy of the workspace says how advocates share, and what happens when they leave. Older
    releases stored the bonus as free text: such a bonus may stay unchanged when `stored` is edited,
    and has no rule.
    """
    if not form.bonus:
        return None
    try:
        return parse_rule(
            amount=form.bonus,
            days=form.bonus_days,
            excluded=form.bonus_excluded,
            sharing=Sharing(context.policy.bonus_sharing),
            leavers=Leavers(context.policy.bonus_leavers),
            note=form.bonus_rule,
        )
    except FormError:
        if stored is None:
            raise
        is_unchanged_free_text = stored.bonus_terms is None and stored.bonus == form.bonus
        if not is_unchanged_free_text:
            raise
        return None


def find_bonus_defaults(context: Context) -> BonusFields:
    """What the form of a new opening is prefilled with about the bonus, from the policy."""
    policy = context.policy
    excluded = [each for each in Exclusion if each in policy.bonus_excluded]
    return BonusFields(policy.bonus, policy.bonus_days, tuple(excluded))


def _find_text_errors(form: OpeningForm) -> list[FieldError]:
    """Errors for a missing title, team or place, and for texts that are too long."""
    required = {"title": form.title, "team": form.team, "place": form.place}
    errors = [FieldError(name, "empty") for name, text in required.items() if not text]
    for name, text, max_length in (
        ("title", form.title, TITLE_MAX),
        ("team", form.team, TEAM_MAX),
        ("place", form.place, PLACE_MAX),
        ("must_haves", form.must_haves, TEXT_MAX),
        ("fit_brief", form.fit_brief, TEXT_MAX),
        ("bonus", form.bonus, BONUS_MAX),
        ("bonus_rule", form.bonus_rule, BONUS_RULE_MAX),
    ):
        if len(text) > max_length:
            errors.append(FieldError(name, "too_long", str(max_length)))
    return errors


def _find_prompt_errors(prompts: Sequence[str]) -> list[FieldError]:
    """At most one error: too many prompts, or the number of the first one that is too long."""
    if len(prompts) > RECALL_PROMPTS_MAX:
        return [FieldError("recall_prompts", "too_many", str(len(prompts)))]
    for number, text in enumerate(prompts, 1):
        if len(text) > RECALL_PROMPT_MAX:
            return [FieldError("recall_prompts", "too_long", str(number))]
    return []


def _find_people_errors(context: Context, form: OpeningForm) -> list[FieldError]:
    """Errors for a missing hiring manager, and for chosen people who cannot have that part.

    The recruiter may be missing.
    """
    errors = [] if form.hiring_manager else [FieldError("hiring_manager", "empty")]
    chosen = {"hiring_manager": form.hiring_manager, "recruiter": form.recruiter}
    user_ids = [user_id for user_id in chosen.values() if user_id]
    known = members.find_many(context.transaction, context.workspace.id, user_ids)
    for name, user_id in chosen.items():
        problem = find_choice_problem(known.get(user_id)) if user_id else None
        if problem:
            errors.append(FieldError(name, problem, user_id or ""))
    return errors


def find_closing_time(context: Context, form: OpeningForm, poster: str) -> datetime | None:
    """When the form's last day ends in the poster's time zone (UTC), or None without a last day.

    `poster` is a user id.
    """
    if form.closes_on is None:
        return None
    return end_of_day(form.closes_on, find_time_zone(context, poster))


def save_draft(context: Context, form: OpeningForm) -> None:
    """Stores what the actor has filled in so far. Each person has one draft of a new opening."""
    drafts.save(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        DRAFT_KIND,
        form_to_json(form),
        context.now,
    )


def find_draft(context: Context) -> OpeningForm | None:
    content = drafts.find(
        context.transaction, context.workspace.id, context.actor.user_id, DRAFT_KIND
    )
    return None if content is None else form_from_json(content)


def form_to_json(form: OpeningForm) -> dict[str, Any]:
    """The form as it is stored in a draft. `form_from_json` reads it."""
    closes_on = form.closes_on.isoformat() if form.closes_on else None
    return asdict(form) | {"closes_on": closes_on}


def form_from_json(content: dict[str, Any]) -> OpeningForm:
    """Reads what `form_to_json` writes. Drafts of older releases may lack some fields."""
    closes_on = content.get("closes_on")
    parsed = {
        "closes_on": date.fromisoformat(closes_on) if closes_on else None,
        "recall_prompts": tuple(content.get("recall_prompts", ())),
        "channels": tuple(content.get("channels", ())),
        "bonus_excluded": tuple(map(Exclusion, content.get("bonus_excluded", ()))),
    }
    return OpeningForm(**content | parsed)


def delete_draft(context: Context) -> None:
    drafts.delete_draft(
        context.transaction, context.workspace.id, context.actor.user_id, DRAFT_KIND
    )
