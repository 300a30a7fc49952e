"""The bonus of a referral, from the submission until every part is paid or void.

The terms are the opening's bonus rule. A referral keeps the rule of its first day (it is frozen),
whatever happens to the opening. Each advocate who agrees to the terms has a share. A share is paid
in parts, each due some days after the first day at work. A case is all of this for one referral.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from domain.bonus.clock import (
    BonusCase,
    BonusPart,
    BonusState,
    Hire,
    Payment,
    find_role_exclusion,
    list_parts,
)
from domain.bonus.pages import AdvocateBonus, BonusOffer, PayrollPage, PayrollRow
from domain.bonus.rule import MILESTONE_DAYS_MAX, BonusRule, Exclusion
from domain.errors import (
    AlreadyAnsweredError,
    FieldError,
    FormError,
    NotAllowedError,
    NotFoundError,
    StaleError,
)
from domain.members import Actor, Role
from domain.openings import Opening
from domain.permissions import may_see_payroll
from domain.referrals import Referral
from domain.stages import Stage
from services import hires, history
from services.context import Context
from services.people import find_actor, find_today
from storage import bonus, endorsements, members, openings, referrals

# First and last days that lie further away are taken for typing errors.
HIRE_DATE_AHEAD_MAX = timedelta(days=366)
HIRE_DATE_AGO_MAX = timedelta(days=MILESTONE_DAYS_MAX)
PAGE_SIZE = 10  # rows of the list for payroll
PAYROLL_MAX = 500  # only the bonuses of this many people are listed, those of the last hires


def list_offers(
    context: Context, found: Collection[Opening], advocate: Actor | None = None
) -> list[BonusOffer]:
    """The bonuses that an advocate (by default the actor) could get for these openings."""
    advocate = advocate or context.actor
    return [
        BonusOffer(opening, rule, _find_exclusion(context, advocate, rule, opening))
        for opening in found
        if (rule := opening.bonus_terms) is not None
    ]


def _find_exclusion(
    context: Context, advocate: Actor, rule: BonusRule, opening: Opening | None
) -> Exclusion | None:
    """Why the rule excludes an advocate because of their role in the company, or None."""
    user_id = advocate.user_id
    return find_role_exclusion(
        rule,
        is_recruiter=advocate.has_role(Role.RECRUITER)
        or (opening is not None and user_id == opening.recruiter),
        is_hiring_manager=opening is not None and user_id == opening.hiring_manager,
        is_executive=user_id in context.policy.bonus_executives,
    )


def freeze_terms(context: Context, referral: Referral, opening: Opening | None) -> None:
    """Freezes the opening's rule into a new referral. By submitting it, the actor agrees to it."""
    if opening is None or opening.bonus_terms is None:
        return
    transaction, workspace_id = context.transaction, context.workspace.id
    bonus.freeze_rule(transaction, workspace_id, referral.id, opening.bonus_terms, context.now)
    exclusion = _find_exclusion(context, context.actor, opening.bonus_terms, opening)
    bonus.add_share(
        transaction, workspace_id, referral.id, context.actor.user_id, exclusion, context.now
    )


def freeze_terms_for_all(
    context: Context, referral: Referral, opening: Opening | None, advocates: Collection[str]
) -> None:
    """Freezes the opening's present rule into a referral that has none yet, for all its advocates.

    Does nothing if the referral has frozen terms. The advocates agreed to these, and must not lose
    anything when the referral is moved to another opening or someone else vouches too.
    """
    if opening is None or opening.bonus_terms is None:
        return
    transaction, workspace_id = context.transaction, context.workspace.id
    rule = opening.bonus_terms
    if not bonus.freeze_rule(transaction, workspace_id, referral.id, rule, context.now):
        return
    for advocate in advocates:
        actor = find_actor(context, advocate)
        exclusion = _find_exclusion(context, actor, rule, opening) if actor else None
        bonus.add_share(transaction, workspace_id, referral.id, advocate, exclusion, context.now)


