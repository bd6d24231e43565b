"""The page in a real browser, where there is one: it runs nothing, asks for nothing, fits a phone, and prints."""

from __future__ import annotations

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from drill.report.after_action import AfterAction
from drill.report.page import report_page
from tests.report.hostile import a_drill_full_of

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

MEASURE = "<script>document.title = document.documentElement.scrollWidth + ' of ' + innerWidth</script>"


def browse(page: Path, *options: str) -> str:
    assert BROWSER is not None
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=360,800", *options, page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=page.parent,
    )
    return done.stdout


def test_it_asks_a_server_for_nothing(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/pixel.png"
        page = tmp_path / "report.html"
        text = f'![x]({address}) <img src="{address}"> <script src="{address}"></script>'
        page.write_text(report_page(AfterAction.of(a_drill_full_of(text).state)), encoding="utf-8")
        assert "After-action report" in browse(page, "--dump-dom")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert asked == []


def test_a_script_that_got_into_it_would_not_run(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    text = report_page(AfterAction.of(a_drill_full_of("some words").state))
    page.write_text(text.replace("</body>", "<script>document.title = 'ran'</script></body>"), encoding="utf-8")
    assert "<title>ran</title>" not in browse(page, "--dump-dom")


def test_at_a_phone_s_width_nothing_is_scrolled_sideways(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    text = report_page(AfterAction.of(a_drill_full_of("some words").state))
    start = text.index('<meta http-equiv="Content-Security-Policy"')
    end = text.index("\n", start)
    page.write_text((text[:start] + text[end:]).replace("</body>", f"{MEASURE}</body>"), encoding="utf-8")
    title = browse(page, "--dump-dom").split("<title>", 1)[1].split("</title>", 1)[0]
    width, _, screen = title.partition(" of ")
    assert int(width) <= int(screen)


def test_it_prints_to_pdf(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(report_page(AfterAction.of(a_drill_full_of("some words").state)), encoding="utf-8")
    browse(page, f"--print-to-pdf={tmp_path / 'report.pdf'}")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
