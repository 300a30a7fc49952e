"""An opening is posted: previewed, announced in the channels, and the same message ever after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.acts import (
    clock_at,
    fills_opening,
    posts_opening,
    refers,
    settled,
    submitted,
)


def manages(person: Person, to: str) -> None:
    """From the announcement: "Details", "Manage", and what it becomes."""
    person.sees("ENG-1", where="#hiring").clicks("Details")
    person.modal("Opening").clicks("Manage")
    form = person.modal("Manage opening")
    assert form.fills("Change it to", to).submits() is None


def announced(person: Person) -> SeenMessage:
    found = [seen for seen in person.channel("#hiring") if "ENG-1" in seen.text]
    assert len(found) == 1, found
    return found[0]


def test_a_preview_comes_first_and_back_leads_to_the_form(office: Office) -> None:
    margaret = office.margaret
    form = margaret.types("/refer post").modal("Post an opening")
    assert form.value("Hiring manager") == "margaret"
    fills_opening(form, title="Staf Engineer")
    preview = submitted(form, "Preview")
    assert "Staf Engineer" in preview.text
    assert "Nothing is posted yet." in preview.text
    assert preview.closes() is not None

    form = margaret.modal("Post an opening").fills("Title", "Staff Engineer")
    preview = submitted(form, "Preview")
    assert "Staff Engineer" in preview.text
    settled(office)
    assert margaret.channel("#hiring") == []

    posted = submitted(preview, "Posted")
    assert "ENG-1 Staff Engineer goes to #hiring now." in posted.text
    assert posted.closes() is None, "the spent form does not come back"
    margaret.sees("ENG-1 Staff Engineer", where="#hiring")


def test_what_was_typed_is_there_next_time(office: Office) -> None:
    linus = office.linus
    form = linus.types("/refer post").modal()
    assert form.value("Who answers referrals?") == "linus"
    fills_opening(form, title="Data Engineer", team="Data")
    form.fills("Hiring manager", "gus")
    stays = form.submits()
    assert stays is not None
    assert stays.errors == {"Hiring manager": "Guests cannot do this. Choose a colleague."}
    stays.closes()

    form = linus.types("/refer post").modal()
    assert "This is what you typed last time and did not post." in form.text
    assert form.value("Title") == "Data Engineer"
    assert form.value("Announce in") == "hiring"
    form.fills("Hiring manager", "sofia")
    preview = submitted(form, "Preview")
    preview.closes()
    linus.modal("Post an opening").closes()

    form = linus.types("/refer post").modal()
    assert form.value("Hiring manager") == "sofia"
    submitted(submitted(form, "Preview"), "Posted").closes()
    assert linus.types("/refer post").modal().value("Title") == "", "the draft became the opening"


def test_errors_are_under_the_fields_all_at_once(office: Office) -> None:
    form = office.linus.types("/refer post").modal()
    fills_opening(form, closes_on=datetime(2026, 3, 1, tzinfo=UTC).date())
    form.fills("Hiring manager", "dora").fills("Rule of the bonus", "Half at start")
    stays = form.submits()
    assert stays is not None
    assert stays.errors == {
        "Hiring manager": "This person is not here any more. Choose somebody else.",
        "Bonus": "There is a rule for a bonus. How much is it?",
        "Open until": "That day is over. Choose today or later.",
    }


def test_the_same_announcement_is_edited_for_as_long_as_the_opening_lives(office: Office) -> None:
    margaret, ada = office.margaret, office.ada
    posts_opening(office)
    first = margaret.sees("ENG-1", where="#hiring")

    first.clicks("Details")
    margaret.modal("Opening").clicks("Manage")
    margaret.modal("Manage opening").clicks("Edit what it says")
    form = margaret.modal("Edit ENG-1").fills("Title", "Principal Engineer, Storage")
    assert form.submits() is None
    ada.sees("Principal Engineer, Storage", where="#hiring")
    assert announced(ada).ts == first.ts

    for to, says in (
        ("Pause", "is paused. Who was put forward keeps their place."),
        ("Reopen", "@linus answers every referral"),
        ("Filled", "is filled. Thank you to everybody who put a name forward."),
        ("Reopen", "@linus answers every referral"),
        ("Close", "is closed. Thank you to everybody who put a name forward."),
    ):
        manages(margaret, to)
        ada.sees(says, where="#hiring")
        assert announced(ada).ts == first.ts
        has_button = "Refer someone" in announced(ada).buttons
        assert has_button is (to == "Reopen")


def test_two_managers_at_once_do_not_undo_each_other(office: Office) -> None:
    posts_opening(office)
    forms = []
    for person in (office.margaret, office.linus):
        person.sees("ENG-1", where="#hiring").clicks("Details")
        person.modal("Opening").clicks("Manage")
        person.modal("Manage opening").clicks("Edit what it says")
        forms.append(person.modal("Edit ENG-1"))
    assert forms[0].fills("Place", "Lisbon").submits() is None
    no = forms[1].fills("Place", "Porto").submits()
    assert no is not None
    assert (
        "This opening was changed meanwhile: it is open now. Nothing was changed."
        in no.errors["Title"]
    )
    office.ada.sees("Lisbon", where="#hiring")


def test_a_public_channel_is_joined_and_a_private_one_asks_for_an_invitation(
    office: Office,
) -> None:
    linus = office.linus
    posts_opening(office, "linus", channels=["#engineering", "#recruiting"])
    linus.sees("ENG-1", where="#engineering")
    told = linus.sees("it does not stand in #recruiting yet", where="dm")
    assert "type /invite @Vouch there, then press Try again." in told.text
    assert told.buttons == ["Try again", "Edit"]
    linus.invites("bot", "#recruiting")
    told.clicks("Try again")
    linus.sees("ENG-1", where="#recruiting")
    linus.sees("ENG-1 stands in #recruiting now.", where="dm")
    assert len([seen for seen in linus.channel("#engineering") if "ENG-1" in seen.text]) == 1


def test_an_archived_channel_is_told_with_the_way_out(office: Office) -> None:
    linus = office.linus
    channel = linus.client.channel_id("#design")
    form = linus.types("/refer post").modal()
    preview = submitted(fills_opening(form, channels=["#design"]), "Preview")
    linus.client.post_admin("archive", channel=channel, archived=True)
    submitted(preview, "Posted").closes()
    told = linus.sees("#design is archived. Choose another channel under Edit.", where="dm")
    told.clicks("Edit")
    linus.modal("Edit ENG-1").fills("Announce in", ["#hiring"]).submits()
    office.ada.sees("ENG-1", where="#hiring")


def test_the_closing_date_closes_it_everywhere_on_earth(office: Office) -> None:
    last_day = datetime(2026, 3, 6, tzinfo=UTC)
    posts_opening(office, closes_on=last_day.date())
    first = office.ada.sees("ENG-1", where="#hiring")
    clock_at(office, last_day + timedelta(days=1, hours=11))  # still the 6th in the last zone
    assert "Refer someone" in announced(office.ada).buttons
    clock_at(office, last_day + timedelta(days=1, hours=13))
    office.ada.sees("is closed", where="#hiring")
    assert announced(office.ada).ts == first.ts


def test_refs_count_for_each_team(office: Office) -> None:
    refs = [
        posts_opening(office, "linus", title=f"Role {n}", team=team)
        for n, team in enumerate(["Engineering", "Design", "Engineering"])
    ]
    assert refs == ["ENG-1", "DES-1", "ENG-2"]


def test_posting_twice_from_one_preview_makes_one_opening(office: Office) -> None:
    form = office.linus.types("/refer post").modal()
    preview = submitted(fills_opening(form), "Preview")
    view = preview.view_id
    first = submitted(preview, "Posted")
    assert first.view_id == view
    office.linus.types("/refer jobs")
    settled(office)
    announced(office.ada)


def test_a_referral_stays_when_its_opening_is_paused(office: Office) -> None:
    posts_opening(office)
    refers(office.ada).closes()
    manages(office.margaret, "Pause")
    office.linus.sees("Grace Hopper", where="dm").clicks("I take it")
    office.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
