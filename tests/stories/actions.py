"""What happens in many stories, in a word: somebody posts an opening, refers, says more.

Everything goes through the people driver; only `wait_until_settled` looks into the bot, to know when it rests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.outbox import IntentState
from nudges import bench_matches, consent, general, recall_prompts
from nudges import follow_ups as nudging
from sandbox.driver.client import wait_for
from sandbox.driver.person import Modal, Person, SeenMessage
from storage import follow_ups, outbox
from tests.office import Office

TITLE = "Staff Engineer, Storage"
SAW = "She rebuilt our on-call in a quarter."
PATIENCE_SECONDS = 15.0


def fill_opening_form(
    form: Modal,
    *,
    title: str = TITLE,
    team: str = "Engineering",
    place: str = "Berlin or remote in Europe",
    recruiter: str | None = "linus",
    channels: Sequence[str] = ("#hiring",),
    closes_on: date | None = None,
    bonus: str = "",
    needs: str = "",
    prompts: Sequence[str] = (),
    fit_brief: str = "",
) -> Modal:
    """Fill the form of `/refer post`; nothing is submitted."""
    form.fills("Title", title).fills("Team", team).fills("Place", place)
    form.fills("Who answers referrals?", recruiter)
    form.fills("Announce in", list(channels))
    if closes_on:
        form.fills("Open until", closes_on)
    if bonus:
        form.fills("Bonus", bonus)
    if needs:
        form.fills("What it needs", needs)
    if prompts:
        form.fills("Recall prompts", "\n".join(prompts))
    if fit_brief:
        form.fills("Fit brief", fit_brief)
    return form


def post_opening(
    office: Office,
    who: str = "margaret",
    *,
    title: str = TITLE,
    team: str = "Engineering",
    place: str = "Berlin or remote in Europe",
    recruiter: str | None = "linus",
    channels: Sequence[str] = ("#hiring",),
    closes_on: date | None = None,
    needs: str = "",
    prompts: Sequence[str] = (),
    fit_brief: str = "",
) -> str:
    """Post an opening by `/refer post`, preview and "Post it"; its ref, such as `ENG-1`."""
    person = office.person(who)
    form = person.types("/refer post").modal("Post an opening")
    fill_opening_form(
        form,
        title=title,
        team=team,
        place=place,
        recruiter=recruiter,
        channels=channels,
        closes_on=closes_on,
        needs=needs,
        prompts=prompts,
        fit_brief=fit_brief,
    )
    done = submit_and_expect(submit_and_expect(form, "Preview"), "Posted")
    found = re.search(r"[A-Z]+-\d+", done.text)
    assert found, done.text
    assert done.closes() is None
    return found[0]


def submit_and_expect(form: Modal, becomes: str) -> Modal:
    """Submit and get to the modal of that title; what stands in the way is told."""
    top = form.submits()
    assert top is not None, f"everything closed instead of {becomes!r}"
    assert top.title == becomes, f"{top.title}: {top.text}\n{top.errors}"
    return top


def fill_lead_form(
    form: Modal,
    *,
    name: str = "Grace Hopper",
    email: str | None = "grace@example.com",
    profile: str | None = None,
    relationship: str = "We worked together",
    knows: str = "They agreed",
) -> Modal:
    """`knows` is what the candidate knows of it: unless a story is about that, they agreed."""
    form.fills("Candidate's name", name).fills("Do they know?", knows)
    form.fills("E-mail", email).fills("Profile link", profile)
    return form.fills("How do you know them?", relationship)


def refer_candidate(
    person: Person,
    ref: str = "ENG-1",
    *,
    name: str = "Grace Hopper",
    email: str | None = "grace@example.com",
    profile: str | None = None,
    relationship: str = "We worked together",
    knows: str = "They agreed",
) -> Modal:
    """Refer by `/refer ENG-1`; the thanks stay open."""
    form = person.types(f"/refer {ref}").modal("Refer someone")
    fill_lead_form(
        form, name=name, email=email, profile=profile, relationship=relationship, knows=knows
    )
    return submit_and_expect(form, "Thank you")


def endorse_from_thanks(
    thanks: Modal,
    *,
    saw: str = SAW,
    conviction: str = "I'd put my name on it",
    offers: Sequence[str] = (),
) -> None:
    """From the thanks: the endorsement, saved; everything closes."""
    form = thanks.clicks("Say more now")
    assert form is not None
    form = form.next_modal("Your endorsement")
    fill_endorsement(form, saw=saw, conviction=conviction, offers=offers)


def fill_endorsement(
    form: Modal,
    *,
    saw: str = SAW,
    conviction: str = "I'd put my name on it",
    offers: Sequence[str] = (),
) -> None:
    """Both steps, saved; everything closes."""
    second_page = fill_evidence(form, saw=saw, conviction=conviction)
    if offers:
        second_page.fills("What will you do for them?", list(offers))
    remaining_view = second_page.submits()
    assert remaining_view is None, remaining_view and remaining_view.errors


def fill_evidence(
    form: Modal, *, saw: str = SAW, conviction: str = "I'd put my name on it"
) -> Modal:
    """The first step, stored; the second one is open then."""
    form.fills("What did you see them do?", saw).fills("How sure are you?", conviction)
    second_page = submit_and_expect(form, "Your endorsement")
    assert "Trust" in second_page.fields, second_page.errors
    return second_page


def send_introduction(
    form: Modal, text: str = "Margaret, meet Grace. Grace, meet Margaret."
) -> None:
    """From the draft to "Mark as sent"; everything closes."""
    ready = submit_and_expect(form.fills("Your introduction", text), "Ready to send")
    assert text in ready.text
    assert ready.submits() is None


def refer_and_endorse(
    person: Person,
    ref: str = "ENG-1",
    *,
    name: str = "Grace Hopper",
    email: str | None = "grace@example.com",
    saw: str = SAW,
    offers: Sequence[str] = ("Introduce them to the team",),
    knows: str = "They agreed",
) -> None:
    """Refer, and say more at once."""
    endorse_from_thanks(
        refer_candidate(person, ref, name=name, email=email, knows=knows), saw=saw, offers=offers
    )


def move_stage(
    card: SeenMessage, to: str, person: Person, *, reason: str | None = None, note: str = ""
) -> None:
    """From the owner's card: "Move stage", the stage, the reason where it ends."""
    card.clicks("Move stage")
    form = person.modal("Move stage")
    form.fills("Move to", to)
    if reason:
        form.fills("Why?", reason)
    if note:
        form.fills("A word to the advocate", note)
    remaining_view = form.submits()
    assert remaining_view is None, remaining_view and remaining_view.errors


