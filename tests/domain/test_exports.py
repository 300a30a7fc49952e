"""Exports: nothing in a file is run by a spreadsheet, and the docs explain every column."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.consent import redact
from domain.endorsements import Depth
from domain.exports.csv_text import to_csv
from domain.exports.rows import COLUMNS, Export, ReferralFacts, to_opening_row, to_referral_row
from domain.figures.rows import list_figure_rows
from tests.cast import MONDAY
from tests.views.samples.field_values import NORMAL
from tests.views.samples.figures import FIGURES
from tests.views.samples.sample import Sample

SAMPLE = Sample("exports", NORMAL.__getitem__)
REFERRAL = SAMPLE.referral()
DOCS = Path(__file__).parents[2] / "docs" / "exports.md"


FORMULA_STARTS = set("=+-@＝＋－＠")


def read_cells(file: str, separator: str) -> list[str]:
    """What a spreadsheet that expects this separator shows below the heading, cell after cell."""
    rows = list(csv.reader(io.StringIO(file, newline=""), delimiter=separator))
    return [cell for row in rows[1:] for cell in row]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(st.text(st.sampled_from("=+-@＝－\t\r\n\u3000 a\"',;é"), max_size=8))
def test_a_spreadsheet_runs_no_cell(separator: str, cell: str) -> None:
    file = to_csv(["a", "b", "c"], [{"a": "ENG-1", "b": cell, "c": "x"}])
    cells = read_cells(file, separator)
    starts = {each.lstrip(" \t\r\n\u3000")[:1] for each in cells}
    assert not starts & FORMULA_STARTS
    if separator == ",":
        assert not cells[1].lstrip(" ").startswith(("\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("\u3000＠SUM(A1)", "'\u3000＠SUM(A1)"),
        ("\t=1+1", "'\t'=1+1"),
        ("Ada; =1+1", "Ada; '=1+1"),
        ('Ada;"-1"', 'Ada;"\'-1"'),
        ("Ada\n=1+1", "Ada\n'=1+1"),
        ("Berlin; remote", "Berlin; remote"),
        ("Anne-Marie + 1 = 2", "Anne-Marie + 1 = 2"),
    ],
)
def test_only_what_a_spreadsheet_would_run_gets_an_apostrophe(cell: str, shown: str) -> None:
    assert read_cells(to_csv(["a"], [{"a": cell}]), ",") == [shown]


def test_a_semicolon_or_a_tab_splits_no_cell_that_is_read_with_commas() -> None:
    assert '"Berlin; remote"' in to_csv(["a"], [{"a": "Berlin; remote"}])


@pytest.mark.parametrize("export", Export)
def test_the_docs_explain_the_columns_of_each_export(export: Export) -> None:
    section = DOCS.read_text(encoding="utf-8").split(f"\n## {export.value}\n")[1].split("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == COLUMNS[export]


def test_rows_have_the_columns_of_their_export() -> None:
    facts = ReferralFacts(REFERRAL, Depth.RECOMMENDED, "offer", MONDAY, 2)
    row = to_referral_row(facts, {REFERRAL.advocate: "Ada Byron"})
    assert tuple(row) == COLUMNS[Export.REFERRALS]
    assert (row["candidate"], row["advocate"]) == (REFERRAL.candidate.name, "Ada Byron")
    assert (row["first_answer_days"], row["furthest_stage"]) == ("2", "offer")
    assert tuple(to_opening_row(SAMPLE.opening(), {})) == COLUMNS[Export.OPENINGS]
    figures = list_figure_rows(FIGURES)
    assert {tuple(each) for each in figures} == {COLUMNS[Export.FIGURES]}
    by_name = {(each["part"], each["name"], each["figure"]): each["value"] for each in figures}
    assert by_name["all", "", "median_days"] == "1"
    assert by_name["opening", "others", "hired"] == "9"


def test_a_hidden_or_erased_candidate_is_not_named() -> None:
    erased = replace(REFERRAL, candidate=replace(REFERRAL.candidate, erased_at=MONDAY))
    for referral in (redact(REFERRAL), erased):
        row = to_referral_row(ReferralFacts(referral, Depth.LEAD, "new", None, None), {})
        assert (row["candidate"], row["email"], row["profile"]) == ("", "", "")
