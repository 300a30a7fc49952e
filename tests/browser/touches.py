"""What a hand does on the page of the sandbox, in a word: go somewhere, type, pick, find, draw."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.office import Office
from tests.stories.actions import wait_until_settled

WAIT_MS = 10_000


def goes_to(page: Page, place: str) -> None:
    page.get_by_label("Sidebar").get_by_role("button", name=re.compile(place)).first.click()


def reads_messages(page: Page) -> None:
    goes_to(page, "Vouch")
    page.get_by_role("tab", name="Messages").click()


def types(page: Page, box: str, text: str) -> None:
    field = page.get_by_label(f"Message {box}", exact=True)
    field.fill(text)
    field.press("Escape")
    field.press("Enter")


def fills(form: Locator, label: str, text: str) -> None:
    form.get_by_label(label).fill(text)


def picks(page: Page, label: str, *texts: str) -> None:
    for text in texts:
        page.get_by_role("combobox", name=label).fill(text)
        page.get_by_role("option", name=re.compile(re.escape(text))).first.click()
    page.keyboard.press("Tab")


def dialog(page: Page, title: str) -> Locator:
    found = page.get_by_role("dialog", name=title, exact=True)
    expect(found).to_be_visible(timeout=WAIT_MS)
    return found


def message(office: Office, page: Page, text: str) -> Locator:
    """The newest message that says this, once nothing on the page is about to change."""
    found = page.locator(".message", has_text=text).last
    expect(found).to_be_visible(timeout=WAIT_MS)
    rests(office, page)
    found.scroll_into_view_if_needed()
    return found


def rests(office: Office, page: Page) -> None:
    """Until the bot has said what it had to say and the page shows it."""
    wait_until_settled(office)
    page.evaluate("async () => (await import('/static/app.js')).resync()")


def presses(office: Office, where: Locator, button: str) -> None:
    """Press it where it stands once all is said: an edit of the message may move it."""
    rests(office, where.page)
    where.get_by_role("button", name=button, exact=True).click(timeout=WAIT_MS)


def draw(what: Locator | Page, file: Path) -> None:
    """A picture without the pointer's hover on anything."""
    page = what if isinstance(what, Page) else what.page
    page.mouse.move(1, 1)
    what.screenshot(path=file, animations="disabled")


def draw_both(what: Locator, folder: Path, name: str) -> None:
    """NAME-light.png and NAME-dark.png of the same moment; the page is light again after it."""
    for scheme in ("dark", "light"):
        what.page.emulate_media(color_scheme=scheme)
        draw(what, folder / f"{name}-{scheme}.png")
