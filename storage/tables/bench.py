"""The tables of benches. A bench is a member's private list of people to refer later.

The people on it are no candidates: nobody has put them forward, and only the owner reads the bench.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


class BenchColumns(TypedColumns):
    """A member who has a bench. `paused_at` is None unless the whole bench is paused."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    owner: Named[str] = Column(String(32), primary_key=True)
    paused_at: Named[datetime | None] = Column(Moment)


BENCH = Table("bench", METADATA, BenchColumns, info=NO_CANDIDATES)


class BenchPersonColumns(TypedColumns):
    """A person on a bench. Only the owner may see them, so only `storage.bench` reads this table.

    `domain.bench` describes the values. `heard_at` is when the owner was last in touch with the
    person, and `rhythm` is how often the owner is reminded.
    """

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    owner: Named[str] = Column(String(32))
    name: Named[str] = Column(Text)
    email: Named[str | None] = Column(String(254))
    profile_url: Named[str | None] = Column(String(512))
    relationship: Named[str | None] = Column(String(24))
    good_at: Named[str] = Column(Text)
    place: Named[str] = Column(Text)
    history: Named[str] = Column(Text)
    rhythm: Named[str] = Column(String(8))
    added_at: Named[datetime] = Column(Moment)
    heard_at: Named[datetime | None] = Column(Moment)


BENCH_PERSON = Table("bench_person", METADATA, BenchPersonColumns, info=NO_CANDIDATES)


class BenchMatchColumns(TypedColumns):
    """An opening that was suggested to the owner of a bench for someone on it."""

    id: Named[int] = Column(primary_key=True)
    workspace_id: Named[int] = in_workspace()
    owner: Named[str] = Column(String(32))
    person_id: Named[int] = Column(ForeignKey("bench_person.id", ondelete="CASCADE"))
    opening_id: Named[int] = Column(ForeignKey("opening.id", ondelete="CASCADE"))


BENCH_MATCH = Table(
    "bench_match",
    METADATA,
    BenchMatchColumns,
    UniqueConstraint("workspace_id", "owner", "person_id", "opening_id"),
    info=NO_CANDIDATES,
)


class PendingMatchColumns(TypedColumns):
    """An opening that is being compared with all benches, in the order of their owners' user ids.

    `after_owner` is the last owner whose bench was compared, or empty at the beginning.
    """

    opening_id: Named[int] = Column(
        ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    workspace_id: Named[int] = in_workspace()
    after_owner: Named[str] = Column(String(32), default="")


PENDING_MATCH = Table("bench_look", METADATA, PendingMatchColumns, info=NO_CANDIDATES)
