"""Every row that an old release stored is still there after all migrations, and can be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, func, insert, select, update

from domain.bench import Rhythm
from domain.desk import DeskFilter, DeskPlace, DeskQuery, DeskScope
from domain.endorsements import CommitmentKind, Conviction
from domain.follow_ups import FollowUpKind
from domain.openings import AnnouncementState
from domain.outbox import IntentState
from domain.stages import Stage
from domain.windows import OpenWindow, WindowKind
from storage import (
    announcements,
    bench,
    bench_matches,
    bonus,
    candidates,
    commitments,
    desk,
    desk_notes,
    drafts,
    endorsements,
    follow_ups,
    history,
    idempotency_keys,
    interview_notes,
    members,
    migrate,
    openings,
    outbox,
    questions,
    referrals,
    settings,
    team_prefixes,
    thanks,
    weekly_messages,
    windows,
    workspaces,
)
from storage.asks import asks
from storage.engine import Database, Transaction
from storage.schema import METADATA
from storage.tables.core import FOLLOW_UP
from storage.weekly_messages import WeeklyMessage
from tests import databases
from tests.storage.rows_of_old_releases import AT, DAY, LATER, ROWS, WS

# The first characters of the SHA-256 of each landed migration. A landed migration is never edited:
# databases have run it. A later migration changes the rows that an edited one left behind.
LANDED = {
    "0001_first_tables.py": "202189698fb6b2f2",
    "0002_follow_ups_without_a_referral.py": "02cfef91f5ec5612",
    "0003_roundups.py": "a3e0bb2c972ea00f",
    "0004_bench_and_recall_prompts.py": "ee2423a82e504a36",
    "0005_consent_and_thanks.py": "9f851052e718cda5",
    "0006_opening_words.py": "c7f5f2f609d1a23a",
    "0007_asks.py": "133542e572b02aea",
    "0008_endorsements_and_commitments.py": "93a08bcaffc05245",
    "0009_open_follow_ups_without_the_date.py": "65c6e600043962cb",
    "0010_settings.py": "22350a93d747f01a",
    "0011_search_with_like.py": "af360060298fbda7",
    "0012_departures.py": "79f2b29e9b0b2703",
    "0013_readings.py": "4354029f7405bdba",
    "0015_slack_status.py": "05c26086827b8835",
    "0017_granted_scopes.py": "2eb22085097aa81c",
    "0018_endings.py": "87fe033263bf4a4c",
    "0019_one_address_on_a_bench.py": "85b2d1c9eafff1c1",
    "0020_contacts_of_endorsements.py": "26752d4e7753e953",
    "0021_stage_reminders.py": "351d736bfc085813",
    "0022_own_settings.py": "d4fa454b46f6d829",
    "0024_when_openings_close.py": "53ada82fe74b42f7",
    "0025_bonuses.py": "b59f29a0e22f1716",
    "0031_return_days.py": "2b1b35187a2f04c9",
    "0033_desk.py": "d2451dc903d7dec7",
    "0034_notes_windows_and_digests.py": "c42a0547265e5c31",
    "0035_held_follow_ups.py": "566d65c2f3b25027",
    "0038_facts_for_figures.py": "e67086accbb734a8",
    "0040_reminders_go_on.py": "891f1312814e4da9",
    "0041_topics_and_hot_roles.py": "b689ac35e6055fcd",
    "0042_taking_part.py": "8a51e6e740eaac3d",
    "0043_same_people.py": "09b07706adfbafb2",
    "0044_owner_since.py": "cc45c85c69268611",
    "0045_sent_files.py": "549f6ab495d726d1",
    "0046_attachments.py": "3a6235bbe5f3ed44",
    "0047_congratulations.py": "8918e8577d23e1c1",
    "0048_last_hot_day.py": "1b2930f9f09e4a82",
    "0050_nudges_to_others.py": "9ef07f9f32594441",
    "0051_when_candidates_were_asked.py": "3c8fa5405e0da53f",
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def old(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database that came from the first revision to the newest, with rows in every table.

    The tests only read it: one database of each kind serves all of them.
    """
    if request.param == "sqlite":
        yield from _migrate_with_rows(
            databases.sqlite_url(tmp_path_factory.mktemp("old") / "old.db")
        )
        return
    with request.getfixturevalue("postgres").blank() as url:
        yield from _migrate_with_rows(url)


