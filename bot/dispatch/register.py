"""Registers every handler: a module for each job that a person does."""

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
    figures,
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
    privacy,
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
    for job in (
        refer, endorse, commitments, post, openings, endings, desk, desk_list, follow_ups, bench,
        bonus, asks, ask_answers, consent, mine, thanks, figures, own_settings,
        home, outbox, help, privacy, written_messages, installation, channels,
    ):  # fmt: skip
        job.register(registry)
    members.register(registry, read_profile=read_profile)
    return registry
