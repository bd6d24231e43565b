"""How a printed paper looks: black on white, one family of type, page breaks where sheets end.

Paper sizes are left to the printer, so that it is right on A4 and on Letter. Nothing is told by colour alone.
"""

from __future__ import annotations

_WIDTHS = {
    "msel": (3, 7, 14, 5, 6, 7, 4, 6, 11, 6, 7, 10, 9, 5),
    "tasks": (6, 27, 18, 17, 11, 21),
    "key": (6, 30, 64),
    "people": (26, 34, 40),
    "objectives": (60, 40),
}
"""The share of each column, in percent, by the table's name."""

_STYLE = """
:root { color: #000; background: #fff; }
* { box-sizing: border-box; }
body { font: 11pt/1.4 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; margin: 0 auto;
  max-width: WIDTH; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7em; line-height: 1.2; margin: .4em 0; }
h2 { font-size: 1.25em; line-height: 1.25; margin: 1.2em 0 .3em; border-bottom: 1px solid #000; }
h3 { font-size: 1.05em; margin: .9em 0 .2em; }
p { margin: .35em 0; }
ul { margin: .35em 0; padding-left: 1.3em; }
blockquote { margin: .6em 0; padding: .2em 0 .2em .9em; border-left: 3px solid #000; }
code { font: .88em ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
table { border-collapse: collapse; width: 100%; margin: .5em 0; }
th, td { text-align: left; vertical-align: top; padding: .3em .45em; }
td > div + div { margin-top: .35em; }
.facts th { width: 8.5em; font-weight: 600; padding-left: 0; }
.facts td { border-bottom: 1px solid #999; }
.grid { table-layout: fixed; }
.grid th, .grid td { border: 1px solid #555; }
.grid thead th { background: #eee; border-bottom: 2px solid #000; }
.banner { font-weight: 700; text-align: center; letter-spacing: .12em; border: 2px solid #000; padding: .25em .5em;
  margin: .5em 0; }
.label { font-weight: 600; margin-right: .8em; }
.box { margin-right: 1.1em; white-space: nowrap; }
.room { margin: .6em 0; }
.line { height: 1.9em; border-bottom: 1px solid #999; }
section { margin: 0 0 2rem; }
.stub { margin: 0; padding: .2em .8em; font-size: .88em; }
.stub .facts td { border-bottom: 0; }
.stub .facts th, .stub .facts td { padding-top: .05em; padding-bottom: .05em; }
.card { border: 1.5px dashed #000; padding: .6em 1em; }
.msel { font-size: 7pt; line-height: 1.25; hyphens: auto; }
.msel th, .msel td { padding: .2em .25em; }
.tasks { font-size: 9.5pt; }
.tasks tbody td { height: 3.6em; }
.key { font-size: 9.5pt; }
@media screen {
  .page, .back { border-bottom: 1px solid #bbb; padding-bottom: 2rem; }
}
@page { size: ORIENTATION; margin: 13mm; @top-center { content: "EXERCISE"; font: 700 9pt sans-serif; }
  @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
  body { max-width: none; padding: 0; }
  section { margin: 0 0 8mm; }
  .page + .page { break-before: page; }
  .stub { break-after: avoid; break-inside: avoid; }
  .card, tr, .room, .boxes, .banner { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
  thead { display: table-header-group; }
  .grid thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

_SINGLE = """@media print {
  .stub { break-before: page; }
  section:first-of-type { break-before: auto; }
  .back { break-before: page; }
}
"""


def style_sheet(*, wide: bool, single: bool) -> str:
    """The style of a paper: `wide` across the page, `single` with a page for each card."""
    style = _STYLE.replace("WIDTH", "75rem" if wide else "50rem")
    style = style.replace("ORIENTATION", "landscape" if wide else "portrait")
    return style + (_SINGLE if single else "") + "".join(_columns(name, shares) for name, shares in _WIDTHS.items())


def _columns(name: str, shares: tuple[int, ...]) -> str:
    return "".join(f".{name} th:nth-child({column}) {{ width: {share}%; }}\n" for column, share in enumerate(shares, 1))
