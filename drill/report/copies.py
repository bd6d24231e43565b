"""What lies beside the report, made from it: its charts, the page, and copies that name people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from drill.errors import OutOfReach
from drill.files.text import clean
from drill.report.after_action import AfterAction
from drill.report.markdown import report_markdown
from drill.report.writing import reason_of, write_text

_CHART = re.compile(r"(?:response-[a-z0-9-]+|time-[a-z0-9-]+|trend)\.svg", re.ASCII)


def write_copy(aar: AfterAction, folder: Path, *, as_page: bool = False) -> Path:
    """Write the report as a page, or a copy that names people, or both in one; where it lies. Raises OutOfReach.

    A copy with names has a name of its own, so that the report that is passed on never holds them by accident.
    """
    path = _copy_path(folder, names=aar.names, as_page=as_page)
    if as_page:
        from drill.report.page import report_page

        write_text(path, report_page(aar))
    elif aar.names:
        write_text(path, report_markdown(aar))
    return path


def _copy_path(folder: Path, *, names: bool, as_page: bool) -> Path:
    return folder / f"report{'-names' if names else ''}.{'html' if as_page else 'md'}"


def renew_copies(aar: AfterAction, folder: Path) -> None:
    """Write those copies again that there are, so that none says something else than the report."""
    for names, as_page in ((False, True), (True, False), (True, True)):
        if _copy_path(folder, names=names, as_page=as_page).is_file():
            write_copy(replace(aar, names=names), folder, as_page=as_page)


def write_charts(folder: Path, drawn: Mapping[str, str]) -> None:
    """Write the charts, and take away those that are no longer drawn; nothing else in the folder is touched.

    Raises OutOfReach.
    """
    try:
        if folder.is_symlink():
            raise OutOfReach(f"{clean(str(folder))} is a link to elsewhere", "take it away: charts are written there")
        folder.mkdir(mode=0o700, exist_ok=True)
        for path in sorted(folder.iterdir()):
            if _CHART.fullmatch(path.name) and path.stem not in drawn:
                path.unlink()
    except OSError as error:
        raise OutOfReach(f"{clean(str(folder))} cannot be used: {reason_of(error)}") from None
    for name, svg in drawn.items():
        write_text(folder / f"{name}.svg", svg)
