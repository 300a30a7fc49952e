"""The entries of the catalogue for nudges."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from domain.bonus.clock import BonusReason
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import OpeningStatus
from domain.pages import NudgeItem
from domain.stages import Reason, Stage
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import NOW, Sample
from tests.views.samples import bench as bench_samples
from tests.views.samples.bonus import bonus_offer
from tests.views.samples.hires import hire_item
from views.block_kit import Message
from views.nudges import later_form, message

KINDS: Final = (
    FollowUpKind.COMMITMENT,
    FollowUpKind.RECRUITER_ANSWER,
    FollowUpKind.QUESTION,
    FollowUpKind.HEARTBEAT,
    FollowUpKind.CONSENT,
    FollowUpKind.GENERAL_MATCH,
    FollowUpKind.SAY_MORE,
    FollowUpKind.INTERVIEW,
    FollowUpKind.RETURN,
    FollowUpKind.OUTCOME_NOTE,
    FollowUpKind.PAUSE,
)


def _nudge_of_five(sample: Sample) -> Message:
    """A nudge with five items, of which one was sent before and the news comes last."""
    kinds = [kind for kind in KINDS if kind is not FollowUpKind.HEARTBEAT]
    first, *others = [sample.item(kind) for kind in kinds[:4]]
    first = replace(first, follow_up=replace(first.follow_up, nudges_sent=2))
    news = sample.item(FollowUpKind.HEARTBEAT)
    return message.nudge_message(sample.nudge_page(first, *others, news))


def _nudge_after_asking(sample: Sample, asker: str) -> Message:
    item = replace(sample.item(FollowUpKind.CONSENT), referral=sample.asked_referral(by=asker))
    return message.nudge_message(sample.nudge_page(item))


def _snoozed_nudge(sample: Sample) -> Message:
    return message.nudge_message(sample.nudge_page(sample.item(due_at=NOW + timedelta(days=4))))


def _nudge_of_erased(sample: Sample, reason: Reason) -> Message:
    item = sample.item(FollowUpKind.CONSENT, FollowUpState.CANCELLED)
    (erased,) = sample.erased_page(reason).referrals[:1]
    return message.nudge_message(
        sample.nudge_page(replace(item, referral=replace(erased, reason=reason)))
    )


def _nudge_of_hidden(sample: Sample) -> Message:
    item = sample.item(FollowUpKind.RECRUITER_ANSWER)
    hidden = sample.hidden_page().referral
    shown = replace(item, referral=hidden, candidate_name=hidden.candidate.name, endorsement=None)
    return message.nudge_message(sample.nudge_page(shown))


def _stage_item(
    sample: Sample, *, owner: str = "U0ADA", state: FollowUpState = FollowUpState.OPEN
) -> NudgeItem:
    """A reminder for Ada, of a referral that `owner` has."""
    item = sample.item(FollowUpKind.STAGE, state)
    stage = Stage.INTERVIEWING
    return replace(
        item,
        follow_up=replace(item.follow_up, period=stage.value),
        referral=sample.referral(stage, owner=owner),
    )


def _own_item_of_another(sample: Sample) -> NudgeItem:
    """The reminder of Ada's own referral, after someone else was reminded of it."""
    item = _stage_item(sample)
    return replace(item, follow_up=replace(item.follow_up, member="U0MARGARET", nudges_sent=3))


def _answer_back_with_owner(sample: Sample) -> NudgeItem:
    """Ada was asked in Linus's place, and now Linus is asked again."""
    item = sample.item(FollowUpKind.RECRUITER_ANSWER)
    follow_up = replace(item.follow_up, member="U0LINUS", nudges_sent=4)
    return replace(item, follow_up=follow_up, referral=sample.referral(Stage.NEW, owner="U0LINUS"))


def _asked_many_times(sample: Sample) -> NudgeItem:
    item = _stage_item(sample, owner="U0LINUS")
    return replace(item, follow_up=replace(item.follow_up, nudges_sent=9, nudges_to_others=8))


def _last_reminder(sample: Sample) -> NudgeItem:
    item = sample.item()
    return replace(item, follow_up=replace(item.follow_up, nudges_sent=2, is_last=True))


def _answered_reminder(sample: Sample, stage: Stage) -> NudgeItem:
    """The owner's reminder when the referral has its first answer, and came to this stage."""
    item = sample.item(FollowUpKind.RECRUITER_ANSWER, FollowUpState.DONE)
    return replace(item, referral=sample.referral(stage, owner="U0ADA"))


def _late_heartbeat(sample: Sample) -> NudgeItem:
    item = sample.item(FollowUpKind.HEARTBEAT)
    return replace(item, answer_due_at=NOW - timedelta(days=1), reminded="U0MARGARET")


