"""The number of connections that the web server accepts, by the limits of open files."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PRINT_CONNECTIONS = """
import resource, sys
from slack_io.web_server import prepare_for_connections
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[2])))
print(prepare_for_connections(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(
    ("soft_limit", "hard_limit", "connections", "raised_to"),
    [(1024, 1024, 824, 1024), (256, 1024, 824, 1024), (1024, 4500, 4000, 4200)],
    ids=["at the hard limit", "raised to the hard limit", "raised to what is needed"],
)
def test_connections_fit_into_the_files_that_the_process_may_open(
    soft_limit: int, hard_limit: int, connections: int, raised_to: int
) -> None:
    # A process cannot raise a lowered hard limit again, so the limits are those of a child process.
    command = [sys.executable, "-c", _PRINT_CONNECTIONS, str(soft_limit), str(hard_limit)]
    child = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    assert child.stdout.split() == [str(connections), str(raised_to)]
