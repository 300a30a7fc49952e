"""Checks whether the bot keeps its promises about referrals, by its messages alone.

That there is a referral is known from the message that thanks its advocate, and its owner and its
end from later messages. Each function checks one promise, and returns a sentence for each breach:

1. `find_ownerless`: a referral always has an owner, who is still here and is not its advocate.
2. `find_silences`: an advocate hears of an open referral at least every seven days.
3. `find_stranded`: two working days after an opening ended, its referrals have ended too.
4. `find_untrue`: a minute after a referral or opening ended, no message calls it open.
5. `find_repeats`: nobody gets a direct message twice within four weeks, unless they postponed it,
   or it tells of a new owner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.working_time import CivilHours, add_working_days, next_civil_time
from tests.invariants import Item, MessageLog, Posted, Version

HOURS = CivilHours()
MAX_SILENCE = timedelta(days=7)
REST_OF_THE_DAY = timedelta(hours=7)  # from the first to the last working hour
REPEATABLE_AFTER = timedelta(weeks=4)
MINUTE = timedelta(minutes=1)

_THANKS = re.compile(r"Thank you for (?:putting|vouching for) \*(.+?)\*(.*)")
_REF = re.compile(r"\*([A-Z]+-\d+)\*")
_OWNER = re.compile(
    r"<@(\w+)> (?:owns the answer|has taken|has it|has \*|looks)|answer from <@(\w+)>"
)
_NEW_OWNER = "now, and will answer you"
_GENERAL = "a role that may come up"
_AGAIN = "forward for {role} again"
_ENDINGS = ("going further", "is hired", "no longer in the running", "is now in the running")
_ENDED_THANKS = "This one has an answer"
_ERASED = ("he person you put forward", "withdrawn the referral for")
_ENDED_CARD = re.compile(r"\*(?:Not now|Hired|Withdrawn)\* since")
# The buttons and words of messages about open referrals only.
_OPEN_LABELS = frozenset(
    {"I'll take it", "I'll take it on", "Hand over", "Say more", "Add to what you said",
     "They agreed", "Tell the hiring manager", "Ask the advocate", "Answer", "Not now"}
)  # fmt: skip
_OPEN_WORDS = ("your turn", "You have it", "Nothing new on", "No reply yet", "has it: ")


@dataclass(frozen=True, slots=True)
class Span:
    """The time for which a referral was open, in UTC. `ended_at` is None while it is open.

    `name` is the candidate's, and `ref` the opening's. A general referral has no `ref`.
    """

    name: str
    ref: str
    advocate: str
    since: datetime
    ended_at: datetime | None = None

    def is_named_in(self, text: str) -> bool:
        names_role = f"*{self.ref}*" in text if self.ref else not _REF.search(text)
        return self.name in text and names_role

    def __str__(self) -> str:
        return f"{self.name} for {self.ref or _GENERAL} from {self.advocate}"


def find_spans(log: MessageLog) -> list[Span]:
    """Return every referral that an advocate was thanked for, and when they were told it ended."""
    spans: list[Span] = []
    for posted in log.posted.values():
        if not posted.user_id:
            continue
        first = posted.versions[0]
        for item in first.items:
            spans = [_end(each, posted.user_id, first.at, item.text) for each in spans]
            spans += _begin(posted.user_id, first.at, item.text, spans)
    return [_end_by_own_click(log, each) for each in spans]


def _end_by_own_click(log: MessageLog, span: Span) -> Span:
    """Return the span with its end if the advocate ended the referral. Only thanks tell that."""
    for posted in log.posted.values():
        for version in posted.versions if posted.user_id == span.advocate else ():
            is_end = _mentions(version, span) and _ends_in_thanks(version.text, span.ref)
            if span.ended_at is None and is_end and version.at > span.since:
                return Span(span.name, span.ref, span.advocate, span.since, version.at)
    return span


def _ends_in_thanks(text: str, ref: str) -> bool:
    if "For *" in text:  # The thanks are for several roles, and tell the end of each.
        return f"For *{ref}*: {_ENDED_THANKS}" in text
    return _ENDED_THANKS in text


def _begin(user_id: str, at: datetime, text: str, known: list[Span]) -> Iterator[Span]:
    """Yield the spans that begin with this text to an advocate."""
    thanks = _THANKS.match(text)
    if thanks:
        refs = _REF.findall(thanks[2].split(". ")[0]) or [""]
        for ref in refs:
            if not _ends_in_thanks(text, ref):  # A second vouch may come after the answer.
                yield Span(thanks[1], ref, user_id, at)
    for each in known:
        again = _AGAIN.format(role=f"*{each.ref}*")
        if each.advocate == user_id and again in text and f"*{each.name}*" in text:
            yield Span(each.name, each.ref, user_id, at)
            return


def _end(span: Span, user_id: str, at: datetime, text: str) -> Span:
    """Return the span, ended at `at` if this text tells its advocate that it has ended."""
    if span.ended_at or span.advocate != user_id:
        return span
    is_end = any(each in text for each in _ENDINGS) and (
        span.is_named_in(text) or (not span.ref and f"*{span.name}*" in text)
    )
    role = f"*{span.ref}*" if span.ref else _GENERAL
    is_erased = any(each in text for each in _ERASED) and role in text
    if is_end or is_erased:
        return Span(span.name, span.ref, span.advocate, span.since, at)
    return span


def _is_open_at(span: Span, moment: datetime) -> bool:
    return span.since <= moment and (span.ended_at is None or moment < span.ended_at)


def find_ownerless(log: MessageLog, left_at: Mapping[str, datetime]) -> list[str]:
    """Return the referrals without a proper owner. `left_at` (UTC) is by user id."""
    breaches: list[str] = []
    for span in find_spans(log):
        owners = list(_named_owners(log, span))
        if not owners:
            breaches.append(f"no owner: {span}")
        if any(each == span.advocate for _, each in owners):
            breaches.append(f"owned by its advocate: {span}")
        for user_id, gone_at in left_at.items():
            deadline = gone_at + MAX_SILENCE
            named = [each for at, each in owners if at <= deadline]
            is_open = span.advocate not in left_at and _is_open_at(span, deadline)
            if named[-1:] == [user_id] and is_open:
                breaches.append(f"owned by someone who left: {span}")
    return breaches


def _named_owners(log: MessageLog, span: Span) -> Iterator[tuple[datetime, str]]:
    """Yield each time at which the advocate read who the owner is, and that owner's id."""
    for posted in log.posted.values():
        if posted.user_id != span.advocate:
            continue
        for version in posted.versions:
            if version.at < span.since or (span.ended_at and version.at > span.ended_at):
                continue
            for line in version.text.splitlines():
                found = _OWNER.search(line)
                if found and span.name in line:
                    yield version.at, found[1] or found[2]


