"""The keys of the script: deliver, skip, delay, reword, write, probe, copy."""

from __future__ import annotations

from drill.tui.drafts import braces
from tests.building import minutes, room
from tests.tui.stage import stage

COMING = "owner-on-a-plane"


async def test_n_delivers_the_next_inject_to_all_teams() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("n")
        assert on.last == f"control inject {COMING} all"
        assert "primary owner cannot be reached" in on.text


async def test_with_a_team_chosen_it_goes_to_that_team_alone() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("2", "n")
        assert on.last == f"control inject {COMING} red"


async def test_the_inject_chosen_from_the_script_is_the_one_that_is_meant() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("i", "down", "down", "n")
        assert on.last == "control inject press-call all"


async def test_s_skips_with_the_reason() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("s", *"too late", "enter")
        await pilot.pause()
        assert on.last == f"control skip {COMING} all : too late"


async def test_a_skip_without_a_reason_is_not_taken() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        before = on.lines
        await pilot.press("s", "enter", "escape")
        assert on.lines == before


async def test_d_delays_by_a_time_from_now() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("d", *"15m", "enter")
        await pilot.pause()
        assert on.last == f"control delay {COMING} all to T+00:17:00"
        assert on.control.play().due[COMING] == minutes(17)


async def test_p_notes_that_the_question_was_asked() -> None:
    on = stage().begin(4)
    async with on.open() as pilot:
        await pilot.press("p")
        await pilot.pause()
        assert on.last == "control probe all scam-post : Who owns this account?"
        await pilot.press("p")
        await pilot.pause()
        assert "no question left" in on.said


async def test_y_copies_the_inject_marked_as_an_exercise() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("y")
        assert on.app.clipboard.startswith("EXERCISE EXERCISE EXERCISE\n")
        assert "Do not say" not in on.app.clipboard


async def test_the_inject_under_the_cursor_is_shown_and_escape_comes_back() -> None:
    on = stage().begin(2)
    async with on.open() as pilot:
        await pilot.press("i", "down", "down", "enter")
        await pilot.pause()
        assert "unless holding-statement is done" in on.text
        await pilot.press("escape")
        await pilot.pause()
        assert "Do not say" in on.text


def test_what_goes_into_braces_comes_out_as_it_was() -> None:
    grammar = room().state.grammar
    said = {"id": "odd", "via": "phone", "to": ["legal"], "title": 'He said: "no, {really}" \\ : #1', "text": "é 🙂\nb"}
    statement = grammar.parse(f"control adhoc all {braces(said)} : a note")

    inject = room().state.read_inject(statement.yaml, None).inject  # type: ignore[attr-defined]
    assert (inject.title, inject.text, statement.note) == (said["title"], said["text"], "a note")
