"""Fills a workspace with the rows of a large made-up company, for try-outs and measurements.

The rows are not random: two companies of the same size have the same rows. No follow-up is due and
no message is queued, so nobody gets a message because of them.

Row number `n` of a table gets its values from remainders of `n`: `n % 50 == 47` is true for one row
in fifty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import Table, exists, insert, select

from domain.depth import desk_order
from domain.endorsements import Depth
from domain.members import Membership
from domain.openings import OpeningStatus
from domain.referrals import Consent
from domain.stages import REASONS_BY_STAGE, Stage
from storage.engine import Transaction
from storage.large_company_rows import (
    OPEN_STAGES,
    Row,
    candidate_email,
    candidate_name,
    commitment_follow_up_row,
    commitment_row,
    endorsement_rows,
    furthest_stage,
    mix_number,
    nudge_history_rows,
    owner_follow_up_row,
    person_name,
    referral_history_rows,
    user_id,
)
from storage.opening_search import build_search_text, fold_text
from storage.tables.core import (
    CANDIDATE,
    COMMITMENT,
    ENDORSEMENT,
    FOLLOW_UP,
    MEMBER,
    OPENING,
    REFERRAL,
    TEAM_PREFIX,
    opening_key,
)
from storage.tables.messages import HISTORY

_HISTORY_DAYS = 360  # The referrals are spread over this many days before `now`.
_BATCH = 1_000  # referrals that are in memory at once
_PAUSED_DAYS = 60  # so long that no opening comes back while somebody tries the bot
_TEAMS = {
    "Engineering": "ENG", "Data": "DATA", "Design": "DES", "Sales": "SAL", "Support": "SUP",
    "Finance": "FIN", "Legal": "LEG", "Marketing": "MKT", "Operations": "OPS", "People": "PEO",
    "Product": "PRO", "Security": "SEC",
}  # fmt: skip
_JOBS = ("Engineer", "Analyst", "Manager", "Lead", "Specialist", "Researcher", "Designer")
_PLACES = ("Berlin", "Lisbon", "London", "New York", "Tokyo", "Bengaluru", "Remote")
_ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo", "Asia/Kolkata")
# One ended referral in five leads to a hire.
_ENDED_STAGES = (Stage.NOT_NOW, Stage.NOT_NOW, Stage.NOT_NOW, Stage.WITHDRAWN, Stage.HIRED)
# The depth of three referrals in a row, as their endorsements and commitments make it.
_DEPTHS = (Depth.LEAD, Depth.RECOMMENDED, Depth.ADVOCATED)


@dataclass(frozen=True, slots=True)
class CompanySize:
    """How many rows to add. `people` are members. Three openings in four are open or paused."""

    people: int = 5_000
    openings: int = 400
    referrals: int = 20_000
    open_referrals: int = 5_000


LARGE = CompanySize()


class CompanyCast(Protocol):
    """User ids of the real members of the workspace. None of the three lists is empty.

    `recruiters` and `managers` own the openings and referrals. `advocates` submit one referral in a
    hundred, and made-up people the others.
    """

    @property
    def recruiters(self) -> Sequence[str]: ...
    @property
    def managers(self) -> Sequence[str]: ...
    @property
    def advocates(self) -> Sequence[str]: ...


def add_large_company(
    transaction: Transaction,
    workspace_id: int,
    cast: CompanyCast,
    now: datetime,
    size: CompanySize = LARGE,
) -> int:
    """Add people, openings and referrals to a workspace that has no openings.

    Return the number of added openings. If the workspace has openings already, add nothing and
    return 0.
    """
    if transaction.scalar(select(exists().where(OPENING.c.workspace_id == workspace_id))):
        return 0
    company = _Company(transaction, workspace_id, cast, now, size)
    company.insert(MEMBER, [company.member_row(n) for n in range(size.people)])
    company.insert(TEAM_PREFIX, company.team_prefix_rows())
    openings = [company.opening_row(n) for n in range(size.openings)]
    opening_ids = company.insert_returning_ids(OPENING, openings)
    for start in range(0, size.referrals, _BATCH):
        numbers = range(start, min(start + _BATCH, size.referrals))
        company.add_referrals(numbers, opening_ids)
    return len(opening_ids)


@dataclass(frozen=True, slots=True)
class _Company:
    """Makes the row number `n` of each table, and inserts rows."""

    transaction: Transaction
    workspace_id: int
    cast: CompanyCast
    now: datetime
    size: CompanySize

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self.transaction.execute(insert(table), self._in_workspace(rows))

    def insert_returning_ids(self, table: Table, rows: Sequence[Row]) -> list[int]:
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        if not rows:
            return []
        return list(self.transaction.scalars(statement, self._in_workspace(rows)))

    def _in_workspace(self, rows: Sequence[Row]) -> list[Row]:
        return [{"workspace_id": self.workspace_id, **row} for row in rows]

    def member_row(self, n: int) -> Row:
        return {
            "user_id": user_id(n),
            "name": person_name(n),
            "email": f"colleague{n}@difference.example",
            "tz": _ZONES[n % len(_ZONES)],
            "standing": Membership.MEMBER.value,
        }

    def team_prefix_rows(self) -> list[Row]:
        last_number = self.size.openings // len(_TEAMS) + 1  # at least that of the last ref
        return [
            {"team": team, "prefix": prefix, "last_number": last_number}
            for team, prefix in _TEAMS.items()
        ]

    def opening_row(self, n: int) -> Row:
        team, prefix = list(_TEAMS.items())[n % len(_TEAMS)]
        ref = f"{prefix}-{n // len(_TEAMS) + 1}"
        title = f"{_JOBS[n % len(_JOBS)]} {n + 1}, {team}"
        place = _PLACES[n % len(_PLACES)]
        posted_at = self.now - timedelta(days=_HISTORY_DAYS) + timedelta(minutes=n)
        status = self._status(n)
        return {
            "ref": ref,
            "title": title,
            "team": team,
            "place": place,
            "search_text": build_search_text(ref, title, team, place),
            "status": status.value,
            "paused_until": self._paused_until if status is OpeningStatus.PAUSED else None,
            "hiring_manager": _pick(self.cast.managers, n),
            "recruiter": _pick(self.cast.recruiters, n),
            "posted_by": _pick(self.cast.recruiters, n),
            "must_haves": "Has run something in production and written about it.",
            "fit_brief": "Calm when it breaks, and writes things down.",
            "recall_prompts": ["Who turned a noisy on-call into a quiet one?"],
            "channels": [],
            "bonus": "",
            "bonus_rule": "",
            "posted_at": posted_at,
            "changed_at": posted_at,
            "general_matched_at": posted_at,
        }

    def _status(self, n: int) -> OpeningStatus:
        if n >= self._live_count:
            return OpeningStatus.FILLED if n % 2 else OpeningStatus.CLOSED
        return OpeningStatus.PAUSED if n % 10 == 9 else OpeningStatus.OPEN

    @property
    def _paused_until(self) -> date:
        """The end of a pause. If it were missing, the bot would set one and tell the advocates."""
        return (self.now + timedelta(days=_PAUSED_DAYS)).date()

    @property
    def _live_count(self) -> int:
        """The number of open and paused openings, which are the first ones."""
        return max(self.size.openings * 3 // 4, 1)

    def add_referrals(self, numbers: range, opening_ids: Sequence[int]) -> None:
        """Add the referrals with these numbers, and all that belongs to them."""
        candidates = [self._candidate_row(n) for n in numbers]
        candidate_ids = self.insert_returning_ids(CANDIDATE, candidates)
        rows = [
            self._referral_row(n, candidate_id, opening_ids)
            for n, candidate_id in zip(numbers, candidate_ids, strict=True)
        ]
        referral_ids = self.insert_returning_ids(REFERRAL, rows)
        # The functions below also need the number and the id of each referral.
        referrals = [
            {**row, "id": id_, "n": n}
            for n, id_, row in zip(numbers, referral_ids, rows, strict=True)
        ]
        endorsements = [each for referral in referrals for each in endorsement_rows(referral)]
        self.insert(ENDORSEMENT, endorsements)
        commitments = [commitment_row(referral) for referral in referrals if referral["n"] % 3]
        commitment_ids = self.insert_returning_ids(COMMITMENT, commitments)
        follow_ups = [owner_follow_up_row(referral) for referral in referrals]
        for commitment, id_ in zip(commitments, commitment_ids, strict=True):
            follow_ups.append(commitment_follow_up_row(commitment, id_))
        follow_up_ids = self.insert_returning_ids(FOLLOW_UP, follow_ups)
        history = [each for referral in referrals for each in referral_history_rows(referral)]
        for follow_up, id_ in zip(follow_ups, follow_up_ids, strict=True):
            history += nudge_history_rows(follow_up, id_)
        self.insert(HISTORY, history)

    def _is_open(self, n: int) -> bool:
        """Whether referral `n` is open: every second one is, from the newest backwards."""
        newer_count = self.size.referrals - 1 - n
        return newer_count % 2 == 0 and newer_count // 2 < self.size.open_referrals

    def _created_at(self, n: int) -> datetime:
        share_of_history = (self.size.referrals - n) / self.size.referrals
        return self.now - timedelta(days=_HISTORY_DAYS) * share_of_history

    def _candidate_row(self, n: int) -> Row:
        created_at = self._created_at(n)
        is_undecided = self._is_open(n) and n % 20 == 1
        name = candidate_name(n)
        return {
            "name": name,
            "search_text": fold_text(name),
            "email": candidate_email(n),
            "consent": (Consent.WILL_ASK if is_undecided else Consent.AGREED).value,
            "created_at": created_at,
            "agreed_at": None if is_undecided else created_at,
            "decide_by": self.now + timedelta(days=20) if is_undecided else None,
        }

    def _referral_row(self, n: int, candidate_id: int, opening_ids: Sequence[int]) -> Row:
        is_open = self._is_open(n)
        stages = OPEN_STAGES if is_open else _ENDED_STAGES
        stage = stages[n // 2 % len(stages)]
        reasons = REASONS_BY_STAGE.get(stage)
        created_at = self._created_at(n)
        is_answered = stage is not Stage.NEW
        answered_at = min(created_at + timedelta(hours=2 + mix_number(n) % 130), self.now)
        opening_number = mix_number(n) % (self._live_count if is_open else self.size.openings)
        is_general = n % 50 == 47
        opening_id = None if is_general else opening_ids[opening_number]
        made_up_advocate = user_id(mix_number(n) * 3 % max(self.size.people, 1))
        return {
            "candidate_id": candidate_id,
            "opening_id": opening_id,
            "opening_key": opening_key(opening_id),
            "advocate": _pick(self.cast.advocates, n // 100) if n % 100 == 99 else made_up_advocate,
            "owner": _pick(self.cast.recruiters, opening_number),
            "stage": stage.value,
            "reason": reasons[n % len(reasons)].value if reasons else None,
            "created_at": created_at,
            "answered_at": answered_at if is_answered else None,
            "first_answered_at": answered_at if is_answered else None,
            "first_answer_days": mix_number(n) % 7 // 2 if is_answered else None,
            "furthest_stage": furthest_stage(stage, n).value,
            "stage_at": answered_at if is_answered else created_at,
            "desk_order": desk_order(
                answered=is_answered, created_at=created_at, depth=_DEPTHS[n % 3]
            ),
        }


def _pick(people: Sequence[str], n: int) -> str:
    return people[n % len(people)]
