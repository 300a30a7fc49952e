"""What a fault plan's script does to the app and its world, at its moment."""

from __future__ import annotations

from sandbox.engine import Engine
from sandbox.faults.plans import Event, Happening


def happen(happening: Happening, engine: Engine) -> None:
    """On the sandbox's loop. A channel or a person that is not there is left alone."""
    event, target, plans = happening.event, happening.target, engine.plans
    if event is Event.TOKEN_REVOKED:
        plans.token_revoked = True
    elif event is Event.TOKEN_BACK:
        plans.token_revoked = False
    elif event is Event.AWAY:
        plans.leave(happening.lasting)
        engine.dispatcher.spawn(engine.sockets.close_all())
    elif event is Event.USER_DEACTIVATED:
        user = engine.world.user_by_handle(target)
        if user is not None:
            engine.membership.change_user(user, {"deleted": True})
    elif (channel := engine.world.channel_by_name(target)) is not None:
        if event is Event.CHANNEL_ARCHIVED:
            engine.membership.set_archived(channel, True, channel.members[0])
        else:
            engine.membership.remove_member(channel, engine.world.app.user_id)
