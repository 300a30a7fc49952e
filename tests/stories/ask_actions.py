"""What people do in the stories about asks: ask a colleague, and receive the ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from sandbox.driver.person import Modal, Person, SeenMessage
from tests.office import Office
from tests.stories.actions import set_clock_and_settle, submit_and_expect

WHY = "She ran the move to the new storage, and nobody was paged."
DRAFT = "I saw Grace stop a failing migration."
# Bob lives in New York, where it is still night when Ada's Monday begins.
BOB_AT_WORK = datetime(2026, 3, 2, 14, 35, tzinfo=UTC)


def fill_ask_form(
    form: Modal,
    *,
    whom: str | None = None,
    name: str = "Grace Hopper",
    email: str | None = "grace@example.com",
    opening: str | None = None,
    helps: Sequence[str] = ("Introduce them to the team",),
    draft: str = DRAFT,
) -> Modal:
    if whom:
        form.fills("Who do you want to ask?", whom)
    form.fills("Candidate's name", name).fills("E-mail", email)
    if opening:
        form.picks("Opening", opening)
    form.fills("Why are they a strong fit?", WHY).fills("How can your colleague help?", list(helps))
    form.fills("What have they done together?", "The payments migration, 2021")
    return form.fills("A draft they can change", draft)


def ask_colleague(
    asker: Person, whom: str = "bob", *, opening: str = "ENG-1", **fields: str | None
) -> Modal:
    """Ask with `/refer ask @bob` and return the "Asked" modal."""
    form = asker.types(f"/refer ask @{whom}").modal("Ask a colleague")
    return submit_and_expect(fill_ask_form(form, opening=opening, **fields), "Asked")  # type: ignore[arg-type]  # fields by name


def ask_for_oneself(
    asker: Person, whom: str = "bob", *, name: str = "Ada Park", opening: str = "ENG-1"
) -> Modal:
    form = asker.types(f"/refer ask @{whom}").modal("Ask a colleague")
    form.fills("Who is it for?", "Myself: I'd like to move")
    form = asker.modal("Ask a colleague").picks("Opening", opening).fills("Your name", name)
    form.fills("Why would you be a strong fit?", "I have read the storage code for years.")
    return submit_and_expect(form.fills("A draft they can change", "Ada reads code."), "Asked")


def wait_for_ask_nudge(
    office: Office, person: Person, text: str = "asked whether you'd"
) -> SeenMessage:
    """Move the clock to Bob's working hours if needed, and return the nudge that `person` gets."""
    if office.now() < BOB_AT_WORK:
        set_clock_and_settle(office, BOB_AT_WORK)
    return person.sees(text, where="dm")
