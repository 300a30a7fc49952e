"""The entries of the catalogue for thanks between colleagues."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from domain.endorsements import Depth
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import NOW
from views import (
    thanks,
)

THANKS: Final[dict[str, MakePayload]] = {
    "thanks.thanks_form": lambda _: thanks.thanks_form([]),
    "thanks.thanks_form with recognition": lambda _: thanks.thanks_form(
        [("U0ADA", Depth.ADVOCATED), ("U0BOB", Depth.ADVOCATED), ("U0LINUS", Depth.RECOMMENDED)]
    ),
    "thanks.thanks_sent_modal": lambda sample: thanks.thanks_sent_modal(sample.thanks_page(), NOW),
    "thanks.thanks_sent_modal at night": lambda sample: thanks.thanks_sent_modal(
        sample.thanks_page(), NOW + timedelta(days=1)
    ),
    "thanks.thanks_message": lambda sample: thanks.thanks_message(sample.thanks_page()),
    "thanks.thanks_message no channel": lambda sample: thanks.thanks_message(
        sample.thanks_page(None)
    ),
    "thanks.thanks_message shared": lambda sample: thanks.thanks_message(
        sample.thanks_page(shared_at=NOW)
    ),
    "thanks.thanks_message not shared": lambda sample: thanks.thanks_message(
        sample.thanks_page(share_failed=True)
    ),
    "thanks.thanks_shared_message": lambda sample: thanks.thanks_shared_message(
        sample.thanks_page(shared_at=NOW)
    ),
}
