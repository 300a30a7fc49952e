"""How words, people's text and dates are written in Slack's markup. Escaping happens here only.

`esc` makes people's text harmless inside our own sentences: no live mention, no link, no markup.
Limits are counted after escaping, so nothing is cut in the middle of an escape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from domain.graphemes import ELLIPSIS, split_graphemes, truncate

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
_PLAIN = re.compile(r"[ -%'-)+-;=?-^a-}]*")  # what is written as it is: ASCII but &, <, > and marks
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # left open, they turn our own words round
_MARKUP = frozenset("*_~`＊＿｀")  # Slack reads the wide ones, too
# Slack shows the fallback of a date that it cannot format as plain text, and has no other escape:
# a zero-width space beside a mark makes it *more* live. Both after jsx-slack's "About escape and
# exact mode". A quotation mark at the start of a line wants a soft hyphen before it instead.
_INERT = "<!date^00000000^{_}|"
_INERT_RUN = re.compile(re.escape(_INERT) + "([^>]*)>")
_QUOTES = ("&gt;", "＞")
_SOFT_HYPHEN = "\u00ad"


def escape(text: str, limit: int = 3000) -> str:
    """People's text on one line of mrkdwn, at most `limit` characters once escaped.

    Source of the three entities: Slack's "Formatting text for app surfaces". Formatting characters
    are defused, so that `*bold*` reads as it was typed.
    """
    flat = _SPACE.sub(" ", _TURNS.sub("", text)).strip()
    if len(flat) <= limit and _PLAIN.fullmatch(flat):
        return flat
    parts = list(_parts(flat))
    if parts and parts[0].startswith(_QUOTES):
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


def _parts(flat: str) -> Iterator[str]:
    """The text in pieces that stand or fall together, each escaped."""
    mark_run = ""
    graphemes = list(split_graphemes(flat))
    for index, grapheme in enumerate(graphemes):
        is_markup = grapheme in _MARKUP
        if grapheme == "_" and _inside_word(graphemes, index):  # ada_l@example.com: never live
            is_markup = False
        if is_markup:
            mark_run += grapheme
            continue
        if mark_run:
            yield f"{_INERT}{mark_run}>"
            mark_run = ""
        yield "".join(_ENTITIES.get(char, char) for char in grapheme)
    if mark_run:
        yield f"{_INERT}{mark_run}>"


def _inside_word(graphemes: list[str], index: int) -> bool:
    neighbours = graphemes[index - 1 : index] + graphemes[index + 1 : index + 2]
    return len(neighbours) == 2 and all(neighbour[-1].isalnum() for neighbour in neighbours)


def shorten(text: str, limit: int) -> str:
    """People's text for a plain_text or rich_text object, where nothing is parsed."""
    text = text.strip()
    return text if len(text) <= limit else truncate(text, limit - len(ELLIPSIS)).rstrip() + ELLIPSIS


def notification_text(text: str) -> str:
    """Our own mrkdwn as the plain words for a notification, still escaped for Slack's parser.

    Our asterisks go; people's own marks stay, as they typed them.
    """
    pieces = _INERT_RUN.split(text)
    pieces[::2] = [ours.replace("*", "") for ours in pieces[::2]]
    return "".join(pieces)


def mention(user_id: str) -> str:
    """A mention that can be clicked. Ids come from Slack, never from what somebody typed."""
    return f"<@{user_id}>"


def channel_link(channel_id: str) -> str:
    return f"<#{channel_id}>"


def web_link(url: str, label: str) -> str:
    """A link whose address was normalised by `domain.contact`; the label is ours, a word or two."""
    safe = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return f"<{safe}|{label}>"


def relative_day(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """A date as a colleague says it, in the reader's zone: today, Thursday, 2 March 2027."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    days = (local - today).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    if 1 < abs(days) < 7:
        return f"{local:%A}"
    return f"{local.day} {local:%B}" + ("" if local.year == today.year else f" {local.year}")


def on_relative_day(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """The same after a verb: 'on Thursday', 'yesterday'."""
    day = relative_day(moment, zone, now)
    return day if day in ("yesterday", "today", "tomorrow") else f"on {day}"


def join_with_and(parts: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]
