"""Eight openings and some referrals under way, told through the services: as if people had acted.

People are found among the members, so it works in the sandbox and in any test workspace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.members import Actor, Role, Workspace
from domain.openings import OpeningForm, OpeningStatus
from domain.policy import Policy
from domain.referrals import (
    CommitmentKind,
    Consent,
    Conviction,
    Evidence,
    Lead,
    Relationship,
    Stage,
)
from services import desk, openings, people, referrals
from storage import members
from storage import openings as stored
from storage.engine import Database, Transaction


@dataclass(frozen=True, slots=True)
class Cast:
    """Who does what: two recruiters, three hiring managers, four advocates."""

    recruiters: tuple[str, str]
    managers: tuple[str, str, str]
    advocates: tuple[str, str, str, str]


DEMO_CAST = Cast(
    recruiters=("U0LINUS", "U0PRIYA"),
    managers=("U0MARGARET", "U0SOFIA", "U0KENJI"),
    advocates=("U0BOB", "U0DMITRI", "U0AISHA", "U0MEI"),
)

_OPENINGS = (
    # title, team, place, manager, recruiter, fit brief, recall prompt, bonus
    ("Staff Engineer, Storage", "Engineering", "Berlin or remote in Europe", 0, 0,
     "Calm in incidents, writes things down, makes the people around them better.",
     "The best incident commander you ever worked with?", "2,000 EUR"),
    ("Site Reliability Engineer", "Engineering", "New York", 0, 0,
     "Has carried a pager and made it ring less.",
     "Who turned a noisy on-call into a quiet one?", ""),
    ("Mobile Engineer", "Engineering", "London", 0, 0, "Ships small and often.", "", ""),
    ("Data Scientist, Pricing", "Data", "Bangalore", 1, 1,
     "Explains a model to finance without slides.",
     "Who changed your mind with a single chart?", "1,500 EUR"),
    ("Analytics Engineer", "Data", "Remote", 1, 1, "", "", ""),
    ("Product Designer", "Design", "Tokyo or Berlin", 2, 0,
     "Prototypes in the browser and throws most of it away.",
     "Whose work did you show to others?", ""),
    ("Design Researcher", "Design", "Tokyo", 2, 0, "", "", ""),
    ("Account Executive", "Sales", "San Francisco", 0, 1, "", "", ""),
)  # fmt: skip


def tell(
    database: Database,
    workspace: Workspace,
    cast: Cast,
    channel: str,
    policy: Policy,
    now: datetime,
) -> int:
    """Seed an empty workspace; how many openings were made (0 when there are some already).

    Everything is in the past by a few working days, so that something is due soon.
    """
    with database.write() as transaction:
        if stored.search(transaction, workspace.id, "", limit=1, statuses=tuple(OpeningStatus)):
            return 0
        then = now - timedelta(days=6)
        refs = [
            _post(transaction, workspace, cast, row, channel if index < 2 else "", policy, then)
            for index, row in enumerate(_OPENINGS)
        ]
        _refer(transaction, workspace, cast, refs, policy, then)
        return len(refs)


def _actor(transaction: Transaction, workspace: Workspace, user_id: str, policy: Policy) -> Actor:
    member = members.find(transaction, workspace.id, user_id)
    if member is None:
        raise LookupError(f"{user_id} is not a member of {workspace.name}")
    return people.actor(transaction, member, policy)


def _as_recruiter(actor: Actor) -> Actor:
    return Actor(actor.member, actor.roles | {Role.RECRUITER})


def _post(
    transaction: Transaction,
    workspace: Workspace,
    cast: Cast,
    row: tuple[str, str, str, int, int, str, str, str],
    channel: str,
    policy: Policy,
    now: datetime,
) -> int:
    title, team, place, manager, recruiter, brief, prompt, bonus = row
    poster = _as_recruiter(_actor(transaction, workspace, cast.recruiters[recruiter], policy))
    form = OpeningForm(
        title=title,
        team=team,
        place=place,
        hiring_manager=cast.managers[manager],
        recruiter=cast.recruiters[recruiter],
        fit_brief=brief,
        recall_prompts=(prompt,) if prompt else (),
        bonus=bonus,
        bonus_rule="Half when they start, half after 90 days." if bonus else "",
        channels=(channel,) if channel else (),
    )
    return openings.store(transaction, poster, form, now).id


def _refer(
    transaction: Transaction,
    workspace: Workspace,
    cast: Cast,
    openings_made: list[int],
    policy: Policy,
    then: datetime,
) -> None:
    def refer(
        who: str, opening: int, name: str, email: str, how: Relationship, at: datetime
    ) -> int:
        actor = _actor(transaction, workspace, who, policy)
        lead = Lead(openings_made[opening], name, email, None, how, Consent.AGREED)
        return referrals.submit_lead(transaction, actor, lead, policy, at).referral.id

    bob, dmitri, aisha, mei = cast.advocates
    first = refer(
        bob,
        1,
        "Katherine Johnson",
        "katherine@example.com",
        Relationship.WORKED_TOGETHER,
        then + timedelta(hours=2),
    )
    _endorse(
        transaction,
        workspace,
        bob,
        first,
        policy,
        then + timedelta(hours=2),
        Evidence(
            saw="Found the fault that three teams had looked for, in an afternoon, by hand.",
            why="This team needs somebody who checks the numbers before the meeting.",
            how_long="2019 to 2022, same team",
            conviction=Conviction.MY_NAME_ON_IT,
            commitments=(CommitmentKind.INTRODUCTION,),
        ),
    )
    recruiter = _as_recruiter(_actor(transaction, workspace, cast.recruiters[0], policy))
    desk.take(transaction, recruiter, first, policy, then + timedelta(days=1))
    desk.move(
        transaction,
        recruiter,
        first,
        Stage.INTERVIEWING,
        None,
        "",
        policy,
        then + timedelta(days=2),
    )
    second = refer(
        dmitri,
        0,
        "Barbara Liskov",
        "barbara@example.com",
        Relationship.STUDIED,
        then + timedelta(days=1),
    )
    _endorse(
        transaction,
        workspace,
        dmitri,
        second,
        policy,
        then + timedelta(days=1),
        Evidence(
            saw="Rewrote a storage layer while it ran, and nobody noticed.",
            conviction=Conviction.RECOMMEND,
            commitments=(CommitmentKind.WORD_WITH_MANAGER,),
        ),
    )
    refer(
        aisha,
        0,
        "Radia Perlman",
        "radia@example.com",
        Relationship.COMMUNITY,
        then + timedelta(days=3),
    )
    refer(mei, 5, "Susan Kare", "susan@example.com", Relationship.KNOW_OF, then + timedelta(days=5))


def _endorse(
    transaction: Transaction,
    workspace: Workspace,
    who: str,
    referral_id: int,
    policy: Policy,
    at: datetime,
    evidence: Evidence,
) -> None:
    actor = _actor(transaction, workspace, who, policy)
    referrals.endorse(transaction, actor, referral_id, evidence, policy, at)
