"""The settings file: keys, colours, sound and teams; what is wrong with it is told with its place and a remedy."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding
from textual.command import DiscoveryHit
from textual.keys import _character_to_key

from drill.cli import invoke
from drill.errors import FilesInError, OutOfReach
from drill.files.rendering import render
from drill.tui.app import DrillApp
from drill.tui.commands import KeyCommands
from drill.tui.keys import GROUPS
from drill.tui.screens.briefing import Briefing
from drill.tui.screens.help import Help
from drill.tui.screens.home import Home
from drill.tui.settings import known
from drill.tui.settings.keyboard import FIXED, is_typed, name_of, why_impossible, written
from drill.tui.settings.known import known_keys
from drill.tui.settings.load import check_settings, listed, load_settings, schema_text
from drill.tui.settings.model import Settings
from drill.tui.settings.place import settings_path
from drill.tui.settings.rules import SETTINGS_RULES, manuals
from drill.tui.starting import Wanted
from tests.building import DAY
from tests.tui.stage import Stage, stage, words_of

GOLDEN = Path(__file__).parents[1] / "golden" / "settings"
BAD_FILES = sorted(path.name for path in GOLDEN.glob("*.yaml"))


def written_to(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def stage_with(settings: Settings) -> Stage:
    on = stage().begin(2)
    on.app = DrillApp(on.room, settings=settings)
    return on


# ── what is wrong with a file ────────────────────────────────────────────────


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_exactly_these_diagnostics(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GOLDEN)
    _, found = check_settings(name)
    assert {one.code for one in found} == {name.split(".")[0]}
    printed, expected = render(found) + "\n", Path(name).with_suffix(".out")
    if os.environ.get("GOLDEN") == "write":
        expected.write_text(printed, encoding="utf-8")
    assert printed == expected.read_text(encoding="utf-8")


def test_every_rule_has_a_bad_file_and_a_manual() -> None:
    assert {rule.code for rule in SETTINGS_RULES.rules} <= {name.split(".")[0] for name in BAD_FILES}
    for text in manuals().values():
        summary, *rest = text.split("\n\n")
        assert summary.endswith(".")
        assert len(summary) <= 100
        assert rest


def test_two_keys_that_change_places_do_not_clash(tmp_path: Path) -> None:
    load_settings(written_to(tmp_path, "keys: {line.call: o, line.observe: e}"))


def test_the_same_key_on_screens_that_never_meet_is_no_clash(tmp_path: Path) -> None:
    load_settings(written_to(tmp_path, "keys: {home.replay: x}"))


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "keys: {}\n"])
def test_an_empty_file_is_the_usual_settings(text: str, tmp_path: Path) -> None:
    assert load_settings(written_to(tmp_path, text)).model_dump() == Settings().model_dump()


def test_a_file_that_was_named_and_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach):
        load_settings(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize("text", ["[", "- 1", "keys: !x {}", "keys: {a: \x1b}", "keys: {cell.done: []}", "theme: 7"])
def test_a_torn_file_ends_in_diagnostics(text: str, tmp_path: Path) -> None:
    with pytest.raises(FilesInError):
        load_settings(written_to(tmp_path, text))


def test_the_users_own_file_is_read_where_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert load_settings() == Settings()
    own = settings_path()
    own.parent.mkdir(parents=True)
    own.write_text("mute: true\n", encoding="utf-8")
    assert load_settings().mute


# ── keys and their names ─────────────────────────────────────────────────────


@pytest.mark.parametrize("code", range(33, 127))
def test_a_sign_is_called_as_the_screens_call_it(code: int) -> None:
    assert name_of(chr(code)) == _character_to_key(chr(code))
    assert written(name_of(chr(code))) == chr(code)


@given(st.text(min_size=0, max_size=12))
def test_of_any_text_it_can_be_said_whether_it_is_a_key(text: str) -> None:
    wrong = why_impossible(text)
    assert wrong is None or all(wrong)
    assert wrong is not None or is_typed(text) or text.startswith(("ctrl+", "f"))


def test_no_default_is_a_key_that_a_terminal_cannot_tell_from_another() -> None:
    for each in known_keys().values():
        for key in each.keys:
            assert key in FIXED or why_impossible(key) is None, (each.id, key)


# ── every key of every screen ────────────────────────────────────────────────


def test_every_key_has_an_id_of_a_group_and_says_what_it_does() -> None:
    every = known_keys()
    assert len(every) > 100
    for each in every.values():
        assert each.id.partition(".")[0] in GROUPS
        assert each.does
    assert {
        "cell.done",
        "setup.start",
        "editor.save",
        "app.no-duff",
        "replay.on",
        "debrief.write",
        "bar.accept",
    } <= set(every)


def test_no_two_keys_of_a_screen_are_the_same() -> None:
    every = known_keys().values()
    for place in {place for each in every for place in each.where}:
        taken: dict[str, str] = {}
        for each in every:
            for key in each.keys if place in each.where or "DrillApp" in each.where else ():
                assert taken.setdefault(key, each.id) == each.id, (place, key)


# ── what settings change ─────────────────────────────────────────────────────


async def test_a_key_that_was_changed_does_it_and_its_old_key_does_not() -> None:
    on = stage_with(Settings(keys={"line.mark": ("v", "f7")}))
    async with on.open() as pilot:
        before = on.lines
        await pilot.press("m")
        assert on.lines == before
        await pilot.press("v")
        assert on.last == "control mark"
        await pilot.press("f7")
        assert len(on.lines) == len(before) + 2


async def test_the_bottom_line_the_help_and_the_palette_show_it() -> None:
    on = stage_with(Settings(keys={"line.mark": ("v",), "room.help": ("h",)}))
    async with on.open((120, 90)) as pilot:
        assert " v mark" in " ".join(on.text.split("\n")[-1].split())
        await pilot.press("h")
        await pilot.pause()
        assert isinstance(on.app.screen, Help)
        said = " ".join(words_of(on.app).split())
        assert "v Mark this moment" in said
        assert "m Mark this moment" not in said
        await pilot.press("escape")
        await pilot.press("ctrl+p", *"mark this")
        await pilot.pause(0.3)
        assert "Mark this moment; come back to it later (v)" in " ".join(words_of(on.app).split())


async def test_settings_set_the_colours_and_the_quiet() -> None:
    on = stage_with(Settings(theme="drill-light", mute=True))
    async with on.open():
        assert on.app.theme == "drill-light"
        assert "muted" in on.text


async def test_a_set_up_begins_with_the_teams_of_the_settings(tmp_path: Path) -> None:
    wanted = Wanted("tests/data/hijacked.yaml", teams=("green", "gold"), out=tmp_path)
    app = DrillApp(wanted=wanted, today=DAY, settings=Settings(teams=("green", "gold")), out=tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "green, gold" in words_of(app)


async def test_the_palette_has_every_action_of_a_screen_and_of_the_program() -> None:
    on = stage().begin(1)
    async with on.open():
        found = [str(hit.text) async for hit in KeyCommands(on.screen).discover() if isinstance(hit, DiscoveryHit)]
        for binding in (*on.screen.BINDINGS, *on.app.BINDINGS):
            assert isinstance(binding, Binding)
            assert any(text.startswith(f"{binding.tooltip}  (") for text in found), binding.id


def test_every_action_of_every_screen_has_an_id_and_says_what_it_does_so_that_the_palette_has_it() -> None:
    screens = [bindings for _, bindings in known._classes() if any(getattr(each, "id", None) for each in bindings)]
    assert len(screens) > 8
    for binding in (binding for bindings in screens for binding in bindings):
        assert isinstance(binding, Binding)
        if binding.action.startswith("app.focus_"):
            continue  # Textual's own, for moving about
        assert binding.id, binding
        assert binding.tooltip, binding.id


async def test_what_is_chosen_in_the_palette_is_done(tmp_path: Path) -> None:
    app = DrillApp(wanted=Wanted("tests/data/hijacked.yaml", out=tmp_path), today=DAY, out=tmp_path)
    async with app.run_test(size=(120, 36)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        for words in ("change what is under", "which teams play"):
            await pilot.press("ctrl+p", *words)
            await pilot.pause(0.3)
            await pilot.press("enter")
            await pilot.pause(0.3)
            if words.startswith("which"):
                assert "Which teams play? " in words_of(app)
            else:
                assert isinstance(app.screen, Briefing), "the cursor was on Start"
                await pilot.press("q")
                await pilot.pause()
                app.screen.post_message(Home.ScenarioChosen(Path("tests/data/hijacked.yaml")))
                await pilot.pause()


# ── commands ─────────────────────────────────────────────────────────────────


def test_drill_keys_lists_ids_and_keys_as_they_are_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written_to(tmp_path, "keys: {line.mark: [v, f7]}")
    assert invoke(["keys", "--settings", str(path)]) == 0
    said = capsys.readouterr()
    assert "line.mark" in said.out
    assert " v f7 " in said.out
    assert str(path) in said.err
    assert invoke(["--settings", str(path), "keys", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"id": "line.mark", "keys": "v f7", "does": "Mark this moment; come back to it later"} in rows


def test_the_environment_names_a_file_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRILL_SETTINGS", str(written_to(tmp_path, "keys: {line.mark: shift+enter}")))
    assert invoke(["keys"]) == 1
    assert "settings.yaml:1:19: error[impossible-key]" in capsys.readouterr().err


def test_the_manual_of_a_code_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(["check", "--explain", "key-clash"]) == 0
    assert "A key would do two things on one screen." in capsys.readouterr().out


def test_the_schema_knows_every_id_and_agrees_with_the_loader() -> None:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    good = {
        "keys": {"line.mark": ["v", "f7"], "cell.done": "d"},
        "theme": "drill-dark",
        "mute": True,
        "teams": ["blue"],
    }
    assert validator.is_valid(good)
    for bad in ({"keys": {"line.mrak": "v"}}, {"keys": {"line.mark": 7}}, {"bell": True}, {"mute": "no"}):
        assert not validator.is_valid(bad)


def test_the_readmes_example_is_without_fault(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    example = next(part.partition("```")[0] for part in readme.split("```yaml\n") if "cell.unseen" in part)
    settings = load_settings(written_to(tmp_path, example))
    assert settings.keymap["inject.copy"] == "c,f7"
    assert yaml.safe_load(example)["teams"] == ["blue", "red"]
    assert ("pane.next", "y", "To what comes next") in listed(settings, known_keys())
