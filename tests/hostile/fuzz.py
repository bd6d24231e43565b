"""Coverage-guided fuzzing of the loader and the transcript's grammar (`make soak`).

    python -m tests.hostile.fuzz loader SECONDS SEED

What makes a target fail is kept as a file of its own under `tests/hostile/found/`, where the everyday tests
read it from then on. Needs atheris, which is no dependency of drill: the Makefile puts it beside the environment.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["drill"]):
    from tests.hostile.targets import TARGETS

from drill.files.dumping import dump_yaml
from tests.hostile.corpus import TEXTS
from tests.hostile.files import files
from tests.hostile.sample import LINES, PLAN, SCENARIO

FOUND = Path(__file__).parent / "found"
LONGEST = 8_192


def seeds(target: str) -> list[bytes]:
    """What to begin with."""
    texts = [text.encode("utf-8", "replace") for text in TEXTS.values()]
    if target == "loader":
        return [dump_yaml(PLAN).encode(), dump_yaml(SCENARIO).encode(), *files().values(), *texts]
    return ["\n".join(LINES).encode(), *(line.encode() for line in LINES), *texts]


def words(target: str) -> str:
    """The words of a target's language, as a dictionary that libFuzzer reads."""
    text = dump_yaml(PLAN) + dump_yaml(SCENARIO) if target == "loader" else "\n".join(LINES)
    found = sorted(set(re.findall(r"[@\w-]+|[^\w\s\"\\\\]", text)))
    return "".join(f'"{word}"\n' for word in found if word.isascii())


def main() -> None:
    """Fuzz a target for so many seconds; exits with a failure at the first find."""
    target, seconds, seed = sys.argv[1:]
    FOUND.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus, dictionary = Path(folder) / "corpus", Path(folder) / "words"
        corpus.mkdir()
        dictionary.write_text(words(target), encoding="ascii")
        for number, text in enumerate(seeds(target)):
            (corpus / f"seed-{number}").write_bytes(text[:LONGEST])
        options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=30", "-rss_limit_mb=2048"]
        options += [f"-seed={int(seed) % 2**32}", f"-dict={dictionary}", f"-artifact_prefix={FOUND}/{target}-"]
        options += ["-print_final_stats=1", "-verbosity=0"]
        atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
