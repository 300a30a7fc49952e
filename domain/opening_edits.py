"""Merges an edit of an opening with what others have stored since its form was opened.

The form carries a fingerprint of every field as it was when it was opened. If only one side has
changed a field, that side's value is taken. If both have changed it to different values, the field
is a conflict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from domain.bonus.rule import DEFAULT_DAYS, Exclusion
from domain.openings import Opening, OpeningForm

FINGERPRINT_LENGTH = 8  # hexadecimal digits; a form has a dozen fields


@dataclass(frozen=True, slots=True)
class MergedEdit:
    """`conflicts` names the fields that both sides changed. `form` has their typed values."""

    form: OpeningForm
    conflicts: tuple[str, ...]


def to_form(opening: Opening) -> OpeningForm:
    """The stored content of an opening, as its form shows it."""
    common_names = [each.name for each in fields(OpeningForm) if hasattr(opening, each.name)]
    values = {name: getattr(opening, name) for name in common_names}
    terms = opening.bonus_terms
    return OpeningForm(
        **values | {"hiring_manager": opening.hiring_manager or ""},
        bonus_days=terms.days_text if terms else DEFAULT_DAYS,
        # Without a rule, the form preselects every exclusion.
        bonus_excluded=tuple(each for each in Exclusion if not terms or each in terms.excluded),
    )


def fingerprint_fields(form: OpeningForm) -> dict[str, str]:
    """A short fingerprint of each field by its name."""
    return {each.name: _fingerprint(getattr(form, each.name)) for each in fields(form)}


def _fingerprint(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:FINGERPRINT_LENGTH]


def find_changed_fields(before: OpeningForm, after: OpeningForm) -> tuple[str, ...]:
    return tuple(
        each.name
        for each in fields(before)
        if getattr(before, each.name) != getattr(after, each.name)
    )


def merge_edit(opened: Mapping[str, str], stored: OpeningForm, typed: OpeningForm) -> MergedEdit:
    """Merges both forms. `opened` has the fingerprints of the form when it was opened."""
    typed_now, stored_now = fingerprint_fields(typed), fingerprint_fields(stored)
    differing = find_changed_fields(stored, typed)
    changed_by_others = [name for name in differing if typed_now[name] == opened.get(name)]
    conflicts = [
        name
        for name in differing
        if name not in changed_by_others and stored_now[name] != opened.get(name)
    ]
    taken_over = {name: getattr(stored, name) for name in changed_by_others}
    return MergedEdit(replace(typed, **taken_over), tuple(conflicts))
