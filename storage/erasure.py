"""Erases what is stored about a candidate. `ERASED` and `RETAINED` are the rule (docs/privacy.md).

A test compares them with every text column of the schema. Another test erases a
candidate and searches the whole database for them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, delete, func, null, select, update

from domain.consent import ERASED_TEXT as MARK
from domain.drafts import EVIDENCE, EXAMPLES, kind_for_row
from domain.endorsements import CommitmentKind, CommitmentState
from domain.referrals import Consent
from storage.engine import Transaction
from storage.tables.congratulations import CONGRATULATION
from storage.tables.core import CANDIDATE, COMMITMENT, ENDORSEMENT, QUESTION, REFERRAL
from storage.tables.desk import DESK_NOTE, OPEN_WINDOW
from storage.tables.endings import ENDING
from storage.tables.interview_notes import INTERVIEW_NOTE
from storage.tables.messages import DRAFT, IDEMPOTENCY_KEY

# Columns with text about a candidate, which are emptied or replaced by a mark.
ERASED: Final = {
    "candidate": {
        *("name", "email", "profile_url", "search_text"),
        *("name_key", "email_key", "profile_key"),
    },
    "referral": {"note"},
    "endorsement": {  # every version
        *("called", "email", "profile_url"),
        *("saw", "why", "how_long", "trust", "adaptability", "lifts"),
    },
    "commitment": {"text", "reply"},  # except a post for a channel, which names nobody
    "heard": {"text"},
    "question": {"text", "answer"},
    # `ask_closing.erase_texts` does this, also for asks that name only the address.
    "ask": {"called", "email", "profile_url", "why", "shared", "help_text", "draft", "words"},
    "ending": {"decision"},
    "desk_note": {"text"},
    "attachment": {"link"},  # `services.attachments` does this, and deletes the copies of files
    "open_window": {"state"},  # what someone searches for on the desk may be a name
    "seen": {"answer"},  # answers to requests may contain the name
}
# The other text columns of the tables that have text about candidates: ids, values of enumerations,
# and what colleagues write about themselves and each other. Tables without any text about
# candidates have the `info` `NO_CANDIDATES` and are not listed.
RETAINED: Final = {
    "candidate": {"consent"},
    "referral": {"advocate", "owner", "stage", "furthest_stage", "reason", "bonus_rule"},
    "endorsement": {"advocate", "relationship", "conviction", "conflicts"},
    "commitment": {"member", "kind", "state", "told"},
    "heard": {"member"},
    "question": {"asked_by", "asked_of"},
    "follow_up": {"kind", "period", "member", "state"},
    "outbox": {
        *("kind", "recipient", "about", "dedupe", "key", "state", "channel", "ts", "reason"),
    },
    "seen": {"door"},
    # A draft of an opening names no candidate. Of a draft about endings, the part about the
    # candidate is deleted, and drafts of referrals and endorsements are deleted as a whole.
    "draft": {"member", "kind", "content"},
    "ask": {"kind", "asker", "asked", "helps", "state", "suggested", "decision"},
    "ending": {"decided_by"},
    # The row of a congratulation is deleted as a whole.
    "congratulation": {*("advocate", "hired", "channel", "ts", "taken_back_by")},
    "desk_note": {"author"},
    "attachment": {"advocate", "source_id", "file_type"},
    "open_window": {"user_id", "kind", "external_id"},
    "history": {"actor", "verb", "subject", "detail"},
}

# The answer to a repeated request: the request is acknowledged, and nothing is shown.
_DONE: Final = {"is": "done"}


def claim(
    transaction: Transaction,
    workspace_id: int,
    candidate_id: int,
    now: datetime,
    *,
    unless_agreed: bool,
) -> bool:
    """Erase the candidate's own row. Only the caller that gets True erases the rest.

    False when the candidate was erased before or, with `unless_agreed`, agreed in the meantime.
    """
    statement = update(CANDIDATE).where(
        CANDIDATE.c.workspace_id == workspace_id,
        CANDIDATE.c.id == candidate_id,
        CANDIDATE.c.erased_at.is_(None),
    )
    if unless_agreed:
        statement = statement.where(
            CANDIDATE.c.consent != Consent.AGREED.value, CANDIDATE.c.took_part_at.is_(None)
        )
    emptied = ERASED["candidate"] | {"decide_by"}
    erased = {**dict.fromkeys(emptied), "name": MARK, "search_text": "", "erased_at": now}
    return (
        transaction.execute(statement.values(erased).returning(CANDIDATE.c.id)).first() is not None
    )


def erase_texts(transaction: Transaction, workspace_id: int, referral_ids: Collection[int]) -> None:
    """Replace every text about these referrals by a mark. Empty texts stay empty."""
    ids = set(referral_ids)
    _erase_endorsements(transaction, workspace_id, ids)
    _erase_commitments(transaction, workspace_id, ids)
    _erase_notes(transaction, workspace_id, ids)
    _delete_drafts(transaction, workspace_id, ids)
    transaction.execute(
        update(DESK_NOTE)
        .where(DESK_NOTE.c.workspace_id == workspace_id, DESK_NOTE.c.referral_id.in_(ids))
        .values(text=MARK)
    )
    transaction.execute(
        update(REFERRAL)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id.in_(ids))
        .values(note=_mark_unless_empty(REFERRAL.c.note))
    )
    _erase_ending_drafts(transaction, workspace_id, ids)
    # A congratulation says which colleague the candidate is.
    own = CONGRATULATION.c.workspace_id == workspace_id, CONGRATULATION.c.referral_id.in_(ids)
    transaction.execute(delete(CONGRATULATION).where(*own))
    transaction.execute(
        delete(ENDING).where(ENDING.c.workspace_id == workspace_id, ENDING.c.referral_id.in_(ids))
    )
    transaction.execute(
        update(QUESTION)
        .where(QUESTION.c.workspace_id == workspace_id, QUESTION.c.referral_id.in_(ids))
        .values(text=MARK, answer=_mark_unless_null(QUESTION.c.answer))
    )


def erase_words(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: Collection[int],
    advocate: str,
    now: datetime,
) -> None:
    """Erase what one advocate said about these referrals. Their endorsements no longer count.

    Questions to this advocate are settled, so that nobody waits for an answer.
    """
    ids = set(referral_ids)
    of_advocate = ENDORSEMENT.c.advocate == advocate
    _erase_endorsements(transaction, workspace_id, ids, of_advocate)
    transaction.execute(
        update(ENDORSEMENT)
        .where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id.in_(ids),
            of_advocate,
        )
        .values(current=False, first=False)
    )
    _erase_commitments(transaction, workspace_id, ids, COMMITMENT.c.member == advocate)
    transaction.execute(
        update(COMMITMENT)
        .where(
            COMMITMENT.c.workspace_id == workspace_id,
            COMMITMENT.c.referral_id.in_(ids),
            COMMITMENT.c.member == advocate,
            COMMITMENT.c.state == CommitmentState.OPEN.value,
        )
        .values(state=CommitmentState.NOT_NEEDED.value, done_at=now)
    )
    _erase_notes(transaction, workspace_id, ids, INTERVIEW_NOTE.c.member == advocate)
    _delete_drafts(transaction, workspace_id, ids, DRAFT.c.member == advocate)
    transaction.execute(
        update(QUESTION)
        .where(
            QUESTION.c.workspace_id == workspace_id,
            QUESTION.c.referral_id.in_(ids),
            QUESTION.c.asked_of == advocate,
        )
        .values(answer=MARK, answered_at=func.coalesce(QUESTION.c.answered_at, now))
    )


def _erase_notes(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: set[int],
    *conditions: ColumnElement[bool],
) -> None:
    transaction.execute(
        update(INTERVIEW_NOTE)
        .where(
            INTERVIEW_NOTE.c.workspace_id == workspace_id,
            INTERVIEW_NOTE.c.referral_id.in_(referral_ids),
            *conditions,
        )
        .values(text=MARK)
    )


def _delete_drafts(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: set[int],
    *conditions: ColumnElement[bool],
) -> None:
    """Delete what was typed into the pages of an endorsement and not submitted."""
    kinds = [kind_for_row(page, id_) for id_ in referral_ids for page in (EVIDENCE, EXAMPLES)]
    own_drafts = DRAFT.c.workspace_id == workspace_id, DRAFT.c.kind.in_(kinds)
    transaction.execute(delete(DRAFT).where(*own_drafts, *conditions))


def _erase_ending_drafts(
    transaction: Transaction, workspace_id: int, referral_ids: set[int]
) -> None:
    """Remove these referrals from drafts about endings, whose notes may name the candidate."""
    own_drafts = DRAFT.c.workspace_id == workspace_id, DRAFT.c.kind == "endings"
    for row in transaction.execute(select(DRAFT).where(*own_drafts)).all():
        exceptions = row.content["exceptions"]
        others = {id_: each for id_, each in exceptions.items() if int(id_) not in referral_ids}
        if others != exceptions:
            transaction.execute(
                update(DRAFT)
                .where(*own_drafts, DRAFT.c.member == row.member)
                .values(content={**row.content, "exceptions": others})
            )


def _mark_unless_empty(column: Any) -> Any:
    return case((column == "", ""), else_=MARK)


def _mark_unless_null(column: Any) -> Any:
    return case((column.is_(None), null()), else_=MARK)


def _erase_endorsements(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: set[int],
    *conditions: ColumnElement[bool],
) -> None:
    """Erase the texts of all versions, the current ones and the earlier ones."""
    columns = ENDORSEMENT.c
    transaction.execute(
        update(ENDORSEMENT)
        .where(
            columns.workspace_id == workspace_id,
            columns.referral_id.in_(referral_ids),
            *conditions,
        )
        .values(
            called=MARK,
            email=None,
            profile_url=None,
            saw=_mark_unless_empty(columns.saw),
            why=_mark_unless_empty(columns.why),
            how_long=_mark_unless_empty(columns.how_long),
            trust=_mark_unless_empty(columns.trust),
            adaptability=_mark_unless_empty(columns.adaptability),
            lifts=_mark_unless_empty(columns.lifts),
        )
    )


def _erase_commitments(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: set[int],
    *conditions: ColumnElement[bool],
) -> None:
    """Erase texts and replies. A post for a channel stays: it does not name the candidate."""
    columns = COMMITMENT.c
    transaction.execute(
        update(COMMITMENT)
        .where(
            columns.workspace_id == workspace_id,
            columns.referral_id.in_(referral_ids),
            *conditions,
        )
        .values(
            text=case(
                (columns.text.is_(None), null()),
                (columns.kind == CommitmentKind.INTERNAL_CHANNELS.value, columns.text),
                else_=MARK,
            ),
            reply=_mark_unless_null(columns.reply),
        )
    )


def erase_stored_answers(transaction: Transaction, workspace_id: int) -> None:
    """Erase all stored answers to requests, what open windows show, and drafts of referrals.

    Nobody knows which of them name the candidate.
    """
    transaction.execute(
        delete(DRAFT).where(DRAFT.c.workspace_id == workspace_id, DRAFT.c.kind == "refer")
    )
    transaction.execute(
        update(OPEN_WINDOW).where(OPEN_WINDOW.c.workspace_id == workspace_id).values(state="")
    )
    transaction.execute(
        update(IDEMPOTENCY_KEY)
        .where(IDEMPOTENCY_KEY.c.workspace_id == workspace_id)
        .values(answer=_DONE)
    )
