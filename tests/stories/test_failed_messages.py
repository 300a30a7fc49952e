"""Messages that could not be sent: only admins see them, in App Home, to retry or drop them."""

from __future__ import annotations

from domain.messages import Acknowledgement, StageChanged
from domain.outbox import IntentState, NewIntent
from storage import outbox
from tests.office import Office
from tests.stories.actions import post_opening, refer_candidate, wait_until_settled


def store_failed_message(office: Office, state: IntentState, kind: str, dedupe: str) -> int:
    """Store a message about the first referral in this state; return its id."""
    vouch, now = office.vouch, office.now()
    with vouch.database.write() as transaction:
        postponed = NewIntent(kind, "U0ADA", 1, dedupe, not_before=now.replace(year=now.year + 1))
        assert outbox.queue_intent(transaction, vouch.workspace.id, postponed, now)
        counts = outbox.count_by_state(transaction)
        intent = outbox.find_intent(transaction, vouch.workspace.id, sum(counts.values()))
        assert intent is not None
        assert intent.kind == kind
        outbox.settle_intent(transaction, intent, state, now, reason="TimeoutError")
        if state is IntentState.UNKNOWN:
            outbox.postpone_reconciling(
                transaction, intent, now.replace(year=now.year + 1), "TimeoutError"
            )
    return intent.id


def find_state(office: Office, intent_id: int) -> IntentState:
    with office.vouch.database.read() as transaction:
        intent = outbox.find_intent(transaction, office.vouch.workspace.id, intent_id)
        assert intent is not None
        return intent.state


def test_an_admin_drops_one_failed_message_and_retries_another(sqlite_url: str) -> None:
    with Office(sqlite_url) as office:
        assert "Didn't get through" not in office.carol.opens_home().text
        post_opening(office)
        refer_candidate(office.ada)
        wait_until_settled(office)
        dead = store_failed_message(office, IntentState.DEAD, StageChanged.kind, "dead")
        assert "Didn't get through" not in office.linus.opens_home().text
        home = office.carol.opens_home().sees("The news of a new stage for @ada")
        assert "Slack didn't take it" in home.text
        home.clicks("Drop")
        assert "Didn't get through" not in office.carol.home().text
        assert find_state(office, dead) is IntentState.DROPPED
        wait_until_settled(office)  # The click queued an update of App Home.

        unknown = store_failed_message(office, IntentState.UNKNOWN, Acknowledgement.kind, "unknown")
        home = office.carol.opens_home().sees("Slack didn't say whether it arrived")
        home.clicks("Retry")
        wait_until_settled(office)
        assert find_state(office, unknown) is IntentState.SENT
        thanks = [message for message in office.ada.dm() if "Thank you" in message.text]
        assert len(thanks) == 2