def _migrate_with_rows(url: str) -> Iterator[Database]:
    database = Database(url)
    config = migrate.alembic_config(database)
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())
    for revision in reversed(revisions):
        command.upgrade(config, revision.revision)
        _insert(database, revision.revision)
        if revision.revision == "0035":
            _end_reminders(database)
    yield database
    database.close()


def _end_reminders(database: Database) -> None:
    """The reminder of the referral in review was the last one, as it used to be after the third."""
    with database.write() as transaction:
        transaction.execute(
            update(FOLLOW_UP).where(FOLLOW_UP.c.kind == "stage").values(due_at=None)
        )


def _insert(database: Database, revision: str) -> None:
    if revision not in ROWS:
        return
    tables = MetaData()
    tables.reflect(database.engine)
    with database.write() as transaction:
        for name, row in ROWS[revision].items():
            transaction.execute(insert(tables.tables[name]).values(row))


def _count_rows(transaction: Transaction) -> dict[str, int]:
    return {
        name: transaction.scalar(select(func.count()).select_from(table)) or 0
        for name, table in METADATA.tables.items()
    }


def test_no_row_is_lost(old: Database) -> None:
    with old.read() as transaction:
        # The owner of the referral in review is reminded of it from 0021 on.
        assert _count_rows(transaction) == dict.fromkeys(METADATA.tables, 1) | {"follow_up": 2}
    assert migrate.find_drift(old) == []


def test_reminders_that_had_ended_are_due_again(old: Database) -> None:
    with old.read() as transaction:
        query = select(FOLLOW_UP.c.due_at).where(FOLLOW_UP.c.kind == "stage")
        assert transaction.scalar(query) is not None


def test_every_table_has_a_row_to_migrate() -> None:
    assert {name for rows in ROWS.values() for name in rows} == set(METADATA.tables)


def test_people_and_openings_of_before_are_read(old: Database) -> None:
    with old.read() as transaction:
        assert workspaces.find(transaction, "T0DIFF") == workspaces.get(transaction, WS)
        ada = members.find(transaction, WS, "U0ADA")
        assert ada is not None
        assert (ada.name, ada.tz, ada.dm_channel) == ("Ada Lovelace", "Europe/London", "D0ADA")
        opening = openings.find_by_ref(transaction, WS, "ENG-12")
        assert opening is not None
        assert (opening.title, opening.version, opening.posted_at) == (
            "Straßenbau-Ingenieurin",
            2,
            AT,
        )
        assert opening.recall_prompts == ("The best incident commander?", "Who taught you?")
        (found,) = openings.search_choices(transaction, WS, "STRASSEN zurich", limit=9)
        assert found.id == opening.id
        (announcement,) = announcements.list_by_opening(transaction, WS, opening.id)
        assert (announcement.ts, announcement.state) == ("1.1", AnnouncementState.POSTED)
        assert team_prefixes.list_teams_by_prefix(transaction, WS) == {"ENG": "Engineering"}
        due = weekly_messages.list_due(transaction, WS, WeeklyMessage.ROUNDUP, LATER, 9)
        assert due == [("C0HIRING", LATER, AT)]
        assert settings.find_policy(transaction, WS).dms_per_week == 7


