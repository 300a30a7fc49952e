"""What a person does on the sandbox's page: open a channel, type, choose, click, find a message."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.office import Office
from tests.stories.actions import wait_until_settled

WAIT_MS = 10_000


def open_channel(page: Page, place: str) -> None:
    page.get_by_label("Sidebar").get_by_role("button", name=re.compile(place)).first.click()


def open_messages(page: Page) -> None:
    open_channel(page, "Vouch")
    page.get_by_role("tab", name="Messages").click()


def send_message(page: Page, box: str, text: str) -> None:
    field = page.get_by_label(f"Message {box}", exact=True)
    field.fill(text)
    field.press("Escape")
    field.press("Enter")


def fill_field(form: Locator, label: str, text: str) -> None:
    form.get_by_label(label).fill(text)


def pick_options(page: Page, label: str, *texts: str) -> None:
    for text in texts:
        page.get_by_role("combobox", name=label).fill(text)
        page.get_by_role("option", name=re.compile(re.escape(text))).first.click()
    page.keyboard.press("Tab")


def wait_for_dialog(page: Page, title: str) -> Locator:
    found = page.get_by_role("dialog", name=title, exact=True)
    expect(found).to_be_visible(timeout=WAIT_MS)
    return found


def wait_for_message(office: Office, page: Page, text: str) -> Locator:
    """Return the newest message with this text, once the page has stopped changing."""
    found = page.locator(".message", has_text=text).last
    expect(found).to_be_visible(timeout=WAIT_MS)
    wait_until_idle(office, page)
    found.scroll_into_view_if_needed()
    return found


def wait_until_idle(office: Office, page: Page) -> None:
    """Wait until the bot has sent everything that is due and the page shows it."""
    wait_until_settled(office)
    page.evaluate("async () => (await import('/static/app.js')).resync()")


def click_button(office: Office, target: Locator, button: str) -> None:
    """Click the button once the bot is idle, because an edit of the message may move it."""
    wait_until_idle(office, target.page)
    target.get_by_role("button", name=button, exact=True).click(timeout=WAIT_MS)


def take_picture(target: Locator | Page, file: Path) -> None:
    """Write a screenshot in which the pointer hovers over nothing."""
    page = target if isinstance(target, Page) else target.page
    page.mouse.move(1, 1)
    target.screenshot(path=file, animations="disabled")


def take_both_pictures(target: Locator, folder: Path, name: str) -> None:
    """Write NAME-dark.png and NAME-light.png; the page is light afterwards."""
    for scheme in ("dark", "light"):
        target.page.emulate_media(color_scheme=scheme)
        take_picture(target, folder / f"{name}-{scheme}.png")
