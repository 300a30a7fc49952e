"""The table of contents: every job a person does, each with its own listeners."""

from __future__ import annotations

from domain.policy import Policy
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


def register_all(policy: Policy) -> Registry:
    on = Registry()
    refer.register(on, policy=policy)
    endorse.register(on, policy=policy)
    deeds.register(on, policy=policy)
    post.register(on, policy=policy)
    openings.register(on, policy=policy)
    desk.register(on, policy=policy)
    follow_ups.register(on, policy=policy)
    bench.register(on, policy=policy)
    asks.register(on, policy=policy)
    ask_answers.register(on, policy=policy)
    consent.register(on, policy=policy)
    mine.register(on, policy=policy)
    thanks.register(on, policy=policy)
    home.register(on, policy=policy)
    outbox.register(on, policy=policy)
    help.register(on)
    members.register(on, policy=policy, read_profile=read_profile)
    return on
