"""One file for each pane. A pane watches a frozen view, and never reaches into the engine."""
