"""The entries of the catalogue for what is held about the reader."""

from __future__ import annotations

from typing import Final

from domain.privacy import HeldCounts, PrivacyPage
from tests.views.catalogue.payloads import MakePayload
from views import privacy

NOTHING = HeldCounts(0, 0, 0, 0, 0, 0, 0, 0, 0)
MUCH = PrivacyPage(HeldCounts(3, 2, 1, 4, 5, 2, 1, 1, 2), 7, True, True, True, 30, "U0LINUS")

PRIVACY: Final[dict[str, MakePayload]] = {
    "privacy.privacy_message": lambda _: privacy.privacy_message(MUCH),
    "privacy.privacy_message guest": lambda _: privacy.privacy_message(
        PrivacyPage(NOTHING, 0, False, False, False, 30, None)
    ),
}
