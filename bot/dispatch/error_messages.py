"""Every refusal as the words that the person reads: one place, at the field where it belongs.

Starts from a `RefusedError`, ends with a sentence. Under a field Slack shows plain text, elsewhere
mrkdwn: people are mentioned only in the latter.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from html import unescape

from domain import errors as refused
from domain.openings import OpeningStatus
from domain.referrals import Stage
from views import labels
from views.formatting import escape, mention

_MENTION = re.compile(r"<@[^>]*>")
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: codes are read aloud


@dataclass(frozen=True, slots=True)
class Said:
    """What is said: under fields (plain text, by field name), or as a whole (mrkdwn)."""

    whole: str
    fields: dict[str, str]


_FIELDS: dict[str, str] = {
    "empty": "This is needed.",
    "too_long": "That is more than {detail} characters. Shorter is read more often.",
    "too_many": "At most {detail}, please.",
    "past_date": "That day is over. Choose today or later.",
    "missing_date": "Choose the day.",
    "far_date": "That is more than a year away. Choose a nearer day.",
    "unknown": "I do not know this one. Choose it from the list.",
    "no_contact": "An e-mail address or a profile link, so that it is clear who is meant.",
    "bad_email": "That does not read as an e-mail address, such as grace@example.com.",
    "not_email": "That is a link. It belongs in the profile field.",
    "bad_profile": "That does not read as a link, such as linkedin.com/in/grace.",
    "not_profile": "That is an e-mail address. It belongs in the e-mail field.",
    "own_email": "That is your own address. Whose should it be?",
    "empty_evidence": "A sentence here, or under “Why this role?”.",
    "unedited": "This is the draft as I wrote it. Change a word, so that it sounds like you.",
    "names_candidate": "“{detail}” tells who it is, and the whole channel would read it.",
    "not_here": "This person is not here any more. Choose somebody else.",
    "is_bot": "That is an app. Choose a person.",
    "yourself": "That is you. Whom else?",
    "thanked_today": "You have thanked them today. Tomorrow is a good day for the next.",
    "thanks_guest": "Guests get no messages from me. Thank them in person.",
    "is_guest": "Guests cannot do this. Choose a colleague.",
    "rule_without_bonus": "There is a rule for a bonus. How much is it?",
    "on_bench": "Somebody on your bench has this one already.",
    "bench_full": "Your bench holds {detail} people, and that is the most. Remove somebody first.",
    "general_alone": "“No role yet” stands alone. Choose it, or up to three openings.",
    "not_agreed": "Who it is opens here when they agree. Until then this has to wait.",
    "most_open": (
        "You have {detail} open asks, and that is the most at a time. Withdraw one in App Home, or "
        "wait for an answer."
    ),
    "asked_already": "You have asked them already, and it is open. One at a time to one person.",
    "unreachable": (
        "I cannot reach them before it would close in two weeks. Write to them yourself, or ask "
        "somebody else."
    ),
    "about_them": "It is about them, by this address. Whom else could you ask?",
    "vouches_already": "They vouch for this candidate already. “Ask the advocate” reaches them.",
    "for_yourself": "That is your own address. Choose “Myself” above, or whose should it be?",
    "own_unknown": "Slack does not tell me your address, and it is needed once you go ahead.",
    "the_asker": "They are asking you. Choose somebody else, or leave it empty.",
    "not_this_stage": "This reason does not fit the stage. Choose one from the list.",
}

# The same key can need other words under another field.
_AT_FIELD: dict[tuple[str, str], str] = {
    ("opening", "empty"): "Which opening? Type a part of its title, team or ref.",
    ("name", "empty"): "Who is it?",
    ("relationship", "empty"): "How do you know them? Any answer is a good one.",
    ("title", "empty"): "What is the role called?",
    ("team", "empty"): "Which team is it for? The ref is made from it.",
    ("place", "empty"): "Where is it? “Remote” is a place, too.",
    ("hiring_manager", "empty"): "Who decides?",
    ("channels", "empty"): "Where should it stand? One channel is enough.",
    ("conviction", "empty"): "How sure are you? “Worth a look” is fine.",
    ("reason_not_now", "empty"): "The advocate is told why. Choose the nearest.",
    ("reason_withdrawn", "empty"): "The advocate is told why. Choose the nearest.",
    ("stage", "empty"): "Where does it go?",
    ("question", "empty"): "What would you like to know?",
    ("answer", "empty"): "Your answer is empty.",
    ("to", "empty"): "Who takes it?",
    ("whom", "empty"): "Whom do you thank?",
    ("deed", "empty"): "What did they do? A few words are enough.",
    ("text", "empty"): "There is nothing to send yet.",
    ("post", "empty"): "There is nothing to post yet.",
    ("channel", "empty"): "Which channel? One that you are in.",
    ("reply", "empty"): "Your reply is empty.",
    ("heard", "empty"): "What did you hear? A sentence is enough.",
    ("day", "past_date"): "Choose tomorrow or a later day.",
    ("asked", "empty"): "Whom would you like to ask?",
    ("asked", "yourself"): "That is you. Choose a colleague; “Myself” is for what it is about.",
    ("suggested", "yourself"): "That is you. Choose somebody else, or leave it empty.",
    ("why", "empty"): "A sentence on why: your colleague goes by it.",
    ("status", "empty"): "Choose what it becomes, or press Cancel.",
}

_NOT_ALLOWED: dict[str, tuple[str, str]] = {
    # act: (why, what the one who can is good for)
    "post_opening": (
        "Openings are posted by recruiters and hiring managers.",
        "{ask} can do it for you.",
    ),
    "see_openings": ("Openings here are for people who work at the company.", ""),
    "refer": ("Referring is for people who work at the company.", ""),
    "ask": ("Asking is for people who work at the company.", ""),
    "others_ask": ("This ask is somebody else's.", ""),
    "endorse": ("This referral is somebody else's.", "To vouch too, type `/refer`."),
    "manage_opening": (
        "This opening is changed by its hiring manager and the recruiters.",
        "{ask} can do it for you.",
    ),
    "answer_referral": (
        "This referral is answered by its owner, the hiring manager and the recruiters.",
        "{ask} has it.",
    ),
    "answer_follow_up": ("This is with {ask} now.", ""),
    "answer_question": ("This question was put to somebody else.", "{ask} can answer it."),
    "bench": ("A bench is for people who work at the company.", ""),
    "thank": ("Thanks here go between people who work at the company.", ""),
    "share_thanks": ("These thanks are for somebody else.", ""),
    "answer_word": ("This was said to somebody else.", "{ask} can reply."),
    "operate_outbox": ("What could not be said is in the hands of Vouch's admins.", ""),
    "help": ("This is for people who are in the workspace.", ""),
}

_GONE: dict[str, str] = {
    "opening": "This opening is not there any more.",
    "referral": "This referral is not there any more.",
    "question": "This question is not there any more.",
    "bench": "This person is not on your bench any more.",
    "thanks": "There is no channel for thanks any more.",
    "candidate": "What was held about them is erased; nothing is left to do.",
    "advocate": "This person does not stand behind the referral any more.",
    "follow_up": "This is settled; nothing is left to do.",
    "ask": "This ask is over: answered, withdrawn or closed. Nothing is needed from you.",
    "outbox": "This is settled already, and nothing was changed. App Home shows what is left.",
    "post": "There is no post to send: “Open the post” starts one.",
    "draft": "This was posted already, or set aside. `/refer post` starts anew.",
}

_ANSWERED: dict[str, str] = {
    "take": "{who} has taken it already.",
    "question": "You have answered this already. Thank you.",
    "follow_up": "You have answered this already. Thank you.",
    "thanks": "You have shared it already.",
    "ask": "You have answered this already, and the first answer stands. Thank you.",
    "went_ahead": "You have gone ahead already: {who} is your advocate.",
    "announcement": "It stands in the channel already.",
    "deed": "You have done this already. Thank you.",
    "word": "You have replied to this already. Thank you.",
    "post": "Your post is on its way already.",
}

UNKNOWN_BUTTON = (
    "This button is from an earlier version, and nothing happened. `/refer` or App Home has "
    "what you need."
)
TOO_LATE = "That took too long for Slack. Nothing is lost: please try again."


def words_for(error: refused.RefusedError) -> Said:
    """The person's words for a refusal."""
    if isinstance(error, refused.FormError):
        fields = {bad.name: _field(bad, bad.detail) for bad in error.fields}
        once = dict.fromkeys(_field(bad, escape(bad.detail, 100)) for bad in error.fields)
        return Said(" ".join(once), fields)
    if isinstance(error, refused.FieldError):
        whole_text = _field(error, escape(error.detail, 100))
        return Said(whole_text, {error.name: _field(error, error.detail)})
    whole = _whole(error)
    plain = unescape(whole.replace("`", "").replace("*", ""))
    return Said(whole, {error.field: plain} if error.field else {})


def _field(bad: refused.FieldError, detail: str) -> str:
    """`detail` as it is under a field; escaped where it stands in mrkdwn."""
    text = _AT_FIELD.get((bad.name, bad.why)) or _FIELDS[bad.why]
    return text.format(detail=detail)


def _whole(error: refused.RefusedError) -> str:
    match error:
        case refused.NotAllowedError(act=act, ask=ask):
            why, help_ = _NOT_ALLOWED[act]
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
            return _ANSWERED[what].format(who=mention(who) if who else "Somebody")
        case refused.NotFoundError(what=what):
            return _GONE[what]
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


def unmentioned(whole: str) -> str:
    """A sentence for a place where nobody can be mentioned."""
    return _MENTION.sub("a colleague", whole).replace("`", "").replace("*", "")


def code() -> str:
    """A short code that a person can tell and that stands in the log."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(4))


def our_fault(given_code: str, admin: str | None) -> str:
    """Something broke on our side."""
    whom = mention(admin) if admin else "an admin"
    return (
        "That did not work, and it is our fault. Nothing you typed is lost: try again, or tell "
        f"{whom} this code: {given_code}."
    )
