"""Somebody refers: opens the form (command, button, shortcuts), submits it.

In the order in which they meet it: the form, the opening's type-ahead, the submission.
"""

from __future__ import annotations

import re
from functools import partial

from domain.contact import BadContact, Email, parse_contact
from domain.message_text import contacts_in
from domain.openings import Opening
from domain.pages import AdvocatePage
from domain.permissions import Who, check_may_see_openings
from domain.policy import Policy
from domain.refs import parse_ref
from handlers.protocol import Answer, Choices, Click, Registry, Replace, Show
from services import bench, openings, pages, referrals
from services.people import reader
from storage import openings as stored_openings
from storage.engine import Session
from views import kit
from views import refer as view
from views import referrals as said
from views.refer import Prefill

TYPE_AHEAD = 99
ACT = "refer"
_WORDS = re.compile(r"[^\s<>|]+")


def register(on: Registry, *, policy: Policy) -> None:
    on.command("refer", open_typed, who=Who.MEMBER, act=ACT)
    on.opens(view.REFER, open_from_button, who=Who.MEMBER, act=ACT)
    on.opens(view.COMES_TO_MIND, open_from_prompt, who=Who.MEMBER, act=ACT)
    on.shortcut(view.SHORTCUT, open_blank, who=Who.MEMBER, act=ACT)
    on.shortcut(view.MESSAGE_SHORTCUT, open_for_message, who=Who.MEMBER, act=ACT)
    on.options(view.PICK_OPENING, partial(suggest, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.LEAD_FORM, partial(submit, policy=policy), who=Who.MEMBER, act=ACT)


def open_blank(_click: Click, _session: Session) -> Answer:
    return Show(view.lead_form(Prefill()))


def open_typed(click: Click, session: Session) -> Answer:
    """`/refer ENG-12 Ada Lovelace`: what was typed is in the form already."""
    ref, words = click.value, click.words
    opening = _taking(session, click, openings.by_ref(session, click.actor, ref)) if ref else None
    return Show(view.lead_form(_prefill(words, opening)))


def open_from_button(click: Click, session: Session) -> Answer:
    if not click.value.isdecimal():
        return Show(view.lead_form(Prefill()))
    opening = openings.taking(session, click.actor.workspace_id, kit.number(click.value))
    return Show(view.lead_form(Prefill(opening)))


def open_from_prompt(click: Click, session: Session) -> Answer:
    """ "I know someone" under a recall prompt: the form with that very prompt at its top, also
    when the announcement asks another one by now."""
    opening_id, _, which = click.value.partition(":")
    opening = openings.taking(session, click.actor.workspace_id, kit.number(opening_id))
    prompts = dict(enumerate(opening.recall_prompts))
    return Show(view.lead_form(Prefill(opening, prompt=prompts.get(kit.number(which), ""))))


def open_for_message(click: Click, session: Session) -> Answer:
    """On a message: a ref, an address or a profile link in it is taken over."""
    opening: Opening | None = None
    for word in _WORDS.findall(click.words):
        ref = parse_ref(word.strip(".,:;()*_~`"))
        if ref and opening is None:
            found = stored_openings.by_ref(session, click.actor.workspace_id, ref)
            opening = found if found and found.taking else None
    email, profile = contacts_in(click.words)
    return Show(view.lead_form(Prefill(opening, email=email or "", profile=profile or "")))


def _taking(session: Session, click: Click, opening: Opening) -> Opening:
    return openings.taking(session, click.actor.workspace_id, opening.id)


def _prefill(words: str, opening: Opening | None) -> Prefill:
    """A single address or link goes where it belongs; anything else is a name."""
    if words and " " not in words and ("@" in words or "/" in words):
        try:
            contact = parse_contact(words)
        except BadContact:
            return Prefill(opening, name=words)
        if isinstance(contact, Email):
            return Prefill(opening, email=contact.value)
        return Prefill(opening, profile=contact.value)
    return Prefill(opening, name=words)


def suggest(click: Click, session: Session, *, policy: Policy) -> Answer:
    """The openings that hold every typed word: title, team, place or ref."""
    check_may_see_openings(click.actor, policy)
    found = stored_openings.choices(
        session, click.actor.workspace_id, click.words, limit=TYPE_AHEAD
    )
    return Choices(view.opening_choices(found, general=True))


def submit(click: Click, session: Session, *, policy: Policy) -> Answer:
    """A lead for each opening is stored; the form becomes the thanks, with "Say more now"."""
    leads = view.parse_leads(click.state, click.private)
    done = referrals.submit_leads(session, click.actor, leads, policy, click.now)
    bench_person = view.bench_person_of(click.private)
    if bench_person:
        for lead in leads:
            bench.referred(session, click.actor, bench_person, lead, click.now)
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    fresh: list[AdvocatePage] = []
    again: list[AdvocatePage] = []
    for each in done:
        new = each.arrival is referrals.Arrival.NEW
        offered = () if new else None
        page = pages.advocate_page(
            session, who, each.referral, each.endorsement, policy, offered=offered, alone=new
        )
        (again if each.arrival is referrals.Arrival.AGAIN else fresh).append(page)
    text = said.submitted(tuple(fresh), tuple(again))
    return Replace(view.stored(text, [it.referral for it in done if not it.referral.ended]))
