"""What the README shows is what the program does today."""

from __future__ import annotations

import pytest

from tests.example import EXAMPLE, PICTURE_OF, PICTURES, a_room, make_example, picture


@pytest.fixture(autouse=True)
def from_the_root(monkeypatch, request):
    monkeypatch.chdir(request.config.rootpath)


def test_the_example_in_reports_is_what_play_makes(tmp_path):
    make_example(tmp_path)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(EXAMPLE): path.read_bytes() for path in EXAMPLE.rglob("*") if path.is_file()}
    assert made == kept, "run: python tests/example.py"


@pytest.mark.parametrize("name", PICTURE_OF)
async def test_the_pictures_are_of_todays_screens(name):
    size, keys = PICTURE_OF[name]
    made = await picture(a_room(), size, *keys)
    assert made == (PICTURES / name).read_text(encoding="utf-8"), "run: python tests/example.py"