def _second_look(
    sample: Sample, member: str, *, owner: str, status: OpeningStatus = OpeningStatus.OPEN
) -> NudgeItem:
    """A return that `member` is asked about, as Ada reads it."""
    item = sample.item(FollowUpKind.RETURN)
    return replace(
        item,
        follow_up=replace(item.follow_up, member=member, nudges_sent=3, nudges_to_others=2),
        referral=sample.referral(Stage.NOT_NOW, owner=owner),
        opening=sample.opening(status),
    )


def _second_look_note(sample: Sample, days: int, reminded: str) -> NudgeItem:
    """The weekly note about someone whose day of return is this many days from now."""
    return replace(
        sample.item(FollowUpKind.HEARTBEAT),
        referral=sample.referral(Stage.NOT_NOW, owner="U0LINUS"),
        answer_due_at=NOW + timedelta(days=days),
        reminded=reminded,
    )


def _of_hire(
    kind: FollowUpKind,
    reason: BonusReason = BonusReason.DUE,
    *,
    day: int = 90,
    state: FollowUpState = FollowUpState.OPEN,
) -> MakePayload:
    return lambda sample: message.nudge_message(
        sample.nudge_page(hire_item(sample, kind, reason, day=day, state=state))
    )


HIRES: Final[dict[str, MakePayload]] = {
    "nudges.message.nudge_message first day": _of_hire(FollowUpKind.FIRST_DAY),
    "nudges.message.nudge_message first day without bonus": lambda sample: message.nudge_message(
        sample.nudge_page(replace(hire_item(sample, FollowUpKind.FIRST_DAY), bonus=None))
    ),
    "nudges.message.nudge_message check in with hire": _of_hire(FollowUpKind.HIRE_CHECK_IN, day=30),
    "nudges.message.nudge_message checked in with hire": _of_hire(
        FollowUpKind.HIRE_CHECK_IN, state=FollowUpState.DONE
    ),
    "nudges.message.nudge_message first day entered": _of_hire(
        FollowUpKind.FIRST_DAY, state=FollowUpState.DONE
    ),
    "nudges.message.nudge_message bonus due": _of_hire(FollowUpKind.BONUS_DUE),
    "nudges.message.nudge_message bonus paid": _of_hire(
        FollowUpKind.BONUS_DUE, BonusReason.PAID, state=FollowUpState.DONE
    ),
    "nudges.message.nudge_message bonus void": _of_hire(
        FollowUpKind.BONUS_DUE, BonusReason.HIRE_LEFT, state=FollowUpState.CANCELLED
    ),
    "nudges.message.nudge_message bonus news": _of_hire(FollowUpKind.BONUS_NEWS, day=0),
    "nudges.message.nudge_message bonus news later": _of_hire(FollowUpKind.BONUS_NEWS),
    "nudges.message.nudge_message bonus news paid": _of_hire(
        FollowUpKind.BONUS_NEWS, BonusReason.PAID
    ),
    "nudges.message.nudge_message notes": lambda sample: message.nudge_message(
        sample.nudge_page(
            hire_item(sample, FollowUpKind.BONUS_NEWS), sample.item(FollowUpKind.HEARTBEAT)
        )
    ),
}

