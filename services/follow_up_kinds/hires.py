"""Follow-ups about someone who was hired. `subject_id` is the id of the referral.

Someone at the desk enters the first day, and someone who pays bonuses marks each part as paid. Both
are asked again every few working days. After two reminders the next person who can do it is asked,
and so on until it is done. The advocates get notes about their bonus, which ask nothing, and check
in with the new colleague. All except the question about the first day and the congratulation have
an `AdvocatePart` as their period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.bonus.clock import BonusCase, BonusPart, BonusState, Hire, list_parts
from domain.bonus.pages import AdvocateBonus
from domain.bonus.reminders import (
    REMIND_AFTER_WORKING_DAYS,
    AdvocatePart,
)
from domain.follow_ups import FollowUp, FollowUpKind
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.permissions import may_see_payroll
from domain.policy import Policy
from domain.referrals import Referral
from domain.stages import Stage
from domain.working_time import add_working_days
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp, never_again
from services.follow_up_kinds.referral_rows import load_progress, load_referral_rows
from services.follow_up_kinds.turns import find_next_in_turn
from services.people import (
    find_actor,
    find_answerable,
    list_escalation_chain,
    list_other_possible_owners,
)
from storage import bonus, follow_ups, referrals

# The name of a candidate who was erased before the bonus for them was paid.
SOMEONE = "Someone"


def list_successors(
    context: Context, referral: Referral, kind: FollowUpKind, period: str
) -> tuple[str, ...]:
    """The user ids of those who can settle the follow-up, in the order in which they are asked.

    Nobody is asked to pay their own bonus.
    """
    chain = (referral.owner, *list_escalation_chain(context, referral))
    if kind is FollowUpKind.FIRST_DAY:
        return tuple(user for user in chain if find_answerable(context, user, [referral]))
    advocate = AdvocatePart.parse(period).advocate
    payers = _select_payers(context, chain, advocate)
    if payers:
        return payers
    return _select_payers(context, list_other_possible_owners(context, referral), advocate)


def _select_payers(context: Context, people: Sequence[str], advocate: str) -> tuple[str, ...]:
    actors = (find_actor(context, user_id) for user_id in people if user_id != advocate)
    return tuple(actor.user_id for actor in actors if actor is not None and may_see_payroll(actor))


def _find_cases(context: Context, shown: Sequence[FollowUp]) -> dict[int, BonusCase]:
    ids = {each.subject_id for each in shown}
    return bonus.find_cases(context.transaction, context.workspace.id, ids)


def _find_without_first_day(context: Context, shown: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups about someone whose first day is needed and not known.

    The first day of an erased candidate is needed for a bonus only.
    """
    hires, cases = find_hires(context, shown), _find_cases(context, shown)
    rows = load_referral_rows(context, shown)
    return {
        each.id
        for each in shown
        if (referral := rows.referral_of(each)) is not None
        and (referral.candidate.erased_at is None or referral.id in cases)
        and each.id in hires
        and hires[each.id].started_on is None
    }


def find_hires(context: Context, shown: Sequence[FollowUp]) -> dict[int, Hire]:
    """The first and the last day of those who are hired, by the id of the follow-up about them."""
    progress = load_progress(context, shown)
    hires = bonus.find_hires(
        context.transaction, context.workspace.id, {each.subject_id for each in shown}
    )
    return {
        each.id: hires.get(each.subject_id, Hire())
        for each in shown
        if each.id in progress and progress[each.id].stage is Stage.HIRED
    }


def _pair_with_cases(
    context: Context, shown: Sequence[FollowUp]
) -> list[tuple[FollowUp, BonusCase]]:
    cases = _find_cases(context, shown)
    return [(each, cases[each.subject_id]) for each in shown if each.subject_id in cases]


