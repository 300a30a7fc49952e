"""Another program uses the same app token: Slack gives it a share of all clicks."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

import pytest

from bot.ops.metrics import Metrics
from sandbox.driver.client import wait_for
from slack_io.socket_mode import LONGEST_STEP
from tests.office import Office

SECONDS = 100.0  # real seconds; every wait ends as soon as its condition is true


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url, mode="socket") as office:
        assert wait_for(lambda: problem(office) == "ok", SECONDS)
        yield office


def problem(office: Office) -> str:
    return office.running.health.check()["slack"]


def foreign_metric(office: Office) -> str:
    vouch = office.vouch
    metrics = Metrics(
        vouch.database, vouch.clock, vouch.instrumentation, office.running.socket_status
    )
    lines = metrics.render("text/plain")[0].decode().splitlines()
    return next(line for line in lines if line.startswith("vouch_socket_foreign_connections"))


def test_a_link_that_is_not_ours_is_told_in_words(office: Office, log: StringIO) -> None:
    office.slack.set_ghost_connections(1)
    office.slack.cut_sockets()
    assert wait_for(lambda: "One other link" in problem(office), SECONDS)
    lines = [line for line in log.getvalue().splitlines() if "socket_shared" in line]
    assert len(lines) == 1
    assert "SLACK_APP_TOKEN" in lines[0]
    assert foreign_metric(office).endswith(" 1.0")


def test_replacing_our_own_link_is_no_reason_to_warn(office: Office, log: StringIO) -> None:
    office.slack.refresh_sockets()
    assert wait_for(lambda: problem(office) == "ok", SECONDS)
    office.ada.types("/refer help")
    assert "socket_shared" not in log.getvalue()
    assert problem(office) == "ok"


def test_the_bot_is_ready_again_when_the_other_link_is_gone(office: Office) -> None:
    office.slack.set_ghost_connections(2)
    office.slack.cut_sockets()
    assert wait_for(lambda: "2 other links" in problem(office), SECONDS)
    office.slack.set_ghost_connections(0)
    # The watchdog checks each second and counts at most `LONGEST_STEP` between two checks.
    assert wait_for(lambda: _recounted(office), SECONDS)


def _recounted(office: Office) -> bool:
    office.slack.clock.advance(LONGEST_STEP)
    return problem(office) == "ok"
