"""Chooses who is asked next about a follow-up of someone who is away or does not answer."""

from __future__ import annotations

from collections.abc import Sequence

from domain.follow_ups import REMINDERS_BEFORE_PASSING_ON, FollowUp
from services.context import Context
from services.people import find_present


def find_next_in_turn(
    context: Context, follow_up: FollowUp, people: Sequence[str], away: bool
) -> str | None:
    """The user id of whoever is asked next, or None if the follow-up stays with its member.

    `people` are the user ids of those who can answer it, in the order in which they are asked. The
    next one is asked if the member has had the reminders of `REMINDERS_BEFORE_PASSING_ON`, is away,
    or is not one of them. From then on, each further nudge goes to the next person.
    """
    if not people:
        return None
    limit = REMINDERS_BEFORE_PASSING_ON[follow_up.kind]
    if follow_up.member in people and follow_up.nudges_sent < limit:
        present = find_present(context, people) if away else []
        return next((user_id for user_id in present if user_id != follow_up.member), None)
    turn = max(follow_up.nudges_sent + 1 - limit, 0) % len(people)
    in_turn = [*people[turn:], *people[:turn]]
    chosen = next(iter(find_present(context, in_turn)), in_turn[0])
    return chosen if chosen != follow_up.member else None
