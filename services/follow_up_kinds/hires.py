"""Follow-ups about someone who was hired. `subject_id` is the id of the referral.

- FIRST_DAY asks someone who may answer the referral for the new colleague's first day.
- BONUS_DUE asks someone who pays bonuses to mark a part of an advocate's bonus as paid.
- BONUS_NEWS tells an advocate how their bonus stands, and asks nothing.
- HIRE_CHECK_IN reminds an advocate to ask how the new colleague is doing.

The first two are repeated every few working days. After two reminders the next person is asked, and
so on until it is done. All except FIRST_DAY have an `AdvocatePart` as their period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from domain.bonus.clock import BonusCase, BonusPart, BonusReason, BonusState, Hire, list_parts
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
from storage import bonus, referrals
from storage import follow_ups as stored_follow_ups

# The name of a candidate who was erased before the bonus for them was paid.
SOMEONE = "Someone"


def list_people_to_ask(
    context: Context, referral: Referral, kind: FollowUpKind, period: str
) -> tuple[str, ...]:
    """The user ids of those who can answer FIRST_DAY or BONUS_DUE, in the order of asking.

    Nobody is asked to pay their own bonus. Everybody else who could own the referral is asked to
    pay only if nobody of the owner's escalation chain can.
    """
    chain = (referral.owner, *list_escalation_chain(context, referral))
    if kind is FollowUpKind.FIRST_DAY:
        return tuple(user_id for user_id in chain if find_answerable(context, user_id, [referral]))
    advocate = AdvocatePart.parse(period).advocate
    payers = _select_payers(context, chain, advocate)
    if payers:
        return payers
    return _select_payers(context, list_other_possible_owners(context, referral), advocate)


def _select_payers(context: Context, user_ids: Sequence[str], advocate: str) -> tuple[str, ...]:
    """Those of the users who may pay the bonus of this advocate."""
    actors = (find_actor(context, user_id) for user_id in user_ids if user_id != advocate)
    return tuple(actor.user_id for actor in actors if actor is not None and may_see_payroll(actor))


def _find_cases(context: Context, follow_ups: Sequence[FollowUp]) -> dict[int, BonusCase]:
    """The bonus cases by referral id. Referrals without a bonus are left out."""
    ids = {each.subject_id for each in follow_ups}
    return bonus.find_cases(context.transaction, context.workspace.id, ids)


def _find_without_first_day(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups about someone whose first day is needed and not known.

    If the candidate is erased, the first day is needed only to pay a bonus.
    """
    hires, cases = find_hires(context, follow_ups), _find_cases(context, follow_ups)
    rows = load_referral_rows(context, follow_ups)
    found = set()
    for each in follow_ups:
        referral, hire = rows.referral_of(each), hires.get(each.id)
        if referral is None or hire is None or hire.started_on is not None:
            continue
        if referral.candidate.erased_at is None or referral.id in cases:
            found.add(each.id)
    return found


def find_hires(context: Context, follow_ups: Sequence[FollowUp]) -> dict[int, Hire]:
    """The first and last days of those who are hired now, by the id of the follow-up about them."""
    progress = load_progress(context, follow_ups)
    hires_by_referral = bonus.find_hires(
        context.transaction, context.workspace.id, {each.subject_id for each in follow_ups}
    )
    return {
        each.id: hires_by_referral.get(each.subject_id, Hire())
        for each in follow_ups
        if each.id in progress and progress[each.id].stage is Stage.HIRED
    }


def _pair_with_cases(
    context: Context, follow_ups: Sequence[FollowUp]
) -> list[tuple[FollowUp, BonusCase]]:
    cases = _find_cases(context, follow_ups)
    return [(each, cases[each.subject_id]) for each in follow_ups if each.subject_id in cases]


