"""Every listener, from every kind of actor, with their own ids and with those of other people.

Nobody changes a row of someone else's referral or reads who its candidate is, unless they may
answer it; and nobody reaches another person's private rows. Of the events only App Home is tried:
Slack sends the others, and no person can.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt.request import BoltRequest
from sqlalchemy import select

from bot.dispatch import payloads
from domain.follow_ups import FollowUpKind
from handlers.follow_ups import ANSWERS
from handlers.protocol import Source
from storage.tables.core import FOLLOW_UP
from tests.bot.dispatch_kit import Json
from tests.faults.payload_templates import TRIGGER, PayloadTemplate, payload_templates
from tests.quiet_bot import QuietBot
from tests.security.rows import Rows, read_rows
from tests.security.two_referrals import ACTORS, SECRETS, store_both

ACTOR = "U0ACTOR"
KATHERINES = ("U0DMITRI", "U0AISHA", "U0PRIYA")
OTHERS_CHOICE = "U0SOFIA"  # whom the actor chooses where a form asks for a colleague
MAY_ANSWER_ANY = ("recruiter", "admin")
# Rows that belong to one person. Even a recruiter may not read or change them.
PRIVATE = ("bench", "bench_person", "bench_match", "ask")
SHARED = (
    "member",
    "workspace",
    "setting",
    "outbox",
    "bench_look",
    "draft",
    "roundup",
    "open_window",
)
READERS = {
    "slash_commands": payloads.read_command,
    "block_actions": payloads.read_action,
    "view_submission": payloads.read_submission,
    "block_suggestion": payloads.read_options,
    "message_action": payloads.read_shortcut,
    "events_api": payloads.read_event,
}


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with QuietBot(sqlite_url, settings={"VOUCH_HIRING_MANAGERS": "U0MARGARET,U0KENJI"}) as bot:
        store_both(bot)
        yield bot


def templates_by_listener(bot: QuietBot) -> dict[tuple[Source, str], PayloadTemplate]:
    """Return one payload for each listener that a person can reach."""
    found: dict[tuple[Source, str], PayloadTemplate] = {}
    for template in payload_templates(ACTOR, OTHERS_CHOICE, bot.channel("hiring")):
        kind = template.payload.get("type") if template.type == "interactive" else template.type
        request = READERS[str(kind)](template.payload)
        found.setdefault((request.source, request.id), template)
    for listener in bot.vouch.registry.list_listeners():
        is_home = listener.id == "app_home_opened"
        if listener.source is not Source.EVENT or is_home:
            assert (listener.source, listener.id) in found or listener.id == "unknown", listener
    return {
        key: template
        for key, template in found.items()
        if key[0] is not Source.EVENT or key[1] == "app_home_opened"
    }


def with_ids(value: Any, row_id: int, user_id: str, *, in_value: bool = False) -> Any:
    """Return the payload as this user sends it, with this id in every value that names a row."""
    if isinstance(value, dict):
        return {
            key: with_ids(inner, row_id, user_id, in_value=key in ("value", "private_metadata"))
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [with_ids(inner, row_id, user_id) for inner in value]
    if isinstance(value, str):
        text = value.replace(ACTOR, user_id).replace("T0TOWN", "T0DIFF")
        return re.sub(r"\d+", str(row_id), text) if in_value else text
    return value


def list_payloads(template: PayloadTemplate, row_ids: list[int], user_id: str) -> dict[str, int]:
    """Return the payload with each id, as JSON, and the id. A payload without ids is there once."""
    payloads: dict[str, int] = {}
    for row_id in row_ids:
        payloads.setdefault(json.dumps(with_ids(template.payload, row_id, user_id)), row_id)
    return payloads


def call(bot: QuietBot, payload: str, user_id: str, number: int) -> str:
    """Send the payload and return everything that the person could read in answer."""
    trigger = bot.slack.engine.triggers.issue(user_id)
    body: Json = json.loads(payload.replace(TRIGGER, trigger))
    if isinstance(body.get("view"), dict):
        body["view"]["id"] = f"V{number}"
    traffic = bot.slack.engine.traffic
    known = traffic.count
    answer = bot.vouch.bolt.dispatch(BoltRequest(mode="socket_mode", body=body))
    shown = [each["request"] for each in traffic.entries_after(known)]
    return f"{answer.status} {answer.body}{shown}"


def rows_about_katherine(bot: QuietBot) -> Rows:
    """Of each table the later half, because everything about her was stored after Grace's rows."""
    return {
        table: found[len(found) // 2 :]
        for table, found in read_rows(bot.vouch.database).items()
        if table not in SHARED
    }


def ids_to_try(bot: QuietBot, id_: str) -> list[int]:
    """Ids of Grace's and of Katherine's rows that the value of this listener may name."""
    if id_ not in ANSWERS:
        return [1, 2, 3, 4]
    with bot.vouch.database.read() as transaction:
        rows = transaction.execute(select(FOLLOW_UP.c.id, FOLLOW_UP.c.kind, FOLLOW_UP.c.member))
        return [
            row.id
            for row in rows
            if row.member in KATHERINES
            and (not ANSWERS[id_].kinds or FollowUpKind(row.kind) in ANSWERS[id_].kinds)
        ]


def test_nobody_changes_or_reads_what_is_somebody_else_s(bot: QuietBot) -> None:
    templates = templates_by_listener(bot)
    ids = {id_: ids_to_try(bot, id_) for _, id_ in templates}
    foreign = rows_about_katherine(bot)
    calls: Counter[str] = Counter()
    broken: list[str] = []
    for kind, user_id in ACTORS.items():
        for (source, id_), template in templates.items():
            for payload, row_id in list_payloads(template, ids[id_], user_id).items():
                answer = call(bot, payload, user_id, calls.total())
                calls[answer[:3]] += 1
                if kind not in MAY_ANSWER_ANY and any(secret in answer for secret in SECRETS):
                    broken.append(f"{kind} reads by {source.value} {id_} {row_id}")
        now = read_rows(bot.vouch.database)
        tables = PRIVATE if kind in MAY_ANSWER_ANY else tuple(foreign)
        lost = {
            table: gone
            for table in tables
            if (gone := [row for row in foreign[table] if row not in now[table]])
        }
        if lost:
            broken.append(f"{kind} changes {lost}")
            foreign = {name: [r for r in rows if r in now[name]] for name, rows in foreign.items()}
    sys.stdout.write(
        f"{calls.total()} calls of {len(templates)} listeners by {len(ACTORS)} kinds of actor: "
        f"{dict(calls)}\n"
    )
    assert broken == []
    assert calls["200"] > calls.total() // 2
