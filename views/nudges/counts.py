"""How often someone was asked. From the second time on, no nudge repeats the text before it."""

from __future__ import annotations

from domain.follow_ups import FollowUp, FollowUpKind
from views.own_settings import number_word


def describe_reminders(follow_up: FollowUp, reader: str) -> str:
    """A sentence for the member of the follow-up; empty for the first nudge and for other readers.

    `reader` is a user id. A round-up asks nothing, so it has no such sentence.
    """
    count = follow_up.nudges_sent
    if count < 2 or follow_up.member != reader or follow_up.kind is FollowUpKind.ROLES:
        return ""
    number = number_word(count).lower()
    if follow_up.nudges_to_others:
        ending = " and won't send more" if follow_up.is_last else ""
        return f"I've sent {number} reminders so far, not only to you{ending}."
    how_often = "twice" if count == 2 else f"{number} times"
    ending = " and won't ask again" if follow_up.is_last else ""
    return f"I've asked {how_often}{ending}."