def agree_to_terms(context: Context, referral: Referral) -> None:
    """Stores that the actor, who vouches after others, agrees to the terms of the referral.

    If the referral has no terms, the actor agrees to the opening's present ones, which the form has
    shown. From then on these count for all advocates of the referral, because under most rules the
    bonus goes to the first one.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    case = _find_case(context, referral.id)
    opening = _find_opening(context, referral)
    if case is None:
        current = endorsements.list_current(transaction, workspace_id, referral.id)
        freeze_terms_for_all(context, referral, opening, [each.advocate for each in current])
        return
    exclusion = _find_exclusion(context, context.actor, case.frozen.rule, opening)
    bonus.add_share(
        transaction, workspace_id, referral.id, context.actor.user_id, exclusion, context.now
    )


def add_first_voice_share(context: Context, referral: Referral, advocate: str) -> None:
    """Adds the share of an advocate who has just been made the first voice, under frozen terms.

    Does nothing if the referral has no terms, or if the advocate is not stored.
    """
    case = _find_case(context, referral.id)
    actor = find_actor(context, advocate)
    if case is None or actor is None:
        return
    opening = _find_opening(context, referral)
    exclusion = _find_exclusion(context, actor, case.frozen.rule, opening)
    bonus.add_share(
        context.transaction,
        context.workspace.id,
        referral.id,
        advocate,
        exclusion,
        context.now,
    )


def _find_case(context: Context, referral_id: int) -> BonusCase | None:
    found = bonus.find_cases(context.transaction, context.workspace.id, [referral_id])
    return found.get(referral_id)


def _find_opening(context: Context, referral: Referral) -> Opening | None:
    if referral.opening_id is None:
        return None
    return openings.find(context.transaction, context.workspace.id, referral.opening_id)


def check_nothing_paid(context: Context, referral: Referral) -> None:
    """Raises `FieldError("credit")` if a part is paid: another first voice would be paid again."""
    case = _find_case(context, referral.id)
    if case is not None and case.payments:
        paid_to = next(iter(case.payments.values())).advocate
        member = members.find(context.transaction, context.workspace.id, paid_to)
        raise FieldError("credit", "bonus_paid", member.name if member else paid_to)


# First and last days ----------------------------------------------------------------------------


def check_hire(hire: Hire, today: date) -> None:
    """Raises `FormError` with one error for each implausible date."""
    errors = []
    started_on, left_on = hire.started_on, hire.left_on
    for name, day in (("started_on", started_on), ("left_on", left_on)):
        if day is not None and day - today > HIRE_DATE_AHEAD_MAX:
            errors.append(FieldError(name, "far_date"))
        elif day is not None and today - day > HIRE_DATE_AGO_MAX:
            errors.append(FieldError(name, "long_ago"))
    if left_on is not None and started_on is None:
        errors.append(FieldError("started_on", "empty"))
    elif left_on is not None and started_on is not None and left_on < started_on:
        errors.append(FieldError("left_on", "before_start"))
    if errors:
        raise FormError(tuple(errors))


def store_hire(context: Context, referral: Referral, hire: Hire) -> None:
    """Stores the first and the last day at work. Raises `FormError` for an implausible date."""
    check_hire(hire, find_today(context))
    transaction, workspace_id = context.transaction, context.workspace.id
    before = bonus.find_hire(transaction, workspace_id, referral.id)
    if before == hire:
        return
    bonus.save_hire(transaction, workspace_id, referral.id, hire)
    history.add_line(
        context,
        "referral.hire_dates",
        "referral",
        referral.id,
        started_on=hire.started_on.isoformat() if hire.started_on else None,
        left_on=hire.left_on.isoformat() if hire.left_on else None,
    )
    hires.refresh_follow_ups(
        context, referral, first_day_changed=before.started_on != hire.started_on
    )


def find_hired(context: Context, referral_id: int) -> tuple[Referral, Hire]:
    """Finds the referral of someone who was hired, with their first and last day at work.

    Raises `NotFoundError`, and `StaleError` if the referral is not at the stage "hired".
    """
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    if referral.stage is not Stage.HIRED:
        raise StaleError("referral", referral.stage.value)
    return referral, bonus.find_hire(context.transaction, context.workspace.id, referral_id)


# Payroll ----------------------------------------------------------------------------------------

# The order of the states in the list for payroll.
_STATE_ORDER = (
    BonusState.DUE,
    BonusState.PENDING,
    BonusState.ELIGIBLE,
    BonusState.PAID,
    BonusState.VOID,
)


def has_bonuses(context: Context) -> bool:
    """Whether the actor may see the list for payroll, and any referral has a bonus."""
    return may_see_payroll(context.actor) and bonus.has_any(
        context.transaction, context.workspace.id
    )


def list_payroll(context: Context) -> list[PayrollRow]:
    """The bonus parts for people who were hired. Those that are due come first."""
    transaction, workspace_id = context.transaction, context.workspace.id
    ids = bonus.list_referral_ids(transaction, workspace_id, stage=Stage.HIRED, limit=PAYROLL_MAX)
    rows = list_rows(context, ids)
    return sorted(
        rows, key=lambda row: (_STATE_ORDER.index(row.part.state), row.part.due_on or date.max)
    )


def list_rows(context: Context, referral_ids: Sequence[int]) -> list[PayrollRow]:
    """The parts of these referrals' bonuses, for every advocate with a share."""
    transaction, workspace_id = context.transaction, context.workspace.id
    cases = bonus.find_cases(transaction, workspace_id, referral_ids)
    found = referrals.find_many(transaction, workspace_id, referral_ids)
    today = find_today(context)
    return [
        PayrollRow(found[case.referral_id], share.advocate, part, case.hire)
        for case in cases.values()
        for share in case.shares
        for part in list_parts(case, share.advocate, today)
    ]


