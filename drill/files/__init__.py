"""Text in, models out: YAML with places, diagnostics, JSON Schema, cleaned text."""
