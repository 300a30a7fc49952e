"""Applies an event of a fault plan's script to the app and its workspace."""

from __future__ import annotations

from sandbox.engine import Engine
from sandbox.faults.plans import ScriptedEvent, ScriptedEventKind
from sandbox.state.world import Channel

USER_EVENTS = (ScriptedEventKind.USER_DEACTIVATED, ScriptedEventKind.USER_REACTIVATED)


def apply_event(event: ScriptedEvent, engine: Engine) -> None:
    """Apply one event, on the sandbox's loop. An unknown channel or person is ignored.

    Raises SlackError cant_archive_general for a script that archives #general.
    """
    world, injector = engine.world, engine.fault_injector
    if event.kind is ScriptedEventKind.TOKEN_REVOKED:
        injector.token_revoked = True
    elif event.kind is ScriptedEventKind.TOKEN_RESTORED:
        injector.token_revoked = False
    elif event.kind is ScriptedEventKind.OUTAGE:
        injector.start_outage(event.duration)
        engine.dispatcher.start_task(engine.sockets.close_all())
    elif event.kind in USER_EVENTS:
        user = world.user_by_handle(event.target)
        if user is not None:
            deactivated = event.kind is ScriptedEventKind.USER_DEACTIVATED
            engine.membership.change_user(user, {"deleted": deactivated})
    elif (channel := world.channel_by_name(event.target)) is not None:
        _change_channel(engine, event.kind, channel)


def _change_channel(engine: Engine, kind: ScriptedEventKind, channel: Channel) -> None:
    manager = engine.channel_manager
    if kind is ScriptedEventKind.CHANNEL_ARCHIVED:
        manager.set_archived(channel, channel.creator, archived=True)
    elif kind is ScriptedEventKind.CHANNEL_MADE_PRIVATE:
        manager.make_private(channel, channel.creator)
    elif kind is ScriptedEventKind.CHANNEL_ID_CHANGED:
        manager.change_id(channel)
    elif kind is ScriptedEventKind.BOT_REMOVED:
        engine.membership.remove_member(channel, engine.world.app.user_id)
