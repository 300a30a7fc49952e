"""Follow-ups about a bench: a check-in with a person, and an opening that suits a person.

Both are read by the id of the bench's owner, and are shown to nobody else. `subject_id` is the id
of the person for a check-in, and the id of the match for an opening that suits a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.bench import BenchNote, BenchPerson, OpeningFit, second_check_in_time
from domain.follow_ups import FollowUp
from domain.matching import match_opening, opening_text
from domain.openings import Opening
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from services.bench_matches import is_put_forward
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp, never_again
from storage import bench, openings

MAX_NEWS_SHOWN = 3  # openings that opened since the owner was last in touch with the person


def _group_by_owner(follow_ups: Sequence[FollowUp]) -> dict[str, list[FollowUp]]:
    grouped: dict[str, list[FollowUp]] = {}
    for each in follow_ups:
        grouped.setdefault(each.member, []).append(each)
    return grouped


def _group_active_by_owner(
    context: Context, follow_ups: Sequence[FollowUp]
) -> dict[str, list[FollowUp]]:
    """By owner: the follow-ups about a bench that is not paused."""
    return {
        owner: own
        for owner, own in _group_by_owner(follow_ups).items()
        if bench.find_paused_at(context.transaction, context.workspace.id, owner) is None
    }


def _select_own(viewer: Viewer, follow_ups: Sequence[FollowUp]) -> list[FollowUp]:
    return [each for each in follow_ups if each.member == viewer.user_id]


def _find_people(
    context: Context, owner: str, follow_ups: Sequence[FollowUp]
) -> dict[int, BenchPerson]:
    ids = [each.subject_id for each in follow_ups]
    return bench.find_many(context.transaction, context.workspace.id, owner, ids)


def _find_applicable_check_ins(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    applicable = set()
    for owner, own in _group_active_by_owner(context, follow_ups).items():
        people = _find_people(context, owner, own)
        applicable |= {each.id for each in own if each.subject_id in people}
    return applicable


def _load_check_ins(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """Takes one query for each person. App Home lists no check-ins, and a nudge has only a few."""
    own = _select_own(viewer, follow_ups)
    people = _find_people(context, viewer.user_id, own)
    items = {}
    for each in own:
        person = people.get(each.subject_id)
        if person is not None:
            news = openings.list_opened_since(
                context.transaction, context.workspace.id, person.silent_since, MAX_NEWS_SHOWN
            )
            note = BenchNote(person, new_openings=tuple(news))
            items[each.id] = NudgeItem(each, None, person.name, bench_note=note)
    return items


def _next_check_in(
    _policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return second_check_in_time(now, follow_up.nudges_sent + 1, rules.zone, rules.hours)


def _find_matches(
    context: Context, owner: str, follow_ups: Sequence[FollowUp]
) -> dict[int, tuple[BenchPerson, Opening]]:
    """The person, and the opening that suits them, by the id of the follow-up."""
    transaction, workspace_id = context.transaction, context.workspace.id
    ids = bench.find_matches(
        transaction, workspace_id, owner, [each.subject_id for each in follow_ups]
    )
    people = bench.find_many(
        transaction, workspace_id, owner, [person for person, _ in ids.values()]
    )
    known_openings = openings.find_many(
        transaction, workspace_id, [opening for _, opening in ids.values()]
    )
    found = {}
    for each in follow_ups:
        if each.subject_id not in ids:
            continue
        person_id, opening_id = ids[each.subject_id]
        if person_id in people and opening_id in known_openings:
            found[each.id] = people[person_id], known_openings[opening_id]
    return found


def _find_applicable_matches(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    return {
        follow_up_id
        for owner, own in _group_active_by_owner(context, follow_ups).items()
        for follow_up_id, (person, opening) in _find_matches(context, owner, own).items()
        if opening.takes_referrals
        and match_opening(
            opening_text(opening), person.match_profile, context.policy.matching_words
        )
        and not is_put_forward(context, person, opening.id)
    }


def _load_matches(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    own = _select_own(viewer, follow_ups)
    found = _find_matches(context, viewer.user_id, own)
    items = {}
    for each in own:
        if each.id in found:
            person, opening = found[each.id]
            words = context.policy.matching_words
            matched = match_opening(opening_text(opening), person.match_profile, words)
            fit = OpeningFit(opening, matched.reasons if matched else ())
            note = BenchNote(person, fit=fit)
            items[each.id] = NudgeItem(each, None, person.name, bench_note=note)
    return items


CHECK_IN = KindOfFollowUp(
    _find_applicable_check_ins, _load_check_ins, _next_check_in, is_listed=False, is_private=True
)
# A match is nudged only once, because the opening is announced in a channel, too.
MATCH = KindOfFollowUp(_find_applicable_matches, _load_matches, never_again, is_private=True)
