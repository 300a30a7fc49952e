"""Takes the pictures of docs/tour.md from a referral with a résumé to the months after the hire.

Jonas Weber is put forward, hired, and has an account of the company by then. So the congratulation
names the person whom the résumé is about.
"""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.page_actions import (
    WAIT_MS,
    click_button,
    fill_field,
    open_channel,
    open_messages,
    pick_options,
    wait_for_dialog,
    wait_for_message,
)
from tests.browser.test_tour import DrawPicture, OpenMessages, close_dialog
from tests.browser.test_tour import draw_picture as draw_picture
from tests.browser.test_tour import open_messages_of as open_messages_of
from tests.office import Office
from tests.stories.actions import advance_clock, come_to_work, wait_until_settled
from tests.stories.test_bonus import post_with_bonus
from tests.stories.test_export_files import WITH_REFERRALS, ask_for_file

pytestmark = pytest.mark.usefixtures("draw_picture", "open_messages_of")
RESUME = FilePayload(name="Jonas Weber.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
FORWARD = "put Jonas Weber forward for ENG-1"


def refer_with_resume(office: Office, ada: Page, draw_picture: DrawPicture) -> None:
    """Refer Jonas with the button of the announcement, with a link and a file."""
    open_channel(ada, "hiring")
    announcement = wait_for_message(office, ada, "Staff Engineer, Storage")
    click_button(office, announcement, "Refer someone")
    form = wait_for_dialog(ada, "Refer someone")
    fill_field(form, "Candidate's name", "Jonas Weber")
    fill_field(form, "E-mail", "jonas.weber@example.com")
    pick_options(ada, "How do you know them?", "We worked together")
    form.get_by_label("They agreed to be put forward").check()
    fill_field(form, "Link to a résumé or portfolio", "https://jonas.example.com/work")
    form.locator("input[type=file]").set_input_files(RESUME)
    expect(form.get_by_text("Jonas Weber.pdf")).to_be_visible(timeout=WAIT_MS)
    draw_picture(form, "refer-form")
    form.get_by_role("button", name="Refer", exact=True).click()
    wait_for_dialog(ada, "Thank you")
    close_dialog(ada)


def test_a_hire_with_a_resume_a_bonus_and_a_congratulation(
    office: Office, open_messages_of: OpenMessages, draw_picture: DrawPicture
) -> None:
    post_with_bonus(office)
    ada, linus = open_messages_of("ada"), open_messages_of("linus")
    refer_with_resume(office, ada, draw_picture)
    come_to_work(office, "linus")
    card = wait_for_message(office, linus, FORWARD)
    expect(card.get_by_text("1 reply")).to_be_visible(timeout=WAIT_MS)
    draw_picture(card, "card-with-resume")
    card.get_by_text("1 reply").click()
    thread = linus.get_by_label("Thread", exact=True).last
    expect(thread.get_by_text("The résumé that")).to_be_visible(timeout=WAIT_MS)
    draw_picture(linus.locator("aside.thread .message").last, "resume")
    linus.get_by_role("button", name="Close thread").click()

    office.linus.sees(FORWARD, where="dm").reload().clicks("Move stage")
    form = office.linus.modal("Move stage").fills("Move to", "Hired")
    assert form.fills("Their first day", date(2026, 3, 3)).submits() is None
    wait_until_settled(office)
    advance_clock(office, days=1)
    come_to_work(office, "ada", "linus")
    draw_picture(wait_for_message(office, linus, "Has it been paid?"), "bonus-due")
    open_messages(ada)
    question = wait_for_message(office, ada, "May I congratulate you both")
    draw_picture(question, "congratulation-question")
    click_button(office, question, "Yes, ask them")
    form_of_ada = office.ada.modal("Congratulate you both").fills("Who are they here?", "jonas")
    assert form_of_ada.submits() is None
    come_to_work(office, "jonas")
    office.person("jonas").sees("May I congratulate you both", where="dm").clicks("Yes, post it")
    wait_until_settled(office)
    expect(ada.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)
    open_channel(ada, "hiring")
    draw_picture(wait_for_message(office, ada, "Congratulations to"), "congratulation")

    ask_for_file(office.linus, "All referrals")
    draw_picture(wait_for_message(office, linus, WITH_REFERRALS), "file")
    advance_clock(office, days=30)
    come_to_work(office, "ada")
    open_messages(ada)
    draw_picture(wait_for_message(office, ada, "a hello from you"), "check-in")
