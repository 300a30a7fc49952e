"""Nudges the owner of a bench, a private list of people whom they may refer one day.

A check-in reminds them to stay in touch with a person; its `subject_id` is the person's id. A match
tells of an opening that suits a person; its `subject_id` is the match's id. Nobody but the owner
sees them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.bench import BenchNudge, BenchPerson, OpeningFit, repeat_reminder_time
from domain.follow_ups import FollowUp
from domain.matching import Match, match_opening, opening_text
from domain.openings import Opening
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from services.bench_matches import is_put_forward
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp, never_again
from storage import bench, openings

MAX_NEW_OPENINGS = 3  # shown in a check-in: openings since the last contact with the person


def _group_by_owner(follow_ups: Sequence[FollowUp]) -> dict[str, list[FollowUp]]:
    grouped: dict[str, list[FollowUp]] = {}
    for each in follow_ups:
        grouped.setdefault(each.member, []).append(each)
    return grouped


def _group_unpaused_by_owner(
    context: Context, follow_ups: Sequence[FollowUp]
) -> dict[str, list[FollowUp]]:
    """Leaves out the follow-ups about benches that their owners have paused."""
    return {
        owner: own
        for owner, own in _group_by_owner(follow_ups).items()
        if bench.find_paused_at(context.transaction, context.workspace.id, owner) is None
    }


def _select_own(viewer: Viewer, follow_ups: Sequence[FollowUp]) -> list[FollowUp]:
    return [each for each in follow_ups if each.member == viewer.user_id]


def _find_people(
    context: Context, owner: str, check_ins: Sequence[FollowUp]
) -> dict[int, BenchPerson]:
    """The people on the owner's bench, by their id."""
    ids = [each.subject_id for each in check_ins]
    return bench.find_many(context.transaction, context.workspace.id, owner, ids)


def _find_applicable_check_ins(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    applicable = set()
    for owner, own in _group_unpaused_by_owner(context, follow_ups).items():
        people = _find_people(context, owner, own)
        applicable |= {each.id for each in own if each.subject_id in people}
    return applicable


def _load_check_ins(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """Makes a query for each person. A nudge has few of them, and no list shows check-ins."""
    own = _select_own(viewer, follow_ups)
    people = _find_people(context, viewer.user_id, own)
    items = {}
    for check_in in own:
        person = people.get(check_in.subject_id)
        if person is None:
            continue
        new_openings = openings.list_opened_since(
            context.transaction, context.workspace.id, person.silent_since, MAX_NEW_OPENINGS
        )
        items[check_in.id] = NudgeItem(
            check_in,
            referral=None,
            candidate_name=person.name,
            bench_nudge=BenchNudge(person, new_openings=tuple(new_openings)),
        )
    return items


def _next_check_in(
    _policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return repeat_reminder_time(now, follow_up.nudges_sent + 1, rules.zone, rules.hours)


def _find_matches(
    context: Context, owner: str, follow_ups: Sequence[FollowUp]
) -> dict[int, tuple[BenchPerson, Opening]]:
    """By the id of the follow-up: the person and the opening, if both still exist."""
    transaction, workspace_id = context.transaction, context.workspace.id
    pairs = bench.find_matches(
        transaction, workspace_id, owner, [each.subject_id for each in follow_ups]
    )
    people = bench.find_many(
        transaction, workspace_id, owner, [person_id for person_id, _ in pairs.values()]
    )
    known_openings = openings.find_many(
        transaction, workspace_id, [opening_id for _, opening_id in pairs.values()]
    )
    found = {}
    for each in follow_ups:
        if each.subject_id not in pairs:
            continue
        person_id, opening_id = pairs[each.subject_id]
        if person_id in people and opening_id in known_openings:
            found[each.id] = people[person_id], known_openings[opening_id]
    return found


def _find_applicable_matches(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    applicable = set()
    for owner, own in _group_unpaused_by_owner(context, follow_ups).items():
        for follow_up_id, (person, opening) in _find_matches(context, owner, own).items():
            if (
                opening.takes_referrals
                and _match(context, person, opening)
                and not is_put_forward(context, person, opening.id)
            ):
                applicable.add(follow_up_id)
    return applicable


def _match(context: Context, person: BenchPerson, opening: Opening) -> Match | None:
    """Matches again, because the person or the opening may have changed since the match."""
    words = context.policy.matching_words
    return match_opening(opening_text(opening), person.note_to_match, words)


def _load_matches(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    own = _select_own(viewer, follow_ups)
    found = _find_matches(context, viewer.user_id, own)
    items = {}
    for follow_up in own:
        if follow_up.id not in found:
            continue
        person, opening = found[follow_up.id]
        match = _match(context, person, opening)
        fit = OpeningFit(opening, reasons=match.reasons if match else ())
        items[follow_up.id] = NudgeItem(
            follow_up,
            referral=None,
            candidate_name=person.name,
            bench_nudge=BenchNudge(person, fit=fit),
        )
    return items


CHECK_IN = KindOfFollowUp(
    find_applicable=_find_applicable_check_ins,
    load_items=_load_check_ins,
    next_nudge_time=_next_check_in,
    is_listed=False,
    is_private=True,
)
# There is only one nudge about a match, because the opening is also announced in a channel.
MATCH = KindOfFollowUp(
    find_applicable=_find_applicable_matches,
    load_items=_load_matches,
    next_nudge_time=never_again,
    is_private=True,
)
