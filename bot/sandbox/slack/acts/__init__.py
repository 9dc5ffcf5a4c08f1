"""What a person does in Slack: types, presses, fills in, and what the bot then hears."""
