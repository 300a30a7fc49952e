"""The entries of the catalogue for the search."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.own_pages import SearchPage
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import Sample, bench
from tests.views.samples.desk import desk_rows
from views import search


def _page(sample: Sample) -> SearchPage:
    count = 10 if sample.maximal else 1
    referrals = tuple(sample.advocate_page(number=number + 12) for number in range(count))
    people = (bench.bench_person(sample),) * count
    return SearchPage(
        sample.advocate_viewer, sample.words("name"), referrals, people, not_shown_count=3
    )


def _page_of_desk(sample: Sample) -> SearchPage:
    count = 5 if sample.maximal else 1
    return replace(_page(sample), on_desk=desk_rows(sample, count), on_desk_count=count + 2)


SEARCH: Final[dict[str, MakePayload]] = {
    "search.search_results_message": lambda sample: search.search_results_message(_page(sample)),
    "search.search_results_message desk": lambda sample: search.search_results_message(
        _page_of_desk(sample)
    ),
    "search.search_results_message nothing on the desk": lambda sample: (
        search.search_results_message(
            SearchPage(sample.advocate_viewer, sample.words("name"), (), (), on_desk=())
        )
    ),
    "search.search_results_message nothing": lambda sample: search.search_results_message(
        SearchPage(sample.advocate_viewer, sample.words("name"), (), ())
    ),
}
