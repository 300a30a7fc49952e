"""Somebody wants to know how it works, or typed a word that we do not know."""

from __future__ import annotations

from domain.permissions import Who
from handlers.protocol import Answer, Click, Registry, Whisper
from storage.engine import Session
from views import help as view
from views.home import HELP

# Words that a later version answers; until then they say so, and are never met with silence.
LATER = ("desk", "stats", "settings", "privacy")
UNKNOWN = "unknown"


def register(on: Registry) -> None:
    on.command("help", show, who=Who.ANYONE, act="help")
    on.opens(HELP, show, who=Who.ANYONE, act="help")
    on.command(UNKNOWN, suggest, who=Who.ANYONE, act="help")
    for word in LATER:
        on.command(word, not_yet, who=Who.ANYONE, act="help")


def show(_click: Click, _session: Session) -> Answer:
    return Whisper(view.help_page())


def suggest(click: Click, _session: Session) -> Answer:
    """`words` is the unknown word, `value` the nearest that we know."""
    return Whisper(view.unknown(click.words, click.value or None))


def not_yet(click: Click, _session: Session) -> Answer:
    return Whisper(view.not_here_yet(click.id))
