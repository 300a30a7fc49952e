"""The entries of the catalogue for congratulations in a channel."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.congratulation_pages import CongratulationPage
from domain.congratulations import Congratulation
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.pages import NudgeItem
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import NOW, Sample
from tests.views.samples.hires import hire_item
from views import congratulations
from views.nudges import message

ASKED: Final = Congratulation(41, "U0ADA", "U0BOB", "C0HIRING", NOW)
POSTED: Final = replace(ASKED, agreed=True, ts="1.1")
BY_STATE: Final = {
    "": ASKED,
    " no": replace(ASKED, agreed=False),
    " posted": POSTED,
    " refused": replace(POSTED, refused=True),
    " taken back": replace(POSTED, taken_back_by="U0ADA"),
}


def _page(sample: Sample, found: Congratulation) -> CongratulationPage:
    role = "" if sample.required_only else sample.opening().title
    return CongratulationPage(sample.advocate_viewer, found, role)


def _item(sample: Sample, found: Congratulation | None, state: FollowUpState) -> NudgeItem:
    item = hire_item(sample, FollowUpKind.CONGRATULATION, state=state)
    return replace(item, bonus=None, congratulation=found, channel="C0HIRING")


def _nudge(found: Congratulation | None, state: FollowUpState) -> MakePayload:
    return lambda sample: message.nudge_message(sample.nudge_page(_item(sample, found, state)))


def _asked(found: Congratulation) -> MakePayload:
    return lambda sample: congratulations.asked_message(_page(sample, found))


def _agreed(found: Congratulation) -> MakePayload:
    return lambda sample: congratulations.agreed_message(_page(sample, found))


CONGRATULATIONS: Final[dict[str, MakePayload]] = {
    "congratulations.congratulation_form": lambda sample: congratulations.congratulation_form(
        _page(sample, replace(ASKED, hired="")), "U0BOB", "77:900"
    ),
    "congratulations.congratulation_message": lambda sample: congratulations.congratulation_message(
        _page(sample, POSTED)
    ),
    **{f"congratulations.asked_message{state}": _asked(found) for state, found in BY_STATE.items()},
    **{
        f"congratulations.agreed_message{state}": _agreed(BY_STATE[state])
        for state in (" posted", " refused", " taken back")
    },
    **{
        f"nudges.message.nudge_message congratulation{state}": _nudge(found, FollowUpState.DONE)
        for state, found in BY_STATE.items()
        if state
    },
    "nudges.message.nudge_message congratulation": _nudge(None, FollowUpState.OPEN),
    "nudges.message.nudge_message congratulation unwanted": _nudge(None, FollowUpState.NOT_NEEDED),
}