def _find_unpaid(context: Context, shown: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups about a part that is neither paid nor void."""
    unpaid = set()
    for each, case in _pair_with_cases(context, shown):
        parts = _find_bonus(case, each, context.now.date()).parts
        if parts and parts[0].state not in (BonusState.PAID, BonusState.VOID):
            unpaid.add(each.id)
    return unpaid


def _find_hired(context: Context, shown: Sequence[FollowUp]) -> set[int]:
    return {
        each.id
        for each, case in _pair_with_cases(context, shown)
        if case.stage is Stage.HIRED and case.hire.started_on is not None
    }


def _find_bonus(case: BonusCase, follow_up: FollowUp, today: date) -> AdvocateBonus:
    """The bonus with the parts that the follow-up is about, as it stands on the day `today`.

    The question about the first day is about no part, and the news on the first day is about all.
    """
    parts: tuple[BonusPart, ...] = ()
    if follow_up.kind is not FollowUpKind.FIRST_DAY:
        key = AdvocatePart.parse(follow_up.period)
        is_first_day = follow_up.kind is FollowUpKind.BONUS_NEWS and key.day == 0
        all_parts = list_parts(case, key.advocate, today)
        parts = tuple(each for each in all_parts if is_first_day or each.day == key.day)
    frozen = case.frozen
    return AdvocateBonus(frozen.rule, frozen.frozen_at, rule_changed=False, parts=parts)


def _find_day_of(viewer: Viewer) -> date:
    """The date at the viewer's place: a part is due there when its day has begun there."""
    return viewer.now.astimezone(viewer.zone).date()


def _load_desk_items(
    context: Context, viewer: Viewer, shown: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """Loads the questions to the viewer, who is asked to enter a first day or to pay.

    Questions that the viewer may not answer any more are left out.
    """
    ids = {each.subject_id for each in shown}
    found = referrals.find_many(context.transaction, context.workspace.id, ids)
    answerable = find_answerable(context, viewer.user_id, list(found.values()))
    reader = find_actor(context, viewer.user_id)
    cases = _find_cases(context, shown)
    items = {}
    for each in shown:
        referral, case = found.get(each.subject_id), cases.get(each.subject_id)
        if referral is None or referral.id not in answerable:
            continue
        named = _name_erased(referral)
        own = _find_bonus(case, each, _find_day_of(viewer)) if case is not None else None
        is_day = each.kind is FollowUpKind.FIRST_DAY
        if is_day or (reader is not None and may_see_payroll(reader)):
            items[each.id] = NudgeItem(each, named, named.candidate.name, bonus=own)
    return items


def _load_news(
    context: Context, viewer: Viewer, shown: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    transaction, workspace_id = context.transaction, context.workspace.id
    found = referrals.find_many(transaction, workspace_id, {each.subject_id for each in shown})
    due_questions = follow_ups.list_by_subjects(
        transaction, workspace_id, FollowUpKind.BONUS_DUE, found
    )
    items = {}
    for each, case in _pair_with_cases(context, shown):
        referral = found.get(each.subject_id)
        if referral is not None and AdvocatePart.parse(each.period).advocate == viewer.user_id:
            named, own = _name_erased(referral), _find_bonus(case, each, _find_day_of(viewer))
            due_periods = {
                str(AdvocatePart(viewer.user_id, part.day))
                for part in own.parts
                if part.state is BonusState.DUE
            }
            payers = (
                question.member
                for question in due_questions[referral.id]
                if question.period in due_periods
            )
            reminded = next(payers, None)
            items[each.id] = NudgeItem(
                each, named, named.candidate.name, bonus=own, hire=case.hire, reminded=reminded
            )
    return items


def find_about_current_colleagues(context: Context, shown: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups about colleagues who have started, and whose last day is not over.

    Those of advocates who no longer vouch for the colleague are left out.
    """
    rows, hires = load_referral_rows(context, shown), find_hires(context, shown)
    today = context.now.date()
    return {
        each.id
        for each in shown
        if (referral := rows.referral_of(each)) is not None
        and referral.candidate.erased_at is None
        and rows.name_written_by(each.member, referral) is not None
        and (hire := hires.get(each.id)) is not None
        and hire.started_on is not None
        and hire.is_here_on(today)
    }


def _load_check_ins(
    context: Context, viewer: Viewer, shown: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows, hires = load_referral_rows(context, shown), find_hires(context, shown)
    items = {}
    for each in shown:
        referral = rows.referral_of(each)
        name = rows.name_written_by(viewer.user_id, referral) if referral else None
        if name is not None:
            items[each.id] = NudgeItem(each, referral, name, hire=hires.get(each.id))
    return items


def _name_erased(referral: Referral) -> Referral:
    """The referral with `SOMEONE` in place of an erased name.

    The candidate counts as not erased, so that the reader learns what is still owed.
    """
    if referral.candidate.erased_at is None:
        return referral
    return replace(referral, candidate=replace(referral.candidate, name=SOMEONE, erased_at=None))


def _next_time(
    _policy: Policy, _follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return add_working_days(now, REMIND_AFTER_WORKING_DAYS, rules.zone, rules.hours)


def remind_once(
    _policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    if follow_up.nudges_sent > 0:
        return None
    return add_working_days(now, REMIND_AFTER_WORKING_DAYS, rules.zone, rules.hours)


def _find_next_member(context: Context, follow_up: FollowUp, away: bool) -> str | None:
    """Chooses who is asked next, if the member was reminded twice, is away or may not do it now.

    Returns a user id, or None if nobody takes the member's place.
    """
    referral = referrals.find(context.transaction, context.workspace.id, follow_up.subject_id)
    if referral is None:
        return None
    people = list_successors(context, referral, follow_up.kind, follow_up.period)
    return find_next_in_turn(context, follow_up, people, away)


FIRST_DAY = KindOfFollowUp(
    _find_without_first_day,
    _load_desk_items,
    _next_time,
    find_next_member=_find_next_member,
)
BONUS_DUE = KindOfFollowUp(
    _find_unpaid,
    _load_desk_items,
    _next_time,
    find_next_member=_find_next_member,
    is_listed_early=False,
)
BONUS_NEWS = KindOfFollowUp(_find_hired, _load_news, never_again, is_listed=False)
HIRE_CHECK_IN = KindOfFollowUp(
    find_about_current_colleagues, _load_check_ins, remind_once, is_listed_early=False
)
