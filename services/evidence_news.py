"""Tells the owner of a referral when an advocate has added evidence that the card did not show.

Everything that an advocate adds within a few minutes, such as both pages of the endorsement form,
is reported in one message.
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
    """Queues the news of a new version. It is sent in a few minutes, unless more comes by then."""
    if referral.ended or referral.owner == endorsement.advocate:
        return
    outbox.queue(
        context,
        EvidenceAdded(referral.id, endorsement.advocate, endorsement.version),
        to=referral.owner,
        occasion=f"{referral.owner}:{endorsement.advocate}:{endorsement.version}",
        not_before=context.now + WAIT_FOR_MORE,
    )
