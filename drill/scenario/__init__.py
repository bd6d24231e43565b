"""The scenario's model, its check against a plan, and its fit to another plan."""
