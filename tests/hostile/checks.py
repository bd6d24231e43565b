"""What must be true of everything that drill writes or prints, whatever was put into it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from drill.files.text import describe_character, unclean
from tests.hostile.corpus import WHOLE_SECRETS
from tests.hostile.drive import Outcome
from tests.report.markup import READER, body, dangerous

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
ADDRESSES = ("href", "src", "xlink:href", "action", "formaction", "data", "srcset", "background")


def check(outcome: Outcome, harmless: Outcome) -> None:
    """Nothing in it is more than text, next to what harmless words came to."""
    assert set(outcome.texts) == set(harmless.texts)
    for name, text in outcome.texts.items():
        no_control(name, text)
        kind = name.rpartition(".")[2]
        if kind in ("md", "markdown"):
            plain_markdown(name, text, harmless.texts[name])
        elif kind == "html":
            plain_html(name, text, harmless.texts[name])
        elif kind == "svg":
            plain_svg(name, text, harmless.texts[name])
        elif kind == "csv":
            plain_csv(name, text, harmless.texts[name])
        elif kind == "json":
            json.loads(text)
    for name, said in (outcome.texts | {"the journal": outcome.journal.decode("latin-1")}).items():
        for secret in WHOLE_SECRETS:
            place = said.find(secret)
            assert place < 0, f"{name} holds a secret in …{said[max(0, place - 80) : place + 80]!r}"
    for said in outcome.refusals:
        assert len(said) < 200_000, "a refusal is a sentence"


def no_control(name: str, text: str) -> None:
    """No control character but newline and tab, no override, nothing that is not drawn."""
    text = text.replace("\r\n", "\n") if name.endswith("csv") else text
    index = unclean(text)
    assert index is None, (
        f"{name} holds {describe_character(text[index])} in …{text[max(0, index - 60) : index + 20]!r}"
    )


def plain_markdown(name: str, text: str, harmless: str) -> None:
    """No link, image or HTML, and no heading that is not ours."""
    text, harmless = (body(each) if each.startswith("---\n") else each for each in (text, harmless))
    assert dangerous(text) == dangerous(harmless), name
    more = _headings(text) - _headings(harmless)  # fewer are no harm: a section about nothing is left out
    assert not more, name


def _headings(markdown: str) -> Counter[str]:
    return Counter(token.tag for token in READER.parse(markdown) if token.type == "heading_open")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note the tag, its attributes, and any address that leads elsewhere."""
        for key, value in attributes:
            leads = key in ADDRESSES and not (value or "").startswith("#")
            self.found.add(f"{tag} {key}" + (f"={value}" if leads or key.startswith("on") else ""))
        self.found.add(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)


def plain_html(name: str, text: str, harmless: str) -> None:
    """No tag, attribute or address that harmless words do not bring."""
    found = []
    for each in (text, harmless):
        tags = _Tags()
        tags.feed(each)
        found.append(tags.found)
    usual = {
        "p",
        "li",
        "ul",
        "ol",
        "br",
        "blockquote",
        "code",
        "td",
        "tr",
        "pre",
        "strong",
        "em",
        "th",
        "table",
        "div",
        "span",
    }
    new = {tag for tag in found[0] - found[1] if tag not in usual}
    assert not new, f"{name} holds {new}"


def plain_svg(name: str, text: str, harmless: str) -> None:
    """It is well-formed, and holds no element or attribute that harmless words do not bring."""
    found = []
    for each in (text, harmless):
        root = ET.fromstring(each)  # noqa: S314  (our own file, and an attack on its reader would be the finding)
        found.append({(node.tag, *sorted(node.attrib)) for node in root.iter()})
    assert {shape[0] for shape in found[0]} <= {shape[0] for shape in found[1]}, name
    assert not {key for shape in found[0] for key in shape[1:] if key.lower().startswith("on") or "href" in key}, name


def plain_csv(name: str, text: str, harmless: str) -> None:
    """No cell begins a formula, and every row has its cells."""
    rows, usual = (list(csv.reader(io.StringIO(each, newline=""))) for each in (text, harmless))
    assert {len(row) for row in rows} == {len(row) for row in usual}, name
    for row in rows:
        for cell in row:
            assert not cell.startswith(FORMULA), f"{name}: {cell!r}"
            assert not cell.lstrip().startswith(FORMULA), f"{name}: {cell!r}"
