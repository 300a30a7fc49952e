"""The outbox: intents are queued, claimed with a lease, and settled after the call to Slack."""

from storage.outbox.claim import claim_abandoned as claim_abandoned
from storage.outbox.claim import claim_batch as claim_batch
from storage.outbox.claim import claim_unknown as claim_unknown
from storage.outbox.claim import count_future_as_now as count_future_as_now
from storage.outbox.edits import delete_old_edits as delete_old_edits
from storage.outbox.edits import queue_edit as queue_edit
from storage.outbox.edits import queue_edits as queue_edits
from storage.outbox.edits import queue_nudge_edits as queue_nudge_edits
from storage.outbox.find import count_by_state as count_by_state
from storage.outbox.find import find_first_sent_at as find_first_sent_at
from storage.outbox.find import find_intent as find_intent
from storage.outbox.find import has_been_sent as has_been_sent
from storage.outbox.find import has_unsettled_announcement as has_unsettled_announcement
from storage.outbox.find import is_posted as is_posted
from storage.outbox.find import list_nudge_times as list_nudge_times
from storage.outbox.find import list_nudges_by_recipient as list_nudges_by_recipient
from storage.outbox.find import next_due_at as next_due_at
from storage.outbox.queue import queue_again as queue_again
from storage.outbox.queue import queue_intent as queue_intent
from storage.outbox.queue import queue_intents as queue_intents
from storage.outbox.settle import drop_queued_to as drop_queued_to
from storage.outbox.settle import postpone_reconciling as postpone_reconciling
from storage.outbox.settle import release_deferred as release_deferred
from storage.outbox.settle import requeue_intent as requeue_intent
from storage.outbox.settle import settle_intent as settle_intent
from storage.outbox.settle import settle_sent as settle_sent
