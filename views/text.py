"""How words, people's text and dates are written in Slack's markup. Escaping happens here only.

`esc` makes people's text harmless inside our own sentences: no live mention, no link, no markup.
Limits are counted after escaping, so nothing is cut in the middle of an escape.
"""

from __future__ import annotations

from datetime import datetime, tzinfo

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_MARKUP = frozenset("*_~`")
_APART = "\u200b"  # zero-width space: a formatting character next to it is only a character
ELLIPSIS = "…"


def esc(text: str, limit: int = 3000) -> str:
    """People's text on one line of mrkdwn, at most `limit` characters once escaped.

    Source of the three entities: Slack's "Formatting text for app surfaces". Formatting characters
    are defused, so that `*bold*` reads as it was typed.
    """
    pieces: list[str] = []
    size = 0
    flat = " ".join(text.split())
    for index, char in enumerate(flat):
        piece = _ENTITIES.get(char) or (char + _APART if char in _MARKUP else char)
        rest = 0 if index == len(flat) - 1 else len(ELLIPSIS)
        if size + len(piece) + rest > limit:
            pieces.append(ELLIPSIS)
            break
        pieces.append(piece)
        size += len(piece)
    return "".join(pieces)


def clip(text: str, limit: int) -> str:
    """People's text for a plain_text or rich_text object, where nothing is parsed."""
    text = text.strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def bare(text: str) -> str:
    """Our own mrkdwn as the plain words for a notification, still escaped for Slack's parser."""
    return text.replace("*", "").replace("_", "").replace(_APART, "")


def person(user_id: str) -> str:
    """A mention that can be clicked. Ids come from Slack, never from what somebody typed."""
    return f"<@{user_id}>"


def channel(channel_id: str) -> str:
    return f"<#{channel_id}>"


def link(url: str, label: str) -> str:
    """A link whose address was normalised by `domain.contact`; the label is people's text."""
    safe = url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
    return f"<{safe}|{esc(label, 200)}>"


def day(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """A date as a colleague says it, in the reader's zone: today, Thursday, 2 March 2027."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    away = (local - today).days
    if away in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[away + 1]
    if 1 < abs(away) < 7:
        return f"{local:%A}"
    return f"{local.day} {local:%B}" + ("" if local.year == today.year else f" {local.year}")


def on_day(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """The same after a verb: 'on Thursday', 'yesterday'."""
    said = day(moment, zone, now)
    return said if said in ("yesterday", "today", "tomorrow") else f"on {said}"


def listed(parts: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]
