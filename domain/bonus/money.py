"""Amounts of money, as they are typed, split and shown. They are whole cents, so none is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Final

from domain.errors import FieldError

# The currencies of ISO 4217, by their number of decimals, without the codes for funds and metals.
_CODES_BY_DECIMALS: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD "
        "CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
        "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP "
        "LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK "
        "NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS "
        "SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD "
        "XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_DECIMALS: Final = {
    code: decimals for decimals, codes in _CODES_BY_DECIMALS.items() for code in codes.split()
}

MAJOR_UNITS_MAX: Final = 999_999_999  # more than any bonus: a larger amount is a mistake

# \u2212 is the typographic minus sign. [^\W\d_] is a letter.
_AMOUNT_AND_CURRENCY = re.compile(
    r"(?P<sign>[-\u2212])?(?P<amount>[\d.,]+) ?(?P<currency>[^\W\d_]*)", re.ASCII
)
_AMOUNT = re.compile(r"(?P<units>\d+|\d{1,3}(,\d{3})+)(\.(?P<decimals>\d+))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency.

    With `minor=2000`, it is 20.00 EUR or 2,000 JPY, because the yen has no decimals.
    """

    minor: int
    currency: str

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with exactly as many decimals as the currency has."""
        return Decimal(self.minor).scaleb(-_DECIMALS[self.currency])

    def __str__(self) -> str:
        """Text such as "2,000 EUR" or "2,000.50 EUR", which `parse_money` can read again."""
        is_whole = self.minor % 10 ** _DECIMALS[self.currency] == 0
        amount = self.decimal.to_integral_value() if is_whole else self.decimal
        return f"{amount:,f} {self.currency}"

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Splits the amount in proportion to the weights. Left-over cents go to the later parts."""
        total = sum(weights)
        ends = [0, *(self.minor * end // total for end in accumulate(weights))]
        return tuple(Money(end - start, self.currency) for start, end in pairwise(ends))


def parse_money(typed: str, field: str) -> Money:
    """Reads an amount with its currency, such as "2,000.50 EUR".

    Commas separate thousands, and a point comes before the decimals. Raises `FieldError` for the
    field if the text is anything else, or if the amount is zero or too large.
    """
    text = " ".join(typed.split())
    parts = _AMOUNT_AND_CURRENCY.fullmatch(text)
    if parts is None:
        raise FieldError(field, "money_unclear")
    if parts["sign"]:
        raise FieldError(field, "money_negative")
    amount = _AMOUNT.fullmatch(parts["amount"])
    if amount is None:
        raise FieldError(field, "money_marks")
    currency = parts["currency"].upper()
    if not currency:
        raise FieldError(field, "money_no_currency")
    if currency not in _DECIMALS:
        raise FieldError(field, "money_currency", parts["currency"][:20])
    decimals = amount["decimals"] or ""
    if len(decimals) > _DECIMALS[currency]:
        raise FieldError(field, "money_decimals", currency)
    units = amount["units"].replace(",", "").lstrip("0") or "0"
    if len(units) > len(str(MAJOR_UNITS_MAX)):  # int() would raise for thousands of digits
        raise FieldError(field, "money_large")
    minor = int(units + decimals.ljust(_DECIMALS[currency], "0"))
    if minor == 0:
        raise FieldError(field, "money_zero")
    return Money(minor, currency)
