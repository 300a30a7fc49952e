"""Which texts a poster may type as a bonus, and the rules that are stored for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bonus.money import MAJOR_UNITS_MAX, Money, parse_money
from domain.bonus.rule import (
    Exclusion,
    Leavers,
    Milestone,
    Sharing,
    parse_milestones,
    parse_rule,
    rule_from_json,
    rule_to_json,
)
from domain.errors import FieldError, FormError


@pytest.mark.parametrize(
    ("typed", "minor", "text"),
    [
        ("2000 EUR", 200_000, "2,000 EUR"),
        ("2,000 eur", 200_000, "2,000 EUR"),
        ("2,000.50EUR", 200_050, "2,000.50 EUR"),
        ("  1500.5   GBP ", 150_050, "1,500.50 GBP"),
        ("300,000 JPY", 300_000, "300,000 JPY"),
        ("12.345 KWD", 12_345, "12.345 KWD"),
        ("999,999,999 USD", 99_999_999_900, "999,999,999 USD"),
    ],
)
def test_an_amount_is_kept_in_minor_units(typed: str, minor: int, text: str) -> None:
    money = parse_money(typed, "bonus")
    assert (money.minor, str(money)) == (minor, text)
    assert parse_money(str(money), "bonus") == money


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("two weeks", "money_unclear"),
        ("1e9 EUR", "money_unclear"),
        ("€2000", "money_unclear"),
        ("-2000 EUR", "money_negative"),
        ("\u22122000 EUR", "money_negative"),
        ("2.000,50 EUR", "money_marks"),
        ("2,00 EUR", "money_marks"),
        ("20,00,000 INR", "money_marks"),
        ("1.2.3 EUR", "money_marks"),
        ("٢٠٠٠ EUR", "money_unclear"),
        ("2000", "money_no_currency"),
        ("2000 EURO", "money_currency"),
        ("2000 XAU", "money_currency"),
        ("2.000 EUR", "money_decimals"),
        ("300.5 JPY", "money_decimals"),
        ("0 EUR", "money_zero"),
        ("0.00 EUR", "money_zero"),
        ("1000000000 EUR", "money_large"),
        ("9" * 400 + " EUR", "money_large"),
    ],
)
def test_an_amount_that_is_not_clear_is_refused(typed: str, problem: str) -> None:
    with pytest.raises(FieldError) as error:
        parse_money(typed, "bonus")
    assert (error.value.name, error.value.problem) == ("bonus", problem)


@given(st.integers(1, MAJOR_UNITS_MAX * 100), st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_no_cent_is_lost_when_an_amount_is_split(minor: int, weights: list[int]) -> None:
    money = Money(minor, "EUR")
    parts = money.split(weights)
    assert sum(part.minor for part in parts) == minor
    exact = [minor * weight / sum(weights) for weight in weights]
    assert all(abs(part.minor - ideal) <= 1 for part, ideal in zip(parts, exact, strict=True))
    assert parse_money(str(money), "bonus") == money


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("0, 90", [(0, 1), (90, 1)]),
        ("0", [(0, 1)]),
        ("30 days,90 days", [(30, 1), (90, 1)]),
        ("30% at 0, 70% after 90 days", [(0, 30), (90, 70)]),
        ("30% 0, 70% 90", [(0, 30), (90, 70)]),
    ],
)
def test_milestones_are_days_with_or_without_shares(
    typed: str, expected: list[tuple[int, int]]
) -> None:
    assert parse_milestones(typed, "bonus_days") == tuple(Milestone(*each) for each in expected)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("at start", "days_unclear"),
        ("0, ", "days_unclear"),
        ("-1, 90", "days_unclear"),
        ("30% at 0, 90", "days_unclear"),
        ("90, 0", "days_order"),
        ("0, 0", "days_order"),
        ("0, 3650", "days_far"),
        ("30% at 0, 60% at 90", "days_percent"),
        ("0% at 0, 100% at 90", "days_percent"),
        ("0,1,2,3,4,5,6", "too_many"),
    ],
)
def test_milestones_that_are_not_clear_are_refused(typed: str, problem: str) -> None:
    with pytest.raises(FieldError) as error:
        parse_milestones(typed, "bonus_days")
    assert error.value.problem == problem


def test_a_rule_names_every_wrong_field_and_survives_json() -> None:
    common = {"sharing": Sharing.EQUAL, "leavers": Leavers.PAID, "note": "Ask @payroll"}
    with pytest.raises(FormError) as error:
        parse_rule(amount="a lot", days="soon", excluded=(), **common)  # type: ignore[arg-type]
    assert [each.name for each in error.value.fields] == ["bonus", "bonus_days"]
    with pytest.raises(FormError) as error:
        parse_rule(amount="1 JPY", days="", excluded=(), **common)  # type: ignore[arg-type]
    assert error.value.fields[0].problem == "money_small"
    rule = parse_rule(
        amount="100.01 EUR",
        days="",
        excluded=[Exclusion.REPORTS, Exclusion.RECRUITERS],
        **common,  # type: ignore[arg-type]
    )
    assert [(day, str(money)) for day, money in rule.parts] == [(0, "50 EUR"), (90, "50.01 EUR")]
    assert rule_from_json(rule_to_json(rule)) == rule
    assert parse_milestones(rule.days_text, "bonus_days") == rule.milestones
