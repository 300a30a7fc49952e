"""The tables of members who left, and of the openings and referrals that others took over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Named, String, Table, TypedColumns

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


class DepartureColumns(TypedColumns):
    """A member who left, or seems to have left. See `domain.departures.Departure`."""

    workspace_id: Named[int] = in_workspace(primary_key=True)
    user_id: Named[str] = Column(String(32), primary_key=True)
    second_look_at: Named[datetime | None] = Column(Moment)
    restorable_until: Named[datetime | None] = Column(Moment)


DEPARTURE = Table("departure", METADATA, DepartureColumns, info=NO_CANDIDATES)


class HandedOverColumns(TypedColumns):
    """Something of `user_id`, who left, that was handed over to `receiver`.

    A member who is back by `until` gets it again. See `domain.departures.HandedOver`.
    """

    workspace_id: Named[int] = in_workspace(primary_key=True)
    user_id: Named[str] = Column(String(32), primary_key=True)
    kind: Named[str] = Column(String(16), primary_key=True)
    subject_id: Named[int] = Column(primary_key=True, autoincrement=False)
    receiver: Named[str | None] = Column(String(32))
    version: Named[int]
    until: Named[datetime] = Column(Moment)


HANDED_OVER = Table("handed_over", METADATA, HandedOverColumns, info=NO_CANDIDATES)
