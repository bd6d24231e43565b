"""From a finding to a change of the plan: proposals, approvals, the paper trail, re-tests, actions."""
