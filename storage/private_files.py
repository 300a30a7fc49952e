"""Keeps other users of the machine from reading a SQLite file, its side files and its folder.

Without this, a new file has all rights that the umask allows. A side file, such as the write-ahead
log, gets the rights of its database from SQLite.
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

_creation_lock = threading.Lock()


def prepare_folder(file: Path) -> None:
    """Create a private folder for `file`, or make its folder private if nothing else is in it.

    Backups of the database may be in it. A folder with other files stays as it is, because other
    programs may need it. Raises OSError.
    """
    folder = file.expanduser().parent
    file_existed = file.exists()
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    if file_existed and _has_no_other_files(folder, file.name):
        _remove_rights_of_others(folder)


def _has_no_other_files(folder: Path, database_name: str) -> bool:
    """Whether the folder holds only this database and its backups; False if that is unknown."""
    own_prefixes = (database_name, _BACKUP_PREFIX)
    with suppress(OSError):
        is_shared = folder.stat().st_mode & S_ISVTX  # such as /tmp
        return not is_shared and all(
            entry.name.lstrip(".").startswith(own_prefixes) for entry in folder.iterdir()
        )
    return False


def make_private(file: Path) -> None:
    """Create `file` if it is missing, and take all rights on it and its side files from others.

    Call this before SQLite opens the file. Errors are ignored: SQLite reports a file that it cannot
    open, and the rights of another user's file are up to that user.
    """
    # A process that closes any descriptor of a file loses all locks that SQLite has on the file. So
    # only a new file is opened here, and only by one thread at a time.
    with _creation_lock, suppress(OSError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDONLY | os.O_CLOEXEC, PRIVATE_FILE))
    for suffix in ("", *_SIDE_FILES):
        _remove_rights_of_others(Path(f"{file}{suffix}"))


def _remove_rights_of_others(path: Path) -> None:
    with suppress(OSError):
        mode = S_IMODE(path.stat().st_mode)
        if mode & _OTHERS:
            path.chmod(mode & ~_OTHERS)
