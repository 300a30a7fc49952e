"""Stores what someone typed into the form that edits an opening and did not save.

Each person has one draft for each opening. When the form is opened again, the draft is merged with
the changes that others have stored since, in the same way as when the form is saved.
"""

from __future__ import annotations

from collections.abc import Mapping

from domain.drafts import EDIT, kind_for_row
from domain.opening_edits import merge_edit, to_form
from domain.openings import Opening, OpeningForm
from services.context import Context
from services.opening_edits import EditConflict, find_editors
from services.opening_form import form_from_json, form_to_json
from storage import drafts


def save(context: Context, opening_id: int, base: Mapping[str, str], typed: OpeningForm) -> None:
    """Stores the draft. `base` has the fingerprints of the fields when the form was opened."""
    drafts.save(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        kind_for_row(EDIT, opening_id),
        {"base": dict(base), "form": form_to_json(typed)},
        context.now,
    )


def find(context: Context, opening: Opening) -> EditConflict | None:
    """The merged draft of the actor, or None if there is no draft. Its conflicts may be empty."""
    kind = kind_for_row(EDIT, opening.id)
    content = drafts.find(context.transaction, context.workspace.id, context.actor.user_id, kind)
    if content is None:
        return None
    merged = merge_edit(content["base"], to_form(opening), form_from_json(content["form"]))
    changed_by = find_editors(context, opening.id, merged.conflicts) if merged.conflicts else {}
    return EditConflict(opening, merged.form, changed_by)


def delete(context: Context, opening_id: int) -> None:
    kind = kind_for_row(EDIT, opening_id)
    drafts.delete_draft(context.transaction, context.workspace.id, context.actor.user_id, kind)
