"""A channel hears once a week what changed among its roles."""

from __future__ import annotations

from nudges import roundup
from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.acts import later, posts_opening, settled


def planned(office: Office) -> None:
    """The bot has looked at its channels now, not only after the clock has moved."""
    vouch = office.vouch
    roundup.step(vouch.database, office.now())


def rounds(person: Person) -> list[SeenMessage]:
    return [seen for seen in person.channel("#hiring") if "The week in open roles" in seen.text]


def test_the_week_in_open_roles(office: Office) -> None:
    posts_opening(office)
    settled(office)
    office.ada.sees("answers every referral", where="#hiring")
    planned(office)
    later(office, days=1)  # Tuesday: the announcement stands right above, so nothing is said
    planned(office)
    assert rounds(office.ada) == []
    posts_opening(office, title="Brand Designer", team="Design", place="Tokyo")
    later(office, days=7)
    said = office.ada.sees("The week in open roles here: 1 new.", where="#hiring")
    assert "DES-1 Brand Designer · Tokyo · with @margaret · new" in said.text
    assert said.buttons == ["Refer someone", "All roles"]
    said.clicks("All roles")
    assert "ENG-1" in office.ada.modal().text
    office.ada.modal().closes()
    said.clicks("Refer someone")
    office.ada.modal("Refer someone").closes()
    later(office, days=7)
    planned(office)
    assert len(rounds(office.ada)) == 1, "nothing changed since"
