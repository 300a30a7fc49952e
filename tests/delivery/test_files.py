"""Files that Slack refuses, loses sight of, or shows after someone in them was erased."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from delivery import send, worker
from delivery.rate_limits import POST
from delivery.record import SEARCH_AFTER, record_consequences
from delivery.worker import LEASE
from domain.attachments import ChosenFile, NewAttachment
from domain.copy_erasures import FileDeletion
from domain.errors import FieldError
from domain.exports.rows import Export
from domain.figures.periods import PeriodChoice, recent_period
from domain.files import FileNotSent, FileShare, FileUpload
from domain.limits import FILES_PER_DAY_MAX
from domain.members import Role
from domain.outcomes import CallOutcome
from domain.referrals import Referral
from domain.stages import Reason
from sandbox.workspace.files import add_chosen_file
from services import attachments, consent, export_files, sent_files
from storage import outbox
from tests.contexts import context_for
from tests.quiet_bot import QuietBot
from tests.slack_io.test_transfers import FileServer

UPLOAD, SHARE = "files.getUploadURLExternal", "files.completeUploadExternal"


def ask_for_file(bot: QuietBot, export: Export = Export.REFERRALS) -> None:
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor("U0LINUS", Role.RECRUITER), now=bot.now())
        period = recent_period(PeriodChoice.QUARTER, bot.now().date())
        export_files.request_file(context, export, period)


def attach_file(bot: QuietBot) -> None:
    """Ada attaches a résumé to a referral whose card Linus has."""
    referral = bot.refer_candidate(bot.post_opening(manager="U0LINUS"))
    deliver(bot)
    ada = bot.slack.world.user_by_handle("ada")
    assert ada is not None
    file = add_chosen_file(bot.slack.engine, ada, {}, "cv.pdf", b"%PDF-1.7 twenty years")
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor("U0ADA"), now=bot.now())
        new = NewAttachment(None, ChosenFile(file.id, "pdf"))
        attachments.store(context, referral, new, has_card=True)


def erase(bot: QuietBot, referral: Referral) -> None:
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.workspace_id, now=bot.now())
        assert consent.erase_candidate(context, referral.candidate, Reason.AGREEMENT_UNKNOWN)


def claim_and_die(bot: QuietBot) -> None:
    """Claim what is due, as a process does that ends before it records what became of it."""
    bot.advance_clock(seconds=2)
    with bot.vouch.database.write() as transaction:
        assert len(outbox.claim_batch(transaction, bot.now(), lease=LEASE, limit=1)) == 1


def deliver(bot: QuietBot, seconds: float = 0) -> None:
    bot.advance_clock(seconds=seconds)
    for _ in range(6):
        bot.run_delivery()
        bot.advance_clock(seconds=1)


def modes(bot: QuietBot) -> list[str]:
    """How Slack shows each file in Linus's direct messages."""
    messages = [each.message for each in bot.person("linus").dm()]
    return [file.get("mode", "") for each in messages for file in each.get("files", ())]


def test_without_the_scope_a_file_is_explained_and_all_else_goes_on(sqlite_url: str) -> None:
    with QuietBot(sqlite_url, refused_scopes=("files:write",)) as bot:
        ask_for_file(bot, Export.OPENINGS)
        bot.refer_candidate(bot.post_opening(manager="U0LINUS"))
        deliver(bot)
        assert bot.states(FileUpload.kind) == ["dropped"]
        assert set(bot.states()) == {"dropped", "sent"}
        (word,) = [text for text in bot.texts("linus") if "all openings" in text]
        assert "An admin can add the scope files:write to the app" in word
        assert "vouch export openings" in word


def test_a_file_whose_outcome_is_unknown_is_found_and_not_shown_twice(bot: QuietBot) -> None:
    bot.slack.fail(SHARE, took_effect=True)
    ask_for_file(bot)
    deliver(bot)
    assert bot.states(FileShare.kind) == ["unknown"]
    deliver(bot, SEARCH_AFTER.total_seconds())
    assert bot.states(FileShare.kind) == ["sent"]
    assert len(modes(bot)) == len(bot.calls(SHARE)) == 1
    # The message with the file has no key, and hides no other message from a search.
    bot.slack.fail(POST, took_effect=True)
    bot.refer_candidate(bot.post_opening(manager="U0LINUS"))
    deliver(bot, SEARCH_AFTER.total_seconds())
    deliver(bot, SEARCH_AFTER.total_seconds())
    assert set(bot.states()) == {"sent"}


