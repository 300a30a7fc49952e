"""Merges an edit of an opening with what others have stored since its form was opened.

The form carries a fingerprint (a short hash) of each field's value at the time when it was opened.
If only the editor or only others changed a field, the changed value is taken. If both changed the
field, to different values, the field is a conflict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from domain.bonus.rule import DEFAULT_DAYS, Exclusion
from domain.openings import Opening, OpeningForm

# In hexadecimal digits: short, as the fingerprints of all fields must fit the private metadata.
FINGERPRINT_LENGTH = 8


@dataclass(frozen=True, slots=True)
class MergedEdit:
    """The merged form, and the names of the fields in conflict.

    A field in conflict has the typed value in `form`.
    """

    form: OpeningForm
    conflicts: tuple[str, ...]


def to_form(opening: Opening) -> OpeningForm:
    """The stored opening as the content of its form."""
    shared_names = [each.name for each in fields(OpeningForm) if hasattr(opening, each.name)]
    values = {name: getattr(opening, name) for name in shared_names}
    terms = opening.bonus_terms
    return OpeningForm(
        **values | {"hiring_manager": opening.hiring_manager or ""},
        bonus_days=terms.days_text if terms else DEFAULT_DAYS,
        # Without stored terms, every exclusion (a group that gets no bonus) is preselected.
        bonus_excluded=tuple(each for each in Exclusion if not terms or each in terms.excluded),
    )


def fingerprint_fields(form: OpeningForm) -> dict[str, str]:
    """A short fingerprint of each field by its name."""
    return {each.name: _fingerprint(getattr(form, each.name)) for each in fields(form)}


def _fingerprint(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:FINGERPRINT_LENGTH]


def find_changed_fields(before: OpeningForm, after: OpeningForm) -> tuple[str, ...]:
    """The names of the fields whose values differ."""
    return tuple(
        each.name
        for each in fields(before)
        if getattr(before, each.name) != getattr(after, each.name)
    )


def merge_edit(opened: Mapping[str, str], stored: OpeningForm, typed: OpeningForm) -> MergedEdit:
    """Merges `typed`, the submitted form, with `stored`, the opening as it is now.

    `opened` has the fingerprint of each field when the form was opened.
    """
    typed_prints, stored_prints = fingerprint_fields(typed), fingerprint_fields(stored)
    changed_by_others: list[str] = []
    conflicts: list[str] = []
    for name in find_changed_fields(stored, typed):
        if typed_prints[name] == opened.get(name):
            changed_by_others.append(name)
        elif stored_prints[name] != opened.get(name):
            conflicts.append(name)
    stored_values = {name: getattr(stored, name) for name in changed_by_others}
    return MergedEdit(replace(typed, **stored_values), tuple(conflicts))
