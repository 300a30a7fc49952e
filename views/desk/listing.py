"""The modal with the list of the desk, where owners find the referrals that they answer.

It has filters, a search, a page of ten referrals with quotes of advocates, and buttons for the next
and the previous page. The modal's private metadata has the filter and the place at which the page
begins, so that a click needs no stored state.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.desk import COUNT_MAX, DeskFilter, DeskPlace, DeskRow, DeskScope
from domain.desk_pages import DeskListPage
from domain.limits import DESK_SEARCH_MAX
from domain.openings import Opening
from domain.pages import Viewer
from domain.stages import Stage
from views import labels
from views.block_kit import (
    Block,
    actions,
    button,
    context,
    fit_options,
    modal,
    option,
    plain_text,
    section,
)
from views.button_values import parse_id
from views.desk.buttons import READ_IN_FULL
from views.form_state import State, enum_member
from views.formatting import absolute_day, escape, mention

# Action ids. Posted App Homes have them, too, so their values must not change.
OPEN_DESK = "desk.open"  # value: the id of the opening to filter by, or empty
SELECT_SCOPE = "desk.scope"
SELECT_STAGE = "desk.filter_stage"
SELECT_OPENING = "desk.filter_opening"  # values of its options: "o:<opening id>", "t:<team name>"
SELECT_ADVOCATE = "desk.filter_advocate"
SEARCH = "desk.search"
CLEAR = "desk.clear"
NEXT_PAGE = "desk.next"  # value: the place at which the next page begins
PREVIOUS_PAGE = "desk.previous"  # value: the place at which the previous page begins
DESK = "desk.list"  # the callback id of the modal
FILTERS = (SELECT_SCOPE, SELECT_STAGE, SELECT_OPENING, SELECT_ADVOCATE, SEARCH)

# Values of the stage's options, besides the stages themselves.
_ANY_STAGE, _SILENT, _ENDED = "any", "silent", "ended"
_QUOTE_MAX = 220  # characters of an endorsement in the list


@dataclass(frozen=True, slots=True)
class DeskView:
    """What a window (an open modal) of the desk shows: the list, or one referral.

    - `window`: the external id of the modal.
    - `start`: where the page of the list begins. None for the first page.
    - `referral_id`: the referral that is shown, or 0 for the list.
    - `has_list`: whether the referral was opened from the list. Then it has a button back to it.
    """

    window: str
    filter: DeskFilter = field(default_factory=DeskFilter)
    start: DeskPlace | None = None
    referral_id: int = 0
    has_list: bool = False


def desk_modal(page: DeskListPage, window: str) -> Block:
    """The modal with one page of the list. `window` is its external id."""
    blocks = [*_filter_blocks(page), context(_summary(page))]
    blocks += [_referral_row(row, page) for row in page.rows]
    blocks += _paging_buttons(page)
    private_metadata = encode_view(DeskView(window, page.filter, page.start))
    view = modal(DESK, "The desk", blocks, submit="Search", private=private_metadata)
    return {**view, "external_id": window}


# The filters ----------------------------------------------------------------------------------


def _filter_blocks(page: DeskListPage) -> list[Block]:
    """The inputs with the chosen filter, and the problem with the search text, if there is one.

    The block ids contain a hash of the filter, because in an updated modal Slack keeps what a
    person entered into blocks whose ids stay the same.
    """
    chosen = page.filter
    encoded_filter = encode_view(DeskView(window="", filter=chosen))
    filter_hash = hashlib.sha256(encoded_filter.encode()).hexdigest()[:8]
    selects = [_scope_select(chosen), _stage_select(chosen), _opening_select(page)]
    advocate_select: Block = {
        "type": "users_select",
        "action_id": SELECT_ADVOCATE,
        "placeholder": plain_text("Any advocate", 150),
    }
    if chosen.advocate:
        advocate_select["initial_user"] = chosen.advocate
    search_input: Block = {
        "type": "plain_text_input",
        "action_id": SEARCH,
        "max_length": DESK_SEARCH_MAX,
        "placeholder": plain_text("A candidate, an advocate or a ref; then Enter", 150),
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    if chosen.words:
        search_input["initial_value"] = chosen.words
    blocks: list[Block] = [
        {**actions(*selects, advocate_select), "block_id": f"filters.{filter_hash}"},
        {
            "type": "input",
            "block_id": f"search.{filter_hash}",
            "label": plain_text("Search", 100),
            "element": search_input,
            "optional": True,
            "dispatch_action": True,
        },
    ]
    if page.problem:
        blocks.append(section(page.problem))
    return blocks


def _select(action_id: str, options: list[Block], initial: str) -> Block:
    element: Block = {"type": "static_select", "action_id": action_id, "options": options}
    element["initial_option"] = next(each for each in options if each["value"] == initial)
    return element


def _scope_select(chosen: DeskFilter) -> Block:
    options = [
        option(DeskScope.MINE.value, "With me"),
        option(DeskScope.ALL.value, "With anyone"),
    ]
    return _select(SELECT_SCOPE, options, chosen.scope.value)


def _stage_select(chosen: DeskFilter) -> Block:
    # A search finds referrals at all stages. The list without a search has only open ones.
    any_stage = "Any stage" if chosen.words else "Any open stage"
    options = [option(_ANY_STAGE, any_stage), option(_SILENT, "No answer in time")]
    options += [option(stage.value, labels.STAGE[stage]) for stage in Stage]
    options.append(option(_ENDED, "Ended"))
    if chosen.silent:
        initial = _SILENT
    elif chosen.ended:
        initial = _ENDED
    elif chosen.stage is not None:
        initial = chosen.stage.value
    else:
        initial = _ANY_STAGE
    return _select(SELECT_STAGE, options, initial)


def _opening_select(page: DeskListPage) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": SELECT_OPENING,
        "min_query_length": 0,
        "placeholder": plain_text("Any opening or team", 150),
    }
    if page.filter.team:
        element["initial_option"] = _team_option(page.filter.team)
    elif page.opening is not None:
        element["initial_option"] = _opening_option(page.opening)
    return element


def _opening_option(opening: Opening) -> Block:
    return option(f"o:{opening.id}", f"{opening.ref} {opening.title}")


def _team_option(team: str) -> Block:
    return option(f"t:{team}", f"Team: {team}")


def opening_and_team_options(teams: Sequence[str], openings: Sequence[Opening]) -> list[Block]:
    """The options of `SELECT_OPENING` that suit what someone types: teams, then openings."""
    return fit_options([*map(_team_option, teams), *map(_opening_option, openings)])


def _summary_of_empty_list(chosen: DeskFilter) -> str:
    if chosen.is_narrowed and chosen.finds_ended:
        return "Nobody matches that. Clear the filters, or choose different ones above."
    if chosen.is_narrowed:
        return (
            "Nobody matches that. Clear the filters, or choose “Ended” above for those who have "
            "an outcome."
        )
    if chosen.scope is DeskScope.MINE:
        return "Nothing is waiting for you. “With anyone” shows what's waiting for others."
    return "No referral is open at the moment."


def _summary(page: DeskListPage) -> str:
    """The line above the rows: how many referrals the filter finds, and how they are sorted."""
    count, chosen = page.count, page.filter
    if count == 0:
        return _summary_of_empty_list(chosen)
    number = "More than a hundred" if count >= COUNT_MAX else str(count)
    noun = "referral" if count == 1 else "referrals"
    if chosen.stage is not None:
        return f"{number} {noun}: {labels.STAGE[chosen.stage].lower()}."
    if chosen.ended:
        return f"{number} {noun} with an outcome, the newest on top."
    if chosen.words:
        return f"{number} {noun}. Open ones come first, then those with an outcome."
    return f"{number} {noun}. Those without an answer come first, the longest waiting on top."


# The rows -------------------------------------------------------------------------------------


def _referral_row(row: DeskRow, page: DeskListPage) -> Block:
    referral = row.referral
    spoken_label = f"Open {referral.candidate.name}, {referral.opening_ref or 'no role yet'}"
    accessory = button("Open", READ_IN_FULL, str(referral.id), spoken=spoken_label)
    return section("\n".join(referral_lines(row, page.viewer)), accessory=accessory)


def referral_lines(row: DeskRow, viewer: Viewer) -> list[str]:
    """The candidate and the opening, the state, and a quote of the deepest endorsement.

    The deepest endorsement is that of the advocate who has done most for the candidate.
    """
    referral = row.referral
    name, role = labels.candidate_name(referral), labels.role_name(referral, with_title=True)
    lines = [f"*{name}* for {role}", _state_line(row, viewer)]
    if row.endorsement is not None:
        quote = row.endorsement.evidence.saw or row.endorsement.evidence.why
        if quote:
            lines.append(f"“{escape(quote, _QUOTE_MAX)}”")
    return lines


def _state_line(row: DeskRow, viewer: Viewer) -> str:
    referral = row.referral
    stage = labels.stage_since(referral.stage, absolute_day(referral.stage_at, viewer))
    parts = [f"{stage}, *no answer in time*" if row.is_late else stage]
    if row.works_here:
        parts.append("works here")
    parts.append(_describe_advocates(row))
    if referral.owner != viewer.user_id:
        parts.append(f"{mention(referral.owner)} has it")
    return " · ".join(parts)


def _describe_advocates(row: DeskRow) -> str:
    """The advocate of the deepest endorsement, how many endorsed, and who was the first of them.

    While the candidate is hidden, no endorsement may be shown, so the first advocate stands alone.
    """
    first_advocate, endorsement = row.referral.advocate, row.endorsement
    shown_advocate = endorsement.advocate if endorsement is not None else first_advocate
    text = mention(shown_advocate)
    if endorsement is not None:
        text += f": {labels.standing(endorsement.evidence.conviction, row.depth)}"
    if row.voices > 1:
        text += f", {row.voices} voices"
    if shown_advocate != first_advocate:
        text += f" ({mention(first_advocate)} was first)"
    return text


def _paging_buttons(page: DeskListPage) -> list[Block]:
    buttons = []
    if page.previous_start is not None:
        buttons.append(button("Previous ten", PREVIOUS_PAGE, _encode_place(page.previous_start)))
    if page.next_start is not None:
        buttons.append(button("Next ten", NEXT_PAGE, _encode_place(page.next_start)))
    if page.filter.is_narrowed:
        buttons.append(button("Clear the filters", CLEAR))
    return [actions(*buttons)] if buttons else []


# Values and private metadata ------------------------------------------------------------------


def _encode_place(place: DeskPlace) -> str:
    return f"{place.order}.{place.referral_id}"


def parse_place(text: str) -> DeskPlace | None:
    """Read the place at which a page begins. None, the first page, if the text is not a place."""
    order, _, referral_id = text.partition(".")
    place = DeskPlace(parse_id(order), parse_id(referral_id))
    return place if place.referral_id else None


def encode_view(view: DeskView) -> str:
    """The private metadata of a window, for `parse_desk`. Empty values are left out."""
    chosen = view.filter
    values = {
        "scope": chosen.scope.value,
        "stage": chosen.stage.value if chosen.stage else "",
        "silent": "yes" if chosen.silent else "",
        "ended": "yes" if chosen.ended else "",
        "opening": str(chosen.opening_id or ""),
        "team": chosen.team,
        "advocate": chosen.advocate or "",
        "words": chosen.words,
        "start": _encode_place(view.start) if view.start else "",
        "referral": str(view.referral_id or ""),
        "list": "yes" if view.has_list else "",
        "window": view.window,
    }
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)


def parse_desk(private_metadata: str) -> DeskView:
    """Read the private metadata of a window. An unreadable value counts as not chosen.

    If it belongs to another modal than the desk's, the result has an empty `window`.
    """
    try:
        stored = json.loads(private_metadata or "{}")
    except ValueError:
        stored = {}
    if not isinstance(stored, dict):
        stored = {}
    values = {name: value for name, value in stored.items() if isinstance(value, str)}
    opening_id = parse_id(values.get("opening", ""))  # 0 if there is none
    chosen = DeskFilter(
        scope=enum_member(DeskScope, values.get("scope")) or DeskScope.MINE,
        stage=enum_member(Stage, values.get("stage")),
        silent=bool(values.get("silent")),
        ended=bool(values.get("ended")),
        opening_id=opening_id or None,
        team=values.get("team", ""),
        advocate=values.get("advocate") or None,
        words=values.get("words", ""),
    )
    return DeskView(
        window=values.get("window", ""),
        filter=chosen,
        start=parse_place(values.get("start", "")),
        referral_id=parse_id(values.get("referral", "")),
        has_list=bool(values.get("list")),
    )


def parse_filter(before: DeskFilter, state: State) -> DeskFilter:
    """The filter after someone chose or typed something. What is not in `state` stays as `before`.

    The caller has to check the length of `words`, the typed search text.
    """
    elements = {
        action_id: element
        for block in state.values()
        if isinstance(block, Mapping)
        for action_id, element in block.items()
        if isinstance(element, Mapping)
    }
    scope = enum_member(DeskScope, _option_value(elements, SELECT_SCOPE)) or before.scope
    stage = _option_value(elements, SELECT_STAGE)
    chosen = replace(before, scope=scope)
    if stage is not None:
        chosen = replace(
            chosen,
            stage=enum_member(Stage, stage),
            silent=stage == _SILENT,
            ended=stage == _ENDED,
        )
    opening = _option_value(elements, SELECT_OPENING)
    if opening is not None:
        kind, _, id_or_team = opening.partition(":")
        opening_id = parse_id(id_or_team) if kind == "o" else 0
        team = id_or_team if kind == "t" else ""
        chosen = replace(chosen, opening_id=opening_id or None, team=team)
    if SELECT_ADVOCATE in elements:
        user_id = elements[SELECT_ADVOCATE].get("selected_user")
        has_user = isinstance(user_id, str) and bool(user_id)
        chosen = replace(chosen, advocate=user_id if has_user else None)
    if SEARCH in elements:
        typed = elements[SEARCH].get("value")
        chosen = replace(chosen, words=typed if isinstance(typed, str) else "")
    return chosen


def _option_value(elements: Mapping[str, Mapping[str, Any]], action_id: str) -> str | None:
    """The value of the chosen option, or None if there is no such element or no choice."""
    selected = elements.get(action_id, {}).get("selected_option")
    value = selected.get("value") if isinstance(selected, Mapping) else None
    return value if isinstance(value, str) else None
