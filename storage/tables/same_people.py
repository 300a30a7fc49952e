"""The tables of answers to the question whether two candidates are the same person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Named, String, Table, TypedColumns

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


class DifferentPeopleColumns(TypedColumns):
    """Two candidates who look like one person, but whom someone has called different people.

    `one_id` is the smaller id.
    """

    workspace_id: Named[int] = in_workspace(primary_key=True)
    one_id: Named[int] = Column(
        ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    other_id: Named[int] = Column(
        ForeignKey("candidate.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    said_by: Named[str] = Column(String(32))
    said_at: Named[datetime] = Column(Moment)


DIFFERENT_PEOPLE = Table("different_people", METADATA, DifferentPeopleColumns, info=NO_CANDIDATES)


class MergedReferralColumns(TypedColumns):
    """A referral that became a part of another one, so that its buttons in Slack still work."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    old_id: Named[int] = Column(primary_key=True, autoincrement=False)
    referral_id: Named[int] = Column(ForeignKey("referral.id", ondelete="CASCADE"))


MERGED_REFERRAL = Table("merged_referral", METADATA, MergedReferralColumns, info=NO_CANDIDATES)
