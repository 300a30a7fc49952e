"""Rows of a large made-up company, for test workspaces and measurements.

The rows are not random: two databases of one size hold the same rows. No follow-up is due and no
message is queued, so nobody gets a message because of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Table, exists, insert, select

from domain.depth import desk_order
from domain.endorsements import CommitmentKind, CommitmentState, Conviction, Depth, Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.members import Membership
from domain.openings import OpeningStatus
from domain.referrals import Consent
from domain.stages import REASONS_BY_STAGE, STAGE_PATH, Stage
from storage.engine import Transaction
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

Row = dict[str, Any]

_DAYS = 360  # The referrals are spread over the days before `now`.
_BATCH = 1_000
_PAUSED_DAYS = 60
_TEAMS = {
    "Engineering": "ENG", "Data": "DATA", "Design": "DES", "Sales": "SAL", "Support": "SUP",
    "Finance": "FIN", "Legal": "LEG", "Marketing": "MKT", "Operations": "OPS", "People": "PEO",
    "Product": "PRO", "Security": "SEC",
}  # fmt: skip
_JOBS = ("Engineer", "Analyst", "Manager", "Lead", "Specialist", "Researcher", "Designer")
_PLACES = ("Berlin", "Lisbon", "London", "New York", "Tokyo", "Bengaluru", "Remote")
_ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo", "Asia/Kolkata")
_FIRST_NAMES = ("Ada", "Barbara", "Chen", "Dorothy", "Emeka", "Fatima", "Grace", "Hedy", "Ines")
_LAST_NAMES = ("Abara", "Bauer", "Costa", "Diaz", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito",
               "Jansen", "Kaur", "Lopez", "Moreau")  # fmt: skip
_OPEN_STAGES = STAGE_PATH[:5]
# The depth of three referrals in a row, as `_endorsements` and `_commitment` make them.
_DEPTHS = (Depth.LEAD, Depth.RECOMMENDED, Depth.ADVOCATED)
_ENDED_STAGES = (Stage.NOT_NOW, Stage.NOT_NOW, Stage.NOT_NOW, Stage.WITHDRAWN, Stage.HIRED)


@dataclass(frozen=True, slots=True)
class CompanySize:
    """How many rows of each kind to add. Three of four openings are open or paused."""

    people: int = 5_000
    openings: int = 400
    referrals: int = 20_000
    open_referrals: int = 5_000


LARGE = CompanySize()


class CompanyCast(Protocol):
    """User ids of people who are in the workspace already. Only they own openings and referrals.

    The made-up people are advocates. One referral in a hundred comes from one of `advocates`.
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
    """Add people, openings and referrals under way to a workspace that has no openings.

    Return the number of openings: 0 when the workspace has some already.
    """
    if transaction.scalar(select(exists().where(OPENING.c.workspace_id == workspace_id))):
        return 0
    company = _Company(transaction, workspace_id, cast, now, size)
    company.insert(MEMBER, [company.member(n) for n in range(size.people)])
    openings = [company.opening(n) for n in range(size.openings)]
    company.insert(TEAM_PREFIX, company.prefixes())
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

    def member(self, n: int) -> Row:
        return {
            "user_id": _user_id(n),
            "name": _name(n),
            "email": f"colleague{n}@difference.example",
            "tz": _ZONES[n % len(_ZONES)],
            "standing": Membership.MEMBER.value,
        }

    def prefixes(self) -> list[Row]:
        numbers = self.size.openings // len(_TEAMS) + 1
        return [
            {"team": team, "prefix": prefix, "last_number": numbers}
            for team, prefix in _TEAMS.items()
        ]

    def opening(self, n: int) -> Row:
        team, prefix = list(_TEAMS.items())[n % len(_TEAMS)]
        ref = f"{prefix}-{n // len(_TEAMS) + 1}"
        title = f"{_JOBS[n % len(_JOBS)]} {n + 1}, {team}"
        place = _PLACES[n % len(_PLACES)]
        posted_at = self.now - timedelta(days=_DAYS) + timedelta(minutes=n)
        return {
            "ref": ref,
            "title": title,
            "team": team,
            "place": place,
            "search_text": build_search_text(ref, title, team, place),
            "status": self._status(n).value,
            "paused_until": self._paused_until if self._status(n) is OpeningStatus.PAUSED else None,
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
        if n >= self._live_openings:
            return OpeningStatus.FILLED if n % 2 else OpeningStatus.CLOSED
        return OpeningStatus.PAUSED if n % 10 == 9 else OpeningStatus.OPEN

    @property
    def _paused_until(self) -> date:
        """The day is set here, because the bot sets a missing one and tells the advocates."""
        return (self.now + timedelta(days=_PAUSED_DAYS)).date()

    @property
    def _live_openings(self) -> int:
        return max(self.size.openings * 3 // 4, 1)

    def add_referrals(self, numbers: range, opening_ids: Sequence[int]) -> None:
        candidate_ids = self.insert_returning_ids(CANDIDATE, [self._candidate(n) for n in numbers])
        rows = [
            self._referral(n, candidate, opening_ids)
            for n, candidate in zip(numbers, candidate_ids, strict=True)
        ]
        ids = self.insert_returning_ids(REFERRAL, rows)
        referrals = [
            {**row, "id": id_, "n": n} for n, id_, row in zip(numbers, ids, rows, strict=True)
        ]
        self.insert(ENDORSEMENT, [each for row in referrals for each in _endorsements(row)])
        commitments = [_commitment(row) for row in referrals if row["n"] % 3]
        commitment_ids = self.insert_returning_ids(COMMITMENT, commitments)
        follow_ups = [_owner_follow_up(row) for row in referrals]
        for row, id_ in zip(commitments, commitment_ids, strict=True):
            follow_ups.append(_commitment_follow_up(row, id_))
        follow_up_ids = self.insert_returning_ids(FOLLOW_UP, follow_ups)
        lines = [each for row in referrals for each in _history(row)]
        for row, id_ in zip(follow_ups, follow_up_ids, strict=True):
            lines += _nudge_lines(row, id_)
        self.insert(HISTORY, lines)

    def _is_open(self, n: int) -> bool:
        """Whether referral `n` is open: every second one of the newest referrals is."""
        from_the_end = self.size.referrals - 1 - n
        return from_the_end % 2 == 0 and from_the_end // 2 < self.size.open_referrals

    def _created_at(self, n: int) -> datetime:
        share = (self.size.referrals - n) / self.size.referrals
        return self.now - timedelta(days=_DAYS) * share

    def _candidate(self, n: int) -> Row:
        created_at = self._created_at(n)
        asks_later = self._is_open(n) and n % 20 == 1
        name = f"{_name(n * 7 + 3)} {n + 1}"
        return {
            "name": name,
            "search_text": fold_text(name),
            "email": f"candidate{n}@example.com",
            "consent": (Consent.WILL_ASK if asks_later else Consent.AGREED).value,
            "created_at": created_at,
            "agreed_at": None if asks_later else created_at,
            "decide_by": self.now + timedelta(days=20) if asks_later else None,
        }

    def _referral(self, n: int, candidate_id: int, opening_ids: Sequence[int]) -> Row:
        is_open = self._is_open(n)
        stages = _OPEN_STAGES if is_open else _ENDED_STAGES
        stage = stages[n // 2 % len(stages)]
        reasons = REASONS_BY_STAGE.get(stage)
        created_at = self._created_at(n)
        answered_at = min(created_at + timedelta(hours=2 + _mix(n) % 130), self.now)
        index = _mix(n) % (self._live_openings if is_open else self.size.openings)
        is_answered = stage is not Stage.NEW
        order = desk_order(answered=is_answered, created_at=created_at, depth=_DEPTHS[n % 3])
        opening_id = None if n % 50 == 47 else opening_ids[index]
        made_up = _user_id(_mix(n) * 3 % max(self.size.people, 1))
        return {
            "candidate_id": candidate_id,
            "opening_id": opening_id,
            "opening_key": opening_key(opening_id),
            "advocate": _pick(self.cast.advocates, n // 100) if n % 100 == 99 else made_up,
            "owner": _pick(self.cast.recruiters, index),
            "stage": stage.value,
            "reason": reasons[n % len(reasons)].value if reasons else None,
            "created_at": created_at,
            "answered_at": answered_at if is_answered else None,
            "first_answered_at": answered_at if is_answered else None,
            "first_answer_days": _mix(n) % 7 // 2 if is_answered else None,
            "furthest_stage": _furthest(stage, n).value,
            "stage_at": answered_at if is_answered else created_at,
            "desk_order": order,
        }


def _furthest(stage: Stage, n: int) -> Stage:
    """Return the furthest stage. Some referrals got further than new before they ended."""
    return stage if stage in STAGE_PATH else _OPEN_STAGES[_mix(n) % 4]


def _endorsements(row: Row) -> list[Row]:
    """Return the first endorsement, and a second vouch for every eighth referral."""
    n = row["n"]
    first = {
        "referral_id": row["id"],
        "advocate": row["advocate"],
        "called": f"{_name(n * 7 + 3)} {n + 1}",
        "email": f"candidate{n}@example.com",
        "first": True,
        "relationship": Relationship.WORKED_TOGETHER.value,
        "conflicts": [],
        "conviction": list(Conviction)[n // 3 % 3].value if n % 3 else None,
        "saw": "Found the fault that three teams had looked for." if n % 3 else "",
        "at": row["created_at"],
    }
    second = {**first, "advocate": _user_id(n % 97), "first": False}
    return [first, second] if n % 8 == 0 and second["advocate"] != row["advocate"] else [first]


def _commitment(row: Row) -> Row:
    is_done = row["n"] % 3 == 2
    kind = CommitmentKind.INTRODUCTION if is_done else CommitmentKind.WORD_WITH_MANAGER
    return {
        "referral_id": row["id"],
        "member": row["advocate"],
        "kind": kind.value,
        "state": (CommitmentState.DONE if is_done else CommitmentState.OPEN).value,
        "made_at": row["created_at"],
        "done_at": row["created_at"] + timedelta(days=3) if is_done else None,
    }


def _owner_follow_up(row: Row) -> Row:
    answered_at = row["answered_at"]
    nudges = _mix(row["n"]) % 3 if answered_at else 2
    return {
        "kind": FollowUpKind.RECRUITER_ANSWER.value,
        "subject_id": row["id"],
        "referral_id": row["id"],
        "member": row["owner"],
        "state": (FollowUpState.DONE if answered_at else FollowUpState.OPEN).value,
        "nudges_sent": nudges,
        "created_at": row["created_at"],
        "answered_at": answered_at,
    }


def _commitment_follow_up(row: Row, commitment_id: int) -> Row:
    is_done = row["done_at"] is not None
    return {
        "kind": FollowUpKind.COMMITMENT.value,
        "subject_id": commitment_id,
        "referral_id": row["referral_id"],
        "member": row["member"],
        "state": (FollowUpState.DONE if is_done else FollowUpState.OPEN).value,
        "nudges_sent": 1 if is_done else 2,
        "created_at": row["made_at"],
        "answered_at": row["done_at"],
    }


def _history(row: Row) -> list[Row]:
    subject = {"subject": "referral", "subject_id": row["id"]}
    submitted = {
        **subject,
        "at": row["created_at"],
        "actor": row["advocate"],
        "verb": "referral.submitted",
        "detail": {},
    }
    if row["answered_at"] is None:
        return [submitted]
    moved = {
        **subject,
        "at": row["answered_at"],
        "actor": row["owner"],
        "verb": "referral.moved",
        "detail": {"before": Stage.NEW.value, "after": row["stage"], "reason": row["reason"]},
    }
    return [submitted, moved]


def _nudge_lines(row: Row, follow_up_id: int) -> list[Row]:
    """Return the history of the follow-up's nudges, as `services/nudging.py` writes it."""
    return [
        {
            "subject": "member",
            "subject_id": 0,
            "at": row["created_at"] + timedelta(days=nudge + 1),
            "actor": "clock",
            "verb": "member.nudged",
            "detail": {"user": row["member"], "follow_ups": [follow_up_id]},
        }
        for nudge in range(row["nudges_sent"])
    ]


def _user_id(n: int) -> str:
    return f"U9MADEUP{n:05}"


def _name(n: int) -> str:
    return f"{_FIRST_NAMES[n % len(_FIRST_NAMES)]} {_LAST_NAMES[n % len(_LAST_NAMES)]}"


def _pick(people: Sequence[str], n: int) -> str:
    return people[n % len(people)]


def _mix(n: int) -> int:
    """Return a number that looks random, but is always the same for `n`."""
    return n * 2_654_435_761 % 2**32 // 7