NUDGES: Final[dict[str, MakePayload]] = {
    **HIRES,
    **for_each(
        "nudges.message.nudge_message",
        KINDS,
        lambda sample, kind: message.nudge_message(sample.nudge_page(sample.item(kind))),
    ),
    "nudges.message.nudge_message stage": lambda sample: message.nudge_message(
        sample.nudge_page(_stage_item(sample))
    ),
    "nudges.message.nudge_message stage escalated": lambda sample: message.nudge_message(
        sample.nudge_page(_stage_item(sample, owner="U0LINUS"))
    ),
    "nudges.message.nudge_message stage done": lambda sample: message.nudge_message(
        sample.nudge_page(_stage_item(sample, state=FollowUpState.DONE))
    ),
    "nudges.message.nudge_message stage passed on": lambda sample: message.nudge_message(
        sample.nudge_page(_own_item_of_another(sample))
    ),
    "nudges.message.nudge_message stage passed on without access": lambda sample: (
        message.nudge_message(
            sample.nudge_page(
                replace(
                    _own_item_of_another(sample),
                    referral=sample.referral(Stage.INTERVIEWING, owner="U0LINUS"),
                    may_answer=False,
                )
            )
        )
    ),
    "nudges.message.nudge_message recruiter answer asked": lambda sample: message.nudge_message(
        sample.nudge_page(_answered_reminder(sample, Stage.NEW))
    ),
    "nudges.message.nudge_message recruiter answer ended": lambda sample: message.nudge_message(
        sample.nudge_page(_answered_reminder(sample, Stage.NOT_NOW))
    ),
    "nudges.message.nudge_message heartbeat hired": lambda sample: message.nudge_message(
        sample.nudge_page(
            replace(sample.item(FollowUpKind.HEARTBEAT), referral=sample.referral(Stage.HIRED))
        )
    ),
    "nudges.message.nudge_message heartbeat late": lambda sample: message.nudge_message(
        sample.nudge_page(_late_heartbeat(sample))
    ),
    "nudges.message.nudge_message recruiter answer back with owner": lambda sample: (
        message.nudge_message(sample.nudge_page(_answer_back_with_owner(sample)))
    ),
    "nudges.message.nudge_message return passed on": lambda sample: message.nudge_message(
        sample.nudge_page(
            _second_look(sample, "U0ADA", owner="U0LINUS", status=OpeningStatus.FILLED)
        )
    ),
    "nudges.message.nudge_message return of another": lambda sample: message.nudge_message(
        sample.nudge_page(
            _second_look(sample, "U0MARGARET", owner="U0ADA"),
            _second_look(sample, "U0LINUS", owner="U0LINUS"),
        )
    ),
    "nudges.message.nudge_message heartbeat second look": lambda sample: message.nudge_message(
        sample.nudge_page(
            _second_look_note(sample, -7, "U0LINUS"),
            _second_look_note(sample, -7, "U0MARGARET"),
            _second_look_note(sample, 2, "U0LINUS"),
        )
    ),
    "nudges.message.nudge_message stage many reminders": lambda sample: message.nudge_message(
        sample.nudge_page(_asked_many_times(sample))
    ),
    "nudges.message.nudge_message last": lambda sample: message.nudge_message(
        sample.nudge_page(_last_reminder(sample))
    ),
    "nudges.message.nudge_message several": _nudge_of_five,
    "nudges.message.nudge_message done": lambda sample: message.nudge_message(
        sample.nudge_page(sample.item(state=FollowUpState.DONE))
    ),
    "nudges.message.nudge_message not needed": lambda sample: message.nudge_message(
        sample.nudge_page(
            sample.item(FollowUpKind.QUESTION, FollowUpState.NOT_NEEDED), sample.item()
        )
    ),
    "nudges.message.nudge_message put off": _snoozed_nudge,
    "nudges.message.nudge_message check in": lambda sample: message.nudge_message(
        sample.nudge_page(bench_samples.check_in_item(sample))
    ),
    "nudges.message.nudge_message check in stopped": lambda sample: message.nudge_message(
        sample.nudge_page(bench_samples.check_in_item(sample, FollowUpState.NOT_NEEDED))
    ),
    "nudges.message.nudge_message match": lambda sample: message.nudge_message(
        sample.nudge_page(bench_samples.match_item(sample))
    ),
    "nudges.message.nudge_message bench several": lambda sample: message.nudge_message(
        sample.nudge_page(bench_samples.match_item(sample), bench_samples.check_in_item(sample))
    ),
    "nudges.later_form.later_form check in": lambda sample: later_form.later_form(
        bench_samples.check_in_item(sample), "77:900"
    ),
    "nudges.message.nudge_message hidden": _nudge_of_hidden,
    **for_each(
        "nudges.message.nudge_message moved",
        (FollowUpKind.CONSENT, FollowUpKind.SAY_MORE, FollowUpKind.RECRUITER_ANSWER),
        lambda sample, kind: message.nudge_message(
            sample.nudge_page(replace(sample.item(kind), was_moved=True))
        ),
    ),
    **for_each("nudges.message.nudge_message asked by", ("ada", "bob"), _nudge_after_asking),
    "nudges.message.nudge_message agreed": lambda sample: message.nudge_message(
        sample.nudge_page(sample.item(FollowUpKind.CONSENT, FollowUpState.DONE))
    ),
    "nudges.message.nudge_message said no": lambda sample: _nudge_of_erased(
        sample, Reason.NOT_AGREED
    ),
    "nudges.message.nudge_message not asked": lambda sample: _nudge_of_erased(
        sample, Reason.AGREEMENT_UNKNOWN
    ),
    "nudges.message.nudge_message put forward": lambda sample: message.nudge_message(
        sample.nudge_page(sample.item(FollowUpKind.GENERAL_MATCH, FollowUpState.DONE))
    ),
    "nudges.message.nudge_message bonus": lambda sample: message.nudge_message(
        sample.nudge_page(
            replace(sample.item(FollowUpKind.GENERAL_MATCH), offer=bonus_offer(sample))
        )
    ),
    "nudges.later_form.later_form": lambda sample: later_form.later_form(sample.item(), "77:900"),
}
