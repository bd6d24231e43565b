"""What a team's play is worth, part by part: a pure function of plan, scenario and journal."""
