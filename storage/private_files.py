"""Takes all rights on a SQLite file, its side files and its folder from other users.

SQLite gives a new file the rights that the process's umask allows, and a side file (the write-ahead
log, for example) the rights of its database.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE, S_ISVTX

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
_OTHERS = 0o077  # all rights of the group and of everyone else
_SIDE_FILES = ("-wal", "-shm", "-journal")
_BACKUP_PREFIX = "vouch-"  # the beginning of the file names that `vouch backup` chooses

_creating = threading.Lock()


def prepare_folder(file: Path) -> None:
    """Create the folder of `file`, or make it private if it has only this database and its backups.

    Any other folder is left as it is, since other programs may need it. Raises OSError.
    """
    folder = file.expanduser().parent
    existed = file.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    if existed and _contains_only(folder, file.name):
        _tighten(folder)


def _contains_only(folder: Path, name: str) -> bool:
    with suppress(OSError):
        is_shared = folder.stat().st_mode & S_ISVTX  # such as /tmp
        return not is_shared and all(
            entry.name.lstrip(".").startswith((name, _BACKUP_PREFIX)) for entry in folder.iterdir()
        )
    return False


def make_private(file: Path) -> None:
    """Create a missing `file`, and take every right on it and its side files from other users.

    Call this before SQLite opens the file. Errors are ignored: SQLite reports a file that it cannot
    open, and the rights of a file that belongs to another user are up to that user.
    """
    # A process that closes a descriptor of a file loses all locks that SQLite has on it. So only a
    # new file is opened here, and no other thread may connect in the meantime.
    with _creating, suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDONLY | os.O_CLOEXEC, PRIVATE_FILE))
    for suffix in ("", *_SIDE_FILES):
        _tighten(Path(f"{file}{suffix}"))


def _tighten(path: Path) -> None:
    with suppress(OSError):
        mode = S_IMODE(path.stat().st_mode)
        if mode & _OTHERS:
            path.chmod(mode & ~_OTHERS)
