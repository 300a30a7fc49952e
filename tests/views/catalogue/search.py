"""The entries of the catalogue for the search."""

from __future__ import annotations

from typing import Final

from domain.own_pages import FoundPage
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import Sample, bench
from views import search


def _page(sample: Sample) -> FoundPage:
    count = 10 if sample.maximal else 1
    referrals = tuple(sample.advocate_page(number=number + 12) for number in range(count))
    people = (bench.bench_person(sample),) * count
    return FoundPage(sample.advocate_viewer, sample.words("name"), referrals, people, more=3)


SEARCH: Final[dict[str, MakePayload]] = {
    "search.found_message": lambda sample: search.found_message(_page(sample)),
    "search.found_message nothing": lambda sample: search.found_message(
        FoundPage(sample.advocate_viewer, sample.words("name"), (), ())
    ),
}
