"""What happens in many stories, in a word: somebody posts an opening, refers, says more.

Everything goes through the people driver; only `settled` looks into the bot, to know when it rests.
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


def fills_opening(
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


def posts_opening(
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
    fills_opening(
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
    done = submitted(submitted(form, "Preview"), "Posted")
    found = re.search(r"[A-Z]+-\d+", done.text)
    assert found, done.text
    assert done.closes() is None
    return found[0]


def submitted(form: Modal, becomes: str) -> Modal:
    """Submit and get to the modal of that title; what stands in the way is told."""
    top = form.submits()
    assert top is not None, f"everything closed instead of {becomes!r}"
    assert top.title == becomes, f"{top.title}: {top.text}\n{top.errors}"
    return top


def fills_lead(
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


def refers(
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
    fills_lead(
        form, name=name, email=email, profile=profile, relationship=relationship, knows=knows
    )
    return submitted(form, "Thank you")


def says_more(
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
    endorses(form, saw=saw, conviction=conviction, offers=offers)


def endorses(
    form: Modal,
    *,
    saw: str = SAW,
    conviction: str = "I'd put my name on it",
    offers: Sequence[str] = (),
) -> None:
    """Both steps, saved; everything closes."""
    step = sees_more(form, saw=saw, conviction=conviction)
    if offers:
        step.fills("What will you do for them?", list(offers))
    left = step.submits()
    assert left is None, left and left.errors


def sees_more(form: Modal, *, saw: str = SAW, conviction: str = "I'd put my name on it") -> Modal:
    """The first step, stored; the second one is open then."""
    form.fills("What did you see them do?", saw).fills("How sure are you?", conviction)
    step = submitted(form, "Your endorsement")
    assert "Trust" in step.fields, step.errors
    return step


def introduces(form: Modal, text: str = "Margaret, meet Grace. Grace, meet Margaret.") -> None:
    """From the draft to "Mark as sent"; everything closes."""
    ready = submitted(form.fills("Your introduction", text), "Ready to send")
    assert text in ready.text
    assert ready.submits() is None


def vouches(
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
    says_more(refers(person, ref, name=name, email=email, knows=knows), saw=saw, offers=offers)


def moves(
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
    left = form.submits()
    assert left is None, left and left.errors


def at_once(*acts: Callable[[], object]) -> None:
    """Several things in the same moment, as a double click or two people do them."""
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()


def settled(office: Office) -> None:
    """Until the bot has done all that is due by its clock, and has said all that it may say now."""
    taken_in(office)
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


def taken_in(office: Office) -> None:
    """Until the bot has acknowledged everything that Slack has told it so far."""
    assert office.slack.wait_idle(PATIENCE_SECONDS), "the bot does not take in what it is told"


def later(office: Office, *, days: float = 0, hours: float = 0) -> None:
    """The clock moves ahead, and what is due by then is said."""
    taken_in(office)
    office.later(days=days, hours=hours)
    settled(office)


def clock_at(office: Office, moment: datetime) -> None:
    taken_in(office)
    office.at(moment)
    settled(office)


def local(message: SeenMessage, zone: str) -> datetime:
    """When the message arrived, on a wall clock."""
    return datetime.fromtimestamp(float(message.ts), ZoneInfo(zone))


def heard(person: Person, text: str) -> list[SeenMessage]:
    """What the bot has said to them in direct messages with that text in it, oldest first."""
    return [seen for seen in person.dm() if text in seen.text]
