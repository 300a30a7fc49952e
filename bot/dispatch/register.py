"""Registers every handler: each module of `handlers` has a function `register` for its own."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import handlers
from handlers.protocol import Registry


def register_all() -> Registry:
    """Raises `ValueError` if two handlers have the same id."""
    registry = Registry()
    for module_info in walk_packages(handlers.__path__, "handlers."):
        module = import_module(module_info.name)
        if hasattr(module, "register"):
            module.register(registry)
    return registry
