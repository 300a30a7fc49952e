"""The sentences with which the bot refuses, by the keys that errors of `domain.errors` carry.

`bot/dispatch/error_messages.py` chooses the sentence for an error. It is shown at a form field, in
a modal or in a message.
"""

from __future__ import annotations

from domain.limits import RECALL_PROMPT_MAX, RECALL_PROMPTS_MAX

_NO_EMAIL = "That doesn't look like an e-mail address, such as grace@example.com."
_NO_PROFILE = "That doesn't look like a link, such as linkedin.com/in/grace."

# The key is the field, "email" or "profile", and a `domain.contact.errors.Reason`.
_BY_CONTACT_PROBLEM: dict[str, str] = {
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
    "profile_bad_domain": "I can't tell which site that is. Is there a typo at the start?",
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

# The key is `FieldError.problem`. `{detail}` is replaced by `FieldError.detail`.
BY_PROBLEM: dict[str, str] = {
    "empty": "This is needed.",
    "too_long": "That's more than {detail} characters. Please make it shorter.",
    "too_many": "That's more than {detail}. Leave some out.",
    "past_date": "That day has passed. Choose today or later.",
    "missing_date": "Which day should it be?",
    "not_yet": "That day hasn't come yet. Choose today or earlier.",
    "too_long_ago": "That's more than {detail} years ago. Choose a later day.",
    "far_date": "That's more than a year away. Choose an earlier day.",
    "ends_too_early": "Your day would end before it starts. Choose a later time.",
    "short_day": "That leaves less than an hour. Choose a later time.",
    "too_short": "Type at least {detail} letters.",
    "far_ending": "That's more than {detail} days away. Choose an earlier day.",
    "not_open": "That opening doesn't take referrals now. Choose another.",
    "unknown": "I don't know this one. Choose one from the list.",
    "no_contact": "Add an e-mail address or a profile link, so it's clear who you mean.",
    **_BY_CONTACT_PROBLEM,
    "link_spaces": "A link has no spaces. Paste it alone.",
    "link_scheme": "A link starts with https:// or http://. Open the page and copy its address.",
    "link_credentials": "There's a user name or a password in that link. Paste it without them.",
    "link_broken": "That link is broken. Open the page and copy its address.",
    "file_type": "I can pass on PDF, Word, OpenDocument, RTF and text files. Choose one of those.",
    "file_size": "That's more than 10 MB. Choose a smaller file, or paste a link to it.",
    "file_empty": "That file is empty. Choose another.",
    "most_attached": (
        "You've attached {detail} files or links to this referral already, which is the most. "
        "Send anything else to whoever answers."
    ),
    "files_today": (
        "You've asked me for {detail} files today, which is the most in a day. Ask again tomorrow."
    ),
    "attached_unagreed": (
        "This travels only with their agreement. Choose “They agreed” if they have, or take it out."
    ),
    "not_email": "That's a link. Put it in the profile field.",
    "not_profile": "That's an e-mail address. Put it in the e-mail field.",
    "own_email": "That's your own address. Whose should it be?",
    "empty_evidence": "Write a sentence here, or under “Why this role?”.",
    "unedited": "This is still my draft. Change a few words so it sounds like you.",
    "names_candidate": "“{detail}” gives away who it is, and the whole channel reads this.",
    "not_here": "This person has left. Choose someone else.",
    "not_known": (
        "Slack hasn't told me who this is. Try again in a minute, or choose someone else."
    ),
    "not_this_one": "They can't be the one who answers this referral. Choose someone else.",
    "vouches_too": "They vouch for this candidate, so they can't answer. @{detail} can take it.",
    "vouches_nobody_else": "They vouch for this candidate, so they can't answer. Keep it yourself.",
    "is_bot": "That's an app. Choose a person.",
    "yourself": "That's you. Who else?",
    "thanked_today": "You've thanked them today. You can do it again tomorrow.",
    "thanks_guest": "I don't write to guests. Thank them in person.",
    "is_guest": "Guests can't do this. Choose a colleague.",
    "has_credit": "They have the credit already. Choose someone else.",
    "credit_reason": "Both advocates will hear why. Choose the closest reason.",
    "bonus_paid": (
        "A part of the bonus is marked as paid to @{detail}. Take that back under Bonuses in App "
        "Home first."
    ),
    "money_unclear": "Write the amount, then the currency: 2,000 EUR.",
    "money_negative": "A bonus can't be negative. Write it without the minus.",
    "money_marks": "A comma is for thousands and a point for cents: 2,000.50 EUR.",
    "money_no_currency": "In which currency? Write it after the amount: 2,000 EUR.",
    "money_currency": "I don't know the currency “{detail}”. Use its code, such as EUR or USD.",
    "money_decimals": "That's more decimals than {detail} has.",
    "money_large": "That's more than 999,999,999. Is there a zero too many?",
    "money_zero": "A bonus can't be zero. Leave it empty if there isn't one.",
    "money_small": "That can't be split into {detail} parts.",
    "days_unclear": "Write days with commas, such as 0, 90, or shares: 30% at 0, 70% at 90.",
    "days_order": "Put the earlier day first, and each day once: 0, 90.",
    "days_far": "That's more than {detail} days, or three years, after they start. Choose fewer.",
    "days_percent": "The shares don't add up to 100%.",
    "long_ago": "That's more than three years ago. Is the year right?",
    "before_start": "That's before the first day.",
    "rule_without_bonus": "You've described a bonus. How much is it?",
    "on_bench": "Someone on your bench already has this one.",
    "bench_full": "Your bench is full: it holds {detail} people. Remove someone first.",
    "general_alone": "Choose “No role yet” on its own, or up to three openings.",
    "not_agreed": "This has to wait until they agree and you can see who it is.",
    "most_open": (
        "You have {detail} open asks, which is the most at a time. Withdraw one in App Home, or "
        "wait for an answer."
    ),
    "asked_already": "You've asked them already. Give them time to answer.",
    "unreachable": (
        "I can't reach them before the ask closes in two weeks. Write to them yourself, or ask "
        "someone else."
    ),
    "about_them": "That's the address of the person you're asking. Who else could you ask?",
    "vouches_already": "They already vouch for this candidate. Use “Ask the advocate” instead.",
    "for_yourself": "That's your own address. Choose “Myself” above, or type theirs.",
    "own_unknown": "Slack doesn't tell me your address, and I'll need it once you go ahead.",
    "the_asker": "They're the one asking you. Choose someone else, or leave it empty.",
    "not_this_stage": "That reason doesn't fit this stage. Choose one from the list.",
}

# The key is a field and a problem for which the sentence in `BY_PROBLEM` would not suit.
BY_FIELD_AND_PROBLEM: dict[tuple[str, str], str] = {
    ("opening", "empty"): "Which opening? Type a part of its title, team or ref.",
    ("target", "empty"): "Which opening? Type part of its title, team or ref.",
    ("reason", "empty"): "The advocates will hear why. Choose the closest reason.",
    ("until", "before_start"): "That's before the first day. Choose the same day or a later one.",
    ("until", "past_date"): "Choose tomorrow or a later day.",
    ("name", "empty"): "Who is it?",
    ("relationship", "empty"): "How do you know them? Any answer is a good one.",
    ("title", "empty"): "What's the role called?",
    ("team", "empty"): "Which team is it for? The ref is made from it.",
    ("place", "empty"): "Where is it? “Remote” is fine too.",
    ("hiring_manager", "empty"): "Who decides?",
    ("recall_prompts", "too_many"): (
        f"You've typed {{detail}} prompts, and {RECALL_PROMPTS_MAX} fit. Keep the best ones."
    ),
    ("recall_prompts", "too_long"): (
        f"Prompt {{detail}} has more than {RECALL_PROMPT_MAX} characters. Make it shorter."
    ),
    ("channels", "empty"): "Where should I post it? One channel is enough.",
    ("conviction", "empty"): "How sure are you? “Worth a look” is fine.",
    ("reason_not_now", "empty"): "The advocate will hear why. Choose the closest reason.",
    ("reason_withdrawn", "empty"): "The advocate will hear why. Choose the closest reason.",
    ("stage", "empty"): "Which stage is it at now?",
    ("note", "empty"): "What should the desk know?",
    ("words", "too_long"): "That's too long to search for: a name or a ref is enough.",
    ("question", "empty"): "What would you like to know?",
    ("answer", "empty"): "Your answer is empty.",
    ("to", "empty"): "Who takes it?",
    ("whom", "empty"): "Who would you like to thank?",
    ("deed", "empty"): "What did they do? A few words are enough.",
    ("text", "empty"): "There's nothing to send yet.",
    ("post", "empty"): "There's nothing to post yet.",
    ("channel", "empty"): "Choose a channel that you're in.",
    ("reply", "empty"): "Your reply is empty.",
    ("heard", "empty"): "What did you hear? A sentence is enough.",
    ("pause_until", "past_date"): "Choose tomorrow or a later day. Clear it to end a pause.",
    ("tz", "unknown"): "I don't know that time zone. Type a city in it, such as Berlin.",
    ("working_days", "empty"): "Choose at least one day. To hear nothing for a while, pause.",
    ("starts_at", "empty"): "When does your day start?",
    ("ends_at", "empty"): "When does your day end?",
    ("search", "too_short"): "Type at least two letters of a name or a role, such as hopper.",
    ("search", "too_long"): "That's longer than any name I know. Type a part of it.",
    ("day", "past_date"): "Choose tomorrow or a later day.",
    ("asked", "empty"): "Who would you like to ask?",
    ("asked", "yourself"): "That's you. Choose a colleague. For yourself, choose “Myself” below.",
    ("suggested", "yourself"): "That's you. Choose someone else, or leave it empty.",
    ("why", "empty"): "Write a sentence on why: it's all your colleague has to go by.",
    ("started_on", "empty"): "When was their first day?",
    ("status", "empty"): "Choose what it becomes, or press Cancel.",
}


def field_text(name: str, problem: str, detail: str) -> str:
    """The sentence about a field. The caller escapes `detail` if the text is shown as mrkdwn."""
    sentence = BY_FIELD_AND_PROBLEM.get((name, problem)) or BY_PROBLEM[problem]
    return sentence.format(detail=detail)


# The key is `NotAllowedError.action`. The value is why it is refused, and who can do it or "".
# `{ask}` is replaced by a mention of `NotAllowedError.allowed_user`.
NOT_ALLOWED: dict[str, tuple[str, str]] = {
    "post_opening": (
        "Openings are posted by recruiters and hiring managers.",
        "{ask} can do it for you.",
    ),
    "see_openings": ("Only people who work here can see the openings.", ""),
    "refer": ("Only people who work here can refer someone.", ""),
    "ask": ("Only people who work here can ask a colleague.", ""),
    "others_ask": ("This ask went to someone else.", ""),
    "endorse": ("This is someone else's referral.", "To vouch too, type `/refer`."),
    "mark_hot": ("Only recruiters and admins can mark an opening as hot.", ""),
    "manage_opening": (
        "Only its hiring manager and the recruiters can change this opening.",
        "{ask} can do it for you.",
    ),
    "answer_referral": (
        "Only its owner, the hiring manager and the recruiters can answer this referral.",
        "{ask} has it.",
    ),
    "desk": (
        "The desk is for recruiters, hiring managers and whoever owns a referral.",
        "{ask} can look something up for you. `/refer mine` shows your own referrals.",
    ),
    "note": ("You vouch for this candidate, so you can't add to the desk's notes.", ""),
    "answer_own_referral": (
        "You vouch for this candidate, so someone else answers first.",
        "{ask} can take it.",
    ),
    "erase_candidate": (
        "Others vouch for them too, so only the owner, a recruiter or an admin can erase them.",
        "{ask} can do it.",
    ),
    "answer_follow_up": ("This is with {ask} now.", ""),
    "answer_question": ("This question was for someone else.", "{ask} can answer it."),
    "withdraw": (
        "The team is already in touch with them, so you can't take it back.",
        "{ask} can end it.",
    ),
    "pay_bonus": ("Only recruiters and admins can see and mark bonuses.", ""),
    "pay_own_bonus": ("Someone else has to mark your own bonus as paid.", ""),
    "bench": ("Only people who work here can have a bench.", ""),
    "own_settings": ("Only people who work here have these settings.", ""),
    "thank": ("Only people who work here can send thanks.", ""),
    "congratulate": ("This congratulation is for someone else.", ""),
    "share_thanks": ("These thanks are for someone else.", ""),
    "answer_word": ("This message was for someone else.", "{ask} can reply."),
    "operate_outbox": ("Only Vouch's admins can deal with messages that didn't get through.", ""),
    "stats": ("Only people who work here can see the figures.", ""),
    "attach_unagreed": (
        "A résumé travels only with their agreement. Attach it once they've said yes.",
        "",
    ),
    "export": ("Only recruiters and admins can have these files.", ""),
    "help": ("Only people in this workspace can use this.", ""),
    "correct_credit": (
        "Only a recruiter or an admin who doesn't vouch for the candidate can correct the credit.",
        "",
    ),
}

# The key is `NotFoundError.subject`.
NOT_FOUND: dict[str, str] = {
    "opening": "This opening isn't there any more.",
    "attachment": "There's no file any more: it was erased.",
    "referral": "This referral isn't there any more.",
    "correction": (
        "A stage can be put right for a day, and that day is over. Move the stage instead: "
        "everyone who vouches is told."
    ),
    "question": "This question isn't there any more.",
    "reply_offer": "This offer isn't there any more, so I haven't passed anything on.",
    "congratulation": "This congratulation isn't there any more.",
    "bonus": "There's no such bonus any more.",
    "bonus_due": "This part isn't due, so it can't be marked as paid.",
    "bonus_paid": "This part isn't marked as paid.",
    "bench": "This person isn't on your bench any more.",
    "thanks": "There's no channel for thanks any more.",
    "candidate": "I've erased everything about them already. There's nothing left to do.",
    "advocate": "This person doesn't vouch for the candidate any more.",
    "follow_up": "This is settled. There's nothing left to do.",
    "ask": "This ask is over, so there's nothing you need to do.",
    "outbox": "This is settled already, so I haven't changed anything. App Home shows what's left.",
    "post": "There's no post yet. “Open the post” starts one.",
    "outcome": "There's no outcome to tell them: the referral is open again.",
    "endings": "Everyone who was put forward for it has an answer.",
    "draft": "You've posted this already, or dropped it. `/refer post` starts a new one.",
}

# The key is `AlreadyAnsweredError.subject`. `{who}` is replaced by a mention of `answered_by`.
ALREADY_ANSWERED: dict[str, str] = {
    "same_person": "Someone has answered this already.",
    "take": "{who} has taken it already.",
    "bonus": "{who} has marked it as paid already.",
    "question": "You've answered this already. Thank you.",
    "follow_up": "You've answered this already. Thank you.",
    "consent": "They've agreed, so I haven't erased anything.",
    "congratulation": "You've answered this already, and your first answer counts. Thank you.",
    "thanks": "You've shared it already.",
    "ask": "You've answered this already, and your first answer counts. Thank you.",
    "went_ahead": "You've gone ahead already: {who} is your advocate.",
    "announcement": "It's in the channel already.",
    "withdrawal": "Its post isn't in that channel any more.",
    "deed": "You've done this already. Thank you.",
    "word": "You've replied to this already. Thank you.",
    "post": "Your post is on its way already.",
}
