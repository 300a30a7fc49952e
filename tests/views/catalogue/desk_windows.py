"""The windows of the desk: the list, a referral in full, its history, and the form of a note."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.desk import DeskFilter, DeskNote, DeskPlace, DeskRow, DeskScope, HistoryLine
from domain.desk_pages import DeskListPage, DigestRow, ManagerDigestPage
from domain.endorsements import Depth
from domain.follow_ups import FollowUpKind
from domain.graphemes import truncate
from domain.limits import DESK_SEARCH_MAX
from domain.pages import DeskPage
from domain.stages import Stage
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import NOW
from tests.views.samples.sample import Sample
from views import contact_correction
from views.block_kit import Message
from views.desk import card, digest, listing, referral
from views.desk.listing import DeskView
from views.nudges.message import nudge_message

WINDOW = "desk:0b5c6f8e-3c5a-4f0e-9c38-8d5d4e9b1a77"
VIEW = DeskView(WINDOW, DeskFilter(DeskScope.ALL), DeskPlace(7390001, 9), 41, has_list=True)
_EVENTS: Final[tuple[tuple[str, str, dict[str, object]], ...]] = (
    ("U0ADA", "referral.submitted", {}),
    ("U0BOB", "referral.vouched", {}),
    ("U0ADA", "referral.endorsed", {"version": 2}),
    ("U0LINUS", "referral.moved", {"before": "new", "after": "in_review"}),
    ("U0ADA", "commitment.done", {"kind": "introduction"}),
    ("U0LINUS", "referral.noted", {}),
    ("slack", "referral.handed_over", {"before": "U0LINUS", "after": "U0MARGARET"}),
    ("U0MARGARET", "referral.moved", {"after": "not_now", "reason": "timing"}),
    ("U0MARGARET", "referral.put_right", {"before": "not_now", "after": "in_review"}),
    ("U0MARGARET", "referral.second_look", {"return_on": "2026-06-02"}),
    ("U0MARGARET", "referral.second_look", {}),
    ("clock", "something.unknown", {}),
)
LINES: Final = tuple(
    HistoryLine(NOW - timedelta(days=len(_EVENTS) - n), actor, verb, detail)
    for n, (actor, verb, detail) in enumerate(_EVENTS)
)


def _list_page(sample: Sample, chosen: DeskFilter, *, count: int | None = None) -> DeskListPage:
    shown = 10 if sample.maximal else 0 if sample.required_only else 2
    stages = (Stage.NEW, Stage.INTERVIEWING)
    rows = tuple(
        DeskRow(
            replace(sample.referral(stages[n % 2]), owner="U0LINUS" if n % 2 else "U0MARGARET"),
            Depth.ADVOCATED if n % 2 else Depth.RECOMMENDED,
            replace(sample.endorsement(), advocate="U0BOB" if n % 3 else "U0ADA"),
            1 + n % 3,
            is_late=n % 2 == 0,
        )
        for n in range(shown if count is None else 0)
    )
    more = DeskPlace(7390001, 12) if sample.maximal else None
    return DeskListPage(
        viewer=sample.owner_viewer,
        filter=chosen,
        rows=rows,
        count=(100 if sample.maximal else shown) if count is None else count,
        start=more,
        next_start=more,
        previous_start=more,
        opening=sample.opening() if chosen.opening_id else None,
        sees_all=True,
    )


def _digest_page(sample: Sample) -> ManagerDigestPage:
    rows = tuple(
        DigestRow(sample.desk_page(stage).referral, sample.desk_page(stage).endorsements)
        for stage in (Stage.NEW, Stage.INTERVIEWING) * (2 if sample.maximal else 1)
    )
    count = 50 if sample.maximal else 2
    return ManagerDigestPage(sample.manager_viewer, rows, count, unanswered=1)


def _nudge_with_digest(sample: Sample) -> Message:
    """Two reminders of the manager and their digest; the longest message has ten and five rows."""
    reminders = [sample.item(FollowUpKind.RECRUITER_ANSWER), sample.item(FollowUpKind.QUESTION)]
    digest_page = _digest_page(sample)
    if sample.maximal:
        reminders = (reminders * 5)[:10]
        digest_page = replace(digest_page, rows=(*digest_page.rows, digest_page.rows[0]))
    return nudge_message(replace(sample.nudge_page(*reminders), has_work=True, digest=digest_page))


def _with_notes(sample: Sample, page: DeskPage) -> DeskPage:
    count = 0 if sample.required_only else 10 if sample.maximal else 1
    note = DeskNote(3, 41, "U0MARGARET", sample.words("saw"), NOW - timedelta(days=1))
    return replace(page, notes=(note,) * count)


DESK_WINDOWS: Final[dict[str, MakePayload]] = {
    "desk.card.manager_card": lambda sample: card.manager_card(
        replace(sample.desk_page(), viewer=sample.manager_viewer)
    ),
    "desk.card.manager_card hidden": lambda sample: card.manager_card(
        replace(sample.hidden_page(), viewer=sample.manager_viewer)
    ),
    "desk.digest.manager_digest_message": lambda sample: digest.manager_digest_message(
        _digest_page(sample)
    ),
    "desk.digest.manager_digest_message one": lambda sample: digest.manager_digest_message(
        replace(_digest_page(sample), rows=_digest_page(sample).rows[:1], count=1, unanswered=0)
    ),
    "desk.digest.manager_digest_message unanswered": lambda sample: digest.manager_digest_message(
        replace(_digest_page(sample), unanswered=2, count=2)
    ),
    "nudges.message.nudge_message digest": _nudge_with_digest,
    "nudges.message.nudge_message only digest": lambda sample: nudge_message(
        replace(sample.nudge_page(), digest=_digest_page(sample))
    ),
    "desk.listing.desk_modal": lambda sample: listing.desk_modal(
        _list_page(sample, DeskFilter(DeskScope.ALL)), WINDOW
    ),
    "desk.listing.desk_modal filtered": lambda sample: listing.desk_modal(
        _list_page(
            sample,
            DeskFilter(
                DeskScope.ALL,
                stage=Stage.INTERVIEWING,
                opening_id=12,
                advocate="U0ADA",
                words=truncate(sample.words("name"), DESK_SEARCH_MAX),
            ),
        ),
        WINDOW,
    ),
    "desk.listing.desk_modal nobody": lambda sample: listing.desk_modal(
        _list_page(sample, DeskFilter(DeskScope.ALL, silent=True, team="Engineering"), count=0),
        WINDOW,
    ),
    "desk.listing.desk_modal nothing waits": lambda sample: listing.desk_modal(
        _list_page(sample, DeskFilter(), count=0), WINDOW
    ),
    "desk.listing.desk_modal bad search": lambda sample: listing.desk_modal(
        replace(_list_page(sample, DeskFilter()), problem="Type at least 2 letters."), WINDOW
    ),
    "contact_correction.contact_form": lambda sample: contact_correction.contact_form(
        sample.referral(), ("grace@example.com", "https://github.com/grace"), is_own=True
    ),
    "contact_correction.contact_form desk": lambda sample: contact_correction.contact_form(
        sample.referral(), ("grace@example.com", None), is_own=False
    ),
    "desk.referral.referral_modal": lambda sample: referral.referral_modal(
        replace(_with_notes(sample, sample.desk_page()), may_correct_credit=True), VIEW
    ),
    "desk.referral.referral_modal ended": lambda sample: referral.referral_modal(
        _with_notes(sample, sample.desk_page(Stage.NOT_NOW)), replace(VIEW, has_list=False)
    ),
    "desk.referral.referral_modal vouches": lambda sample: referral.referral_modal(
        replace(sample.desk_page(), viewer_vouches=True, may_erase_candidate=True), VIEW
    ),
    "desk.referral.referral_modal hidden": lambda sample: referral.referral_modal(
        sample.hidden_page(), VIEW
    ),
    "desk.referral.render_window": lambda sample: referral.render_window(
        _list_page(sample, DeskFilter()), VIEW
    ),
    "desk.referral.history_modal": lambda sample: referral.history_modal(
        sample.referral(), LINES * (11 if sample.maximal else 1), sample.owner_viewer
    ),
    "desk.referral.history_modal nothing": lambda sample: referral.history_modal(
        sample.referral(), (), sample.owner_viewer
    ),
    "desk.referral.note_form": lambda sample: referral.note_form(sample.referral()),
    "desk.referral.closed_modal": lambda _: referral.closed_modal(),
}
