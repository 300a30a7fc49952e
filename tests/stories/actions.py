"""What people do in many stories: post an opening, refer someone, write an endorsement.

Everything goes through the sandbox's people driver. Only `wait_until_settled` and
`wait_until_acknowledged` look into the bot, to know when it has nothing left to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from bot.demo.company import COMPANY
from domain.outbox import IntentState
from domain.working_time import CivilHours, is_civil_time, next_civil_time
from nudges import bench_matches, consent, departures, endings, general, recall_prompts
from nudges import follow_ups as follow_up_nudges
from sandbox.driver.client import wait_for
from sandbox.driver.person import Modal, Person, SeenMessage
from storage import follow_ups, outbox
from tests.office import Office

TITLE = "Staff Engineer, Storage"
SAW = "She rebuilt our on-call in a quarter."
WAIT_SECONDS = 15.0
_HURRY_SECONDS = 0.03


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
    """Fill the form of `/refer post` without submitting it."""
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
    """Post an opening with `/refer post` and return its ref, such as `ENG-1`."""
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
    posted = submit_and_expect(submit_and_expect(form, "Preview"), "Posted")
    ref = re.search(r"[A-Z]+-\d+", posted.text)
    assert ref, posted.text
    assert posted.closes() is None
    return ref[0]


def submit_and_expect(form: Modal, title: str) -> Modal:
    """Submit the form and return the next modal, which must have this title."""
    next_modal = form.submits()
    assert next_modal is not None, f"everything closed instead of {title!r}"
    assert next_modal.title == title, f"{next_modal.title}: {next_modal.text}\n{next_modal.errors}"
    return next_modal


def submit_and_expect_errors(form: Modal, errors: Mapping[str, str]) -> Modal:
    """Submit the form, which has to stay open with these errors, by field. Return the new form."""
    refused = form.submits()
    assert refused is not None
    assert refused.errors == errors
    return refused


def fill_lead_form(
    form: Modal,
    *,
    name: str = "Grace Hopper",
    email: str | None = "grace@example.com",
    profile: str | None = None,
    relationship: str = "We worked together",
    knows: str = "They agreed",
) -> Modal:
    """Fill the form of a referral. `knows` answers the question "Do they know?"."""
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
    """Refer someone with `/refer ENG-1` and return the open "Thank you" modal."""
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
    """Press "Say more now" in the "Thank you" modal, and write the endorsement."""
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
    """Fill both pages of the endorsement and save it."""
    second_page = fill_evidence(form, saw=saw, conviction=conviction)
    if offers:
        second_page.fills("What will you do for them?", list(offers))
    remaining_view = second_page.submits()
    assert remaining_view is None, remaining_view and remaining_view.errors


def fill_evidence(
    form: Modal, *, saw: str = SAW, conviction: str = "I'd put my name on it"
) -> Modal:
    """Fill and submit the first page of the endorsement; return the second page."""
    form.fills("What did you see them do?", saw).fills("How sure are you?", conviction)
    second_page = submit_and_expect(form, "Your endorsement")
    assert "Trust" in second_page.fields, second_page.errors
    return second_page


def send_introduction(
    form: Modal, text: str = "Margaret, meet Grace. Grace, meet Margaret."
) -> None:
    """Edit the draft, submit it and press "Mark as sent"."""
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
    """Refer someone and write the endorsement at once."""
    endorse_from_thanks(
        refer_candidate(person, ref, name=name, email=email, knows=knows), saw=saw, offers=offers
    )


def move_stage(
    card: SeenMessage,
    to: str,
    person: Person,
    *,
    reason: str | None = None,
    note: str = "",
    look_again: str | None = None,
) -> None:
    """Move the referral with the owner's card. A stage that ends it needs a `reason`."""
    button = "Move stage"
    if button not in card.buttons and "Reopen" in card.choices():
        button = "Reopen"
    card.clicks(button)
    form = person.modal(button)
    form.fills("Move to", to)
    if reason:
        form.fills("Why?", reason)
    if look_again:
        form.fills("When should we look again?", look_again)
    if note:
        form.fills("A word to the advocate", note)
    remaining_view = form.submits()
    assert remaining_view is None, remaining_view and remaining_view.errors


def hand_over(message: SeenMessage, owner: Person, to: str) -> None:
    """Hand the referral of a card or a nudge over, as its owner."""
    message.clicks("Hand over")
    assert owner.modal("Hand over").fills("New owner", to).submits() is None


def erase_candidate(window: Modal) -> None:
    """Erase the candidate of a referral from its window."""
    confirmation = window.clicks("Erase them")
    assert confirmation is not None
    confirmation.next_modal("Erase them").submits()


def open_manage_form(person: Person, text: str = "ENG-1", *, where: str = "#hiring") -> Modal:
    """Open "Manage opening" from the announcement that contains the text."""
    person.sees(text, where=where).clicks("Details")
    person.modal("Opening").clicks("Manage")
    return person.modal("Manage opening")


def open_edit_form(person: Person, *, where: str = "#hiring") -> Modal:
    """Open the form that edits ENG-1, from its announcement."""
    open_manage_form(person, where=where).clicks("Edit what it says")
    return person.modal("Edit ENG-1")


