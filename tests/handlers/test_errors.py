"""Each refusal has a text: the source is searched for every reason that it gives."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dispatch import error_messages as errors
from bot.dispatch.register import register_all
from domain import errors as refused
from domain.openings import OpeningStatus
from domain.stages import Stage
from views import refusals

ROOT = Path(__file__).parents[2]
FLOORS = ("domain", "storage", "services", "views", "handlers", "nudges", "delivery", "bot")


def calls(name: str) -> Iterator[ast.Call]:
    """Every call of that name in the source, `refused.X(...)` included; patterns are none."""
    for floor in FLOORS:
        for file in sorted((ROOT / floor).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = node.func
                    found = called.id if isinstance(called, ast.Name) else None
                    found = called.attr if isinstance(called, ast.Attribute) else found
                    if found == name:
                        yield node


def given(name: str, place: int) -> set[str]:
    """The constants at that place; an f-string as `bad_*`; a variable is left out."""
    said: set[str] = set()
    for call in calls(name):
        if len(call.args) <= place:
            continue
        match call.args[place]:
            case ast.Constant(value=str(text)):
                said.add(text)
            case ast.JoinedStr(values=parts):
                said.add(
                    "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in parts)
                )
    return said


def bad_fields() -> set[tuple[str, str]]:
    pairs = set()
    for call in calls("FieldError"):
        if len(call.args) < 2 or not isinstance(call.args[1], ast.Constant):
            continue
        name = call.args[0].value if isinstance(call.args[0], ast.Constant) else "any"
        pairs.add((str(name), str(call.args[1].value)))
    return pairs


REFUSALS: list[refused.RefusedError] = [
    refused.UnknownMemberError(),
    refused.NoOwnerError(),
    refused.NoHiringManagerError("U0LINUS"),
    refused.NoHiringManagerError("U0LINUS", is_advocate=True),
    refused.NoOpeningError(),
    refused.ConsentRequiredError(),
    refused.OpeningNotFoundError(""),
    refused.OpeningNotFoundError("ENG-99"),
    refused.OpeningNotFoundError("ENG-99", "ENG-9"),
    *(refused.OpeningNotOpenError("ENG-12", status.value) for status in OpeningStatus),
    *(
        refused.NotAllowedError(action, ask)
        for action in refusals.NOT_ALLOWED
        for ask in (None, "U0LINUS")
    ),
    *(refused.NotFoundError(what) for what in refusals.NOT_FOUND),
    *(
        refused.AlreadyAnsweredError(what, who)
        for what in refusals.ALREADY_ANSWERED
        for who in (None, "U0BOB")
    ),
    *(refused.StaleError("opening", status.value) for status in OpeningStatus),
    *(refused.StaleError("referral", stage.value) for stage in Stage),
    *(refused.FieldError("any", why, "300") for why in refusals.FIELD),
    *(refused.FieldError(name, why) for name, why in refusals.AT_FIELD),
    refused.FormError(
        (refused.FieldError("name", "empty"), refused.FieldError("day", "past_date"))
    ),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=repr)
def test_a_refusal_reads_well(refusal: refused.RefusedError) -> None:
    said = errors.refusal_text(refusal)
    for text in (said.whole, *said.fields.values()):
        assert text
        assert text == text.strip()
        assert text[0].isupper() or text[0] in "“<`"
        assert text.endswith((".", "?", "”."))
        assert not set("{}!") & set(text), text
        assert "  " not in text
        assert "None" not in text
        assert " just " not in text
    for text in said.fields.values():
        assert not set("<>*`&") & set(text), "plain text: nothing is parsed there"
        assert len(text) <= 150


def test_every_kind_of_refusal_has_a_text() -> None:
    kinds = {type(refusal) for refusal in REFUSALS}
    assert kinds == set(_kinds(refused.RefusedError)) - {refused.RefusedError}


def _kinds(base: type[refused.RefusedError]) -> Iterator[type[refused.RefusedError]]:
    yield base
    for kind in base.__subclasses__():
        yield from _kinds(kind)


def test_every_reason_in_the_source_has_a_text() -> None:
    for name, why in bad_fields():
        assert errors.refusal_text(refused.FieldError(name, why, "10")).fields, (name, why)
    patterns = {why for why in given("FieldError", 1) if "*" in why}
    assert patterns == {"bad_*", "not_*"}
    for field in ("email", "profile"):
        assert {f"bad_{field}", f"not_{field}"} <= set(refusals.FIELD)


def test_every_action_in_the_source_has_a_text() -> None:
    actions = given("NotAllowedError", 0) | given("check_access", 2)
    actions |= {listener.action for listener in register_all().list_listeners()} - {"event"}
    assert actions == set(refusals.NOT_ALLOWED)


def test_every_other_key_is_used_and_has_a_text() -> None:
    assert given("NotFoundError", 0) == set(refusals.NOT_FOUND)
    assert given("AlreadyAnsweredError", 0) == set(refusals.ALREADY_ANSWERED)
    assert given("StaleError", 0) == {"opening", "referral"}


def test_every_text_is_used() -> None:
    used = {why for _, why in bad_fields()} | {"is_bot", "not_here", "is_guest"}  # choice_problem
    used |= {f"{kind}_{field}" for kind in ("bad", "not") for field in ("email", "profile")}
    assert used == set(refusals.FIELD)


def test_an_unknown_refusal_is_a_fault() -> None:
    class Unheard(refused.RefusedError):
        pass

    with pytest.raises(TypeError, match="no words"):
        errors.refusal_text(Unheard())


def test_the_text_of_a_fault_names_an_admin_and_a_code() -> None:
    code = errors.new_error_code()
    assert len(code) == 4
    assert not set(code) & set("01IO")
    assert errors.fault_text(code, "U0CAROL").endswith(f"tell <@U0CAROL> this code: {code}.")
    assert "an admin" in errors.fault_text(code, None)
