"""Who is hidden from those who answer, and what is left to see of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.consent import is_candidate_hidden, redact_for_desk
from domain.referrals import Consent, Referral
from tests.cast import MONDAY
from tests.views.samples import SAMPLES

REFERRAL = SAMPLES["normal"].referral()


def with_consent(consent: Consent, *, erased: bool = False) -> Referral:
    who = replace(REFERRAL.candidate, consent=consent, erased_at=MONDAY if erased else None)
    return replace(REFERRAL, candidate=who)


@pytest.mark.parametrize("consent", Consent)
@pytest.mark.parametrize("hides", [True, False])
def test_hidden_while_undecided_where_the_workspace_chose_so(consent: Consent, hides: bool) -> None:
    referral = with_consent(consent)
    hidden = hides and consent is not Consent.AGREED
    assert is_candidate_hidden(referral.candidate, hides) is hidden
    seen = redact_for_desk(referral, hides)
    assert seen.candidate.hidden is hidden
    told = repr(seen)
    for secret in ("Grace", "grace@example.org", "linkedin"):
        assert (secret in told) is not hidden


def test_who_is_erased_is_not_undecided() -> None:
    assert not with_consent(Consent.NOT_YET, erased=True).candidate.undecided
