"""An advocate tells another channel of the role: previewed, nobody named, only where they are."""

from __future__ import annotations

import pytest

from sandbox.driver.person import Modal, SeenMessage
from tests.office import Office
from tests.stories.acts import (
    at_once,
    heard,
    later,
    posts_opening,
    settled,
    submitted,
    vouches,
)

OFFER = "Tell other channels here of the role"
POST = "Storage needs somebody who <!channel> stays calm. @here, who comes to mind?"


@pytest.fixture
def form(office: Office) -> Modal:
    posts_opening(office, fit_brief="Calm in incidents.")
    vouches(office.ada, offers=[OFFER])
    office.ada.sees("You offered to tell other channels", where="dm").clicks("Open the post")
    return office.ada.modal("Tell a channel")


def fills(form: Modal, channel: str, text: str = POST) -> Modal:
    return form.fills("Which channel?", channel).fills("Your post", text)


def posts(form: Modal, channel: str) -> None:
    assert submitted(fills(form, channel), "Preview").submits() is None


def test_it_is_previewed_posted_once_and_thanked(office: Office, form: Modal) -> None:
    assert form.value("Your post").startswith("We are looking for a Staff Engineer, Storage")
    stays = fills(form, "#engineering", "Grace Hopper would fit: who else?").submits()
    assert stays is not None
    assert stays.errors == {
        "Your post": "“Grace Hopper” tells who it is, and the whole channel would read it."
    }
    preview = submitted(fills(stays, "#engineering"), "Preview")
    assert "This is what #engineering will read:" in preview.text
    assert POST in preview.text
    preview.clicks("Change it")
    form = office.ada.modal("Tell a channel")
    assert (form.value("Which channel?"), form.value("Your post")) == ("engineering", POST)
    preview = submitted(form, "Preview")
    at_once(preview.submits, preview.submits)

    post = office.bob.sees("@ada on ENG-1 Staff Engineer, Storage:", where="#engineering")
    assert POST in post.text
    settled(office)
    assert len([it for it in office.bob.channel("#engineering") if POST in it.text]) == 1
    assert "Grace" not in post.text
    thanks = office.ada.sees("Thank you for putting", where="dm")
    assert "You told another channel of the role. Thank you" in thanks.text
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "Has told another channel of the role." in card.text
    later(office, days=4)
    assert heard(office.ada, "you offered to tell other channels") == []
    post.clicks("Refer someone")
    assert office.bob.modal("Refer someone").value("Opening") == "ENG-1 Staff Engineer, Storage"

    # The role is filled: the post says so.
    office.margaret.sees("ENG-1", where="#hiring").clicks("Details")
    office.margaret.modal("Opening").clicks("Manage")
    office.margaret.modal("Manage opening").fills("Change it to", "Filled").submits()
    settled(office)
    assert "This role is filled now. Thank you for looking." in post.again().text
    assert post.again().buttons == ["Details"]


def test_only_where_the_advocate_is(office: Office, form: Modal) -> None:
    posts(form, "#design")
    told = office.ada.sees("Your post about ENG-1 does not stand in #design yet.", where="dm")
    assert "You are not in #design yourself. Join it, then press Try again." in told.text
    office.person("mei").does_not_see(POST, where="#design", settle=lambda: settled(office))
    office.ada.joins("#design")
    told.clicks("Try again")
    office.person("mei").sees(POST, where="#design")
    settled(office)
    assert "stands in #design now. Thank you." in told.again().text
    assert told.again().buttons == []


def test_where_the_bot_may_not_come_the_advocate_hears_what_to_do(office: Office) -> None:
    """A private channel in which the bot is not; meanwhile it may stand elsewhere."""
    posts_opening(office)
    vouches(office.margaret, offers=[OFFER])
    thanks = office.margaret.sees("You offered to tell other channels", where="dm")
    thanks.clicks("Open the post")
    posts(office.margaret.modal("Tell a channel"), "#recruiting")
    told = office.margaret.sees("does not stand in #recruiting yet.", where="dm")
    assert "I cannot see #recruiting. Type /invite @Vouch there, then press Try again." in told.text
    told.clicks("Choose another channel")
    form = office.margaret.modal("Tell a channel")
    assert form.value("Your post") == POST
    posts(form, "#engineering")
    office.bob.sees(POST, where="#engineering")
    settled(office)
    assert "stands in #engineering now. Thank you." in told.again().text


def test_a_post_under_way_and_a_role_that_closed(office: Office, form: Modal) -> None:
    preview = submitted(fills(form, "#engineering"), "Preview")
    office.margaret.sees("ENG-1", where="#hiring").clicks("Details")
    office.margaret.modal("Opening").clicks("Manage")
    office.margaret.modal("Manage opening").fills("Change it to", "Pause").submits()
    no = preview.submits()
    assert no is not None
    assert "ENG-1 is paused and takes no referrals now." in no.text
    office.bob.does_not_see(POST, where="#engineering", settle=lambda: settled(office))
    thanks: SeenMessage = office.ada.sees("You offered to tell other channels", where="dm")
    assert thanks.buttons == ["Open the post", "Add to what you said"]
