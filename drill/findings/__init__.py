"""Findings: what a scorecard asks to be answered, each with its clause, its lines and questions for the debrief."""
