"""All indexes of the tables. `storage.migrate` checks that a database has every one of them.

Migrations create them: a change here needs a migration too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text

from storage.tables.asks import ASK
from storage.tables.bench import BENCH_MATCH, BENCH_PERSON
from storage.tables.core import (
    CANDIDATE,
    ENDORSEMENT,
    FOLLOW_UP,
    OPENING,
    QUESTION,
    REFERRAL,
    ROUNDUP,
)
from storage.tables.desk import DESK_NOTE, MANAGER_DIGEST
from storage.tables.endings import ENDING
from storage.tables.files import ATTACHMENT, SENT_FILE
from storage.tables.interview_notes import INTERVIEW_NOTE
from storage.tables.messages import HISTORY, IDEMPOTENCY_KEY, OUTBOX

# The condition of the indexes of the desk, where open referrals are answered. A query only uses
# these indexes if it repeats the condition word for word.
IS_OPEN = "stage NOT IN ('hired', 'not_now', 'withdrawn')"


def partial(where: str) -> dict[str, Any]:
    """Return the arguments that make an `Index` partial: it has only rows that meet `where`."""
    return {"sqlite_where": text(where), "postgresql_where": text(where)}


# The search of openings reads only this index, not the long rows (storage/opening_search.py).
Index(
    "ix_opening_search",
    OPENING.c.workspace_id,
    OPENING.c.status,
    OPENING.c.posted_at,
    OPENING.c.id,
    OPENING.c.search_text,
)
Index("ix_opening_hiring_manager", OPENING.c.workspace_id, OPENING.c.hiring_manager)
Index("ix_roundup_due", ROUNDUP.c.workspace_id, ROUNDUP.c.due_at)
Index("ix_candidate_decide_by", CANDIDATE.c.decide_by)
for _column in ("name_key", "email_key", "profile_key"):
    Index(
        f"ix_candidate_{_column}",
        CANDIDATE.c.workspace_id,
        CANDIDATE.c[_column],
        **partial(f"{_column} IS NOT NULL"),
    )
Index("ix_referral_advocate", REFERRAL.c.workspace_id, REFERRAL.c.advocate, REFERRAL.c.created_at)
Index("ix_referral_owner", REFERRAL.c.workspace_id, REFERRAL.c.owner, REFERRAL.c.stage)
Index(
    "ix_referral_desk",
    REFERRAL.c.workspace_id,
    REFERRAL.c.desk_order,
    REFERRAL.c.id,
    **partial(IS_OPEN),
)
Index(
    "ix_referral_own_desk",
    REFERRAL.c.workspace_id,
    REFERRAL.c.owner,
    REFERRAL.c.desk_order,
    REFERRAL.c.id,
    **partial(IS_OPEN),
)
Index(
    "ix_referral_stage",
    REFERRAL.c.workspace_id,
    REFERRAL.c.stage,
    REFERRAL.c.desk_order,
    REFERRAL.c.id,
)
Index("ix_candidate_search", CANDIDATE.c.workspace_id, CANDIDATE.c.id, CANDIDATE.c.search_text)
# The queries that count figures read only this index, not the long rows (storage/figures.py).
Index(
    "ix_referral_figures",
    REFERRAL.c.workspace_id,
    REFERRAL.c.created_at,
    REFERRAL.c.opening_id,
    REFERRAL.c.stage,
    REFERRAL.c.furthest_stage,
    REFERRAL.c.first_answer_days,
    REFERRAL.c.desk_order,
)
Index("ix_referral_opening", REFERRAL.c.workspace_id, REFERRAL.c.opening_id)
Index(
    "ix_endorsement_current",
    ENDORSEMENT.c.workspace_id,
    ENDORSEMENT.c.referral_id,
    **partial("current"),
)
Index("ix_endorsement_advocate", ENDORSEMENT.c.workspace_id, ENDORSEMENT.c.advocate)
Index(
    "ix_endorsement_email",
    ENDORSEMENT.c.workspace_id,
    ENDORSEMENT.c.email,
    **partial("email IS NOT NULL"),
)
Index(
    "ix_endorsement_profile",
    ENDORSEMENT.c.workspace_id,
    ENDORSEMENT.c.profile_url,
    **partial("profile_url IS NOT NULL"),
)
Index("ix_desk_note_referral", DESK_NOTE.c.workspace_id, DESK_NOTE.c.referral_id)
Index("ix_manager_digest_due", MANAGER_DIGEST.c.workspace_id, MANAGER_DIGEST.c.due_at)
Index("ix_question_referral", QUESTION.c.workspace_id, QUESTION.c.referral_id)
Index("ix_follow_up_due", FOLLOW_UP.c.due_at, **partial("state = 'open' AND due_at IS NOT NULL"))
# `due_at` changes with each nudge. It is not in this index, so a nudge does not write the index.
Index(
    "ix_follow_up_open_of",
    FOLLOW_UP.c.workspace_id,
    FOLLOW_UP.c.member,
    **partial("state = 'open'"),
)
Index("ix_follow_up_referral", FOLLOW_UP.c.workspace_id, FOLLOW_UP.c.referral_id, FOLLOW_UP.c.state)
Index("ix_outbox_queued", OUTBOX.c.priority, OUTBOX.c.id, **partial("state = 'queued'"))
Index("ix_outbox_state", OUTBOX.c.state, OUTBOX.c.lease_until)
Index(
    "ix_outbox_recipient",
    OUTBOX.c.workspace_id,
    OUTBOX.c.recipient,
    OUTBOX.c.kind,
    OUTBOX.c.created_at,
)
Index("ix_outbox_subject", OUTBOX.c.workspace_id, OUTBOX.c.kind, OUTBOX.c.subject_id)
Index("ix_history_subject", HISTORY.c.workspace_id, HISTORY.c.subject, HISTORY.c.subject_id)
Index(
    "uq_ask_open",
    ASK.c.workspace_id,
    ASK.c.asker,
    ASK.c.asked,
    unique=True,
    **partial("state = 'open'"),
)
Index("ix_ask_closes", ASK.c.closes_at, **partial("state = 'open'"))
Index("ix_ask_kept", ASK.c.answered_at, **partial("called <> ''"))
Index("ix_ask_asker", ASK.c.workspace_id, ASK.c.asker, ASK.c.state)
Index("ix_ask_asked", ASK.c.workspace_id, ASK.c.asked, ASK.c.state)
Index("ix_ask_referral", ASK.c.workspace_id, ASK.c.referral_id)
Index("ix_bench_person_owner", BENCH_PERSON.c.workspace_id, BENCH_PERSON.c.owner, BENCH_PERSON.c.id)
Index(
    "uq_bench_person_email",
    BENCH_PERSON.c.workspace_id,
    BENCH_PERSON.c.owner,
    BENCH_PERSON.c.email,
    unique=True,
)
Index(
    "uq_bench_person_profile",
    BENCH_PERSON.c.workspace_id,
    BENCH_PERSON.c.owner,
    BENCH_PERSON.c.profile_url,
    unique=True,
)
Index("ix_bench_match_person", BENCH_MATCH.c.person_id)
Index("ix_bench_match_opening", BENCH_MATCH.c.opening_id)
Index("ix_heard_referral", INTERVIEW_NOTE.c.workspace_id, INTERVIEW_NOTE.c.referral_id)
Index("ix_ending_due", ENDING.c.due_at)
Index("ix_seen_at", IDEMPOTENCY_KEY.c.at)
Index("ix_sent_file_deletes_at", SENT_FILE.c.deletes_at, **partial("state = 'shared'"))
Index("ix_sent_file_attachment", SENT_FILE.c.workspace_id, SENT_FILE.c.attachment_id)
Index("ix_attachment_referral", ATTACHMENT.c.workspace_id, ATTACHMENT.c.referral_id)
