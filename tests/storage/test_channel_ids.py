"""A channel whose id changed is found under the new id in every table that names it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select, update

from domain.endorsements import CommitmentKind
from domain.messages import ChannelPostFailed, RoundUp
from domain.policy import Policy
from storage import (
    announcements,
    channel_ids,
    commitments,
    drafts,
    history,
    members,
    openings,
    outbox,
    settings,
    weekly_messages,
)
from storage.engine import Database, Transaction
from storage.schema import METADATA
from storage.tables.core import OPENING
from storage.weekly_messages import WeeklyMessage
from tests.cast import ADA, MONDAY
from tests.storage.rows import Company, create_company

OLD, NEW, OTHER = "C0OLD", "C0NEW", "C0OLDER"


def fill(transaction: Transaction, company: Company) -> None:
    """Write the old id, and a longer one that begins with it, wherever a channel id is stored."""
    ws, opening = company.ws, company.opening
    for channel in (OLD, OTHER):
        announcements.add(transaction, ws, opening.id, channel)
        weekly_messages.plan_first(transaction, ws, WeeklyMessage.ROUNDUP, channel, MONDAY, MONDAY)
        payload = RoundUp(0, MONDAY)
        outbox.queue_intent(transaction, ws, payload.to_intent(channel, channel), MONDAY)
        failed = ChannelPostFailed(1, channel, "is_archived").to_intent(ADA.user_id, channel)
        outbox.queue_intent(transaction, ws, failed, MONDAY)
    transaction.execute(
        update(OPENING).where(OPENING.c.id == opening.id).values(channels=[OTHER, OLD])
    )
    drafts.save(
        transaction,
        ws,
        ADA.user_id,
        "post",
        {"title": OLD + " x", "channels": [OLD, OTHER]},
        MONDAY,
    )
    (post,) = commitments.add_missing(
        transaction,
        ws,
        company.referral.id,
        ADA.user_id,
        (CommitmentKind.INTERNAL_CHANNELS,),
        MONDAY,
    )
    assert commitments.set_sent_to(transaction, ws, post.id, OLD)
    settings.save_policy(transaction, ws, Policy(thanks_channel=OLD), MONDAY, changed_by="U0CAROL")


def dump(transaction: Transaction, workspace_id: int) -> list[str]:
    lines = []
    for table in METADATA.sorted_tables:
        if "workspace_id" in table.c:
            rows = transaction.execute(select(table).where(table.c.workspace_id == workspace_id))
            lines += [f"{table.name}: {tuple(row)}" for row in rows]
    return lines


def test_every_stored_id_is_replaced_and_nothing_else(database: Database, acme: Company) -> None:
    other = create_company(database, "T0OTHER")
    with database.write() as transaction:
        fill(transaction, acme)
        fill(transaction, other)
    with database.write() as transaction:
        before = dump(transaction, acme.ws)
        others_before = sorted(dump(transaction, other.ws))
        channel_ids.replace(transaction, acme.ws, OLD, NEW)
        after = dump(transaction, acme.ws)
        assert sorted(each.replace(f"'{NEW}'", f"'{OLD}'") for each in after) == sorted(before)
        assert f"'{OLD}'" not in "".join(after)
        assert "".join(after).count(f"'{NEW}'") == "".join(before).count(f"'{OLD}'") == 8
        assert sorted(dump(transaction, other.ws)) == others_before


def test_an_opening_is_announced_in_the_new_channel(database: Database, acme: Company) -> None:
    with database.write() as transaction:
        fill(transaction, acme)
        channel_ids.replace(transaction, acme.ws, OLD, NEW)
        opening = openings.find(transaction, acme.ws, acme.opening.id)
        assert opening is not None
        assert opening.channels == (OTHER, NEW)
        found = announcements.list_in_channel(transaction, acme.ws, NEW)
        assert [each.opening_id for each in found] == [opening.id]
        assert members.find(transaction, acme.ws, ADA.user_id) is not None


def test_the_environment_does_not_bring_an_earlier_id_back(
    database: Database, acme: Company
) -> None:
    policy = Policy(thanks_channel=OLD)
    with database.write() as transaction:
        settings.save_policy(transaction, acme.ws, policy, MONDAY, changed_by=None)
        for before, after in ((OLD, "C0MIDDLE"), ("C0MIDDLE", NEW)):
            channel_ids.replace(transaction, acme.ws, before, after)
            history.add_line(
                transaction,
                acme.ws,
                "slack",
                channel_ids.CHANGED,
                channel_ids.SUBJECT,
                channel_ids.NO_SUBJECT_ID,
                MONDAY,
                before=before,
                after=after,
            )
        settings.save_policy(transaction, acme.ws, policy, MONDAY, changed_by=None)
        assert settings.find_policy(transaction, acme.ws).thanks_channel == NEW
        moved = replace(policy, thanks_channel=OTHER)
        settings.save_policy(transaction, acme.ws, moved, MONDAY, changed_by=None)
        assert settings.find_policy(transaction, acme.ws).thanks_channel == OTHER
