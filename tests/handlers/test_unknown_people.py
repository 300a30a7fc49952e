"""Someone unknown acts, and is stored together with the members of the recruiters' group."""

from __future__ import annotations

from domain.directory import ProfilePage, UserGroup
from domain.members import Profile
from domain.policy import Policy
from handlers.unknown_people import store_people
from storage import members
from storage.engine import Database
from tests.cast import ADA, BOB, LINUS, MONDAY, TEAM_ID
from tests.contexts import store_policy
from tests.storage.rows import create_company


class SlackDuringChange:
    """Stands in for Slack. While it returns the group, an admin names another one."""

    def __init__(self, database: Database, workspace_id: int) -> None:
        self.database = database
        self.workspace_id = workspace_id

    def fetch_profile(self, user_id: str, team_id: str) -> Profile | None:
        assert (user_id, team_id) == (ADA.user_id, TEAM_ID)
        return ADA.profile

    def fetch_profile_page(self, team_id: str, cursor: str) -> ProfilePage:
        raise AssertionError(team_id + cursor)

    def fetch_group(self, name: str) -> UserGroup:
        assert name == "recruiters"
        store_policy(self.database, self.workspace_id, Policy(recruiter_group="talent"))
        with self.database.write() as transaction:  # The reading of the new group is faster.
            members.set_recruiter_group(transaction, self.workspace_id, [LINUS.user_id])
        return UserGroup("S0RECRUIT", [BOB.user_id])


def test_a_group_that_the_settings_no_longer_name_is_not_stored(database: Database) -> None:
    acme = create_company(database, TEAM_ID)
    store_policy(database, acme.ws, Policy(recruiter_group="recruiters"))
    slack = SlackDuringChange(database, acme.ws)
    store_people(database, slack, TEAM_ID, [ADA.user_id], MONDAY)
    with database.read() as transaction:
        found = members.find_many(transaction, acme.ws, [BOB.user_id, LINUS.user_id])
    assert not found[BOB.user_id].in_recruiter_group
    assert found[LINUS.user_id].in_recruiter_group
