"""Keeps a SQLite file readable by its owner only, with its side files and its own folder.

SQLite gives new files the rights of the process's umask, and side files those of the database.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISVTX

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_OTHERS = 0o077
_SIDE_FILES = ("-wal", "-shm", "-journal")
_BACKUP_PREFIX = "vouch-"  # `vouch backup` names files in a folder so

_creating = threading.Lock()


def prepare_folder(file: Path) -> None:
    """Create the folder of `file`, or tighten one that holds nothing but this database.

    Any other folder is left as it is, since other programs may need it. Raises OSError.
    """
    folder = file.expanduser().parent
    existed = file.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    if existed and _holds_only(folder, file.name):
        _tighten(folder)


def _holds_only(folder: Path, name: str) -> bool:
    with suppress(OSError):
        is_shared = folder.stat().st_mode & S_ISVTX  # as /tmp is
        return not is_shared and all(
            entry.name.lstrip(".").startswith((name, _BACKUP_PREFIX)) for entry in folder.iterdir()
        )
    return False


def make_private(file: Path) -> None:
    """Create a missing `file`, and take every right on it and its side files from other users.

    Call it before SQLite opens the file. What the system refuses is left out, as SQLite reports a
    file that it cannot open, and a file of another user belongs to their care.
    """
    # A process that closes any descriptor of a file loses SQLite's locks on it. So a descriptor is
    # opened only for a file that is new, and no other thread goes on to connect meanwhile.
    with _creating, suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDONLY | os.O_CLOEXEC, PRIVATE_FILE))
    for suffix in ("", *_SIDE_FILES):
        _tighten(Path(f"{file}{suffix}"))


def _tighten(path: Path) -> None:
    with suppress(OSError):
        mode = S_IMODE(path.stat().st_mode)
        if mode & _OTHERS:
            path.chmod(mode & ~_OTHERS)
