"""Handles Slack's events about members and user groups, and a button for members who came back."""

from __future__ import annotations

from domain.errors import NotFoundError
from domain.members import Profile
from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response
from services import departures, members
from services.context import Context
from slack_io.profiles import read_profile
from storage import outbox
from views import departures as view


def register(registry: Registry) -> None:
    for event in ("user_change", "team_join"):
        registry.add_event(event, save_profile, access=Access.SLACK, needs_write=changes_profile)
    registry.add_write_action(
        view.TAKE_BACK, take_back, access=Access.MEMBER, action="answer_referral"
    )
    registry.add_event(
        "subteam_members_changed",
        request_recruiters,
        access=Access.SLACK,
        needs_write=changes_recruiter_group,
    )


def changes_profile(context: Context, request: Request) -> bool:
    """Returns whether anything that we store of the profile has changed.

    Slack also reports each change of a picture or a status text, which we do not store.
    """
    profile = _find_profile(context, request)
    return profile is not None and members.is_new_or_changed(context, profile)


def save_profile(context: Context, request: Request) -> Response:
    profile = _find_profile(context, request)
    if profile is not None:
        members.save_profiles(context, [profile])
    return Done()


def _find_profile(context: Context, request: Request) -> Profile | None:
    """Returns the profile in the event, or None if the event has no user with an id."""
    return read_profile(request.event.get("user"), context.workspace.team_id)


def changes_recruiter_group(context: Context, request: Request) -> bool:
    """Returns whether the event is about the user group of the recruiters."""
    return members.is_recruiter_group(context, str(request.event.get("subteam_id") or ""))


def request_recruiters(context: Context, _request: Request) -> Response:
    """Makes the scheduler read the members of the recruiters' group from Slack soon.

    The event only names who was added or removed, not all members.
    """
    members.request_recruiters(context)
    return Done()


def take_back(context: Context, request: Request) -> Response:
    """Gives a referral or an opening back to the member who owned it before they left."""
    offer = view.parse_offer(request.value)
    if offer.kind is None:  # The button's value is damaged.
        raise NotFoundError("referral")
    departures.take_back(context, offer.kind, offer.subject_id)
    outbox.queue_edit(context.transaction, context.workspace.id, offer.intent_id, context.now)
    return Done()
