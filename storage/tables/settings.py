"""The table of settings: one row for each setting of a workspace."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, Named, String, Table, TypedColumns

from storage.tables.core import METADATA, NO_CANDIDATES, in_workspace
from storage.types import Moment


class SettingColumns(TypedColumns):
    """A setting. `name` is a field of `domain.policy.Policy`.

    `changed_by` is the admin who chose the value. It is NULL for a value from the environment,
    which every start of the app stores again.
    """

    workspace_id: Named[int] = in_workspace(primary_key=True)
    name: Named[str] = Column(String(40), primary_key=True)
    value: Named[object] = Column(JSON)
    changed_by: Named[str | None] = Column(String(32))
    changed_at: Named[datetime] = Column(Moment)


SETTING = Table("setting", METADATA, SettingColumns, info=NO_CANDIDATES)
