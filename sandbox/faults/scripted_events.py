"""Applies an event of a fault plan's script to the app and its workspace."""

from __future__ import annotations

from sandbox.engine import Engine
from sandbox.faults.plans import ScriptedEvent, ScriptedEventKind


def apply_event(event: ScriptedEvent, engine: Engine) -> None:
    """Apply one event, on the sandbox's loop. An unknown channel or person is ignored."""
    world, injector = engine.world, engine.fault_injector
    if event.kind is ScriptedEventKind.TOKEN_REVOKED:
        injector.token_revoked = True
    elif event.kind is ScriptedEventKind.TOKEN_RESTORED:
        injector.token_revoked = False
    elif event.kind is ScriptedEventKind.OUTAGE:
        injector.start_outage(event.duration)
        engine.dispatcher.start_task(engine.sockets.close_all())
    elif event.kind is ScriptedEventKind.USER_DEACTIVATED:
        user = world.user_by_handle(event.target)
        if user is not None:
            engine.membership.change_user(user, {"deleted": True})
    elif (channel := world.channel_by_name(event.target)) is not None:
        if event.kind is ScriptedEventKind.CHANNEL_ARCHIVED:
            engine.channel_manager.set_archived(channel, True, channel.members[0])
        else:
            engine.membership.remove_member(channel, world.app.user_id)
