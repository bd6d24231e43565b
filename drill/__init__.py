"""drill: tabletop crisis drills for the people behind a brand's social presence."""

__version__ = "0.1.0"
