"""Other views of a running session: what they and the control room say to each other, and how."""
