"""The page outside the channels: App Home, clock, inspector, warnings, themes, reconnecting."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoApp
from tests.browser.test_page_talk import send_message

Open = Callable[..., Page]


def test_app_home_shows_buttons_and_updates(page_as: Open) -> None:
    ada = page_as("ada")
    ada.get_by_label("Sidebar").get_by_role("button", name="Garden").click()
    expect(ada.get_by_role("heading", name="Your plants")).to_be_visible()
    expect(ada.get_by_text("Thirsty", exact=False).first).to_be_visible()
    ada.get_by_role("button", name="Water now").click()
    expect(ada.get_by_text("Watered today")).to_be_visible()
    ada.get_by_role("tab", name="About").click()
    expect(ada.get_by_text("/garden-slow")).to_be_visible()


def test_the_app_answers_in_its_messages_tab(page_as: Open) -> None:
    ada = page_as("ada", "/app/messages")
    send_message(ada, "good morning", "Garden")
    answer = ada.locator(".message", has_text="I heard: good morning")
    expect(answer.locator(".app-badge")).to_have_text("APP")


def test_the_clock_moves_by_working_days(page_as: Open, demo: DemoApp) -> None:
    page = page_as("ada")
    before = demo.sandbox.clock.now()
    page.get_by_role("button", name="Clock").click()
    expect(page.get_by_role("button", name="To the next message due")).to_be_disabled()
    page.get_by_role("button", name="+3 working days").click()
    expect(page.locator(".toast")).to_contain_text("It is now")
    days = (demo.sandbox.clock.now() - before).total_seconds() / 86400
    assert 2.9 < days < 5.1
    assert demo.sandbox.clock.now().weekday() < 5 or before.weekday() >= 5


def test_working_days_skip_the_weekend_and_keep_the_hour(page_as: Open) -> None:
    page = page_as("ada")
    friday = datetime(2026, 3, 27, 16, 0, tzinfo=UTC).timestamp()
    # London's clocks go forward on 29 March: 16:00 local on Wednesday is 15:00 UTC.
    seconds = page.evaluate(
        """async (unix) => {
            const store = await import("/static/store.js");
            const clock = await import("/static/clock.js");
            store.setClock(unix);  // in one call: the page may read the real time in between
            return clock.secondsOfWorkingDays(3);
        }""",
        friday,
    )
    assert abs(seconds - (5 * 86400 - 3600)) < 5


def test_the_inspector_shows_calls_and_payloads(page_as: Open) -> None:
    ada = page_as("ada")
    ada.get_by_role("button", name="Inspector").click()
    send_message(ada, "/garden hello")
    inspector = ada.get_by_role("complementary", name="Inspector")
    entry = inspector.get_by_role("button", name=re.compile("garden command"))
    expect(entry).to_be_visible()
    entry.click()
    expect(inspector.get_by_text('"trigger_id"')).to_be_visible()
    inspector.get_by_label("Filter traffic").fill("nothing like it")
    expect(inspector.get_by_text("Nothing matches")).to_be_visible()


def test_a_warning_is_shown_when_the_app_does_not_answer(page_as: Open) -> None:
    ada = page_as("ada")
    send_message(ada, "/garden-slow")
    expect(ada.locator(".toast")).to_contain_text("operation_timeout", timeout=9000)
    send_message(ada, "/no-such-thing")
    expect(ada.locator(".message").last).to_contain_text("not a valid command")


def test_the_theme_follows_the_system_until_it_is_changed(page_as: Open) -> None:
    ada = page_as("ada", scheme="dark")
    expect(ada.locator("html")).to_have_attribute("data-theme", "dark")
    ada.get_by_role("button", name="Light").click()
    expect(ada.locator("html")).to_have_attribute("data-theme", "light")
    ada.reload()
    expect(ada.locator("html")).to_have_attribute("data-theme", "light")


BREAKABLE = """
const Real = window.WebSocket;
window.lines = [];
window.WebSocket = class extends Real {
  constructor(url) {
    super(window.broken ? "ws://127.0.0.1:9/" : url);
    window.lines.push(this);
  }
};
"""


def test_the_page_reconnects_and_shows_what_it_missed(page_as: Open) -> None:
    ada, linus = page_as("ada", script=BREAKABLE), page_as("linus")
    ada.evaluate("() => { window.broken = true; window.lines.at(-1).close(); }")
    expect(ada.get_by_text("Reconnecting")).to_be_visible()
    send_message(linus, "Did you miss this?")
    expect(linus.locator(".message").last).to_contain_text("Did you miss this?")
    expect(ada.get_by_text("Did you miss this?")).to_have_count(0)
    ada.evaluate("() => { window.broken = false; }")
    expect(ada.locator(".message").last).to_contain_text("Did you miss this?", timeout=9000)
    expect(ada.get_by_text("Reconnecting")).to_be_hidden()
