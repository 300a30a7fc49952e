"""A bench, as `services.bench` shows it to its owner: a page of it at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.bench import BenchForm, BenchNote, BenchPerson, OpeningFit, Rhythm
from domain.endorsements import Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.pages import BenchPage, BenchRow, NudgeItem
from services.bench import SHOWN
from tests.views.samples import NOW, Sample

REASONS: Final = ("Go", "on-call", "Berlin")


def says(it: Sample) -> BenchForm:
    if it.bare:
        return BenchForm(name=it.words("name"))
    return BenchForm(
        name=it.words("name"),
        email="grace@example.org",
        profile_url="https://www.linkedin.com/in/grace-hopper",
        relationship=Relationship.WORKED_TOGETHER,
        good_at=it.words("good_at"),
        place=it.words("place"),
        history=it.words("saw"),
        rhythm=Rhythm.MONTH,
    )


def person(it: Sample) -> BenchPerson:
    heard = None if it.bare else NOW - timedelta(days=90)
    return BenchPerson(6, 1, "U0ADA", says(it), NOW - timedelta(days=200), heard)


def fit(it: Sample) -> OpeningFit:
    return OpeningFit(it.opening(), (it.words("reason"), *REASONS[1:]) if it.many else REASONS)


def page(it: Sample, *, paused: bool = False, nobody: bool = False) -> BenchPage:
    one = person(it)
    rows: tuple[BenchRow, ...] = (
        BenchRow(
            one, NOW + timedelta(days=4), reminders_stopped=False, fit=None if it.bare else fit(it)
        ),
        BenchRow(replace(one, last_contact_at=None), None, reminders_stopped=True, fit=None),
        BenchRow(
            replace(one, details=replace(one.details, rhythm=Rhythm.NEVER)), None, False, None
        ),
    )
    if it.many:
        rows = rows * (SHOWN // len(rows))
    start = SHOWN if it.many else 0
    count = 0 if nobody else 100 if it.many else len(rows)
    return BenchPage(it.ada, () if nobody else rows, count, start, paused)


def check_in(it: Sample, state: FollowUpState = FollowUpState.OPEN) -> NudgeItem:
    news = () if it.bare else tuple(it.openings(3 if it.many else 1))
    step = replace(it.step(FollowUpKind.CHECK_IN, state), referral_id=None)
    return NudgeItem(step, None, it.words("name"), bench_note=BenchNote(person(it), news=news))


def match(it: Sample) -> NudgeItem:
    step = replace(it.step(FollowUpKind.MATCH), referral_id=None)
    return NudgeItem(step, None, it.words("name"), bench_note=BenchNote(person(it), fit=fit(it)))
