"""The rules that judge a long story notice every kind of broken promise."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from tests import promises
from tests.cast import MONDAY
from tests.invariants import Item, MessageLog, Posted, Sent, Version

ADA, BOB, LINUS = "U0ADA", "U0BOB", "U0LINUS"
THANKS = "Thank you for putting *Grace* forward for *ENG-1*. <@U0LINUS> owns the answer."
ENDED = "*Grace* isn't going further for *ENG-1* this time."
NUDGE = "You offered to introduce Grace. Two messages a week at most."


class HandMadeLog(MessageLog):
    """A log with people in London, to which messages are added by hand."""

    def __init__(self) -> None:
        super().__init__(zones=dict.fromkeys((ADA, BOB, LINUS), ZoneInfo("Europe/London")))

    def post(self, user_id: str, day: float, text: str, *buttons: str) -> Posted:
        """A message `day` days after Monday at 10:00; with an empty `user_id` in a channel."""
        at = MONDAY + timedelta(days=day)
        posted = Posted(user_id, f"{len(self.posted):04}", [])
        self.posted[posted.ts] = posted
        self.edit(posted, day, text, *buttons)
        if user_id:
            self.sent.append(Sent(user_id, at, text))
        return posted

    def edit(self, posted: Posted, day: float, text: str, *buttons: str) -> None:
        posted.versions.append(Version(MONDAY + timedelta(days=day), (Item(text, buttons),)))


def test_a_message_at_night_counts_unless_it_answers_a_click() -> None:
    log = HandMadeLog()
    log.post(ADA, 0.5, "It is 22:00.")
    (breach,) = log.find_breaches()
    assert "outside working hours" in breach
    log.acted_at[ADA] = [MONDAY + timedelta(days=0.5, seconds=-1)]
    assert log.find_breaches() == []


def test_a_third_unsolicited_message_in_a_week_counts() -> None:
    log = HandMadeLog()
    for day in (0, 1):
        log.post(ADA, day, NUDGE)
    assert log.find_breaches() == []
    log.post(ADA, 4, NUDGE)
    (breach,) = log.find_breaches()
    assert "more than 2 in a week" in breach


def test_a_second_reminder_of_work_on_one_day_counts() -> None:
    log = HandMadeLog()
    log.post(ADA, 0, "What's next? One message a working day at most.")
    log.post(ADA, 0.1, "Who should answer? One message a working day at most.")
    (breach,) = log.find_breaches()
    assert "a second reminder" in breach


def test_an_owner_is_missing_or_has_left_or_is_the_advocate() -> None:
    log = HandMadeLog()
    thanks = log.post(ADA, 0, THANKS.replace("<@U0LINUS> owns the answer.", ""))
    assert promises.find_ownerless(log, {}) == [f"no owner: {promises.find_spans(log)[0]}"]
    log.edit(thanks, 0.1, THANKS)
    assert promises.find_ownerless(log, {}) == []
    gone_at = {LINUS: MONDAY + timedelta(days=1)}
    assert "owned by someone who left" in promises.find_ownerless(log, gone_at)[0]
    log.post(ADA, 2, "<@U0BOB> has *Grace* for *ENG-1* now, and will answer you.")
    assert promises.find_ownerless(log, gone_at) == []
    log.post(ADA, 3, "<@U0ADA> has *Grace* for *ENG-1* now, and will answer you.")
    assert "owned by its advocate" in promises.find_ownerless(log, gone_at)[0]


def test_eight_days_without_a_word_are_silence_unless_the_advocate_is_away() -> None:
    log = HandMadeLog()
    log.post(ADA, 0, THANKS)
    log.post(ADA, 7.2, "Nothing new on *Grace* for *ENG-1*.")
    log.post(BOB, 14, "Nothing new on *Alan* for *ENG-1*.")
    assert promises.find_silences(log) == []
    log.post(ADA, 15.1, ENDED)
    (breach,) = promises.find_silences(log)
    assert "silence from 09 Mar to 17 Mar" in breach
    paused = (MONDAY + timedelta(days=8), MONDAY + timedelta(days=20))
    assert promises.find_silences(log, {ADA: paused}) == []


def test_a_referral_may_not_stay_open_on_an_ended_opening() -> None:
    log = HandMadeLog()
    log.post(ADA, 0, THANKS)
    post = log.post("", 0, "*ENG-1* Staff Engineer", "Refer someone", "Details")
    log.edit(post, 1, "*ENG-1* Staff Engineer is filled.")
    log.post(BOB, 9, "Hello.")
    assert "open on ENG-1" in promises.find_stranded(log, {})[0]
    assert promises.find_stranded(log, {ADA: MONDAY}) == []
    log.post(ADA, 2, ENDED)
    assert promises.find_stranded(log, {}) == []


def test_what_only_an_open_referral_offers_may_not_stay_after_its_end() -> None:
    log = HandMadeLog()
    thanks = log.post(ADA, 0, THANKS, "Say more")
    post = log.post("", 0, "*ENG-1* Staff Engineer", "Refer someone", "Details")
    card = log.post(LINUS, 0, "*Grace* for *ENG-1*", "I'll take it")
    log.edit(card, 1, "*Grace* for *ENG-1*. *Not now* since Tuesday.")
    log.post(ADA, 1, ENDED)
    (breach,) = promises.find_untrue(log, {})
    assert "still says ['Say more']" in breach
    assert promises.find_untrue(log, {ADA: MONDAY}) == []
    log.edit(thanks, 1 + 50 / 86_400, "Thank you. This one has an answer.")
    assert promises.find_untrue(log, {}) == []
    log.edit(post, 1, "*ENG-1* Staff Engineer is filled.", "Refer someone", "Details")
    assert promises.find_untrue(log, {}) == ["takes referrals for ENG-1, which has ended"]


def test_the_same_text_twice_counts() -> None:
    log = HandMadeLog()
    log.post(ADA, 0, NUDGE)
    log.post(BOB, 5, NUDGE)
    assert promises.find_repeats(log) == []
    log.post(ADA, 5, NUDGE)
    assert "sent again on 07 Mar after 02 Mar: U0ADA" in promises.find_repeats(log)[0]


def test_a_second_look_begins_again_and_the_thanks_tell_who_ended_it_themselves() -> None:
    log = HandMadeLog()
    thanks = log.post(ADA, 0, THANKS.replace("*ENG-1*", "*ENG-1* and *ENG-2*"))
    log.post(ADA, 2, ENDED)
    log.post(ADA, 30, "*Grace* was put forward for *ENG-1* again. <@U0LINUS> owns the answer.")
    for ref, day in (("ENG-1", 31), ("ENG-2", 32)):
        log.edit(thanks, day, f"Thank you. *Grace*. For *{ref}*: This one has an answer.")
    spans = promises.find_spans(log)
    assert [each.ended_at and (each.ended_at - MONDAY).days for each in spans] == [2, 32, 31]
