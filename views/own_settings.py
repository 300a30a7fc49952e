"""Someone's own settings: the form, and the modal that says what the saved settings mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from domain.limits import TOPIC_MAX
from domain.own_pages import OwnSettingsPage
from domain.own_settings import SubmittedSettings, list_weekly_limits
from domain.policy import Policy
from domain.topics import RoundupChoice, parse_topics
from views.block_kit import Block, fit_options, modal, option, section
from views.form_state import (
    State,
    selected_date,
    selected_member,
    selected_time,
    selected_value,
    selected_values,
    text_value,
)
from views.formatting import absolute_day, escape, join_with_and, join_with_or
from views.inputs import (
    checkboxes_input,
    choice_input,
    date_input,
    external_select_input,
    text_input,
    time_input,
)

OPEN_SETTINGS = "settings.open"  # a button under nudges and in App Home; no value
SETTINGS_FORM = "settings.form"
SELECT_TIME_ZONE = "settings.tz"

_OPTIONS_MAX = 100  # Slack shows no more options in a select.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER_WORDS = (
    *("No", "One", "Two", "Three", "Four", "Five"),
    *("Six", "Seven", "Eight", "Nine", "Ten"),
)
_SHORTEST_RANGE = 3  # "Monday and Tuesday", but "Monday to Wednesday"
_NO_ROUNDUP = "no"  # the option's value. The choice is stored as None.
_ROUNDUPS = {
    _NO_ROUNDUP: "No",
    RoundupChoice.WEEKLY.value: "Once a week",
    RoundupChoice.HOT_TOO.value: "Once a week, and hot roles at once",
}


def settings_form(page: OwnSettingsPage) -> Block:
    viewer, rules = page.viewer, page.rules
    paused_until = page.paused_until.astimezone(viewer.zone) if page.paused_until else None
    return modal(
        SETTINGS_FORM,
        "Your settings",
        [
            section("These are only for you, and a change counts right away."),
            date_input(
                "pause_until",
                "Pause until",
                initial=paused_until.date() if paused_until else None,
                hint="Until that day I send you no reminders. New referrals, and answers that are "
                "due from you, go to someone else where they can. Clear it to end a pause.",
                optional=True,
            ),
            choice_input(
                "messages_per_week",
                "Messages a week, at most",
                _weekly_limit_options(page.policy),
                initial=str(rules.messages_per_week),
                hint="Messages you didn't ask for. News of your referrals, and reminders of those "
                "you answer, don't count.",
            ),
            external_select_input(
                "tz",
                "Time zone",
                SELECT_TIME_ZONE,
                initial=_zone_option(rules.zone.key, viewer.now),
                placeholder="Type a city, such as Berlin",
            ),
            time_input("starts_at", "Your day starts at", initial=rules.hours.start),
            time_input("ends_at", "Your day ends at", initial=rules.hours.end),
            checkboxes_input(
                "working_days",
                "Your days",
                [option(str(number), name) for number, name in enumerate(_DAYS)],
                initial=[str(day) for day in sorted(rules.hours.working_days)],
                hint="I write to you on these days and in these hours. What you click is answered "
                "at any time.",
                optional=False,
            ),
            choice_input(
                "roundup",
                "Open roles for you",
                [option(value, label) for value, label in _ROUNDUPS.items()],
                initial=page.roundup or _NO_ROUNDUP,
                hint="New roles, in your hours and within the messages above.",
            ),
            text_input(
                "topics",
                "Topics",
                initial=", ".join(page.topics),
                placeholder="Storage, Design, Berlin",
                hint="Teams, skills or places, with commas. If it's empty, you get all roles.",
                optional=True,
            ),
        ],
        submit="Save",
        close="Cancel",
    )


def _weekly_limit_options(policy: Policy) -> list[Block]:
    options = []
    for number in list_weekly_limits(policy):
        label = "None" if number == 0 else number_word(number)
        if number == policy.dms_per_week:
            label += ", as for everyone here"
        options.append(option(str(number), label))
    return options


def number_word(number: int) -> str:
    """A small number in words ("Three", and "No" for 0), a larger one in digits."""
    return _NUMBER_WORDS[number] if number < len(_NUMBER_WORDS) else str(number)


def time_zone_options(names: Sequence[str], now: datetime) -> list[Block]:
    """An option for each time zone, with the local time at `now` (UTC); 100 options at most."""
    return fit_options(_zone_option(name, now) for name in names[:_OPTIONS_MAX])


def _zone_option(name: str, now: datetime) -> Block:
    local = now.astimezone(ZoneInfo(name))
    return option(name, name.replace("_", " "), f"It's {local:%-H:%M} there")


def parse_settings(state: State) -> SubmittedSettings:
    """Reads the submitted form. A field without a choice is None."""
    chosen_days = set(selected_values(state, "working_days"))
    days = [number for number in range(len(_DAYS)) if str(number) in chosen_days]
    per_week = selected_value(state, "messages_per_week") or ""
    return SubmittedSettings(
        pause_until=selected_date(state, "pause_until"),
        tz=selected_value(state, "tz"),
        starts_at=selected_time(state, "starts_at"),
        ends_at=selected_time(state, "ends_at"),
        working_days=frozenset(days),
        messages_per_week=int(per_week) if per_week.isdecimal() else None,
        topics=parse_topics(text_value(state, "topics")),
        roundup=selected_member(state, "roundup", RoundupChoice),
    )


def settings_saved_modal(page: OwnSettingsPage) -> Block:
    """Confirms the saved settings by saying what they mean from now on."""
    hours = page.rules.hours
    sentences = [
        f"I write to you {_days_clause(hours.working_days)}, from {_clock_time(hours.start)} to "
        f"{_clock_time(hours.end)}, {_zone_words(page.rules.zone)}.",
        _weekly_limit_sentence(page.rules.messages_per_week),
    ]
    if page.roundup is not None:
        sentences.append(_roundup_sentence(page))
    blocks = []
    if page.paused_until is not None:
        day = absolute_day(page.paused_until, page.viewer)
        blocks.append(
            section(
                f"*You're paused until {day}.* Until then I send you no reminders. New referrals, "
                "and answers that are due from you, go to someone else where they can."
            ),
        )
    blocks.append(section(" ".join(sentences)))
    return modal("settings.saved", "Saved", blocks, close="Done")


def _weekly_limit_sentence(number: int) -> str:
    if number == 0:
        return (
            "You get no messages you didn't ask for. News of your referrals, and reminders of "
            "those you answer, still come."
        )
    word = number_word(number).lower()
    messages = "message" if number == 1 else "messages"
    return f"You get at most {word} {messages} a week that you didn't ask for."


def _roundup_sentence(page: OwnSettingsPage) -> str:
    if page.rules.messages_per_week == 0:
        return "New roles wait until you choose at least one message a week."
    topics = [escape(each, TOPIC_MAX) for each in page.topics]
    about = f" about {join_with_or(topics)}" if topics else ""
    at_once = ", and hot ones at once" if page.roundup is RoundupChoice.HOT_TOO else ""
    return f"Once a week I send you new roles{about}{at_once}."


def _days_clause(days: frozenset[int]) -> str:
    if len(days) == len(_DAYS):
        return "every day"
    runs: list[list[int]] = []  # Each run has days that follow each other.
    for day in sorted(days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) == 1 and len(days) >= _SHORTEST_RANGE:
        return _range_of_days(runs[0])
    parts: list[str] = []
    for run in runs:
        is_range = len(run) >= _SHORTEST_RANGE
        parts += [_range_of_days(run)] if is_range else [_DAYS[day] for day in run]
    return f"on {join_with_and(parts)}"


def _range_of_days(run: list[int]) -> str:
    return f"{_DAYS[run[0]]} to {_DAYS[run[-1]]}"


def _clock_time(at: time) -> str:
    return f"{at.hour}:{at:%M}"


def _zone_words(zone: ZoneInfo) -> str:
    """The zone named by its city, as in "Buenos Aires time"; UTC is only "UTC"."""
    place = zone.key.rpartition("/")[2].replace("_", " ")
    return place if place == "UTC" else f"{place} time"
