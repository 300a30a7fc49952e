"""The table of planned endings: one row for each open referral of an opening that has ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, ForeignKey, Named, String, Table, TypedColumns

from storage.tables.core import METADATA, in_workspace
from storage.types import Moment


class EndingColumns(TypedColumns):
    """When the referral ends (UTC), and how. `decision` is NULL while nobody has decided.

    The row is deleted once the referral has ended.
    """

    workspace_id: Named[int] = in_workspace()
    referral_id: Named[int] = Column(
        ForeignKey("referral.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    due_at: Named[datetime] = Column(Moment)
    decision: Named[dict[str, Any] | None] = Column(JSON(none_as_null=True))
    decided_by: Named[str | None] = Column(String(32))


ENDING = Table("ending", METADATA, EndingColumns)
