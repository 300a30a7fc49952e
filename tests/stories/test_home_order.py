"""App Home is drawn twice at one moment: whatever arrives last, it shows the newest rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.office import Office
from tests.stories.actions import (
    WAIT_SECONDS,
    post_opening,
    refer_candidate,
    wait_until_acknowledged,
    wait_until_settled,
)

PUBLISH = "views.publish"


def test_an_update_that_arrives_late_hides_nothing_newer(office: Office) -> None:
    """Ada's own click has an update drawn. It reaches Slack after she has opened App Home again."""
    post_opening(office)
    office.ada.opens_home()
    wait_until_settled(office)
    update = office.slack.hold_call(PUBLISH)
    refer_candidate(office.ada)
    assert update.wait_until_held(WAIT_SECONDS)
    post_opening(office, title="Data Engineer")  # It causes no update of Ada's App Home.
    office.ada.opens_home().sees("ENG-2 Data Engineer")
    update.release()
    wait_until_settled(office)
    home = office.ada.home().sees("ENG-2 Data Engineer")
    assert "Grace Hopper for ENG-1" in home.text


def test_an_opening_that_arrives_late_hides_nothing_newer(office: Office) -> None:
    """Ada opens App Home. What was drawn then reaches Slack after an update of her next click."""
    post_opening(office)
    office.ada.opens_home()
    wait_until_settled(office)
    opening = office.slack.hold_call(PUBLISH)
    with ThreadPoolExecutor(1) as pool:
        opened = pool.submit(office.ada.client.post, "home", tab="home")
        assert opening.wait_until_held(WAIT_SECONDS)
        refer_candidate(office.ada)
        office.ada.home().sees("Grace Hopper for ENG-1")
        opening.release()
        opened.result()
    wait_until_acknowledged(office)
    wait_until_settled(office)
    assert "Grace Hopper for ENG-1" in office.ada.home().text
