"""Checks that nobody gets messages at night or too often, by the messages alone.

`MessageLog` reads the sandbox's record of calls and payloads, never the bot's tables. A long story
calls `read` now and then, because the sandbox keeps only the last 5,000 entries. In the end
`find_breaches` returns one sentence for each breach of a rule:

1. Outside their working hours, readers get only the answers to their own clicks.
2. At most `per_week` messages with unsolicited nudges come in any seven days.
3. Reminders about referrals that the reader owns come in at most one message a working day.

The small print of a nudge names the limit that the nudge obeys, which tells the messages of rules 2
and 3 from others. A nudge that the reader postponed with "Later" obeys neither. `tests.promises`
checks what the messages say about referrals.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from domain.working_time import CivilHours, is_civil_time
from tests.office import Office

# A message that follows a click within this time of the sandbox's clock counts as its answer.
ANSWERED_WITHIN = timedelta(minutes=2)
WEEK = timedelta(days=7)
# A message may arrive this much later than the moment for which its limit was checked.
SENT_WITHIN = timedelta(minutes=2)
# The small print of the messages that rules 2 and 3 count, which no other message has.
UNSOLICITED_MARKS = ("a week at most", "once a week until there's an answer")
WORK_MARK = "a working day at most"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """A direct message when it was posted. `at` is UTC; `text` is the text of all blocks."""

    user_id: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph of a message, with the labels of the buttons and choices that follow it."""

    text: str
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A message from `at` (UTC) until its next edit. It has no items once it is deleted."""

    at: datetime
    items: tuple[Item, ...]

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in self.items)

    @property
    def labels(self) -> set[str]:
        return {label for each in self.items for label in each.buttons}


@dataclass(frozen=True, slots=True)
class Posted:
    """A message with all its versions, oldest first.

    `user_id` is the reader of a direct message. It is empty for a message in a channel.
    """

    user_id: str
    ts: str
    versions: list[Version]

    def version_at(self, moment: datetime) -> Version | None:
        """Return the version at that moment; None before the message was posted."""
        return next((each for each in reversed(self.versions) if each.at <= moment), None)


@dataclass(slots=True)
class MessageLog:
    """What the bot posted and edited, and when each person acted.

    `acted_at` (UTC) and `zones` are by user id, `posted` is by `ts`. A log without an office is
    filled by the test.
    """

    office: Office | None = None
    sent: list[Sent] = field(default_factory=list)
    acted_at: dict[str, list[datetime]] = field(default_factory=dict)
    zones: dict[str, ZoneInfo] = field(default_factory=dict)
    posted: dict[str, Posted] = field(default_factory=dict)
    _last_entry: int = 0

    def read(self) -> MessageLog:
        """Add what happened since the last call, and return the log."""
        assert self.office is not None, "this log is filled by the test"
        slack, bot = self.office.slack, self.office.vouch.workspace.bot_user_id
        self.zones = {id_: ZoneInfo(user.tz) for id_, user in slack.world.users.items()}
        readers = {
            channel.id: next((each for each in channel.members if each != bot), "")
            for channel in slack.world.channels.values()
            if channel.id.startswith("D")
        }
        for entry in slack.engine.traffic.entries_after(self._last_entry):
            self._last_entry = entry["n"]
            at = datetime.fromtimestamp(entry["at"], UTC)
            if entry["kind"] in ("command", "interactive", "event"):
                for user_id in _find_users(entry["request"]):
                    self.acted_at.setdefault(user_id, []).append(at)
            elif entry["name"].startswith("chat.") and entry["ok"]:
                self._read_call(entry, at, readers)
        return self

    def _read_call(self, entry: Json, at: datetime, readers: dict[str, str]) -> None:
        request, response = entry["request"], entry["response"] or {}
        reader = readers.get(str(request.get("channel")), "")
        ts = str(request.get("ts") or response.get("ts") or "")
        if entry["name"] == "chat.postMessage":
            self.posted[ts] = Posted(reader, ts, [])
            if reader:
                self.sent.append(Sent(reader, at, _all_text(request)))
        if ts in self.posted:
            items = () if entry["name"] == "chat.delete" else tuple(read_items(request))
            self.posted[ts].versions.append(Version(at, items))

    def find_breaches(self, *, per_week: int = 2, hours: CivilHours | None = None) -> list[str]:
        """Return a sentence for each message that breaks a rule."""
        breaches: list[str] = []
        for user_id in {each.user_id for each in self.sent}:
            own = [each for each in self.sent if each.user_id == user_id]
            zone = self.zones[user_id]
            breaches += self._find_at_night(own, zone, hours or CivilHours())
            breaches += _find_too_many(own, per_week)
            breaches += _find_double_work(own, zone)
        return breaches

    def _find_at_night(self, own: list[Sent], zone: ZoneInfo, hours: CivilHours) -> Iterator[str]:
        for each in own:
            if not is_civil_time(each.at, zone, hours) and not self._is_answer(each):
                yield _describe("outside working hours", each, zone)

    def _is_answer(self, sent: Sent) -> bool:
        return any(
            timedelta(0) <= sent.at - at <= ANSWERED_WITHIN
            for at in self.acted_at.get(sent.user_id, ())
        )


def _find_too_many(own: list[Sent], per_week: int) -> Iterator[str]:
    counted = [each for each in own if any(mark in each.text for mark in UNSOLICITED_MARKS)]
    for earlier, later in zip(counted, counted[per_week:], strict=False):
        if later.at - earlier.at < WEEK - SENT_WITHIN:
            yield _describe(f"more than {per_week} in a week", later, ZoneInfo("UTC"))


def _find_double_work(own: list[Sent], zone: ZoneInfo) -> Iterator[str]:
    days = set()
    for each in own:
        if WORK_MARK in each.text:
            day = each.at.astimezone(zone).date()
            if day in days:
                yield _describe("a second reminder of work on one day", each, zone)
            days.add(day)


def _describe(rule: str, sent: Sent, zone: ZoneInfo) -> str:
    return f"{rule}: {sent.user_id}, {sent.at.astimezone(zone):%a %d %b %H:%M}: {sent.text[:120]!r}"


def _find_users(payload: object) -> Iterator[str]:
    """Yield the ids of those whose command, click, submission or message caused the payload."""
    if not isinstance(payload, dict):
        return
    if "event" in payload and payload["event"].get("type") not in ("message", "app_mention"):
        return
    user = payload.get("user", payload.get("user_id"))
    if isinstance(user, dict):
        user = user.get("id")
    if isinstance(user, str):
        yield user
    for nested in ("event", "payload"):
        yield from _find_users(payload.get(nested))


def read_items(message: Json) -> Iterator[Item]:
    """Yield the paragraphs of a message's blocks, without its notification text."""
    blocks = message.get("blocks") or []
    text, buttons = "", list[str]()
    for block in json.loads(blocks) if isinstance(blocks, str) else blocks:
        if block["type"] in ("section", "header"):
            if text:
                yield Item(text, tuple(buttons))
            text, buttons = _own_text(block), []
        elif block["type"] == "context":
            text = f"{text}\n{_own_text(block)}"
        buttons += _find_labels(block.get("elements", ()) if block["type"] == "actions" else ())
        buttons += _find_labels([block["accessory"]] if "accessory" in block else ())
    if text:
        yield Item(text, tuple(buttons))


def _own_text(block: Json) -> str:
    """Return the text of a block without its accessory."""
    return _all_text({key: each for key, each in block.items() if key != "accessory"})


def _find_labels(elements: Iterable[Json]) -> Iterator[str]:
    for each in elements:
        for control in (each, *each.get("options", ())):
            if "text" in control:
                yield str(control["text"]["text"])


def _all_text(value: object) -> str:
    """Return every text in a message. Its blocks may have been sent as JSON."""
    if isinstance(value, str):
        return _all_text(json.loads(value)) if value.startswith("[{") else value
    if isinstance(value, dict):
        return " ".join(_all_text(each) for key, each in value.items() if key in _TEXT_KEYS)
    if isinstance(value, list):
        return " ".join(map(_all_text, value))
    return ""


_TEXT_KEYS = frozenset({"text", "blocks", "elements", "fields", "accessory"})
