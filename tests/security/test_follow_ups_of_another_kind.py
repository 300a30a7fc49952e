"""A button of one kind of follow-up never answers one of another kind, even for its own person."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.bench import BenchDetails
from domain.follow_ups import FollowUp, FollowUpKind
from handlers.follow_ups import ANSWERS
from services import bench
from storage import bench as stored_bench
from storage import follow_ups
from storage.tables.messages import HISTORY
from tests.bot.dispatch_kit import Json, body_of, button_payload, dispatch
from tests.contexts import context_for
from tests.quiet_bot import QuietBot
from tests.security.rows import changed_rows, read_rows
from views.nudges.copy import LATER, MARK_DONE, NOT_NEEDED
from views.nudges.values import MENU, FollowUpValue, MenuValue

SHARED = {MARK_DONE, NOT_NEEDED, LATER}  # buttons of several kinds
ADA = "U0ADA"
WRONG_PAIRS = [
    (action_id, kind)
    for action_id, answer in ANSWERS.items()
    for kind in FollowUpKind
    if action_id not in SHARED and kind not in answer.kinds
]


def plan_for_ada(bot: QuietBot, kind: FollowUpKind, subject_id: int = 1) -> FollowUp:
    """A follow-up of Ada's. Rows of every other kind have the id of its subject, too."""
    with bot.vouch.database.write() as transaction:
        ws, now = bot.workspace_id, bot.now()
        about = None if kind in (FollowUpKind.MATCH, FollowUpKind.CHECK_IN) else 1
        follow_ups.plan(
            transaction, ws, kind, subject_id, referral_id=about, member=ADA, due_at=now, now=now
        )
        found = follow_ups.list_by_subject(transaction, ws, kind, subject_id)
        return next(each for each in found if each.member == ADA)


def put_on_bench(bot: QuietBot, opening_id: int) -> FollowUp:
    """Ada has Grace on her bench. Returns the follow-up about a matching opening."""
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor(ADA), now=bot.now())
        person = bench.add_person(context, BenchDetails(name="Grace Hopper"))
        match_id = stored_bench.add_match(transaction, bot.workspace_id, ADA, person.id, opening_id)
    return plan_for_ada(bot, FollowUpKind.MATCH, match_id)


def answer(action_id: str, follow_up: FollowUp) -> Json:
    return button_payload(id_=action_id, user=ADA, actions=[button(action_id, follow_up)])


def button(action_id: str, follow_up: FollowUp) -> Json:
    value = FollowUpValue(follow_up.id, 0)
    if ANSWERS[action_id].menu_only:
        option = {"value": str(MenuValue(action_id, value))}
        return {"type": "overflow", "action_id": MENU, "block_id": "b", "selected_option": option}
    return {"type": "button", "action_id": action_id, "block_id": "b", "value": str(value)}


def test_every_button_of_one_job_names_its_kinds() -> None:
    assert [id_ for id_ in ANSWERS if id_ not in SHARED and not ANSWERS[id_].kinds] == []


def test_it_is_refused_and_changes_nothing(bot: QuietBot) -> None:
    """One bot serves all pairs, because each click is refused before anything is stored."""
    opening = bot.post_opening()
    bot.refer_candidate(opening)
    put_on_bench(bot, opening.id)
    own = {kind: plan_for_ada(bot, kind) for kind in FollowUpKind}
    before = read_rows(bot.vouch.database)
    accepted = []
    for number, (action_id, kind) in enumerate(WRONG_PAIRS):
        payload = answer(action_id, own[kind]) | {"trigger_id": f"{number}.1.a"}
        shown = len(bot.calls("views.open"))
        dispatch(bot, payload)
        told = str([call["request"] for call in bot.calls("views.open")[shown:]])
        if changed_rows(before, read_rows(bot.vouch.database)) or "is settled" not in told:
            accepted.append((action_id, kind.value))
    assert accepted == []
    assert len(WRONG_PAIRS) > 150


@pytest.mark.parametrize("kind", [FollowUpKind.MATCH, FollowUpKind.CHECK_IN])
def test_an_answer_about_a_bench_leaves_no_line_in_the_history(
    bot: QuietBot, kind: FollowUpKind
) -> None:
    """Nobody may learn from the history that Ada keeps a bench."""
    match = put_on_bench(bot, bot.post_opening().id)
    follow_up = match if kind is FollowUpKind.MATCH else plan_for_ada(bot, kind)
    before = read_rows(bot.vouch.database)
    assert body_of(dispatch(bot, answer(NOT_NEEDED, follow_up))) == {}
    changed = changed_rows(before, read_rows(bot.vouch.database))
    assert "follow_up" in changed
    assert "history" not in changed
    with bot.vouch.database.write() as transaction:
        assert all("match" not in str(row) for row in transaction.execute(select(HISTORY)))


def test_it_is_settled_once_the_person_was_removed_from_the_bench(bot: QuietBot) -> None:
    """The old reminder in Slack keeps its buttons."""
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor(ADA), now=bot.now())
        person = bench.add_person(context, BenchDetails(name="Grace Hopper"))
    follow_up = plan_for_ada(bot, FollowUpKind.CHECK_IN, person.id)
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor(ADA), now=bot.now())
        bench.remove_person(context, person.id)
    dispatch(bot, answer(LATER, follow_up))
    assert "is settled" in str(bot.calls("views.open")[-1]["request"])
