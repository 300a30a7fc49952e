"""Erases what is stored about a candidate. `ERASED` and `RETAINED` list what goes and what stays.

docs/privacy.md gives the reasons. A test compares both lists with every text column of the schema.
Another test erases a candidate and searches the whole database for the candidate's texts.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, delete, func, null, select, update

from domain.consent import ERASED_TEXT
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

# The columns with text about a candidate, by table. They are emptied or set to `ERASED_TEXT`.
ERASED: Final = {
    "candidate": {
        *("name", "email", "profile_url", "search_text"),
        *("name_key", "email_key", "profile_key"),
        "asked_by",
    },
    "referral": {"note"},
    "endorsement": {  # every version
        *("called", "email", "profile_url"),
        *("saw", "why", "how_long", "trust", "adaptability", "lifts"),
    },
    "commitment": {"text", "reply"},  # but not a text for a channel, which names nobody
    "heard": {"text"},
    "question": {"text", "answer"},
    # Done by `ask_closing.erase_texts`, also for asks that name the candidate only by an address.
    "ask": {"called", "email", "profile_url", "why", "shared", "help_text", "draft", "words"},
    "ending": {"decision"},
    "desk_note": {"text"},
    "attachment": {"link"},  # done by `services.attachments`, which also deletes copies of files
    "open_window": {"state"},  # what someone searches for on the desk may be a name
    "seen": {"answer"},  # answers to requests may contain the name
}
# The other text columns of these tables. They hold ids, values of enumerations, and what colleagues
# write about themselves and each other. Tables that have no text about candidates are not listed.
# Their `info` is `NO_CANDIDATES`.
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
    # Drafts of openings name no candidate, so they stay. Drafts of referrals and endorsements are
    # deleted. A draft about endings loses only the part about the candidate.
    "draft": {"member", "kind", "content"},
    "ask": {"kind", "asker", "asked", "helps", "state", "suggested", "decision"},
    "ending": {"decided_by"},
    # The row of a congratulation is deleted as a whole.
    "congratulation": {"advocate", "hired", "channel", "ts", "taken_back_by"},
    "desk_note": {"author"},
    "attachment": {"advocate", "source_id", "file_type"},
    "open_window": {"user_id", "kind", "external_id"},
    "history": {"actor", "verb", "subject", "detail"},
}

# Replaces the stored answer to a request. If Slack repeats the request, it gets an empty answer.
_DONE: Final = {"is": "done"}


def erase_candidate_row(
    transaction: Transaction,
    workspace_id: int,
    candidate_id: int,
    now: datetime,
    *,
    unless_agreed: bool,
) -> bool:
    """Erase the texts of the candidate's own row. A caller that gets True has to erase the rest.

    Returns False, and erases nothing, if the candidate was erased before, or with `unless_agreed`
    if the candidate has agreed or has taken part in interviews.
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
    emptied = ERASED["candidate"] | {"decide_by", "asked_at"}
    erased = {**dict.fromkeys(emptied), "name": ERASED_TEXT, "search_text": "", "erased_at": now}
    erased_row = transaction.execute(statement.values(erased).returning(CANDIDATE.c.id)).first()
    return erased_row is not None


def erase_texts(transaction: Transaction, workspace_id: int, referral_ids: Collection[int]) -> None:
    """Erase everything that anybody wrote about these referrals.

    Drafts, congratulations and endings are deleted. In other rows `ERASED_TEXT` replaces every text
    that is not empty.
    """
    ids = set(referral_ids)
    _erase_endorsements(transaction, workspace_id, ids)
    _erase_commitments(transaction, workspace_id, ids)
    _erase_interview_notes(transaction, workspace_id, ids)
    _delete_drafts(transaction, workspace_id, ids)
    transaction.execute(
        update(DESK_NOTE)
        .where(DESK_NOTE.c.workspace_id == workspace_id, DESK_NOTE.c.referral_id.in_(ids))
        .values(text=ERASED_TEXT)
    )
    transaction.execute(
        update(REFERRAL)
        .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id.in_(ids))
        .values(note=_mark_unless_empty(REFERRAL.c.note))
    )
    _erase_ending_drafts(transaction, workspace_id, ids)
    # A congratulation says which colleague the candidate has become.
    transaction.execute(
        delete(CONGRATULATION).where(
            CONGRATULATION.c.workspace_id == workspace_id, CONGRATULATION.c.referral_id.in_(ids)
        )
    )
    transaction.execute(
        delete(ENDING).where(ENDING.c.workspace_id == workspace_id, ENDING.c.referral_id.in_(ids))
    )
    transaction.execute(
        update(QUESTION)
        .where(QUESTION.c.workspace_id == workspace_id, QUESTION.c.referral_id.in_(ids))
        .values(text=ERASED_TEXT, answer=_mark_unless_null(QUESTION.c.answer))
    )


