"""The whole schema: importing this file imports every file of `storage/tables`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import storage.indexes
import storage.tables
from storage.tables.core import METADATA as METADATA

for _module in iter_modules(storage.tables.__path__, "storage.tables."):
    import_module(_module.name)
