"""Formats people's text, mentions, links and dates for Slack's mrkdwn.

No other file escapes text. `escape` makes people's text harmless inside our own sentences, so that
Slack finds no mention, link or markup in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo

from domain.away import Absence
from domain.graphemes import ELLIPSIS, split_graphemes, truncate
from domain.pages import Viewer

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_WHITE_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
_NEEDS_NO_ESCAPE = re.compile(r"[ -%'-)+-;=?-^a-}]*")  # ASCII without &, <, > and formatting marks
# These are removed, because a mark that is not closed would reverse our own words after it.
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MARKUP = frozenset("*_~`＊＿｀")  # Slack formats text with the full-width characters as well
# mrkdwn has no escape for formatting marks such as "*". But if Slack cannot format a date, it shows
# the date's fallback as plain text. So each run of marks is written as the fallback of a date whose
# pattern {_} does not exist. (A zero-width space beside a mark would make Slack format even more
# marks. Source: jsx-slack, "About escape and exact mode".)
_INERT = "<!date^00000000^{_}|"
_INERT_RUN = re.compile(re.escape(_INERT) + "([^<>]*)>")
# A ">" at the start of a line would make a quotation. A soft hyphen before it prevents that.
_QUOTATION_MARKS = ("&gt;", "＞")
_SOFT_HYPHEN = "\u00ad"
_HALF_A_YEAR = timedelta(days=182)


def escape(text: str, limit: int = 3000) -> str:
    """People's text on one line of mrkdwn, at most `limit` characters once escaped.

    A longer text is cut, never in the middle of an escape. The three entities are those of
    docs.slack.dev/messaging/formatting-message-text. Slack shows `*bold*` as it was typed.
    """
    flat = _WHITE_SPACE.sub(" ", _DIRECTION_MARKS.sub("", text)).strip()
    if len(flat) <= limit and _NEEDS_NO_ESCAPE.fullmatch(flat):
        return flat
    parts = list(_escaped_parts(flat))
    if parts and parts[0].startswith(_QUOTATION_MARKS):
        parts[0] = _SOFT_HYPHEN + parts[0]
    size = sum(map(len, parts))
    if size <= limit:
        return "".join(parts)
    fitting: list[str] = []
    remaining = limit - len(ELLIPSIS)
    for part in parts:
        remaining -= len(part)
        if remaining < 0:
            break
        fitting.append(part)
    return "".join(fitting).rstrip() + ELLIPSIS


def _escaped_parts(flat: str) -> Iterator[str]:
    """The escaped text in parts that must not be cut: a grapheme, or a run of formatting marks."""
    mark_run = ""
    graphemes = list(split_graphemes(flat))
    for index, grapheme in enumerate(graphemes):
        # Slack does not format an underscore inside a word, as in ada_l@example.com.
        is_plain_underscore = grapheme == "_" and _is_inside_word(graphemes, index)
        if grapheme in _MARKUP and not is_plain_underscore:
            mark_run += grapheme
            continue
        if mark_run:
            yield f"{_INERT}{mark_run}>"
            mark_run = ""
        yield "".join(_ENTITIES.get(char, char) for char in grapheme)
    if mark_run:
        yield f"{_INERT}{mark_run}>"


def _is_inside_word(graphemes: list[str], index: int) -> bool:
    if index == 0 or index == len(graphemes) - 1:
        return False
    before, after = graphemes[index - 1], graphemes[index + 1]
    return before[-1].isalnum() and after[-1].isalnum()


def shorten(text: str, limit: int) -> str:
    """People's text for a plain_text or rich_text object, cut to `limit` characters.

    Slack parses nothing there, so nothing is escaped.
    """
    text = text.strip()
    return text if len(text) <= limit else truncate(text, limit - len(ELLIPSIS)).rstrip() + ELLIPSIS


def notification_text(text: str) -> str:
    """Our own mrkdwn as the text of a notification, where asterisks would be seen.

    Our asterisks are removed. The marks in people's text stay, and entities stay escaped.
    """
    pieces = _INERT_RUN.split(text)  # in turn: our text, and a run of marks from people's text
    for index in range(0, len(pieces), 2):
        pieces[index] = pieces[index].replace("*", "")
    return "".join(pieces)


def mention(user_id: str) -> str:
    """A mention that can be clicked. `user_id` must come from Slack, never from typed text."""
    return f"<@{user_id}>"


def channel_link(channel_id: str) -> str:
    return f"<#{channel_id}>"


def web_link(url: str, label: str) -> str:
    """A link to an address that `domain.contact` has normalised. The label is our own text."""
    safe = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return f"<{safe}|{label}>"


def absolute_day(moment: datetime, viewer: Viewer) -> str:
    """The date in the viewer's zone, as `calendar_day` writes it."""
    return calendar_day(moment.astimezone(viewer.zone).date(), viewer)


def deadline_day(deadline: datetime, viewer: Viewer) -> str:
    """The date in the zone of `deadline`, which is the zone of whoever has to keep the deadline.

    So everybody reads the same day, such as "Wednesday 4 March", wherever they are.
    """
    return calendar_day(deadline.date(), viewer)


def calendar_day(day: date, viewer: Viewer | None) -> str:
    """The date as every message writes it, such as "Wednesday 4 March".

    The year is left out if the day is in the viewer's present year, or within half a year of today.
    A text without a viewer may be read at any time, so it has the year.
    """
    if viewer is not None:
        today = viewer.now.astimezone(viewer.zone).date()
        if day.year == today.year or abs(day - today) <= _HALF_A_YEAR:
            return weekday(day)
    return f"{weekday(day)} {day.year}"


def zone_name(zone: tzinfo) -> str:
    """The zone as people call it: "Berlin time" for Europe/Berlin. "UTC" stays "UTC"."""
    name = str(zone)
    return f"{name.rpartition('/')[2].replace('_', ' ')} time" if "/" in name else name


def weekday(day: date) -> str:
    """The date without a year, such as "Tuesday 7 April"."""
    return f"{day:%A} {day.day} {day:%B}"


def on_day(moment: datetime, viewer: Viewer) -> str:
    """The date in the viewer's zone after "on": "on Thursday 5 March"."""
    return f"on {absolute_day(moment, viewer)}"


def error_code(error: str) -> str:
    """Slack's error code after a space, in brackets and as code. "" if `error` is empty.

    Characters that Slack would parse as markup are removed. A code longer than 80 is cut.
    """
    code = "".join(char for char in error if char.isalnum() or char in "_.- ")[:80]
    return f" (`{code or 'unknown'}`)" if error else ""


def away_clause(absence: Absence, viewer: Viewer) -> str:
    """The end of the sentence "Ada is …", with the day on which it ends where Ada is."""
    if absence.ends_at is None:
        return "away at the moment"
    return f"away until {calendar_day(absence.ends_at.date(), viewer)}"


def join_with_and(parts: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    return _join(parts, "and")


def join_with_or(parts: list[str]) -> str:
    """'a', 'a or b', 'a, b or c'."""
    return _join(parts, "or")


def _join(parts: list[str], conjunction: str) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"
