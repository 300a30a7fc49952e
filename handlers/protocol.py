"""What a handler is: a function from a `Context` and a `Request` to a `Response`.

Handlers never see Bolt: `bot.dispatch` makes the request out of Slack's payload, opens the one
transaction, carries out the response's one interactive call and acknowledges after the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.errors import RefusedError
from domain.permissions import Access
from services.context import Context
from views.block_kit import Block, Message
from views.form_state import State


class Source(StrEnum):
    """How something comes in."""

    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "submission"
    OPTIONS = "options"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person did, without Slack's shapes. Absent things are empty.

    `words` is the rest of a command, the typed query of a select, or the shortcut's message.
    `value` is the button's value or the chosen option's. `mentioned` is whom a command names.
    """

    source: Source
    id: str
    words: str = ""
    value: str = ""
    state: State = field(default_factory=dict)
    private: str = ""
    mentioned: str = ""
    from_home: bool = False
    in_modal: bool = False
    event: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing to show: a button that did its work, or a form that closes."""


@dataclass(frozen=True, slots=True)
class CloseAll:
    """Every open modal of the stack closes."""


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """Only the person sees it; from a button it is shown as a small modal."""

    message: Message


@dataclass(frozen=True, slots=True)
class Show:
    """A modal: opened, or pushed on top where one is open.

    `private`: it holds what is its reader's alone, and no copy of it is kept at the door.
    """

    view: Block
    private: bool = False


@dataclass(frozen=True, slots=True)
class Replace:
    """The modal in which the person acted becomes this one. `private` as for `Show`."""

    view: Block
    private: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """The person's App Home."""

    view: Block


@dataclass(frozen=True, slots=True)
class Rejected:
    """No, and why; but what the handler stored stays stored (a raised refusal undoes it)."""

    refusal: RefusedError


@dataclass(frozen=True, slots=True)
class Choices:
    """Options of a select; (group label, options) pairs where they are grouped."""

    options: Sequence[Block]


Response = Done | CloseAll | Ephemeral | Show | Replace | Home | Rejected | Choices
Handler = Callable[[Context, Request], Response]


@dataclass(frozen=True, slots=True)
class Listener:
    """One registered handler. `act` names the deed for a refusal; `writes` opens a writing
    transaction with an idempotent door."""

    source: Source
    id: str
    handler: Handler
    access: Access
    act: str
    writes: bool


class Registry:
    """Everything the bot answers to. A second registration of an id is an error at the start."""

    def __init__(self) -> None:
        self._listeners: dict[tuple[Source, str], Listener] = {}

    def add(
        self, source: Source, id_: str, handler: Handler, *, access: Access, act: str, writes: bool
    ) -> None:
        if (source, id_) in self._listeners:
            raise ValueError(f"{source.value} {id_!r} is registered twice")
        self._listeners[source, id_] = Listener(source, id_, handler, access, act, writes)

    def find(self, source: Source, id_: str) -> Listener | None:
        return self._listeners.get((source, id_))

    def all(self) -> list[Listener]:
        return list(self._listeners.values())

    def command(self, word: str, handler: Handler, *, access: Access, act: str) -> None:
        self.add(Source.COMMAND, word, handler, access=access, act=act, writes=False)

    def opens(self, action_id: str, handler: Handler, *, access: Access, act: str) -> None:
        """A button that shows something and changes nothing."""
        self.add(Source.ACTION, action_id, handler, access=access, act=act, writes=False)

    def does(self, action_id: str, handler: Handler, *, access: Access, act: str) -> None:
        """A button that changes something."""
        self.add(Source.ACTION, action_id, handler, access=access, act=act, writes=True)

    def submission(self, callback_id: str, handler: Handler, *, access: Access, act: str) -> None:
        self.add(Source.SUBMISSION, callback_id, handler, access=access, act=act, writes=True)

    def options(self, action_id: str, handler: Handler, *, access: Access, act: str) -> None:
        self.add(Source.OPTIONS, action_id, handler, access=access, act=act, writes=False)

    def shortcut(self, callback_id: str, handler: Handler, *, access: Access, act: str) -> None:
        self.add(Source.SHORTCUT, callback_id, handler, access=access, act=act, writes=False)

    def event(self, type_: str, handler: Handler, *, access: Access, writes: bool = True) -> None:
        self.add(Source.EVENT, type_, handler, access=access, act="event", writes=writes)
