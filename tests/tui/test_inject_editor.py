"""The inject editor: what stands in its fields becomes one line of the transcript, and nothing typed is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste
from textual.widgets import Input, Static

from drill.files.text import clean
from drill.session.statements import AdHoc, Edited
from drill.tui.drafts import Draft, Subject, draft_of, line_of, preview, subject_of, when, why_not
from drill.tui.screens.control_room import ControlRoom
from drill.tui.screens.inject import InjectEditor
from drill.tui.widgets.clean_area import CleanArea
from tests.building import minutes
from tests.tui.stage import NARROW, WIDE, FullDisk, ScreenPilot, Stage, stage

COMING = "owner-on-a-plane"


def editor(on: Stage) -> InjectEditor:
    screen = on.app.screen
    assert isinstance(screen, InjectEditor)
    return screen


def said(on: Stage) -> str:
    return str(editor(on).query_one("#said", Static).content)


def card(on: Stage) -> str:
    return str(editor(on).query_one("#card", Static).content)


async def fill(on: Stage, pilot: ScreenPilot, **fields: str) -> None:
    """Put words into fields, as a paste would."""
    for name, text in fields.items():
        widget = editor(on).query_one(f"#{name}")
        if isinstance(widget, CleanArea):
            widget.text = text
        elif isinstance(widget, Input):
            widget.value = text
    await pilot.pause()


# ── a change of an inject that is still to come ──────────────────────────────


async def test_w_opens_the_inject_with_its_words_on_as_many_lines_as_they_have() -> None:
    on = stage().begin(2)
    inject = on.control.play().injects[COMING].inject
    async with on.open() as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert editor(on).query_one("#title", Input).value == inject.title
        assert editor(on).query_one("#text", CleanArea).text == (inject.text or "").strip()
        assert "nothing is changed yet" in said(on)


async def test_only_what_was_changed_is_logged_and_every_team_gets_it() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("w", "end", *": now", "ctrl+s")
        await pilot.pause()
        assert isinstance(on.app.screen, ControlRoom)
        assert on.last.startswith(f'control edit {COMING} {{title: "')
        assert on.last.endswith(': now"}')
        for team in ("blue", "red"):
            assert on.control.play(team).injects[COMING].inject.title.endswith("reached: now")


async def test_several_lines_stay_several_lines() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("w")
        await pilot.pause()
        editor(on).query_one("#text", CleanArea).focus()
        await pilot.press("ctrl+end", *"One", "enter", *"Two", "f2")
        await pilot.pause()
        assert (on.control.play().injects[COMING].inject.text or "").endswith("One\nTwo")


async def test_another_time_makes_it_due_then() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("w")
        await fill(on, pilot, at="T+00:17:30")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert on.last == f'control edit {COMING} {{at: "17m30s"}}'
        assert on.control.play().due[COMING] == minutes(17.5)


async def test_saving_without_a_change_logs_nothing() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        before = on.lines
        await pilot.press("w", "ctrl+s")
        await pilot.pause()
        assert on.lines == before
        assert isinstance(on.app.screen, ControlRoom)


async def test_an_inject_that_came_cannot_be_edited() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("n", "i", "home", "w")
        await pilot.pause()
        assert "came already" in on.said


async def test_one_that_comes_while_it_is_edited_keeps_what_was_typed() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("w", "end", *": now")
        on.control.say(f"control inject {COMING} all")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "was delivered already" in said(on)
        assert editor(on).query_one("#title", Input).value.endswith(": now")


async def test_the_head_counts_down_to_it() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert "comes at T+00:12:00, in 10:00" in str(editor(on).query_one("#editor-head", Static).content)


# ── a new one ────────────────────────────────────────────────────────────────


async def test_a_writes_an_inject_and_delivers_it_to_the_chosen_team() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("2", "a", *"The mayor: calls")
        await fill(on, pilot, to="legal", text='"Why?"\nAgain: why?')
        assert "goes to red, now" in said(on)
        await pilot.press("ctrl+s")
        await pilot.pause()
        delivered = on.control.play("red").delivered["the-mayor-calls"].inject
        assert (delivered.inject.text, delivered.to) == ('"Why?"\nAgain: why?', ("legal",))
        assert "the-mayor-calls" not in on.control.play("blue").injects


async def test_with_a_time_it_goes_on_the_script() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("a", *"Later")
        await fill(on, pilot, to="legal", at="5m")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert on.control.play().due["later"] == minutes(7)


async def test_tab_walks_the_fields_and_the_text_and_enter_goes_on() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("a", "enter")
        assert on.app.focused is not None and on.app.focused.id == "via"
        seen = []
        for _ in range(6):
            await pilot.press("tab")
            seen.append(on.app.focused.id)
        assert seen == ["at", "from", "to", "text", "notes", "title"]


async def test_the_role_behind_the_last_comma_is_completed() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("a")
        editor(on).query_one("#to").focus()
        await pilot.press(*"legal, comms-d")
        await pilot.pause()
        await pilot.press("right")
        assert editor(on).query_one("#to", Input).value == "legal, comms-director"


# ── what stands against it, and the card ─────────────────────────────────────


@pytest.mark.parametrize(
    "fields, wrong",
    [
        ({"title": ""}, "the title is missing"),
        ({"via": "pigeon"}, "via is one of social, email, phone"),
        ({"to": ""}, "at least one role"),
        ({"to": "legl"}, 'the plan has no role legl; did you mean "legal"?'),
        ({"at": "T+00:00:30"}, "that time is over"),
        ({"at": "soon"}, "soon"),
    ],
)
def test_what_is_wrong_is_said_in_words(fields: dict[str, str], wrong: str) -> None:
    state = stage().begin(2).room.state
    draft = Draft(**{"title": "The mayor calls", "to": "legal", **fields})
    assert wrong in (why_not(draft, Subject("all"), state, minutes(2)) or "")


async def test_it_is_said_while_typing_and_nothing_is_saved() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        before = on.lines
        await pilot.press("a", *"Hm")
        await fill(on, pilot, to="nobody")
        assert "the plan has no role nobody" in said(on)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert on.lines == before
        assert "✗" in said(on)


async def test_the_card_is_what_players_get_with_names_and_without_notes() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("a", *"Call")
        await fill(on, pilot, **{"from": "{outlet}", "to": "legal", "text": "One.\nTwo.", "notes": "Do not help."})
        lines = card(on).splitlines()
        assert lines[0] == lines[-1] == "EXERCISE EXERCISE EXERCISE"
        assert lines[1] == "phone, from The Ledger, to Counsel"
        assert lines[2:-1] == ["Call", "One.", "Two."]
        assert "Do not help" not in card(on)
        await pilot.press("f4")
        assert on.app.clipboard == card(on)


async def test_f3_shows_the_card_in_the_place_of_the_fields_where_there_is_no_room_for_both() -> None:
    on = stage().begin(2)
    async with on.open(NARROW) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert "As players see it" not in on.text
        await pilot.press("f3")
        await pilot.pause()
        assert "As players see it" in on.text


async def test_escape_leaves_at_once_and_asks_where_something_was_typed() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("a", "escape")
        await pilot.pause()
        assert isinstance(on.app.screen, ControlRoom)
        await pilot.press("a", "x", "escape")
        await pilot.pause()
        assert "Leave without saving?" in on.text
        await pilot.press("n")
        await pilot.pause()
        assert editor(on).query_one("#title", Input).value == "x"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert isinstance(on.app.screen, ControlRoom)


async def test_what_cannot_be_saved_stays_in_the_editor() -> None:
    store = FullDisk()
    on = stage(store=store).begin(2)
    async with on.open() as pilot:
        await pilot.press("a", *"Call")
        await fill(on, pilot, to="legal")
        store.full = True
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "was not taken" in said(on)
        assert editor(on).query_one("#title", Input).value == "Call"


async def test_no_escape_of_a_terminal_comes_in_by_a_paste() -> None:
    on = stage().begin(2)
    async with on.open(WIDE) as pilot:
        await pilot.press("a")
        area = editor(on).query_one("#text", CleanArea)
        area.focus()
        area.post_message(Paste("red \x1b[31m text\r\nin between\rand more"))
        await pilot.pause()
        assert "\x1b" not in area.text
        assert area.text.endswith("\nin between\nand more")


# ── the same statements as the grammar ───────────────────────────────────────


def test_what_an_editor_writes_the_grammar_reads_back_as_it_was() -> None:
    state = stage().begin(2).room.state
    odd = 'He said: "no, {really}" \\ : #1\n\n- and: [more]\t🙂'
    subject = subject_of(state, COMING)
    assert subject is not None
    edited = state.grammar.parse(
        line_of(Draft(**{**_fields(draft_of(subject)), "text": odd}), subject, state, minutes(2))
    )
    assert isinstance(edited, Edited)
    assert state.read_inject(edited.yaml, state.exercise.injects[COMING]).inject.text == odd
    new = state.grammar.parse(line_of(Draft("All", to="legal", text=odd), Subject("red"), state, minutes(2)))
    assert isinstance(new, AdHoc)
    assert (new.team, new.inject) == ("red", "all-2")
    assert state.read_inject(new.yaml, None).inject.text == odd


STATE = stage().begin(2).room.state


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=60))
def test_whatever_is_typed_is_refused_in_words_or_comes_to_players_as_it_was(title: str, text: str, notes: str) -> None:
    draft = Draft(title, to="legal", text=text, notes=notes)
    wrong = why_not(draft, Subject("all"), STATE, minutes(2))
    if wrong is not None:
        assert wrong.strip()
        return
    said = STATE.grammar.parse(line_of(draft, Subject("all"), STATE, minutes(2)))
    assert isinstance(said, AdHoc)
    inject = STATE.read_inject(said.yaml, None).inject
    assert (inject.title, inject.text or "", inject.notes or "") == tuple(
        clean(each).strip() for each in (title, text, notes)
    )


def _fields(draft: Draft) -> dict[str, str]:
    return {name: getattr(draft, name) for name in Draft.__dataclass_fields__}


def test_a_time_is_from_now_or_of_the_exercise() -> None:
    assert when("", minutes(2)) is None
    assert when("90s", minutes(2)) == when("+90s", minutes(2)) == when("T+00:03:30", minutes(2)) == minutes(3.5)


def test_the_preview_of_a_role_that_the_plan_lacks_shows_it_as_typed() -> None:
    assert ", to nobody" in preview(Draft("x", to="nobody"), stage().room.state)
