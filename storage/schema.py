"""The whole schema: every file of tables and the indexes, so that none is missing where all of them
are meant."""

from __future__ import annotations

from storage import indexes
from storage.tables import asks as tables_asks
from storage.tables import bench as tables_bench
from storage.tables import interview_notes as tables_heard
from storage.tables import messages as tables_said
from storage.tables import settings as tables_settings
from storage.tables import thanks as tables_thanks
from storage.tables.core import METADATA as METADATA

MODULES = (
    indexes,
    tables_asks,
    tables_bench,
    tables_heard,
    tables_said,
    tables_settings,
    tables_thanks,
)
