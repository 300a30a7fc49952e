"""Takes the pictures of docs/tour.md about the desk and App Home, each in both themes.

The company has what a week brings, so that each role has something in App Home.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from nudges import manager_digests
from sandbox.driver.person import Person
from tests.browser.page_actions import (
    WAIT_MS,
    open_channel,
    send_message,
    wait_for_dialog,
    wait_for_message,
    wait_until_idle,
)
from tests.browser.test_tour import (
    ON_CALL,
    DrawPicture,
    OpenMessages,
    close_dialog,
)
from tests.browser.test_tour import draw_picture as draw_picture
from tests.browser.test_tour import open_messages_of as open_messages_of
from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    move_stage,
    post_opening,
    refer_and_endorse,
    set_clock_and_settle,
    wait_until_settled,
)

pytestmark = pytest.mark.usefixtures("draw_picture", "open_messages_of")
TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
NEXT_MONDAY = datetime(2026, 3, 9, 15, 30, tzinfo=UTC)  # 11:30 in New York


def refer(person: Person, ref: str, name: str, saw: str) -> None:
    refer_and_endorse(
        person, ref, name=name, email=f"{name.split()[0].lower()}@example.com", saw=saw
    )


def test_the_desk_the_digest_and_app_home(
    office: Office,
    open_page: Callable[..., Page],
    open_messages_of: OpenMessages,
    draw_picture: DrawPicture,
) -> None:
    post_opening(office)
    post_opening(office, title="Engineering Lead, Payments")
    set_clock_and_settle(office, TUESDAY)  # so that no reminder comes together with the digest
    refer(office.ada, "ENG-1", "Grace Hopper", ON_CALL)
    refer(office.bob, "ENG-1", "Alan Turing", "He found the fault that three teams had looked for.")
    refer(office.ada, "ENG-2", "Barbara Liskov", "She made five teams agree on one protocol.")
    manager_digests.step(office.vouch.database, office.now())
    card = office.linus.sees("put Alan Turing forward", where="dm")
    wait_until_settled(office)
    move_stage(card.reload(), "Interviewing", office.linus)
    come_to_work(office, "margaret")
    set_clock_and_settle(office, NEXT_MONDAY)
    manager_digests.step(office.vouch.database, office.now())

    digest = wait_for_message(
        office, open_messages_of("margaret"), "for your openings are new or waiting"
    )
    draw_picture(digest, "digest")
    linus = open_messages_of("linus")
    open_channel(linus, "general")
    send_message(linus, "#general", "/refer desk")
    desk = wait_for_dialog(linus, "The desk")
    draw_picture(desk, "desk")
    desk.get_by_text("Open", exact=True).first.click()
    draw_picture(wait_for_dialog(linus, "Referral"), "referral")
    close_dialog(linus)
    for handle, name in (
        ("ada", "home-member"),
        ("linus", "home-recruiter"),
        ("margaret", "home-manager"),
        ("carol", "home-admin"),
    ):
        page = open_page(handle)
        page.set_viewport_size({"width": 1000, "height": 1100})
        open_channel(page, "Vouch")
        page.get_by_role("tab", name="Home").click()
        expect(page.get_by_text("Open roles")).to_be_visible(timeout=WAIT_MS)
        wait_until_idle(office, page)
        draw_picture(page.get_by_role("main"), name)
