"""All members are read page by page, by one replica, and again after a failure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.members import Profile, Workspace
from domain.policy import Policy
from nudges.members import EVERY, LEASE, step
from storage import members, referrals, workspaces
from storage.engine import Database
from tests.cast import ADA, BOB, EVERYBODY, LINUS, MARGARET, MONDAY, TEAM_ID
from tests.contexts import store_policy
from tests.storage.rows import create_company


class Directory:
    """A directory of these people, two on a page, which raises after `breaks_after` pages."""

    def __init__(self, *people: Profile) -> None:
        self.people_here = list(people) or [person.profile for person in EVERYBODY]
        self.breaks_after: int | None = None
        self.group: list[str] | None = [LINUS.user_id]
        self.pages = 0

    def fetch_profiles(self, team_id: str) -> Iterable[list[Profile]]:
        assert team_id == TEAM_ID
        for start in range(0, len(self.people_here), 2):
            if self.breaks_after is not None and self.pages >= self.breaks_after:
                raise ConnectionError("Slack is away")
            self.pages += 1
            yield self.people_here[start : start + 2]

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


def known(database: Database, acme: Workspace) -> set[str]:
    ids = [person.user_id for person in EVERYBODY]
    with database.read() as transaction:
        return set(members.find_many(transaction, acme.id, ids))


def test_members_are_read_by_one_replica_and_again_after_some_hours(
    database: Database, acme: Workspace
) -> None:
    slack = Directory()
    for _ in range(3):  # as many replicas
        step(database, slack, MONDAY)
    assert slack.pages == 4
    assert known(database, acme) == {person.user_id for person in EVERYBODY}
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
    slack.breaks_after = 1
    with pytest.raises(ConnectionError):
        step(database, slack, MONDAY)
    assert known(database, acme) == {ADA.user_id, BOB.user_id}
    slack.breaks_after = None
    step(database, slack, MONDAY)
    assert len(known(database, acme)) == len(EVERYBODY)


@pytest.mark.usefixtures("acme")
def test_the_lease_of_a_dead_reader_runs_out(database: Database) -> None:
    class Killed(BaseException):
        pass

    class Dies(Directory):
        def fetch_profiles(self, team_id: str) -> Iterable[list[Profile]]:
            yield next(iter(super().fetch_profiles(team_id)))
            raise Killed

    with pytest.raises(Killed):
        step(database, Dies(), MONDAY)
    slack = Directory()
    step(database, slack, MONDAY + LEASE - timedelta(seconds=1))
    assert slack.pages == 0
    step(database, slack, MONDAY + LEASE)
    assert slack.pages == 4


def test_a_request_during_a_reading_leads_to_another_one(
    database: Database, acme: Workspace
) -> None:
    class Asked(Directory):
        def fetch_group_members(self, group: str) -> list[str] | None:
            with database.write() as transaction:  # an event: the group has changed meanwhile
                workspaces.release_members_reading(transaction, acme.id)
            return super().fetch_group_members(group)

    step(database, Asked(), MONDAY)
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
    assert slack.pages == 8  # and it does not read the whole company again and again for it


def test_referrals_of_somebody_who_left_are_handed_over(database: Database) -> None:
    made = create_company(database, TEAM_ID)
    gone = replace(LINUS.profile, active=False)
    slack = Directory(ADA.profile, gone, MARGARET.profile)
    step(database, slack, MONDAY)
    with database.read() as transaction:
        referral = referrals.find(transaction, made.ws, made.referral.id)
    assert referral is not None
    assert referral.owner == MARGARET.user_id
