"""The part of a sample that is about a candidate's consent, and about thanks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.consent import ERASED_TEXT, redact_for_desk
from domain.endorsements import Relationship
from domain.openings import Opening
from domain.pages import ConsentNotePage, DeskPage, ErasedPage, ThanksPage, Viewer
from domain.referrals import Consent, Referral
from domain.stages import Reason, Stage
from domain.thanks import Thanks

NOW: Final = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)  # a Thursday
ZONE: Final = ZoneInfo("Europe/London")


class CandidateSamples:
    """A part of `Sample`, which has the attributes that are declared first."""

    words: Callable[[str], str]
    many: bool
    bare: bool
    optional: Callable[[str], str]
    opening: Callable[[], Opening]
    referral: Callable[..., Referral]

    @property
    def owner_viewer(self) -> Viewer:
        return Viewer("U0LINUS", ZONE, NOW)

    @property
    def advocate_viewer(self) -> Viewer:
        return Viewer("U0ADA", ZONE, NOW)

    def hidden_page(self, stage: Stage = Stage.NEW) -> DeskPage:
        """As `services.home_page` fills it for those who may not see the candidate yet."""
        nobody = redact_for_desk(
            self.referral(stage, asked=Consent.WILL_ASK), hide_until_agreed=True
        )
        return DeskPage(self.owner_viewer, nobody, self.opening(), (), {}, (), (), None)

    def erased_page(self, why: Reason | None, *, by_viewer: bool = False) -> ErasedPage:
        gone = replace(self.referral(Stage.WITHDRAWN).candidate, name=ERASED_TEXT, erased_at=NOW)
        several = [self.referral(Stage.WITHDRAWN, number=n) for n in (12, 14, 15)]
        shown = several if self.many else several[:1]
        theirs = tuple(replace(each, candidate=gone) for each in shown)
        return ErasedPage(self.advocate_viewer, theirs, why, by_viewer)

    def note_page(self, *, general: bool = False) -> ConsentNotePage:
        return ConsentNotePage(
            self.advocate_viewer,
            self.words("name"),
            Relationship.KNOW_OF if self.bare else Relationship.WORKED_TOGETHER,
            () if general else (self.words("title"),) * (3 if self.many else 1),
            None if self.bare else "grace@example.org",
            self.words("advocate"),
            None if self.bare else NOW + timedelta(days=7),
            "77:900",
        )

    def thanks_page(self, channel: str | None = "C0HIRING", **changed: Any) -> ThanksPage:
        given = Thanks(
            id=6,
            workspace_id=1,
            giver="U0BOB",
            receiver="U0ADA",
            day=NOW.date(),
            deed=self.words("deed"),
            words=self.optional("thanks"),
            given_at=NOW,
            shared_at=None,
            share_failed=False,
        )
        return ThanksPage(self.advocate_viewer, replace(given, **changed), channel)
