"""An island: stand-ins for Slack and Gelato over real HTTP. Imports nothing of ours."""
