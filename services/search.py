"""Searches the people whom the actor may see, by name, ref or role.

These are the candidates of their own referrals, the people on their bench (saved for later) and, if
they answer referrals, the candidates on the desk.
"""

from __future__ import annotations

from domain.desk import DeskFilter, DeskRow, DeskScope, check_search
from domain.endorsements import Endorsement
from domain.errors import FieldError
from domain.limits import SEARCH_MAX, SEARCH_MIN
from domain.own_pages import SearchPage
from domain.referrals import Referral
from services import desk_list
from services.advocate_pages import MAX_LISTED, load_advocate_pages
from services.context import Context
from services.people import build_viewer
from storage import bench, endorsements, referrals
from storage.opening_search import fold_text

DESK_MAX = 5  # referrals of the desk that are shown
READ_MAX = 500  # own referrals, and people on the bench, that are searched: the newest


def search(context: Context, typed: str) -> SearchPage:
    """Finds the people in whose name, ref or role all typed words are, in any case and script.

    Raises `FieldError("search")` for a text that is empty, too long, or a single Latin letter.
    """
    words = _check_words(typed)
    viewer = build_viewer(context)
    own = [
        (referral, endorsement)
        for referral, endorsement in _list_own(context)
        if _has_words(_describe(referral, endorsement), words)
    ]
    people = [
        person
        for person in bench.list_people(
            context.transaction, context.workspace.id, context.actor.user_id, limit=READ_MAX
        )
        if _has_words(person.details.name, words)
    ]
    on_desk, on_desk_count = _search_desk(context, typed)
    return SearchPage(
        viewer,
        words=typed,
        referrals=tuple(load_advocate_pages(context, viewer, own[:MAX_LISTED])),
        people=tuple(people[:MAX_LISTED]),
        not_shown_count=max(len(own) - MAX_LISTED, 0) + max(len(people) - MAX_LISTED, 0),
        on_desk=on_desk,
        on_desk_count=on_desk_count,
    )


def _search_desk(context: Context, typed: str) -> tuple[tuple[DeskRow, ...] | None, int]:
    """Returns (the first found referrals that the actor may answer, how many are found in all).

    Open referrals come before ended ones. (None, 0) if the actor has no desk.
    """
    if not desk_list.may_open_desk(context):
        return None, 0
    chosen = DeskFilter(DeskScope.ALL, words=check_search(typed))
    return desk_list.load_first_rows(context, chosen, DESK_MAX)


def _check_words(typed: str) -> list[str]:
    """Returns the typed words in the form in which they are compared."""
    if len(typed) > SEARCH_MAX:
        raise FieldError("search", "too_long", str(SEARCH_MAX))
    words = fold_text(typed).split()
    # One character can be a whole name in Chinese, Japanese or Korean.
    if not words or (len("".join(words)) < SEARCH_MIN and words[0].isascii()):
        raise FieldError("search", "too_short", str(SEARCH_MIN))
    return words


def _list_own(context: Context) -> list[tuple[Referral, Endorsement]]:
    """The actor's referrals, each with the actor's own endorsement."""
    transaction, workspace_id = context.transaction, context.workspace.id
    user_id = context.actor.user_id
    found = referrals.list_by_advocate(transaction, workspace_id, user_id, READ_MAX)
    endorsements_by_referral = endorsements.list_current_by_referrals(
        transaction, workspace_id, [each.id for each in found]
    )
    return [
        (referral, endorsement)
        for referral in found
        if referral.candidate.erased_at is None
        for endorsement in endorsements_by_referral[referral.id]
        if endorsement.advocate == user_id
    ]


def _describe(referral: Referral, endorsement: Endorsement) -> str:
    texts = (endorsement.candidate_name, referral.opening_ref, referral.opening_title)
    return " ".join(text for text in texts if text)


def _has_words(text: str, words: list[str]) -> bool:
    folded = fold_text(text)
    return all(word in folded for word in words)
