"""The sentences with which the bot refuses, by the keys of `domain.errors`.

`bot/dispatch/error_messages.py` chooses the sentence and shows it at the field, in a modal or in a
message.
"""

from __future__ import annotations

from domain.limits import RECALL_PROMPT_MAX, RECALL_PROMPTS_MAX

_NO_EMAIL = "That does not read as an e-mail address, such as grace@example.com."
_NO_PROFILE = "That does not read as a link, such as linkedin.com/in/grace."

# By the field and `domain.contact.errors.Reason`.
CONTACT: dict[str, str] = {
    "email_empty": _NO_EMAIL,
    "email_unclear": _NO_EMAIL,
    "email_bad_email": _NO_EMAIL,
    "email_spaces": "An address has no spaces. Type it alone, such as grace@example.com.",
    "email_several": "That's more than one address. Keep the one that they use most.",
    "email_too_long": "No address is that long. Did something else get pasted with it?",
    "email_bad_domain": "What follows the @ isn't a domain that gets mail. Is there a typo?",
    "profile_empty": _NO_PROFILE,
    "profile_unclear": _NO_PROFILE,
    "profile_bad_email": _NO_PROFILE,
    "profile_spaces": "A link has no spaces. Paste it alone, such as linkedin.com/in/grace.",
    "profile_several": "That's more than one link. Keep the one to this person's own page.",
    "profile_too_long": "That link is too long to keep. Is there a shorter one to their profile?",
    "profile_bad_domain": "I can't tell which site that is. Is there a typo at its beginning?",
    "profile_bad_link": "That link is broken. Open their profile and copy its link again.",
    "profile_scheme": "A profile link starts with https:// or http://.",
    "profile_credentials": "There's a user name or a password in that link. Paste it without them.",
    "profile_not_profile": (
        "That page isn't one person's profile. Open their profile and copy its link."
    ),
    "profile_short_link": (
        "A short link doesn't say who it is. Open it and copy the address it leads to."
    ),
}

