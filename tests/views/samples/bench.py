"""One page of a bench, and the nudges about it, with the texts of a sample."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.bench import BenchDetails, BenchNudge, BenchPerson, OpeningFit, Rhythm
from domain.bench_pages import BenchPage, BenchRow
from domain.endorsements import Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.pages import NudgeItem
from services.bench import PEOPLE_PER_PAGE
from tests.views.samples import NOW, Sample

REASONS: Final = ("Go", "on-call", "Berlin")


def bench_form_of(sample: Sample) -> BenchDetails:
    if sample.required_only:
        return BenchDetails(name=sample.words("name"))
    return BenchDetails(
        name=sample.words("name"),
        email="grace@example.org",
        profile_url="https://www.linkedin.com/in/grace-hopper",
        relationship=Relationship.WORKED_TOGETHER,
        good_at=sample.words("good_at"),
        place=sample.words("place"),
        history=sample.words("saw"),
        rhythm=Rhythm.MONTH,
    )


def bench_person(sample: Sample) -> BenchPerson:
    last_contact_at = None if sample.required_only else NOW - timedelta(days=90)
    return BenchPerson(
        6, 1, "U0ADA", bench_form_of(sample), NOW - timedelta(days=200), last_contact_at
    )


def opening_fit(sample: Sample) -> OpeningFit:
    return OpeningFit(
        sample.opening(), (sample.words("reason"), *REASONS[1:]) if sample.maximal else REASONS
    )


def bench_page(sample: Sample, *, paused: bool = False, nobody: bool = False) -> BenchPage:
    person = bench_person(sample)
    rows: tuple[BenchRow, ...] = (
        BenchRow(
            person,
            NOW + timedelta(days=4),
            reminders_stopped=False,
            fit=None if sample.required_only else opening_fit(sample),
        ),
        BenchRow(replace(person, last_contact_at=None), None, reminders_stopped=True, fit=None),
        BenchRow(
            replace(person, details=replace(person.details, rhythm=Rhythm.NEVER)),
            None,
            False,
            None,
        ),
    )
    if sample.maximal:
        rows = rows * (PEOPLE_PER_PAGE // len(rows))
    start = PEOPLE_PER_PAGE if sample.maximal else 0
    count = 0 if nobody else 100 if sample.maximal else len(rows)
    return BenchPage(sample.advocate_viewer, () if nobody else rows, count, start, paused)


def check_in_item(sample: Sample, state: FollowUpState = FollowUpState.OPEN) -> NudgeItem:
    news = () if sample.required_only else tuple(sample.openings(3 if sample.maximal else 1))
    follow_up = replace(sample.follow_up(FollowUpKind.CHECK_IN, state), referral_id=None)
    return NudgeItem(
        follow_up,
        None,
        sample.words("name"),
        bench_nudge=BenchNudge(bench_person(sample), new_openings=news),
    )


def match_item(sample: Sample) -> NudgeItem:
    follow_up = replace(sample.follow_up(FollowUpKind.MATCH), referral_id=None)
    return NudgeItem(
        follow_up,
        None,
        sample.words("name"),
        bench_nudge=BenchNudge(bench_person(sample), fit=opening_fit(sample)),
    )
