"""The whole schema: every file of tables and the indexes, so that none is missing where all of them
are meant."""

from __future__ import annotations

from storage import (
    indexes,
    tables_asks,
    tables_bench,
    tables_heard,
    tables_said,
    tables_thanks,
)
from storage.tables import METADATA as METADATA

MODULES = (indexes, tables_asks, tables_bench, tables_heard, tables_said, tables_thanks)
