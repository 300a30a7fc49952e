"""The tour: what people see, moment by moment, in Chromium and in both themes.

Draws the pictures of docs/tour.md: `make pictures` writes them into docs/pictures/tour; a plain run
draws them into a folder of the test. What leads up to a moment is done by the people driver.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox.driver.person import Person
from tests.browser.touches import (
    WAIT_MS,
    dialog,
    draw_both,
    fills,
    goes_to,
    message,
    picks,
    presses,
    reads_messages,
    rests,
    types,
)
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    set_clock,
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
    "Tell other channels here of the role",
)
PROMPTS = ("Who made your worst outage calm?", "Whose design notes do you still open?")

Draws = Callable[[Locator, str], None]
Reads = Callable[[str], Page]


@pytest.fixture
def draws(pictures: Path) -> Draws:
    """Draws a moment that the tour shows, in both themes."""
    folder = pictures / "tour"
    folder.mkdir(exist_ok=True)

    def draw(what: Locator, name: str) -> None:
        assert f'src="pictures/tour/{name}-light.png"' in TOUR, f"docs/tour.md lacks {name}"
        draw_both(what, folder, name)

    return draw


@pytest.fixture
def reads(opens: Callable[..., Page]) -> Reads:
    """Somebody's messages from Vouch, in a window that is narrow and tall: legible when cropped."""

    def read(handle: str) -> Page:
        page = opens(handle)
        page.set_viewport_size({"width": 1000, "height": 1500})
        reads_messages(page)
        return page

    return read


def closes(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Close").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_advocate_says_why_and_acts(office: Office, reads: Reads, draws: Draws) -> None:
    set_clock(office, BOB_AT_WORK)  # the hiring manager lives in New York, too
    post_opening(office, fit_brief=BRIEF)
    refer_candidate(office.ada).closes()
    ada = reads("ada")
    presses(office, message(office, ada, "Thank you for putting"), "Say more")
    form = dialog(ada, "Your endorsement")
    fills(form, "What did you see them do?", ON_CALL)
    fills(form, "Why this role?", "Storage is what she reads about on Sundays.")
    fills(form, "When did you work together", "2019 to 2023, same team")
    form.get_by_label("I'd put my name on it").check()
    draws(form, "endorsement-1")
    form.get_by_role("button", name="Next").click()
    expect(form.get_by_label(OFFERS[0])).to_be_visible(timeout=WAIT_MS)
    fills(form, "Trust", "I left her the keys to production and slept.")
    fills(form, "How they lift a team", "Two juniors from her team lead their own now.")
    for offer in OFFERS:
        form.get_by_label(offer).check()
    draws(form, "endorsement-2")
    form.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)

    wait_until_settled(office)
    thanks = message(office, ada, "Thank you for putting")
    expect(thanks.get_by_text("You offered to introduce")).to_be_visible(timeout=WAIT_MS)
    draws(thanks, "acknowledgement")
    presses(office, thanks, "Open the draft")
    form = dialog(ada, "Your introduction")
    draws(form, "introduction-draft")
    text = form.get_by_label("Your introduction", exact=True)
    text.fill(text.input_value() + "\n\nPS I am in Berlin next week: coffee is on me.")
    form.get_by_role("button", name="Check").click()
    ready = dialog(ada, "Ready to send")
    draws(ready, "introduction-ready")
    ready.get_by_role("button", name="Mark as sent").click()
    expect(ada.get_by_role("dialog")).to_have_count(0, timeout=WAIT_MS)

    presses(office, thanks, "Tell the hiring manager")
    wait_until_settled(office)
    draws(message(office, reads("margaret"), "has a word for you"), "word")
    presses(office, thanks, "Open the post")
    form = dialog(ada, "Tell a channel")
    picks(ada, "Which channel?", "engineering")
    form.get_by_role("button", name="Preview").click()
    draws(dialog(ada, "Preview"), "channel-post")
    closes(ada)

    card = office.linus.sees("put Grace Hopper forward for ENG-1", where="dm")
    move_stage(card, "Interviewing", office.linus)
    presses(office, message(office, ada, "is interviewing"), "Open the kit")
    draws(dialog(ada, "The interview kit"), "interview-kit")


