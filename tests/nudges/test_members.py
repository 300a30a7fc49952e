"""One replica reads the members page by page, and continues after a failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.directory import (
    RETRY_REFUSED,
    RETRY_TEMPORARY,
    DirectoryError,
    ProfilePage,
    UserGroup,
)
from domain.members import Profile, Workspace
from domain.policy import Policy
from nudges.members import LEASE, READ_EVERY, read_all, step
from nudges.recruiters import LOOK_UPS_PER_STEP
from storage import departures, members, readings, referrals, workspaces
from storage.engine import Database
from tests.cast import ADA, BOB, EVERYBODY, LINUS, MARGARET, MONDAY, TEAM_ID
from tests.contexts import store_policy
from tests.storage.rows import create_company


class SlackStub:
    """Stands in for Slack: pages of two profiles each. It raises `problem` for every page."""

    def __init__(self, *people: Profile) -> None:
        self.profiles = list(people) or [person.profile for person in EVERYBODY]
        self.problem: BaseException | None = None
        self.pages = 0

    def fetch_profile(self, user_id: str, team_id: str) -> Profile | None:
        assert team_id == TEAM_ID
        return next((each for each in self.profiles if each.user_id == user_id), None)

    def fetch_profile_page(self, team_id: str, cursor: str) -> ProfilePage:
        assert team_id == TEAM_ID
        if self.problem is not None:
            raise self.problem
        self.pages += 1
        start = int(cursor or "0")
        end = start + 2
        next_cursor = str(end) if end < len(self.profiles) else ""
        return ProfilePage(self.profiles[start:end], next_cursor)

    def fetch_group(self, name: str) -> UserGroup:
        assert name == "recruiters"
        return UserGroup("S0RECRUIT", [LINUS.user_id])


@pytest.fixture
def acme(database: Database) -> Workspace:
    with database.write() as transaction:
        acme = workspaces.save(
            transaction, team_id=TEAM_ID, enterprise_id=None, name="Acme", bot_user_id="U0VOUCH"
        )
    store_policy(database, acme.id, Policy(recruiter_group="recruiters"))
    return acme


def stored_user_ids(database: Database, acme: Workspace) -> set[str]:
    ids = [person.user_id for person in EVERYBODY]
    with database.read() as transaction:
        return set(members.find_many(transaction, acme.id, ids))


def test_members_are_read_by_one_replica_and_again_after_some_hours(
    database: Database, acme: Workspace
) -> None:
    slack = SlackStub()
    for _ in range(3):  # Three replicas.
        assert read_all(database, slack, MONDAY)
    assert slack.pages == 4
    assert stored_user_ids(database, acme) == {person.user_id for person in EVERYBODY}
    with database.read() as transaction:
        linus = members.find(transaction, acme.id, LINUS.user_id)
    assert linus is not None
    assert linus.in_recruiter_group
    read_all(database, slack, MONDAY + READ_EVERY - timedelta(seconds=1))
    assert slack.pages == 4
    read_all(database, slack, MONDAY + READ_EVERY)
    assert slack.pages == 8


def test_after_a_failure_the_reading_goes_on_with_the_same_page(
    database: Database, acme: Workspace
) -> None:
    slack = SlackStub()
    assert step(database, slack, MONDAY), "the recruiters"
    assert step(database, slack, MONDAY), "the first page"
    slack.problem = DirectoryError("users.list", "fatal_error", temporary=True)
    assert not read_all(database, slack, MONDAY)
    assert stored_user_ids(database, acme) == {ADA.user_id, BOB.user_id, LINUS.user_id}
    slack.problem = None
    assert not read_all(database, slack, MONDAY + RETRY_TEMPORARY - timedelta(seconds=1))
    assert slack.pages == 1
    assert read_all(database, slack, MONDAY + RETRY_TEMPORARY)
    assert len(stored_user_ids(database, acme)) == len(EVERYBODY)
    assert slack.pages == 4


@pytest.mark.usefixtures("acme")
def test_a_page_that_slack_refuses_for_good_is_tried_every_hour(database: Database) -> None:
    slack = SlackStub()
    slack.problem = DirectoryError("users.list", "missing_scope", temporary=False)
    read_all(database, slack, MONDAY)
    slack.problem = None
    read_all(database, slack, MONDAY + RETRY_REFUSED - timedelta(seconds=1))
    assert slack.pages == 0
    read_all(database, slack, MONDAY + RETRY_REFUSED)
    assert slack.pages == 4


@pytest.mark.usefixtures("acme")
def test_a_page_of_a_dead_reader_is_read_by_another(database: Database) -> None:
    class Killed(BaseException):
        pass

    dying = SlackStub()
    dying.problem = Killed()
    step(database, dying, MONDAY)
    with pytest.raises(Killed):
        step(database, dying, MONDAY)
    slack = SlackStub()
    read_all(database, slack, MONDAY + LEASE - timedelta(seconds=1))
    assert slack.pages == 0
    read_all(database, slack, MONDAY + LEASE)
    assert slack.pages == 4


@pytest.mark.usefixtures("acme")
def test_a_reading_that_was_broken_off_long_ago_begins_anew(database: Database) -> None:
    slack = SlackStub()
    for _ in range(3):
        step(database, slack, MONDAY)
    assert slack.pages == 2
    read_all(database, slack, MONDAY + READ_EVERY + timedelta(days=2))
    assert slack.pages == 6


def test_a_request_while_the_group_is_read_leads_to_another_reading(
    database: Database, acme: Workspace
) -> None:
    class SlackWithEvent(SlackStub):
        def fetch_group(self, name: str) -> UserGroup:
            assert name == "recruiters"
            with database.write() as transaction:  # As the handler of the group's event does.
                readings.request_recruiters(transaction, acme.id)
            return UserGroup("S0RECRUIT", [BOB.user_id])

    step(database, SlackWithEvent(), MONDAY)
    read_all(database, SlackStub(), MONDAY)
    with database.read() as transaction:
        found = members.find_many(transaction, acme.id, [BOB.user_id, LINUS.user_id])
    assert [each.in_recruiter_group for each in found.values()] == [False, True]


@pytest.mark.usefixtures("acme")
def test_many_recruiters_are_looked_up_in_several_steps(database: Database) -> None:
    people = [Profile(f"U0R{number:03}", "Recruiter") for number in range(LOOK_UPS_PER_STEP + 1)]

    class SlackOfRecruiters(SlackStub):
        def fetch_group(self, name: str) -> UserGroup:
            assert name == "recruiters"
            return UserGroup("S0RECRUIT", [*(each.user_id for each in people), "U0GONE"])

    slack = SlackOfRecruiters(*people)
    assert step(database, slack, MONDAY)
    assert step(database, slack, MONDAY)
    assert slack.pages == 0
    with database.read() as transaction:
        recruiters, _ = members.list_recruiters_and_admins(transaction, 1, [], [])
    assert len(recruiters) == len(people)
    assert step(database, slack, MONDAY)
    assert slack.pages == 1, "an id that Slack does not know is not looked up again at once"
    slack.profiles.append(Profile("U0GONE", "Not gone"))
    read_all(database, slack, MONDAY + RETRY_REFUSED)
    with database.read() as transaction:
        recruiters, _ = members.list_recruiters_and_admins(transaction, 1, [], [])
    assert "U0GONE" in recruiters


@pytest.mark.usefixtures("acme")
def test_ids_that_slack_does_not_know_keep_nobody_from_being_looked_up(database: Database) -> None:
    unknown = [f"U0GONE{number:03}" for number in range(2 * LOOK_UPS_PER_STEP)]
    late = Profile("U0LATE", "Sorted after all ids that Slack does not know")

    class SlackOfUnknownIds(SlackStub):
        def fetch_group(self, name: str) -> UserGroup:
            assert name == "recruiters"
            return UserGroup("S0RECRUIT", [*unknown, late.user_id])

    slack = SlackOfUnknownIds(late)
    for hour in range(3):
        step(database, slack, MONDAY + hour * RETRY_REFUSED)
    with database.read() as transaction:
        recruiters, _ = members.list_recruiters_and_admins(transaction, 1, [], [])
    assert list(recruiters) == [late.user_id]


def test_a_reader_that_lost_its_claim_does_not_bring_an_old_group_back(
    database: Database, acme: Workspace
) -> None:
    class SlowSlack(SlackStub):
        def fetch_group(self, name: str) -> UserGroup:
            assert name == "recruiters"
            store_policy(database, acme.id, Policy(recruiter_group=None))
            step(database, SlackStub(), MONDAY)  # Another replica reads that there is no group.
            return UserGroup("S0RECRUIT", [LINUS.user_id])

    step(database, SlowSlack(), MONDAY)
    read_all(database, SlackStub(), MONDAY)
    with database.read() as transaction:
        linus = members.find(transaction, acme.id, LINUS.user_id)
    assert linus is not None
    assert not linus.in_recruiter_group


def test_who_is_read_as_having_left_is_looked_at_again(database: Database) -> None:
    company = create_company(database, TEAM_ID)
    inactive = replace(LINUS.profile, active=False)
    read_all(database, SlackStub(ADA.profile, inactive, MARGARET.profile), MONDAY)
    with database.read() as transaction:
        referral = referrals.find(transaction, company.ws, company.referral.id)
        departure = departures.find(transaction, company.ws, LINUS.user_id)
    assert referral is not None
    assert referral.owner == LINUS.user_id
    assert departure is not None
    assert departure.second_look_at == MONDAY + timedelta(hours=1)
