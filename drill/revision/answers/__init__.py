"""What may answer a finding: one small function for each kind of change, each naming a concrete edit of the plan."""