def mark_paid(context: Context, referral_id: int, advocate: str, day: int) -> None:
    """Marks a part as paid by the actor.

    `day` names the part: it is due that many days after the first day at work. Raises
    `NotAllowedError` if the part is the actor's own, `NotFoundError` if there is no such part,
    `AlreadyAnsweredError` if it is marked already, and `NotFoundError("bonus_due")` if it is not
    due.
    """
    part = _find_part(context, referral_id, advocate, day)
    if part.payment is not None:
        raise AlreadyAnsweredError("bonus", part.payment.paid_by)
    if part.state is not BonusState.DUE:
        raise NotFoundError("bonus_due")
    payment = Payment(advocate, day, part.money, context.actor.user_id, context.now)
    if not bonus.add_payment(context.transaction, context.workspace.id, referral_id, payment):
        raise AlreadyAnsweredError("bonus")
    _add_history(context, "bonus.paid", referral_id, advocate, day)
    _refresh_reminders(context, referral_id)


def mark_unpaid(context: Context, referral_id: int, advocate: str, day: int) -> None:
    """Takes back a mark that `mark_paid` made by mistake.

    Raises `NotAllowedError` if the part is the actor's own, and `NotFoundError` if there is no such
    part or it is not marked.
    """
    part = _find_part(context, referral_id, advocate, day)
    if part.payment is None:
        raise NotFoundError("bonus_paid")
    bonus.remove_payment(context.transaction, context.workspace.id, referral_id, advocate, day)
    _add_history(context, "bonus.not_paid", referral_id, advocate, day)
    _refresh_reminders(context, referral_id)


def _refresh_reminders(context: Context, referral_id: int) -> None:
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is not None:
        hires.refresh_follow_ups(context, referral)


def _find_part(context: Context, referral_id: int, advocate: str, day: int) -> BonusPart:
    """Finds a part that the actor may mark. Raises `NotAllowedError` and `NotFoundError`."""
    if advocate == context.actor.user_id:
        raise NotAllowedError("pay_own_bonus")
    case = _find_case(context, referral_id)
    parts = list_parts(case, advocate, find_today(context)) if case else ()
    part = next((each for each in parts if each.day == day), None)
    if part is None:
        raise NotFoundError("bonus")
    return part


def _add_history(context: Context, verb: str, referral_id: int, advocate: str, day: int) -> None:
    history.add_line(context, verb, "referral", referral_id, advocate=advocate, day=day)


def load_payroll_page(context: Context, start: int) -> PayrollPage:
    """The page with the row number `start` (from 0), or the last page if there are fewer rows."""
    rows = list_payroll(context)
    last_row = max(len(rows) - 1, 0)
    wanted_row = min(max(start, 0), last_row)
    first_row = wanted_row - wanted_row % PAGE_SIZE
    shown = tuple(rows[first_row : first_row + PAGE_SIZE])
    return PayrollPage(context.actor.user_id, shown, first_row, len(rows), PAGE_SIZE)


def find_own_bonuses(context: Context, advocates: Mapping[int, str]) -> dict[int, AdvocateBonus]:
    """What one advocate of each referral can expect as a bonus, by referral id.

    `advocates` has the user id of that advocate for each referral id. Referrals without a bonus for
    them are left out.
    """
    cases = bonus.find_cases(context.transaction, context.workspace.id, advocates)
    today = find_today(context)
    bonuses = {}
    for referral_id, case in cases.items():
        parts = list_parts(case, advocates[referral_id], today)
        if parts:
            bonuses[referral_id] = AdvocateBonus(
                case.frozen.rule, case.frozen.frozen_at, case.rule_changed, parts
            )
    return bonuses
