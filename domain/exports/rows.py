"""The columns of the CSV files that can be exported, and the rows of referrals and openings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from domain.bonus.rows import COLUMNS as BONUS_COLUMNS
from domain.endorsements import Depth
from domain.figures.rows import COLUMNS as FIGURES_COLUMNS
from domain.openings import Opening
from domain.referrals import Referral

Row = dict[str, str]  # the values by column


class Export(StrEnum):
    """The files that can be exported. The values are stored, and file names begin with them."""

    REFERRALS = "referrals"
    OPENINGS = "openings"
    BONUSES = "bonuses"
    FIGURES = "figures"


COLUMNS: Final[Mapping[Export, tuple[str, ...]]] = {
    Export.REFERRALS: (
        "referral", "opening", "title", "candidate", "email", "profile", "consent", "advocate",
        "advocate_id", "owner", "owner_id", "depth", "stage", "furthest_stage", "reason",
        "created_at", "first_answered_at", "first_answer_days", "stage_at", "return_on",
        "asked_at",
    ),
    Export.OPENINGS: (
        "opening", "title", "team", "place", "status", "recruiter", "recruiter_id",
        "hiring_manager", "hiring_manager_id", "bonus", "posted_at", "changed_at", "closes_on",
    ),
    Export.BONUSES: BONUS_COLUMNS,
    Export.FIGURES: FIGURES_COLUMNS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """A referral, with facts that are computed from its endorsements and its history.

    `first_answer_days` counts working days. The last two fields are None before the first answer.
    """

    referral: Referral
    depth: Depth
    furthest_stage: str
    first_answered_at: datetime | None
    first_answer_days: int | None


def to_referral_row(facts: ReferralFacts, names: Mapping[str, str]) -> Row:
    """The row of a referral. `names` maps user ids to names. Dates are ISO 8601, and times UTC.

    A value that is not known is "". The name and contact of a candidate are "", too, if the
    candidate has not agreed to be shown or was erased.
    """
    referral, candidate = facts.referral, facts.referral.candidate
    is_anonymous = candidate.hidden or candidate.erased_at is not None
    days = facts.first_answer_days
    return {
        "referral": str(referral.id),
        "opening": referral.opening_ref or "",
        "title": referral.opening_title or "",
        "candidate": "" if is_anonymous else candidate.name,
        "email": "" if is_anonymous else candidate.email or "",
        "profile": "" if is_anonymous else candidate.profile_url or "",
        "consent": candidate.consent.value,
        "advocate": names.get(referral.advocate, ""),
        "advocate_id": referral.advocate,
        "owner": names.get(referral.owner, ""),
        "owner_id": referral.owner,
        "depth": facts.depth.value,
        "stage": referral.stage.value,
        "furthest_stage": facts.furthest_stage,
        "reason": referral.reason.value if referral.reason else "",
        "created_at": referral.created_at.isoformat(),
        "first_answered_at": facts.first_answered_at.isoformat() if facts.first_answered_at else "",
        "first_answer_days": "" if days is None else str(days),
        "stage_at": referral.stage_at.isoformat(),
        "return_on": referral.return_on.isoformat() if referral.return_on else "",
        "asked_at": candidate.asked_at.isoformat() if candidate.asked_at else "",
    }


def to_opening_row(opening: Opening, names: Mapping[str, str]) -> Row:
    """The row of an opening, in the formats of `to_referral_row`."""
    recruiter, manager = opening.recruiter or "", opening.hiring_manager or ""
    return {
        "opening": opening.ref,
        "title": opening.title,
        "team": opening.team,
        "place": opening.place,
        "status": opening.status.value,
        "recruiter": names.get(recruiter, ""),
        "recruiter_id": recruiter,
        "hiring_manager": names.get(manager, ""),
        "hiring_manager_id": manager,
        "bonus": opening.bonus,
        "posted_at": opening.posted_at.isoformat(),
        "changed_at": opening.changed_at.isoformat(),
        "closes_on": opening.closes_on.isoformat() if opening.closes_on else "",
    }
