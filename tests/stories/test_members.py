"""People join, leave and move: someone who left gets no messages, and their referrals move on."""

from __future__ import annotations

from tests.office import Office
from tests.stories.actions import (
    advance_clock,
    come_to_work,
    direct_messages,
    move_stage,
    post_opening,
    refer_and_endorse,
    refer_candidate,
    wait_until_settled,
)
from tests.stories.admin_actions import change_account


def test_the_referrals_of_a_recruiter_who_left_go_to_the_next_owner(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    before = len(office.linus.dm())
    change_account(office, "linus", deleted=True)
    advance_clock(office, hours=1)  # The bot looks a second time, and confirms that he left.
    come_to_work(office, "margaret", "ada")
    card = office.margaret.sees("This came to you, as its owner has left.", where="dm")
    assert "She rebuilt our on-call in a quarter." in card.text
    notice = "@margaret has Grace Hopper for ENG-1 now, and will answer you."
    office.ada.sees(notice, where="dm")
    office.ada.sees("@margaret answers every referral", where="#hiring")
    card.clicks("I'll take it")
    office.ada.sees("@margaret has taken Grace Hopper", where="dm")
    refer_candidate(office.bob, name="Alan", email="alan@example.com").closes()
    office.margaret.sees("@bob put Alan forward", where="dm")
    advance_clock(office, days=6)
    assert len(office.slack.world.open_dm(office.linus.id, _bot(office)).messages) == before


def _bot(office: Office) -> str:
    return str(office.carol.client.read_workspace()["app"]["bot_user_id"])


def test_an_advocate_does_not_become_the_owner_of_their_own_referral(office: Office) -> None:
    """Margaret is the advocate, so another recruiter becomes the owner when Linus leaves."""
    post_opening(office, recruiter="linus")
    form = refer_candidate(office.margaret, name="Alan", email="alan@example.com")
    assert "@linus owns the answer" in form.text
    form.closes()
    change_account(office, "linus", deleted=True)
    advance_clock(office, hours=1)
    come_to_work(office, "priya")
    office.priya.sees("This came to you, as its owner has left.", where="dm")


def test_an_advocate_who_left_gets_no_messages(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.bob)
    refer_candidate(office.ada).closes()
    card = office.linus.sees("@bob put Grace Hopper forward", where="dm")
    wait_until_settled(office)
    before = len(office.bob.dm())
    change_account(office, "bob", deleted=True)
    wait_until_settled(office)
    move_stage(
        office.linus.sees("vouches for Grace Hopper too", where="dm"), "Contacted", office.linus
    )
    office.ada.sees("has been in touch with", where="dm")
    advance_clock(office, days=10)
    assert len(office.slack.world.open_dm(office.bob.id, _bot(office)).messages) == before
    assert card.reload().text


def test_a_new_member_can_refer_at_once(office: Office) -> None:
    post_opening(office)
    new = {"handle": "zoe", "real_name": "Zoe Ito", "email": "zoe@difference.example",
           "tz": "Asia/Tokyo", "title": "Engineer"}  # fmt: skip
    office.carol.client.post_admin("new_user", **new)
    zoe = office.person("zoe")
    thanks = refer_candidate(zoe)
    assert "Thank you for putting Grace Hopper forward" in thanks.text
    zoe.sees("Thank you for putting Grace Hopper forward", where="dm")
    office.linus.sees("@zoe put Grace Hopper forward", where="dm")


def test_messages_follow_a_member_to_a_new_time_zone(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    office.linus.sees("put Grace Hopper forward", where="dm").clicks("I'll take it")
    wait_until_settled(office)
    change_account(office, "ada", tz="Asia/Tokyo")
    advance_clock(office, days=3, hours=1)  # 11:00 in London, 20:00 in Tokyo
    assert direct_messages(office.ada, "you offered") == []
    advance_clock(office, hours=14)  # 10:00 in Tokyo on the next day
    assert len(direct_messages(office.ada, "you offered")) == 1


def test_a_recruiter_who_is_back_takes_back_what_others_carried_on(office: Office) -> None:
    post_opening(office)
    refer_and_endorse(office.ada)
    wait_until_settled(office)
    change_account(office, "linus", deleted=True)
    advance_clock(office, hours=1)
    come_to_work(office, "margaret", "ada", "linus")
    office.margaret.sees("This came to you", where="dm").clicks("I'll take it")
    office.ada.sees("@margaret has taken Grace Hopper", where="dm")
    change_account(office, "linus", deleted=False)
    welcome = office.linus.sees("Welcome back", where="dm")
    assert "@margaret has it now" in welcome.text
    welcome.clicks("Take it back")
    office.ada.sees("@linus has Grace Hopper for ENG-1 now", where="dm")
    office.linus.sees("it's yours again", where="dm")
    office.ada.sees("@linus answers every referral", where="#hiring")
