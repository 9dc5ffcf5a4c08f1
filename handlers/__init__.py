"""Whatever calls: Slack, the clock, Gelato, a person at a terminal."""
