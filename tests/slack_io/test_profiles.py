"""Slack's user objects and do-not-disturb times: malformed objects and fields are left out."""

from __future__ import annotations

from typing import Any

import pytest

from domain.members import Membership
from slack_io.profiles import find_dnd_end, read_profile

TEAM = "T0ACME"
ADA: dict[str, Any] = {
    "id": "U0ADA",
    "team_id": TEAM,
    "name": "ada",
    "tz": "Europe/London",
    "profile": {"display_name": "Ada", "real_name": "Ada Park", "email": "ada@acme.test"},
}


def test_a_user_object_is_read_as_a_profile() -> None:
    ada = read_profile(ADA, TEAM)
    assert ada is not None
    assert (ada.user_id, ada.name, ada.email, ada.tz) == (
        "U0ADA", "Ada", "ada@acme.test", "Europe/London",
    )  # fmt: skip
    assert (ada.active, ada.is_bot, ada.is_admin, ada.membership) == (
        True, False, False, Membership.MEMBER,
    )  # fmt: skip


@pytest.mark.parametrize(
    "malformed",
    [None, [], "U0ADA", {}, ADA | {"id": None}, ADA | {"id": ""}, ADA | {"id": "U" * 33}],
)
def test_an_object_without_a_valid_id_gives_no_profile(malformed: object) -> None:
    assert read_profile(malformed, TEAM) is None


@pytest.mark.parametrize("odd", [True, 3, [], "x", {"display_name": 7, "email": ["a@b.c"]}, None])
def test_without_a_valid_profile_the_account_s_name_is_taken(odd: object) -> None:
    ada = read_profile(ADA | {"profile": odd, "enterprise_user": odd}, TEAM)
    assert ada is not None
    assert (ada.name, ada.email, ada.membership) == ("ada", None, Membership.MEMBER)


@pytest.mark.parametrize("odd", ["a\0b", "\ud800", "x" * 2000, 5, {}])
def test_what_cannot_be_stored_is_left_out(odd: object) -> None:
    ada = read_profile(ADA | {"tz": odd, "profile": {"display_name": odd, "email": odd}}, TEAM)
    assert ada is not None
    assert (ada.name, ada.email, ada.tz) == ("ada", None, None)


def test_a_member_of_another_team_is_external_outside_the_enterprise_only() -> None:
    foreign = ADA | {"team_id": "T0OTHER"}
    outside = read_profile(foreign, TEAM)
    inside = read_profile(foreign | {"enterprise_user": {"teams": [TEAM]}}, TEAM)
    odd = read_profile(foreign | {"enterprise_user": {"teams": TEAM}}, TEAM)
    assert outside is not None
    assert inside is not None
    assert odd is not None
    assert outside.membership is odd.membership is Membership.EXTERNAL
    assert inside.membership is Membership.MEMBER


def test_a_time_that_is_no_number_is_no_do_not_disturb() -> None:
    odd = {"dnd_enabled": True, "next_dnd_start_ts": [], "next_dnd_end_ts": "soon"}
    data = {"users": {"U0ADA": odd, "U0BEA": odd | {"snooze_enabled": True, "snooze_endtime": 9}}}
    assert find_dnd_end(data, "U0ADA", now=1.0) is None
    assert find_dnd_end(data, "U0BEA", now=1.0) == 9.0