def test_a_colleague_is_asked_to_vouch_too(office: Office, reads: Reads, draws: Draws) -> None:
    post_opening(office)
    refer_and_endorse(office.ada, saw=ON_CALL, offers=OFFERS[:1])
    ada = reads("ada")
    goes_to(ada, "general")
    types(ada, "#general", "/refer ask @bob ENG-1 Grace Hopper")
    form = dialog(ada, "Ask a colleague")
    fills(form, "E-mail", "grace@example.com")
    fills(form, "Why are they a strong fit?", WHY)
    form.get_by_label("Introduce them to the team").check()
    fills(form, "What has your colleague shared with them?", "The payments migration, 2021")
    fills(form, "A draft that they may tailor", DRAFT)
    draws(form, "ask")
    form.get_by_role("button", name="Ask", exact=True).click()
    dialog(ada, "Asked")

    set_clock(office, BOB_AT_WORK)
    draws(message(office, reads("bob"), "asked whether you would"), "asked")
    office.bob.sees("asked whether you would", where="dm").clicks("I'll vouch")
    form_of_bob = office.bob.modal("I'll vouch").fills("How do you know them?", "I managed them")
    more = submit_and_expect(form_of_bob, "Your endorsement")
    more.fills("What did you see them do?", "She stopped a failing migration, then wrote down why.")
    more.fills("How sure are you?", "I'd recommend").submits()
    wait_until_settled(office)
    told = office.linus.sees("vouches for Grace Hopper too", where="dm")
    linus = reads("linus")
    told.again().chooses("Side by side")
    draws(dialog(linus, "Side by side"), "side-by-side")


def test_what_comes_at_its_time(office: Office, reads: Reads, draws: Draws) -> None:
    """Permission, the bench, a role to which nobody comes, and thanks."""
    # The one that stays quiet is posted first: a message that opens a group has its face.
    post_opening(
        office, "sofia", title="Data Lead", team="Data", recruiter="priya", prompts=PROMPTS
    )
    post_opening(office)
    aisha, lucia = reads("aisha"), reads("lucia")
    refer_candidate(office.person("aisha"), name="Alan Turing", knows="I will ask").closes()
    keeps(office.person("lucia"), "Barbara Liskov", "Engineering lead: protocols, Go", "Boston")
    keeps(office.person("lucia"), "Grace Hopper", "Staff engineer: storage, Go, on-call", "Berlin")
    goes_to(lucia, "general")
    types(lucia, "#general", "/refer bench")
    draws(dialog(lucia, "Your bench"), "bench")
    closes(lucia)
    post_opening(office, title="Storage Engineer", needs="Go, and has carried an on-call")
    set_clock(office, datetime(2026, 3, 3, 12, tzinfo=UTC))
    reads_messages(lucia)
    draws(message(office, lucia, "from your bench"), "bench-match")

    set_clock(office, datetime(2026, 3, 4, 15, tzinfo=UTC))
    draws(message(office, aisha, "Have they agreed to it?"), "permission")
    advance_clock(office, hours=1)
    thanks = office.ada.types("/refer thanks").modal("Thank a colleague")
    thanks.fills("Whom do you thank?", "aisha")
    thanks.fills("What did they do?", "Walked my candidate through a mock interview, on a Sunday.")
    submit_and_expect(
        thanks.fills("A word more", "It took the fear out of it."), "Thank you"
    ).closes()
    draws(message(office, aisha, "thanks you"), "thanks")

    set_clock(office, datetime(2026, 3, 16, 12, tzinfo=UTC))
    goes_to(aisha, "hiring")
    data_lead = aisha.locator(".message", has_text="Data Lead").filter(has_text=PROMPTS[1])
    expect(data_lead).to_have_count(1, timeout=WAIT_MS)
    rests(office, aisha)
    data_lead.scroll_into_view_if_needed()
    draws(data_lead, "next-prompt")


def keeps(person: Person, name: str, good_at: str, place: str) -> None:
    """Somebody more on one's bench."""
    person.types("/refer bench").modal("Your bench").clicks("Add somebody")
    form = person.modal("Add to your bench")
    form.fills("Name", name).fills("What are they good at?", good_at)
    form.fills("Where are they, or where would they go?", place)
    form.fills("How do you know them?", "I managed them")
    submit_and_expect(form, "Your bench").closes()


def test_the_tour_shows_what_is_kept() -> None:
    """Each picture is there in both themes, is named once, and no other picture lies about."""
    shown = re.findall(r'(?:src|srcset)="(pictures/tour/[^"]+)"', TOUR)
    kept = {f"pictures/tour/{file.name}" for file in (DOCS / "pictures/tour").iterdir()}
    assert len(shown) == len(set(shown))
    assert set(shown) == kept
    assert len(kept) == 2 * 16
    assert all(alt for alt in re.findall(r'alt="([^"]*)"', TOUR))