def change_status(person: Person, to: str) -> None:
    """Change the status of ENG-1. A pause gets the day that its form proposes.

    At an end, the form about those without an answer stays open, if there are any.
    """
    left = open_manage_form(person).fills("Change it to", to).submits()
    if left is not None and left.title == "Pause opening":
        left = left.submits()
    assert left is None or left.title == "Who hears what?"


def run_concurrently(*functions: Callable[[], object]) -> None:
    """Run the functions at the same moment, as in a double click or by two people."""
    with ThreadPoolExecutor(len(functions)) as pool:
        for future in [pool.submit(function) for function in functions]:
            future.result()


def wait_until_settled(office: Office) -> None:
    """Wait until the bot has done everything that is due and has sent every message it may send.

    Slack takes one message a second in a conversation. Instead of waiting for that, the clock is
    moved ahead by a second where a message is due and the delivery waits.
    """
    for _ in range(ceil(WAIT_SECONDS / _HURRY_SECONDS)):
        run_due_steps(office)
        if wait_for(lambda: nothing_is_due(office), _HURRY_SECONDS):
            return
        # A delivery that was woken but has not begun yet, on a busy machine, waits for no clock.
        if office.clock.delivery_waits and not office.vouch.wake_delivery.is_set():
            office.advance_clock(minutes=1 / 60)
    raise AssertionError(f"the bot does not become idle: {_describe_rest(office)}")


def _describe_rest(office: Office) -> str:
    with office.vouch.database.read() as transaction:
        follow_up_at = follow_ups.next_due_at(transaction)
        message_at, counts = outbox.next_due_at(transaction), outbox.count_by_state(transaction)
    return (
        f"it is {office.now()}, the next follow-up is due {follow_up_at}, the next message "
        f"{message_at}, and the outbox has {counts}"
    )


def run_due_steps(office: Office) -> None:
    """Do what is due, as the scheduler does, and wake the delivery."""
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
    while endings.step(vouch.database, office.now()):
        pass
    while departures.step(vouch.database, vouch.slack, office.now()):
        pass
    while follow_up_nudges.step(vouch.database, office.now()):
        pass
    vouch.wake_delivery.set()


def nothing_is_due(office: Office) -> bool:
    """Whether the bot has nothing to do or to send at this moment."""
    due_at = next_due_at(office)
    with office.vouch.database.read() as transaction:
        sending = outbox.count_by_state(transaction).get(IntentState.SENDING, 0)
    return not sending and (due_at is None or due_at > office.now())


def next_due_at(office: Office) -> datetime | None:
    """Return when the bot next has a follow-up or a message to send (UTC)."""
    with office.vouch.database.read() as transaction:
        due_times = (follow_ups.next_due_at(transaction), outbox.next_due_at(transaction))
    return min((each for each in due_times if each is not None), default=None)


def wait_until_acknowledged(office: Office) -> None:
    """Wait until the bot has acknowledged every payload that Slack has sent so far."""
    assert office.slack.wait_idle(WAIT_SECONDS), "the bot does not acknowledge every payload"


def advance_clock(office: Office, *, days: float = 0, hours: float = 0) -> None:
    """Move the clock ahead and wait until everything that is due by then is sent."""
    wait_until_acknowledged(office)
    office.advance_clock(days=days, hours=hours)
    _settle_the_half_minute(office)


def _settle_the_half_minute(office: Office) -> None:
    """Settle, including what is due within the next half minute.

    A reminder "two days later" is due a few seconds after the same time of day, by as much as the
    test took to reach the first one. On a busy machine the clock would stop just before it.
    """
    end = office.now() + timedelta(seconds=30)
    wait_until_settled(office)
    while (due_at := next_due_at(office)) is not None and office.now() < due_at <= end:
        office.advance_clock(minutes=1 / 60)
        wait_until_settled(office)


def set_clock_and_settle(office: Office, moment: datetime) -> None:
    """Set the clock and wait until everything that is due by then is sent."""
    wait_until_acknowledged(office)
    office.set_clock(moment)
    _settle_the_half_minute(office)


def come_to_work(office: Office, *handles: str) -> None:
    """Move the clock to the next moment at which all these people work, and settle.

    They then have the messages that were held back until their working hours.
    """
    hours, by_handle = CivilHours(), {user["handle"]: user for user in COMPANY["users"]}
    zones = [ZoneInfo(by_handle[handle]["tz"]) for handle in handles]
    moment = office.now()
    while not all(is_civil_time(moment, zone, hours) for zone in zones):
        moment = max(next_civil_time(moment, zone, hours) for zone in zones)
    if moment > office.now():
        office.set_clock(moment)
    wait_until_settled(office)


def local_arrival(message: SeenMessage, zone: str) -> datetime:
    """Return the local time in `zone` at which the message arrived."""
    return datetime.fromtimestamp(float(message.ts), ZoneInfo(zone))


def direct_messages(person: Person, text: str) -> list[SeenMessage]:
    """Return the bot's direct messages to this person that contain the text, oldest first."""
    return [message for message in person.dm() if text in message.text]
