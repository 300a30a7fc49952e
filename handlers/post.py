"""The forms in which someone posts an opening, after a preview, or edits an opening."""

from __future__ import annotations

from domain.errors import FormError
from domain.members import Actor, Role
from domain.permissions import Access
from handlers.protocol import CloseAll, Registry, Rejected, Replace, Request, Response, Show
from services import edit_drafts, opening_edits, opening_form, openings
from services.context import Context
from services.people import find_time_zone
from views import button_values
from views import post as view
from views.block_kit import Block
from views.inputs import redraw_inputs
from views.openings import OPEN_EDIT_FORM

ACTION = "post_opening"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_command("post", open_form, access=Access.ANYONE, action=ACTION)
    registry.add_read_action(view.OPEN_POST_FORM, open_form, access=Access.ANYONE, action=ACTION)
    registry.add_write_action(view.START_OVER, start_over, access=Access.POSTER, action=ACTION)
    registry.add_submission(view.POST_FORM, show_preview, access=Access.POSTER, action=ACTION)
    registry.add_submission(view.PREVIEW_FORM, post_opening, access=Access.POSTER, action=ACTION)
    registry.add_read_action(
        OPEN_EDIT_FORM, open_edit_form, access=Access.MEMBER, action="manage_opening"
    )
    registry.add_write_action(
        view.START_EDIT_OVER, start_edit_over, access=Access.MEMBER, action="manage_opening"
    )
    registry.add_submission(
        view.EDIT_FORM, save_edit, access=Access.MEMBER, action="manage_opening"
    )


def open_form(context: Context, _request: Request) -> Response:
    """Opens the form of a new opening, with the actor's draft if there is one."""
    opening_form.check_may_post(context)
    return Show(_draw_form(context))


def _draw_form(context: Context) -> Block:
    return view.post_form(
        opening_form.find_draft(context),
        poster=context.actor.user_id,
        recruiter=_default_recruiter(context.actor),
        zone=find_time_zone(context),
        bonus=opening_form.find_bonus_defaults(context),
    )


def start_over(context: Context, _request: Request) -> Response:
    """Deletes the draft of the new opening and empties the form."""
    opening_form.delete_draft(context)
    return Replace(redraw_inputs(_draw_form(context), mark="empty"))


def _default_recruiter(actor: Actor) -> str | None:
    return actor.user_id if actor.has_role(Role.RECRUITER) else None


def show_preview(context: Context, request: Request) -> Response:
    """Saves the draft, even with errors, and shows the announcement as it will be posted."""
    form = view.parse_opening_form(request.state)
    opening_form.save_draft(context, form)
    try:
        opening_form.check_opening_form(context, form)
    except FormError as error:
        return Rejected(error)
    poster = context.actor.user_id
    return Show(
        view.preview_modal(
            form,
            poster=poster,
            now=context.now,
            closes_at=opening_form.find_closing_time(context, form, poster),
            bonus=opening_form.build_bonus_rule(context, form),
        )
    )


def post_opening(context: Context, _request: Request) -> Response:
    return Replace(view.posted_modal(openings.post_draft(context)))


def open_edit_form(context: Context, request: Request) -> Response:
    """Opens the edit form with the actor's unsaved edit, if any, merged with others' changes."""
    return Show(_draw_edit_form(context, button_values.parse_id(request.value)))


def _draw_edit_form(context: Context, opening_id: int) -> Block:
    opening = openings.find_managed_opening(context, opening_id)
    zone = find_time_zone(context, opening.posted_by)
    draft = edit_drafts.find(context, opening)
    if draft is not None and draft.changed_by:  # Others changed fields that the draft changes too.
        return view.add_unsaved_notice(
            view.conflict_form(opening, draft.form, draft.changed_by, zone)
        )
    return view.edit_form(opening, zone, draft.form if draft else None)


def start_edit_over(context: Context, request: Request) -> Response:
    """Deletes the unsaved edit and shows what is stored."""
    opening_id = view.parse_version(request.private_metadata).opening_id
    edit_drafts.delete(context, opening_id)
    return Replace(redraw_inputs(_draw_edit_form(context, opening_id), mark="stored"))


def save_edit(context: Context, request: Request) -> Response:
    """Saves the edit. If someone else changed the same fields, the form shows their changes.

    An edit with errors or conflicts is stored as a draft, in case the person closes the form.
    """
    opened = view.parse_version(request.private_metadata)  # the opening when the form was opened
    opening_id, fingerprints = opened.opening_id, opened.fingerprints
    typed = view.parse_opening_form(request.state)
    try:
        result = opening_edits.save_edit(context, opening_id, opened.version, fingerprints, typed)
    except FormError as error:
        edit_drafts.save(context, opening_id, fingerprints, typed)
        return Rejected(error)
    if not isinstance(result, opening_edits.EditConflict):
        edit_drafts.delete(context, opening_id)
        return CloseAll()
    edit_drafts.save(context, opening_id, fingerprints, typed)
    zone = find_time_zone(context, result.opening.posted_by)
    return Replace(view.conflict_form(result.opening, result.form, result.changed_by, zone))
