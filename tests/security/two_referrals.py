"""An office with two referrals of different people, with rows of every kind that people act on.

Grace's is Ada's: Bob vouches too, Nora owns it, and Margaret decides. Katherine's is Dmitri's:
Aisha vouches too and Priya owns it, as Tom and Ravi did before. Ravi was a recruiter. Dmitri has
Katherine on his bench, and has asked Aisha about her.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from domain.asks import AskForm, AskKind
from domain.bench import BenchDetails
from domain.endorsements import CommitmentKind, Conviction, Evidence, Relationship
from domain.follow_ups import FollowUpKind
from domain.openings import OpeningForm
from domain.referrals import Consent, Lead
from services import advocate_questions, bench, desk, openings, referrals
from services.asks import new_asks
from services.context import Context
from storage import bench as stored_bench
from storage import follow_ups, settings
from tests.contexts import context_for, store_policy
from tests.quiet_bot import QuietBot

SECRETS = ("Katherine", "Johnson", "katherine@example.org", "zebra crossing")
ACTORS = {  # by kind, in the order in which they act: those who may change foreign rows come last
    "member": "U0LUCIA",
    "advocate": "U0ADA",
    "second voucher": "U0BOB",
    "owner": "U0NORA",
    "ex-owner": "U0TOM",
    "ex-recruiter": "U0RAVI",
    "hiring manager": "U0MARGARET",
    "guest": "U0GUS",
    "bot": "U0VOUCH",
    "connect stranger": "U0SAM",
    "deactivated": "U0DORA",
    "recruiter": "U0LINUS",
    "admin": "U0CAROL",
}


@dataclass(frozen=True)
class Cast:
    """The people around one referral, by user id."""

    name: str
    email: str
    saw: str
    advocate: str
    second: str
    owners: tuple[str, ...]
    recruiter: str
    manager: str


GRACE = Cast(
    "Grace Hopper",
    "grace@example.org",
    "on-call",
    *("U0ADA", "U0BOB", ("U0NORA",), "U0LINUS", "U0MARGARET"),
)
KATHERINE = Cast(
    "Katherine Johnson",
    "katherine@example.org",
    "zebra crossing",
    *("U0DMITRI", "U0AISHA", ("U0TOM", "U0RAVI", "U0PRIYA"), "U0PRIYA", "U0KENJI"),
)


def store_both(bot: QuietBot) -> None:
    with bot.vouch.database.read() as transaction:
        policy = settings.find_policy(transaction, bot.workspace_id)
    with_ravi = replace(policy, recruiters=policy.recruiters | {"U0RAVI"})
    store_policy(bot.vouch.database, bot.workspace_id, with_ravi)
    for cast in (GRACE, KATHERINE):
        _store(bot, cast)
    store_policy(bot.vouch.database, bot.workspace_id, policy)


def _hand_over(context: Context, referral_id: int, to: str) -> None:
    desk.change_owner(context, desk.find_answerable_referral(context, referral_id), to)


def _store(bot: QuietBot, cast: Cast) -> None:
    def act(user_id: str, action: Callable[[Context], Any]) -> Any:
        with bot.vouch.database.write() as transaction:
            return action(context_for(transaction, bot.actor(user_id), now=bot.now()))

    form = OpeningForm(
        title="Engineer",
        team="Engineering",
        place="Berlin",
        hiring_manager=cast.manager,
        recruiter=cast.recruiter,
        channels=(bot.channel("hiring"),),
    )
    opening = act(cast.recruiter, lambda context: openings.store_opening(context, form))
    lead = Lead(
        opening.id, cast.name, cast.email, None, Relationship.WORKED_TOGETHER, Consent.WILL_ASK
    )
    evidence = Evidence(
        saw=cast.saw, conviction=Conviction.RECOMMEND, commitments=tuple(CommitmentKind)
    )
    referral = act(cast.advocate, lambda context: referrals.submit_lead(context, lead)).referral
    for user_id in (cast.advocate, cast.second):
        act(user_id, partial(referrals.submit_lead, lead=lead))
        act(user_id, partial(referrals.endorse, referral_id=referral.id, evidence=evidence))
    for owner in cast.owners:
        act(cast.recruiter, partial(_hand_over, referral_id=referral.id, to=owner))
    act(
        cast.recruiter,
        lambda context: advocate_questions.ask_advocate(
            context, referral.id, cast.advocate, f"Was it {cast.saw}?"
        ),
    )
    general = replace(lead, opening_id=None)
    act(cast.advocate, lambda context: referrals.submit_lead(context, general))
    ask = AskForm(AskKind.COLLEAGUE, cast.second, opening.id, name=cast.name, why=cast.saw)
    act(cast.advocate, lambda context: new_asks.make_ask(context, ask))
    person = act(
        cast.advocate,
        lambda context: bench.add_person(context, BenchDetails(name=cast.name, history=cast.saw)),
    )
    with bot.vouch.database.write() as transaction:
        ws, now = bot.workspace_id, bot.now()
        match = stored_bench.add_match(transaction, ws, cast.advocate, person.id, opening.id)
        for kind, subject, about in (
            (FollowUpKind.MATCH, match, None),
            (FollowUpKind.GENERAL_MATCH, opening.id, referral.id + 1),
            (FollowUpKind.INTERVIEW, referral.id, referral.id),
            (FollowUpKind.RECRUITER_ANSWER, referral.id, referral.id),
        ):
            member = cast.owners[-1] if kind is FollowUpKind.RECRUITER_ANSWER else cast.advocate
            follow_ups.plan(
                transaction,
                ws,
                kind,
                subject,
                referral_id=about,
                member=member,
                due_at=now,
                now=now,
            )
