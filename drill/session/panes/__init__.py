"""What a screen shows of a session: one frozen record for each pane, made from the state and nothing else."""
