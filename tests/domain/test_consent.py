"""Candidates who are hidden from the desk until they agree: the desk sees their referrals only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.consent import is_candidate_hidden, redact_for_desk
from domain.referrals import Consent, Referral
from tests.cast import MONDAY
from tests.views.samples import SAMPLES

REFERRAL = SAMPLES["normal"].referral()


def referral_with_consent(consent: Consent, *, erased: bool = False) -> Referral:
    candidate = replace(REFERRAL.candidate, consent=consent, erased_at=MONDAY if erased else None)
    return replace(REFERRAL, candidate=candidate)


@pytest.mark.parametrize("consent", Consent)
@pytest.mark.parametrize("hide_until_agreed", [True, False])
def test_an_undecided_candidate_is_hidden_if_the_workspace_wants_it(
    consent: Consent, hide_until_agreed: bool
) -> None:
    referral = referral_with_consent(consent)
    hidden = hide_until_agreed and consent is not Consent.AGREED
    assert is_candidate_hidden(referral.candidate, hide_until_agreed) is hidden
    redacted = redact_for_desk(referral, hide_until_agreed)
    assert redacted.candidate.hidden is hidden
    for secret in ("Grace", "grace@example.org", "linkedin"):
        assert (secret in repr(redacted)) is not hidden


def test_an_erased_candidate_is_not_undecided() -> None:
    assert not referral_with_consent(Consent.NOT_YET, erased=True).candidate.awaits_agreement
