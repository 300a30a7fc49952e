"""Plans the follow-ups about a candidate who is hired.

The desk is asked for their first day and for each part of a bonus. The advocates get news of their
bonus and check in with the new colleague, and one of them is asked to congratulate. All is planned
again when a first or last day, a payment or the first advocate changes.
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

# How the follow-up about a part of a bonus is closed, by the state of the part.
_CLOSED_STATES = {
    BonusState.PAID: FollowUpState.DONE,
    BonusState.VOID: FollowUpState.CANCELLED,
}
_ANSWERED_STATES = (FollowUpState.DONE, FollowUpState.NOT_NEEDED)
_PASSED_ON_MAX = 1000  # follow-ups of one person who leaves; nobody has more open


@dataclass(frozen=True, slots=True)
class _Hired:
    """A hired candidate, and the follow-ups about them that are stored in any state.

    `parts` are the parts of the bonus, if there is one. `stored` has the follow-ups by kind and
    period. The period is an `AdvocatePart` as text, or empty for a kind that occurs once.
    `first_day_changed` asks for new due times, also of follow-ups that are planned already.
    """

    context: Context
    referral: Referral
    hire: Hire
    parts: Mapping[AdvocatePart, BonusPart]
    stored: Mapping[tuple[FollowUpKind, str], FollowUp]
    first_day_changed: bool

    @property
    def started_on(self) -> date | None:
        return self.hire.started_on

    def is_open(self, kind: FollowUpKind, period: str = "") -> bool:
        follow_up = self.stored.get((kind, period))
        return follow_up is not None and follow_up.state is FollowUpState.OPEN

    def is_answered(self, kind: FollowUpKind, period: str = "") -> bool:
        """Whether the member answered, perhaps with "not needed"."""
        follow_up = self.stored.get((kind, period))
        return follow_up is not None and follow_up.state in _ANSWERED_STATES

    def close(self, kind: FollowUpKind, period: str, state: FollowUpState) -> None:
        """Closes the follow-up with this state, if it was ever planned."""
        follow_up = self.stored.get((kind, period))
        if follow_up is not None:
            workspace_id, now = self.context.workspace.id, self.context.now
            stored_follow_ups.settle(
                self.context.transaction, workspace_id, follow_up.id, state, now
            )

    def new_follow_up(
        self, kind: FollowUpKind, member: str, due_at: datetime, period: str = ""
    ) -> NewFollowUp:
        """A follow-up about the referral. It reopens a closed one of this kind and period."""
        referral_id = self.referral.id
        return NewFollowUp(kind, referral_id, referral_id, member, due_at, period)

    def civil_time_on(self, member: str, day: date) -> datetime:
        """The time (UTC) at which the civil hours of the day begin for this member."""
        rules = find_rules(self.context, member)
        return first_civil_time_on(day, rules.zone, rules.hours)

    def time_in_working_days(self, member: str, days: int) -> datetime:
        """The time (UTC) that is `days` working days of this member from now."""
        rules = find_rules(self.context, member)
        return add_working_days(self.context.now, days, rules.zone, rules.hours)


def refresh_follow_ups(
    context: Context, referral: Referral, *, first_day_changed: bool = False
) -> None:
    """Plans and closes the follow-ups about a hired candidate, as things stand now.

    Nothing happens if the candidate is not hired. With `first_day_changed`, follow-ups that are
    planned already get new due times.
    """
    if referral.stage is not Stage.HIRED:
        return
    transaction, workspace_id = context.transaction, context.workspace.id
    bonus_case = bonus.find_cases(transaction, workspace_id, [referral.id]).get(referral.id)
    stored = {
        (kind, each.period): each
        for kind in HIRE_KINDS
        for each in stored_follow_ups.list_by_subject(transaction, workspace_id, kind, referral.id)
    }
    all_parts = list_all_parts(bonus_case, context.now.date()) if bonus_case else ()
    parts = {AdvocatePart(advocate, part.day): part for advocate, part in all_parts}
    hire = bonus.find_hire(transaction, workspace_id, referral.id)
    hired = _Hired(
        context,
        referral,
        hire=hire,
        parts=parts,
        stored=stored,
        first_day_changed=first_day_changed,
    )
    new = [
        *_plan_first_day(hired),
        *_plan_payments(hired),
        *_plan_bonus_news(hired),
        *_plan_check_ins(hired),
        *_plan_congratulation(hired),
    ]
    stored_follow_ups.plan_many(transaction, workspace_id, new, context.now)
    # Posted nudges show the follow-ups that were stored, some of which have just changed.
    people = follow_ups.find_possible_nudge_recipients(context, referral, list(stored.values()))
    shown_ids = [each.id for each in stored.values()]
    stored_outbox.queue_nudge_edits(transaction, workspace_id, people, shown_ids, context.now)


# Each of the next functions closes follow-ups that are over, and yields those to plan or reopen.


def _plan_first_day(hired: _Hired) -> Iterator[NewFollowUp]:
    """Asks the owner, or whoever answers in their place, when the candidate starts."""
    kind = FollowUpKind.FIRST_DAY
    follow_up = hired.stored.get((kind, ""))
    is_asked_or_declined = follow_up is not None and follow_up.state in (
        FollowUpState.OPEN,
        FollowUpState.NOT_NEEDED,
    )
    if hired.started_on is not None:
        hired.close(kind, "", FollowUpState.DONE)
    elif not is_asked_or_declined:
        people_to_ask = list_people_to_ask(hired.context, hired.referral, kind, period="")
        member = people_to_ask[0] if people_to_ask else hired.referral.owner
        due_at = hired.time_in_working_days(member, FIRST_DAY_AFTER_WORKING_DAYS)
        yield hired.new_follow_up(kind, member, due_at)


def _plan_payments(hired: _Hired) -> Iterator[NewFollowUp]:
    """Asks somebody who may pay to pay each part on its day."""
    kind = FollowUpKind.BONUS_DUE
    for key, part in hired.parts.items():
        period = str(key)
        # A part has no day while the first day is unknown.
        if part.state in _CLOSED_STATES or part.due_on is None:
            hired.close(kind, period, _CLOSED_STATES.get(part.state, FollowUpState.CANCELLED))
            continue
        if hired.is_open(kind, period) and not hired.first_day_changed:
            continue
        people_to_ask = list_people_to_ask(hired.context, hired.referral, kind, period)
        if not people_to_ask:
            continue
        member = people_to_ask[0]
        due_at = hired.civil_time_on(member, part.due_on)
        follow_up = hired.stored.get((kind, period))
        if follow_up is not None and follow_up.state is FollowUpState.DONE:
            # Somebody has just taken back "paid". They know of it, so nobody is asked at once.
            due_at = max(due_at, hired.time_in_working_days(member, REMIND_AFTER_WORKING_DAYS))
        yield hired.new_follow_up(kind, member, due_at, period)


def _plan_bonus_news(hired: _Hired) -> Iterator[NewFollowUp]:
    """Tells each advocate how their bonus stands: on the first day, and on the day of each part.

    Advocates whose parts are all paid or void get no more news: they have been told so. If the
    first day is entered late, the news on the first day also covers the parts whose day is over.
    """
    kind = FollowUpKind.BONUS_NEWS
    awaiting = {
        key.advocate for key, each in hired.parts.items() if each.state not in _CLOSED_STATES
    }
    news_keys = {AdvocatePart(advocate, day=0) for advocate in awaiting}
    news_keys |= {key for key in hired.parts if key.advocate in awaiting}
    for key in sorted(news_keys, key=lambda each: (each.advocate, each.day)):
        period = str(key)
        follow_up = hired.stored.get((kind, period))
        if hired.started_on is None:
            hired.close(kind, period, FollowUpState.CANCELLED)
            continue
        day = hired.started_on + timedelta(days=key.day)
        today, is_open = find_today(hired.context, key.advocate), hired.is_open(kind, period)
        # The news was sent, and its day has not moved into the future.
        is_told = is_open and follow_up is not None and follow_up.nudges_sent > 0 and day <= today
        # The news of a day that is over comes too late, except that of a first day entered late.
        is_too_late = day < today and (key.day > 0 or not hired.first_day_changed)
        if is_told or is_too_late or (is_open and not hired.first_day_changed):
            continue
        yield hired.new_follow_up(
            kind, key.advocate, hired.civil_time_on(key.advocate, day), period
        )


def _plan_check_ins(hired: _Hired) -> Iterator[NewFollowUp]:
    """Each advocate checks in with the new colleague some weeks after the first day."""
    kind = FollowUpKind.HIRE_CHECK_IN
    current_endorsements = endorsements.list_current(
        hired.context.transaction, hired.context.workspace.id, hired.referral.id
    )
    keys = [
        AdvocatePart(each.advocate, day) for each in current_endorsements for day in CHECK_IN_DAYS
    ]
    for key in keys:
        period, today = str(key), find_today(hired.context, key.advocate)
        day = hired.started_on + timedelta(days=key.day) if hired.started_on else None
        # They may have left already, or be about to leave before the check-in.
        if day is None or not hired.hire.is_here_on(max(day, today)):
            hired.close(kind, period, FollowUpState.CANCELLED)
            continue
        is_unchanged = hired.is_open(kind, period) and not hired.first_day_changed
        if is_unchanged or hired.is_answered(kind, period) or day < today:
            continue
        yield hired.new_follow_up(
            kind, key.advocate, hired.civil_time_on(key.advocate, day), period
        )


def _plan_congratulation(hired: _Hired) -> Iterator[NewFollowUp]:
    """Asks the first advocate on the first day, if there is a channel in which to congratulate."""
    kind = FollowUpKind.CONGRATULATION
    today = find_today(hired.context, hired.referral.advocate)
    if hired.started_on is None or not hired.hire.is_here_on(max(hired.started_on, today)):
        hired.close(kind, "", FollowUpState.CANCELLED)
        return
    is_unchanged = hired.is_open(kind) and not hired.first_day_changed
    is_late = (today - hired.started_on).days > ASKED_WITHIN_DAYS
    if is_unchanged or hired.is_answered(kind) or is_late:
        return
    opening_id, workspace_id = hired.referral.opening_id, hired.context.workspace.id
    opening = (
        openings.find(hired.context.transaction, workspace_id, opening_id) if opening_id else None
    )
    if choose_channel(hired.context.policy.thanks_channel, opening.channels if opening else ()):
        advocate = hired.referral.advocate
        yield hired.new_follow_up(kind, advocate, hired.civil_time_on(advocate, hired.started_on))


def refresh_for_advocate(context: Context, advocate: str) -> None:
    """Refreshes the follow-ups about everyone whom an advocate helped to hire.

    The advocate has left or is back, so their share of a bonus may be void or due again.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    ids = bonus.list_hired_ids(transaction, workspace_id, advocate)
    for referral in referrals.find_many(transaction, workspace_id, ids).values():
        refresh_follow_ups(context, referral)