# By `FieldError.problem`; `{detail}` is `FieldError.detail`.
FIELD: dict[str, str] = {
    "empty": "This is needed.",
    "too_long": "That is more than {detail} characters. Shorter is read more often.",
    "too_many": "At most {detail}, please.",
    "past_date": "That day is over. Choose today or later.",
    "missing_date": "Choose the day.",
    "not_yet": "That day is still to come. Choose today or earlier.",
    "too_long_ago": "That's more than {detail} years ago. Choose a later day.",
    "far_date": "That is more than a year away. Choose a nearer day.",
    "ends_too_early": "Your day would end before it starts. Choose a later time.",
    "short_day": "That leaves less than an hour. Choose a later time.",
    "too_short": "Type at least {detail} letters.",
    "far_ending": "That's more than {detail} days away. Choose a nearer day.",
    "not_open": "That opening doesn't take referrals now. Choose another.",
    "unknown": "I do not know this one. Choose it from the list.",
    "no_contact": "An e-mail address or a profile link, so that it is clear who is meant.",
    **CONTACT,
    "not_email": "That is a link. It belongs in the profile field.",
    "not_profile": "That is an e-mail address. It belongs in the e-mail field.",
    "own_email": "That's your own address. Whose should it be?",
    "empty_evidence": "A sentence here, or under “Why this role?”.",
    "unedited": "This is the draft as I wrote it. Change a word, so that it sounds like you.",
    "names_candidate": "“{detail}” tells who it is, and the whole channel would read it.",
    "not_here": "This person is not here any more. Choose somebody else.",
    "not_known": (
        "Slack hasn't told me who this is. Try again in a minute, or choose someone else."
    ),
    "not_this_one": "They can't be the one who answers this referral. Choose someone else.",
    "vouches_too": "They vouch for this candidate, so someone else answers. @{detail} can take it.",
    "vouches_nobody_else": "They vouch for this candidate, so someone else answers: keep it.",
    "is_bot": "That is an app. Choose a person.",
    "yourself": "That is you. Whom else?",
    "thanked_today": "You have thanked them today. Tomorrow is a good day for the next.",
    "thanks_guest": "Guests get no messages from me. Thank them in person.",
    "is_guest": "Guests cannot do this. Choose a colleague.",
    "has_credit": "They have the credit already. Choose someone else.",
    "credit_reason": "Both advocates are told why. Choose the nearest.",
    "bonus_paid": (
        "A part of the bonus is marked as paid to @{detail}. Take that back under Bonuses in App "
        "Home first."
    ),
    "money_unclear": "Write the amount, then the currency: 2,000 EUR.",
    "money_negative": "A bonus is more than nothing. Write it without the minus.",
    "money_marks": "A comma is for thousands and a point for cents: 2,000.50 EUR.",
    "money_no_currency": "In which currency? Write it after the amount: 2,000 EUR.",
    "money_currency": "I don't know the currency “{detail}”. Use its code, such as EUR or USD.",
    "money_decimals": "That's more decimals than {detail} has.",
    "money_large": "That's more than 999,999,999. Is there a zero too many?",
    "money_zero": "A bonus of nothing isn't one. Leave it empty if there is none.",
    "money_small": "That can't be split into {detail} parts.",
    "days_unclear": "Write days with commas, such as 0, 90, or shares: 30% at 0, 70% at 90.",
    "days_order": "Put the earlier day first, and each day once: 0, 90.",
    "days_far": "That's more than {detail} days after they start. Choose a nearer day.",
    "days_percent": "The shares don't make 100% together.",
    "long_ago": "That's more than three years ago. Is the year right?",
    "before_start": "That's before the first day.",
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

# By field and problem, if the sentence above would not suit the field.
AT_FIELD: dict[tuple[str, str], str] = {
    ("opening", "empty"): "Which opening? Type a part of its title, team or ref.",
    ("target", "empty"): "Which opening? Type part of its title, team or ref.",
    ("reason", "empty"): "The advocates are told why. Choose the nearest.",
    ("until", "before_start"): "That's before the first day. Choose the same day or a later one.",
    ("until", "past_date"): "Choose tomorrow or a later day.",
    ("name", "empty"): "Who is it?",
    ("relationship", "empty"): "How do you know them? Any answer is a good one.",
    ("title", "empty"): "What is the role called?",
    ("team", "empty"): "Which team is it for? The ref is made from it.",
    ("place", "empty"): "Where is it? “Remote” is a place, too.",
    ("hiring_manager", "empty"): "Who decides?",
    ("recall_prompts", "too_many"): (
        f"You've typed {{detail}} prompts, and {RECALL_PROMPTS_MAX} fit. Keep the best ones."
    ),
    ("recall_prompts", "too_long"): (
        f"Prompt {{detail}} has more than {RECALL_PROMPT_MAX} characters. Make it shorter."
    ),
    ("channels", "empty"): "Where should it stand? One channel is enough.",
    ("conviction", "empty"): "How sure are you? “Worth a look” is fine.",
    ("reason_not_now", "empty"): "The advocate is told why. Choose the nearest.",
    ("reason_withdrawn", "empty"): "The advocate is told why. Choose the nearest.",
    ("stage", "empty"): "Where does it go?",
    ("note", "empty"): "What should the desk know?",
    ("words", "too_long"): "That's too long to search for: a name or a ref is enough.",
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
    ("pause_until", "past_date"): "Choose tomorrow or a later day. Clear it to end a pause.",
    ("tz", "unknown"): "I don't know that time zone. Type a city in it, such as Berlin.",
    ("working_days", "empty"): "Choose at least one day. To hear nothing for a while, pause.",
    ("starts_at", "empty"): "When does your day start?",
    ("ends_at", "empty"): "When does your day end?",
    ("search", "too_short"): ("Type at least two letters of a name or a role, such as hopper."),
    ("search", "too_long"): ("That's longer than any name I know. Type a part of it."),
    ("day", "past_date"): "Choose tomorrow or a later day.",
    ("asked", "empty"): "Whom would you like to ask?",
    ("asked", "yourself"): "That is you. Choose a colleague; “Myself” is for what it is about.",
    ("suggested", "yourself"): "That is you. Choose somebody else, or leave it empty.",
    ("why", "empty"): "A sentence on why: your colleague goes by it.",
    ("started_on", "empty"): "When was their first day?",
    ("status", "empty"): "Choose what it becomes, or press Cancel.",
}


def field_text(name: str, problem: str, detail: str) -> str:
    """The sentence at a field. `detail` is escaped by the caller where the text is mrkdwn."""
    return (AT_FIELD.get((name, problem)) or FIELD[problem]).format(detail=detail)


NOT_ALLOWED: dict[str, tuple[str, str]] = {
    # By `NotAllowedError.action`: why it is refused, and who can do it. `{ask}` is a mention of
    # `NotAllowedError.allowed_user`.
    "post_opening": (
        "Openings are posted by recruiters and hiring managers.",
        "{ask} can do it for you.",
    ),
    "see_openings": ("Openings here are for people who work at the company.", ""),
    "refer": ("Referring is for people who work at the company.", ""),
    "ask": ("Asking is for people who work at the company.", ""),
    "others_ask": ("This ask is somebody else's.", ""),
    "endorse": ("This referral is somebody else's.", "To vouch too, type `/refer`."),
    "mark_hot": ("Recruiters and admins mark openings as hot.", ""),
    "manage_opening": (
        "This opening is changed by its hiring manager and the recruiters.",
        "{ask} can do it for you.",
    ),
    "answer_referral": (
        "This referral is answered by its owner, the hiring manager and the recruiters.",
        "{ask} has it.",
    ),
    "desk": (
        "The desk is for recruiters, hiring managers and whoever owns a referral.",
        "{ask} can look something up for you. `/refer mine` shows your own referrals.",
    ),
    "note": ("You vouch for this candidate, so the desk's notes are for others.", ""),
    "answer_own_referral": (
        "You vouch for this candidate, so someone else answers first.",
        "{ask} can take it.",
    ),
    "erase_candidate": (
        "A candidate others vouch for is erased by the owner, a recruiter or an admin.",
        "{ask} can do it.",
    ),
    "answer_follow_up": ("This is with {ask} now.", ""),
    "answer_question": ("This question was put to somebody else.", "{ask} can answer it."),
    "withdraw": (
        "The team is in touch with them already, so it can't be taken back any more.",
        "{ask} can end it.",
    ),
    "pay_bonus": ("Bonuses are seen and marked by recruiters and admins.", ""),
    "correct_credit": (
        "Credit is corrected by a recruiter or an admin who doesn't vouch for the candidate.",
        "",
    ),
    "pay_own_bonus": ("Someone else marks your own bonus as paid.", ""),
    "bench": ("A bench is for people who work at the company.", ""),
    "own_settings": ("These settings are for people who work at the company.", ""),
    "thank": ("Thanks here go between people who work at the company.", ""),
    "share_thanks": ("These thanks are for somebody else.", ""),
    "answer_word": ("This was said to somebody else.", "{ask} can reply."),
    "operate_outbox": ("What could not be said is in the hands of Vouch's admins.", ""),
    "stats": ("Figures are for people who work at the company.", ""),
    "help": ("This is for people who are in the workspace.", ""),
}

# By `NotFoundError.subject`.
NOT_FOUND: dict[str, str] = {
    "opening": "This opening is not there any more.",
    "referral": "This referral is not there any more.",
    "correction": (
        "A stage can be put right for a day, and that day is over. Move the stage instead: "
        "everyone who vouches is told."
    ),
    "question": "This question is not there any more.",
    "bonus": "There's no such bonus any more.",
    "bonus_due": "This part isn't due, so it can't be marked as paid.",
    "bonus_paid": "This part isn't marked as paid.",
    "bench": "This person is not on your bench any more.",
    "thanks": "There is no channel for thanks any more.",
    "candidate": "What was held about them is erased; nothing is left to do.",
    "advocate": "This person does not stand behind the referral any more.",
    "follow_up": "This is settled; nothing is left to do.",
    "ask": "This ask is over: answered, withdrawn or closed. Nothing is needed from you.",
    "outbox": "This is settled already, and nothing was changed. App Home shows what is left.",
    "post": "There is no post to send: “Open the post” starts one.",
    "outcome": "There's no outcome to tell them: the referral is open again.",
    "endings": "Everyone who was put forward for it has an answer.",
    "draft": "This was posted already, or set aside. `/refer post` starts anew.",
}

# By `AlreadyAnsweredError.subject`; `{who}` is a mention of `answered_by`.
ALREADY_ANSWERED: dict[str, str] = {
    "same_person": "Someone has answered this already.",
    "take": "{who} has taken it already.",
    "bonus": "{who} has marked it as paid already.",
    "question": "You have answered this already. Thank you.",
    "follow_up": "You have answered this already. Thank you.",
    "consent": "They have agreed, so nothing was erased.",
    "thanks": "You have shared it already.",
    "ask": "You have answered this already, and the first answer stands. Thank you.",
    "went_ahead": "You have gone ahead already: {who} is your advocate.",
    "announcement": "It stands in the channel already.",
    "withdrawal": "Its post isn't in that channel any more.",
    "deed": "You have done this already. Thank you.",
    "word": "You have replied to this already. Thank you.",
    "post": "Your post is on its way already.",
}
