"""Small charts beside the report: SVG written by hand, the same bytes each time, readable in black and white."""
