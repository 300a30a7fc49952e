"""Talking in the page: messages, mentions, reactions, threads, ephemerals, acting as another."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import DemoApp

OpenPage = Callable[..., Page]


def send_message(page: Page, text: str, channel: str = "#general") -> None:
    box = page.get_by_label(f"Message {channel}", exact=True)
    box.fill(text)
    box.press("Enter")


def test_a_message_arrives_at_once_in_another_window(page_as: OpenPage) -> None:
    ada, linus = page_as("ada"), page_as("linus")
    send_message(ada, "Hello @linus, see `this` *now*")
    received = linus.locator(".message").last
    expect(received).to_contain_text("Ada Park")
    expect(received.locator(".mention.me")).to_have_text("@Linus Berg")
    expect(received.locator("code")).to_have_text("this")
    expect(received.locator("b")).to_have_text("now")


def test_what_people_write_is_never_html(page_as: OpenPage) -> None:
    ada = page_as("ada")
    send_message(ada, '<img src=x onerror="document.title=1"> <script>1</script> &amp;')
    received = ada.locator(".message").last
    expect(received).to_contain_text(
        '<img src=x onerror="document.title=1"> <script>1</script> &amp;'
    )
    assert received.locator("img, script").count() == 0


def test_an_unread_badge_vanishes_when_the_channel_is_opened(page_as: OpenPage) -> None:
    mei = page_as("mei", "/app/about")  # not in a channel, so that the message stays unread
    linus = page_as("linus")
    expect(mei.get_by_label("Sidebar")).to_contain_text("plants")
    linus.get_by_label("Sidebar").get_by_role("button", name="plants").click()
    send_message(linus, "Who waters?", "#plants")
    row = mei.locator(".side-row", has_text="plants")
    expect(row.locator(".unread-badge")).to_have_text("1")
    row.click()
    expect(mei.locator(".message").last).to_contain_text("Who waters?")
    expect(row.locator(".unread-badge")).to_have_count(0)


def test_a_message_gets_a_reaction_and_a_reply_in_its_thread(page_as: OpenPage) -> None:
    ada, linus = page_as("ada"), page_as("linus")
    send_message(ada, "Shall we?")
    message = linus.locator(".message").last
    expect(message).to_contain_text("Shall we?")
    message.hover()
    message.get_by_label("React with eyes").click()
    expect(ada.locator(".message").last.locator(".reaction .count")).to_have_text("1")
    message.hover()
    message.get_by_role("button", name="Reply in thread").click()
    reply = linus.get_by_label("Reply…")
    reply.fill("Yes")
    reply.press("Enter")
    expect(ada.get_by_text("1 reply")).to_be_visible()
    linus.keyboard.press("Escape")
    expect(linus.get_by_label("Thread", exact=True)).to_have_count(0)


def test_a_command_is_completed_and_its_ephemeral_answer_is_seen_by_one_person(
    page_as: OpenPage, demo: DemoApp
) -> None:
    ada, linus = page_as("ada"), page_as("linus")
    box = ada.get_by_label("Message #general")
    box.fill("/gar")
    expect(ada.get_by_role("option", name=re.compile("garden-slow"))).to_be_visible()
    box.press("Enter")
    expect(box).to_have_value("/garden ")
    box.type("water @mei")
    box.press("Escape")  # closes the completion list, in which Enter would choose an entry
    box.press("Enter")
    answer = ada.locator(".message.ephemeral")
    expect(answer).to_contain_text("Only visible to you")
    mei = demo.sandbox.world.user_by_handle("mei")
    assert mei is not None
    assert demo.last("command")["text"] == f"water <@{mei.id}|mei>"
    expect(linus.locator(".message.ephemeral")).to_have_count(0)
    answer.get_by_role("button", name="Dismiss", exact=True).click()
    expect(answer).to_have_count(0)


def test_a_person_edits_and_deletes_a_message(page_as: OpenPage) -> None:
    ada = page_as("ada")
    send_message(ada, "Soop for @linus & me")
    message = ada.locator(".message").last
    expect(message).to_contain_text("Soop for")
    choose_action_of_last_message(ada, "Edit message")
    field = ada.get_by_label("Message", exact=True)
    expect(field).to_have_value("Soop for @linus & me")
    field.fill("Soup for @linus & me")
    ada.get_by_role("button", name="Save").click()
    expect(message).to_contain_text("Soup for @Linus Berg & me (edited)")
    choose_action_of_last_message(ada, "Delete message")
    expect(ada.get_by_text("Soup for")).to_have_count(0)


def choose_action_of_last_message(page: Page, action: str) -> None:
    page.locator(".message").last.hover()
    page.locator(".message").last.get_by_label("More actions").click()
    page.get_by_role("menuitem", name=action).click()


def test_a_channel_is_created_renamed_and_archived(page_as: OpenPage) -> None:
    ada = page_as("ada")
    ada.get_by_role("button", name="Browse channels").click()
    ada.get_by_role("menuitem", name="Create a channel").click()
    ada.get_by_label("Channel name").fill("picnic")
    ada.get_by_role("button", name="Create").click()
    expect(ada.get_by_label("Message #picnic")).to_be_visible()
    send_message(ada, "/invite @linus ", "#picnic")  # without the space, Enter chooses a completion
    expect(ada.locator(".message").last).to_contain_text("Linus Berg has joined the channel")
    ada.get_by_label("Channel actions").click()
    ada.get_by_role("menuitem", name="Rename channel").click()
    ada.get_by_label("Channel name").fill("dinner")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_label("Message #dinner")).to_be_visible()
    ada.get_by_label("Channel actions").click()
    ada.get_by_role("menuitem", name="Archive channel").click()
    expect(ada.get_by_text("This channel is archived.")).to_be_visible()


def test_shift_enter_breaks_the_line(page_as: OpenPage) -> None:
    ada = page_as("ada")
    box = ada.get_by_label("Message #general")
    box.fill("one")
    box.press("Shift+Enter")
    box.type("two")
    box.press("Enter")
    expect(ada.locator(".message").last).to_contain_text("one")
    assert ada.locator(".message").last.locator("br").count() == 1


def test_acting_as_another_keeps_the_open_channel_and_survives_a_reload(page_as: OpenPage) -> None:
    page = page_as("ada")
    page.get_by_label("Sidebar").get_by_role("button", name="plants").click()
    page.get_by_role("button", name="Act as: Ada Park").click()
    page.get_by_label("Search people").fill("tokyo")  # the search covers time zones
    page.get_by_role("option", name=re.compile("Mei Tanaka")).click()
    expect(page.get_by_label("Message #plants")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Act as: Mei Tanaka")).to_be_visible()
    expect(page.get_by_label("Message #plants")).to_be_visible()
    page.get_by_role("button", name="Act as: Mei Tanaka").click()
    page.get_by_label("Search people").fill("dee")  # who is deactivated
    expect(page.get_by_role("option", name=re.compile("Dee Okafor"))).to_be_disabled()


def test_a_person_joins_a_channel(page_as: OpenPage) -> None:
    ada = page_as("ada")
    ada.get_by_role("button", name="Browse channels").click()
    ada.get_by_role("menuitem", name=re.compile("random")).click()
    ada.get_by_role("button", name="Join channel").click()
    send_message(ada, "Hello random", "#random")
    expect(ada.locator(".message").last).to_contain_text("Hello random")


def test_a_person_from_the_list_can_be_written_to(page_as: OpenPage) -> None:
    ada, sol = page_as("ada"), page_as("sol")
    ada.get_by_role("button", name="New message").click()
    ada.get_by_role("option", name=re.compile("Sol Rivera")).click()
    send_message(ada, "Lunch?", "Sol Rivera")
    expect(sol.locator(".side-row", has_text="Ada Park").locator(".unread-badge")).to_have_text("1")
