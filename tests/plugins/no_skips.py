"""For CI: a test that is skipped, or expected to fail, counts as a failed one.

Switched on with `-p tests.plugins.no_skips`. The outcome is changed where the test runs, so it
holds in every worker of pytest-xdist and the closing line tells the truth.
"""

from __future__ import annotations

from collections.abc import Generator

import pytest

_WORDS = "Nothing may be skipped here."


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped:
        expected = getattr(report, "wasxfail", None)
        report.outcome = "failed"
        report.longrepr = f"{_WORDS} {_reason(report.longrepr, expected)}"
        if expected is not None:
            del report.wasxfail
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{_WORDS} {_reason(report.longrepr, None)}"
    return report


def _reason(longrepr: object, expected: str | None) -> str:
    if expected is not None:
        return f"Expected to fail: {expected or 'no reason given'}"
    if isinstance(longrepr, tuple) and len(longrepr) == 3:
        path, line, reason = longrepr
        return f"{reason} ({path}:{line})"
    return str(longrepr)
