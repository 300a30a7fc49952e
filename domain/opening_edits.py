"""Merges an edit of an opening with what others have stored since its form was opened.

The form carries a fingerprint (a short hash) of every field's value at the time of opening. If only
the editor or only others changed a field, the changed value is taken. If both changed the field, to
different values, the field is a conflict.
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
    """The merged form, and the names of the fields in conflict; `form` has their typed values."""

    form: OpeningForm
    conflicts: tuple[str, ...]


def to_form(opening: Opening) -> OpeningForm:
    """The stored opening as the content of its form."""
    common_names = [each.name for each in fields(OpeningForm) if hasattr(opening, each.name)]
    values = {name: getattr(opening, name) for name in common_names}
    terms = opening.bonus_terms
    return OpeningForm(
        **values | {"hiring_manager": opening.hiring_manager or ""},
        bonus_days=terms.days_text if terms else DEFAULT_DAYS,
        # If no terms are stored, the form preselects every exclusion.
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
    """Merges `typed` with `stored`. `opened` is what `fingerprint_fields` gave when it opened."""
    typed_prints, stored_prints = fingerprint_fields(typed), fingerprint_fields(stored)
    differing = find_changed_fields(stored, typed)
    changed_by_others = [name for name in differing if typed_prints[name] == opened.get(name)]
    conflicts = [
        name
        for name in differing
        if name not in changed_by_others and stored_prints[name] != opened.get(name)
    ]
    stored_values = {name: getattr(stored, name) for name in changed_by_others}
    return MergedEdit(replace(typed, **stored_values), tuple(conflicts))
