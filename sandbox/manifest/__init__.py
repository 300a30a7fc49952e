"""Reads an app manifest, and knows which scope each method and event needs."""

from sandbox.manifest.parser import Manifest, ManifestError, find_sufficient_scopes

__all__ = ["Manifest", "ManifestError", "find_sufficient_scopes"]
