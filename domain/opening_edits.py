"""Merges what someone typed with what others stored since the form was opened.

The form carries a fingerprint of every field as it was then. A field that only one of the two has
changed is taken from them; one that both changed to different values is a conflict.
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
    """`conflicts` names the fields that both changed. `form` has the typed values of these."""

    form: OpeningForm
    conflicts: tuple[str, ...]


def form_of(opening: Opening) -> OpeningForm:
    """The stored content of an opening, as its form shows it."""
    same = [each.name for each in fields(OpeningForm) if hasattr(opening, each.name)]
    values = {name: getattr(opening, name) for name in same}
    terms = opening.bonus_terms
    return OpeningForm(
        **values | {"hiring_manager": opening.hiring_manager or ""},
        bonus_days=terms.days_text if terms else DEFAULT_DAYS,
        # Everybody in the list where there is no rule yet.
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


def merge_edit(base: Mapping[str, str], stored: OpeningForm, typed: OpeningForm) -> MergedEdit:
    """`base` has the fingerprints of the form as it was opened."""
    ours, theirs = fingerprint_fields(typed), fingerprint_fields(stored)
    differing = find_changed_fields(stored, typed)
    kept = {name: getattr(stored, name) for name in differing if ours[name] == base.get(name)}
    conflicts = [name for name in differing if name not in kept and theirs[name] != base.get(name)]
    return MergedEdit(replace(typed, **kept), tuple(conflicts))
