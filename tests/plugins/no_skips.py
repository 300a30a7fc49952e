"""A pytest plugin for CI: a test that is skipped or expected to fail counts as failed.

It is enabled by `-p tests.plugins.no_skips`. It changes the report where the test runs, so that it
works in the workers of pytest-xdist and the summary counts the failures.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest

_EXPLANATION = "Skipped tests are not allowed here."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped:
        expected = getattr(report, "wasxfail", None)
        report.outcome = "failed"
        report.longrepr = f"{_EXPLANATION} {_reason(report.longrepr, expected)}"
        if expected is not None:
            del report.wasxfail
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{_EXPLANATION} {_reason(report.longrepr, None)}"
    return report


def _reason(longrepr: object, expected: str | None) -> str:
    if expected is not None:
        return f"Expected to fail: {expected or 'no reason given'}"
    if isinstance(longrepr, tuple) and len(longrepr) == 3:
        path, line, reason = longrepr
        return f"{reason} ({path}:{line})"
    return str(longrepr)
