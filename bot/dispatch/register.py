"""Registers every handler, one line for each job that a person does."""

from __future__ import annotations

from handlers import (
    bench,
    bonus,
    channels,
    commitments,
    consent,
    desk,
    desk_list,
    endings,
    endorse,
    follow_ups,
    help,  # noqa: A004 - the name of a command
    home,
    installation,
    members,
    mine,
    openings,
    outbox,
    own_settings,
    post,
    refer,
    thanks,
    written_messages,
)
from handlers.asks import answers as ask_answers
from handlers.asks import asks
from handlers.protocol import Registry
from slack_io.profiles import read_profile


def register_all() -> Registry:
    registry = Registry()
    refer.register(registry)
    endorse.register(registry)
    commitments.register(registry)
    post.register(registry)
    openings.register(registry)
    endings.register(registry)
    desk.register(registry)
    desk_list.register(registry)
    follow_ups.register(registry)
    bench.register(registry)
    bonus.register(registry)
    asks.register(registry)
    ask_answers.register(registry)
    consent.register(registry)
    mine.register(registry)
    thanks.register(registry)
    own_settings.register(registry)
    home.register(registry)
    outbox.register(registry)
    help.register(registry)
    written_messages.register(registry)
    installation.register(registry)
    channels.register(registry)
    members.register(registry, read_profile=read_profile)
    return registry
