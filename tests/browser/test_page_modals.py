"""Modals on the page: every input, errors, the stack, shortcuts and confirmation dialogs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from tests.browser import page_blocks as blocks
from tests.browser.conftest import DemoApp
from tests.browser.test_page_talk import send_message

Open = Callable[..., Page]


def choose_options(page: Page, label: str, *texts: str) -> None:
    for text in texts:
        page.get_by_role("combobox", name=label, exact=True).fill(text)
        page.get_by_role("option", name=re.compile(f"^{text}")).first.click()
    page.keyboard.press("Tab")


def submitted_value(demo: DemoApp, block: str) -> Any:
    state = dict(demo.last("submit")[block][block])
    state.pop("type")
    return next(iter(state.values()))


def test_errors_are_shown_under_the_field_and_nothing_typed_is_lost(
    page_as: Open, demo: DemoApp
) -> None:
    ada = page_as("ada")
    send_message(ada, "/garden form")
    dialog = ada.get_by_role("dialog", name="Water a plant")
    expect(dialog.get_by_role("combobox", name="Plant")).to_be_focused()
    dialog.get_by_label("Notes").fill("Likes shade\nand tea")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator("[data-block-id=plant] .field-error")).to_be_visible()
    choose_options(ada, "Plant", "Fern")
    dialog.get_by_label("Name", exact=True).fill("Weed")
    dialog.get_by_role("button", name="Save").click()
    error = dialog.locator("[data-block-id=name] .field-error")
    expect(error).to_have_text("Weeds need no help.")
    expect(dialog.get_by_label("Notes")).to_have_value("Likes shade\nand tea")
    expect(dialog.get_by_role("combobox", name="Plant")).to_have_value("Fern")
    dialog.get_by_label("Name", exact=True).fill("Frida")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    assert submitted_value(demo, "plant")["value"] == "fern"
    assert submitted_value(demo, "notes") == "Likes shade\nand tea"
    badge = ada.locator(".side-row", has_text="Garden").locator(".unread-badge")
    expect(badge).to_have_text("1")


def test_every_element_sends_what_was_chosen(page_as: Open, demo: DemoApp) -> None:
    ada = page_as("ada")
    send_message(ada, "/garden kinds")
    dialog = ada.get_by_role("dialog", name="Every element")
    choose_options(ada, "Place", "Shade")
    choose_options(ada, "Places", "Sun", "Dark")
    choose_options(ada, "Person", "Mei")
    choose_options(ada, "People", "Sol", "Linus")
    choose_options(ada, "Channel", "plants")
    choose_options(ada, "Conversation (optional)", "general")
    dialog.get_by_role("group", name="Needs").get_by_label("Sun").check()
    dialog.get_by_role("radiogroup", name="Pot").get_by_label("Dark").check()
    dialog.get_by_label("Bought on").fill("2026-01-02")
    dialog.get_by_label("Water at").fill("09:30")
    dialog.get_by_label("Repot").fill("2026-07-01T09:30")
    dialog.get_by_label("Leaves").fill("12")
    dialog.get_by_label("Link").fill("https://example.com/fern")
    dialog.get_by_label("Story").fill("It is *old*\n- and green")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    world = demo.sandbox.world
    ids = {user.handle: user.id for user in world.users.values()}
    assert submitted_value(demo, "static")["value"] == "shade"
    assert [entry["value"] for entry in submitted_value(demo, "multi")] == ["sun", "dark"]
    assert submitted_value(demo, "person") == ids["mei"]
    assert submitted_value(demo, "people") == [ids["sol"], ids["linus"]]
    plants = world.channel_by_name("plants")
    assert plants is not None
    assert submitted_value(demo, "channel") == plants.id
    assert [entry["value"] for entry in submitted_value(demo, "needs")] == ["sun"]
    assert submitted_value(demo, "pot")["value"] == "dark"
    assert submitted_value(demo, "day") == "2026-01-02"
    assert submitted_value(demo, "hour") == "09:30"
    # 09:30 in London's summer is 08:30 UTC.
    assert submitted_value(demo, "moment") == 1782894600
    assert submitted_value(demo, "leaves") == "12"
    story = submitted_value(demo, "story")["elements"]
    assert story[0]["elements"][1] == {"type": "text", "text": "old", "style": {"bold": True}}
    assert story[1]["type"] == "rich_text_list"


def test_the_stack_goes_back_and_closes(page_as: Open) -> None:
    ada = page_as("ada")
    send_message(ada, "/garden stack")
    ada.get_by_role("button", name="Go deeper").click()
    second = ada.get_by_role("dialog", name="Second")
    expect(second).to_contain_text("Two")
    ada.get_by_role("button", name="Back").click()
    expect(ada.get_by_role("dialog", name="First")).to_contain_text("One")
    ada.get_by_role("button", name="Go deeper").click()
    expect(second).to_be_visible()
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("dialog", name="First")).to_be_visible()
    ada.keyboard.press("Escape")
    expect(ada.get_by_role("dialog")).to_have_count(0)


def test_shortcuts_open_modals(page_as: Open) -> None:
    ada = page_as("ada")
    ada.get_by_role("button", name="Shortcuts", exact=True).click()
    ada.get_by_role("menuitem", name=re.compile("Water a plant")).click()
    expect(ada.get_by_role("dialog", name="Water a plant")).to_be_visible()
    ada.get_by_role("button", name="Close modal").click()
    expect(ada.get_by_role("dialog")).to_have_count(0)  # closing it returns the focus
    send_message(ada, "A rubber tree")
    message = ada.locator(".message", has_text="A rubber tree")
    message.hover()
    message.get_by_role("button", name="More actions").click()
    ada.get_by_role("menuitem", name=re.compile("Plant this")).click()
    expect(ada.get_by_label("Name", exact=True)).to_have_value("A rubber tree")


def post_showcase(page: Page) -> Locator:
    send_message(page, "/garden show")
    return page.locator(".message", has_text="A plant is thirsty")


def test_buttons_menus_and_confirm_in_a_message(page_as: Open, demo: DemoApp) -> None:
    ada = page_as("ada")
    message = post_showcase(ada)
    message.get_by_role("button", name="Throw away").click()
    ada.get_by_role("button", name="Keep").click()
    message.get_by_role("combobox", name="Move to").click()
    ada.get_by_role("option", name="Roof").click()
    message.get_by_role("button", name="More options").click()
    ada.get_by_role("menuitem", name="Sell").click()
    message.get_by_role("button", name="Throw away").click()
    confirm = ada.get_by_role("alertdialog", name="Throw it away?")
    expect(confirm).to_contain_text("will not")
    confirm.get_by_role("button", name="Throw away").click()
    expect(confirm).to_have_count(0)
    message.get_by_role("button", name="I do it").click()
    expect(ada.locator(".message", has_text="Watered by @Ada Park")).to_be_visible()
    actions = [entry["body"] for entry in demo.received if entry["kind"] == "action"]
    assert [entry["action_id"] for entry in actions] == ["where", "more", "throw", "done"]
    assert actions[0]["selected_option"]["value"] == "roof"
    assert actions[1]["selected_option"]["value"] == "sell"


def test_a_message_does_not_change_while_the_mouse_is_pressed(page_as: Open, demo: DemoApp) -> None:
    ada, linus = page_as("ada"), page_as("linus")
    message = post_showcase(ada)
    message.get_by_role("button", name="I do it").hover()
    ada.mouse.down()
    client = WebClient(token=demo.sandbox.bot_token, base_url=demo.sandbox.api_url)
    rained = {"type": "section", "text": blocks.mrkdwn("It has rained.")}
    client.chat_update(
        channel=demo.last("command")["channel_id"],
        ts=message.get_attribute("data-ts") or "",
        text="A plant is thirsty",
        blocks=[rained, *blocks.showcase()["blocks"]],
    )
    expect(linus.locator(".message", has_text="It has rained")).to_be_visible()
    ada.evaluate("() => fetch('/people/clock').then(() => new Promise(requestAnimationFrame))")
    expect(message).not_to_contain_text("It has rained")
    ada.mouse.up()
    expect(ada.locator(".message", has_text="Watered by @Ada Park")).to_be_visible()


def test_every_kind_of_block_is_shown(page_as: Open) -> None:
    message = post_showcase(page_as("ada"))
    expect(message.get_by_role("columnheader", name="Litres")).to_be_visible()
    expect(message.locator("ol li")).to_have_count(2)
    expect(message.get_by_text("<b>tag</b>")).to_be_visible()
    expect(message.get_by_text("Jan 5, 2026 at 8:00 AM")).to_be_visible()
    expect(message.get_by_role("link", name="Why")).to_have_attribute("href", "https://a.test")
