"""All members are read page by page, by one replica, and again after a failure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.members import Profile, Workspace
from domain.policy import Policy
from nudges.members import EVERY, LEASE, step
from storage import departures, members, referrals, workspaces
from storage.engine import Database
from tests.cast import ADA, BOB, EVERYBODY, LINUS, MARGARET, MONDAY, TEAM_ID
from tests.contexts import store_policy
from tests.storage.rows import create_company


class Directory:
    """Stands in for Slack: pages of two profiles each. It raises after `fails_after` pages."""

    def __init__(self, *people: Profile) -> None:
        self.profiles = list(people) or [person.profile for person in EVERYBODY]
        self.fails_after: int | None = None
        self.group: list[str] | None = [LINUS.user_id]
        self.pages = 0

    def fetch_profiles(self, team_id: str) -> Iterable[list[Profile]]:
        assert team_id == TEAM_ID
        for start in range(0, len(self.profiles), 2):
            if self.fails_after is not None and self.pages >= self.fails_after:
                raise ConnectionError("Slack cannot be reached")
            self.pages += 1
            yield self.profiles[start : start + 2]

    def fetch_group_members(self, group: str) -> list[str] | None:
        assert group == "recruiters"
        return self.group


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
    slack = Directory()
    for _ in range(3):  # Three replicas.
        step(database, slack, MONDAY)
    assert slack.pages == 4
    assert stored_user_ids(database, acme) == {person.user_id for person in EVERYBODY}
    with database.read() as transaction:
        linus = members.find(transaction, acme.id, LINUS.user_id)
    assert linus is not None
    assert linus.in_recruiter_group
    step(database, slack, MONDAY + EVERY - timedelta(seconds=1))
    assert slack.pages == 4
    step(database, slack, MONDAY + EVERY)
    assert slack.pages == 8


def test_after_a_failure_the_next_step_tries_again(database: Database, acme: Workspace) -> None:
    slack = Directory()
    slack.fails_after = 1
    with pytest.raises(ConnectionError):
        step(database, slack, MONDAY)
    assert stored_user_ids(database, acme) == {ADA.user_id, BOB.user_id}
    slack.fails_after = None
    step(database, slack, MONDAY)
    assert len(stored_user_ids(database, acme)) == len(EVERYBODY)


@pytest.mark.usefixtures("acme")
def test_the_lease_of_a_dead_reader_runs_out(database: Database) -> None:
    class Killed(BaseException):
        pass

    class DyingDirectory(Directory):
        def fetch_profiles(self, team_id: str) -> Iterable[list[Profile]]:
            yield next(iter(super().fetch_profiles(team_id)))
            raise Killed

    with pytest.raises(Killed):
        step(database, DyingDirectory(), MONDAY)
    slack = Directory()
    step(database, slack, MONDAY + LEASE - timedelta(seconds=1))
    assert slack.pages == 0
    step(database, slack, MONDAY + LEASE)
    assert slack.pages == 4


def test_a_request_during_a_reading_leads_to_another_one(
    database: Database, acme: Workspace
) -> None:
    class DirectoryWithEvent(Directory):
        def fetch_group_members(self, group: str) -> list[str] | None:
            with database.write() as transaction:  # As the handler of the group's event does.
                workspaces.release_members_reading(transaction, acme.id)
            return super().fetch_group_members(group)

    step(database, DirectoryWithEvent(), MONDAY)
    slack = Directory()
    step(database, slack, MONDAY)
    assert slack.pages == 4


def test_a_group_that_cannot_be_read_is_not_changed(database: Database, acme: Workspace) -> None:
    slack = Directory()
    step(database, slack, MONDAY)
    slack.group = None
    step(database, slack, MONDAY + EVERY)
    with database.read() as transaction:
        linus = members.find(transaction, acme.id, LINUS.user_id)
    assert linus is not None
    assert linus.in_recruiter_group
    step(database, slack, MONDAY + EVERY)
    assert slack.pages == 8  # The members are not read more often because of it.


def test_who_is_read_as_having_left_is_looked_at_again(database: Database) -> None:
    company = create_company(database, TEAM_ID)
    inactive = replace(LINUS.profile, active=False)
    slack = Directory(ADA.profile, inactive, MARGARET.profile)
    step(database, slack, MONDAY)
    with database.read() as transaction:
        referral = referrals.find(transaction, company.ws, company.referral.id)
        departure = departures.find(transaction, company.ws, LINUS.user_id)
    assert referral is not None
    assert referral.owner == LINUS.user_id
    assert departure is not None
    assert departure.second_look_at == MONDAY + timedelta(hours=1)
