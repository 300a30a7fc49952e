"""Saves the world in a folder, so that it survives a restart.

The folder holds one JSON snapshot, which is replaced atomically soon after each change, and the
bytes of uploaded files. Without a folder, everything stays in memory. Open modals are not saved, as
Slack's client closes them when it restarts.
"""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

from sandbox.clock import SandboxClock
from sandbox.state.world import AppIdentity, Channel, File, Group, Json, Team, User, World

VERSION = 1  # of the snapshot's format


class Store:
    """Stores snapshots and the bytes of files, in `folder` or in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._files_in_memory: dict[str, bytes] = {}
        self._saved_text = ""
        if folder is not None:
            (folder / "files").mkdir(parents=True, exist_ok=True)

    def load(self, clock: SandboxClock) -> World | None:
        """Return the saved world, or None if nothing was saved.

        Moves `clock` as far ahead of the real time as the saved world's clock was. Raises
        ValueError if another version of the sandbox wrote the snapshot.
        """
        path = self._snapshot_path
        if path is None or not path.exists():
            return None
        data = json.loads(path.read_text("utf-8"))
        if data.get("version") != VERSION:
            raise ValueError(f"{path} was written by another version: start with an empty folder")
        return _restore_world(data, clock)

    def save(self, world: World) -> None:
        """Write the snapshot if anything has changed since the last one.

        After a crash the folder has the old snapshot or the new one, never half of one.
        """
        path = self._snapshot_path
        if path is None:
            return
        text = json.dumps(_build_snapshot(world), separators=(",", ":"))
        if text == self._saved_text:
            return
        temporary = path.with_suffix(".part")
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        self._saved_text = text

    def write_file(self, file_id: str, data: bytes) -> None:
        if self._folder is None:
            self._files_in_memory[file_id] = data
        else:
            (self._folder / "files" / file_id).write_bytes(data)

    def read_file(self, file_id: str) -> bytes | None:
        """Return the bytes of a file, or None if there is no such file."""
        if self._folder is None:
            return self._files_in_memory.get(file_id)
        path = self._folder / "files" / file_id
        return path.read_bytes() if path.exists() else None

    def delete_file(self, file_id: str) -> None:
        self._files_in_memory.pop(file_id, None)
        if self._folder is not None:
            (self._folder / "files" / file_id).unlink(missing_ok=True)

    @property
    def _snapshot_path(self) -> Path | None:
        return self._folder / "world.json" if self._folder is not None else None


def _build_snapshot(world: World) -> Json:
    def rows(items: dict[str, Any]) -> list[Json]:
        # dataclasses.asdict would copy every message, which is slow in a large world.
        return [{name: getattr(item, name) for name in item.__slots__} for item in items.values()]

    return {
        "version": VERSION,
        "team": dataclasses.asdict(world.team),
        "app": dataclasses.asdict(world.app),
        "clock_ahead": round(world.clock.seconds_ahead(), 3),
        "users": rows(world.users),
        "channels": rows(world.channels),
        "groups": rows(world.groups),
        "files": rows(world.files),
        "ephemerals": world.ephemerals,
        "homes": world.homes,
        "scheduled": world.scheduled,
        "read": world.last_read,
        "home_unread": sorted(world.home_unread),
        "last_ts": world.last_ts,
        "counter": world.counter,
    }


def _restore_world(data: Json, clock: SandboxClock) -> World:
    world = World(Team(**data["team"]), AppIdentity(**data["app"]), clock)
    world.users = {row["id"]: User(**row) for row in data["users"]}
    world.channels = {row["id"]: Channel(**row) for row in data["channels"]}
    world.groups = {row["id"]: Group(**row) for row in data["groups"]}
    world.files = {row["id"]: File(**row) for row in data["files"]}
    world.ephemerals = data["ephemerals"]
    world.homes = data["homes"]
    world.scheduled = data["scheduled"]
    world.last_read = data["read"]
    world.home_unread = set(data["home_unread"])
    world.last_ts = data["last_ts"]
    world.counter = data["counter"]
    clock.restore_offset(data["clock_ahead"])
    return world
