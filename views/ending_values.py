"""The values of the buttons with which open referrals of an ended opening are decided."""

from __future__ import annotations

from dataclasses import dataclass

from views.button_values import parse_id


@dataclass(frozen=True, slots=True)
class PageValue:
    """A page of the list; pages are numbered from 0."""

    opening_id: int
    page: int

    def __str__(self) -> str:
        return f"{self.opening_id}:{self.page}"


@dataclass(frozen=True, slots=True)
class OneValue:
    """One referral, on a page of the list."""

    opening_id: int
    referral_id: int
    page: int

    def __str__(self) -> str:
        return f"{self.opening_id}:{self.referral_id}:{self.page}"


def parse_page(value: str) -> PageValue:
    opening_id, _, page = value.partition(":")
    return PageValue(parse_id(opening_id), parse_id(page))


def parse_one(value: str) -> OneValue:
    opening_id, _, rest = value.partition(":")
    referral_id, _, page = rest.partition(":")
    return OneValue(parse_id(opening_id), parse_id(referral_id), parse_id(page))
