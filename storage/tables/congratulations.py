"""The table of congratulations in a channel."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Named, String, Table, TypedColumns

from storage.tables.bonus import of_referral
from storage.tables.core import METADATA, in_workspace
from storage.types import Moment


class CongratulationColumns(TypedColumns):
    """An advocate and the new colleague they put forward. See `domain.congratulations`."""

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = of_referral()
    advocate: Named[str] = Column(String(32))
    hired: Named[str] = Column(String(32))
    channel: Named[str] = Column(String(32))
    asked_at: Named[datetime] = Column(Moment)
    agreed: Named[bool | None]
    ts: Named[str | None] = Column(String(32))
    refused: Named[bool] = Column(default=False)
    taken_back_by: Named[str | None] = Column(String(32))


CONGRATULATION = Table("congratulation", METADATA, CongratulationColumns)
