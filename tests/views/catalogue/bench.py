"""The entries of the catalogue for the bench."""

from __future__ import annotations

from typing import Final

from domain.bench import BenchDetails
from tests.views.catalogue.payloads import MakePayload
from tests.views.samples import bench as bench_samples
from views import (
    bench,
)

BENCH: Final[dict[str, MakePayload]] = {
    "bench.bench_modal": lambda sample: bench.bench_modal(bench_samples.bench_page(sample)),
    "bench.bench_modal nobody": lambda sample: bench.bench_modal(
        bench_samples.bench_page(sample, nobody=True)
    ),
    "bench.bench_modal paused": lambda sample: bench.bench_modal(
        bench_samples.bench_page(sample, paused=True)
    ),
    "bench.bench_form": lambda _: bench.bench_form(BenchDetails(name="")),
    "bench.bench_form edit": lambda sample: bench.bench_form(
        bench_samples.bench_form_of(sample), 6
    ),
    "bench.snooze_form": lambda sample: bench.snooze_form(bench_samples.bench_person(sample)),
    "bench.remove_form": lambda sample: bench.remove_form(bench_samples.bench_person(sample)),
}
