"""The table of contents: every job a person does, each with its own listeners."""

from __future__ import annotations

from handlers import (
    bench,
    consent,
    desk,
    endorse,
    follow_ups,
    help,  # noqa: A004 - the name of a command
    home,
    members,
    mine,
    openings,
    outbox,
    post,
    refer,
    thanks,
)
from handlers import commitments as deeds
from handlers.asks import answers as ask_answers
from handlers.asks import asks
from handlers.protocol import Registry
from slack_io.profiles import read_profile


def register_all() -> Registry:
    on = Registry()
    refer.register(on)
    endorse.register(on)
    deeds.register(on)
    post.register(on)
    openings.register(on)
    desk.register(on)
    follow_ups.register(on)
    bench.register(on)
    asks.register(on)
    ask_answers.register(on)
    consent.register(on)
    mine.register(on)
    thanks.register(on)
    home.register(on)
    outbox.register(on)
    help.register(on)
    members.register(on, read_profile=read_profile)
    return on
