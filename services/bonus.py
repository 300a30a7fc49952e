"""The bonus of a referral: its terms are frozen, its clock runs, and its parts are marked as paid.

Starts when someone submits a referral for an opening with a bonus. Ends with every part paid or
void.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from domain.bonus.clock import (
    BonusPart,
    BonusState,
    Hire,
    Payment,
    find_exclusion,
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

FIRST_DAY_AHEAD_MAX = timedelta(days=366)
FIRST_DAY_AGO_MAX = timedelta(days=MILESTONE_DAYS_MAX)
PAGE_SIZE = 10  # rows of the list for payroll
PAYROLL_MAX = 500  # hired people with a bonus who are listed, the last ones first


def list_offers(
    context: Context, found: Collection[Opening], advocate: Actor | None = None
) -> list[BonusOffer]:
    """The bonuses of these openings as they are for an advocate, before they submit a referral.

    The advocate is the actor unless another one is given.
    """
    actor = advocate or context.actor
    return [
        BonusOffer(opening, rule, _find_exclusion(context, actor, rule, opening))
        for opening in found
        if (rule := opening.bonus_terms) is not None
    ]


def _find_exclusion(
    context: Context, actor: Actor, rule: BonusRule, opening: Opening | None
) -> Exclusion | None:
    """Why someone is not eligible by their roles, or None."""
    return find_exclusion(
        rule,
        is_recruiter=actor.has_role(Role.RECRUITER)
        or (opening is not None and actor.user_id == opening.recruiter),
        is_hiring_manager=opening is not None and actor.user_id == opening.hiring_manager,
        is_listed=actor.user_id in context.policy.bonus_executives,
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

    Terms that are frozen already stay: the advocates agreed to them, and nobody loses anything by a
    move or by a second vouch.
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
    """Stores that the actor, who vouches as well, agrees to the terms of the referral.

    If the referral has no terms, the actor agrees to the opening's present ones, which the form has
    shown. From then on these count for everybody who vouches: under most rules the first voice gets
    the bonus.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    case = bonus.find_cases(transaction, workspace_id, [referral.id]).get(referral.id)
    opening = (
        openings.find(transaction, workspace_id, referral.opening_id)
        if referral.opening_id is not None
        else None
    )
    if case is None:
        voices = endorsements.list_current(transaction, workspace_id, referral.id)
        freeze_terms_for_all(context, referral, opening, [each.advocate for each in voices])
        return
    exclusion = _find_exclusion(context, context.actor, case.frozen.rule, opening)
    bonus.add_share(
        transaction, workspace_id, referral.id, context.actor.user_id, exclusion, context.now
    )


def agree_for(context: Context, referral: Referral, advocate: str) -> None:
    """Adds the share of an advocate who has just become the first voice, under the frozen terms."""
    transaction, workspace_id = context.transaction, context.workspace.id
    case = bonus.find_cases(transaction, workspace_id, [referral.id]).get(referral.id)
    actor = find_actor(context, advocate)
    if case is None or actor is None:
        return
    opening = openings.find(transaction, workspace_id, referral.opening_id or 0)
    exclusion = _find_exclusion(context, actor, case.frozen.rule, opening)
    bonus.add_share(transaction, workspace_id, referral.id, advocate, exclusion, context.now)


def check_nothing_paid(context: Context, referral: Referral) -> None:
    """Raises `FieldError("credit")` if a part is paid: another first voice would be paid again."""
    case = bonus.find_cases(context.transaction, context.workspace.id, [referral.id]).get(
        referral.id
    )
    if case is not None and case.payments:
        paid_to = next(iter(case.payments.values())).advocate
        member = members.find(context.transaction, context.workspace.id, paid_to)
        raise FieldError("credit", "bonus_paid", member.name if member else paid_to)


# First and last days ----------------------------------------------------------------------------


