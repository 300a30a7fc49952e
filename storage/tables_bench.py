"""The tables of benches. Every row names its workspace and its owner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Base


class BenchRow(Base):
    """That somebody keeps a bench, and whether all of it rests. Who is on it: BenchPersonRow."""

    __tablename__ = "bench"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    owner: Mapped[str] = mapped_column(String(32), primary_key=True)
    paused_at: Mapped[datetime | None]


class BenchPersonRow(Base):
    """Somebody on a bench. For its owner's eyes only: read by `storage.bench` alone."""

    __tablename__ = "bench_person"
    __table_args__ = (Index("ix_bench_person_owner", "workspace_id", "owner", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    owner: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254))
    profile_url: Mapped[str | None] = mapped_column(String(512))
    relationship: Mapped[str | None] = mapped_column(String(24))
    good_at: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    history: Mapped[str] = mapped_column(Text)
    rhythm: Mapped[str] = mapped_column(String(8))
    added_at: Mapped[datetime]
    heard_at: Mapped[datetime | None]


class BenchMatchRow(Base):
    """An opening that was told to the owner of a bench for somebody on it."""

    __tablename__ = "bench_match"
    __table_args__ = (
        UniqueConstraint("workspace_id", "owner", "person_id", "opening_id"),
        Index("ix_bench_match_person", "person_id"),
        Index("ix_bench_match_opening", "opening_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    owner: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int] = mapped_column(ForeignKey("bench_person.id", ondelete="CASCADE"))
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id", ondelete="CASCADE"))


class BenchLookRow(Base):
    """An opening that is still to be held against benches, and how far that has come."""

    __tablename__ = "bench_look"

    opening_id: Mapped[int] = mapped_column(
        ForeignKey("opening.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    after_owner: Mapped[str] = mapped_column(String(32), default="")
