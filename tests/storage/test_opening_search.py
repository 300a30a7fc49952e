"""Search by kept words: the same openings as a look through all of them, however they are typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.openings import Opening, OpeningStatus
from storage import opening_search, openings
from storage.engine import Database, Transaction
from storage.opening_words import Bounds, ends
from storage.tables.core import OPENING, OPENING_WORD
from tests.cast import MONDAY
from tests.storage.rows import FORM, Company, post

MINUTE = timedelta(minutes=1)
WORDS = (
    *("Storage", "storage-engineer", "new", "york", "n", "eng-12", "ENG-1", "C++", "50%", "5_%"),
    *("STRASSE", "Straße", "straß", "ß", "ss", "Ἀθῆναι", "İstanbul", "東京都", "京", "データ基盤"),
    *("e\u0301quipe", "équipe", "\u0301", "\U0010ffff", "a\U0010ffff", "a\u00a0b"),
    *("a" * 300, "a" * 64, "a" * 65, "b" + "a" * 64, "\\", "'", "(", "*"),
)
ANY_WORD = st.sampled_from(WORDS) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6
)
TITLE = st.lists(ANY_WORD, min_size=1, max_size=4).map(" ".join)


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Titles, and what is typed: parts of their words, or of others."""
    titles = draw(st.lists(TITLE, min_size=1, max_size=8))
    words = st.sampled_from([word for title in titles for word in title.split(" ")]) | ANY_WORD

    def part() -> str:
        word = draw(words)
        start = draw(st.integers(0, len(word) // 2))
        return word[start : draw(st.integers(start, len(word)) | st.just(len(word)))]

    return titles, [
        draw(st.sampled_from([" ", "  ", "\u3000"])).join(
            part() for _ in range(draw(st.integers(1, 4)))
        )
        for _ in range(4)
    ]


# Each way to read, whatever the numbers.
BOUNDS = {
    "as they are": Bounds(),
    "nothing is few": Bounds(few=1),
    "two words meet": Bounds(few=3),
    "everywhere": Bounds(few=1, many=1),
    "some are everywhere": Bounds(few=2, many=4),
}
IDS = select(OPENING.c.id)


def by_looking(transaction: Transaction, ws: int, typed: str, limit: int) -> list[int]:
    """What a search means: every word of what is typed stands in the opening, newest first."""
    rows = transaction.execute(
        select(OPENING).where(OPENING.c.workspace_id == ws, OPENING.c.status == "open")
    )
    found = sorted(rows, key=lambda it: (it.posted_at, it.id), reverse=True)
    words = typed.casefold().split()
    return [it.id for it in found if all(word in it.search_text for word in words)][:limit]


def kept(transaction: Transaction, opening: Opening) -> set[str]:
    ends = transaction.scalars(
        select(OPENING_WORD.c.word).where(
            OPENING_WORD.c.workspace_id == opening.workspace_id,
            OPENING_WORD.c.opening_id == opening.id,
        )
    )
    return set(ends)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(searches())
def test_kept_words_find_what_looking_through_all_finds(
    database: Database, acme: Company, search: tuple[list[str], list[str]]
) -> None:
    titles, typed = search
    with database.read() as transaction:  # nothing is kept
        for number, title in enumerate(titles):
            post(transaction, acme.ws, title=title, now=MONDAY + number * MINUTE)
        for words in typed:
            for limit in (2, 99):
                expected = by_looking(transaction, acme.ws, words, limit)
                for name, bounds in BOUNDS.items():
                    rows = opening_search.found(
                        transaction, IDS, acme.ws, words, limit=limit, bounds=bounds
                    )
                    assert [row.id for row in rows] == expected, name


def test_each_odd_word_is_found_by_each_part_of_it(database: Database, acme: Company) -> None:
    with database.read() as transaction:
        for word in WORDS:
            opening = post(transaction, acme.ws, title=word, place=f"{word}x{word}")
            for typed in {word, word[:-1], word[1:], word[-1:], f"{word}x", f"{word} {word}x"}:
                found = opening_search.found(transaction, IDS, acme.ws, typed, limit=99)
                assert [row.id for row in found] == by_looking(transaction, acme.ws, typed, 99), (
                    typed
                )
                assert opening.id in [row.id for row in found], typed
            assert openings.set_status(transaction, opening, OpeningStatus.CLOSED, now=MONDAY)


@pytest.mark.parametrize("bounds", BOUNDS.values(), ids=BOUNDS)
@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("new york", [8, 6, 4, 2]),
        ("engineer york", [8, 6, 4, 2]),
        ("storage engineer", [7, 5, 3, 1]),
        ("storage york", []),
        ("zebra", []),
        ("york zebra", []),
        ("e", [8, 7, 6, 5, 4, 3, 2, 1]),
        ("n e w y o r k", [8, 6, 4, 2]),
        ("engineer-7", [7]),
        ("gineer-7 orage eng", [7]),
    ],
)
def test_words_that_are_rare_common_and_everywhere(
    database: Database, acme: Company, bounds: Bounds, typed: str, numbers: list[int]
) -> None:
    with database.read() as transaction:
        openings.set_status(transaction, acme.opening, OpeningStatus.CLOSED, now=MONDAY)
        posted = {
            post(
                transaction,
                acme.ws,
                title=f"{'Storage' if number % 2 else 'Data'} engineer-{number}",
                place="Lisbon" if number % 2 else "New York",
                now=MONDAY + number * MINUTE,
            ).id: number
            for number in range(1, 9)
        }
        rows = opening_search.found(transaction, IDS, acme.ws, typed, limit=9, bounds=bounds)
        newest = opening_search.found(transaction, IDS, acme.ws, typed, limit=2, bounds=bounds)
    assert [posted[row.id] for row in rows] == numbers
    assert newest == rows[:2]


