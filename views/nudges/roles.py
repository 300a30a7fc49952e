"""The texts of two nudges about roles: the round-up of new roles, and the news of a hot role.

Both go to people who asked for them. They choose topics for the round-up in their settings.
"""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.openings import Opening
from domain.pages import NudgeItem, Viewer
from views.block_kit import Block, actions, button, context
from views.formatting import escape, join_with_or, weekday
from views.nudges.copy import NOT_NEEDED, AnswerButton, NudgeCopy
from views.openings import LIST_OPENINGS, SHOW_DETAILS, opening_row
from views.refer import REFER

MAX_SHOWN = 6  # roles in a round-up
_SMALL_COUNTS = ("no new roles", "one new role")


def about_topics(topics: tuple[str, ...]) -> str:
    """A clause such as " about storage or Design", or "" without topics: all roles are meant."""
    return f" about {join_with_or([escape(each, 60) for each in topics])}" if topics else ""


def _news_sentence(item: NudgeItem, _viewer: Viewer | None) -> str:
    if item.role_news is None or item.follow_up.state is not FollowUpState.OPEN:
        return "you had a round-up of open roles."
    count = len(item.role_news.openings)
    how_many = _SMALL_COUNTS[count] if count < len(_SMALL_COUNTS) else f"{count} new roles"
    return f"{how_many} this week{about_topics(item.role_news.topics)}."


def _news_blocks(item: NudgeItem) -> list[Block]:
    if item.role_news is None or item.follow_up.state is not FollowUpState.OPEN:
        return []
    openings = item.role_news.openings
    blocks = [opening_row(opening) for opening in openings[:MAX_SHOWN]]
    if len(openings) > MAX_SHOWN:
        blocks.append(context(f"And {len(openings) - MAX_SHOWN} more: `/refer jobs`."))
    return blocks


def _all_roles_button(item: NudgeItem) -> list[Block]:
    if item.follow_up.state is not FollowUpState.OPEN:
        return []
    return [actions(button("All roles", LIST_OPENINGS))]


def _hot_sentence(item: NudgeItem, _viewer: Viewer | None) -> str:
    if item.opening is None:
        return "a role was hot."
    name = f"*{escape(item.opening.ref, 40)}* {escape(item.opening.title, 150)}"
    if not item.opening.is_hot:
        return f"{name} was hot."
    team_and_place = f"{escape(item.opening.team, 60)}, {escape(item.opening.place, 100)}"
    return f"{name} is hot{_until_clause(item.opening)}: {team_and_place}."


def _until_clause(opening: Opening) -> str:
    return f" until {weekday(opening.hot_last_day)}" if opening.hot_last_day is not None else ""


def _hot_buttons(item: NudgeItem) -> list[Block]:
    if item.opening is None or not item.opening.is_hot:
        return []
    if item.follow_up.state is not FollowUpState.OPEN:
        return []
    ref, value = item.opening.ref, str(item.opening.id)
    refer = button("Refer someone", REFER, value, primary=True, spoken=f"Refer someone for {ref}")
    return [actions(refer, button("Details", SHOW_DETAILS, value, spoken=f"Details of {ref}"))]


ROLES = NudgeCopy(
    _news_sentence,
    lambda _item, _viewer: (AnswerButton(NOT_NEEDED, "Stop these"),),
    reason="You asked for this round-up",
    stop_label="Stop these",
    details=_news_blocks,
    short_details=_all_roles_button,
    outcome=lambda _item, _viewer: "It's off. “Settings” turns it on again.",
)
HOT_ROLE = NudgeCopy(
    _hot_sentence,
    lambda _item, _viewer: (AnswerButton(NOT_NEEDED, "No one in mind"),),
    reason="You asked to hear about hot roles at once",
    stop_label="No one in mind",
    details=_hot_buttons,
    short_details=_hot_buttons,
    outcome=lambda _item, _viewer: "Thanks for thinking about it.",
)
