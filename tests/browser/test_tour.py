"""Takes the pictures of docs/tour.md in Chromium, each in both themes.

`make pictures` writes them into docs/pictures/tour; without it they go into the test's temporary
folder. The people driver does what leads up to each picture.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox.driver.person import Person
from tests.browser.page_actions import (
    WAIT_MS,
    click_button,
    fill_field,
    open_channel,
    open_messages,
    pick_options,
    send_message,
    take_both_pictures,
    wait_for_dialog,
    wait_for_message,
    wait_until_idle,
)
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock_and_settle,
    submit_and_expect,
    wait_until_settled,
)
from tests.stories.ask_actions import BOB_AT_WORK, DRAFT, WHY

DOCS = Path(__file__).parents[2] / "docs"
TOUR = (DOCS / "tour.md").read_text(encoding="utf-8")
ON_CALL = "She rebuilt our on-call in a quarter: from nine pages a night to one a week."
BRIEF = "Calm in incidents. Writes things down. Lifts the people around them."
OFFERS = (
    "Introduce them to the team",
    "Have a word with the hiring manager",
    "Help them prepare for the interview",
    "Tell other channels here about the role",
)
PROMPTS = ("Who made your worst outage calm?", "Whose design notes do you still open?")

DrawPicture = Callable[[Locator, str], None]
OpenMessages = Callable[[str], Page]


@pytest.fixture
def draw_picture(pictures: Path) -> DrawPicture:
    """Take a picture in both themes; the tour has to show it."""
    folder = pictures / "tour"
    folder.mkdir(exist_ok=True)

    def take_picture(element: Locator, name: str) -> None:
        assert f'src="pictures/tour/{name}-light.png"' in TOUR, f"docs/tour.md lacks {name}"
        take_both_pictures(element, folder, name)

    return take_picture


@pytest.fixture
def open_messages_of(open_page: Callable[..., Page]) -> OpenMessages:
    """Open a person's messages from Vouch in a narrow, tall window, legible when cropped."""

    def read(handle: str) -> Page:
        page = open_page(handle)
        page.set_viewport_size({"width": 1000, "height": 1500})
        open_messages(page)
        return page

    return read


def close_dialog(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Close").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_advocate_endorses_and_acts(
    office: Office, open_messages_of: OpenMessages, draw_picture: DrawPicture
) -> None:
    set_clock_and_settle(office, BOB_AT_WORK)  # the hiring manager lives in New York, too
    post_opening(office, fit_brief=BRIEF)
    refer_candidate(office.ada).closes()
    ada = open_messages_of("ada")
    click_button(office, wait_for_message(office, ada, "Thank you for putting"), "Say more")
    form = wait_for_dialog(ada, "Your endorsement")
    fill_field(form, "What did you see them do?", ON_CALL)
    fill_field(form, "Why this role?", "Storage is what she reads about on Sundays.")
    fill_field(form, "When did you work together", "2019 to 2023, same team")
    form.get_by_label("I'd put my name on it").check()
    draw_picture(form, "endorsement-1")
    form.get_by_role("button", name="Next").click()
    expect(form.get_by_label(OFFERS[0])).to_be_visible(timeout=WAIT_MS)
    fill_field(form, "Trust", "I left her the keys to production and slept.")
    fill_field(form, "How they lift a team", "Two juniors from her team lead their own now.")
    for offer in OFFERS:
        form.get_by_label(offer).check()
    draw_picture(form, "endorsement-2")
    form.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)

    wait_until_settled(office)
    thanks = wait_for_message(office, ada, "Thank you for putting")
    expect(thanks.get_by_text("You offered to introduce")).to_be_visible(timeout=WAIT_MS)
    draw_picture(thanks, "acknowledgement")
    click_button(office, thanks, "Open the draft")
    form = wait_for_dialog(ada, "Your introduction")
    draw_picture(form, "introduction-draft")
    text = form.get_by_label("Your introduction", exact=True)
    text.fill(text.input_value() + "\n\nPS I am in Berlin next week: coffee is on me.")
    form.get_by_role("button", name="Check").click()
    ready = wait_for_dialog(ada, "Ready to send")
    draw_picture(ready, "introduction-ready")
    ready.get_by_role("button", name="Mark as sent").click()
    expect(ada.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)

    click_button(office, thanks, "Tell the hiring manager")
    preview = wait_for_dialog(ada, "Before it goes")
    preview.get_by_role("button", name="Send").click()
    expect(ada.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)
    wait_until_settled(office)
    draw_picture(
        wait_for_message(office, open_messages_of("margaret"), "has a word for you"), "word"
    )
    click_button(office, thanks, "Open the post")
    form = wait_for_dialog(ada, "Tell a channel")
    pick_options(ada, "Which channel?", "engineering")
    form.get_by_role("button", name="Preview").click()
    draw_picture(wait_for_dialog(ada, "Preview"), "channel-post")
    close_dialog(ada)

    card = office.linus.sees("put Grace Hopper forward for ENG-1", where="dm")
    move_stage(card, "Interviewing", office.linus)
    click_button(office, wait_for_message(office, ada, "is interviewing"), "Open the kit")
    draw_picture(wait_for_dialog(ada, "The interview kit"), "interview-kit")


