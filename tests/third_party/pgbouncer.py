"""Runs a story on PostgreSQL through a real PgBouncer in transaction mode.

`python -m tests.third_party.pgbouncer [BINARY]` migrates twice at once, posts an opening, refers
someone and waits for the messages. Run by hand, as the binary is no package of Python.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from sandbox.driver.client import wait_for
from tests import databases
from tests.bot.vouch_process import run_vouch
from tests.databases import Postgres
from tests.office import Office
from tests.stories.actions import post_opening, refer_candidate, wait_until_settled

POOL_SIZE = 3
SETTINGS = """
[databases]
* = {target}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 200
logfile = {log}
"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def pgbouncer(binary: str, url: str, folder: Path) -> Iterator[str]:
    """Yields the URL of the same database through PgBouncer."""
    direct, port = make_url(url), _free_port()
    host = direct.host or direct.query.get("host")
    target = f"host={host} port={direct.port or 5432} user={direct.username}"
    file = folder / "pgbouncer.ini"
    file.write_text(
        SETTINGS.format(target=target, port=port, size=POOL_SIZE, log=folder / "pgbouncer.log")
    )
    # It refuses to run as root, and PostgreSQL's socket is open to the server's own user.
    user = (folder / "server" / "data").owner()
    shutil.chown(folder, user)
    process = subprocess.Popen([binary, "-u", user, "-q", str(file)])  # noqa: S603 - given by hand
    try:
        through = direct.set(host="127.0.0.1", port=port, query={})
        assert wait_for(lambda: _listens(port), 10), (folder / "pgbouncer.log").read_text()
        yield through.render_as_string(hide_password=False)
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _migrate(folder: Path, address: str) -> str:
    code, _, error = run_vouch(folder, {"DATABASE_URL": address}, "migrate")
    return f"vouch migrate ended with {code}: {error.strip()}\n"


def main(binary: str) -> None:
    folder = Path(tempfile.mkdtemp(prefix="vouch-pgbouncer-"))
    folder.chmod(0o755)
    (folder / "server").mkdir()
    server = Postgres(folder / "server")
    try:
        with server.blank() as url, pgbouncer(binary, url, folder) as through:
            address = f"{through}?prepare_threshold=none"
            with ThreadPoolExecutor(2) as pool:
                ends = [pool.submit(_migrate, folder, address) for _ in range(2)]
                sys.stdout.writelines(end.result() for end in ends)
            with Office(address) as office:
                post_opening(office)
                for number in range(12):
                    refer_candidate(
                        office.ada, name=f"Grace Hopper {number}", email=f"g{number}@example.com"
                    )
                wait_until_settled(office)
                sys.stdout.write(f"{len(office.linus.channel('dm'))} messages to Linus\n")
    finally:
        databases.stop(folder / "server")
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "pgbouncer")
