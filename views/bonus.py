"""The bonus in words: its rule, what the reader would get, and when each part is paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from domain.bonus.clock import BonusPart, BonusReason
from domain.bonus.money import Money
from domain.bonus.pages import AdvocateBonus, BonusOffer
from domain.bonus.rule import DEFAULT_DAYS, BonusRule, Exclusion, Leavers, Sharing
from domain.limits import BONUS_MAX, BONUS_RULE_MAX
from domain.openings import OpeningForm
from domain.pages import Viewer
from views.block_kit import Block, button, context, label_options, quote, section
from views.formatting import (
    absolute_day,
    calendar_day,
    escape,
    join_with_and,
    join_with_or,
    mention,
)
from views.inputs import checkboxes_input, text_input

# Opens the details of an opening, which end with the terms. Value: the opening's id. The same as
# `SHOW_DETAILS` in `views.openings`, which cannot be imported here because it imports this file.
SHOW_TERMS = "opening.details"

EXCLUSION_LABELS: dict[Exclusion, str] = {
    Exclusion.RECRUITERS: "Recruiters",
    Exclusion.HIRING_MANAGER: "The role's hiring manager",
    Exclusion.REPORTS: "Anyone the candidate would report to",
    Exclusion.RELATIVES: "Anyone related or close to the candidate",
    Exclusion.EXECUTIVES: "Executives, as listed in the settings",
}

# In a rule, after "Not for", in this order: the last one has an "or" of its own.
_EXCLUDED_BY_RULE: dict[Exclusion, str] = {
    Exclusion.RECRUITERS: "recruiters",
    Exclusion.EXECUTIVES: "executives",
    Exclusion.HIRING_MANAGER: "the role's hiring manager",
    Exclusion.REPORTS: "anyone the candidate would report to",
    Exclusion.RELATIVES: "anyone related or close to the candidate",
}

# Of one advocate who is excluded, after "it isn't for". "They" is the candidate.
_WHY_EXCLUDED: dict[Exclusion, str] = {
    Exclusion.RECRUITERS: "recruiters",
    Exclusion.HIRING_MANAGER: "the role's hiring manager",
    Exclusion.REPORTS: "someone they'd report to",
    Exclusion.RELATIVES: "someone related or close to them",
    Exclusion.EXECUTIVES: "executives",
}

# The words for the advocate themselves. Others read of "the advocate" in `state_clause`.
_OWN_REASONS: dict[BonusReason, str] = {
    BonusReason.ADVOCATE_LEFT: "you left the company before it was due.",
    BonusReason.WORDS_WITHDRAWN: "you took your words back.",
}


# The rule ---------------------------------------------------------------------------------------


def bonus_inputs(values: OpeningForm) -> list[Block]:
    """The fields about the bonus in the form that posts an opening."""
    return [
        text_input(
            "bonus",
            "Bonus",
            initial=values.bonus,
            optional=True,
            max_length=BONUS_MAX,
            placeholder="2,000 EUR",
            hint="For whoever refers the person you hire. Leave it empty if there isn't one.",
        ),
        text_input(
            "bonus_days",
            "When is it paid?",
            initial=values.bonus_days,
            optional=True,
            max_length=BONUS_MAX,
            placeholder=DEFAULT_DAYS,
            hint="Days after the hire's first day, in equal parts: 0, 90. "
            "Or with shares: 30% at 0, 70% at 90.",
        ),
        checkboxes_input(
            "bonus_excluded",
            "Who isn't eligible for it?",
            label_options(EXCLUSION_LABELS),
            initial=[each.value for each in values.bonus_excluded],
        ),
        text_input(
            "bonus_rule",
            "Anything else about the bonus",
            initial=values.bonus_rule,
            multiline=True,
            optional=True,
            max_length=BONUS_RULE_MAX,
            hint="Advocates agree to all of this when they refer someone, and a later change "
            "doesn't touch them.",
        ),
    ]


_AGREEMENT_NOTE = (
    "By referring someone you agree to this, and it stays as it is that day. If a colleague "
    "referred them for a bonus before you, the rule of their day counts."
)


def rule_blocks(rule: BonusRule) -> list[Block]:
    """The whole rule, with the poster's note and what an advocate agrees to."""
    note = [quote(rule.note, BONUS_RULE_MAX)] if rule.note else []
    return [section(f"*Bonus* {rule_sentences(rule)}"), *note, context(_AGREEMENT_NOTE)]


def rule_sentences(rule: BonusRule) -> str:
    """The rule without the poster's note."""
    sentences = [_amount_sentence(rule), "It's only paid if they still work here on that day."]
    if rule.sharing is Sharing.FIRST:
        sentences.append("It goes to the first person who refers them.")
    else:
        sentences.append("Everyone who vouches for them gets an equal share.")
    if rule.leavers is Leavers.VOID:
        sentences.append("If you leave the company, what isn't due by then lapses.")
    else:
        sentences.append("If you leave the company, you still get it.")
    excluded = [text for each, text in _EXCLUDED_BY_RULE.items() if each in rule.excluded]
    if excluded:
        sentences.append(f"Not for {join_with_or(excluded)}.")
    return " ".join(sentences)


