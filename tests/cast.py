"""The people of all tests, with fixed ids, roles and time zones.

Ada and Bob put candidates forward, Linus recruits, Margaret decides, and Carol is the admin. Gus is
a guest, Sam is from another company, and Dora has left. Grace and Katherine are the candidates.
Stories have the larger company of `bot/demo/company.py` instead, with the same roles.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from domain.endorsements import Relationship
from domain.members import Membership, Profile
from domain.referrals import Consent, Lead

MONDAY: Final = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # 10:00 in London, 05:00 in New York
TEAM_ID: Final = "T0ACME"
OTHER_TEAM_ID: Final = "T0GLOBEX"
BOT_ID: Final = "U0VOUCH"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in the workspace. `tz` is the IANA name of their time zone."""

    user_id: str
    handle: str
    name: str
    tz: str
    active: bool = True
    is_admin: bool = False
    membership: Membership = Membership.MEMBER

    @property
    def email(self) -> str:
        return f"{self.handle}@acme.test"

    @property
    def profile(self) -> Profile:
        """The person's profile as Slack returns it."""
        return Profile(
            user_id=self.user_id,
            name=self.name,
            email=self.email,
            tz=self.tz,
            active=self.active,
            is_admin=self.is_admin,
            membership=self.membership,
        )


ADA: Final = Person("U0ADA", "ada", "Ada Park", "Europe/London")
BOB: Final = Person("U0BOB", "bob", "Bob Reyes", "America/New_York")
LINUS: Final = Person("U0LINUS", "linus", "Linus Holm", "Europe/Helsinki")
MARGARET: Final = Person("U0MARGARET", "margaret", "Margaret Okafor", "America/Los_Angeles")
CAROL: Final = Person("U0CAROL", "carol", "Carol Singh", "Asia/Kolkata", is_admin=True)
GUS: Final = Person("U0GUS", "gus", "Gus Guest", "Europe/Berlin", membership=Membership.GUEST)
SAM: Final = Person("U0SAM", "sam", "Sam Stranger", "Asia/Tokyo", membership=Membership.EXTERNAL)
DORA: Final = Person("U0DORA", "dora", "Dora Gone", "Europe/Paris", active=False)

EVERYBODY: Final = (ADA, BOB, LINUS, MARGARET, CAROL, GUS, SAM, DORA)


@dataclass(frozen=True, slots=True)
class Outsider:
    """Someone outside the company who could be hired."""

    name: str
    email: str
    profile_url: str

    def lead(self, opening_id: int | None = None, consent: Consent = Consent.WILL_ASK) -> Lead:
        """The filled form of a referral of this person."""
        return Lead(
            opening_id=opening_id,
            name=self.name,
            email=self.email,
            profile_url=self.profile_url,
            relationship=Relationship.WORKED_TOGETHER,
            consent=consent,
        )


GRACE: Final = Outsider(
    "Grace Hopper", "grace@example.org", "https://www.linkedin.com/in/grace-hopper"
)
KATHERINE: Final = Outsider(
    "Katherine Johnson", "katherine@example.org", "https://www.linkedin.com/in/katherine-johnson"
)
