"""`vouch stats` and `vouch export` on a real database: what they print, and what they refuse."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import Result

from bot.clock import SystemClock
from domain.exports.rows import COLUMNS, Export
from storage import workspaces
from storage.engine import Database
from storage.large_company import CompanySize, add_large_company
from tests.bot.vouch_command import invoke_vouch
from tests.cast import ADA, BOT_ID, LINUS, MARGARET, TEAM_ID
from tests.storage.rows import create_company

Vouch = Callable[..., Result]
SIZE = CompanySize(people=30, openings=40, referrals=240, open_referrals=60)
CAST = SimpleNamespace(
    recruiters=[LINUS.user_id], managers=[MARGARET.user_id], advocates=[ADA.user_id]
)


@pytest.fixture
def vouch(database_url: str, tmp_path: Path) -> Vouch:
    """The command line on this test's database."""

    def run(*arguments: str) -> Result:
        return invoke_vouch(tmp_path, {"DATABASE_URL": database_url}, *arguments)

    return run


def read_rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def test_figures_and_rows_are_written_for_a_shell(database: Database, vouch: Vouch) -> None:
    empty = vouch("stats")
    assert (empty.exit_code, "There's no workspace yet:" in empty.stderr) == (1, True)
    with database.write() as transaction:
        workspace = workspaces.save(
            transaction, team_id=TEAM_ID, enterprise_id=None, name="Acme", bot_user_id=BOT_ID
        )
        add_large_company(transaction, workspace.id, CAST, SystemClock().now(), SIZE)
    shown = vouch("stats").stdout
    assert "First answer, nine in ten within" in shown
    assert "240" in shown
    figures = read_rows(vouch("stats", "--csv"))
    assert figures == read_rows(vouch("export", "figures"))
    values = {(row["part"], row["figure"]): row["value"] for row in figures}
    assert values["all", "referrals"] == "240"
    counts = {export: read_rows(vouch("export", export.value)) for export in Export}
    assert all(tuple(rows[0]) == COLUMNS[export] for export, rows in counts.items() if rows)
    assert len(counts[Export.REFERRALS]) == 240
    assert len(counts[Export.OPENINGS]) == 40


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (("--from", "2030-01-01", "--to", "2031-01-01"), "That day hasn't come yet."),
        (("--from", "2026-02-03", "--to", "2026-02-02"), "That's before the first day."),
        (("--from", "1999-01-01"), "That's more than 5 years ago."),
    ],
)
def test_days_that_cannot_be_are_refused(
    database: Database, vouch: Vouch, days: tuple[str, ...], sentence: str
) -> None:
    create_company(database, TEAM_ID)
    refused = vouch("stats", *days)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert sentence in refused.stderr
