"""Turns every `RefusedError` into the text that the person reads, at the field it is about.

Under a field Slack shows plain text, elsewhere mrkdwn: only the latter can mention people.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from html import unescape

from domain import errors as refused
from domain.openings import OpeningStatus
from domain.stages import Stage
from views import labels, refusals
from views.formatting import escape, mention

_MENTION = re.compile(r"<@[^>]*>")
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: codes are read out


@dataclass(frozen=True, slots=True)
class RefusalText:
    """`fields` has plain text by field name; `whole` is mrkdwn for any other place."""

    whole: str
    fields: dict[str, str]


UNKNOWN_BUTTON = (
    "This button is from an earlier version, and nothing happened. `/refer` or App Home has "
    "what you need."
)
TOO_LATE = "That took too long for Slack. Nothing is lost: please try again."


def refusal_text(error: refused.RefusedError) -> RefusalText:
    if isinstance(error, refused.FormError):
        fields = {bad.name: _field(bad, bad.detail) for bad in error.fields}
        once = dict.fromkeys(_field(bad, escape(bad.detail, 100)) for bad in error.fields)
        return RefusalText(" ".join(once), fields)
    if isinstance(error, refused.FieldError):
        whole_text = _field(error, escape(error.detail, 100))
        return RefusalText(whole_text, {error.name: _field(error, error.detail)})
    whole = _whole(error)
    plain = unescape(whole.replace("`", "").replace("*", ""))
    return RefusalText(whole, {error.field: plain} if error.field else {})


def _field(bad: refused.FieldError, detail: str) -> str:
    """`detail` is escaped by the caller where the text is mrkdwn."""
    text = refusals.AT_FIELD.get((bad.name, bad.why)) or refusals.FIELD[bad.why]
    return text.format(detail=detail)


def _whole(error: refused.RefusedError) -> str:
    match error:
        case refused.NotAllowedError(act=act, ask=ask):
            why, help_ = refusals.NOT_ALLOWED[act]
            who = mention(ask) if ask else ""
            if "{ask}" in help_ and not ask:
                help_ = ""
            if "{ask}" in why and not ask:
                why = "This is with somebody else now."
            return f"{why} {help_}".strip().format(ask=who)
        case refused.UnknownMemberError():
            return "Slack has not told me who you are yet. Please try again in a minute."
        case refused.OpeningNotFoundError(ref=ref, suggestion=near):
            named = (
                f"There is no opening {escape(ref, 40)}." if ref else "This opening is not there."
            )
            hint = (
                f"Did you mean {escape(near, 40)}?"
                if near
                else "`/refer jobs` lists the open ones."
            )
            return f"{named} {hint}"
        case refused.OpeningNotOpenError(ref=ref, status=status):
            state = labels.STATUS[OpeningStatus(status)].lower()
            return (
                f"{escape(ref, 40)} is {state} and takes no referrals now. Choose another one, or "
                "“No role yet, but worth having”."
            )
        case refused.AlreadyAnsweredError(what=what, who=who):
            return refusals.ALREADY_ANSWERED[what].format(who=mention(who) if who else "Somebody")
        case refused.NotFoundError(what=what):
            return refusals.NOT_FOUND[what]
        case refused.StaleError(what="opening", now=now):
            state = labels.STATUS[OpeningStatus(now)].lower()
            return f"This opening was changed meanwhile: it is {state} now. Nothing was changed."
        case refused.StaleError(now=now):
            stage = labels.STAGE[Stage(now)]
            return f"This referral has moved meanwhile, to “{stage}”. Nothing was changed."
        case refused.NoHiringManagerError(self_=True):
            return "You decide on this one yourself: your words stand on its card already."
        case refused.NoHiringManagerError(owner=owner):
            return (
                f"No hiring manager is named for this one yet. {mention(owner)}, who answers it, "
                "has your words already."
            )
        case refused.ConsentRequiredError():
            return (
                "They have not agreed yet, and nobody here is told who it is before. The "
                "acknowledgement has a note to ask them."
            )
        case refused.NoOpeningError():
            return "There is no role yet that a channel could hear of."
        case refused.NoOwnerError():
            return (
                "Nobody here can answer a referral yet, so it was not stored. An admin can name "
                "recruiters in Vouch's settings."
            )
    raise TypeError(f"no words for {error!r}")


def without_mentions(whole: str) -> str:
    """The text for a place that shows plain text."""
    return _MENTION.sub("a colleague", whole).replace("`", "").replace("*", "")


def new_error_code() -> str:
    """A short code that a person can read out, and that is in the log."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(4))


def fault_text(code: str, admin: str | None) -> str:
    """The text where the bot has a fault. `admin` is a user id."""
    contact = mention(admin) if admin else "an admin"
    return (
        "That did not work, and it is our fault. Nothing you typed is lost: try again, or tell "
        f"{contact} this code: {code}."
    )