def _find_unpaid(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups about a part that is neither paid nor void."""
    unpaid = set()
    for each, case in _pair_with_cases(context, follow_ups):
        parts = _build_bonus(case, each, context.now.date()).parts
        if parts and parts[0].state not in (BonusState.PAID, BonusState.VOID):
            unpaid.add(each.id)
    return unpaid


def _find_started(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups about a bonus for someone hired whose first day is known.

    An advocate whose credit went to a colleague was told then, so nothing more follows.
    """
    today = context.now.date()
    return {
        each.id
        for each, case in _pair_with_cases(context, follow_ups)
        if case.stage is Stage.HIRED
        and case.hire.started_on is not None
        and any(
            part.reason is not BonusReason.FIRST_VOICE
            for part in _build_bonus(case, each, today).parts
        )
    }


def _build_bonus(case: BonusCase, follow_up: FollowUp, today: date) -> AdvocateBonus:
    """The bonus with only the parts that the follow-up is about, as they stand on `today`.

    FIRST_DAY is about no part. BONUS_NEWS on the first day is about all parts.
    """
    parts: tuple[BonusPart, ...] = ()
    if follow_up.kind is not FollowUpKind.FIRST_DAY:
        about = AdvocatePart.parse(follow_up.period)
        is_about_all = follow_up.kind is FollowUpKind.BONUS_NEWS and about.day == 0
        all_parts = list_parts(case, about.advocate, today)
        parts = tuple(each for each in all_parts if is_about_all or each.day == about.day)
    frozen = case.frozen
    return AdvocateBonus(frozen.rule, frozen.frozen_at, rule_changed=False, parts=parts)


def _today_of(viewer: Viewer) -> date:
    """The date in the viewer's time zone. A part counts as due when its day has begun there."""
    return viewer.now.astimezone(viewer.zone).date()


def _load_desk_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """The items of FIRST_DAY and BONUS_DUE, without those that the viewer may no longer answer."""
    ids = {each.subject_id for each in follow_ups}
    found = referrals.find_many(context.transaction, context.workspace.id, ids)
    answerable = find_answerable(context, viewer.user_id, list(found.values()))
    actor = find_actor(context, viewer.user_id)
    may_pay = actor is not None and may_see_payroll(actor)
    cases = _find_cases(context, follow_ups)
    items = {}
    for each in follow_ups:
        referral, case = found.get(each.subject_id), cases.get(each.subject_id)
        if referral is None or referral.id not in answerable:
            continue
        named = _name_erased(referral)
        shown_bonus = _build_bonus(case, each, _today_of(viewer)) if case is not None else None
        if each.kind is FollowUpKind.FIRST_DAY or may_pay:
            items[each.id] = NudgeItem(each, named, named.candidate.name, bonus=shown_bonus)
    return items


def _load_news(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """The items of BONUS_NEWS. `reminded` is whoever was asked to pay a part that is due now."""
    transaction, workspace_id = context.transaction, context.workspace.id
    found = referrals.find_many(transaction, workspace_id, {each.subject_id for each in follow_ups})
    due_questions = stored_follow_ups.list_by_subjects(
        transaction, workspace_id, FollowUpKind.BONUS_DUE, found
    )
    items = {}
    for each, case in _pair_with_cases(context, follow_ups):
        referral = found.get(each.subject_id)
        if referral is not None and AdvocatePart.parse(each.period).advocate == viewer.user_id:
            named = _name_erased(referral)
            own_bonus = _build_bonus(case, each, _today_of(viewer))
            due_periods = {
                str(AdvocatePart(viewer.user_id, part.day))
                for part in own_bonus.parts
                if part.state is BonusState.DUE
            }
            payers = (
                question.member
                for question in due_questions[referral.id]
                if question.period in due_periods
            )
            reminded = next(payers, None)
            items[each.id] = NudgeItem(
                each,
                named,
                named.candidate.name,
                bonus=own_bonus,
                hire=case.hire,
                reminded=reminded,
            )
    return items


def find_about_current_colleagues(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups about hired people whose first day is known and who have not left.

    Follow-ups of advocates who no longer vouch for the person are left out.
    """
    rows, hires = load_referral_rows(context, follow_ups), find_hires(context, follow_ups)
    today = context.now.date()
    found = set()
    for each in follow_ups:
        referral, hire = rows.referral_of(each), hires.get(each.id)
        if referral is None or referral.candidate.erased_at is not None or hire is None:
            continue
        still_vouches = rows.name_written_by(each.member, referral) is not None
        if still_vouches and hire.started_on is not None and hire.is_here_on(today):
            found.add(each.id)
    return found


def _load_check_ins(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows, hires = load_referral_rows(context, follow_ups), find_hires(context, follow_ups)
    items = {}
    for each in follow_ups:
        referral = rows.referral_of(each)
        name = rows.name_written_by(viewer.user_id, referral) if referral else None
        if name is not None:
            items[each.id] = NudgeItem(each, referral, name, hire=hires.get(each.id))
    return items


def _name_erased(referral: Referral) -> Referral:
    """The referral with `SOMEONE` in place of an erased name.

    The copy has no `erased_at`, because views would otherwise not show the bonus that is owed.
    """
    if referral.candidate.erased_at is None:
        return referral
    return replace(referral, candidate=replace(referral.candidate, name=SOMEONE, erased_at=None))


def _remind_until_done(
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
    """The user id of whoever is asked in place of the member, or None if it stays with the member.

    Someone else is asked if the member was reminded twice, is away, or may no longer answer.
    """
    referral = referrals.find(context.transaction, context.workspace.id, follow_up.subject_id)
    if referral is None:
        return None
    people = list_people_to_ask(context, referral, follow_up.kind, follow_up.period)
    return find_next_in_turn(context, follow_up, people, away)


FIRST_DAY = KindOfFollowUp(
    find_applicable=_find_without_first_day,
    load_items=_load_desk_items,
    next_nudge_time=_remind_until_done,
    find_next_member=_find_next_member,
)
BONUS_DUE = KindOfFollowUp(
    find_applicable=_find_unpaid,
    load_items=_load_desk_items,
    next_nudge_time=_remind_until_done,
    find_next_member=_find_next_member,
    is_listed_early=False,
)
BONUS_NEWS = KindOfFollowUp(
    find_applicable=_find_started,
    load_items=_load_news,
    next_nudge_time=never_again,
    is_listed=False,
)
HIRE_CHECK_IN = KindOfFollowUp(
    find_applicable=find_about_current_colleagues,
    load_items=_load_check_ins,
    next_nudge_time=remind_once,
    is_listed_early=False,
)
