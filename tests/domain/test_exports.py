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
from domain.exports.csv_text import FORMULA_STARTS, to_csv
from domain.exports.rows import COLUMNS, Export, ReferralFacts, to_opening_row, to_referral_row
from domain.figures.rows import list_figure_rows
from tests.cast import MONDAY
from tests.views.samples.field_values import NORMAL
from tests.views.samples.figures import FIGURES
from tests.views.samples.sample import Sample

SAMPLE = Sample("exports", NORMAL.__getitem__)
REFERRAL = SAMPLE.referral()
DOCS = Path(__file__).parents[2] / "docs" / "exports.md"


@given(st.text(st.sampled_from("=+-@\t\r\n a\"',;é"), max_size=8))
def test_a_spreadsheet_runs_no_cell(cell: str) -> None:
    (row,) = csv.DictReader(io.StringIO(to_csv(["a", "b"], [{"a": cell, "b": "x"}]), newline=""))
    shown = row["a"]
    assert shown in (cell, f"'{cell}")
    assert not shown.lstrip(" ").startswith(FORMULA_STARTS)


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
