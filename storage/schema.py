"""The whole schema: METADATA is complete once all files of tables and indexes are imported."""

from __future__ import annotations

import storage.indexes
import storage.tables.asks
import storage.tables.bench
import storage.tables.interview_notes
import storage.tables.messages
import storage.tables.settings
import storage.tables.thanks
from storage.tables.core import METADATA as METADATA

MODULES = (
    storage.indexes,
    storage.tables.asks,
    storage.tables.bench,
    storage.tables.interview_notes,
    storage.tables.messages,
    storage.tables.settings,
    storage.tables.thanks,
)
