"""Weeks in which people do random things. `--quarter-seeds 1,2,3` plays whole quarters instead."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.office import Office
from tests.stories.random_quarter import RandomQuarter

DAYS_OF_A_QUARTER, DAYS_BY_DEFAULT, SEED_BY_DEFAULT = 91, 35, 1


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    given = metafunc.config.getoption("--quarter-seeds")
    seeds = [int(each) for each in given.split(",")] if given else [SEED_BY_DEFAULT]
    days = DAYS_OF_A_QUARTER if given else DAYS_BY_DEFAULT
    metafunc.parametrize(("seed", "days"), [(seed, days) for seed in seeds])


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    """An office whose scheduler only ticks at the start: `Quarter` does what is due."""
    with Office(sqlite_url, settings={"VOUCH_TICK_SECONDS": "600"}) as office:
        yield office


def test_every_promise_is_kept_whatever_people_do(office: Office, seed: int, days: int) -> None:
    company = RandomQuarter(office, random.Random(seed))  # noqa: S311 - no secret
    company.live(days)
    breaches = company.find_breaches()
    if breaches:
        pytest.fail("\n".join(["Broken:", *breaches, "What happened:", *company.happened]), False)
