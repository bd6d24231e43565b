"""The report as one self-contained page of HTML: to read on a phone, to print, to send.

No script, no request to anywhere, no HTML out of the report's own text. What markdown
shows as Mermaid, which a page without scripts cannot draw, stands here as the charts
and tables that say the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from drill.report.after_action import AfterAction
from drill.report.annex import CHART_OF_TIME
from drill.report.charts.drawn import FOLDER, charts
from drill.report.escalation_map import LEGEND
from drill.report.markdown import report_markdown

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may fetch for the page: nothing."""

_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1a1a1a;
  background: #fff; overflow-wrap: break-word; }
h1, h2, h3, h4 { line-height: 1.25; break-after: avoid; }
h2 { margin-top: 2.5rem; border-bottom: 2px solid #1a1a1a; }
h3 { margin-top: 1.75rem; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: #eee; }
th:empty { padding: 0; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; border: 1px solid #767676; padding: .5rem; font-size: .8rem; }
blockquote { margin: 1rem 0; padding: 0 1rem; border-left: 4px solid #767676; }
svg { display: block; max-width: 100%; height: auto; }
@media print {
  @page { margin: 18mm 15mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .wide { overflow: visible; }
  table { font-size: 8pt; width: 100%; }
  tr, svg, blockquote { break-inside: avoid; }
  thead { display: table-header-group; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
}
"""


def report_page(aar: AfterAction) -> str:
    """The report of a session as a page. The same session gives the same bytes."""
    text = report_markdown(aar).split("\n---\n", 1)[1]
    reader = _reader(charts(aar))
    body = reader.renderer.render(_shown(reader.parse(text)), reader.options, {})
    title = f"After-action report: {aar.scenario.title}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(' '.join(title.split()))}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )


def _reader(drawn: Mapping[str, str]) -> MarkdownIt:
    """A reader of our own markdown that makes no link and takes no HTML, and shows no image but our charts."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.disable(["link", "autolink", "reference", "html_block", "html_inline"])
    by_address = {f"{FOLDER}/{name}.svg": svg for name, svg in drawn.items()}

    def image(_: RendererHTML, tokens: Sequence[Token], index: int, __: OptionsDict, ___: Any) -> str:
        token = tokens[index]
        return by_address.get(str(token.attrs.get("src", "")), escape(token.content))

    def table_open(*_: Any) -> str:
        return '<div class="wide">\n<table>\n'

    def table_close(*_: Any) -> str:
        return "</table>\n</div>\n"

    reader.add_render_rule("image", image)
    reader.add_render_rule("table_open", table_open)
    reader.add_render_rule("table_close", table_close)
    return reader


def _shown(tokens: Sequence[Token]) -> list[Token]:
    """The blocks without diagrams, and without what only explains a diagram."""
    shown: list[Token] = []
    is_chart_of_time = False
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open":
            is_chart_of_time = tokens[index + 1].content == CHART_OF_TIME
        is_legend = token.type == "paragraph_open" and tokens[index + 1].content == LEGEND
        is_diagram = token.type == "fence" and token.info == "mermaid"
        if not (is_chart_of_time or is_legend or is_diagram):
            shown.append(token)
        index += 3 if is_legend else 1
    return shown
