"""Whatever calls: Slack, a person at a terminal."""
