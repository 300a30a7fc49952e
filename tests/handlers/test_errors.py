"""Each refusal has a text. The tests search the source for all calls that create a refusal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from bot.dispatch import error_messages as errors
from bot.dispatch.register import register_all
from domain import errors as refusal_errors
from domain.contact import Email, Profile
from domain.contact.errors import Reason
from domain.openings import OpeningStatus
from domain.stages import Stage
from views import refusals
from views.contact_fields import contact_problem

ROOT = Path(__file__).parents[2]
FLOORS = ("domain", "storage", "services", "views", "handlers", "nudges", "delivery", "bot")


@cache
def find_calls(name: str) -> list[ast.Call]:
    """All calls of a function or class in the source, also as an attribute of a module."""
    found: list[ast.Call] = []
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            source = file.read_text(encoding="utf-8")
            for node in ast.walk(ast.parse(source)) if name in source else ():
                match node:
                    case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called)):
                        if called == name:
                            found.append(node)
    return found


def find_argument_constants(name: str, position: int) -> set[str]:
    """The constants passed at this position. An f-string has `*` for its values, as in `bad_*`."""
    constants: set[str] = set()
    for call in find_calls(name):
        if len(call.args) <= position:
            continue
        match call.args[position]:
            case ast.Constant(value=str(text)):
                constants.add(text)
            case ast.JoinedStr(values=parts):
                constants.add(
                    "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in parts)
                )
    return constants


def find_field_errors() -> set[tuple[str, str]]:
    pairs = set()
    for call in find_calls("FieldError"):
        if len(call.args) < 2 or not isinstance(call.args[1], ast.Constant):
            continue
        name = call.args[0].value if isinstance(call.args[0], ast.Constant) else "any"
        pairs.add((str(name), str(call.args[1].value)))
    return pairs


REFUSALS: list[refusal_errors.RefusedError] = [
    refusal_errors.UnknownMemberError(),
    refusal_errors.NoOwnerError(),
    refusal_errors.NoHiringManagerError("U0LINUS"),
    refusal_errors.NoHiringManagerError("U0LINUS", is_advocate=True),
    refusal_errors.NoOpeningError(),
    refusal_errors.ConsentRequiredError(),
    refusal_errors.OpeningNotFoundError(""),
    refusal_errors.OpeningNotFoundError("ENG-99"),
    refusal_errors.OpeningNotFoundError("ENG-99", "ENG-9"),
    *(refusal_errors.OpeningNotOpenError("ENG-12", status.value) for status in OpeningStatus),
    *(
        refusal_errors.NotAllowedError(action, ask)
        for action in refusals.NOT_ALLOWED
        for ask in (None, "U0LINUS")
    ),
    *(refusal_errors.NotFoundError(what) for what in refusals.NOT_FOUND),
    *(
        refusal_errors.AlreadyAnsweredError(what, who)
        for what in refusals.ALREADY_ANSWERED
        for who in (None, "U0BOB")
    ),
    *(refusal_errors.StaleError("opening", status.value) for status in OpeningStatus),
    *(refusal_errors.StaleError("referral", stage.value) for stage in Stage),
    *(refusal_errors.FieldError("any", why, "300") for why in refusals.BY_PROBLEM),
    *(refusal_errors.FieldError(name, why, "7") for name, why in refusals.BY_FIELD_AND_PROBLEM),
    refusal_errors.FormError(
        (refusal_errors.FieldError("name", "empty"), refusal_errors.FieldError("day", "past_date"))
    ),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=repr)
def test_a_refusal_reads_well(refusal: refusal_errors.RefusedError) -> None:
    refusal_text = errors.refusal_text(refusal)
    for text in (refusal_text.whole, *refusal_text.fields.values()):
        assert text
        assert text == text.strip()
        assert text[0].isupper() or text[0] in "“<`"
        assert text.endswith((".", "?", "”."))
        assert not set("{}!") & set(text), text
        assert "  " not in text
        assert "None" not in text
        assert " just " not in text
    for text in refusal_text.fields.values():
        assert not set("<>*`&") & set(text), "plain text: nothing is parsed there"
        assert len(text) <= 150


def test_every_kind_of_refusal_has_a_text() -> None:
    kinds = {type(refusal) for refusal in REFUSALS}
    assert kinds == set(_kinds(refusal_errors.RefusedError)) - {refusal_errors.RefusedError}


def _kinds(base: type[refusal_errors.RefusedError]) -> Iterator[type[refusal_errors.RefusedError]]:
    yield base
    for kind in base.__subclasses__():
        yield from _kinds(kind)


def test_every_reason_in_the_source_has_a_text() -> None:
    for name, why in find_field_errors():
        assert errors.refusal_text(refusal_errors.FieldError(name, why, "10")).fields, (name, why)
    assert not {why for why in find_argument_constants("FieldError", 1) if "*" in why}
    assert _contact_problems() <= set(refusals.BY_PROBLEM)


def _contact_problems() -> set[str]:
    """What `views.contact_fields` adds to the errors of a form."""
    found = {contact_problem(kind, why) for kind in (Email, Profile) for why in get_args(Reason)}
    return found | {"not_email", "not_profile"}


def test_every_action_in_the_source_has_a_text() -> None:
    actions = find_argument_constants("NotAllowedError", 0) | find_argument_constants(
        "check_access", 2
    )
    actions |= {listener.action for listener in register_all().list_listeners()} - {"event"}
    assert actions == set(refusals.NOT_ALLOWED)


def test_every_other_key_is_used_and_has_a_text() -> None:
    assert find_argument_constants("NotFoundError", 0) == set(refusals.NOT_FOUND)
    assert find_argument_constants("AlreadyAnsweredError", 0) == set(refusals.ALREADY_ANSWERED)
    assert find_argument_constants("StaleError", 0) == {"opening", "referral"}


def test_every_text_is_used() -> None:
    in_source = {why for _, why in find_field_errors()}
    of_chosen_people = {"is_bot", "not_here", "not_known", "is_guest"}
    assert in_source | of_chosen_people | _contact_problems() == set(refusals.BY_PROBLEM)


def test_an_unknown_refusal_is_a_fault() -> None:
    class Unheard(refusal_errors.RefusedError):
        pass

    with pytest.raises(TypeError, match="no words"):
        errors.refusal_text(Unheard())


def test_the_text_of_a_fault_names_an_admin_and_a_code() -> None:
    code = errors.new_error_code()
    assert len(code) == 4
    assert not set(code) & set("01IO")
    assert errors.fault_text(code, "U0CAROL").endswith(f"tell <@U0CAROL> this code: {code}.")
    assert "an admin" in errors.fault_text(code, None)
