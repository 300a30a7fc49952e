"""Plans what follows when someone is hired: the question about their first day, the check-ins of
their advocates, and the payment of a bonus.

Starts when someone is hired, and again when something changes: a first or a last day, a payment, or
the first voice. Ends when the last check-in is answered, and every part is paid or void.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.bonus.clock import BonusPart, BonusState, Hire, list_all_parts
from domain.bonus.reminders import (
    CHECK_IN_DAYS,
    FIRST_DAY_AFTER_WORKING_DAYS,
    REMIND_AFTER_WORKING_DAYS,
    AdvocatePart,
)
from domain.congratulations import ASKED_WITHIN_DAYS, choose_channel
from domain.follow_ups import HIRE_KINDS, FollowUp, FollowUpKind, FollowUpState, NewFollowUp
from domain.referrals import Referral
from domain.stages import Stage
from domain.working_time import add_working_days, first_civil_time_on
from services import follow_ups
from services.context import Context, group_by_workspace
from services.follow_up_kinds.hires import list_people_to_ask
from services.people import find_rules, find_today
from storage import bonus, endorsements, openings, referrals
from storage import follow_ups as stored_follow_ups
from storage import outbox as stored_outbox
from storage.engine import Transaction

_CLOSED_STATES = {
    BonusState.PAID: FollowUpState.DONE,
    BonusState.VOID: FollowUpState.CANCELLED,
}
_ANSWERED = (FollowUpState.DONE, FollowUpState.NOT_NEEDED)
PASSED_ON_MAX = 1000  # reminders of one person who leaves


@dataclass(frozen=True, slots=True)
class _Case:
    """A hired candidate, and what is planned for them.

    `parts` are the parts of the bonus, if there is one. `planned` are the follow-ups in any state,
    by kind and period.
    """

    context: Context
    referral: Referral
    hire: Hire
    parts: Mapping[AdvocatePart, BonusPart]
    planned: Mapping[tuple[FollowUpKind, str], FollowUp]
    first_day_changed: bool

    @property
    def started_on(self) -> date | None:
        return self.hire.started_on

    def is_open(self, kind: FollowUpKind, period: str = "") -> bool:
        existing = self.planned.get((kind, period))
        return existing is not None and existing.state is FollowUpState.OPEN

    def is_answered(self, kind: FollowUpKind, period: str = "") -> bool:
        existing = self.planned.get((kind, period))
        return existing is not None and existing.state in _ANSWERED

    def settle(self, kind: FollowUpKind, period: str, state: FollowUpState) -> None:
        existing = self.planned.get((kind, period))
        if existing is not None:
            workspace_id, now = self.context.workspace.id, self.context.now
            stored_follow_ups.settle(
                self.context.transaction, workspace_id, existing.id, state, now
            )

    def new_follow_up(
        self, kind: FollowUpKind, member: str, due_at: datetime, period: str = ""
    ) -> NewFollowUp:
        return NewFollowUp(kind, self.referral.id, self.referral.id, member, due_at, period)

    def civil_time_on(self, member: str, day: date) -> datetime:
        """The first civil hour (UTC) of the day for this member."""
        rules = find_rules(self.context, member)
        return first_civil_time_on(day, rules.zone, rules.hours)

    def time_in_working_days(self, member: str, days: int) -> datetime:
        """The time (UTC) after so many working days of this member from now."""
        rules = find_rules(self.context, member)
        return add_working_days(self.context.now, days, rules.zone, rules.hours)


def refresh_follow_ups(
    context: Context, referral: Referral, *, first_day_changed: bool = False
) -> None:
    """Plans and settles all follow-ups about a hired candidate, as things stand now.

    Nothing happens if the candidate is not hired.
    """
    if referral.stage is not Stage.HIRED:
        return
    transaction, workspace_id = context.transaction, context.workspace.id
    bonus_case = bonus.find_cases(transaction, workspace_id, [referral.id]).get(referral.id)
    planned = {
        (kind, each.period): each
        for kind in HIRE_KINDS
        for each in stored_follow_ups.list_by_subject(transaction, workspace_id, kind, referral.id)
    }
    parts = {
        AdvocatePart(advocate, part.day): part
        for advocate, part in (list_all_parts(bonus_case, context.now.date()) if bonus_case else ())
    }
    hire = bonus.find_hire(transaction, workspace_id, referral.id)
    case = _Case(context, referral, hire, parts, planned, first_day_changed)
    new = [
        *_plan_first_day(case),
        *_plan_parts(case),
        *_plan_news(case),
        *_plan_check_ins(case),
        *_plan_congratulation(case),
    ]
    stored_follow_ups.plan_many(transaction, workspace_id, new, context.now)
    people = follow_ups.find_possible_nudge_recipients(context, referral, list(planned.values()))
    shown = [each.id for each in planned.values()]
    stored_outbox.queue_nudge_edits(transaction, workspace_id, people, shown, context.now)


def _plan_first_day(case: _Case) -> Iterator[NewFollowUp]:
    """Asks for the first day. Without it nothing else can be planned."""
    kind = FollowUpKind.FIRST_DAY
    existing = case.planned.get((kind, ""))
    is_asked_or_declined = existing is not None and existing.state in (
        FollowUpState.OPEN,
        FollowUpState.NOT_NEEDED,
    )
    if case.started_on is not None:
        case.settle(kind, "", FollowUpState.DONE)
    elif not is_asked_or_declined:
        people_to_ask = list_people_to_ask(case.context, case.referral, kind, "")
        member = next(iter(people_to_ask), case.referral.owner)
        due_at = case.time_in_working_days(member, FIRST_DAY_AFTER_WORKING_DAYS)
        yield case.new_follow_up(kind, member, due_at)


def _plan_parts(case: _Case) -> Iterator[NewFollowUp]:
    """Asks for each part to be paid on its day, and settles what is paid or void."""
    kind = FollowUpKind.BONUS_DUE
    for key, part in case.parts.items():
        period, existing = str(key), case.planned.get((kind, str(key)))
        # A part has no day while the first day is unknown.
        if part.state in _CLOSED_STATES or part.due_on is None:
            case.settle(kind, period, _CLOSED_STATES.get(part.state, FollowUpState.CANCELLED))
            continue
        if case.is_open(kind, period) and not case.first_day_changed:
            continue
        member = next(iter(list_people_to_ask(case.context, case.referral, kind, period)), None)
        if member is None:
            continue
        due_at = case.civil_time_on(member, part.due_on)
        if existing is not None and existing.state is FollowUpState.DONE:
            # The part was marked as paid by mistake, and whoever took that back knows about it.
            due_at = max(due_at, case.time_in_working_days(member, REMIND_AFTER_WORKING_DAYS))
        yield case.new_follow_up(kind, member, due_at, period)


def _plan_news(case: _Case) -> Iterator[NewFollowUp]:
    """Tells each advocate how their bonus stands: on the first day, and on the day of each part.

    Advocates without any part that may still be paid have been told so before. If the first day is
    entered late, the news on the first day also covers the parts whose day is over.
    """
    kind = FollowUpKind.BONUS_NEWS
    sharing = {key.advocate for key, each in case.parts.items() if each.state not in _CLOSED_STATES}
    news = {AdvocatePart(advocate, 0) for advocate in sharing}
    news |= {key for key in case.parts if key.advocate in sharing}
    for key in sorted(news, key=lambda each: (each.advocate, each.day)):
        period, existing = str(key), case.planned.get((kind, str(key)))
        if case.started_on is None:
            case.settle(kind, period, FollowUpState.CANCELLED)
            continue
        day = case.started_on + timedelta(days=key.day)
        today, is_open = find_today(case.context, key.advocate), case.is_open(kind, period)
        # The news was sent, and its day has not moved into the future.
        is_told = is_open and existing is not None and existing.nudges_sent > 0 and day <= today
        # A first day that was entered late is still told.
        is_over = day < today and (key.day > 0 or not case.first_day_changed)
        if is_told or is_over or (is_open and not case.first_day_changed):
            continue
        yield case.new_follow_up(kind, key.advocate, case.civil_time_on(key.advocate, day), period)


def _plan_check_ins(case: _Case) -> Iterator[NewFollowUp]:
    """Each advocate checks in with the new colleague some weeks after the first day."""
    kind = FollowUpKind.HIRE_CHECK_IN
    voices = endorsements.list_current(
        case.context.transaction, case.context.workspace.id, case.referral.id
    )
    keys = [AdvocatePart(voice.advocate, day) for voice in voices for day in CHECK_IN_DAYS]
    for key in keys:
        period, today = str(key), find_today(case.context, key.advocate)
        day = case.started_on + timedelta(days=key.day) if case.started_on else None
        if day is None or not case.hire.is_here_on(max(day, today)):
            case.settle(kind, period, FollowUpState.CANCELLED)
            continue
        is_unchanged = case.is_open(kind, period) and not case.first_day_changed
        if is_unchanged or case.is_answered(kind, period) or day < today:
            continue
        yield case.new_follow_up(kind, key.advocate, case.civil_time_on(key.advocate, day), period)


def _plan_congratulation(case: _Case) -> Iterator[NewFollowUp]:
    """Asks the first voice on the first day, if there is a channel for the congratulation."""
    kind, policy = FollowUpKind.CONGRATULATION, case.context.policy
    today = find_today(case.context, case.referral.advocate)
    if case.started_on is None or not case.hire.is_here_on(max(case.started_on, today)):
        case.settle(kind, "", FollowUpState.CANCELLED)
        return
    is_unchanged = case.is_open(kind) and not case.first_day_changed
    is_late = (today - case.started_on).days > ASKED_WITHIN_DAYS
    if is_unchanged or case.is_answered(kind) or is_late:
        return
    opening_id, workspace_id = case.referral.opening_id, case.context.workspace.id
    opening = (
        openings.find(case.context.transaction, workspace_id, opening_id) if opening_id else None
    )
    if choose_channel(policy.thanks_channel, opening.channels if opening else ()):
        advocate = case.referral.advocate
        yield case.new_follow_up(kind, advocate, case.civil_time_on(advocate, case.started_on))


def refresh_of_advocate(context: Context, advocate: str) -> None:
    """Plans and settles what their bonuses need, after an advocate has left or is back."""
    transaction, workspace_id = context.transaction, context.workspace.id
    ids = bonus.list_hired_ids(transaction, workspace_id, advocate)
    for referral in referrals.find_many(transaction, workspace_id, ids).values():
        refresh_follow_ups(context, referral)


def pass_on(context: Context, user_id: str) -> None:
    """Gives the reminders of someone who has left to the next person."""
    transaction, workspace_id = context.transaction, context.workspace.id
    kinds = (FollowUpKind.FIRST_DAY, FollowUpKind.BONUS_DUE)
    own = stored_follow_ups.list_open(
        transaction, workspace_id, user_id, PASSED_ON_MAX, kinds=kinds
    )
    found = referrals.find_many(transaction, workspace_id, {each.subject_id for each in own})
    for each in own:
        referral = found.get(each.subject_id)
        if referral is not None:
            people_to_ask = list_people_to_ask(context, referral, each.kind, each.period)
            others = [person for person in people_to_ask if person != user_id]
            if others:
                stored_follow_ups.set_member(transaction, each, others[0])


def plan_missing(transaction: Transaction, now: datetime, limit: int) -> int:
    """Plans the reminders of people who were hired under an older release. Returns their number."""
    hired = bonus.list_hired_without_reminder(transaction, limit)
    for context, in_workspace in group_by_workspace(transaction, hired, now):
        ids = [each.referral_id for each in in_workspace]
        for referral in referrals.find_many(transaction, context.workspace.id, ids).values():
            _mark_as_planned(context, referral)
            refresh_follow_ups(context, referral)
    return len(hired)


def _mark_as_planned(context: Context, referral: Referral) -> None:
    """Stores a cancelled reminder, so that `plan_missing` does not find this referral again."""
    transaction, workspace_id = context.transaction, context.workspace.id
    kind = FollowUpKind.FIRST_DAY
    reminder = NewFollowUp(kind, referral.id, referral.id, referral.owner, None)
    stored_follow_ups.plan_many(transaction, workspace_id, [reminder], context.now)
    stored_follow_ups.settle_matching(
        transaction,
        workspace_id,
        FollowUpState.CANCELLED,
        context.now,
        kinds=[kind],
        subject_id=referral.id,
    )
