"""Rehearsals: ten thousand drills of a scenario, played by synthetic responders on the plan's graph."""
