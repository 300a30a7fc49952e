"""Creates a made-up company for the benchmarks: people and openings, and the apps' settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from benchmarks.payloads import SECRET, TEAM
from domain.members import Membership, Profile
from domain.openings import OpeningStatus
from storage import members, workspaces
from storage.engine import Database, Transaction
from storage.opening_search import build_search_text
from storage.tables.core import OPENING

TOKEN = "xoxb-1-bench"  # noqa: S105 - made up, for this machine only
APP_TOKEN = "xapp-1-bench"  # noqa: S105 - made up as well
RECRUITER, MANAGER, ADVOCATE = "U0LINUS", "U0MARGARET", "U0ADA"
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
_WORDS = ("Storage", "Platform", "Data", "Mobile", "Security", "Search", "Payments", "Design")
_PLACES = ("Lisbon", "Berlin", "London", "New York", "Tokyo", "Bengaluru")


def app_environment(database_url: str, stub_port: int, app_port: int) -> dict[str, str]:
    """The settings of the measured app. It listens at `app_port`.

    It calls the Slack stub at `stub_port`.
    """
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{stub_port}/api/",
        "DATABASE_URL": database_url,
        "VOUCH_RECRUITERS": RECRUITER,
        "VOUCH_LOG_LEVEL": "WARNING",
        "PORT": str(app_port),
    }


def make_profile(user_id: str) -> Profile:
    return Profile(
        user_id=user_id,
        name=user_id.title(),
        email=f"{user_id.lower()}@difference.example",
        tz="Europe/London",
        active=True,
        is_bot=False,
        is_admin=False,
        membership=Membership.MEMBER,
    )


def create_company(database: Database, extra_people: int = 0) -> int:
    """Add a workspace with a recruiter, a manager, an advocate and `extra_people` more.

    Returns the workspace's id in the database.
    """
    with database.write() as transaction:
        workspace_id = workspaces.save(
            transaction, team_id=TEAM, enterprise_id=None, name="Bench", bot_user_id="U0VOUCH"
        ).id
        people = [RECRUITER, MANAGER, ADVOCATE, *user_ids(extra_people)]
        profiles = [make_profile(user_id) for user_id in people]
        members.save_profiles(transaction, workspace_id, profiles)
        for user_id in people:
            members.set_dm_channel(transaction, workspace_id, user_id, f"D{user_id[1:]}")
    return workspace_id


def user_ids(count: int) -> Iterator[str]:
    """The Slack user ids of the first `count` people whom `create_company` adds as extra people."""
    return (f"U1{number:06}" for number in range(count))


def vacuum(database: Database) -> None:
    """Do at once what PostgreSQL's autovacuum does some minutes after many rows were added."""
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
                "VACUUM ANALYZE"
            )


def add_openings(transaction: Transaction, workspace_id: int, count: int) -> None:
    """Add openings. Titles share their words, as in a real company, and differ by a number."""
    rows = []
    for number in range(1, count + 1):
        posted_at = MONDAY - timedelta(minutes=count - number)
        ref, title = f"ENG-{number}", f"{_WORDS[number % len(_WORDS)]} engineer {number}"
        place = _PLACES[number % len(_PLACES)]
        row = {
            "workspace_id": workspace_id,
            "ref": ref,
            "status": OpeningStatus.OPEN.value,
            "title": title,
            "team": "Engineering",
            "place": place,
            "hiring_manager": MANAGER,
            "recruiter": RECRUITER,
            "must_haves": "Has run something in production and written about it. " * 4,
            "fit_brief": "",
            "recall_prompts": [],
            "channels": ["C0HIRING"],
            "bonus": "",
            "bonus_rule": "",
            "posted_by": MANAGER,
            "posted_at": posted_at,
            "changed_at": posted_at,
            "search_text": build_search_text(ref, title, "Engineering", place),
        }
        rows.append(row)
    transaction.execute(insert(OPENING), rows)
