"""The log of a test, as in the field reports."""

from __future__ import annotations

from tests.field_reports.conftest import log as log