def _amount_sentence(rule: BonusRule) -> str:
    clauses = [f"{money} {_day_clause(day)}" for day, money in rule.parts]
    if len(clauses) == 1:
        return f"{clauses[0]}."
    return f"{rule.money}, paid as {join_with_and(clauses)}."


def _day_clause(day: int) -> str:
    return "on the hire's first day" if day == 0 else f"{day} days later"


# Before a referral is submitted -----------------------------------------------------------------


def offer_blocks(offers: Sequence[BonusOffer]) -> list[Block]:
    """A line for each offer: what the reader would get, or why nothing. A button opens the rule."""
    return [_offer_block(offer) for offer in offers]


def _offer_block(offer: BonusOffer) -> Block:
    if offer.exclusion is not None:
        return context(offer_text(offer))
    ref = offer.opening.ref
    terms = button("Terms", SHOW_TERMS, str(offer.opening.id), spoken=f"Bonus terms of {ref}")
    return section(offer_text(offer), accessory=terms)


def offer_text(offer: BonusOffer) -> str:
    """Whether the reader is eligible for the bonus of an opening, and what they agree to."""
    ref = escape(offer.opening.ref, 40)
    if offer.exclusion is not None:
        return (
            f"*Bonus for {ref}:* it isn't for {_WHY_EXCLUDED[offer.exclusion]}, so you aren't "
            "eligible. Your referral counts all the same."
        )
    return (
        f"*Bonus for {ref}:* {offer.rule.money}, and you're eligible. By referring them you agree "
        "to today's terms."
    )


def offer_in_full(offer: BonusOffer) -> str:
    """Like `offer_text`, with the rule, for a message whose button refers someone at once."""
    if offer.exclusion is not None:
        return offer_text(offer)
    ref = escape(offer.opening.ref, 40)
    return f"*Bonus for {ref}, and you're eligible:* {rule_sentences(offer.rule)}"


# When each part is paid --------------------------------------------------------------------------


def clock_sentences(bonus: AdvocateBonus, viewer: Viewer | None, heading: str = "*Bonus* ") -> str:
    """How the reader's own bonus stands: a sentence for each part, with its state and its day.

    Neighbouring parts that would have the same sentence are added up.
    """
    sentences = []
    for _, alike in groupby(bonus.parts, key=_sentence_key):
        sentences.append(_part_sentence(list(alike), viewer))
    text = " ".join(sentences)
    if bonus.rule_changed:
        text += (
            " The rule for this role has changed since. Yours stays as it was on "
            f"{_moment_day(bonus.frozen_at, viewer)}."
        )
    return f"{heading}{text}"


def _sentence_key(part: BonusPart) -> tuple[object, ...]:
    """Parts with equal keys have the same sentence, except for the amount."""
    has_date = part.reason in (BonusReason.WAITING, BonusReason.DUE, BonusReason.PAID)
    return part.reason, part.due_on if has_date else None


def _part_sentence(parts: Sequence[BonusPart], viewer: Viewer | None) -> str:
    """One sentence for parts that are alike, with their sum."""
    total = Money(sum(part.money.minor for part in parts), parts[0].money.currency)
    return f"{total} {state_clause(parts[0], viewer, is_own=True)}"


def state_clause(part: BonusPart, viewer: Viewer | None, *, is_own: bool = False) -> str:
    """The state of a part, and why: what follows the amount in a sentence.

    `is_own` is true if the reader is the advocate.
    """
    if is_own and part.reason in _OWN_REASONS:
        return f"{part.state.value}: {_OWN_REASONS[part.reason]}"
    due = calendar_day(part.due_on, viewer) if part.due_on else ""
    why_excluded = _WHY_EXCLUDED[part.exclusion] if part.exclusion else ""
    sentence = {
        BonusReason.NOT_HIRED_YET: "it counts once they're hired.",
        BonusReason.NO_FIRST_DAY: "they're hired, and their first day isn't entered yet.",
        BonusReason.WAITING: f"it's due on {due} if they're still here.",
        BonusReason.DUE: f"it fell due on {due} and isn't paid yet.",
        BonusReason.PAID: _paid_clause(part, viewer),
        BonusReason.NOT_HIRED: "they weren't hired for this role.",
        BonusReason.EXCLUDED: f"it isn't for {why_excluded}.",
        BonusReason.FIRST_VOICE: "it goes to the first person who referred them.",
        BonusReason.HIRE_LEFT: "they left before it was due.",
        BonusReason.ADVOCATE_LEFT: "the advocate left before it was due.",
        BonusReason.WORDS_WITHDRAWN: "the advocate took their words back.",
    }[part.reason]
    return f"{part.state.value}: {sentence}"


def _paid_clause(part: BonusPart, viewer: Viewer | None) -> str:
    if part.payment is None:  # `state_clause` makes the clause for parts that are not paid, too
        return ""
    paid_on = _moment_day(part.payment.paid_at, viewer)
    return f"{mention(part.payment.paid_by)} marked it on {paid_on}."


def _moment_day(moment: datetime, viewer: Viewer | None) -> str:
    """The day in the viewer's zone, or in UTC without a viewer: the list for payroll has none."""
    return absolute_day(moment, viewer) if viewer else calendar_day(moment.date(), viewer=None)
