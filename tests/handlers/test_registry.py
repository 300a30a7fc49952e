"""Each button, menu, form, command, shortcut and event has one handler, with the right access.

The tests take the ids of buttons, menus and forms from the catalogue of the views, commands from
`CommandName`, and shortcuts and events from the manifest.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest

from bot.dispatch.register import register_all
from domain.command_line import CommandName
from domain.permissions import Access
from handlers.help import UNKNOWN
from handlers.protocol import Registry, Source
from sandbox.blockkit.walk import blocks_in, elements_in
from tests.demo_slack import MANIFEST
from tests.faults.payload_templates import split_more_menu
from tests.views.catalogue import CATALOGUE, to_slack_payload
from tests.views.samples import SAMPLES
from views.block_kit import Block
from views.button_values import unfold_button

REGISTRY = register_all()

# Only these are open to guests and people from other companies. Help and the answers to what they
# write show no one's data; the other handlers call `check_may_see_openings` or `check_may_post`,
# which refuse with a kinder text.
ANYONE = {
    (Source.COMMAND, "help"),
    (Source.COMMAND, UNKNOWN),
    (Source.ACTION, "home.help"),
    (Source.COMMAND, "privacy"),  # a guest's own data
    (Source.ACTION, "privacy.show"),
    (Source.COMMAND, "jobs"),
    (Source.ACTION, "opening.details"),
    (Source.ACTION, "opening.jobs"),
    (Source.COMMAND, "post"),
    (Source.ACTION, "post"),
    (Source.EVENT, "app_home_opened"),
    (Source.EVENT, "app_mention"),
    (Source.EVENT, "message"),
}


def registered_ids(source: Source) -> set[str]:
    return {listener.id for listener in REGISTRY.list_listeners() if listener.source is source}


@cache
def catalogue_payloads() -> list[Block]:
    samples = (SAMPLES["empty"], SAMPLES["normal"], SAMPLES["longest"])
    return [
        to_slack_payload(make_payload(sample))
        for sample in samples
        for make_payload in CATALOGUE.values()
    ]


def catalogue_elements() -> Iterator[tuple[Block, Block]]:
    for payload in catalogue_payloads():
        for _, block in blocks_in(payload):
            for _, element in elements_in(block):
                if "action_id" in element:
                    yield block, element


def test_every_command_word_is_answered() -> None:
    assert registered_ids(Source.COMMAND) == {*get_args(CommandName), UNKNOWN}


def test_every_shortcut_is_answered() -> None:
    assert registered_ids(Source.SHORTCUT) == {
        listener.callback_id for listener in MANIFEST.shortcuts
    }


def test_every_event_of_the_manifest_has_a_handler_and_every_handler_its_event() -> None:
    types = {event.partition(".")[0] for event in MANIFEST.events}  # message.im is a message
    assert registered_ids(Source.EVENT) == types


def test_every_button_and_menu_has_a_listener_and_every_listener_is_used() -> None:
    """Inputs send nothing until their form is submitted, unless they dispatch."""
    emitted = {
        unfold_button(each["action_id"], each.get("options", [{}])[0].get("value", ""))[0]
        for block, element in catalogue_elements()
        if block["type"] != "input" or block.get("dispatch_action")
        for each in split_more_menu(element)
    }
    assert emitted == registered_ids(Source.ACTION)


def test_every_form_has_a_listener_and_every_listener_is_used() -> None:
    emitted = {
        payload["callback_id"]
        for payload in catalogue_payloads()
        if payload.get("type") == "modal" and "submit" in payload
    }
    assert emitted == registered_ids(Source.SUBMISSION)


def test_every_type_ahead_has_a_listener_and_every_listener_is_used() -> None:
    emitted = {
        element["action_id"]
        for _, element in catalogue_elements()
        if "external_select" in element["type"]
    }
    assert emitted == registered_ids(Source.OPTIONS)


def test_only_listed_handlers_are_open_to_anyone() -> None:
    assert {
        (listener.source, listener.id)
        for listener in REGISTRY.list_listeners()
        if listener.access is Access.ANYONE
    } == ANYONE


def test_only_events_come_from_slack_itself() -> None:
    by_slack = {
        listener.source for listener in REGISTRY.list_listeners() if listener.access is Access.SLACK
    }
    assert by_slack == {Source.EVENT}


def test_every_listener_names_its_access_and_action() -> None:
    for listener in REGISTRY.list_listeners():
        assert isinstance(listener.access, Access), listener.id
        assert listener.action, listener.id


def test_handlers_that_change_something_open_a_write_transaction() -> None:
    """Submissions always do; handlers that only show something never do."""
    for listener in REGISTRY.list_listeners():
        if listener.source is Source.SUBMISSION:
            assert listener.writes, listener.id
        if listener.source in (Source.COMMAND, Source.OPTIONS, Source.SHORTCUT):
            # The desk remembers what its window shows.
            assert not listener.writes or listener.id == "desk", listener.id


def test_an_id_cannot_be_registered_twice() -> None:
    listener = REGISTRY.list_listeners()[0]
    registry = Registry()
    registry.add(
        listener.source,
        listener.id,
        listener.handler,
        access=listener.access,
        action=listener.action,
        writes=listener.writes,
    )
    with pytest.raises(ValueError, match="registered twice"):
        registry.add(
            listener.source,
            listener.id,
            listener.handler,
            access=listener.access,
            action=listener.action,
            writes=listener.writes,
        )


def test_the_same_id_may_be_a_button_and_a_command() -> None:
    assert REGISTRY.find(Source.COMMAND, "post") is not REGISTRY.find(Source.ACTION, "post")
    assert REGISTRY.find(Source.ACTION, "never.heard.of") is None