def run_concurrently(*acts: Callable[[], object]) -> None:
    """Several things in the same moment, as a double click or two people do them."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def wait_until_settled(office: Office) -> None:
    """Until the bot has done all that is due by its clock, and has said all that it may say now."""
    wait_until_acknowledged(office)
    vouch = office.vouch
    while bench_matches.step(vouch.database, office.now()):
        pass
    while recall_prompts.step(vouch.database, office.now()):
        pass
    while consent.step(vouch.database, office.now()):
        pass
    while general.step(vouch.database, office.now()):
        pass
    while nudging.step(vouch.database, office.now()):
        pass
    vouch.wake.set()

    def at_rest() -> bool | None:
        now = office.now()
        with vouch.database.read() as transaction:
            moments = (follow_ups.next_due_at(transaction), outbox.next_due_at(transaction))
            sending = outbox.count_by_state(transaction).get(IntentState.SENDING, 0)
        return None if sending or any(m is not None and m <= now for m in moments) else True

    assert wait_for(at_rest, PATIENCE_SECONDS), "the bot does not come to rest"


def wait_until_acknowledged(office: Office) -> None:
    """Until the bot has acknowledged everything that Slack has told it so far."""
    assert office.slack.wait_idle(PATIENCE_SECONDS), "the bot does not take in what it is told"


def advance_clock(office: Office, *, days: float = 0, hours: float = 0) -> None:
    """The clock moves ahead, and what is due by then is said."""
    wait_until_acknowledged(office)
    office.advance_clock(days=days, hours=hours)
    wait_until_settled(office)


def set_clock(office: Office, moment: datetime) -> None:
    wait_until_acknowledged(office)
    office.set_clock(moment)
    wait_until_settled(office)


def local_arrival(message: SeenMessage, zone: str) -> datetime:
    """When the message arrived, on a wall clock."""
    return datetime.fromtimestamp(float(message.ts), ZoneInfo(zone))


def direct_messages(person: Person, text: str) -> list[SeenMessage]:
    """What the bot has said to them in direct messages with that text in it, oldest first."""
    return [message for message in person.dm() if text in message.text]
