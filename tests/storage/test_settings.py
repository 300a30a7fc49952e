"""Settings as rows: what is stored comes back, and an admin's choice survives a restart."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import time

from sqlalchemy import delete, insert

from domain.cadence import Cadence
from domain.policy import Policy
from domain.working_time import CivilHours
from storage import settings
from storage.engine import Database
from storage.tables.settings import SETTING
from tests.cast import CAROL, MONDAY
from tests.storage.rows import Company

CHANGED = Policy(
    admins=frozenset({"U0CAROL"}),
    away_emoji=frozenset({"ferry"}),
    recruiters=frozenset({"U0LINUS", "U0PRIYA"}),
    recruiter_group="S0RECRUITERS",
    hiring_managers=frozenset({"U0MARGARET"}),
    guests_see_openings=True,
    default_tz="Europe/Berlin",
    hours=CivilHours(time(8), time(17, 15), frozenset({0, 1, 2})),
    dms_per_week=5,
    commitment=Cadence((1,)),
    recruiter_answer=Cadence((1, 2, 3)),
    question=Cadence((4,)),
    consent=Cadence(()),
    consent_days=10,
    hide_until_agreed=True,
    say_more=Cadence((2,)),
    interview=Cadence((6,)),
    in_review=Cadence((2, 4, 6)),
    interviewing=Cadence((3, 6, 9)),
    offer=Cadence((1, 2, 3)),
    heartbeat_days=14,
    first_voice_days=90,
    stale_opening_days=7,
    roundup_day=None,
    thanks_channel="C0THANKS",
    leaderboard=True,
    matching_words="S7 = PLC",
    bonus="2000 EUR",
    bonus_days="30, 60",
    bonus_excluded=frozenset({"relatives"}),
    bonus_executives=frozenset({"U0CAROL"}),
    bonus_sharing="equal",
    bonus_leavers="paid",
)


def test_a_workspace_without_settings_has_the_defaults(database: Database, acme: Company) -> None:
    with database.read() as transaction:
        assert settings.find_policy(transaction, acme.ws) == Policy()


def test_every_setting_comes_back_as_it_was_stored(database: Database, acme: Company) -> None:
    default = Policy()
    unchanged = [
        each.name
        for each in fields(Policy)
        if getattr(CHANGED, each.name) == getattr(default, each.name)
    ]
    assert unchanged == [], "each setting of the sample differs from its default"
    with database.write() as transaction:
        settings.save_policy(transaction, acme.ws, CHANGED, MONDAY, changed_by=None)
    with database.read() as transaction:
        assert settings.find_policy(transaction, acme.ws) == CHANGED


def test_the_environment_never_overwrites_what_an_admin_chose(
    database: Database, acme: Company
) -> None:
    chosen = replace(Policy(), dms_per_week=5)
    with database.write() as transaction:
        settings.save_policy(transaction, acme.ws, Policy(), MONDAY, changed_by=None)
        settings.save_policy(transaction, acme.ws, chosen, MONDAY, changed_by=CAROL.user_id)
        settings.save_policy(transaction, acme.ws, CHANGED, MONDAY, changed_by=None)
    with database.read() as transaction:
        assert settings.find_policy(transaction, acme.ws) == chosen


def test_the_environment_refreshes_what_it_set_itself(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        settings.save_policy(transaction, acme.ws, CHANGED, MONDAY, changed_by=None)
        settings.save_policy(transaction, acme.ws, Policy(), MONDAY, changed_by=None)
    with database.read() as transaction:
        assert settings.find_policy(transaction, acme.ws) == Policy()


def test_a_setting_of_another_release_is_left_out(database: Database, acme: Company) -> None:
    """A newer replica may have stored one that is unknown here, or one may be missing."""
    with database.write() as transaction:
        settings.save_policy(transaction, acme.ws, CHANGED, MONDAY, changed_by=None)
        transaction.execute(
            insert(SETTING).values(
                workspace_id=acme.ws, name="of_tomorrow", value=1, changed_at=MONDAY
            )
        )
        transaction.execute(delete(SETTING).where(SETTING.c.name == "dms_per_week"))
    with database.read() as transaction:
        found = settings.find_policy(transaction, acme.ws)
    assert found == replace(CHANGED, dms_per_week=Policy().dms_per_week)


def test_each_workspace_has_its_own(database: Database, acme: Company, globex: Company) -> None:
    with database.write() as transaction:
        settings.save_policy(transaction, globex.ws, CHANGED, MONDAY, changed_by=None)
    with database.read() as transaction:
        assert settings.find_policy(transaction, acme.ws) == Policy()
        assert settings.find_policy(transaction, globex.ws) == CHANGED