@pytest.mark.parametrize("is_shown", [False, True])
@pytest.mark.parametrize("request_file", [ask_for_file, attach_file])
def test_a_sender_that_dies_at_any_step_loses_no_file(
    bot: QuietBot, request_file: Callable[[QuietBot], None], is_shown: bool
) -> None:
    """It dies before a file is read, after an upload that it did not record, and at showing it."""
    request_file(bot)
    claim_and_die(bot)
    bot.advance_clock(seconds=LEASE.total_seconds())
    bot.run_delivery()  # It only finds out that the upload has to be repeated.
    claim_and_die(bot)
    assert bot.vouch.slack.upload_file("lost.csv", b"nobody sees it").ok
    bot.slack.fail(SHARE, "ratelimited", status=429, retry_after=30)
    deliver(bot, LEASE.total_seconds())
    bot.advance_clock(seconds=30)
    claim_and_die(bot)
    (row,) = bot.rows(FileShare.kind)
    if is_shown:
        slack, channel = bot.vouch.slack, bot.person("linus").client.channel_id("dm")
        assert slack.share_file(channel, row.about["file"], "referrals.csv", "Here it is").ok
    deliver(bot, LEASE.total_seconds())
    deliver(bot, SEARCH_AFTER.total_seconds())
    assert bot.states(FileUpload.kind, FileShare.kind) == ["sent", "sent"]
    assert modes(bot) == ["hosted"]


def test_someone_is_erased_before_the_file_is_shown(bot: QuietBot) -> None:
    referral = bot.refer_candidate(bot.post_opening(manager="U0LINUS"))
    deliver(bot)
    bot.slack.fail(SHARE, "ratelimited", status=429, retry_after=30)
    ask_for_file(bot)
    deliver(bot)
    assert bot.states(FileUpload.kind, FileShare.kind) == ["sent", "queued"]
    erase(bot, referral)
    deliver(bot, 30)
    assert bot.states(FileShare.kind) == ["dropped"]
    assert modes(bot) == []
    assert "someone in it was erased while it was on its way" in bot.texts("linus")[-1]


def test_someone_is_erased_while_the_file_is_being_shown(bot: QuietBot) -> None:
    referral = bot.refer_candidate(bot.post_opening(manager="U0LINUS"))
    deliver(bot)
    ask_for_file(bot)
    bot.slack.fail(SHARE, took_effect=True)
    deliver(bot)
    assert bot.states(FileShare.kind) == ["unknown"]
    assert modes(bot) == ["hosted"]
    erase(bot, referral)
    deliver(bot, SEARCH_AFTER.total_seconds())
    assert modes(bot) == ["tombstone"]
    assert set(bot.states(FileDeletion.kind)) == {"sent"}


