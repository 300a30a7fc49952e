"""An opening is previewed and announced, and its announcement is edited when it changes."""

from __future__ import annotations

from datetime import UTC, datetime

from sandbox.driver.person import Person, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    change_status,
    fill_opening_form,
    open_edit_form,
    post_opening,
    refer_candidate,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)


def find_announcement(person: Person) -> SeenMessage:
    announcements = [message for message in person.channel("#hiring") if "ENG-1" in message.text]
    assert len(announcements) == 1, announcements
    return announcements[0]


def test_nothing_is_posted_before_the_preview_is_confirmed(office: Office) -> None:
    margaret = office.margaret
    form = margaret.types("/refer post").modal("Post an opening")
    assert form.value("Hiring manager") == "margaret"
    fill_opening_form(form, title="Staf Engineer")
    preview = submit_and_expect(form, "Preview")
    assert "Staf Engineer" in preview.text
    assert "Nothing is posted yet." in preview.text
    assert preview.closes() is not None

    form = margaret.modal("Post an opening").fills("Title", "Staff Engineer")
    preview = submit_and_expect(form, "Preview")
    assert "Staff Engineer" in preview.text
    wait_until_settled(office)
    assert margaret.channel("#hiring") == []

    posted = submit_and_expect(preview, "Posted")
    assert "ENG-1 Staff Engineer goes to #hiring now." in posted.text
    assert posted.closes() is None, "the submitted form is not shown again"
    margaret.sees("ENG-1 Staff Engineer", where="#hiring")


def test_an_unposted_form_is_restored_the_next_time(office: Office) -> None:
    linus = office.linus
    form = linus.types("/refer post").modal()
    assert form.value("Who answers referrals?") == "linus"
    fill_opening_form(form, title="Data Engineer", team="Data")
    form.fills("Hiring manager", "gus")
    refused = submit_and_expect_errors(
        form, {"Hiring manager": "Guests can't do this. Choose a colleague."}
    )
    refused.closes()

    form = linus.types("/refer post").modal()
    assert "This is what you typed last time and didn't post." in form.text
    assert form.value("Title") == "Data Engineer"
    assert form.value("Announce in") == "hiring"
    form.fills("Hiring manager", "sofia")
    preview = submit_and_expect(form, "Preview")
    preview.closes()
    linus.modal("Post an opening").closes()

    form = linus.types("/refer post").modal().fills("Place", "Porto")
    form.clicks("Start over")
    form = linus.modal("Post an opening")
    assert (form.value("Title"), form.value("Place")) == ("", "")
    assert "didn't post" not in form.text
    form.closes()
    assert linus.types("/refer post").modal().value("Title") == "", "nothing comes back"
    linus.modal().closes()

    form = fill_opening_form(linus.types("/refer post").modal(), title="Data Engineer")
    submit_and_expect(form.fills("Hiring manager", "sofia"), "Preview").closes()
    linus.modal("Post an opening").closes()
    form = linus.types("/refer post").modal()
    assert form.value("Hiring manager") == "sofia"
    submit_and_expect(submit_and_expect(form, "Preview"), "Posted").closes()
    assert linus.types("/refer post").modal().value("Title") == "", "the stored draft is gone"


def test_all_errors_are_shown_under_their_fields_at_once(office: Office) -> None:
    form = office.linus.types("/refer post").modal()
    fill_opening_form(form, closes_on=datetime(2026, 3, 1, tzinfo=UTC).date())
    form.fills("Hiring manager", "dora").fills("Anything else about the bonus", "Half at start")
    submit_and_expect_errors(
        form,
        {
            "Hiring manager": "This person has left. Choose someone else.",
            "Bonus": "You've described a bonus. How much is it?",
            "Open until": "That day has passed. Choose today or later.",
        },
    )


def test_every_change_of_an_opening_edits_the_same_announcement(office: Office) -> None:
    margaret, ada = office.margaret, office.ada
    post_opening(office)
    first = margaret.sees("ENG-1", where="#hiring")

    form = open_edit_form(margaret)
    assert form.fills("Title", "Principal Engineer, Storage").submits() is None
    ada.sees("Principal Engineer, Storage", where="#hiring")
    assert find_announcement(ada).ts == first.ts

    for to, text in (
        ("Pause", "is paused. Everyone who was put forward keeps their place."),
        ("Reopen", "@linus answers every referral"),
        ("Filled", "is filled. Thank you to everyone who put a name forward."),
        ("Reopen", "@linus answers every referral"),
        ("Close", "is closed. Thank you to everyone who put a name forward."),
    ):
        change_status(margaret, to)
        ada.sees(text, where="#hiring")
        assert find_announcement(ada).ts == first.ts
        has_button = "Refer someone" in find_announcement(ada).buttons
        assert has_button is (to == "Reopen")


def test_a_public_channel_is_joined_and_a_private_one_asks_for_an_invitation(
    office: Office,
) -> None:
    linus = office.linus
    post_opening(office, "linus", channels=["#engineering", "#recruiting"])
    linus.sees("ENG-1", where="#engineering")
    notice = linus.sees("it isn't posted in #recruiting yet", where="dm")
    assert "Type /invite @Vouch there, then press Try again." in notice.text
    assert notice.buttons == ["Try again", "Choose another channel"]
    linus.invites("bot", "#recruiting")
    notice.clicks("Try again")
    linus.sees("ENG-1", where="#recruiting")
    linus.sees("ENG-1 is posted in #recruiting now.", where="dm")
    assert (
        len([message for message in linus.channel("#engineering") if "ENG-1" in message.text]) == 1
    )


def test_another_channel_can_be_chosen_when_one_is_archived(office: Office) -> None:
    linus = office.linus
    channel = linus.client.channel_id("#design")
    form = linus.types("/refer post").modal()
    preview = submit_and_expect(fill_opening_form(form, channels=["#design"]), "Preview")
    linus.client.post_admin("set_archived", channel=channel, archived=True)
    submit_and_expect(preview, "Posted").closes()
    notice = linus.sees("#design is archived.", where="dm")
    notice.clicks("Choose another channel")
    linus.modal("Edit ENG-1").fills("Announce in", ["#hiring"]).submits()
    office.ada.sees("ENG-1", where="#hiring")


def test_refs_are_numbered_for_each_team(office: Office) -> None:
    refs = [
        post_opening(office, "linus", title=f"Role {n}", team=team)
        for n, team in enumerate(["Engineering", "Design", "Engineering"])
    ]
    assert refs == ["ENG-1", "DES-1", "ENG-2"]


def test_posting_twice_from_one_preview_makes_one_opening(office: Office) -> None:
    form = office.linus.types("/refer post").modal()
    preview = submit_and_expect(fill_opening_form(form), "Preview")
    view = preview.view_id
    first = submit_and_expect(preview, "Posted")
    assert first.view_id == view
    office.linus.types("/refer jobs")
    wait_until_settled(office)
    find_announcement(office.ada)


def test_a_referral_can_be_answered_while_its_opening_is_paused(office: Office) -> None:
    post_opening(office)
    refer_candidate(office.ada).closes()
    change_status(office.margaret, "Pause")
    office.linus.sees("Grace Hopper", where="dm").clicks("I'll take it")
    office.ada.sees("@linus has taken Grace Hopper for ENG-1", where="dm")
