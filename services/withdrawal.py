"""An advocate takes a referral back.

If nobody else vouches, the candidate is erased. Otherwise only the advocate's own words are erased.
"""

from __future__ import annotations

from domain.errors import NotAllowedError, NotFoundError, StaleError
from domain.referrals import Candidate, Referral
from domain.stages import STAGES_IN_TOUCH, Reason
from domain.withdrawal_pages import WithdrawalPage
from services import consent, declined, history
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from storage import candidates, referrals


def load_withdrawal(context: Context, referral_id: int) -> WithdrawalPage:
    """Loads what taking the referral back would erase. Raises the errors of `withdraw`."""
    referral, own_endorsement = find_referral_and_own_endorsement(context, referral_id)
    affected = _list_own_open_referrals(context, referral)
    others_vouch = declined.has_other_advocates(context, referral.candidate)
    return WithdrawalPage(tuple(affected), own_endorsement.candidate_name, others_vouch)


def withdraw(context: Context, referral_id: int) -> WithdrawalPage:
    """Erases the actor's words about the candidate, or the candidate if nobody else vouches.

    Returns the affected referrals as they were before.

    Raises `NotFoundError`, `StaleError` if the referral has ended, and `NotAllowedError` if the
    actor does not vouch for it, or if the team is in touch with the candidate already.
    """
    page = load_withdrawal(context, referral_id)
    candidate_id = page.referrals[0].candidate.id
    candidate = candidates.lock(context.transaction, context.workspace.id, candidate_id)
    if candidate is None or candidate.erased_at is not None:
        raise NotFoundError("candidate")
    if page.others_vouch:
        history_id = history.add_line(context, "candidate.taken_back", "candidate", candidate.id)
        declined.erase_own_words(context, candidate, history_id, Reason.TAKEN_BACK)
    else:
        consent.erase_candidate(context, candidate, Reason.TAKEN_BACK)
    return page


def _list_own_open_referrals(context: Context, referral: Referral) -> list[Referral]:
    """The candidate's open referrals for which the actor vouches; `referral` comes first.

    Raises `StaleError` if `referral` has ended, and `NotAllowedError` if the team is in touch with
    the candidate already.
    """
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    _check_not_in_touch(context, referral.candidate)
    endorsed = consent.list_endorsed_referrals(context, referral.candidate, context.actor.user_id)
    others = [each for each in endorsed if each.id != referral.id and not each.ended]
    return [referral, *others]


def _check_not_in_touch(context: Context, candidate: Candidate) -> None:
    """Raises `NotAllowedError` if the stage of any of the candidate's referrals says so."""
    for each in referrals.list_by_candidate(
        context.transaction, candidate.workspace_id, candidate.id
    ):
        if each.stage in STAGES_IN_TOUCH:
            raise NotAllowedError("withdraw", each.owner)
