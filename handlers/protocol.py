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
    """The kind of payload that Slack sends."""

    COMMAND = "command"
    ACTION = "action"
    SUBMISSION = "submission"
    OPTIONS = "options"
    SHORTCUT = "shortcut"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Request:
    """What a person did, independent of Slack's payloads. Fields that do not apply are empty.

    `words` is the rest of a command, the typed query of a select, or the message of a shortcut.
    `value` belongs to the button or the chosen option. `mentioned` is the user id in a command.
    `private` is the private metadata of the view.
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
    """Shows nothing: a button has done its work, or a form closes."""


@dataclass(frozen=True, slots=True)
class CloseAll:
    """Closes every open modal."""


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message that only this person sees. After a button it is a small modal."""

    message: Message


@dataclass(frozen=True, slots=True)
class Show:
    """Opens a modal, or pushes it on the one that is open.

    `private`: only its reader may see the content, so that it is not stored for duplicates.
    """

    view: Block
    private: bool = False


@dataclass(frozen=True, slots=True)
class Replace:
    """Replaces the modal in which the person acted. `private` as for `Show`."""

    view: Block
    private: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Publishes the person's App Home."""

    view: Block


@dataclass(frozen=True, slots=True)
class Rejected:
    """Refuses, but commits what the handler has stored. A raised error rolls it back."""

    refusal: RefusedError


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of a select."""

    options: Sequence[Block]


Response = Done | CloseAll | Ephemeral | Show | Replace | Home | Rejected | Choices
Handler = Callable[[Context, Request], Response]


@dataclass(frozen=True, slots=True)
class Listener:
    """One registered handler.

    `act` names the action in a refusal. `writes` opens a write transaction, in which duplicates get
    the first response again.
    """

    source: Source
    id: str
    handler: Handler
    access: Access
    act: str
    writes: bool


class Registry:
    """Everything that the bot answers."""

    def __init__(self) -> None:
        self._listeners: dict[tuple[Source, str], Listener] = {}

    def add(
        self, source: Source, id_: str, handler: Handler, *, access: Access, act: str, writes: bool
    ) -> None:
        """Raises `ValueError` where the id is registered already."""
        if (source, id_) in self._listeners:
            raise ValueError(f"{source.value} {id_!r} is registered twice")
        self._listeners[source, id_] = Listener(source, id_, handler, access, act, writes)

    def find(self, source: Source, id_: str) -> Listener | None:
        return self._listeners.get((source, id_))

    def list_listeners(self) -> list[Listener]:
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
