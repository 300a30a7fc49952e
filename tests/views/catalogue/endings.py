"""The entries of the catalogue for openings that have ended, and their open referrals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from domain.endings import Ending, EndingKind, EndingsDraft
from domain.news_pages import KeptOpenPage
from domain.openings import OpeningStatus
from domain.pages import EndingsPage, MovedPage, OpeningEndedPage
from domain.pause_pages import PausedPage
from domain.pauses import ListedOpening
from domain.stages import Reason
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import Sample
from tests.views.samples.bonus import bonus_offer
from tests.views.samples.candidates import NOW
from tests.views.samples.openings import inactive_openings, paused_opening
from views import ending_messages, endings, pauses
from views.ending_values import OneValue

_IN_TWO_DAYS = NOW + timedelta(days=2)


def _page(sample: Sample, status: OpeningStatus = OpeningStatus.FILLED) -> EndingsPage:
    count = 500 if sample.maximal else 12
    referrals = tuple(replace(sample.referral(), id=100 + number) for number in range(count))
    exceptions = {
        101: Ending(EndingKind.MOVE, opening_id=7),
        102: Ending(EndingKind.KEEP, until=date(2026, 5, 4)),
        103: Ending(EndingKind.NOT_NOW, Reason.TIMING, sample.words("note")),
        104: Ending(EndingKind.MOVE),
    }
    rest = Ending(EndingKind.NOT_NOW, Reason.EXPERIENCE, sample.words("note"))
    opening = sample.opening(status)
    draft = EndingsDraft(opening.id, 100, rest, exceptions)
    role_names = {7: f"ENG-7 {sample.words('title')}"}
    return EndingsPage(sample.owner_viewer, opening, referrals, draft, role_names, _IN_TWO_DAYS)


def _long_page(sample: Sample) -> EndingsPage:
    page = _page(sample)
    more = tuple(replace(each, id=each.id + 1000) for each in page.referrals)
    return replace(page, referrals=(*page.referrals, *more))


def _untouched_page(sample: Sample) -> EndingsPage:
    page = _page(sample, OpeningStatus.CLOSED)
    return replace(page, draft=EndingsDraft(page.opening.id))


def _ended_page(sample: Sample, undecided: int) -> OpeningEndedPage:
    opening = sample.opening(OpeningStatus.CLOSED)
    decide_by = _IN_TWO_DAYS if undecided else None
    return OpeningEndedPage(sample.owner_viewer, opening, undecided, decide_by)


ENDINGS: Final[dict[str, MakePayload]] = {
    "endings.draft_form": lambda sample: endings.draft_form(_page(sample)),
    "endings.draft_form closed": lambda sample: endings.draft_form(_untouched_page(sample)),
    **for_each(
        "endings.endings_form",
        (EndingKind.MOVE, EndingKind.KEEP),
        lambda sample, kind: endings.endings_form(_page(sample), kind),
    ),
    "endings.endings_form later": lambda sample: endings.endings_form(_page(sample), None),
    "endings.endings_list": lambda sample: endings.endings_list(_page(sample), 0),
    "endings.endings_list middle": lambda sample: endings.endings_list(_long_page(sample), 1),
    "endings.endings_list last": lambda sample: endings.endings_list(_page(sample), 1000),
    "endings.one_form": lambda sample: endings.one_form(
        _page(sample), OneValue(12, 103, 0), sample.referral(), None
    ),
    "endings.one_form not now": lambda sample: endings.one_form(
        _page(sample),
        OneValue(12, 103, 0),
        replace(sample.referral(), id=103),
        EndingKind.NOT_NOW,
    ),
    "endings.decided_modal nothing": lambda _: endings.decided_modal(0),
    "endings.decided_modal one": lambda _: endings.decided_modal(1),
    "endings.decided_modal all": lambda _: endings.decided_modal(500),
    "ending_messages.opening_ended_message": lambda sample: ending_messages.opening_ended_message(
        _ended_page(sample, 12)
    ),
    "ending_messages.opening_ended_message one": lambda sample: (
        ending_messages.opening_ended_message(_ended_page(sample, 1))
    ),
    "ending_messages.opening_ended_message decided": lambda sample: (
        ending_messages.opening_ended_message(_ended_page(sample, 0))
    ),
    "pauses.pause_form": lambda sample: pauses.pause_form(sample.opening(), date(2026, 3, 30)),
    "pauses.pause_form again": lambda sample: pauses.pause_form(
        paused_opening(sample), date(2026, 4, 30)
    ),
    "pauses.opening_paused_message": lambda sample: pauses.opening_paused_message(
        PausedPage(sample.advocate_page(), paused_opening(sample))
    ),
    "pauses.opening_paused_message resumed": lambda sample: pauses.opening_paused_message(
        PausedPage(sample.advocate_page(), sample.opening())
    ),
    "pauses.opening_paused_message ended": lambda sample: pauses.opening_paused_message(
        PausedPage(sample.advocate_page(), sample.opening(OpeningStatus.FILLED))
    ),
    "pauses.all_roles_message": lambda sample: pauses.all_roles_message(
        [*inactive_openings(sample), ListedOpening(sample.opening())],
        sample.words("title"),
        {2, 3, 5},
        more=True,
        may_refer=True,
    ),
    "pauses.all_roles_message guest": lambda sample: pauses.all_roles_message(
        [*inactive_openings(sample), ListedOpening(sample.opening())],
        "",
        (),
        more=False,
        may_refer=False,
    ),
    "pauses.all_roles_message none": lambda sample: pauses.all_roles_message(
        [], sample.words("title"), (), more=False, may_refer=True
    ),
    "ending_messages.kept_open_message": lambda sample: ending_messages.kept_open_message(
        KeptOpenPage(
            sample.advocate_page(), sample.opening(OpeningStatus.FILLED), date(2026, 3, 20)
        )
    ),
    "ending_messages.referral_moved_message": lambda sample: ending_messages.referral_moved_message(
        MovedPage(sample.advocate_page(), "ENG-3")
    ),
    "ending_messages.referral_moved_message bonus": lambda sample: (
        ending_messages.referral_moved_message(
            MovedPage(sample.advocate_page(), "ENG-3", bonus_offer(sample))
        )
    ),
    "ending_messages.referral_moved_message general": lambda sample: (
        ending_messages.referral_moved_message(
            MovedPage(
                replace(sample.advocate_page(), referral=sample.referral(general=True)),
                "ENG-3",
            )
        )
    ),
}
