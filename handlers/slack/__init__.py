"""Everything that Slack sends, and everything that is answered to it."""