@contextmanager
def hold_exports(bot: QuietBot) -> Iterator[threading.Event]:
    """Reading the rows of an export waits until the yielded event is set, or this block ends."""
    release = threading.Event()

    def wait(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if "ORDER BY referral.created_at, referral.id" in statement:
            release.wait(30)

    engine = bot.vouch.database.engine
    event.listen(engine, "before_cursor_execute", wait)
    try:
        yield release
    finally:
        release.set()
        event.remove(engine, "before_cursor_execute", wait)


def test_a_file_that_takes_long_to_write_holds_up_no_message(
    bot: QuietBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MAX_BATCHES", 2)
    monkeypatch.setattr(send, "LONGEST_WAIT_SECONDS", 0.05)
    opening = bot.post_opening(manager="U0LINUS")
    bot.run_delivery()
    for _ in range(send.MAX_SLOW_FILES + 2):
        ask_for_file(bot)
    with hold_exports(bot) as release:
        delivery = threading.Thread(target=bot.run_delivery)
        delivery.start()
        for name in ("Grace", "Katherine", "Hedy"):
            bot.refer_candidate(opening, name)
            bot.person("ada").sees(f"Thank you for putting {name} forward", where="dm")
            bot.advance_clock(seconds=2)
        assert modes(bot) == []
        release.set()
        delivery.join()
    deliver(bot, 10)
    deliver(bot, 10)
    assert modes(bot) == ["hosted"] * (send.MAX_SLOW_FILES + 2)


def test_one_person_asks_for_so_many_files_a_day(bot: QuietBot) -> None:
    """The clock shows 11:00 in Berlin, where Linus lives."""
    for _ in range(FILES_PER_DAY_MAX):
        ask_for_file(bot)
    for hours in (0, 12.99):
        bot.advance_clock(hours=hours)
        with pytest.raises(FieldError) as refused:
            ask_for_file(bot, Export.OPENINGS)
        assert refused.value.problem == "files_today"
    bot.advance_clock(minutes=1)
    ask_for_file(bot, Export.OPENINGS)


def test_what_slack_does_not_take_is_said_in_words(bot: QuietBot) -> None:
    bot.slack.fail(UPLOAD, "file_uploads_disabled")
    ask_for_file(bot, Export.FIGURES)
    deliver(bot)
    assert bot.states(FileNotSent.kind) == ["sent"]
    assert "Slack didn't take the file with the figures" in bot.texts("linus")[-1]
    assert "(file_uploads_disabled)" in bot.texts("linus")[-1]
    # The upload was forgotten before it was shown: nothing is lost, as the person is told.
    ask_for_file(bot)
    bot.slack.fail(SHARE, "file_not_found")
    deliver(bot)
    assert "(file_not_found)" in bot.texts("linus")[-1]


def test_an_export_that_was_given_up_may_be_sent_again(bot: QuietBot) -> None:
    """As when an operator retries a dead row."""
    ask_for_file(bot)
    (row,) = bot.rows(FileUpload.kind)
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.workspace_id, now=bot.now())
        payload = FileUpload(row.subject_id)
        sent_files.record_refused(context, payload, row.recipient, "fatal_error")
    deliver(bot)
    assert modes(bot) == ["hosted"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/upload", "{slack}upload/v1/F0NONE"])
def test_an_upload_that_fails_holds_up_nothing_else(bot: QuietBot, address: str) -> None:
    """Slack's host for files may be out of reach while its Web API is not."""
    url = address.format(slack=bot.slack.api_url.removesuffix("api/"))
    answer = {"ok": True, "upload_url": url, "file_id": "F0NONE"}
    bot.slack.fail(UPLOAD, body=json.dumps(answer).encode())
    ask_for_file(bot)
    bot.run_delivery()
    ask_for_file(bot, Export.OPENINGS)
    for _ in range(3):
        bot.run_delivery()
        bot.advance_clock(seconds=1)
    assert modes(bot) == ["hosted"]
    deliver(bot, 5)
    assert modes(bot) == ["hosted", "hosted"]


def test_what_is_recorded_by_two_replicas_is_no_erasure(bot: QuietBot) -> None:
    """The lease of a slow replica runs out, another one does its work, and both record it."""
    bot.slack.fail(SHARE, "ratelimited", status=429, retry_after=30)
    ask_for_file(bot)
    deliver(bot)
    replay(bot, FileUpload.kind, "F0LATE")
    deliver(bot, 30)
    assert modes(bot) == ["hosted"]
    replay(bot, FileShare.kind, "")
    deliver(bot)
    assert modes(bot) == ["hosted"]
    assert "erased while it was on its way" not in str(bot.texts("linus"))


def replay(bot: QuietBot, kind: str, ts: str) -> None:
    """Record once more that the message was sent, and then let it be sent once more."""
    (row,) = bot.rows(kind)
    with bot.vouch.database.write() as transaction:
        intent = outbox.find_intent(transaction, bot.workspace_id, row.id)
        assert intent is not None
        record_consequences(context_for(transaction, bot.workspace_id, now=bot.now()), intent, ts)
        outbox.requeue_intent(transaction, intent, bot.now(), reason="replayed")


def test_the_token_goes_to_no_host_but_slacks(bot: QuietBot) -> None:
    """Of a file in Google Drive, say, `files.info` names the address there."""
    foreign = FileServer()
    try:
        for url in (f"{foreign.url}/file", "https://slack.com.example/file", "https://[", ""):
            file = {"id": "F0DRIVE", "mode": "external", "is_external": True, "url_private": url}
            bot.slack.fail("files.info", body=json.dumps({"ok": True, "file": file}).encode())
            call = bot.vouch.slack.copy_file("F0DRIVE", "resume.pdf", 100)
            assert (call.outcome, call.error) == (CallOutcome.FORBIDDEN, "foreign_address")
    finally:
        foreign.stop()
    assert foreign.tokens == {}
