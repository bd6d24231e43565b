"""Pictures of the other views, typical, empty and crowded. Each was looked at before it was kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drill.tui.watch.outbox import Outbox
from drill.tui.watch.wire import Refusal, Role
from tests.tui.onlooking import Onlooking
from tests.tui.stage import NARROW, WIDE, Stage, stage
from tests.tui.test_snapshots import Snap, crowded, pressing, typical

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["120x36", "80x24"])

LONG = (
    "People on the photo network say that our shop in the harbour street is closed, that parcels are lost, and that"
    " nobody answers the phone. A neighbour films the closed shutters and asks what is going on. Within ten minutes"
    " two hundred people share it, among them a member of the council, who adds that it was only a question of time.\\n"
    "\\nThe local paper asks for a word by three o'clock. 寿司 🍣 is on the picture, too."
)


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    box = Outbox(tmp_path / "kim.jsonl")
    yield box
    box.close()


def talkative() -> Stage:
    """A drill with a long public text, and one that only one team has."""
    on = typical()
    on.control.say(f'control adhoc red {{id: rumour, via: social, to: [legal], title: A rumour, text: "{LONG}"}}')
    return on


# ── the projector ────────────────────────────────────────────────────────────


@SIZES
def test_the_projector(snap_compare: Snap, size: tuple[int, int]) -> None:
    on = Onlooking(typical(), Role.PROJECTOR)
    assert snap_compare(on.app, terminal_size=size, run_before=pressing())


@SIZES
def test_the_projector_with_a_long_text(snap_compare: Snap, size: tuple[int, int]) -> None:
    on = Onlooking(talkative(), Role.PROJECTOR)
    assert snap_compare(on.app, terminal_size=size, run_before=pressing())


def test_the_projector_before_anything_happened(snap_compare: Snap) -> None:
    on = Onlooking(stage(), Role.PROJECTOR)
    assert snap_compare(on.app, terminal_size=WIDE, run_before=pressing())


def test_the_projector_of_few_large_letters(snap_compare: Snap) -> None:
    on = Onlooking(typical(), Role.PROJECTOR)
    assert snap_compare(on.app, terminal_size=(44, 14), run_before=pressing())


@SIZES
def test_the_projector_in_a_real_emergency(snap_compare: Snap, size: tuple[int, int]) -> None:
    stopped = typical()
    stopped.control.live.no_duff()
    on = Onlooking(stopped, Role.PROJECTOR)
    assert snap_compare(on.app, terminal_size=size, run_before=pressing())


def test_the_projector_while_the_control_room_is_away(snap_compare: Snap) -> None:
    on = Onlooking(typical(), Role.PROJECTOR)
    on.go_away()
    assert snap_compare(on.app, terminal_size=NARROW, run_before=pressing())


# ── the observer ─────────────────────────────────────────────────────────────


def noted(on: Onlooking) -> Onlooking:
    """Four notes: two that arrived, one that was refused, one that waits."""
    box = on.view.outbox
    assert box is not None
    box.say(240_000, "kim observes blue contain S : confirm: asked the agency before anybody else")
    box.say(300_000, "control unseen red alert : at the other table (kim)")
    on.hand_over()
    box.say(420_000, "kim observes blue inform : statement: nobody thinks of the shops")
    box.answered(Refusal(box.waiting[-1].id, "the exercise has no such objective any more"))
    on.go_away()
    box.say(600_000, "kim observes red contain M : lock @northwind: still looking for the password", recalled=True)
    return on


@SIZES
def test_the_observer_with_everything_handed_over(snap_compare: Snap, outbox: Outbox, size: tuple[int, int]) -> None:
    on = Onlooking(typical(), Role.OBSERVER, outbox)
    outbox.say(240_000, "kim observes blue contain S : confirm: asked the agency before anybody else")
    on.hand_over()
    assert snap_compare(on.app, terminal_size=size, run_before=pressing("down"))


@SIZES
def test_the_observer_while_the_control_room_is_away(snap_compare: Snap, outbox: Outbox, size: tuple[int, int]) -> None:
    on = noted(Onlooking(typical(), Role.OBSERVER, outbox))
    assert snap_compare(on.app, terminal_size=size, run_before=pressing("down", "right", "n"))


def test_the_observer_before_anything_happened(snap_compare: Snap, outbox: Outbox) -> None:
    on = Onlooking(stage(), Role.OBSERVER, outbox)
    assert snap_compare(on.app, terminal_size=NARROW, run_before=pressing())


@SIZES
def test_the_observer_of_eight_teams(snap_compare: Snap, outbox: Outbox, size: tuple[int, int]) -> None:
    on = Onlooking(crowded(), Role.OBSERVER, outbox)
    for place in range(40):
        outbox.say(place * 15_000, f"kim observes team-{'abcdefgh'[place % 8]} hold : step-{place}: seen at the table")
    on.hand_over()
    assert snap_compare(on.app, terminal_size=size, run_before=pressing("right", "right"))


def test_an_observer_rates_a_statement(snap_compare: Snap, outbox: Outbox) -> None:
    spoken = typical()
    spoken.control.say("blue comms-director does statement with holding-takeover : We know. Do not open its links.")
    on = Onlooking(spoken, Role.OBSERVER, outbox)
    assert snap_compare(on.app, terminal_size=NARROW, run_before=pressing("s"))


# ── the control room to look at ──────────────────────────────────────────────


@SIZES
def test_a_view_of_the_control_room(snap_compare: Snap, size: tuple[int, int]) -> None:
    on = Onlooking(typical(), Role.VIEWER)
    assert snap_compare(on.app, terminal_size=size, run_before=pressing())


def test_a_view_while_the_control_room_is_away(snap_compare: Snap) -> None:
    on = Onlooking(typical(), Role.VIEWER)
    on.go_away("the control room was closed")
    assert snap_compare(on.app, terminal_size=WIDE, run_before=pressing())
