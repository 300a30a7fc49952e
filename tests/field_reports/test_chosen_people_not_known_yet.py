"""Someone whom Vouch does not know yet is chosen in a form: Slack is asked who they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from storage.tables.core import MEMBER
from tests.office import Office
from tests.stories.actions import (
    come_to_work,
    fill_lead_form,
    fill_opening_form,
    hand_over,
    post_opening,
    refer_candidate,
    submit_and_expect,
    submit_and_expect_errors,
    wait_until_settled,
)
from tests.stories.ask_actions import fill_ask_form

NOT_KNOWN = "Slack hasn't told me who this is. Try again in a minute, or choose someone else."


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with Office(database_url) as office:
        yield office


def forget(office: Office, *handles: str) -> None:
    """Make these people new: Slack knows them, and Vouch has not heard of them yet."""
    user_ids = [office.person(handle).id for handle in handles]
    with office.vouch.database.write() as transaction:
        transaction.execute(delete(MEMBER).where(MEMBER.c.user_id.in_(user_ids)))


def test_a_new_hiring_manager_and_recruiter_are_taken_at_once(office: Office) -> None:
    forget(office, "sofia", "priya")
    form = fill_opening_form(office.linus.types("/refer post").modal())
    form.fills("Hiring manager", "sofia").fills("Who answers referrals?", "priya")
    submit_and_expect(submit_and_expect(form, "Preview"), "Posted").closes()
    office.ada.sees("@priya answers every referral", where="#hiring")


def test_a_new_colleague_can_be_asked_thanked_and_handed_a_referral(office: Office) -> None:
    post_opening(office)
    forget(office, "bob", "kenji", "aisha")
    form = fill_ask_form(office.ada.types("/refer ask").modal(), opening="ENG-1")
    submit_and_expect(form.fills("Who do you want to ask?", "bob"), "Asked").closes()
    form = office.ada.types("/refer thanks").modal().fills("Who would you like to thank?", "aisha")
    form.fills("What did they do?", "the introduction")
    submit_and_expect(form, "Thank you").closes()
    refer_candidate(office.ada).closes()
    hand_over(office.linus.sees("put Grace Hopper forward", where="dm"), office.linus, "kenji")
    come_to_work(office, "kenji")
    office.person("kenji").sees("@linus handed this to you.", where="dm")


def test_somebody_new_who_chooses_somebody_new_is_looked_up_too(office: Office) -> None:
    form = office.ada.types("/refer thanks").modal().fills("Who would you like to thank?", "bob")
    form.fills("What did they do?", "the introduction")
    forget(office, "ada", "bob")
    submit_and_expect(form, "Thank you").closes()


def test_a_new_guest_is_refused_as_a_guest(office: Office) -> None:
    forget(office, "gus")
    form = fill_opening_form(office.linus.types("/refer post").modal())
    form.fills("Hiring manager", "gus")
    submit_and_expect_errors(form, {"Hiring manager": "Guests can't do this. Choose a colleague."})


@pytest.mark.parametrize("error", ["user_not_found", "internal_error", "ratelimited"])
def test_where_slack_does_not_say_who_it_is_nobody_is_said_to_have_left(
    office: Office, error: str
) -> None:
    forget(office, "sofia")
    form = fill_opening_form(office.linus.types("/refer post").modal())
    form.fills("Hiring manager", "sofia")
    office.slack.fail("users.info", error, about="sofia")
    submit_and_expect_errors(form, {"Hiring manager": NOT_KNOWN})
    wait_until_settled(office)
    submit_and_expect(form, "Preview").closes()


def test_a_recruiter_who_is_not_known_yet_gets_the_referral(database_url: str) -> None:
    """The settings name Priya. The bot has just started, and has not read who the people are."""
    settings = {"VOUCH_RECRUITER_GROUP": "", "VOUCH_RECRUITERS": "U0PRIYA"}
    with Office(database_url, settings=settings) as office:
        forget(office, "linus", "priya", "carol")
        form = fill_lead_form(office.ada.types("/refer").modal("Refer someone"))
        submit_and_expect(form.fills("Opening", "No role yet"), "Thank you").closes()
        office.priya.sees("put Grace Hopper forward", where="dm")