def pass_on_follow_ups(context: Context, user_id: str) -> None:
    """Asks the next person in place of someone at the desk who has left. Without one, nobody."""
    transaction, workspace_id = context.transaction, context.workspace.id
    kinds = (FollowUpKind.FIRST_DAY, FollowUpKind.BONUS_DUE)
    open_ones = stored_follow_ups.list_open(
        transaction, workspace_id, user_id, _PASSED_ON_MAX, kinds=kinds
    )
    ids = {follow_up.subject_id for follow_up in open_ones}
    found = referrals.find_many(transaction, workspace_id, ids)
    for follow_up in open_ones:
        referral = found.get(follow_up.subject_id)
        if referral is None:
            continue
        people_to_ask = list_people_to_ask(context, referral, follow_up.kind, follow_up.period)
        others = [person for person in people_to_ask if person != user_id]
        if others:
            stored_follow_ups.set_member(transaction, follow_up, others[0])


def plan_missing(transaction: Transaction, now: datetime, limit: int) -> int:
    """Plans the follow-ups about at most `limit` people who were hired under an older release.

    Returns the number of these people.
    """
    hired = bonus.list_hired_without_reminder(transaction, limit)
    for context, in_workspace in group_by_workspace(transaction, hired, now):
        ids = [each.referral_id for each in in_workspace]
        for referral in referrals.find_many(transaction, context.workspace.id, ids).values():
            _mark_as_planned(context, referral)
            refresh_follow_ups(context, referral)
    return len(hired)


def _mark_as_planned(context: Context, referral: Referral) -> None:
    """Stores a cancelled follow-up, by which `plan_missing` knows that this referral is done.

    `refresh_follow_ups` may store none, if every part of the bonus is paid or void.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    kind = FollowUpKind.FIRST_DAY
    mark = NewFollowUp(kind, referral.id, referral.id, referral.owner, due_at=None)
    stored_follow_ups.plan_many(transaction, workspace_id, [mark], context.now)
    stored_follow_ups.settle_matching(
        transaction,
        workspace_id,
        FollowUpState.CANCELLED,
        context.now,
        kinds=[kind],
        subject_id=referral.id,
    )
