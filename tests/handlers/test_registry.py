"""Everything that can be pressed, typed or chosen has one handler, with the right access.

The ids are read off every payload in the catalogue of the views, the words off the command line,
shortcuts and events off the manifest: none is listed here by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from bot.dispatch.register import register_all
from domain.command_line import CommandName
from domain.permissions import Access
from handlers.help import UNAVAILABLE_COMMANDS, UNKNOWN
from handlers.protocol import Registry, Source
from sandbox.blockkit.walk import blocks_in, elements_in
from sandbox.manifest import Manifest
from tests.views.catalogue import CATALOGUE, sent
from tests.views.samples import SAMPLES
from views.block_kit import Block

MANIFEST = Manifest.load(Path(__file__).parents[2] / "manifest.yml")
ON = register_all()

# Events that the manifest brings and nobody answers: they are acknowledged, and the outbox finds
# out by itself (a closed channel or a dead token is an answer of Slack's to the next message).
IGNORED = {"app_uninstalled", "channel_archive", "member_left_channel", "tokens_revoked"}

# Only these are open to guests and people from other companies. Help shows nothing of anybody's;
# the others ask `check_may_see_openings` or `check_may_post`, which have kinder words for a no.
ANYONE = {
    (Source.COMMAND, "help"),
    (Source.COMMAND, UNKNOWN),
    *((Source.COMMAND, word) for word in UNAVAILABLE_COMMANDS),
    (Source.ACTION, "home.help"),
    (Source.COMMAND, "jobs"),
    (Source.ACTION, "opening.details"),
    (Source.ACTION, "opening.jobs"),
    (Source.COMMAND, "post"),
    (Source.ACTION, "post"),
    (Source.EVENT, "app_home_opened"),
}


def registered(source: Source) -> set[str]:
    return {listener.id for listener in ON.list_listeners() if listener.source is source}


def payloads() -> Iterator[Block]:
    for sample in (SAMPLES["empty"], SAMPLES["normal"], SAMPLES["longest"]):
        for make in CATALOGUE.values():
            yield sent(make(sample))


def elements() -> Iterator[tuple[Block, Block]]:
    for payload in payloads():
        for _, block in blocks_in(payload):
            for _, element in elements_in(block):
                if "action_id" in element:
                    yield block, element


def test_every_command_word_is_answered() -> None:
    assert registered(Source.COMMAND) == {*get_args(CommandName), UNKNOWN}


def test_every_shortcut_is_answered() -> None:
    assert registered(Source.SHORTCUT) == {each.callback_id for each in MANIFEST.shortcuts}


def test_every_event_is_answered_or_listed_as_ignored() -> None:
    assert registered(Source.EVENT) | IGNORED == set(MANIFEST.events)
    assert not registered(Source.EVENT) & IGNORED


def test_every_button_and_menu_has_a_listener_and_every_listener_is_used() -> None:
    """Inputs send nothing until their form is submitted, unless they dispatch."""
    emitted = {
        element["action_id"]
        for block, element in elements()
        if block["type"] != "input" or block.get("dispatch_action")
    }
    assert emitted == registered(Source.ACTION)


def test_every_form_has_a_listener_and_every_listener_is_used() -> None:
    emitted = {
        payload["callback_id"]
        for payload in payloads()
        if payload.get("type") == "modal" and "submit" in payload
    }
    assert emitted == registered(Source.SUBMISSION)


def test_every_type_ahead_has_a_listener_and_every_listener_is_used() -> None:
    emitted = {
        element["action_id"] for _, element in elements() if "external_select" in element["type"]
    }
    assert emitted == registered(Source.OPTIONS)


def test_only_listed_handlers_are_open_to_anyone() -> None:
    assert {
        (each.source, each.id) for each in ON.list_listeners() if each.access is Access.ANYONE
    } == ANYONE


def test_only_events_come_from_slack_itself() -> None:
    by_slack = {each.source for each in ON.list_listeners() if each.access is Access.SLACK}
    assert by_slack == {Source.EVENT}


def test_every_listener_names_its_access_and_action() -> None:
    for listener in ON.list_listeners():
        assert isinstance(listener.access, Access), listener.id
        assert listener.action, listener.id


def test_handlers_that_change_something_open_a_write_transaction() -> None:
    """Submissions always do; handlers that only show something never do."""
    for listener in ON.list_listeners():
        if listener.source is Source.SUBMISSION:
            assert listener.writes, listener.id
        if listener.source in (Source.COMMAND, Source.OPTIONS, Source.SHORTCUT):
            assert not listener.writes, listener.id


def test_an_id_cannot_be_registered_twice() -> None:
    one = ON.list_listeners()[0]
    twice = Registry()
    twice.add(
        one.source, one.id, one.handler, access=one.access, action=one.action, writes=one.writes
    )
    with pytest.raises(ValueError, match="registered twice"):
        twice.add(
            one.source, one.id, one.handler, access=one.access, action=one.action, writes=one.writes
        )


def test_the_same_id_may_be_a_button_and_a_command() -> None:
    assert ON.find(Source.COMMAND, "post") is not ON.find(Source.ACTION, "post")
    assert ON.find(Source.ACTION, "never.heard.of") is None
