"""What is written when a drill is over: the after-action report, the scorecard's file, and where they stand."""
