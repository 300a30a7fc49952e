"""The answer to `/refer privacy`: what Vouch stores about the reader, and how it is erased."""

from __future__ import annotations

from domain.privacy import HeldCounts, PrivacyPage
from views.block_kit import Message, actions, button, context, header, message, section
from views.formatting import join_with_and, mention
from views.own_settings import OPEN_SETTINGS

SHOW_PRIVACY = "privacy.show"  # a button of the help; no value


def privacy_message(page: PrivacyPage) -> Message:
    title = "What I hold about you"
    blocks = [
        header(title),
        section("\n".join(f"• {line}" for line in _held_lines(page))),
    ]
    if page.may_refer:
        blocks += [
            header("About the people you put forward"),
            section(_candidates_text(page)),
            actions(button("Settings", OPEN_SETTINGS)),
        ]
    return message(*blocks, context(_footer_text(page)), text=title)


def _held_lines(page: PrivacyPage) -> list[str]:
    counts = page.counts
    lines = ["Your profile as Slack has it: name, e-mail, time zone and status. Slack keeps it."]
    if page.has_own_settings:
        lines.append("Your own settings. You change them: `/refer settings`.")
    if counts.referrals:
        noun = _format_count(counts.referrals, "referral", "referrals")
        lines.append(f"{noun} with what you said. You erase that: `/refer mine`, “Take it back”.")
    if page.bench_people:
        people = _format_count(page.bench_people, "person", "people")
        lines.append(
            f"{people} on your bench, which nobody else can read. You erase them: `/refer bench`."
        )
    if page.has_draft:
        lines.append("A referral you typed and didn't send. I erase it after 30 days.")
    if counts.unsent_endorsements:
        noun = _format_count(counts.unsent_endorsements, "endorsement", "endorsements")
        lines.append(f"{noun} you typed and didn't send. I erase that after 30 days.")
    if counts.asks:
        asks = _format_count(counts.asks, "ask", "asks")
        lines.append(f"{asks} from you or to you. I erase the words 30 days after an ask ends.")
    if counts.referrals_as_candidate:
        noun = _format_count(counts.referrals_as_candidate, "referral", "referrals")
        verb = "puts" if counts.referrals_as_candidate == 1 else "put"
        lines.append(f"{noun} that {verb} you forward. A recruiter or an admin can erase that.")
    return [*lines, *_shared_lines(counts)]


def _shared_lines(counts: HeldCounts) -> list[str]:
    """The lines about rows that are also about others, so the reader cannot erase them.

    Some are erased together with the candidate, and some stay for good.
    """
    with_candidate = _join_counts(
        (counts.offers, "thing you offered to do", "things you offered to do"),
        (counts.questions, "question from you or to you", "questions from you or to you"),
        (counts.notes, "note of yours on the desk", "notes of yours on the desk"),
    )
    permanent = _join_counts(
        (counts.thanks, "thank-you from you or to you", "thank-yous from you or to you"),
        (counts.bonuses, "bonus you agreed to", "bonuses you agreed to"),
    )
    lines = []
    if with_candidate:
        lines.append(f"{with_candidate}. The words go when the candidate is erased.")
    if permanent:
        lines.append(f"{permanent}. These stay.")
    return [*lines, "Who did what and when, without the words. That stays."]


def _join_counts(*counted: tuple[int, str, str]) -> str:
    """Joins the counts that are not zero. Each has its noun in the singular and in the plural."""
    return join_with_and(
        [_format_count(count, singular, plural) for count, singular, plural in counted if count]
    )


def _format_count(count: int, singular: str, plural: str) -> str:
    return f"{count} {singular if count == 1 else plural}"


def _candidates_text(page: PrivacyPage) -> str:
    return (
        "I hold their name, their contact and what colleagues wrote. You see your own words; "
        "whoever answers the referral, recruiters, the hiring manager and admins see all of it. "
        "You erase it by taking it back, where nobody else vouches for them. Whoever answers, "
        "recruiters and admins erase it at any time: “Open” on the desk, “Erase them”. Without a "
        f"yes from the candidate, I erase it after {page.consent_days} days."
    )


def _footer_text(page: PrivacyPage) -> str:
    more = f"{mention(page.person_to_ask)} can tell you more. " if page.person_to_ask else ""
    return f"{more}What people wrote in Slack themselves stays with Slack."
