"""The texts that a person reads when a service refuses (`RefusedError`) or the bot fails.

Under a form field Slack shows plain text, which cannot mention people. Elsewhere it is mrkdwn.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from html import unescape

from domain import errors
from domain.openings import OpeningStatus
from domain.stages import Stage
from views import labels, refusals
from views.formatting import escape, mention

_MENTION = re.compile(r"<@[^<>]*>")
# Without 0, O, 1 and I, which are mistaken for each other when people read a code out.
_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class RefusalText:
    """What a person reads when a service refuses.

    `fields` has a plain text for each form field that is refused, by its name. `whole` is the
    mrkdwn text to show where there is no form.
    """

    whole: str
    fields: dict[str, str]


UNKNOWN_BUTTON = (
    "That button is from an older version of me, so nothing happened. `/refer` or App Home "
    "has what you need."
)
TOO_LATE = "That took too long for Slack. Nothing is lost: please try again."


def refusal_text(error: errors.RefusedError) -> RefusalText:
    if isinstance(error, errors.FormError):
        fields = {each.name: _field_text(each, each.detail) for each in error.fields}
        sentences = dict.fromkeys(
            _field_text(each, escape(each.detail, 100)) for each in error.fields
        )
        return RefusalText(" ".join(sentences), fields)
    if isinstance(error, errors.FieldError):
        whole = _field_text(error, escape(error.detail, 100))
        return RefusalText(whole, {error.name: _field_text(error, error.detail)})
    whole = _whole_text(error)
    plain = unescape(whole.replace("`", "").replace("*", ""))
    return RefusalText(whole, {error.field: plain} if error.field else {})


def _field_text(error: errors.FieldError, detail: str) -> str:
    """Returns the text about one field. For mrkdwn, `detail` must be escaped already."""
    return refusals.field_text(error.name, error.problem, detail)


def _whole_text(error: errors.RefusedError) -> str:
    match error:
        case errors.NotAllowedError(action=action, allowed_user=user_id):
            reason, advice = refusals.NOT_ALLOWED[action]
            if not user_id:  # There is nobody to mention as the person to ask.
                advice = "" if "{ask}" in advice else advice
                reason = "This is with someone else now." if "{ask}" in reason else reason
            return f"{reason} {advice}".strip().format(ask=mention(user_id) if user_id else "")
        case errors.UnknownMemberError():
            return "Slack hasn't told me who you are yet. Please try again in a minute."
        case errors.OpeningNotFoundError(ref=ref, suggestion=suggestion):
            sentence, hint = "That opening isn't there.", "`/refer jobs` lists the open ones."
            if ref:
                sentence = f"There's no opening {escape(ref, 40)}."
            if suggestion:
                hint = f"Did you mean {escape(suggestion, 40)}?"
            return f"{sentence} {hint}"
        case errors.OpeningNotOpenError(ref=ref, status=status):
            state = labels.STATUS[OpeningStatus(status)].lower()
            return (
                f"{escape(ref, 40)} is {state}, so it takes no referrals. Choose another one, or "
                "“No role yet, but worth having”."
            )
        case errors.AlreadyAnsweredError(subject=what, answered_by=who):
            return refusals.ALREADY_ANSWERED[what].format(who=mention(who) if who else "Someone")
        case errors.NotFoundError(subject=what):
            return refusals.NOT_FOUND[what]
        case errors.StaleError(subject="opening", current_state=now):
            state = labels.STATUS[OpeningStatus(now)].lower()
            return (
                f"Someone else has changed this opening: it's {state} now. I've left it as it is."
            )
        case errors.StaleError(current_state=now):
            stage = labels.STAGE[Stage(now)]
            return f"This referral has moved to “{stage}” since then. I've left it as it is."
        case errors.NoHiringManagerError(is_advocate=True):
            return "You're the hiring manager here, and your card has these words already."
        case errors.NoHiringManagerError(owner=owner):
            return (
                f"This one has no hiring manager yet. {mention(owner)} owns the answer, and "
                "has your words already."
            )
        case errors.ConsentRequiredError():
            return (
                "They haven't agreed yet, so I can't tell anyone who it is. My thank-you message "
                "has a note to ask them."
            )
        case errors.NoOpeningError():
            return "There's no role yet to tell a channel about."
        case errors.NoOwnerError():
            return (
                "Nobody here can answer referrals yet, so I haven't stored it. An admin can name "
                "recruiters in Vouch's settings."
            )
    raise TypeError(f"no words for {error!r}")


def to_plain_text(mrkdwn: str) -> str:
    """Removes markup. A mention becomes "a colleague", because its plain text is a user id."""
    return _MENTION.sub("a colleague", mrkdwn).replace("`", "").replace("*", "")


def new_error_code() -> str:
    """Returns a random code that a person can read out and an operator finds in the log."""
    return "".join(secrets.choice(_CODE_ALPHABET) for _ in range(4))


def fault_text(code: str, admin: str | None) -> str:
    """Returns the text after a fault of the bot. `admin` is who to tell, or None if unknown."""
    contact = mention(admin) if admin else "an admin"
    return (
        "That didn't work, and it's our fault. Nothing you typed is lost: try again, or tell "
        f"{contact} this code: {code}."
    )
