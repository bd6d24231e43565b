"""Whether a known vulnerability is in what the lock pins, as far as the advisories can be asked.

    python tests/supply/audit.py FOLDER

pip-audit is installed into an environment of its own in FOLDER and asks the index for advisories. Without a network,
or where the index gives none, one line says that nothing was audited, and the exit code is 0: a build must not hang
on it. A vulnerability that was found ends with exit code 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LOCK = Path(__file__).parents[2] / "requirements.lock"
PINNED = "pip-audit==2.10.1"
PATIENCE = 120
"""Seconds for each of the two things that need a network."""


def verdict(report: dict[str, Any]) -> tuple[int, str]:
    """The exit code and the words for pip-audit's report."""
    asked = [each for each in report["dependencies"] if "skip_reason" not in each]
    bad = [f"{each['name']} {each['version']}: {one['id']}{_mended(one)}" for each in asked for one in each["vulns"]]
    if bad:
        return 1, "Known vulnerabilities:\n" + "\n".join(f"  {line}" for line in sorted(bad))
    if not asked:
        return 0, "Not audited: the index gives no advisories."
    unknown = len(report["dependencies"]) - len(asked)
    rest = f"; of {unknown} the index knows none" if unknown else ""
    return 0, f"No known vulnerability in {len(asked)} packages{rest}."


def _mended(one: dict[str, Any]) -> str:
    return f", mended in {', '.join(one['fix_versions'])}" if one.get("fix_versions") else ""


def audit(folder: Path) -> tuple[int, str]:
    """Ask, and say what came of it."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    if not (folder / "bin" / "pip-audit").exists():
        install = ["-m", "pip", "--disable-pip-version-check", "-qq", "install", "--timeout", "10", "--retries", "0"]
        if not _runs([str(python), *install, PINNED]):
            return 0, "Not audited: pip-audit could not be installed; is there a network?"
    with TemporaryDirectory() as work:
        report = Path(work) / "report.json"
        words = ["--require-hashes", "--disable-pip", "--timeout", "10", "--progress-spinner", "off"]
        _runs([str(python), "-m", "pip_audit", *words, "-r", str(LOCK), "-f", "json", "-o", str(report)])
        if not report.exists() or not (text := report.read_text(encoding="utf-8")):
            return 0, "Not audited: the advisories could not be asked; is there a network?"
    return verdict(json.loads(text))


def _runs(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    code, said = audit(Path(sys.argv[1]))
    print(said)
    sys.exit(code)
