"""Stores the openings of `examples.toml` and some referrals, for a demo in any workspace.

It calls the services as if people had acted. The people have to be members of the workspace.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from domain.endorsements import CommitmentKind, Conviction, Evidence, Relationship
from domain.members import Actor, Role, Workspace
from domain.openings import OpeningForm, OpeningStatus
from domain.referrals import Consent, Lead
from domain.stages import Stage
from services import desk, openings, people, referrals
from services.context import Context, system_context
from storage import members
from storage import openings as opening_rows
from storage.engine import Database


@dataclass(frozen=True, slots=True)
class Cast:
    """The user ids of the people who act in the examples."""

    recruiters: tuple[str, str]
    managers: tuple[str, str, str]
    advocates: tuple[str, str, str, str]


DEMO_CAST = Cast(
    recruiters=("U0LINUS", "U0PRIYA"),
    managers=("U0MARGARET", "U0SOFIA", "U0KENJI"),
    advocates=("U0BOB", "U0DMITRI", "U0AISHA", "U0MEI"),
)

_OPENINGS: list[dict[str, Any]] = tomllib.loads(
    files(__package__).joinpath("examples.toml").read_text(encoding="utf-8")
)["opening"]


def seed_examples(
    database: Database, workspace: Workspace, cast: Cast, channel: str, now: datetime
) -> int:
    """Stores the examples unless the workspace has openings. Returns how many openings it stored.

    The people acted in the last six days, so that a follow-up is due soon. Only the first two
    openings are announced in the channel. Raises `LookupError` if someone of the cast is no member.
    """
    with database.write() as transaction:
        statuses = tuple(OpeningStatus)
        if opening_rows.search(transaction, workspace.id, "", limit=1, statuses=statuses):
            return 0
        start = now - timedelta(days=6)
        system = system_context(transaction, workspace.id, start)
        opening_ids = [
            _post_opening(system, cast, example, channel if index < 2 else "")
            for index, example in enumerate(_OPENINGS)
        ]
        _refer_candidates(system, cast, opening_ids)
        return len(opening_ids)


def _acting_as(
    system: Context, user_id: str, *, days: int = 0, hours: int = 0, role: Role | None = None
) -> Context:
    """A context in which the member acts `days` and `hours` after `system.now`.

    The member has the `role` besides their own roles, because the settings may not name them.
    """
    member = members.find(system.transaction, system.workspace.id, user_id)
    if member is None:
        raise LookupError(f"{user_id} is not a member of {system.workspace.name}")
    actor = people.build_actor(system.transaction, member, system.policy)
    if role is not None:
        actor = Actor(member, actor.roles | {role})
    return replace(system, actor=actor, now=system.now + timedelta(days=days, hours=hours))


def _post_opening(system: Context, cast: Cast, example: dict[str, Any], channel: str) -> int:
    """Posts an opening, announced in `channel` unless that is empty. Returns the opening's id."""
    recruiter, bonus = cast.recruiters[example["recruiter"]], example.get("bonus", "")
    form = OpeningForm(
        title=example["title"],
        team=example["team"],
        place=example["place"],
        hiring_manager=cast.managers[example["manager"]],
        recruiter=recruiter,
        fit_brief=example.get("fit_brief", ""),
        recall_prompts=(example["recall_prompt"],) if "recall_prompt" in example else (),
        bonus=bonus,
        bonus_rule="Half when they start, half after 90 days." if bonus else "",
        channels=(channel,) if channel else (),
    )
    return openings.store_opening(_acting_as(system, recruiter, role=Role.RECRUITER), form).id


def _refer_candidates(system: Context, cast: Cast, opening_ids: list[int]) -> None:
    """Refers four candidates. Two referrals have an endorsement, one of them is in interviews."""

    def refer(
        context: Context, position: int, name: str, email: str, relationship: Relationship
    ) -> int:
        lead = Lead(
            opening_id=opening_ids[position],
            name=name,
            email=email,
            profile_url=None,
            relationship=relationship,
            consent=Consent.AGREED,
        )
        return referrals.submit_lead(context, lead).referral.id

    bob, dmitri, aisha, mei = cast.advocates
    by_bob = _acting_as(system, bob, hours=2)
    katherine = refer(
        by_bob, 1, "Katherine Johnson", "katherine@example.com", Relationship.WORKED_TOGETHER
    )
    evidence = Evidence(
        saw="Found the fault that three teams had looked for, in an afternoon, by hand.",
        why="This team needs someone who checks the numbers before the meeting.",
        how_long="2019 to 2022, same team",
        conviction=Conviction.MY_NAME_ON_IT,
        commitments=(CommitmentKind.INTRODUCTION,),
    )
    referrals.endorse(by_bob, katherine, evidence)
    recruiter = cast.recruiters[0]
    desk.take_referral(_acting_as(system, recruiter, days=1, role=Role.RECRUITER), katherine)
    after_two_days = _acting_as(system, recruiter, days=2, role=Role.RECRUITER)
    desk.move_stage(after_two_days, katherine, Stage.INTERVIEWING, reason=None, note="")
    by_dmitri = _acting_as(system, dmitri, days=1)
    barbara = refer(by_dmitri, 0, "Barbara Liskov", "barbara@example.com", Relationship.STUDIED)
    evidence = Evidence(
        saw="Rewrote a storage layer while it ran, and nobody noticed.",
        conviction=Conviction.RECOMMEND,
        commitments=(CommitmentKind.WORD_WITH_MANAGER,),
    )
    referrals.endorse(by_dmitri, barbara, evidence)
    by_aisha = _acting_as(system, aisha, days=3)
    refer(by_aisha, 0, "Radia Perlman", "radia@example.com", Relationship.COMMUNITY)
    by_mei = _acting_as(system, mei, days=5)
    refer(by_mei, 5, "Susan Kare", "susan@example.com", Relationship.KNOW_OF)
