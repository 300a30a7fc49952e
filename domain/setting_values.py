"""Parses and checks the texts that admins give as the values of settings.

The functions `check_…` return the text as it is. Each function raises ValueError if the text is
wrong. The error's message continues a sentence that begins with the name of the setting.
"""

from __future__ import annotations

import re
from datetime import time
from zoneinfo import available_timezones

from domain.bonus.money import parse_money
from domain.bonus.rule import Exclusion, Leavers, Sharing, parse_milestones
from domain.errors import FieldError

_DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_QUOTED_MAX = 40  # characters


def quote_value(given: object) -> str:
    """The beginning of a value in quotes, on one line, for an error message."""
    text = " ".join(str(given).split())
    return f'"{text[:_QUOTED_MAX]}…"' if len(text) > _QUOTED_MAX else f'"{text}"'


def unexpected_value_error(given: str, expected: str) -> ValueError:
    """The error that quotes the value and says what is `expected`, such as "a time of day"."""
    return ValueError(f"is {quote_value(given)}, but should be {expected}.")


def _split_list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def parse_user_ids(given: str) -> tuple[str, ...]:
    """Reads user ids with commas between them. Each is returned once."""
    ids = _split_list(given)
    for user_id in ids:
        if not re.fullmatch(r"[UW][A-Z0-9]{2,}", user_id):
            raise ValueError(
                f"has {quote_value(user_id)} in it, but takes Slack's member ids such as "
                'U0123ABCD, with commas between them ("Copy member ID" in the menu of a profile).'
            )
    return tuple(dict.fromkeys(ids))


def parse_user_group(given: str) -> str:
    """Reads an id such as S0123ABCD, or a handle, which is returned in lower case without its @."""
    text = given.removeprefix("@")
    if re.fullmatch(r"S[A-Z0-9]{5,}", text):
        return text
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*", text.lower()):
        raise unexpected_value_error(
            text, "one user group: its handle such as recruiters, or its id such as S0123ABCD"
        )
    return text.lower()


def check_channel_id(given: str) -> str:
    if not re.fullmatch(r"[CG][A-Z0-9]{2,}", given):
        raise unexpected_value_error(
            given,
            "one channel's id such as C0123ABCD (at the end of what its name opens in Slack)",
        )
    return given


def check_time_zone(given: str) -> str:
    if given not in available_timezones():
        raise unexpected_value_error(given, "a time zone's name such as Europe/Berlin or UTC")
    return given


def parse_time(given: str) -> time:
    match = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", given, re.ASCII)
    if not match:
        raise unexpected_value_error(given, "a time of day such as 09:30")
    return time(int(match[1]), int(match[2]))


def parse_weekdays(given: str) -> frozenset[int]:
    """Reads `mon-fri`, `sun-thu` or `mon, wed, fri`, also with full names. Monday is 0."""
    days: set[int] = set()
    for part in _split_list(given.lower()):
        # The first three letters of a day's name are enough.
        first, dash, last = (piece.strip()[:3] for piece in part.partition("-"))
        if not dash:
            last = first
        if first not in _DAY_NAMES or last not in _DAY_NAMES:
            raise unexpected_value_error(given, "days such as mon-fri or mon,wed")
        first_day, last_day = _DAY_NAMES.index(first), _DAY_NAMES.index(last)
        days_after_first = (last_day - first_day) % 7  # a range may include Sunday and Monday
        days.update((first_day + offset) % 7 for offset in range(days_after_first + 1))
    if not days:
        raise ValueError("names no day; it should be days such as mon-fri.")
    return frozenset(days)


def parse_weekday_or_never(given: str) -> int | None:
    """Reads a weekday, of which Monday is 0. Returns None for `never`."""
    day = given.lower()
    if day == "never":
        return None
    if day[:3] not in _DAY_NAMES:
        raise unexpected_value_error(given, "a day such as tue, or never")
    return _DAY_NAMES.index(day[:3])


def parse_emoji_names(given: str) -> frozenset[str]:
    """Reads names of emoji, such as `palm_tree` or `:palm_tree:`, with commas between them."""
    names = [name.strip(":") for name in _split_list(given.lower())]
    for name in names:
        if not re.fullmatch(r"[^\s:<>&]{1,100}", name):
            raise ValueError(
                f"has {quote_value(name)} in it, but takes names of emoji such as palm_tree, with "
                "commas between them."
            )
    return frozenset(names)


def parse_follow_up_days(given: str) -> tuple[int, ...]:
    """Reads the working days after which a person is reminded, such as `3,7`.

    There are at most two, because a third reminder does more harm than good.
    """
    parts = _split_list(given)
    # A part that is not a number becomes 0, which is refused below.
    days = [int(part) if re.fullmatch(r"\d{1,3}", part, re.ASCII) else 0 for part in parts]
    is_ascending = days == sorted(set(days))
    if len(days) not in (1, 2) or min(days) < 1 or not is_ascending:
        raise unexpected_value_error(
            given, "one or two numbers of working days, the smaller first, for example 3,7"
        )
    return tuple(days)


def normalise_bonus(given: str) -> str:
    """Reads an amount and its currency. Returns them as Vouch writes them, such as "2,000 EUR"."""
    try:
        return str(parse_money(given, "bonus"))
    except FieldError:
        raise unexpected_value_error(
            given, "an amount and its currency such as 2,000 EUR"
        ) from None


def check_bonus_days(given: str) -> str:
    """Checks when the parts of a bonus are due, such as `0,90` or `30% at 0, 70% at 90`."""
    try:
        parse_milestones(given, "bonus_days")
    except FieldError:
        raise unexpected_value_error(
            given, "days after the first one such as 0,90, or shares such as 30% at 0, 70% at 90"
        ) from None
    return given


def parse_exclusions(given: str) -> frozenset[str]:
    """Reads who gets no bonus: names of `Exclusion`. Returns an empty set for `nobody`."""
    names = frozenset(_split_list(given.lower()))
    unknown = names - set(Exclusion)
    if unknown and names != {"nobody"}:
        raise unexpected_value_error(given, f"nobody, or some of {', '.join(Exclusion)}")
    return names - {"nobody"}


def normalise_sharing(given: str) -> str:
    return _normalise_choice(given, tuple(Sharing))


def normalise_leavers(given: str) -> str:
    return _normalise_choice(given, tuple(Leavers))


def _normalise_choice(given: str, choices: tuple[str, ...]) -> str:
    if given.lower() not in choices:
        raise unexpected_value_error(given, f"one of {', '.join(choices)}")
    return given.lower()