def check_hire(hire: Hire, today: date) -> None:
    """Raises `FormError` with each date that cannot be meant."""
    errors = []
    started_on, left_on = hire.started_on, hire.left_on
    for name, day in (("started_on", started_on), ("left_on", left_on)):
        if day is not None and day - today > FIRST_DAY_AHEAD_MAX:
            errors.append(FieldError(name, "far_date"))
        elif day is not None and today - day > FIRST_DAY_AGO_MAX:
            errors.append(FieldError(name, "long_ago"))
    if left_on is not None and started_on is None:
        errors.append(FieldError("started_on", "empty"))
    elif left_on is not None and started_on is not None and left_on < started_on:
        errors.append(FieldError("left_on", "before_start"))
    if errors:
        raise FormError(tuple(errors))


def store_hire(context: Context, referral: Referral, hire: Hire) -> None:
    """Stores the first and the last day. Raises `FormError`."""
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
    """Finds a referral of someone who was hired, with their days.

    Raises `NotFoundError`, and `StaleError` if the referral has another stage now.
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
    """Whether the actor may see the list for payroll, and there is anything for it."""
    return may_see_payroll(context.actor) and bonus.has_any(
        context.transaction, context.workspace.id
    )


def list_payroll(context: Context) -> list[PayrollRow]:
    """Every part of the bonuses of people who were hired: those that are due come first."""
    transaction, workspace_id = context.transaction, context.workspace.id
    ids = bonus.list_referral_ids(transaction, workspace_id, stage=Stage.HIRED, limit=PAYROLL_MAX)
    rows = list_rows(context, ids)
    return sorted(
        rows, key=lambda row: (_STATE_ORDER.index(row.part.state), row.part.due_on or date.max)
    )


def list_rows(context: Context, referral_ids: Sequence[int]) -> list[PayrollRow]:
    """Every part of the bonuses of these referrals."""
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
    """Stores that the actor says that a part was paid. `day` is counted from the first day.

    Raises `NotAllowedError` if it is the actor's own part, `NotFoundError` if there is no such
    part, `AlreadyAnsweredError` if it is marked already, and `NotFoundError("bonus_due")` if it is
    not due.
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
    """Takes back what was marked as paid by mistake. Raises `NotAllowedError`, `NotFoundError`."""
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
    if advocate == context.actor.user_id:
        raise NotAllowedError("pay_own_bonus")
    case = bonus.find_cases(context.transaction, context.workspace.id, [referral_id]).get(
        referral_id
    )
    parts = list_parts(case, advocate, find_today(context)) if case else ()
    part = next((each for each in parts if each.day == day), None)
    if part is None:
        raise NotFoundError("bonus")
    return part


def _add_history(context: Context, verb: str, referral_id: int, advocate: str, day: int) -> None:
    history.add_line(context, verb, "referral", referral_id, advocate=advocate, day=day)


def load_payroll_page(context: Context, start: int) -> PayrollPage:
    """The page of ten rows that has the row `start`, or the last page if there are fewer rows."""
    rows = list_payroll(context)
    last_row = max(len(rows) - 1, 0)
    start = min(max(start, 0), last_row)
    start -= start % PAGE_SIZE
    return PayrollPage(
        context.actor.user_id, tuple(rows[start : start + PAGE_SIZE]), start, len(rows), PAGE_SIZE
    )


def find_own_bonuses(context: Context, advocates: Mapping[int, str]) -> dict[int, AdvocateBonus]:
    """The bonus of one advocate of each referral, by referral id.

    `advocates` maps the ids of the referrals to the user ids of these advocates.
    """
    cases = bonus.find_cases(context.transaction, context.workspace.id, advocates)
    today = find_today(context)
    found = {}
    for id_, case in cases.items():
        parts = list_parts(case, advocates[id_], today)
        if parts:
            frozen = case.frozen
            found[id_] = AdvocateBonus(frozen.rule, frozen.frozen_at, case.rule_changed, parts)
    return found
