"""Which members may be chosen as a colleague in a form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.members import Member, Membership, find_choice_problem

ADA = Member(
    workspace_id=1, user_id="U0ADA", name="ada", email=None, tz=None, active=True, is_bot=False,
    is_admin=False, membership=Membership.MEMBER, in_recruiter_group=False, dm_channel=None,
    paused_until=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("member", "problem"),
    [
        (ADA, None),
        (None, "not_known"),
        (replace(ADA, active=False), "not_here"),
        (replace(ADA, is_bot=True), "is_bot"),
        (replace(ADA, membership=Membership.GUEST), "is_guest"),
        (replace(ADA, membership=Membership.EXTERNAL), "is_guest"),
        (replace(ADA, active=False, membership=Membership.GUEST), "not_here"),
    ],
)
def test_a_choice_of_a_person_has_its_problem(member: Member | None, problem: str | None) -> None:
    assert find_choice_problem(member) == problem