def test_a_colleague_is_asked_to_vouch(
    office: Office, open_messages_of: OpenMessages, draw_picture: DrawPicture
) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, saw=ON_CALL, offers=OFFERS[:1])
    ada = open_messages_of("ada")
    open_channel(ada, "general")
    send_message(ada, "#general", "/refer ask @bob ENG-1 Grace Hopper")
    form = wait_for_dialog(ada, "Ask a colleague")
    fill_field(form, "E-mail", "grace@example.com")
    fill_field(form, "Why are they a strong fit?", WHY)
    form.get_by_label("Introduce them to the team").check()
    fill_field(form, "What have they done together?", "The payments migration, 2021")
    fill_field(form, "A draft they can change", DRAFT)
    draw_picture(form, "ask")
    form.get_by_role("button", name="Ask", exact=True).click()
    wait_for_dialog(ada, "Asked")

    set_clock_and_settle(office, BOB_AT_WORK)
    draw_picture(wait_for_message(office, open_messages_of("bob"), "asked whether you'd"), "asked")
    office.bob.sees("asked whether you'd", where="dm").clicks("I'll vouch")
    form_of_bob = office.bob.modal("I'll vouch").fills("How do you know them?", "I managed them")
    more = submit_and_expect(form_of_bob, "Your endorsement")
    more.fills("What did you see them do?", "She stopped a failing migration, then wrote down why.")
    more.fills("How sure are you?", "I'd recommend").submits()
    wait_until_settled(office)
    notice = office.linus.sees("vouches for Grace Hopper too", where="dm")
    linus = open_messages_of("linus")
    notice.reload().chooses("Side by side")
    draw_picture(wait_for_dialog(linus, "Side by side"), "side-by-side")


def test_follow_ups_bench_matches_and_thanks(
    office: Office, open_messages_of: OpenMessages, draw_picture: DrawPicture
) -> None:
    """Consent, the bench, recall prompts and thanks."""
    # Its announcement is posted first, because only the first message of a group has an avatar.
    post_opening(
        office, "sofia", title="Data Lead", team="Data", recruiter="priya", prompts=PROMPTS
    )
    post_opening(office)
    aisha, lucia = open_messages_of("aisha"), open_messages_of("lucia")
    refer_candidate(office.person("aisha"), name="Alan Turing", knows="I'll ask").closes()
    add_to_bench(
        office.person("lucia"), "Barbara Liskov", "Engineering lead: protocols, Go", "Boston"
    )
    add_to_bench(
        office.person("lucia"), "Grace Hopper", "Staff engineer: storage, Go, on-call", "Berlin"
    )
    open_channel(lucia, "general")
    send_message(lucia, "#general", "/refer bench")
    draw_picture(wait_for_dialog(lucia, "Your bench"), "bench")
    close_dialog(lucia)
    post_opening(office, title="Storage Engineer", needs="Go, and has carried an on-call")
    set_clock_and_settle(office, datetime(2026, 3, 3, 12, tzinfo=UTC))
    open_messages(lucia)
    draw_picture(wait_for_message(office, lucia, "from your bench"), "bench-match")

    set_clock_and_settle(office, datetime(2026, 3, 4, 15, tzinfo=UTC))
    draw_picture(wait_for_message(office, aisha, "Have they agreed?"), "permission")
    advance_clock(office, hours=1)
    thanks = office.ada.types("/refer thanks").modal("Thank a colleague")
    thanks.fills("Who would you like to thank?", "aisha")
    thanks.fills("What did they do?", "Walked my candidate through a mock interview, on a Sunday.")
    submit_and_expect(
        thanks.fills("Anything to add?", "It took the fear out of it."), "Thank you"
    ).closes()
    draw_picture(wait_for_message(office, aisha, "thanks you"), "thanks")

    set_clock_and_settle(office, datetime(2026, 3, 16, 12, tzinfo=UTC))
    open_channel(aisha, "hiring")
    data_lead = aisha.locator(".message", has_text="Data Lead").filter(has_text=PROMPTS[1])
    expect(data_lead).to_have_count(1, timeout=WAIT_MS)
    wait_until_idle(office, aisha)
    data_lead.scroll_into_view_if_needed()
    draw_picture(data_lead, "next-prompt")


def add_to_bench(person: Person, name: str, good_at: str, place: str) -> None:
    """Add someone to this person's bench."""
    person.types("/refer bench").modal("Your bench").clicks("Add someone")
    form = person.modal("Add to your bench")
    form.fills("Name", name).fills("What are they good at?", good_at)
    form.fills("Where are they, or where would they go?", place)
    form.fills("How do you know them?", "I managed them")
    submit_and_expect(form, "Your bench").closes()


def test_the_tour_shows_every_stored_picture() -> None:
    """The tour shows each picture once and in both themes, and the folder has no others."""
    shown = re.findall(r'(?:src|srcset)="(pictures/tour/[^"]+)"', TOUR)
    stored = {f"pictures/tour/{file.name}" for file in (DOCS / "pictures/tour").iterdir()}
    assert len(shown) == len(set(shown))
    assert set(shown) == stored
    assert all(alt for alt in re.findall(r'alt="([^"]*)"', TOUR))


def test_every_other_picture_is_shown_in_a_document() -> None:
    pages = [*DOCS.glob("*.md"), DOCS.parent / "README.md"]
    texts = "".join(page.read_text(encoding="utf-8") for page in pages)
    stored = [file.name for file in (DOCS / "pictures").iterdir() if file.is_file()]
    assert [name for name in stored if f"pictures/{name})" not in texts] == []