def test_words_are_kept_while_an_opening_is_open(database: Database, acme: Company) -> None:
    with database.read() as transaction:

        def text() -> str:
            mine = select(OPENING.c.search_text).where(OPENING.c.id == acme.opening.id)
            return transaction.execute(mine).scalar_one()

        assert kept(transaction, acme.opening) == ends(text())
        now: Opening | None = acme.opening
        for status, is_kept in (
            (OpeningStatus.PAUSED, False),
            (OpeningStatus.OPEN, True),
            (OpeningStatus.FILLED, False),
        ):
            assert now is not None
            now = openings.set_status(transaction, now, status, now=MONDAY)
            assert kept(transaction, acme.opening) == (ends(text()) if is_kept else set()), status
        assert now is not None
        now = openings.change(transaction, now, replace(FORM, title="Zebra keeper"), now=MONDAY)
        assert kept(transaction, acme.opening) == set()
        assert now is not None
        now = openings.set_status(transaction, now, OpeningStatus.OPEN, now=MONDAY)
        assert "ebra" in kept(transaction, acme.opening)
        assert now is not None
        openings.change(transaction, now, replace(FORM, place="Bengaluru"), now=MONDAY)
        assert kept(transaction, acme.opening) == ends(text())
        assert openings.choices(transaction, acme.ws, "zebra", limit=9) == []
        assert [it.id for it in openings.choices(transaction, acme.ws, "galuru", limit=9)] == [
            acme.opening.id
        ]


def test_an_edit_that_comes_second_leaves_the_words_alone(
    database: Database, acme: Company
) -> None:
    with database.read() as transaction:
        assert openings.set_status(transaction, acme.opening, OpeningStatus.PAUSED, now=MONDAY)
        assert openings.change(transaction, acme.opening, FORM, now=MONDAY) is None
        assert kept(transaction, acme.opening) == set()


def test_what_is_kept_of_a_word() -> None:
    assert ends("ENG-1".casefold() + "  ab") == {"eng-1", "ng-1", "g-1", "-1", "1", "ab", "b"}
    assert ends("a" * 300) == {"a" * length for length in range(1, 65)}
    assert ends("") == set()
