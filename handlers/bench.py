"""Somebody keeps a bench: the list, the form, what stands behind each person, and the nudges.

In the order in which they meet it. What is shown is their own; no copy of it is kept at the door.
"""

from __future__ import annotations

from functools import partial

from domain.bench import BenchForm
from domain.members import Actor
from domain.message_text import contacts_in, readable
from domain.permissions import Who
from domain.policy import Policy
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Answer, Click, Registry, Replace, Show
from services import bench, bench_matches, openings, referrals
from storage.engine import Session
from views import bench as view
from views import kit
from views import refer as refer_view
from views.kit import Block
from views.refer import Prefill

ACT = "bench"
HISTORY_FROM_MESSAGE = 1000


def register(on: Registry, *, policy: Policy) -> None:
    on.command("bench", partial(open_typed, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.OPEN, partial(open_list, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.ADD, open_form, who=Who.MEMBER, act=ACT)
    on.shortcut(view.SHORTCUT, open_for_message, who=Who.MEMBER, act=ACT)
    on.opens(view.KEEP, open_for_referral, who=Who.MEMBER, act=ACT)
    on.submission(view.FORM, partial(save, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.MENU, partial(choose, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.SNOOZE_FORM, partial(snooze, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.REMOVE_FORM, partial(remove, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.PAUSE, partial(pause, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.RESUME, partial(resume, policy=policy), who=Who.MEMBER, act=ACT)


def open_typed(click: Click, session: Session, *, policy: Policy) -> Answer:
    """`/refer bench`; with a name behind it, the form with that name."""
    if click.words:
        return Show(view.form(BenchForm(name=click.words)), private=True)
    return _list(click, session, policy)


def open_list(click: Click, session: Session, *, policy: Policy) -> Answer:
    return _list(click, session, policy, start=kit.number(click.value))


def _list(click: Click, session: Session, policy: Policy, start: int = 0) -> Answer:
    return _shown(click, view.bench(bench.page(session, click.actor, policy, click.now, start)))


def _shown(click: Click, shown: Block) -> Answer:
    """Within the modal it takes the place of what is there: nothing stale is left below it."""
    return Replace(shown, private=True) if click.in_modal else Show(shown, private=True)


def open_form(click: Click, _session: Session) -> Answer:
    return _shown(click, view.form(BenchForm(name="")))


def open_for_message(click: Click, _session: Session) -> Answer:
    """On a message: an address or a profile link is taken over, its words begin the history."""
    email, profile = contacts_in(click.words)
    history = readable(click.words)[:HISTORY_FROM_MESSAGE]
    says = BenchForm(name="", email=email, profile_url=profile, history=history)
    return Show(view.form(says), private=True)


def open_for_referral(click: Click, session: Session) -> Answer:
    """After an outcome: whoever was put forward is kept in mind."""
    referral, mine = referrals.standing_behind(session, click.actor, kit.number(click.value))
    says, person_id = bench.after_outcome(session, click.actor, referral, mine)
    return Show(view.form(says, person_id), private=True)


def save(click: Click, session: Session, *, policy: Policy) -> Answer:
    """Stored, and the form becomes the list."""
    says, person_id = view.parse_form(click.state), kit.number(click.private)
    if person_id:
        bench.edit(session, click.actor, person_id, says, policy, click.now)
    else:
        bench.add(session, click.actor, says, policy, click.now)
    return _list(click, session, policy)


def choose(click: Click, session: Session, *, policy: Policy) -> Answer:
    """What stands behind the three dots of a person."""
    what, _, person_id = click.value.partition(":")
    person = bench.mine(session, click.actor, kit.number(person_id))
    if what == "edit":
        return _shown(click, view.form(person.says, person.id))
    if what == "snooze":
        return _shown(click, view.snooze_form(person))
    if what == "remove":
        return _shown(click, view.remove_form(person))
    if what == "refer":
        fit = bench_matches.fits(session, click.actor, [person]).get(person.id)
        opening_id = fit.opening.id if fit else 0
        return _shown(click, _lead_form(session, click.actor, person.id, opening_id))
    bench.heard(session, click.actor, person.id, policy, click.now)
    return _list(click, session, policy)


def _lead_form(session: Session, actor: Actor, person_id: int, opening_id: int) -> Block:
    """Everything that the bench knows is in the form already."""
    person = bench.mine(session, actor, person_id)
    opening = openings.taking(session, actor.workspace_id, opening_id) if opening_id else None
    says = person.says
    return refer_view.lead_form(
        Prefill(
            opening,
            name=says.name,
            email=says.email or "",
            profile=says.profile_url or "",
            relationship=says.relationship,
            bench_person=person.id,
        )
    )


def snooze(click: Click, session: Session, *, policy: Policy) -> Answer:
    rest, person_id = view.parse_snooze(click.state), kit.number(click.private)
    bench.snooze(session, click.actor, person_id, rest, policy, click.now)
    return _list(click, session, policy)


def remove(click: Click, session: Session, *, policy: Policy) -> Answer:
    bench.remove(session, click.actor, kit.number(click.private), click.now)
    return _list(click, session, policy)


def pause(click: Click, session: Session, *, policy: Policy) -> Answer:
    bench.pause(session, click.actor, click.now)
    return _list(click, session, policy)


def resume(click: Click, session: Session, *, policy: Policy) -> Answer:
    bench.resume(session, click.actor, policy, click.now)
    return _list(click, session, policy)


# Answers to the nudges -------------------------------------------------------------------------


def _in_touch(click: Click, session: Session, nudged: Nudged, policy: Policy) -> None:
    bench.heard(session, click.actor, nudged.step.subject_id, policy, click.now)


def _stop(click: Click, session: Session, nudged: Nudged, policy: Policy) -> None:
    bench.stop(session, click.actor, nudged.step.subject_id, policy, click.now)


def _refer_now(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> Answer:
    actor = click.actor
    person_id, opening_id = bench.told(session, actor, nudged.step.subject_id)
    return Show(_lead_form(session, actor, person_id, opening_id), private=True)


ANSWERS: dict[str, NudgeAnswer] = {
    view.IN_TOUCH: NudgeAnswer(_in_touch),
    view.STOP: NudgeAnswer(_stop),
    view.REFER_NOW: NudgeAnswer(_refer_now, opens=True),
}
