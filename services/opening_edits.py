"""Saves an edit of an opening that others may have edited while the form was open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.errors import StaleError
from domain.opening_edits import find_changed_fields, merge_edit, to_form
from domain.openings import Opening, OpeningForm
from services import history
from services.announcements import queue_announcements
from services.context import Context
from services.opening_form import build_bonus_rule, check_opening_form, find_closing_time
from services.openings import find_managed_opening
from storage import history as stored_history
from storage import openings

EDITED = "opening.edited"


@dataclass(frozen=True, slots=True)
class EditConflict:
    """An edit that was not stored, because others changed some of the same fields.

    `form` has the typed values of these fields, and the merged values of all others. `changed_by`
    maps the name of each of these fields to the user id of the person who changed it last, or to
    None if that is unknown.
    """

    opening: Opening
    form: OpeningForm
    changed_by: Mapping[str, str | None]


def save_edit(
    context: Context,
    opening_id: int,
    version: int,
    opened_fingerprints: Mapping[str, str],
    typed: OpeningForm,
) -> Opening | EditConflict:
    """Stores the typed content, merged with the changes of others since the form was opened.

    `version` and `opened_fingerprints` (by field name) belong to the opening as the form showed it.
    Forms of an older release have no fingerprints. Raises `NotFoundError`, `NotAllowedError`,
    `FormError`, and `StaleError` if the opening has changed and there are no fingerprints to merge.
    """
    opening = find_managed_opening(context, opening_id)
    form = typed
    if opening.version != version:
        if not opened_fingerprints:
            raise StaleError("opening", opening.status.value)
        merged = merge_edit(opened_fingerprints, to_form(opening), typed)
        if merged.conflicts:
            changed_by = find_editors(context, opening.id, merged.conflicts)
            return EditConflict(opening, merged.form, changed_by)
        form = merged.form
    return _store(context, opening, form)


def _store(context: Context, opening: Opening, form: OpeningForm) -> Opening:
    """Checks and stores the form, and updates the announcements in channels."""
    check_opening_form(context, form, opening)
    changed_fields = find_changed_fields(to_form(opening), form)
    closes_at = opening.closes_at
    if "closes_on" in changed_fields:
        closes_at = find_closing_time(context, form, opening.posted_by)
    changed = openings.update_form(
        context.transaction,
        opening,
        form,
        now=context.now,
        closes_at=closes_at,
        bonus_terms=build_bonus_rule(context, form, opening),
    )
    if changed is None:
        raise StaleError("opening", opening.status.value)
    history_id = history.add_line(
        context, EDITED, "opening", opening.id, fields=list(changed_fields)
    )
    queue_announcements(context, changed, history_id)
    return changed


def find_editors(
    context: Context, opening_id: int, field_names: tuple[str, ...]
) -> dict[str, str | None]:
    """The user id of the last person who changed each field, by the field's name.

    It is None if unknown: history lines of older releases do not name the changed fields.
    """
    editors: dict[str, str | None] = dict.fromkeys(field_names)
    # The oldest line comes first, so a later editor replaces an earlier one.
    for line in stored_history.list_lines(
        context.transaction, context.workspace.id, "opening", opening_id
    ):
        if line.verb == EDITED:
            changed = line.detail.get("fields", ())
            editors |= {name: line.actor for name in field_names if name in changed}
    return editors
