"""Builds the rows that belong to one referral of a made-up company, for `storage.large_company`.

A function gets the referral as its stored row, with its `id` and a number `n`, on which its values
depend. Of three referrals, one is only a lead, one is recommended without a fulfilled commitment,
and one has a fulfilled commitment.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.endorsements import CommitmentKind, CommitmentState, Conviction, Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.stages import STAGE_PATH, Stage

Row = dict[str, Any]

OPEN_STAGES = STAGE_PATH[:-1]  # the last one is HIRED
_FIRST_NAMES = ("Ada", "Barbara", "Chen", "Dorothy", "Emeka", "Fatima", "Grace", "Hedy", "Ines")
_LAST_NAMES = ("Abara", "Bauer", "Costa", "Diaz", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito",
               "Jansen", "Kaur", "Lopez", "Moreau")  # fmt: skip


def furthest_stage(stage: Stage, n: int) -> Stage:
    """Return the furthest stage of a referral that is at `stage`.

    A referral that ended without a hire has reached one of the first four stages.
    """
    return stage if stage in STAGE_PATH else OPEN_STAGES[mix_number(n) % 4]


def endorsement_rows(referral: Row) -> list[Row]:
    """Return the first advocate's endorsement and, for every eighth referral, a second vouch."""
    n = referral["n"]
    first = {
        "referral_id": referral["id"],
        "advocate": referral["advocate"],
        "called": candidate_name(n),
        "email": candidate_email(n),
        "first": True,
        "relationship": Relationship.WORKED_TOGETHER.value,
        "conflicts": [],
        "conviction": list(Conviction)[n // 3 % 3].value if n % 3 else None,
        "saw": "Found the fault that three teams had looked for." if n % 3 else "",
        "at": referral["created_at"],
    }
    second_advocate = user_id(n % 97)
    if n % 8 != 0 or second_advocate == referral["advocate"]:
        return [first]
    return [first, {**first, "advocate": second_advocate, "first": False}]


def commitment_row(referral: Row) -> Row:
    """Return the commitment of a referral that is not only a lead. One in two is fulfilled."""
    is_done = referral["n"] % 3 == 2
    kind = CommitmentKind.INTRODUCTION if is_done else CommitmentKind.WORD_WITH_MANAGER
    return {
        "referral_id": referral["id"],
        "member": referral["advocate"],
        "kind": kind.value,
        "state": (CommitmentState.DONE if is_done else CommitmentState.OPEN).value,
        "made_at": referral["created_at"],
        "done_at": referral["created_at"] + timedelta(days=3) if is_done else None,
    }


def owner_follow_up_row(referral: Row) -> Row:
    """Return the follow-up that reminds the owner to answer the referral."""
    answered_at = referral["answered_at"]
    nudges_sent = mix_number(referral["n"]) % 3 if answered_at else 2
    return {
        "kind": FollowUpKind.RECRUITER_ANSWER.value,
        "subject_id": referral["id"],
        "referral_id": referral["id"],
        "member": referral["owner"],
        "state": (FollowUpState.DONE if answered_at else FollowUpState.OPEN).value,
        "nudges_sent": nudges_sent,
        "created_at": referral["created_at"],
        "answered_at": answered_at,
    }


def commitment_follow_up_row(commitment: Row, commitment_id: int) -> Row:
    """Return the follow-up that reminds the advocate of the commitment."""
    is_done = commitment["done_at"] is not None
    return {
        "kind": FollowUpKind.COMMITMENT.value,
        "subject_id": commitment_id,
        "referral_id": commitment["referral_id"],
        "member": commitment["member"],
        "state": (FollowUpState.DONE if is_done else FollowUpState.OPEN).value,
        "nudges_sent": 1 if is_done else 2,
        "created_at": commitment["made_at"],
        "answered_at": commitment["done_at"],
    }


def referral_history_rows(referral: Row) -> list[Row]:
    """Return the history of the submission and, if the referral was answered, of its move."""
    subject = {"subject": "referral", "subject_id": referral["id"]}
    submitted = {
        **subject,
        "at": referral["created_at"],
        "actor": referral["advocate"],
        "verb": "referral.submitted",
        "detail": {},
    }
    if referral["answered_at"] is None:
        return [submitted]
    moved = {
        **subject,
        "at": referral["answered_at"],
        "actor": referral["owner"],
        "verb": "referral.moved",
        "detail": {
            "before": Stage.NEW.value,
            "after": referral["stage"],
            "reason": referral["reason"],
        },
    }
    return [submitted, moved]


def nudge_history_rows(follow_up: Row, follow_up_id: int) -> list[Row]:
    """Return a line of history for each nudge of the follow-up, as `services/nudging.py` does."""
    return [
        {
            "subject": "member",
            "subject_id": 0,
            "at": follow_up["created_at"] + timedelta(days=nudge_number + 1),
            "actor": "clock",
            "verb": "member.nudged",
            "detail": {"user": follow_up["member"], "follow_ups": [follow_up_id]},
        }
        for nudge_number in range(follow_up["nudges_sent"])
    ]


def user_id(n: int) -> str:
    """Return the user id of the made-up member `n`."""
    return f"U9MADEUP{n:05}"


def person_name(n: int) -> str:
    return f"{_FIRST_NAMES[n % len(_FIRST_NAMES)]} {_LAST_NAMES[n % len(_LAST_NAMES)]}"


def candidate_name(n: int) -> str:
    return f"{person_name(n * 7 + 3)} {n + 1}"  # differs from the name of member `n`


def candidate_email(n: int) -> str:
    return f"candidate{n}@example.com"


def mix_number(n: int) -> int:
    """Return a number that looks random, but is always the same for `n`.

    This is Knuth's multiplicative hash. Without the division, even numbers would stay even.
    """
    return n * 2_654_435_761 % 2**32 // 7
