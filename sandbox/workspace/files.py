"""The rules of Slack's files: which the app sees, and what a deletion leaves behind.

The app may read a file that a person chooses in a `file_input`, if it has `files:read`. The file
still belongs to the person, and has at most 10 MB
(docs.slack.dev, "File input element").
"""

from __future__ import annotations

import mimetypes
from typing import Any

from sandbox.engine import Engine
from sandbox.errors import PersonError, SlackError
from sandbox.state.world import File, Json, User
from sandbox.workspace.slack_objects import interactive_elements

MAX_FILE_INPUT_BYTES = 10 * 1024 * 1024
FILE_INPUT_SCOPE = "files:read"


def create_file(engine: Engine, name: str, user_id: str, size: int, alt_text: str = "") -> File:
    """Add a file to the workspace, without its content. `size` is in bytes."""
    world = engine.world
    file = File(
        id=world.next_id("F"),
        name=name,
        title=name,
        user=user_id,
        size=size,
        created=world.unix_now(),
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        alt_text=alt_text,
    )
    world.files[file.id] = file
    return file


def add_chosen_file(engine: Engine, user: User, element: Json, name: str, data: bytes) -> File:
    """Add the file that a person chose in `element`, a `file_input`, and let the app read it.

    Raises PersonError for a file that Slack's client would not let the person choose.
    """
    extension = name.rpartition(".")[2].lower()
    accepted = element.get("filetypes")
    if accepted and extension not in accepted:
        raise PersonError("This file type is not accepted here.")
    if len(data) > MAX_FILE_INPUT_BYTES:
        raise PersonError("The file is larger than 10 MB.")
    file = create_file(engine, name, user.id, len(data))
    engine.store.write_file(file.id, data)
    file.uploaded = file.given_to_app = True
    return file


def find_file(engine: Engine, file_id: str) -> File:
    """A file that the app can see. Raises SlackError: file_not_found or file_deleted."""
    file = engine.world.files.get(file_id)
    if file is None or not _is_visible_to_app(engine, file):
        raise SlackError("file_not_found")
    if file.deleted:
        raise SlackError("file_deleted")
    return file


def delete_file(engine: Engine, file: File) -> None:
    """Delete the content. Messages that showed the file have a tombstone in its place."""
    file.deleted = True
    engine.store.delete_file(file.id)
    tombstone = {"id": file.id, "mode": "tombstone"}
    for channel_id, message_ts in file.shares.items():
        channel = engine.world.channels[channel_id]
        for ts in message_ts:
            message = channel.messages.get(ts)
            if message is None:  # the message is deleted
                continue
            message["files"] = [
                tombstone if each["id"] == file.id else each for each in message["files"]
            ]
            engine.page_updates.notify_channel(channel, {"type": "message", "ts": ts})


def check_file_input_scope(engine: Engine, view: Any) -> None:
    """Raise SlackError missing_scope for a `file_input` in `view` if the app may read no files."""
    blocks = view.get("blocks", []) if isinstance(view, dict) else []
    kinds = {element.get("type") for block in blocks for element in interactive_elements(block)}
    if "file_input" in kinds and not engine.has_scope(FILE_INPUT_SCOPE):
        provided = ",".join(sorted(engine.manifest.scopes))
        raise SlackError("missing_scope", needed=FILE_INPUT_SCOPE, provided=provided)


def _is_visible_to_app(engine: Engine, file: File) -> bool:
    """Whether the app owns the file, was given it, or is in a channel in which it was shared."""
    app_user_id = engine.world.app.user_id
    if file.user == app_user_id or file.given_to_app:
        return True
    return any(app_user_id in engine.world.channels[shared].members for shared in file.shares)
