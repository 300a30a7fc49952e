"""Figures, for the catalogue of views."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from domain.exports.rows import Export
from domain.figures.periods import Period
from domain.figures.values import (
    AdvocateCounts,
    Figures,
    FiguresPage,
    FiguresScope,
    Group,
    NudgeCounts,
    OwnFigures,
    Tally,
    TrendPoint,
)
from domain.files import (
    DELETED_AFTER,
    ExportContent,
    ExportFilePage,
    FileNotSentPage,
    NotSentReason,
    UploadedFile,
    file_name,
)
from domain.pages import Viewer
from domain.stages import Stage
from tests.views.samples.candidates import NOW, ZONE

PERIOD: Final = Period(date(2025, 12, 3), date(2026, 3, 2))
_TALLY = Tally(
    referrals=120,
    answered=110,
    in_time=93,
    interviewed=41,
    hired=9,
    not_now=58,
    withdrawn=11,
    late=4,
)
_WEEKS = ("1 Dec 2025", "8 Dec 2025", "15 Dec 2025", "22 Dec 2025", "29 Dec 2025", "5 Jan 2026")
FIGURES: Final = Figures(
    period=PERIOD,
    total=_TALLY,
    funnel={
        Stage.IN_REVIEW: 104,
        Stage.CONTACTED: 77,
        Stage.INTERVIEWING: 41,
        Stage.OFFER: 13,
        Stage.HIRED: 9,
    },
    median_days=1,
    slowest_days=4,
    promised_days=2,
    silent_now=3,
    advocates=AdvocateCounts(people=64, repeated=23),
    nudges=NudgeCounts(sent=188, answered=131, ignored=17, waiting=6),
    by_depth=(
        Group("lead", "", Tally(referrals=50, interviewed=9, hired=1)),
        Group("recommended", "", Tally(referrals=42, interviewed=15, hired=3)),
        Group("advocated", "", Tally(referrals=28, interviewed=17, hired=5)),
    ),
    by_team=(
        Group("Engineering", "", Tally(referrals=81, answered=80, in_time=70, hired=6)),
        Group("R&D <@U0ADA> *Labs*", "", Tally(referrals=30, answered=24, in_time=20, hired=3)),
        Group("", "", Tally(referrals=9, answered=6, in_time=3, late=3)),
    ),
    by_opening=(
        Group("ENG-1", "Staff Engineer, Storage", Tally(referrals=60, answered=60, in_time=58)),
        Group("", "", Tally(referrals=60, answered=50, in_time=35, hired=9, late=4)),
    ),
    trend=tuple(
        TrendPoint(label, 14 + 9 * index % 20, index % 3) for index, label in enumerate(_WEEKS)
    ),
)
TODAY: Final = PERIOD.last
OWN: Final = OwnFigures(
    6, Tally(referrals=8, answered=7, interviewed=3, hired=1, not_now=4, withdrawn=1), 1
)
ALL_FIGURES: Final = FiguresPage(TODAY, FiguresScope.EVERYTHING, PERIOD, FIGURES, OWN)
OWN_FIGURES: Final = FiguresPage(
    TODAY, FiguresScope.OWN_REFERRALS, PERIOD, None, OwnFigures(3, None)
)
NO_FIGURES: Final = replace(
    ALL_FIGURES,
    scope=FiguresScope.OWN_OPENINGS,
    period=Period(date(2026, 3, 1), date(2026, 3, 1)),
    shared=replace(
        FIGURES, total=Tally(), funnel=dict.fromkeys(FIGURES.funnel, 0), silent_now=1,
        median_days=None, slowest_days=None, advocates=AdvocateCounts(), nudges=NudgeCounts(),
        by_depth=(), by_team=(), by_opening=(), trend=(TrendPoint("1 Mar 2026", 0, 0),),
    ),
    own=OwnFigures(1, None),
)  # fmt: skip

_MONTHS = [f"{date(2025, 1 + month % 12, 1):%b} {2025 + month // 12}" for month in range(19)]
MANY_FIGURES: Final = replace(
    ALL_FIGURES,
    period=Period(date(2025, 1, 1), date(2026, 7, 20)),
    shared=replace(
        FIGURES,
        period=Period(date(2025, 1, 1), date(2026, 7, 20)),
        by_team=tuple(Group(f"Team {n} " + "of a long name " * 9, "", _TALLY) for n in range(60)),
        by_opening=tuple(Group(f"ENG-{n}", "Engineer " * 20, _TALLY) for n in range(300)),
        trend=tuple(TrendPoint(label, 400 + n, n) for n, label in enumerate(_MONTHS)),
    ),
)


def shared_file(export: Export) -> ExportFilePage:
    uploaded = UploadedFile("F0FILE", file_name(export, NOW))
    viewer = Viewer("U0LINUS", ZONE, NOW)
    return ExportFilePage(viewer, ExportContent(export, PERIOD), uploaded, NOW + DELETED_AFTER)


def file_not_sent(why: NotSentReason) -> FileNotSentPage:
    error = "storage_limit_reached" if why is NotSentReason.REFUSED else ""
    return FileNotSentPage(ExportContent(Export.REFERRALS, PERIOD), why, error)
