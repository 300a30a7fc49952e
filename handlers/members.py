"""Slack reports that someone joined, changed or left, or that a user group changed."""

from __future__ import annotations

from domain.errors import NotFoundError
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
    """Returns whether the profile differs from the stored one.

    Slack also reports every new picture and status text of thousands of people, which we do not
    store.
    """
    profile = read_profile(request.event.get("user") or {}, context.workspace.team_id)
    return profile is not None and members.is_new_or_changed(context, profile)


def save_profile(context: Context, request: Request) -> Response:
    profile = read_profile(request.event.get("user") or {}, context.workspace.team_id)
    if profile is not None:
        members.save_profiles(context, [profile])
    return Done()


def changes_recruiter_group(context: Context, request: Request) -> bool:
    """Returns whether the recruiters' group changed. Changes of other groups do not concern us."""
    return members.is_recruiter_group(context, str(request.event.get("subteam_id") or ""))


def request_recruiters(context: Context, _request: Request) -> Response:
    """Makes the next tick read the group, because the event does not say who was in it before."""
    members.request_recruiters(context)
    return Done()


def take_back(context: Context, request: Request) -> Response:
    """A returned member takes back a referral or opening that others continued meanwhile."""
    offer = view.parse_offer(request.value)
    if offer.kind is None:
        raise NotFoundError("referral")
    departures.take_back(context, offer.kind, offer.subject_id)
    outbox.queue_edit(context.transaction, context.workspace.id, offer.intent_id, context.now)
    return Done()
