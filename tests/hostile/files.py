"""Files that want to bring a reader to its knees, made here so that nobody has to carry them about."""

from __future__ import annotations

from functools import cache

from tests.building import HIJACKED, NORTHWIND, small_plan

MB = 1024 * 1024
PLAN = small_plan()


def _bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


def _merges(levels: int) -> str:
    lines = ["a0: &a0 {k: v}"]
    lines += [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, levels)]
    return "\n".join(lines)


@cache
def files() -> dict[str, bytes]:
    """Every hostile file, by name."""
    texts = {
        "bomb": _bomb(9, 9),
        "bomb-of-merges": _merges(30),
        "self": "&a [*a]",
        "self-in-mapping": "plan: &p {x: *p}",
        "alias-only": "*a",
        "open-brackets-500": "[" * 500,
        "open-brackets-100000": "[" * 100_000,
        "open-braces-100000": "{a: " * 100_000,
        "nested-33": "plan: " + "[" * 33 + "]" * 33,
        "nested-blocks": "\n".join("  " * n + "a:" for n in range(2_000)),
        "nested-dashes": "- " * 20_000 + "x",
        "nested-questions": "? " * 5_000 + "x",
        "million-and-one-values": "plan: [" + "1," * 1_000_001 + "1]",
        "million-keys": "\n".join(f"k{n}: 1" for n in range(600_000)),
        "long-key": "k" * 100_000 + ": 1",
        "long-line": "title: " + "x" * 1_000_000,
        "long-quoted": 'title: "' + "\\x41" * 200_000 + '"',
        "duplicate-keys": "plan: a\nplan: b\n",
        "many-duplicates": "plan: a\n" * 20_000,
        "tag": "!!python/object/apply:os.system ['touch /tmp/drill-was-here']",
        "tag-in-value": "title: !!python/name:os.system",
        "tag-of-ours": "title: !include /etc/passwd",
        "binary-tag": "title: !!binary AAAA",
        "second-document": PLAN + "---\nplan: other\n",
        "thousand-documents": "---\na: 1\n" * 1_000,
        "directive": "%YAML 9.9\n---\nplan: x",
        "tag-directive": "%TAG ! tag:evil.example,2026:\n---\nplan: x",
        "only-comment": "# nothing\n",
        "only-dashes": "---\n",
        "only-tabs": "\t\t\t\n",
        "unclosed-quote": 'plan: "x\n' * 200,
        "infinite": "version: .inf",
        "not-a-number": "version: .nan",
        "huge-number": "version: " + "9" * 5_000,
        "huge-exponent": "version: 1e999999999",
        "octal": "version: 0o777",
        "sexagesimal": "version: 190:20:30",
        "huge-duration": PLAN.replace("title: A crisis", "title: A crisis\n    x: 99999999999999d"),
        "number-as-key": "1: 2",
        "null-key": "~: 2",
        "list-as-key": "[a]: 2",
        "merge-key": "<<: {a: b}",
        "prototype": "__proto__: {x: 1}\nconstructor: y\n__class__: z",
        "extra-keys": PLAN + "__import__: os\neval: x\n",
        "people-by-the-thousand": PLAN + "history:\n" + "- {version: 1, date: 2026-01-01, why: x}\n" * 30_000,
        "quotes-and-hashes": 'title: "a" #b #c\nx: a #b\n',
        "carriage-returns": PLAN.replace("\n", "\r"),
        "line-separators": PLAN.replace("\n", "\u2028"),
        "next-lines": PLAN.replace("\n", "\x85"),
    }  # fmt: skip
    raw = {
        "empty": b"",
        "nul": b"\x00",
        "nuls": b"\x00" * 100_000,
        "nul-inside": PLAN.replace("small", "sm\x00all").encode(),
        "too-large": b"a: b\n" * (9 * MB // 5),
        "too-large-comment": b"#" * (9 * MB),
        "utf-16": PLAN.encode("utf-16"),
        "utf-16-without-mark": PLAN.encode("utf-16-le"),
        "utf-32": PLAN.encode("utf-32"),
        "utf-7": b"plan: +ADw-script+AD4-",
        "latin-1": PLAN.replace("Lead", "L\xe9ad").encode("latin-1"),
        "overlong": b"plan: \xc0\xae\xc0\xae/",
        "surrogates": b"plan: \xed\xa0\x80",
        "half-character": b"title: \xe6\xbc",
        "mark-and-nothing": b"\xef\xbb\xbf",
        "two-marks": b"\xef\xbb\xbf\xef\xbb\xbf" + PLAN.encode(),
        "gzip": b"\x1f\x8b\x08\x00" + bytes(range(256)) * 40,
        "sqlite": b"SQLite format 3\x00" + bytes(5_000),
        "elf": b"\x7fELF" + bytes(range(256)) * 20,
        "all-bytes": bytes(range(256)) * 100,
        "plan-cut-in-half": NORTHWIND.encode()[: len(NORTHWIND) // 2],
        "scenario-as-plan": HIJACKED.encode(),
        "escapes": b"\x1b[2J\x1b]52;c;AAAA\x07: x\n" * 50,
    }
    return {name: text.encode() for name, text in texts.items()} | raw