def find_silences(
    log: MessageLog, away: Mapping[str, tuple[datetime, datetime]] | None = None
) -> list[str]:
    """Return the silences that lasted too long.

    `away` has by user id from when until when somebody paused their messages or was gone.
    """
    last = max((each.versions[-1].at for each in log.posted.values()), default=None)
    breaches: list[str] = []
    for span in find_spans(log):
        zone = log.zones[span.advocate]
        away_from, away_until = (away or {}).get(span.advocate, (None, None))
        heard = [each.versions[0].at for each in log.posted.values()
                 if each.user_id == span.advocate and _mentions(each.versions[0], span)
                 and each.versions[0].at >= span.since]  # fmt: skip
        heard = [at for at in heard if not span.ended_at or at <= span.ended_at]
        for earlier, later in zip(heard, [*heard[1:], span.ended_at or last], strict=True):
            if later is None:
                continue
            due_at = earlier + MAX_SILENCE + timedelta(hours=1)  # A tick may come after hours.
            deadline = next_civil_time(due_at, zone, HOURS) + REST_OF_THE_DAY
            if away_from and away_until and earlier <= away_until and deadline >= away_from:
                continue
            if later > deadline:
                breaches.append(f"silence from {earlier:%d %b} to {later:%d %b}: {span}")
    return breaches


def _mentions(version: Version, span: Span) -> bool:
    return any(span.is_named_in(line) for line in version.text.splitlines())


def find_stranded(log: MessageLog, left_at: Mapping[str, datetime]) -> list[str]:
    """Return the referrals that stayed open after their opening ended.

    The referrals of advocates who left (`left_at`, UTC, by user id) are passed over, because they
    get no messages.
    """
    breaches: list[str] = []
    for ref, ended_at in find_ended_openings(log).items():
        for span in find_spans(log):
            is_open = span.ref == ref and _is_open_at(span, ended_at)
            if not is_open or span.advocate in left_at:
                continue
            zone = log.zones[span.advocate]
            deadline = add_working_days(ended_at + timedelta(days=1), 2, zone, HOURS)
            deadline = next_civil_time(deadline, zone, HOURS) + timedelta(days=1)
            if span.ended_at is None or span.ended_at > deadline:
                breaches.append(f"open on {ref}, which ended {ended_at:%d %b}: {span}")
    return breaches


