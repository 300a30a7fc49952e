"""Workspaces and members: stored as Slack describes them, also by two calls at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from domain.members import Membership, Profile, Workspace
from domain.own_settings import OwnSettings
from domain.working_time import CivilHours
from storage import members, workspaces
from storage.engine import Database, Transaction
from tests.cast import ADA, BOB, CAROL, DORA, EVERYBODY, GUS, LINUS, MONDAY, SAM, TEAM_ID
from tests.statements import recorded_statements
from tests.storage.concurrency import run_overlapping
from tests.storage.rows import Company

NEW = Profile("U0NEW", "New Person", "New@Acme.test", "Asia/Tokyo")


def save_workspace(
    transaction: Transaction, name: str = "Acme", enterprise: str | None = None
) -> Workspace:
    return workspaces.save(
        transaction, team_id="T9", enterprise_id=enterprise, name=name, bot_user_id="U9"
    )


def test_a_workspace_is_made_once_and_refreshed(database: Database) -> None:
    with database.write() as transaction:
        first = save_workspace(transaction)
        grid = save_workspace(transaction, enterprise="E1")
        renamed = save_workspace(transaction, "Acme Ltd")
        assert workspaces.find(transaction, "T9") == renamed
        assert workspaces.find(transaction, "T9", "E1") == grid
        assert workspaces.find(transaction, "T8") is None
        assert workspaces.get(transaction, first.id) == renamed
        assert workspaces.list_all(transaction) == [renamed, grid]
        with pytest.raises(NoResultFound):
            workspaces.get(transaction, 404)
    assert renamed == replace(first, name="Acme Ltd")
    assert (first.enterprise_id, grid.enterprise_id) == (None, "E1")


def test_two_replicas_that_start_at_once_make_one_workspace(database: Database) -> None:
    first, second = run_overlapping(database, save_workspace, save_workspace)
    assert first == second


def test_people_are_stored_as_slack_describes_them(database: Database, acme: Company) -> None:
    with database.read() as transaction:
        ada = members.find(transaction, acme.ws, ADA.user_id)
        assert ada is not None
        assert (ada.name, ada.email, ada.tz) == (ADA.name, ADA.email, ADA.tz)
        assert (ada.active, ada.is_bot, ada.is_admin) == (True, False, False)
        assert (ada.dm_channel, ada.paused_until) == (None, None)
        found_members = members.find_many(transaction, acme.ws, [DORA.user_id, SAM.user_id, "U404"])
        assert {user: found.active for user, found in found_members.items()} == {
            DORA.user_id: False,
            SAM.user_id: True,
        }
        assert found_members[SAM.user_id].membership is Membership.EXTERNAL
        assert members.find(transaction, acme.ws, "U404") is None


def test_own_settings_outlive_a_refresh(database: Database, acme: Company) -> None:
    hours = CivilHours(time(8, 15), time(12), frozenset({0, 4}))
    own, pause = OwnSettings("Asia/Tokyo", hours, 0), MONDAY + timedelta(days=3)
    with database.write() as transaction:
        members.save_own_settings(transaction, acme.ws, ADA.user_id, own, pause)
        members.save_profiles(transaction, acme.ws, [replace(ADA.profile, tz="Europe/Berlin")])
        ada = members.find(transaction, acme.ws, ADA.user_id)
        assert ada is not None
        assert (ada.own_settings, ada.paused_until, ada.tz) == (own, pause, "Europe/Berlin")
        members.save_own_settings(transaction, acme.ws, ADA.user_id, OwnSettings(), None)
        ada = members.find(transaction, acme.ws, ADA.user_id)
        assert ada is not None
        assert (ada.own_settings, ada.paused_until) == (OwnSettings(), None)


def test_a_refresh_keeps_the_columns_that_slack_does_not_have(
    database: Database, acme: Company
) -> None:
    with database.write() as transaction:
        members.set_dm_channel(transaction, acme.ws, ADA.user_id, "D1")
        members.set_recruiter_group(transaction, acme.ws, [ADA.user_id])
        changed = members.save_profiles(
            transaction, acme.ws, [replace(ADA.profile, name="Ada P.", tz=None), NEW]
        )
        ada, new = (members.find(transaction, acme.ws, user) for user in (ADA.user_id, NEW.user_id))
    assert changed == members.ChangedColleagues((), ())
    assert ada is not None
    assert (ada.name, ada.tz, ada.dm_channel, ada.in_recruiter_group) == (
        "Ada P.",
        None,
        "D1",
        True,
    )
    assert new is not None
    assert (new.email, new.in_recruiter_group) == ("new@acme.test", False)


def test_a_departure_is_returned_once(database: Database, acme: Company) -> None:
    departed = [replace(each.profile, active=False) for each in (LINUS, DORA, ADA)]
    results = run_overlapping(
        database,
        lambda transaction: members.save_profiles(transaction, acme.ws, departed),
        lambda transaction: members.save_profiles(transaction, acme.ws, departed),
    )
    assert [each.left for each in results] == [(ADA.user_id, LINUS.user_id), ()]
    with database.write() as transaction:
        changed = members.save_profiles(transaction, acme.ws, [ADA.profile])
        assert (changed.left, changed.returned) == ((), (ADA.user_id,))
        assert members.set_inactive(transaction, acme.ws, ADA.user_id)
        assert not members.set_inactive(transaction, acme.ws, ADA.user_id)
        assert not members.set_inactive(transaction, acme.ws, "U404")


def test_who_becomes_a_guest_has_left(database: Database, acme: Company) -> None:
    for membership in (Membership.GUEST, Membership.EXTERNAL):
        changed_profile = replace(ADA.profile, membership=membership)
        with database.write() as transaction:
            changed = members.save_profiles(transaction, acme.ws, [changed_profile])
            assert (changed.left, changed.returned) == ((ADA.user_id,), ())
            changed = members.save_profiles(transaction, acme.ws, [ADA.profile])
            assert (changed.left, changed.returned) == ((), (ADA.user_id,))


def test_two_transactions_store_a_new_person_once(database: Database, acme: Company) -> None:
    renamed = replace(NEW, name="Newer Name")
    run_overlapping(
        database,
        lambda transaction: members.save_profiles(transaction, acme.ws, [NEW]),
        lambda transaction: members.save_profiles(transaction, acme.ws, [renamed]),
    )
    with database.read() as transaction:
        found = members.find(transaction, acme.ws, NEW.user_id)
    assert found is not None
    assert found.name == "Newer Name"


def test_a_page_of_known_people_takes_two_statements(database: Database, acme: Company) -> None:
    with recorded_statements(database) as statements, database.write() as transaction:
        changed = [replace(each.profile, name=f"{each.name} II") for each in EVERYBODY]
        members.save_profiles(transaction, acme.ws, changed)
    asked = [each for each in statements if not each.startswith("BEGIN")]
    assert [each.split()[0] for each in asked] == ["SELECT", "UPDATE"]


def test_exactly_these_are_in_the_recruiters_group(database: Database, acme: Company) -> None:
    def group(transaction: Transaction) -> set[str]:
        people = members.find_many(transaction, acme.ws, [each.user_id for each in EVERYBODY])
        return {user for user, found in people.items() if found.in_recruiter_group}

    with database.write() as transaction:
        members.set_recruiter_group(transaction, acme.ws, [LINUS.user_id, BOB.user_id])
        assert group(transaction) == {LINUS.user_id, BOB.user_id}
        members.set_recruiter_group(transaction, acme.ws, [ADA.user_id])
        assert group(transaction) == {ADA.user_id}
        members.set_recruiter_group(transaction, acme.ws, [])
        assert group(transaction) == set()


def test_only_active_recruiters_and_admins_are_listed(database: Database, acme: Company) -> None:
    bot = Profile("U0BOT", "A bot", is_bot=True, is_admin=True)
    listed = [each.user_id for each in (LINUS, DORA, GUS, SAM)]
    with database.write() as transaction:
        members.save_profiles(transaction, acme.ws, [bot])
        members.set_recruiter_group(transaction, acme.ws, [BOB.user_id, GUS.user_id])
        # Slack's admins count if no list was given; who left, guests and bots never do.
        assert members.list_recruiters_and_admins(transaction, acme.ws, listed, []) == (
            (BOB.user_id, LINUS.user_id),
            (CAROL.user_id,),
        )
        assert members.list_recruiters_and_admins(transaction, acme.ws, [], [ADA.user_id]) == (
            (BOB.user_id,),
            (ADA.user_id,),
        )


def test_the_cast_has_the_roles_that_tests_count_on() -> None:
    assert len({each.user_id for each in EVERYBODY}) == len(EVERYBODY)
    assert [each for each in EVERYBODY if not each.active] == [DORA]
    assert [each for each in EVERYBODY if each.is_admin] == [CAROL]
    assert TEAM_ID.startswith("T")
