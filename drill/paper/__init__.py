"""The exercise on paper: inject cards, the master list of events, the players' manual, the evaluators' forms."""
