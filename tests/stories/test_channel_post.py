"""An advocate posts about a role in another channel that they are in, without any names."""

from __future__ import annotations

import pytest

from sandbox.driver.person import Modal, SeenMessage
from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    direct_messages,
    open_manage_form,
    post_opening,
    refer_and_endorse,
    run_concurrently,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)

OFFER = "Tell other channels here about the role"
POST = "Storage needs someone who <!channel> stays calm. @here, who comes to mind?"


@pytest.fixture
def form(office: Office) -> Modal:
    post_opening(office, fit_brief="Calm in incidents.")
    refer_and_endorse(office.ada, offers=[OFFER])
    office.ada.sees("You offered to tell other channels", where="dm").clicks("Open the post")
    return office.ada.modal("Tell a channel")


def fill_post_form(form: Modal, channel: str, text: str = POST) -> Modal:
    return form.fills("Which channel?", channel).fills("Your post", text)


def post_to_channel(form: Modal, channel: str) -> None:
    assert submit_and_expect(fill_post_form(form, channel), "Preview").submits() is None


def test_a_post_is_previewed_and_posted_once(office: Office, form: Modal) -> None:
    assert form.value("Your post").startswith("We're looking for a Staff Engineer, Storage")
    refused = submit_and_expect_errors(
        fill_post_form(form, "#engineering", "Grace Hopper would fit: who else?"),
        {"Your post": "“Grace Hopper” gives away who it is, and the whole channel reads this."},
    )
    preview = submit_and_expect(fill_post_form(refused, "#engineering"), "Preview")
    assert "This is what #engineering will read:" in preview.text
    assert POST in preview.text
    preview.clicks("Change it")
    form = office.ada.modal("Tell a channel")
    assert (form.value("Which channel?"), form.value("Your post")) == ("engineering", POST)
    preview = submit_and_expect(form, "Preview")
    run_concurrently(preview.submits, preview.submits)

    post = office.bob.sees("@ada on ENG-1 Staff Engineer, Storage:", where="#engineering")
    assert POST in post.text
    wait_until_settled(office)
    assert (
        len([message for message in office.bob.channel("#engineering") if POST in message.text])
        == 1
    )
    assert "Grace" not in post.text
    thanks = office.ada.sees("Thank you for putting", where="dm")
    assert "You told another channel about the role. Thank you" in thanks.text
    card = office.linus.sees("@ada put Grace Hopper forward", where="dm")
    assert "Has told another channel about the role." in card.text
    advance_clock(office, days=4)
    assert direct_messages(office.ada, "you offered to tell other channels") == []
    post.clicks("Refer someone")
    assert office.bob.modal("Refer someone").value("Opening") == "ENG-1 Staff Engineer, Storage"

    # The post is edited when the opening is filled.
    open_manage_form(office.margaret).fills("Change it to", "Filled").submits()
    wait_until_settled(office)
    assert "This role is filled now. Thank you for looking." in post.reload().text
    assert post.reload().buttons == ["Details"]


def test_a_post_needs_the_advocate_to_be_in_the_channel(office: Office, form: Modal) -> None:
    post_to_channel(form, "#design")
    notice = office.ada.sees("Your post about ENG-1 isn't in #design yet.", where="dm")
    assert "You're not in #design yourself. Join it, then press Try again." in notice.text
    office.person("mei").does_not_see(
        POST, where="#design", settle=lambda: wait_until_settled(office)
    )
    office.ada.joins("#design")
    notice.clicks("Try again")
    office.person("mei").sees(POST, where="#design")
    wait_until_settled(office)
    assert "is in #design now. Thank you." in notice.reload().text
    assert notice.reload().buttons == []


def test_the_advocate_is_told_how_to_invite_the_bot(office: Office) -> None:
    """The bot is not in the private channel, so the post can go to another one meanwhile."""
    post_opening(office)
    refer_and_endorse(office.margaret, offers=[OFFER])
    thanks = office.margaret.sees("You offered to tell other channels", where="dm")
    thanks.clicks("Open the post")
    post_to_channel(office.margaret.modal("Tell a channel"), "#recruiting")
    notice = office.margaret.sees("isn't in #recruiting yet.", where="dm")
    assert (
        "I can't see #recruiting. Type /invite @Vouch there, then press Try again." in notice.text
    )
    notice.clicks("Choose another channel")
    form = office.margaret.modal("Tell a channel")
    assert form.value("Your post") == POST
    post_to_channel(form, "#engineering")
    office.bob.sees(POST, where="#engineering")
    wait_until_settled(office)
    assert "is in #engineering now. Thank you." in notice.reload().text


def test_a_preview_is_refused_when_the_opening_was_closed_meanwhile(
    office: Office, form: Modal
) -> None:
    preview = submit_and_expect(fill_post_form(form, "#engineering"), "Preview")
    open_manage_form(office.margaret).fills("Change it to", "Pause").submits()
    office.margaret.modal("Pause opening").submits()
    refusal = preview.submits()
    assert refusal is not None
    assert "ENG-1 is paused, so it takes no referrals." in refusal.text
    office.bob.does_not_see(POST, where="#engineering", settle=lambda: wait_until_settled(office))
    thanks: SeenMessage = office.ada.sees("You offered to tell other channels", where="dm")
    assert thanks.buttons == ["Open the post", "Add to what you said"]
