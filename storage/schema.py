"""The whole schema: every file of tables, so that none is missing where all of them are meant."""

from __future__ import annotations

from storage import tables_asks, tables_bench, tables_heard, tables_thanks
from storage.tables import Base

MODULES = (tables_asks, tables_bench, tables_heard, tables_thanks)
METADATA = Base.metadata
