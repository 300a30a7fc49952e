"""The entries of the catalogue for hot roles, and for round-ups of open roles by topics."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import Opening, OpeningStatus
from domain.pages import NudgeItem
from domain.topics import RoleNews
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import NOW, Sample
from views import hot_openings, openings
from views.nudges import message

DAY = NOW + timedelta(days=4)


def _hot(sample: Sample) -> Opening:
    return replace(sample.opening(), hot_until=DAY.replace(hour=23))


def _news_item(
    sample: Sample, state: FollowUpState = FollowUpState.OPEN, *, topics: tuple[str, ...] = ()
) -> NudgeItem:
    count = 1 if sample.required_only else 9 if sample.maximal else 2
    news = RoleNews(tuple(sample.openings(count)), topics)
    follow_up = replace(sample.item(FollowUpKind.ROLES, state).follow_up, nudges_sent=3)
    return NudgeItem(follow_up, None, "new roles", role_news=news)


def _hot_item(sample: Sample, state: FollowUpState = FollowUpState.OPEN) -> NudgeItem:
    follow_up = sample.item(FollowUpKind.HOT_ROLE, state).follow_up
    return NudgeItem(follow_up, None, "ENG-12", opening=_hot(sample))


ROLES: Final[dict[str, MakePayload]] = {
    "hot_openings.hot_form": lambda sample: hot_openings.hot_form(sample.opening(), DAY.date()),
    "hot_openings.hot_saved_modal": lambda sample: hot_openings.hot_saved_modal(_hot(sample)),
    "hot_openings.hot_saved_modal over": lambda sample: hot_openings.hot_saved_modal(
        sample.opening()
    ),
    "openings.announcement_message hot": lambda sample: openings.announcement_message(
        replace(sample.announcement(OpeningStatus.OPEN), opening=_hot(sample))
    ),
    "openings.manage_form hot": lambda sample: openings.manage_form(
        sample.opening(), may_mark_hot=True
    ),
    "nudges.message.nudge_message roles": lambda sample: message.nudge_message(
        sample.nudge_page(_news_item(sample, topics=("Storage", sample.words("team"))))
    ),
    "nudges.message.nudge_message roles stopped": lambda sample: message.nudge_message(
        sample.nudge_page(_news_item(sample, FollowUpState.NOT_NEEDED))
    ),
    "nudges.message.nudge_message hot role": lambda sample: message.nudge_message(
        sample.nudge_page(_hot_item(sample))
    ),
    "nudges.message.nudge_message hot role answered": lambda sample: message.nudge_message(
        sample.nudge_page(_hot_item(sample, FollowUpState.NOT_NEEDED))
    ),
    "nudges.message.nudge_message roles and hot role": lambda sample: message.nudge_message(
        sample.nudge_page(_news_item(sample), _hot_item(sample))
    ),
}
