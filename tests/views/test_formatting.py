"""Laws of escaping and shortening, and how dates and lists read."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.graphemes import ELLIPSIS, truncate
from domain.pages import Viewer
from sandbox.blockkit import find_active_markup, find_broken_escapes, visible_text
from views.formatting import (
    absolute_day,
    calendar_day,
    escape,
    join_with_and,
    notification_text,
    on_day,
    shorten,
)

PIECES = ["*", "_", "~", "`", "<", ">", "&", "&amp;", "<!channel>", "<@U0EVIL>", " ", "\n", "|"]
PIECES += ["👨‍👩‍👧‍👦", "🇩🇪", "👍🏽", "é", "שלום", "\u200b", "＊", "a", "_b_", "@here", "#general"]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)
limits = st.integers(min_value=1, max_value=300)


def section(text: str) -> list[dict[str, object]]:
    return [{"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}]


def normalize_whitespace(text: str) -> str:
    unseen = "[\u00ad\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f]"
    return " ".join(re.sub(unseen, " ", text.replace("\u00ad", "")).split())


@given(texts, limits)
def test_escaped_text_keeps_the_limit_and_has_nothing_live_or_cut(text: str, limit: int) -> None:
    written = escape(text, limit)
    assert len(written) <= limit
    assert find_active_markup(section(written)) == []
    assert find_broken_escapes(section(written)) == []
    assert not re.search(
        r"[<>&]", re.sub(r"<!date\^00000000\^\{_\}\|[^<>&]*>|&(?:amp|lt|gt);", "", written)
    )


@given(texts.filter(lambda text: not re.search("[\u2028-\u202e\u2066-\u2069]", text)))
def test_escaped_text_reads_as_it_was_typed(text: str) -> None:
    assert normalize_whitespace(
        visible_text(section(escape(text, 10_000)))
    ) == normalize_whitespace(text)


@given(texts)
def test_escaping_the_visible_text_again_changes_nothing(text: str) -> None:
    once = visible_text(section(escape(text, 10_000)))
    assert normalize_whitespace(
        visible_text(section(escape(once, 10_000)))
    ) == normalize_whitespace(once)


@given(texts, limits)
def test_shortened_text_keeps_the_limit_and_ends_with_an_ellipsis(text: str, limit: int) -> None:
    kept = shorten(text, limit)
    assert len(kept) <= limit
    if kept != text.strip():
        assert kept.endswith(ELLIPSIS)
        assert text.strip().startswith(kept.removesuffix(ELLIPSIS))


@given(texts, limits)
def test_no_grapheme_is_cut(text: str, limit: int) -> None:
    rest = text[len(truncate(text, limit)) :]
    assert not rest or unicodedata.category(rest[0]) not in ("Mn", "Me") or text == rest
    assert "👨‍👩‍👧‍" not in truncate(text, limit).replace("👨‍👩‍👧‍👦", "")


@given(texts)
def test_a_notification_is_escaped(text: str) -> None:
    notification = notification_text(f"Thank you for *{escape(text)}*.")
    assert find_active_markup({"text": notification}) == []
    assert find_broken_escapes({"text": notification}) == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("*bold*", "*bold*"),
        ("ada_l@example.com", "ada_l@example.com"),
        ("  two\n lines ", "two lines"),
        ("<!channel> & co", "<!channel> & co"),
        ("> quoted", "> quoted"),
        ("\u202eturned round\u202c", "turned round"),
    ],
)
def test_a_text_is_read_as_it_was_typed(typed: str, read: str) -> None:
    assert visible_text(section(escape(typed))).replace("\u00ad", "") == read
    assert notification_text(f"*{escape(typed)}*").replace("\u00ad", "") == (
        read.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    )


def test_an_underscore_inside_an_address_is_not_escaped() -> None:
    """The reader can copy the address."""
    assert escape("ada_l@example.com") == "ada_l@example.com"


NOW = datetime(2026, 3, 5, 23, 30, tzinfo=UTC)  # Thursday; Friday morning in Tokyo


@pytest.mark.parametrize(
    ("days", "zone", "day"),
    [
        (0, "UTC", "Thursday 5 March"),
        (1, "UTC", "Friday 6 March"),
        (-1, "UTC", "Wednesday 4 March"),
        (20, "UTC", "Wednesday 25 March"),
        (400, "UTC", "Friday 9 April 2027"),
        (0, "Asia/Tokyo", "Friday 6 March"),
    ],
)
def test_a_day_is_named_so_that_it_is_true_next_week(days: int, zone: str, day: str) -> None:
    moment, viewer = NOW + timedelta(days=days), Viewer("U0ADA", ZoneInfo(zone), NOW)
    assert absolute_day(moment, viewer) == day
    assert on_day(moment, viewer) == f"on {day}"


def test_the_year_is_written_only_where_the_day_is_far_away() -> None:
    """One rule for the dates of all messages, also for days without a time."""
    viewer = Viewer("U0ADA", ZoneInfo("UTC"), datetime(2026, 12, 15, 9, tzinfo=UTC))
    written = [
        calendar_day(day, viewer)
        for day in (date(2027, 1, 11), date(2026, 1, 5), date(2027, 7, 1), date(2025, 12, 31))
    ]
    assert written == [
        *("Monday 11 January", "Monday 5 January"),
        *("Thursday 1 July 2027", "Wednesday 31 December 2025"),
    ]
    assert calendar_day(date(2026, 12, 1), None) == "Tuesday 1 December 2026"


def test_the_last_of_a_list_comes_after_and() -> None:
    assert [join_with_and(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
