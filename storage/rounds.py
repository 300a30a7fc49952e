"""The rounds of a candidate for one opening: a new one begins after the first-voice window."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, bindparam, func, select

from domain.referrals import Candidate
from storage.tables.core import REFERRAL, opening_key


def _select_next_round() -> ScalarSelect[int]:
    """Select the number of the next round of a candidate for an opening.

    The names of the parameters begin with `key_`, because SQLAlchemy reserves the column names for
    the values of an INSERT or UPDATE.
    """
    earlier = REFERRAL.alias()
    return (
        select(func.coalesce(func.max(earlier.c.round), 0) + 1)
        .select_from(earlier)
        .where(
            earlier.c.workspace_id == bindparam("key_workspace_id"),
            earlier.c.candidate_id == bindparam("key_candidate_id"),
            earlier.c.opening_key == bindparam("key_opening_key"),
        )
        .scalar_subquery()
    )


NEXT_ROUND = _select_next_round()


def round_key(candidate: Candidate, opening_id: int | None) -> dict[str, object]:
    """Return the parameters of `NEXT_ROUND`."""
    return {
        "key_workspace_id": candidate.workspace_id,
        "key_candidate_id": candidate.id,
        "key_opening_key": opening_key(opening_id),
    }
