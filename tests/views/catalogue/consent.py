"""The candidate's consent."""

from __future__ import annotations

from typing import Final

from domain.follow_ups import FollowUpKind
from domain.stages import Reason
from tests.views.catalogue.payloads import MakePayload
from views import (
    consent,
)

CONSENT: Final[dict[str, MakePayload]] = {
    "consent.note_form": lambda sample: consent.note_form(sample.note_page()),
    "consent.note_form general": lambda sample: consent.note_form(sample.note_page(general=True)),
    "consent.declined_form": lambda sample: consent.declined_form(
        sample.item(FollowUpKind.CONSENT), "77:900"
    ),
    "consent.erased_message": lambda sample: consent.erased_message(
        sample.erased_page(Reason.NOT_ASKED)
    ),
    "consent.erased_message said no": lambda sample: consent.erased_message(
        sample.erased_page(Reason.NOT_AGREED)
    ),
    "consent.erased_message told by reader": lambda sample: consent.erased_message(
        sample.erased_page(Reason.NOT_AGREED, by_viewer=True)
    ),
    "consent.anonymous_placeholder": lambda _: consent.anonymous_placeholder(),
    "consent.erased_placeholder": lambda sample: consent.erased_placeholder(
        sample.erased_page(Reason.NOT_ASKED)
    ),
    "consent.erased_placeholder said no": lambda sample: consent.erased_placeholder(
        sample.erased_page(Reason.NOT_AGREED)
    ),
    "consent.erased_placeholder ended before": lambda sample: consent.erased_placeholder(
        sample.erased_page(Reason.TIMING)
    ),
}
