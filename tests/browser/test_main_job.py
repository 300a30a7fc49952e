"""The main job in Chromium, as a newcomer would do it after `make sandbox`.

It also takes pictures of the README and the tour. `make pictures` writes them into docs/pictures;
without it they go into the test's temporary folder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.page_actions import (
    WAIT_MS,
    click_button,
    fill_field,
    open_channel,
    open_messages,
    pick_options,
    send_message,
    take_both_pictures,
    take_picture,
    wait_for_dialog,
    wait_for_message,
)
from tests.office import Office


def test_a_referral_from_the_opening_to_an_interview(
    office: Office, open_page: Callable[..., Page], pictures: Path
) -> None:
    margaret, ada, linus = open_page("margaret"), open_page("ada"), open_page("linus")
    tour = pictures / "tour"
    tour.mkdir(exist_ok=True)

    # A hiring manager posts an opening.
    open_channel(margaret, "general")
    send_message(margaret, "#general", "/refer post")
    form = wait_for_dialog(margaret, "Post an opening")
    fill_field(form, "Title", "Staff Engineer, Storage")
    fill_field(form, "Team", "Engineering")
    fill_field(form, "Place", "Berlin or remote in Europe")
    pick_options(margaret, "Who answers referrals?", "Linus")
    fill_field(
        form, "Fit brief", "Calm in incidents, writes things down, lifts the people around them."
    )
    fill_field(form, "Recall prompts", "The best incident commander you ever worked with?")
    pick_options(margaret, "Announce in", "hiring")
    form.get_by_role("button", name="Preview").click()
    preview = wait_for_dialog(margaret, "Preview")
    take_both_pictures(preview, tour, "preview")
    preview.get_by_role("button", name="Post it").click()
    wait_for_dialog(margaret, "Posted").get_by_role("button", name="Done").click()

    # An advocate clicks the button of the announcement in #hiring and refers someone.
    open_channel(ada, "hiring")
    announcement = wait_for_message(office, ada, "Staff Engineer, Storage")
    take_picture(announcement, pictures / "announcement.png")
    click_button(office, announcement, "I know someone")
    lead = wait_for_dialog(ada, "Refer someone")
    fill_field(lead, "Candidate's name", "Grace Hopper")
    fill_field(lead, "E-mail", "ada@difference.example")
    pick_options(ada, "How do you know them?", "We worked together")
    lead.get_by_label("They agreed to be put forward").check()
    lead.get_by_role("button", name="Refer", exact=True).click()
    expect(lead.get_by_text("That's your own address. Whose should it be?")).to_be_visible()
    fill_field(lead, "E-mail", "Grace@Example.com")
    lead.get_by_role("button", name="Refer", exact=True).click()
    thanks = wait_for_dialog(ada, "Thank you")
    thanks.get_by_role("button", name="Say more now").click()
    endorsement = wait_for_dialog(ada, "Your endorsement")
    fill_field(endorsement, "What did you see them do?", "She rebuilt our on-call in a quarter.")
    endorsement.get_by_label("I'd put my name on it").check()
    endorsement.get_by_role("button", name="Next").click()
    endorsement.get_by_label("Introduce them to the team").check()
    endorsement.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("dialog")).to_have_count(0)
    open_messages(ada)
    wait_for_message(office, ada, "Thank you for putting")

    # The recruiter takes it and asks a question; the advocate answers.
    open_messages(linus)
    # This is on the card once the second page of the endorsement is stored.
    wait_for_message(office, linus, "Offers: introduce them to the team.")
    card = wait_for_message(office, linus, "put Grace Hopper forward")
    take_picture(card, pictures / "owner-card.png")
    click_button(office, card, "I'll take it")
    expect(card.get_by_role("button", name="Move stage")).to_be_visible(timeout=WAIT_MS)
    wait_for_message(office, ada, "has taken")
    click_button(office, card, "Ask the advocate")
    ask = wait_for_dialog(linus, "Ask the advocate")
    fill_field(ask, "Your question", "What did she do when the plan fell apart?")
    ask.get_by_role("button", name="Ask", exact=True).click()
    question = wait_for_message(office, ada, "asks you about")
    click_button(office, question, "Answer")
    reply = wait_for_dialog(ada, "Your answer")
    fill_field(reply, "Your answer", "She wrote the new plan on the way to the meeting.")
    reply.get_by_role("button", name="Send").click()
    wait_for_message(office, linus, "answered you about")

    # Three working days later, in the advocate's working hours, the nudge arrives.
    ada.get_by_label("Clock").click()
    ada.get_by_role("button", name="+3 working days").click()
    ada.get_by_role("button", name="Dismiss").click()  # it would disappear by itself, too
    nudge = wait_for_message(office, ada, "On Monday 2 March you offered to introduce")
    london = office.now().astimezone(ZoneInfo("Europe/London"))
    assert (london.weekday(), london.hour) == (3, 10), "Thursday morning in London"
    take_picture(nudge, pictures / "nudge.png")
    click_button(office, nudge, "Open the draft")
    draft = wait_for_dialog(ada, "Your introduction")
    fill_field(draft, "Your introduction", "Margaret, meet Grace. Grace, meet Margaret.")
    draft.get_by_role("button", name="Check").click()
    wait_for_dialog(ada, "Ready to send").get_by_role("button", name="Mark as sent").click()
    confirmation = nudge.get_by_text("You introduced them. Thank you: that opens the door.")
    expect(confirmation).to_be_visible(timeout=WAIT_MS)

    # The stage moves, and the advocate is told.
    click_button(office, card, "Move stage")
    move = wait_for_dialog(linus, "Move stage")
    pick_options(linus, "Move to", "Interviewing")
    move.get_by_role("button", name="Save").click()
    wait_for_message(office, ada, "is interviewing")

    # App Home shows the referral; pictures of the whole page in both themes.
    ada.get_by_role("tab", name="Home").click()
    expect(ada.get_by_text("Your referrals")).to_be_visible()
    take_picture(ada, pictures / "home.png")
    dark = open_page("ada", scheme="dark")
    open_channel(dark, "hiring")
    wait_for_message(office, dark, "Staff Engineer, Storage")
    take_picture(dark, pictures / "sandbox-dark.png")
    open_channel(ada, "hiring")
    wait_for_message(office, ada, "Staff Engineer, Storage")
    take_picture(ada, pictures / "sandbox.png")
