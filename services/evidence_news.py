"""Tells the owner of a referral once when an advocate says more than the card had.

Both pages of the endorsement form, and what follows within a few minutes, are one piece of news.
"""

from __future__ import annotations

from datetime import timedelta

from domain.endorsements import Endorsement
from domain.messages import EvidenceAdded
from domain.referrals import Referral
from services import outbox
from services.context import Context

WAIT_FOR_MORE = timedelta(minutes=10)


def queue_news(context: Context, referral: Referral, endorsement: Endorsement) -> None:
    """Queues the news of a new version, for when nothing more has come for a few minutes."""
    if referral.ended or referral.owner == endorsement.advocate:
        return
    outbox.queue(
        context,
        EvidenceAdded(referral.id, endorsement.advocate, endorsement.version),
        to=referral.owner,
        occasion=f"{referral.owner}:{endorsement.advocate}:{endorsement.version}",
        not_before=context.now + WAIT_FOR_MORE,
    )