def find_ended_openings(log: MessageLog) -> dict[str, datetime]:
    """Return by ref when an announcement first said that its opening is filled or closed."""
    ended: dict[str, datetime] = {}
    for posted in log.posted.values():
        refs = _REF.findall(posted.versions[0].text)
        if posted.user_id or len(set(refs)) != 1:
            continue
        for version in posted.versions[1:]:
            if re.search(r"is (filled|closed)", version.text):
                ended.setdefault(refs[0], version.at)
    return ended


def find_untrue(log: MessageLog, left_at: Mapping[str, datetime]) -> list[str]:
    """Return the messages that still call a referral or an opening open after its end.

    The messages to people who left (`left_at`, UTC, by user id) are passed over, because the bot
    cannot edit them.
    """
    breaches: list[str] = []
    for span in find_spans(log):
        ended_at = _find_end_on_cards(log, span)
        if ended_at is None:
            continue
        for posted in log.posted.values():
            version = posted.version_at(ended_at + MINUTE)
            is_read = posted.user_id and posted.user_id not in left_at
            for item in _items_about(version, span) if version and is_read else ():
                breaches += _describe_open(item, posted, span)
    for ref, ended_at in find_ended_openings(log).items():
        for posted in log.posted.values():
            version = posted.version_at(ended_at + MINUTE)
            if posted.user_id or version is None or f"*{ref}*" not in version.text:
                continue
            if {"Refer someone", "Details"} <= version.labels:
                breaches.append(f"takes referrals for {ref}, which has ended")
    return breaches


def _find_end_on_cards(log: MessageLog, span: Span) -> datetime | None:
    """Return when the owner's card first said that the referral has ended."""
    for posted in log.posted.values():
        for version in posted.versions:
            is_end = _ENDED_CARD.search(version.text) and _mentions(version, span)
            if is_end and version.at >= span.since:
                return version.at
    return None


def _items_about(version: Version, span: Span) -> list[Item]:
    """Return the paragraphs about this referral: all, if the message is about no other one."""
    names = {line for line in version.text.splitlines() if span.is_named_in(line)}
    others = [each for each in version.items if "*" in each.text and span.name not in each.text
              and _REF.search(each.text)]  # fmt: skip
    if names and not others and len(_REF.findall(version.text)) <= 1:
        return list(version.items)
    return [each for each in version.items if span.is_named_in(each.text)]


def _describe_open(item: Item, posted: Posted, span: Span) -> Iterator[str]:
    if _ends_in_thanks(item.text, span.ref):
        return
    found = sorted(_OPEN_LABELS & set(item.buttons)) + [
        word for line in item.text.splitlines() for word in _OPEN_WORDS
        if word in line and (span.is_named_in(line) or "your turn" in line or "You have it" in line)
    ]  # fmt: skip
    if found:
        yield f"still says {found}: {posted.user_id} about {span}: {item.text[:90]!r}"


def find_repeats(log: MessageLog) -> list[str]:
    breaches, seen = list[str](), dict[tuple[str, str], Posted]()
    for posted in log.posted.values():
        first = posted.versions[0]
        key = (posted.user_id, first.text)
        earlier = seen.get(key)
        if posted.user_id and earlier and not _may_repeat(earlier, first.at):
            at = first.at.astimezone(UTC)
            breaches.append(
                f"sent again on {at:%d %b} after {earlier.versions[0].at:%d %b}: "
                f"{posted.user_id}: {first.text!r}"
            )
        seen[key] = posted
    return breaches


def _may_repeat(earlier: Posted, now: datetime) -> bool:
    """Return whether the same text may come again.

    It may if the reader postponed the earlier one, if that is more than four weeks old, and if it
    tells of a new owner, as a referral can be handed over to the same person twice.
    """
    was_postponed = any("come back to it on" in each.text for each in earlier.versions)
    tells_of_owner = _NEW_OWNER in earlier.versions[0].text
    return was_postponed or tells_of_owner or now - earlier.versions[0].at > REPEATABLE_AFTER
