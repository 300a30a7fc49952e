"""What an administrator of the workspace does in stories: change accounts, and who recruits."""

from __future__ import annotations

from typing import Any

from sandbox.driver.person import Person
from tests.office import Office


def change_account(office: Office, handle: str, **fields: Any) -> None:
    """Change fields of someone's account, such as `deleted`."""
    client = office.carol.client
    client.post_admin("change_user", user=client.user_id(handle), **fields)


def set_recruiters(office: Office, *handles: str) -> None:
    """Make these people the members of the recruiters' user group."""
    client = office.carol.client
    group = next(g for g in client.read_workspace()["usergroups"] if g["handle"] == "recruiters")
    members = [client.user_id(handle) for handle in handles]
    client.post_admin("set_usergroup", usergroup=group["id"], members=members)


def is_no_recruiter(person: Person) -> bool:
    """Whether the bot knows by now that this person does not recruit."""
    return "Post an opening" not in person.opens_home().buttons
