"""One run of a scenario against a plan: events, clock, state, conductor, journal, transcript."""
