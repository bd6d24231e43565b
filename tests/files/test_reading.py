"""Bytes from a disk to text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drill.errors import ExitCode, FilesInError, OutOfReach
from drill.files.reading import MAX_BYTES, read_text
from drill.files.writing import write_new


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_line_ends_are_newlines_and_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert read_text(written(tmp_path / "a.yaml", b"\xef\xbb\xbfplan: a\r\ntitle: b\rversion: 1\n")) == (
        "plan: a\ntitle: b\nversion: 1\n"
    )


def test_a_missing_file_is_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="no such file") as raised:
        read_text(tmp_path / "none.yaml")
    assert raised.value.exit_code is ExitCode.OUT_OF_REACH


def test_a_folder_is_out_of_reach(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="is a folder"):
        read_text(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_out_of_reach(tmp_path: Path) -> None:
    path = written(tmp_path / "a.yaml", b"plan: a\n")
    path.chmod(0)
    with pytest.raises(OutOfReach, match="permission"):
        read_text(path)


def test_a_name_that_no_file_can_have_is_out_of_reach_and_shown_clean() -> None:
    with pytest.raises(OutOfReach) as raised:
        read_text("a\x00\x1b[2Jb")
    assert "\x1b" not in raised.value.message


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte-order mark"])
def test_bytes_that_are_not_utf8_are_shown_where_they_stand(start: bytes, tmp_path: Path) -> None:
    with pytest.raises(FilesInError) as raised:
        read_text(written(tmp_path / "a.yaml", start + "plan: a\r\ntitle: é ".encode() + b"Zo\xeb\n"))
    [found] = raised.value.diagnostics
    assert (found.code, found.place.line, found.place.column) == ("not-utf8", 2, 12)


def test_a_file_that_is_too_large_is_not_read_on(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    with pytest.raises(FilesInError) as raised:
        read_text(path)
    assert raised.value.diagnostics[0].code == "too-large"
    assert len(read_text(written(tmp_path / "fits.yaml", b"#" * MAX_BYTES))) == MAX_BYTES


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path / "a.yaml", b"mine\n")
    with pytest.raises(OutOfReach, match="there already"):
        write_new(path, "yours\n")
    assert path.read_text() == "mine\n"


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(OutOfReach, match="no folder"):
        write_new(tmp_path / "none" / "a.yaml", "")
    assert list(tmp_path.iterdir()) == []