def test_a_referral_of_before_is_read(old: Database) -> None:
    with old.read() as transaction:
        referral = referrals.find(transaction, WS, 6)
        assert referral is not None
        assert (referral.opening_ref, referral.stage, referral.stage_at) == (
            "ENG-12",
            Stage.INTERVIEWING,
            LATER,
        )
        opened_on = AT.date().toordinal()  # It is answered, and a recommendation.
        (listed,) = desk.list_page(transaction, WS, desk_query(), None, 9)
        assert listed == (DeskPlace(10**8 + opened_on * 10 + 1, 6), referral)
        (note,) = desk_notes.list_by_referral(transaction, WS, 6, 9)
        assert (note.author, note.text) == ("U0LINUS", "Ask her about Berlin")
        window = windows.find(transaction, WS, "U0LINUS", WindowKind.DESK)
        assert window == OpenWindow("U0LINUS", WindowKind.DESK, "desk:1", "{}")
        assert referral.candidate == candidates.find(transaction, WS, 5)
        assert referral.candidate.email == "grace@navy.example"
        (endorsement,) = endorsements.list_current(transaction, WS, 6)
        assert endorsement.evidence.saw == "She rebuilt on-call in a quarter"
        assert endorsement.email == "grace@navy.example", "the only advocate gave it"
        assert endorsement.evidence.conviction is Conviction.MY_NAME_ON_IT
        assert endorsement.evidence.commitments == (CommitmentKind.INTRODUCTION,)
        (commitment,) = commitments.list_by_member(transaction, WS, 6, "U0ADA")
        assert (commitment.id, commitment.text, commitment.sent_to) == (8, "", None)
        (question,) = questions.list_by_referral(transaction, WS, 6)
        assert (question.text, question.answer) == ("May I write to her?", None)
        (heard,) = interview_notes.list_by_referral(transaction, WS, 6)
        assert (heard.member, heard.text) == ("U0ADA", "It went well")
        assert history.list_lines(transaction, WS, "referral", 6) == [
            (AT, "U0ADA", "referral.submitted", {"candidate": 5})
        ]


def desk_query() -> DeskQuery:
    chosen = DeskFilter(DeskScope.ALL, words="grace hop")
    return DeskQuery("U0LINUS", True, chosen, hides_undecided=False, late_since=AT)


def test_what_is_due_and_queued_of_before_is_read(old: Database) -> None:
    with old.read() as transaction:
        follow_up = follow_ups.find(transaction, WS, 10)
        assert follow_up is not None
        assert (follow_up.kind, follow_up.due_at, follow_up.nudges_sent) == (
            FollowUpKind.COMMITMENT,
            LATER,
            1,
        )
        assert follow_ups.claim_due(transaction, LATER, lease=None, limit=9) == [follow_up]
        intent = outbox.find_intent(transaction, WS, 11)
        assert intent is not None
        assert (intent.state, intent.details, intent.ts) == (
            IntentState.SENT,
            {"follow_ups": [10]},
            "1.2",
        )
        known = idempotency_keys.find_request(transaction, WS, "E1", "U0ADA")
        assert known.first_answer == {"is": "done"}
        assert drafts.find(transaction, WS, "U0ADA", "post") == {"title": "Welder"}


def test_benches_asks_and_thanks_of_before_are_read(old: Database) -> None:
    with old.read() as transaction:
        (person,) = bench.list_people(transaction, WS, "U0ADA", limit=9)
        assert (person.details.name, person.details.rhythm) == ("Alan Turing", Rhythm.QUARTER)
        assert bench.find_match(transaction, WS, "U0ADA", 14) == (13, 3)
        pending = bench_matches.claim_next(transaction)
        assert pending is not None
        assert (pending.workspace_id, pending.opening_id) == (WS, 3)
        assert bench_matches.list_owners(transaction, WS, "", 9) == ["U0ADA"]
        ask = asks.find(transaction, WS, 16)
        assert ask is not None
        assert (ask.candidate_name, ask.opening_ref, ask.helps) == (
            "Edsger Dijkstra",
            "ENG-12",
            (CommitmentKind.INTRODUCTION,),
        )
        given = thanks.find(transaction, WS, 15)
        assert given is not None
        assert (given.giver, given.deed, given.shared_at) == ("U0LINUS", "the introduction", None)


def test_a_bonus_of_before_is_read(old: Database) -> None:
    with old.read() as transaction:
        (case,) = bonus.find_cases(transaction, WS, [6]).values()
        opening = openings.find(transaction, WS, 3)
    assert opening is not None
    assert (opening.bonus, opening.bonus_terms) == ("2,000", None), "it was only described"
    assert [str(money) for _, money in case.frozen.rule.parts] == ["1,000 EUR", "1,000 EUR"]
    assert [share.advocate for share in case.shares] == ["U0ADA"]
    assert case.payments["U0ADA", 0].paid_by == "U0LINUS"
    assert case.hire.started_on == DAY


def test_landed_migrations_are_not_edited() -> None:
    files = sorted((migrate.MIGRATIONS / "versions").glob("[0-9]*_*.py"))
    assert {file.name: _fingerprint(file) for file in files} == LANDED


def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
