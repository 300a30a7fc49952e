"""Reads an app manifest, and knows which scope each method and event needs."""

from sandbox.manifest.parser import Manifest, ManifestError, scope_needed

__all__ = ["Manifest", "ManifestError", "scope_needed"]
