"""The pages of a sample about a candidate's consent, and about thanks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from domain.consent import ERASED_TEXT, redact_for_desk
from domain.corrections import StageEntry
from domain.endorsements import Relationship
from domain.openings import Opening
from domain.pages import ConsentNotePage, DeskPage, ErasedPage, ThanksPage, Viewer
from domain.referrals import Consent, Referral
from domain.stages import Reason, Stage
from domain.thanks import Thanks

NOW: Final = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)  # a Thursday
ZONE: Final = ZoneInfo("Europe/London")


class CandidateSamples:
    """A base class of `Sample`, which defines the attributes that are only declared here."""

    words: Callable[[str], str]
    maximal: bool
    required_only: bool
    optional: Callable[[str], str]
    opening: Callable[[], Opening]
    referral: Callable[..., Referral]

    @property
    def owner_viewer(self) -> Viewer:
        return Viewer("U0LINUS", ZONE, NOW)

    @property
    def manager_viewer(self) -> Viewer:
        return Viewer("U0MARGARET", ZONE, NOW)

    @property
    def advocate_viewer(self) -> Viewer:
        return Viewer("U0ADA", ZONE, NOW)

    def hidden_page(self, stage: Stage = Stage.NEW) -> DeskPage:
        """A desk page for viewers who may not see the candidate before the candidate agrees."""
        redacted = redact_for_desk(
            self.referral(stage, asked=Consent.WILL_ASK), hide_until_agreed=True
        )
        return DeskPage(
            viewer=self.owner_viewer,
            referral=redacted,
            opening=self.opening(),
            endorsements=(),
            advocate_names={},
            fulfilled=(),
            questions=(),
            answer_due_at=None,
        )

    def erased_page(self, why: Reason | None, *, by_viewer: bool = False) -> ErasedPage:
        erased = replace(self.referral(Stage.WITHDRAWN).candidate, name=ERASED_TEXT, erased_at=NOW)
        several = [self.referral(Stage.WITHDRAWN, number=n) for n in (12, 14, 15)]
        shown = several if self.maximal else several[:1]
        erased_referrals = tuple(replace(each, candidate=erased, reason=why) for each in shown)
        return ErasedPage(self.advocate_viewer, erased_referrals, why, reported_by_viewer=by_viewer)

    def note_page(self, *, general: bool = False) -> ConsentNotePage:
        return ConsentNotePage(
            viewer=self.advocate_viewer,
            candidate_name=self.words("name"),
            relationship=(
                Relationship.KNOW_OF if self.required_only else Relationship.WORKED_TOGETHER
            ),
            titles=() if general else (self.words("title"),) * (3 if self.maximal else 1),
            email=None if self.required_only else "grace@example.org",
            sender_name=self.words("advocate"),
            agree_by=None if self.required_only else NOW + timedelta(days=7),
            button_value="77:900",
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

    def asked_referral(self, *, by: str) -> Referral:
        """A referral whose candidate was asked by this advocate (a handle), without an answer."""
        referral = self.referral(asked=Consent.WILL_ASK)
        asked = replace(referral.candidate, asked_at=NOW, asked_by=f"U0{by.upper()}")
        return replace(referral, candidate=asked)

    def stage_entry(self, stage: Stage) -> StageEntry:
        """The change to this stage, which is an hour ago."""
        return StageEntry(
            history_id=88,
            entered_at=NOW - timedelta(hours=1),
            stage=stage,
            stage_before=Stage.IN_REVIEW,
            reason_before=None,
            stage_at_before=NOW - timedelta(days=2),
            answered_at_before=NOW - timedelta(days=2),
            owner_before="U0LINUS",
            return_on_before=None,
            took_part=False,
        )
