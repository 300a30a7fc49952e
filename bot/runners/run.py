"""`vouch run`, from its one argument to its exit code; what stops it is one line for a person."""

from __future__ import annotations

from bot.runners.startup import StartupError
from bot.settings import SettingsError, load

INTERRUPTED = 130  # what a shell expects of a command that was stopped by Ctrl-C


def run(http: str | None) -> int:
    """Until SIGTERM or SIGINT. `http` is HOST:PORT, or None for Socket Mode."""
    try:
        from bot.clock import SystemClock
        from bot.ops import logging as logs
        from bot.runners import lifecycle as running

        address = _address(http) if http else None
        settings = load(mode="http" if address else "socket")
        logs.configure(settings.log_level, settings.log_json)
        running.run(settings, SystemClock(), address)
    except (SettingsError, StartupError, OSError) as error:
        from bot.ops.console import complain  # rich, for the person who reads it

        complain(str(error))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise SettingsError(f"--http {text} is not an address. Write it as 127.0.0.1:3000.")
    return host.strip("[]"), int(port)
