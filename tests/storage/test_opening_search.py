"""The search for openings: every typed word, in any script, on both databases alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from domain.openings import OpeningStatus
from storage import openings
from storage.engine import Database
from storage.opening_search import MAX_TEXT_LENGTH, MAX_WORDS, build_search_text, fold_text
from storage.tables.core import OPENING
from tests.cast import MONDAY
from tests.storage.rows import FORM, Company, add_opening

MINUTE = timedelta(minutes=1)
WORDS = (
    *("Storage", "storage-engineer", "new", "york", "n", "eng-12", "ENG-1", "C++", "50%", "5_%"),
    *("STRASSE", "Straße", "straß", "ß", "ss", "Ἀθῆναι", "İstanbul", "東京都", "京", "データ基盤"),
    *("e\u0301quipe", "équipe", "\u0301", "\U0010ffff", "a\U0010ffff", "a\u00a0b", "ﬁnance"),
    *("a" * 300, "\\", "/", "'", "(", "*", "हिन्दी", "ｴﾝｼﾞﾆｱ"),
)
ANY_WORD = st.sampled_from(WORDS) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6
)
TITLE = st.lists(ANY_WORD, min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Straße", "STRASSE"),
        ("STRASSE", "straße"),
        ("Équipe données", "equipe DONNEES"),
        ("Equipe", "e\u0301quipe"),
        ("e\u0301quipe", "\u00e9quipe"),
        ("München", "munchen"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("Ἀθῆναι", "αθηναι"),
        ("ΑΘΗΝΑΙΟΣ", "αθηναιος"),  # the last sigma has a form of its own
        ("Москва", "МОСКВА"),
        ("データ基盤エンジニア", "エンジニア"),
        ("ｴﾝｼﾞﾆｱ", "エンジニア"),  # half and full width
        ("東京都", "京"),
        ("ＤＡＴＡ", "data"),
        ("ﬁnance", "finance"),
        ("हिन्दी", "हिन्दी"),
        ("50% remote", "50%"),
        ("C++", "c++"),
        ("a_b\\c/d", "_b\\c/"),
        ("Data\u3000Engineer", "engineer\u00a0data"),
    ],
)
def test_a_word_is_found_however_it_is_written(
    database: Database, acme: Company, stored: str, typed: str
) -> None:
    with database.read() as transaction:
        opening = add_opening(transaction, acme.ws, title=stored)
        found = openings.search_choices(transaction, acme.ws, typed, limit=9)
    assert [choice.id for choice in found] == [opening.id]


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("500 remote", "50%"),  # the wildcards of LIKE are letters here
        ("axb", "a_b"),
        ("axb", "a\\b"),
        ("かき", "がき"),  # other letters, not the same with a mark
        ("Storage", "storages"),
    ],
)
def test_another_word_is_not_found(
    database: Database, acme: Company, stored: str, typed: str
) -> None:
    with database.read() as transaction:
        add_opening(transaction, acme.ws, title=stored)
        assert openings.search_choices(transaction, acme.ws, typed, limit=9) == []


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(titles=st.lists(TITLE, min_size=1, max_size=6), data=st.data())
def test_both_databases_find_what_python_finds(
    database: Database, acme: Company, titles: list[str], data: st.DataObject
) -> None:
    with database.read() as transaction:  # nothing is committed
        texts = {
            acme.opening.id: build_search_text(acme.opening.ref, FORM.title, FORM.team, FORM.place)
        }
        for number, title in enumerate(titles, start=1):
            posted = add_opening(transaction, acme.ws, title=title, now=MONDAY + number * MINUTE)
            texts[posted.id] = build_search_text(posted.ref, title, FORM.team, FORM.place)
        for _ in range(4):
            title = data.draw(st.sampled_from(titles) | TITLE)
            start = data.draw(st.integers(0, len(title)))
            typed = title[start : data.draw(st.integers(start, len(title)))]
            words = fold_text(typed).split()
            expected = [
                id_ for id_, text in reversed(texts.items()) if all(word in text for word in words)
            ]
            found = openings.search_choices(transaction, acme.ws, typed, limit=99)
            assert [choice.id for choice in found] == expected
            newest = openings.search_choices(transaction, acme.ws, typed, limit=2)
            assert newest == found[:2]


def test_words_may_stand_in_any_field_and_order(database: Database, acme: Company) -> None:
    ref = acme.opening.ref.lower()
    with database.read() as transaction:
        for typed in ("", f"lisbon {ref}", "engineering STORAGE", "gineer lis", f"{ref} {ref}"):
            found = openings.search_choices(transaction, acme.ws, typed, limit=9)
            assert [choice.id for choice in found] == [acme.opening.id], typed
        for typed in ("zebra", "storage zebra"):
            assert openings.search_choices(transaction, acme.ws, typed, limit=9) == []


def test_only_openings_in_the_given_states_are_found(database: Database, acme: Company) -> None:
    closed = (OpeningStatus.CLOSED,)
    with database.read() as transaction:
        assert openings.search(transaction, acme.ws, "storage", limit=9, statuses=closed) == []
        moved = openings.set_status(transaction, acme.opening, OpeningStatus.CLOSED, now=MONDAY)
        assert moved is not None
        assert openings.search_choices(transaction, acme.ws, "storage", limit=9) == []
        found = openings.search(transaction, acme.ws, "storage", limit=9, statuses=closed)
    assert found == [moved]


def test_an_edited_opening_is_found_by_its_new_words_only(
    database: Database, acme: Company
) -> None:
    form = FORM.__class__(title="Zebra keeper", team="Zoo", place="Bengaluru", hiring_manager="U1")
    with database.read() as transaction:
        assert openings.update_form(transaction, acme.opening, form, now=MONDAY)
        assert openings.search_choices(transaction, acme.ws, "storage", limit=9) == []
        assert len(openings.search_choices(transaction, acme.ws, "zebra galuru", limit=9)) == 1


def test_the_longest_opening_can_be_stored_and_found(database: Database, acme: Company) -> None:
    longest = "\U00020000"  # a Chinese character of four bytes
    with database.read() as transaction:
        opening = add_opening(
            transaction, acme.ws, title=longest * 150, team=longest * 60, place="x" * 99 + "é"
        )
        found = openings.search_choices(transaction, acme.ws, f"{longest * 150} xe", limit=9)
        assert [choice.id for choice in found] == [opening.id]
        # One letter that is folded to eighteen: the rest is cut off, so that an index can hold it.
        add_opening(transaction, acme.ws, title="\ufdfa" * 150)
        text = select(OPENING.c.search_text).order_by(OPENING.c.id.desc())
        assert len(transaction.scalars(text).first() or "") == MAX_TEXT_LENGTH


def test_any_number_of_words_may_be_typed(database: Database, acme: Company) -> None:
    words = " ".join(chr(0x4E00 + number) for number in range(MAX_WORDS * 20))
    with database.read() as transaction:
        assert openings.search_choices(transaction, acme.ws, words, limit=9) == []
