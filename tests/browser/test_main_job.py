"""The main job, by hand in Chromium, as a newcomer would do it after `make sandbox`.

Also draws the README's pictures: `make pictures` writes them into docs/pictures; a plain run
draws them into a folder of the test.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.browser.touches import (
    WAIT_MS,
    dialog,
    draw,
    fills,
    goes_to,
    message,
    picks,
    presses,
    reads_messages,
    types,
)
from tests.office import Office


def test_the_main_job(office: Office, opens: Callable[..., Page], pictures: Path) -> None:
    margaret, ada, linus = opens("margaret"), opens("ada"), opens("linus")

    # A hiring manager posts an opening.
    goes_to(margaret, "general")
    types(margaret, "#general", "/refer post")
    form = dialog(margaret, "Post an opening")
    fills(form, "Title", "Staff Engineer, Storage")
    fills(form, "Team", "Engineering")
    fills(form, "Place", "Berlin or remote in Europe")
    picks(margaret, "Who answers referrals?", "Linus")
    fills(form, "Fit brief", "Calm in incidents, writes things down, lifts the people around them.")
    fills(form, "Recall prompts", "The best incident commander you ever worked with?")
    picks(margaret, "Announce in", "hiring")
    draw(form, pictures / "post-form.png")
    form.get_by_role("button", name="Preview").click()
    preview = dialog(margaret, "Preview")
    draw(preview, pictures / "preview.png")
    preview.get_by_role("button", name="Post it").click()
    dialog(margaret, "Posted").get_by_role("button", name="Done").click()

    # It stands in #hiring; an advocate refers from the button.
    goes_to(ada, "hiring")
    announcement = message(office, ada, "Staff Engineer, Storage")
    draw(announcement, pictures / "announcement.png")
    presses(office, announcement, "Refer someone")
    lead = dialog(ada, "Refer someone")
    fills(lead, "Candidate's name", "Grace Hopper")
    fills(lead, "E-mail", "ada@difference.example")
    picks(ada, "How do you know them?", "We worked together")
    lead.get_by_label("They agreed to be put forward").check()
    lead.get_by_role("button", name="Refer", exact=True).click()
    expect(lead.get_by_text("That is your own address. Whose should it be?")).to_be_visible()
    fills(lead, "E-mail", "Grace@Example.com")
    draw(lead, pictures / "lead-form.png")
    lead.get_by_role("button", name="Refer", exact=True).click()
    thanks = dialog(ada, "Thank you")
    draw(thanks, pictures / "thank-you.png")
    thanks.get_by_role("button", name="Say more now").click()
    endorsement = dialog(ada, "Your endorsement")
    fills(endorsement, "What did you see them do?", "She rebuilt our on-call in a quarter.")
    endorsement.get_by_label("I'd put my name on it").check()
    draw(endorsement, pictures / "endorsement.png")
    endorsement.get_by_role("button", name="Next").click()
    endorsement.get_by_label("Introduce them to the team").check()
    endorsement.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("dialog")).to_have_count(0)
    reads_messages(ada)
    draw(message(office, ada, "Thank you for putting"), pictures / "acknowledgement.png")

    # The recruiter takes it and asks a question; the advocate answers.
    reads_messages(linus)
    message(office, linus, "Offers: introduce them to the team.")  # the second step has come in
    card = message(office, linus, "She rebuilt our on-call in a quarter.")
    draw(card, pictures / "owner-card.png")
    presses(office, card, "I take it")
    expect(card.get_by_role("button", name="Move stage")).to_be_visible(timeout=WAIT_MS)
    message(office, ada, "has taken")
    presses(office, card, "Ask the advocate")
    ask = dialog(linus, "Ask the advocate")
    fills(ask, "Your question", "What did she do when the plan fell apart?")
    ask.get_by_role("button", name="Ask", exact=True).click()
    question = message(office, ada, "asks you about")
    draw(question, pictures / "question.png")
    presses(office, question, "Answer")
    reply = dialog(ada, "Your answer")
    fills(reply, "Your answer", "She wrote the new plan on the way to the meeting.")
    reply.get_by_role("button", name="Send").click()
    message(office, linus, "answered you about")

    # Three working days later, at a civil hour of the advocate's day, the nudge arrives.
    ada.get_by_label("Clock").click()
    ada.get_by_role("button", name="+3 working days").click()
    ada.get_by_role("button", name="Dismiss").click()  # it would go by itself, too
    nudge = message(office, ada, "On Monday you offered to introduce")
    london = office.now().astimezone(ZoneInfo("Europe/London"))
    assert (london.weekday(), london.hour) == (3, 10), "Thursday morning in London"
    draw(nudge, pictures / "nudge.png")
    presses(office, nudge, "Open the draft")
    draft = dialog(ada, "Your introduction")
    fills(draft, "Your introduction", "Margaret, meet Grace. Grace, meet Margaret.")
    draft.get_by_role("button", name="Check").click()
    dialog(ada, "Ready to send").get_by_role("button", name="Mark as sent").click()
    thanks_for_it = nudge.get_by_text("You introduced them. Thank you: that opens the door.")
    expect(thanks_for_it).to_be_visible(timeout=WAIT_MS)

    # The stage moves, and the advocate is told.
    presses(office, card, "Move stage")
    move = dialog(linus, "Move stage")
    picks(linus, "Move to", "Interviewing")
    move.get_by_role("button", name="Save").click()
    draw(message(office, ada, "is interviewing"), pictures / "stage.png")

    # App Home knows it all; the whole page, in both themes.
    ada.get_by_role("tab", name="Home").click()
    expect(ada.get_by_text("Your referrals")).to_be_visible()
    draw(ada, pictures / "home.png")
    dark = opens("ada", scheme="dark")
    goes_to(dark, "hiring")
    message(office, dark, "Staff Engineer, Storage")
    draw(dark, pictures / "sandbox-dark.png")
    goes_to(ada, "hiring")
    message(office, ada, "Staff Engineer, Storage")
    draw(ada, pictures / "sandbox.png")
