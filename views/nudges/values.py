"""Writes and parses the values of a nudge's buttons and menus."""

from __future__ import annotations

from dataclasses import dataclass

from views.button_values import parse_id

MENU = "nudge.menu"  # the action id of every overflow menu with answers


@dataclass(frozen=True, slots=True)
class FollowUpValue:
    """The follow-up that is answered, and the message to edit.

    `intent_id` is the outbox row of the message, or 0 in App Home and in lists.
    """

    follow_up_id: int
    intent_id: int

    def __str__(self) -> str:
        return f"{self.follow_up_id}:{self.intent_id}"


def parse_follow_up(value: str) -> FollowUpValue:
    """Reads a button's value or a form's private metadata."""
    follow_up_id, _, intent_id = value.partition(":")
    return FollowUpValue(parse_id(follow_up_id), parse_id(intent_id))


@dataclass(frozen=True, slots=True)
class MenuValue:
    """A choice of an overflow menu. `action_id` is that of the button with the same answer."""

    action_id: str
    target: FollowUpValue

    def __str__(self) -> str:
        return f"{self.action_id}:{self.target}"


def parse_menu(value: str) -> MenuValue:
    action_id, _, target = value.partition(":")
    return MenuValue(action_id, parse_follow_up(target))
