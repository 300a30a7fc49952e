"""A link to Slack that ends without a close frame, or swallows what is sent, is replaced."""

from __future__ import annotations

from sandbox.driver.client import wait_for
from tests.office import Office

NOTICED_SECONDS = 10.0
SECONDS = 30.0  # real seconds; every wait ends as soon as its condition is true


def test_a_link_that_ends_without_a_close_frame_is_noticed_and_replaced(sqlite_url: str) -> None:
    with Office(sqlite_url, mode="socket") as office:
        assert wait_for(lambda: office.running.health.check()["slack"] == "ok", SECONDS)
        office.slack.drop_sockets()
        assert wait_for(lambda: office.slack.connections == 1, NOTICED_SECONDS)
        office.ada.types("/refer help")
        assert office.ada.sees("/refer")


def test_a_half_open_link_is_noticed_and_replaced(sqlite_url: str) -> None:
    with Office(sqlite_url, mode="socket") as office:
        assert wait_for(lambda: office.running.health.check()["slack"] == "ok", SECONDS)
        office.slack.stall_sockets()
        # Slack counts the half-open link as well, and Vouch takes it for another program's.
        assert wait_for(lambda: office.slack.connections == 2, NOTICED_SECONDS)
        check = office.running.health.check
        assert wait_for(lambda: check()["slack"].startswith("One other link"), SECONDS)