def erase_words_of_advocate(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: Collection[int],
    advocate: str,
    now: datetime,
) -> None:
    """Erase what one person wrote as the advocate of these referrals, and end that role.

    Their open commitments, and questions to them, are settled at `now` (UTC), so that nobody waits
    for them.
    """
    ids = set(referral_ids)
    is_of_advocate = ENDORSEMENT.c.advocate == advocate
    _erase_endorsements(transaction, workspace_id, ids, is_of_advocate)
    transaction.execute(
        update(ENDORSEMENT)
        .where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id.in_(ids),
            is_of_advocate,
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
    _erase_interview_notes(transaction, workspace_id, ids, INTERVIEW_NOTE.c.member == advocate)
    _delete_drafts(transaction, workspace_id, ids, DRAFT.c.member == advocate)
    transaction.execute(
        update(QUESTION)
        .where(
            QUESTION.c.workspace_id == workspace_id,
            QUESTION.c.referral_id.in_(ids),
            QUESTION.c.asked_of == advocate,
        )
        .values(answer=ERASED_TEXT, answered_at=func.coalesce(QUESTION.c.answered_at, now))
    )


def _erase_interview_notes(
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
        .values(text=ERASED_TEXT)
    )


def _delete_drafts(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: set[int],
    *conditions: ColumnElement[bool],
) -> None:
    """Delete what was typed into the forms of an endorsement and not submitted."""
    kinds = [kind_for_row(form, id_) for id_ in referral_ids for form in (EVIDENCE, EXAMPLES)]
    of_referrals = DRAFT.c.workspace_id == workspace_id, DRAFT.c.kind.in_(kinds)
    transaction.execute(delete(DRAFT).where(*of_referrals, *conditions))


def _erase_ending_drafts(
    transaction: Transaction, workspace_id: int, referral_ids: set[int]
) -> None:
    """Remove these referrals from drafts about endings, because a note may name the candidate.

    A draft says how the referrals of an opening end. Its `exceptions` has the referrals with an
    ending of their own, by referral id.
    """
    is_about_endings = DRAFT.c.workspace_id == workspace_id, DRAFT.c.kind == "endings"
    for draft in transaction.execute(select(DRAFT).where(*is_about_endings)).all():
        exceptions = draft.content["exceptions"]
        kept = {id_: each for id_, each in exceptions.items() if int(id_) not in referral_ids}
        if kept != exceptions:
            transaction.execute(
                update(DRAFT)
                .where(*is_about_endings, DRAFT.c.member == draft.member)
                .values(content={**draft.content, "exceptions": kept})
            )


def _mark_unless_empty(column: Any) -> Any:
    return case((column == "", ""), else_=ERASED_TEXT)


def _mark_unless_null(column: Any) -> Any:
    return case((column.is_(None), null()), else_=ERASED_TEXT)


def _erase_endorsements(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: set[int],
    *conditions: ColumnElement[bool],
) -> None:
    """Erase the texts of current and earlier versions."""
    columns = ENDORSEMENT.c
    transaction.execute(
        update(ENDORSEMENT)
        .where(
            columns.workspace_id == workspace_id,
            columns.referral_id.in_(referral_ids),
            *conditions,
        )
        .values(
            called=ERASED_TEXT,
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
    """Erase texts and replies. A text for a channel stays, because it names no candidate."""
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
                else_=ERASED_TEXT,
            ),
            reply=_mark_unless_null(columns.reply),
        )
    )


def erase_stored_answers(transaction: Transaction, workspace_id: int) -> None:
    """Erase what may name the candidate, in all rows of the workspace.

    These are stored answers to requests, the state of open windows (modals and App Homes), and
    drafts of referrals.
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
